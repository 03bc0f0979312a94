"""What a PDF paints: the glyphs of every sequence of marked content, in order, and the text that it says they are.

Flow: structure tree -> language and ActualText of marked content (ISO 32000-1, 14.7 and 14.9) -> content streams ->
``Run`` for each sequence; glyphs outside of marked content and in form XObjects and patterns are told apart. A form inside
an artifact may repeat glyphs that a page has painted: a panel that stands on a sheet more than once.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, String

from flugblatt.judges.glyphs.embedded import EmbeddedFont, Fonts
from flugblatt.judges.glyphs.marked_content import Saying, read_sayings

HYPHEN = "\u00ad"
SHOWING = frozenset(("Tj", "TJ", "'", '"'))


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
    fonts: tuple[EmbeddedFont, ...]
    right_to_left: bool


@dataclass(slots=True)
class _Sequence:
    tag: str
    mcid: int | None
    actual: str | None
    glyphs: list[Glyph] = field(default_factory=list)
    hyphens: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    gaps: int = 0
    replaced: bool = False


class _Page:
    """The reading of one page."""

    def __init__(self, page: pikepdf.Page, number: int, fonts: Fonts, sayings: dict[tuple[int, int], Saying]) -> None:
        self.page, self.number, self.fonts, self.sayings = page, number, fonts, sayings
        self.resources = page.obj.get("/Resources", Dictionary())
        self.named = {name: fonts.key(font) for name, font in self.resources.get("/Font", Dictionary()).items()}
        self.open: list[_Sequence] = []
        self.font: int | None = None
        self.kept: list[int | None] = []
        self.done: list[_Sequence] = []
        self.strays: list[Stray] = []
        self.seen: set[tuple[int, int]] = set()
        self.copied: set[tuple[int, int]] = set()
        self.painted: list[tuple[int, int]] = []
        self.spaced = False

    def read(self, before: list[tuple[int, int]]) -> None:
        """Reads the page; ``before`` are fonts and codes of the glyphs of earlier pages, and then of this one too."""
        self.painted = before
        for instruction in pikepdf.parse_content_stream(self.page):
            operator, operands = str(instruction.operator), instruction.operands
            match operator:
                case "q":
                    self.kept.append(self.font)
                case "Q":
                    self.font = self.kept.pop() if self.kept else self.font
                case "Tf":
                    self.font = self.named.get(str(operands[0]))
                case "Tc":
                    self.spaced = bool(float(operands[0]))
                case "Do":
                    self._named_picture("/XObject", str(operands[0]))
                case "scn" | "SCN" if operands and isinstance(operands[-1], Name):
                    self._named_picture("/Pattern", str(operands[-1]))
                case "gs":
                    self._external(str(operands[0]))
                case "BDC" | "BMC":
                    self._begin(operands)
                case "EMC":
                    if self.open:
                        self._end()
                case _ if operator in SHOWING:
                    self._show(operator, operands)
        while self.open:
            self._end()
        for annotation in self.page.obj.get("/Annots", Array()):
            if isinstance(appearance := annotation.get("/AP"), Dictionary):
                for stream in _streams(appearance):
                    self._picture(stream, "an annotation")

    def _external(self, name: str) -> None:
        entry = self.resources.get("/ExtGState", Dictionary()).get(name, Dictionary())
        if "/Font" in entry:
            self.font = self.fonts.key(entry["/Font"][0])

    def _begin(self, operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = self.resources.get("/Properties", Dictionary()).get(str(properties), Dictionary())
        mcid, actual = properties.get("/MCID"), properties.get("/ActualText")
        number, text = None if mcid is None else int(mcid), None if actual is None else str(actual)
        self.open.append(_Sequence(str(operands[0]), number, text))

    def _end(self) -> None:
        done = self.open.pop()
        home = self.open[-1] if self.open else None
        if done.mcid is not None or home is None:
            self.done.append(done)
            named = done.tag == "/Artifact" if done.mcid is None else (self.number, done.mcid) in self.sayings
            if done.glyphs and not named:
                said = done.actual or "".join(done.said)
                self.strays.append(Stray(self.number, said, "in marked content that the structure does not name"))
            return
        if done.actual == HYPHEN and len(done.glyphs) == 1:
            home.hyphens.append(len(home.glyphs))
            home.said.append(HYPHEN)
        elif done.actual is not None:
            home.replaced = True
            home.said.append(done.actual)
        else:
            home.hyphens += [len(home.glyphs) + place for place in done.hyphens]
            home.replaced = home.replaced or done.replaced
            home.said += done.said
        home.glyphs += done.glyphs
        home.gaps += done.gaps

    def _show(self, operator: str, operands: Any) -> None:
        data = b"".join(
            bytes(part) for part in (operands[0] if operator == "TJ" else operands[-1:]) if isinstance(part, String)
        )
        if self.font is None:
            self.strays.append(Stray(self.number, repr(data[:30]), "in a font that the page does not name"))
            return
        texts, size = self.fonts.texts[self.font], self.fonts.code_bytes[self.font]
        codes = [int.from_bytes(data[at : at + size], "big") for at in range(0, len(data), size)]
        self.painted += [(self.font, code) for code in codes]
        glyphs = [Glyph(self.font, code, texts.get(code, "\ufffd")) for code in codes]
        if not self.open:
            self.strays.append(Stray(self.number, "".join(glyph.said for glyph in glyphs), "outside of marked content"))
            return
        begun = len(self.open[-1].glyphs)
        self.open[-1].hyphens += [begun + place for place, glyph in enumerate(glyphs) if glyph.said == HYPHEN]
        self.open[-1].glyphs += glyphs
        self.open[-1].said += [glyph.said for glyph in glyphs]
        self.open[-1].gaps += len(glyphs) if self.spaced else _gaps(operands[0]) if operator == "TJ" else 0

    def _named_picture(self, kind: str, name: str) -> None:
        thing = self.resources.get(kind, Dictionary()).get(name)
        if kind == "/XObject" and any(sequence.tag == "/Artifact" for sequence in self.open) and self._is_copy(thing):
            return
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != Name.Image:
            self._picture(thing, f"{kind[1:]} {name[1:]}")

    def _is_copy(self, form: Any) -> bool:
        """Whether a form paints nothing but glyphs that stand in the same order on a page already."""
        if not isinstance(form, pikepdf.Stream) or form.get("/Subtype") != Name.Form:
            return False
        if form.objgen not in self.copied:
            codes = _codes(form, self.fonts)
            if not codes or not _follow(codes, self.painted):
                return False
            self.copied.add(form.objgen)
        return True

    def _picture(self, stream: pikepdf.Stream, name: str) -> None:
        """Form XObjects, patterns and appearances are pictures: they hold no text, and no picture with text."""
        if stream.objgen in self.seen:
            return
        self.seen.add(stream.objgen)
        if any(str(one.operator) in SHOWING for one in pikepdf.parse_content_stream(stream)):
            self.strays.append(Stray(self.number, "", f"inside {name}"))
        for kind in ("/XObject", "/Pattern"):
            for thing in stream.get("/Resources", Dictionary()).get(kind, Dictionary()).values():
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != Name.Image:
                    self._picture(thing, name)


def read(data: bytes) -> Painting:
    """What the PDF ``data`` paints. Raises Untagged, pikepdf.PdfError and their like where it cannot be read."""
    fonts = Fonts()
    runs: list[Run] = []
    strays: list[Stray] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            raise Untagged
        main = str(pdf.Root.get("/Lang", ""))
        sayings = read_sayings(pdf, main)
        painted: list[tuple[int, int]] = []
        for number, page in enumerate(pdf.pages, 1):
            reading = _Page(page, number, fonts, sayings)
            reading.read(painted)
            strays += reading.strays
            runs += _runs(reading, number, sayings, main)
        direction = pdf.Root.get("/ViewerPreferences", Dictionary()).get("/Direction")
        return Painting(tuple(runs), tuple(strays), tuple(fonts.found), direction == Name.R2L)


def _runs(reading: _Page, number: int, sayings: dict[tuple[int, int], Saying], main: str) -> list[Run]:
    """The runs of a page; sequences under one element with ActualText are one run."""
    found: list[Run] = []
    groups: dict[int, int] = {}
    for sequence in reading.done:
        named = sequence.mcid is not None
        saying = sayings.get((number, sequence.mcid or 0), Saying(main)) if named else Saying(main)
        actual = saying.actual if saying.actual is not None else sequence.actual
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


def _codes(form: pikepdf.Stream, fonts: Fonts) -> list[tuple[int, int]]:
    """Font and code of every glyph that a form paints; none where it paints further forms, or in a font without a name."""
    named = form.get("/Resources", Dictionary()).get("/Font", Dictionary())
    font: int | None = None
    kept: list[int | None] = []
    found: list[tuple[int, int]] = []
    for instruction in pikepdf.parse_content_stream(form):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(font)
        elif operator == "Q":
            font = kept.pop() if kept else font
        elif operator == "Tf":
            font = fonts.key(named[str(operands[0])]) if str(operands[0]) in named else None
        elif operator in ("Do", "gs") and _has_text(form, operator, str(operands[0])):
            return []
        elif operator in SHOWING:
            if font is None:
                return []
            size = fonts.code_bytes[font]
            for part in operands[0] if operator == "TJ" else operands[-1:]:
                data = bytes(part) if isinstance(part, String) else b""
                codes = (int.from_bytes(data[at : at + size], "big") for at in range(0, len(data), size))
                found += [(font, code) for code in codes]
    return found


def _has_text(form: pikepdf.Stream, operator: str, name: str) -> bool:
    """Whether what a form names may bring text of its own: another form, or a graphics state with a font."""
    resources = form.get("/Resources", Dictionary())
    if operator == "gs":
        return "/Font" in resources.get("/ExtGState", Dictionary()).get(name, Dictionary())
    thing = resources.get("/XObject", Dictionary()).get(name)
    if not isinstance(thing, pikepdf.Stream) or thing.get("/Subtype") == Name.Image:
        return False
    return any(str(one.operator) in SHOWING for one in pikepdf.parse_content_stream(thing))


def _follow(part: list[tuple[int, int]], whole: list[tuple[int, int]]) -> bool:
    """Whether ``part`` stands in ``whole``, one after the other."""
    needle, hay = (np.array(glyphs, dtype=np.uint32).tobytes() for glyphs in (part, whole))
    at = hay.find(needle)
    while at >= 0 and at % 8:
        at = hay.find(needle, at + 1)
    return at >= 0


def _gaps(parts: Any) -> int:
    """How many gaps a TJ array has: one or more numbers behind a string, not all 0 (ISO 32000-1, 9.4.3)."""
    found, wide = 0, False
    for part in parts:
        if isinstance(part, String):
            found, wide = found + wide, False
        else:
            wide = wide or bool(float(part))
    return found + wide


def _streams(appearance: Any) -> list[pikepdf.Stream]:
    """The streams of an appearance dictionary and of its states (ISO 32000-1, 12.5.5)."""
    found: list[pikepdf.Stream] = []
    for entry in appearance.values():
        entries = entry.values() if isinstance(entry, Dictionary) else [entry]
        found += [stream for stream in entries if isinstance(stream, pikepdf.Stream)]
    return found
