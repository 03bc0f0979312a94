"""The content streams of a PDF: for each page the text of its marked content, its artifacts, and text that nobody sees.

Flow: page -> operators in order, with the graphics state that matters -> ``PageText``. Text comes from ToUnicode
(ISO 32000-1, 9.10.2) unless ActualText replaces it (14.9.4). Text that is outside marked content, invisible, white on light
ground, transparent, tiny, clipped, covered or off the page is a finding. A form shows text only as a copy (``pdf_copies``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from flugblatt.judges.pdf import actual_text, copies
from flugblatt.judges.pdf.catalog import inherited
from flugblatt.judges.pdf.font_codes import Font, read_font
from flugblatt.judges.pdf.grounds import Grounds, is_dark, is_white
from flugblatt.judges.pdf.plane import Box, Matrix, apply, bounds, inside, matrix_of, meet, times
from flugblatt.model import Finding

SMALLEST = 2.0
EDGE = 1.0
CLEAR = 0.1
SHOWING = copies.SHOWING
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Mark:
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
    """``shown`` is the text of every glyph in the order of painting, each followed by ``pdf_copies.BETWEEN``."""

    marks: dict[int, Mark]
    artifacts: tuple[ArtifactText, ...]
    findings: tuple[Finding, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    clip: Box = EVERYWHERE
    white: bool = False
    dark: bool = True
    clear: bool = False
    mode: int = 0
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0


@dataclass(slots=True)
class _Sequence:
    """A marked-content sequence that is open."""

    mcid: int | None
    actual: str | None
    artifact: tuple[str, str] | None
    said: list[str] = field(default_factory=list)
    glyphs: list[str] = field(default_factory=list)
    drawn: int = 0
    height: float = 0.0
    last: float = 0.0


class _Page:
    """The reading of one page; with ``lines`` there is a LF in a sequence wherever text goes on at another height."""

    def __init__(self, page: pikepdf.Page, number: int, lines: bool = False, before: str = "") -> None:
        self.page, self.where, self.lines, self.before = page, f"page {number}", lines, before
        self.resources = inherited(page.obj, "/Resources", Dictionary())
        self.box: Box = tuple(float(edge) for edge in page.cropbox)  # type: ignore[assignment]
        self.fonts = {key: read_font(font) for key, font in self.resources.get("/Font", Dictionary()).items()}
        self.state, self.kept = _State(), list[_State]()
        self.line: Matrix = (1, 0, 0, 1, 0, 0)
        self.text: Matrix = (1, 0, 0, 1, 0, 0)
        self.open: list[_Sequence] = []
        self.marks: dict[int, Mark] = {}
        self.artifacts: list[ArtifactText] = []
        self.findings: list[Finding] = []
        self.points: list[tuple[float, float]] = []
        self.rectangles_only = True
        self.will_clip = False
        self.seen: list[tuple[float, float, str]] = []
        self.grounds = Grounds()
        self.shown: list[str] = []
        self.copies: set[tuple[int, int]] = set()

    def read(self) -> PageText:
        for instruction in pikepdf.parse_content_stream(self.page):
            self._operate(str(instruction.operator), instruction.operands)
        if self.open:
            self._find("fidelity-extra", "marked content that is never closed")
        self._scan_forms(self.resources, set())
        return PageText(self.marks, tuple(self.artifacts), tuple(self.findings), self._said())

    def _said(self) -> str:
        return "".join(text + copies.BETWEEN for text in self.shown)

    def _find(self, code: str, message: str) -> None:
        finding = Finding(code, "error", message, self.where)
        if finding not in self.findings:
            self.findings.append(finding)

    def _operate(self, operator: str, operands: Any) -> None:
        state = self.state
        match operator:
            case "q":
                self.kept.append(state)
            case "Q":
                self.state = self.kept.pop() if self.kept else state
            case "cm":
                self.state = replace(state, matrix=times(matrix_of(operands), state.matrix))
            case "gs":
                self._external(operands[0])
            case "g" | "rg" | "k" | "sc" | "scn":
                self.state = replace(state, white=is_white(operands), dark=is_dark(operands))
            case "cs":
                self.state = replace(state, white=False, dark=True)
            case "BT":
                self.line = self.text = (1, 0, 0, 1, 0, 0)
            case "Tm":
                self.line = self.text = matrix_of(operands)
            case "Td" | "TD":
                x, y = float(operands[0]), float(operands[1])
                if operator == "TD":
                    self.state = replace(state, leading=-y)
                self._next_line(x, y)
            case "T*":
                self._next_line(0, -state.leading)
            case "Tf":
                self.state = replace(state, font=self.fonts.get(str(operands[0])), size=float(operands[1]))
            case "Tc":
                self.state = replace(state, char_space=float(operands[0]))
            case "Tw":
                self.state = replace(state, word_space=float(operands[0]))
            case "Tz":
                self.state = replace(state, stretch=float(operands[0]) / 100)
            case "TL":
                self.state = replace(state, leading=float(operands[0]))
            case "Tr":
                self.state = replace(state, mode=int(operands[0]))
            case "BDC" | "BMC":
                self._begin(operands)
            case "EMC":
                self._end()
            case _ if operator in SHOWING:
                self._show(operator, operands)
            case _:
                self._paint(operator, operands)

    # --- Marked content --------------------------------------------------------------------------

    def _begin(self, operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = self.resources.get("/Properties", Dictionary()).get(str(properties), Dictionary())
        tag = str(operands[0])
        if tag == "/OC":
            self._find("fidelity-hidden", "expected text that is always shown; found an optional content group")
        for key in ("/Lang", "/Alt", "/E"):
            if key in properties:
                self._find(
                    "fidelity-extra", f"expected no {key} on marked content; found {str(properties[key])[:60]!r}"
                )
        actual = properties.get("/ActualText")
        artifact = None
        if tag == "/Artifact":
            artifact = str(properties.get("/Type", "")), str(properties.get("/Subtype", ""))
        elif self.open and self.open[-1].artifact is not None:
            artifact = self.open[-1].artifact
        mcid = properties.get("/MCID")
        self.open.append(
            _Sequence(None if mcid is None else int(mcid), None if actual is None else str(actual), artifact)
        )

    def _end(self) -> None:
        if not self.open:
            self._find("fidelity-extra", "the end of marked content that was never begun")
            return
        done = self.open.pop()
        glyphs = "".join(done.glyphs)
        text = "".join(done.said)
        if done.actual is not None:
            if fault := actual_text.fault(done.actual, glyphs, done.drawn):
                self._find("fidelity-hidden", fault)
            text = done.actual
        parent = self.open[-1] if self.open else None
        if done.artifact is not None and (parent is None or parent.artifact is None):
            if glyphs or done.actual:
                self.artifacts.append(ArtifactText(*done.artifact, text, "".join(reversed(done.glyphs))))
        elif done.mcid is not None:
            if done.mcid in self.marks:
                self._find("fidelity-extra", f"marked content {done.mcid} is there twice: {text[:60]!r}")
            self.marks[done.mcid] = Mark(text, done.drawn, done.height)
        elif parent is not None:
            parent.said.append(text)
            parent.glyphs.extend(done.glyphs)
            parent.drawn += done.drawn
            parent.height = parent.height or done.height
        elif text.strip(" ") or glyphs.strip(" "):
            self._find("fidelity-extra", f"expected text inside the structure; found {text[:60]!r} outside of it")

    # --- Text ------------------------------------------------------------------------------------

    def _next_line(self, x: float, y: float) -> None:
        self.line = self.text = times((1, 0, 0, 1, x, y), self.line)

    def _show(self, operator: str, operands: Any) -> None:
        if operator in ("'", '"'):
            self._next_line(0, -self.state.leading)
        parts = list(operands[0]) if operator == "TJ" else [operands[-1]]
        font = self.state.font
        if font is None:
            self._find("fidelity-changed", "text in a font that the page does not name")
            return
        shown: list[str] = []
        drawn = 0
        start = self._position()
        end = start
        for part in parts:
            if not isinstance(part, String):
                self._advance(-float(part) / 1000 * self.state.size * self.state.stretch)
                continue
            data = bytes(part)
            for at in range(0, len(data), font.code_bytes):
                code = int.from_bytes(data[at : at + font.code_bytes], "big")
                text = font.to_unicode.get(code)
                if text is None:
                    self._find(
                        "fidelity-changed", f"expected a glyph with its text; found glyph {code} without ToUnicode"
                    )
                    text = "\ufffd"
                if text.strip(" ") and not shown:
                    start = self._position()
                width = font.widths.get(code, font.default_width) / 1000 * self.state.size
                self._advance((width + self.state.char_space) * self.state.stretch)
                if text.strip(" "):
                    end = self._position()
                shown.append(text)
                drawn += 1
        self._add(shown, drawn, start, end)

    def _advance(self, distance: float) -> None:
        self.text = times((1, 0, 0, 1, distance, 0), self.text)

    def _position(self) -> tuple[float, float]:
        return apply(times(self.text, self.state.matrix), 0, 0)

    def _add(self, glyphs: list[str], drawn: int, start: tuple[float, float], end: tuple[float, float]) -> None:
        text = "".join(glyphs)
        self.shown += glyphs
        if not self.open:
            if text.strip(" "):
                self._find("fidelity-extra", f"expected text inside marked content; found {text[:60]!r} outside of it")
            return
        home = self.open[-1]
        if self.lines and home.said and abs(start[1] - home.last) > SMALLEST:
            home.said.append("\n")
        home.last = start[1]
        home.said.append(text)
        home.glyphs += glyphs
        home.drawn += drawn
        home.height = home.height or start[1]
        if text.strip(" "):
            self._check_visible(text, start, end)

    def _check_visible(self, text: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        state, said = self.state, repr(text[:60])
        _, _, c, d, _, _ = times(self.text, state.matrix)
        if state.mode in (3, 7):
            self._find("fidelity-hidden", f"expected visible text; found {said} in text rendering mode {state.mode}")
        if state.clear:
            self._find("fidelity-hidden", f"expected visible text; found {said} transparent")
        if abs(state.size) * math.hypot(c, d) < SMALLEST or not state.stretch:
            self._find("fidelity-hidden", f"expected legible text; found {said} smaller than {SMALLEST:g} pt")
        for point in (start, end):
            if not inside(point, self.box, EDGE):
                self._find("fidelity-hidden", f"expected text on the page; found {said} off the page")
            elif not inside(point, state.clip, EDGE):
                self._find("fidelity-hidden", f"expected visible text; found {said} clipped away")
        middle = (start[0] + end[0]) / 2, start[1] + abs(state.size) * math.hypot(c, d) / 4
        if state.white and not self.grounds.is_dark(middle):
            self._find("fidelity-hidden", f"expected visible text; found {said} in white")
        self.seen.append((*middle, text))

    # --- Painting --------------------------------------------------------------------------------

    def _external(self, name: Any) -> None:
        entry = self.resources.get("/ExtGState", Dictionary()).get(str(name), Dictionary())
        if "/ca" in entry:
            self.state = replace(self.state, clear=float(entry["/ca"]) < CLEAR)

    def _paint(self, operator: str, operands: Any) -> None:
        match operator:
            case "m" | "l" | "c" | "v" | "y":
                numbers = [float(value) for value in operands]
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                self.points += [apply(self.state.matrix, x, y) for x, y in pairs]
                self.rectangles_only = False
            case "re":
                x, y, width, height = (float(value) for value in operands)
                corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
                self.points += [apply(self.state.matrix, *corner) for corner in corners]
            case "W" | "W*":
                self.will_clip = True
            case "n" | "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*":
                if self.points and operator[0] in "fFBb" and self.rectangles_only and not self.state.clear:
                    self._cover(bounds(self.points))
                    self.grounds.add(meet(bounds(self.points), self.state.clip), self.state.dark)
                if self.will_clip and self.points:
                    self.state = replace(self.state, clip=meet(self.state.clip, bounds(self.points)))
                self.points, self.will_clip, self.rectangles_only = [], False, True
            case "Do":
                drawn = self.resources.get("/XObject", Dictionary()).get(str(operands[0]))
                if drawn is not None and drawn.get("/Subtype") == Name.Image and not self.state.clear:
                    corners = [apply(self.state.matrix, x, y) for x in (0, 1) for y in (0, 1)]
                    self._cover(bounds(corners))
                elif copies.has_text(drawn):
                    self._copy(drawn)
            case "BI" | "INLINE IMAGE":
                self._cover(bounds([apply(self.state.matrix, x, y) for x in (0, 1) for y in (0, 1)]))
            case _:
                pass

    def _cover(self, box: Box) -> None:
        """Whatever is painted over text hides it."""
        area = meet(box, self.state.clip)
        for x, y, text in self.seen:
            if inside((x, y), area, 0):
                self._find("fidelity-hidden", f"expected visible text; found {text[:60]!r} painted over")

    def _copy(self, form: Any) -> None:
        """A form with text is a copy of what a page says, inside an artifact; ``_scan_forms`` finds every other."""
        if self.open and self.open[-1].artifact is not None:
            copied = copies.shown(form, self.fonts)
            if copied is not None and copies.repeats(copied, self.before + self._said()):
                self.copies.add(form.objgen)
                return
        self._find(
            "fidelity-extra", "expected a copy of what the page says; found a form with other text, or not an artifact"
        )

    def _scan_forms(self, resources: Any, seen: set[tuple[int, int]]) -> None:
        """Form XObjects and patterns are pictures: they hold no text, but for copies."""
        for kind in ("/XObject", "/Pattern"):
            for name, thing in resources.get(kind, Dictionary()).items():
                if not isinstance(thing, pikepdf.Stream) or thing.objgen in seen or thing.get("/Subtype") == Name.Image:
                    continue
                seen.add(thing.objgen)
                if thing.objgen not in self.copies and copies.has_text(thing):
                    self._find(
                        "fidelity-extra", f"expected a picture without text; found text drawn in {kind[1:]} {name}"
                    )
                self._scan_forms(thing.get("/Resources", Dictionary()), seen)


def read_page(page: pikepdf.Page, number: int, lines: bool = False, before: str = "") -> PageText:
    """The text of a page; ``number`` counts pages from 1. With ``lines`` printed lines of one sequence are parted by LF.

    ``before`` is what earlier pages have ``shown``, which forms may copy.
    """
    return _Page(page, number, lines, before).read()


def read_pages(pdf: pikepdf.Pdf, lines: bool = False) -> list[PageText]:
    """The text of every page, as ``read_page`` reads it."""
    found: list[PageText] = []
    before = ""
    for number, page in enumerate(pdf.pages, 1):
        found.append(read_page(page, number, lines, before))
        before += found[-1].shown
    return found
