"""What a PDF paints: the glyphs of every sequence of marked content, in order, and the text that it says they are.

Flow: structure tree -> language and ActualText of marked content (ISO 32000-1, 14.7 and 14.9) -> what the pages paint ->
``Run`` for each sequence; glyphs outside of marked content and in form XObjects and patterns are told apart. A form inside
an artifact may repeat glyphs that a page has painted: a panel that stands on a sheet more than once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flugblatt.judges.pdf import content_streams, structure_tree
from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.painted import Begin, End, Form, Key, Mark, Page, Text
from flugblatt.judges.pdf.structure_tree import Element, Kid, MarkReference

HYPHEN = "\u00ad"


class Untagged(Exception):
    """The PDF has no structure tree."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph as it is painted: its font (a key of ``Painting.fonts``), its code, and its text by ToUnicode."""

    font: int
    code: int
    said: str


@dataclass(frozen=True, slots=True)
class Run:
    """One sequence of marked content. ``actual`` is its ActualText, or None where the glyphs' own text counts.

    ``hyphens`` are the places of glyphs that ToUnicode or ActualText calls automatic hyphens, U+00AD. ``foreign`` is true where the
    language is not the document's. ``writing_mode`` is what the structure says of it, else empty. ``gaps`` counts the
    places between glyphs that are set wider or tighter than the font has it.
    """

    page: int
    actual: str | None
    glyphs: tuple[Glyph, ...]
    language: str
    foreign: bool
    writing_mode: str = ""
    hyphens: tuple[int, ...] = ()
    gaps: int = 0

    @property
    def text(self) -> str:
        """What the run says; for right-to-left text without ActualText in the order of painting."""
        if self.actual is not None:
            return self.actual
        hyphens = set(self.hyphens)
        return "".join(HYPHEN if place in hyphens else glyph.said for place, glyph in enumerate(self.glyphs))


@dataclass(frozen=True, slots=True)
class Stray:
    """Text that is shown where nothing can say it; ``place`` says where it stands."""

    page: int
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Painting:
    runs: tuple[Run, ...]
    strays: tuple[Stray, ...]
    fonts: tuple[Font, ...]
    right_to_left: bool


@dataclass(frozen=True, slots=True)
class _Saying:
    """What the structure says of one sequence. ``group`` numbers the elements that have ActualText, from 1."""

    language: str
    writing_mode: str = ""
    actual: str | None = None
    group: int = 0


Sayings = dict[tuple[int, int], _Saying]


@dataclass(slots=True)
class _Sequence:
    mark: Mark
    glyphs: list[Glyph] = field(default_factory=list)
    hyphens: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    gaps: int = 0
    replaced: bool = False


class _Reading:
    """The reading of one page."""

    def __init__(self, page: Page, sayings: Sayings) -> None:
        self.page, self.sayings = page, sayings
        self.open: list[_Sequence] = []
        self.done: list[_Sequence] = []
        self.strays: list[Stray] = []
        self.seen: set[Key] = set()

    def read(self) -> None:
        patterns: set[str] = set()
        for item in self.page.items:
            match item:
                case Text():
                    self._show(item)
                case Begin():
                    self.open.append(_Sequence(item.mark))
                case End() if self.open:
                    self._end()
                case Form():
                    if not item.repeats or all(one.mark.tag != "/Artifact" for one in self.open):
                        self._picture(item)
            if not isinstance(item, Begin | End):
                patterns |= {item.state.fill.pattern, item.state.stroke.pattern}
        while self.open:
            self._end()
        for inner in self.page.inner:
            if inner.shows_text and inner.kind == "Pattern" and inner.name in patterns:
                self._stray("", f"inside Pattern {inner.name}")
        if any(inner.shows_text for inner in self.page.appearances):
            self._stray("", "inside an annotation")

    def _picture(self, form: Form) -> None:
        """A form that is no copy is a picture: it holds no text, and no picture with text."""
        if form.shows_text and form.key not in self.seen:
            self.seen.add(form.key)
            self._stray("", f"inside XObject {form.name}")
        for item in form.items:
            if isinstance(item, Form):
                self._picture(item)

    def _end(self) -> None:
        done = self.open.pop()
        mark, home = done.mark, self.open[-1] if self.open else None
        if mark.mcid is not None or home is None:
            self.done.append(done)
            named = mark.tag == "/Artifact" if mark.mcid is None else (self.page.number, mark.mcid) in self.sayings
            if done.glyphs and not named:
                self._stray(mark.actual or "".join(done.said), "in marked content that the structure does not name")
            return
        if mark.actual == HYPHEN and len(done.glyphs) == 1:
            home.hyphens.append(len(home.glyphs))
            home.said.append(HYPHEN)
        elif mark.actual is not None:
            home.replaced = True
            home.said.append(mark.actual)
        else:
            home.hyphens += [len(home.glyphs) + place for place in done.hyphens]
            home.replaced = home.replaced or done.replaced
            home.said += done.said
        home.glyphs += done.glyphs
        home.gaps += done.gaps

    def _show(self, item: Text) -> None:
        font = item.state.font
        if font is None:
            self._stray(repr(bytes(item.codes)[:30]), "in a font that the page does not name")
            return
        number = font.number
        if not self.open:
            self._stray(item.text, "outside of marked content")
            return
        home = self.open[-1]
        if HYPHEN in item.texts:
            begun = len(home.glyphs)
            home.hyphens += [begun + place for place, text in enumerate(item.texts) if text == HYPHEN]
        home.glyphs += [Glyph(number, code, text) for code, text in zip(item.codes, item.texts, strict=True)]
        home.said += item.texts
        home.gaps += item.gaps

    def _stray(self, text: str, place: str) -> None:
        self.strays.append(Stray(self.page.number, text, place))


def read(data: bytes) -> Painting:
    """What the PDF ``data`` paints. Raises Untagged, pikepdf.PdfError and their like where it cannot be read."""
    tree = structure_tree.read(data)
    if tree is None:
        raise Untagged
    content = content_streams.read(data)
    sayings: Sayings = {}
    _hear(tree.kids, _Saying(tree.language), sayings, [])
    runs: list[Run] = []
    strays: list[Stray] = []
    for page in content.pages:
        reading = _Reading(page, sayings)
        reading.read()
        strays += reading.strays
        runs += _runs(reading, sayings, tree.language)
    return Painting(tuple(runs), tuple(strays), content.fonts, tree.right_to_left)


def _hear(kids: tuple[Kid, ...], saying: _Saying, found: Sayings, groups: list[Element]) -> None:
    """What the structure tree says of marked content, by page number and MCID; ``groups`` are elements with ActualText."""
    for kid in kids:
        if isinstance(kid, MarkReference):
            found[kid.page, kid.mcid] = saying
        elif isinstance(kid, Element) and not kid.again:
            mode = kid.attributes.get("/WritingMode", "/")[1:] or saying.writing_mode
            language = saying.language if kid.language is None else kid.language
            inside = replace(saying, language=language, writing_mode=mode)
            if kid.actual is not None and saying.actual is None:
                groups.append(kid)
                inside = replace(inside, actual=kid.actual, group=len(groups))
            _hear(kid.kids, inside, found, groups)


def _runs(reading: _Reading, sayings: Sayings, main: str) -> list[Run]:
    """The runs of a page; sequences under one element with ActualText are one run."""
    number = reading.page.number
    found: list[Run] = []
    groups: dict[int, int] = {}
    for sequence in reading.done:
        named, inside = sequence.mark.mcid is not None, sequence.mark.actual
        saying = sayings.get((number, sequence.mark.mcid or 0), _Saying(main)) if named else _Saying(main)
        actual = saying.actual if saying.actual is not None else inside
        if actual is None and sequence.replaced:
            actual = "".join(sequence.said)
        if saying.group and saying.group in groups:
            at = groups[saying.group]
            earlier = found[at]
            moved = tuple(len(earlier.glyphs) + place for place in sequence.hyphens)
            glyphs, gaps = (*earlier.glyphs, *sequence.glyphs), earlier.gaps + sequence.gaps
            found[at] = replace(earlier, glyphs=glyphs, hyphens=(*earlier.hyphens, *moved), gaps=gaps)
            continue
        if saying.group:
            groups[saying.group] = len(found)
        if sequence.glyphs or (actual or "").strip():
            foreign = saying.language != main
            hyphens = tuple(sequence.hyphens)
            glyphs, mode = tuple(sequence.glyphs), saying.writing_mode
            found.append(Run(number, actual, glyphs, saying.language, foreign, mode, hyphens, sequence.gaps))
    return found
