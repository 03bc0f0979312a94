"""The text of the pages of a PDF: that of its marked content and of its artifacts, and text that nobody sees or is told of.

Flow: what a page paints, in order -> sequences of marked content, open and done -> ``PageText``. Text comes from ToUnicode
(ISO 32000-1, 9.10.2) unless ActualText replaces it (14.9.4). Text outside of marked content is a finding, and so is what
``visibility`` finds. A form shows text only as a copy, inside an artifact: a panel that stands on a sheet more than once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flugblatt.judges.fidelity import actual_text
from flugblatt.judges.fidelity.visibility import SMALLEST, Visibility
from flugblatt.judges.pdf.font_codes import UNKNOWN
from flugblatt.judges.pdf.painted import Area, Begin, Content, End, Form, Key, Mark, Page, Picture, Text
from flugblatt.model import Finding


@dataclass(frozen=True, slots=True)
class MarkText:
    """The text of one marked-content sequence, and the height of its baseline in pt; ``drawn`` counts its glyphs."""

    text: str
    drawn: int
    height: float


@dataclass(frozen=True, slots=True)
class ArtifactText:
    """Text that is drawn as an artifact: its type, its subtype, and the text of one sequence.

    ``mirrored`` is the text of the glyphs from the last to the first, as right-to-left words are drawn.
    """

    kind: str
    subtype: str
    text: str
    mirrored: str


@dataclass(frozen=True, slots=True)
class PageText:
    marks: dict[int, MarkText]
    artifacts: tuple[ArtifactText, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Sequence:
    """A marked-content sequence that is open; ``artifact`` is the outermost that it stands in."""

    mark: Mark
    artifact: Mark | None
    said: list[str] = field(default_factory=list)
    glyphs: list[str] = field(default_factory=list)
    drawn: int = 0
    height: float = 0.0
    last: float = 0.0


class _Reading:
    """The reading of one page."""

    def __init__(self, page: Page, lines: bool) -> None:
        self.page, self.lines = page, lines
        self.open: list[_Sequence] = []
        self.marks: dict[int, MarkText] = {}
        self.artifacts: list[ArtifactText] = []
        self.findings: dict[Finding, None] = {}
        self.visibility = Visibility(page.crop)
        self.copies: set[Key] = set()

    def read(self) -> PageText:
        for item in self.page.items:
            match item:
                case Text():
                    self._show(item)
                case Begin():
                    self._begin(item.mark)
                case End():
                    self._end(item.begun)
                case Area() | Picture():
                    self._find("fidelity-hidden", *self.visibility.covered(item))
                case Form() if item.shows_text:
                    self._copy(item)
        if self.open:
            self._find("fidelity-extra", "marked content that is never closed")
        for inner in self.page.inner:
            if inner.shows_text and inner.key not in self.copies:
                message = f"expected a picture without text; found text drawn in {inner.kind} /{inner.name}"
                self._find("fidelity-extra", message)
        return PageText(self.marks, tuple(self.artifacts), tuple(self.findings))

    def _find(self, code: str, *messages: str) -> None:
        for message in messages:
            self.findings[Finding(code, "error", message, f"page {self.page.number}")] = None

    def _begin(self, mark: Mark) -> None:
        if mark.tag == "/OC":
            self._find("fidelity-hidden", "expected text that is always shown; found an optional content group")
        for key, text in mark.spoken:
            self._find("fidelity-extra", f"expected no {key} on marked content; found {text[:60]!r}")
        outer = self.open[-1].artifact if self.open else None
        self.open.append(_Sequence(mark, mark if mark.tag == "/Artifact" else outer))

    def _end(self, begun: bool) -> None:
        if not begun:
            self._find("fidelity-extra", "the end of marked content that was never begun")
            return
        done = self.open.pop()
        mark, glyphs, text = done.mark, "".join(done.glyphs), "".join(done.said)
        if mark.actual is not None:
            if fault := actual_text.fault(mark.actual, glyphs, done.drawn):
                self._find("fidelity-hidden", fault)
            text = mark.actual
        parent = self.open[-1] if self.open else None
        if done.artifact is not None and (parent is None or parent.artifact is None):
            if glyphs or mark.actual:
                mirrored = "".join(reversed(done.glyphs))
                self.artifacts.append(ArtifactText(mark.kind, mark.subtype, text, mirrored))
        elif mark.mcid is not None:
            if mark.mcid in self.marks:
                self._find("fidelity-extra", f"marked content {mark.mcid} is there twice: {text[:60]!r}")
            self.marks[mark.mcid] = MarkText(text, done.drawn, done.height)
        elif parent is not None:
            parent.said.append(text)
            parent.glyphs += done.glyphs
            parent.drawn += done.drawn
            parent.height = parent.height or done.height
        elif text.strip(" ") or glyphs.strip(" "):
            self._find("fidelity-extra", f"expected text inside the structure; found {text[:60]!r} outside of it")

    def _show(self, item: Text) -> None:
        font, text = item.state.font, item.text
        if font is None:
            self._find("fidelity-changed", "text in a font that the page does not name")
            return
        if UNKNOWN in text:
            for code in item.codes:
                if code not in font.to_unicode:
                    message = f"expected a glyph with its text; found glyph {code} without ToUnicode"
                    self._find("fidelity-changed", message)
        if not self.open:
            if text.strip(" "):
                self._find("fidelity-extra", f"expected text inside marked content; found {text[:60]!r} outside of it")
            return
        home, height = self.open[-1], item.start[1]
        if self.lines and home.said and abs(height - home.last) > SMALLEST:
            home.said.append("\n")
        home.last = height
        home.said.append(text)
        home.glyphs += item.texts
        home.drawn += len(item.codes)
        home.height = home.height or height
        if text.strip(" "):
            self._find("fidelity-hidden", *self.visibility.faults(item, text))

    def _copy(self, form: Form) -> None:
        """A form with text repeats, inside an artifact, what the pages have said."""
        if form.repeats and self.open and self.open[-1].artifact is not None:
            self.copies.add(form.key)
            return
        message = "expected a copy of what the page says; found a form with other text, or not an artifact"
        self._find("fidelity-extra", message)


def read_pages(content: Content, lines: bool = False) -> list[PageText]:
    """The text of every page; with ``lines`` there is a LF in a sequence wherever text goes on at another height."""
    return [_Reading(page, lines).read() for page in content.pages]
