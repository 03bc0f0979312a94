"""What the pages of a file paint: every text, line, area and picture with its place, size and colour, into all forms.

Flow: page -> operators in order (ISO 32000-1, 8 and 9), with the graphics state that a press cares about -> Form XObjects
are painted where they stand -> ``Page``. Boxes are in pt, in the space of the page.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from flugblatt.judges.pdf.font_codes import Font, read_font
from flugblatt.judges.pdf.plane import Box, Matrix, apply, bounds, inside, matrix_of, meet, times
from flugblatt.judges.preflight import colours
from flugblatt.judges.preflight.colours import Colour, Space
from flugblatt.judges.preflight.painted_areas import Area, Page, Painting, Picture, Text

EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)
ASCENT, DESCENT = 0.75, -0.22
"""How far text reaches over and under its baseline, as a share of its size: enough for margins, which are millimetres."""
DEEPEST = 12
FILLING = frozenset((0, 2, 4, 6))
STROKING = frozenset((1, 2, 5, 6))
HIDDEN = frozenset((3, 7))


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    clip: Box = EVERYWHERE
    fill: Colour = colours.BLACK
    stroke: Colour = colours.BLACK
    fill_space: Space = colours.GRAY
    stroke_space: Space = colours.GRAY
    fill_overprints: bool = False
    stroke_overprints: bool = False
    overprint_mode: int = 0
    line_width: float = 1.0
    font: int = -1
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Instructions:
    """The parsed content streams of a file, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], list[tuple[str, Any]]] = {}

    def of(self, thing: Any) -> list[tuple[str, Any]]:
        """Operators with operands of a page or a stream. Raises pikepdf.PdfError and the like."""
        key = thing.objgen if isinstance(thing, Stream) else thing.obj.objgen
        if key == (0, 0) or key not in self._known:
            parsed = [(str(one.operator), one.operands) for one in pikepdf.parse_content_stream(thing)]
            if key == (0, 0):
                return parsed
            self._known[key] = parsed
        return self._known[key]


@dataclass(slots=True)
class _Fonts:
    """The fonts of the file, each once, in the order in which they are met."""

    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    found: list[Any] = field(default_factory=list)
    read: list[Font] = field(default_factory=list)

    def number(self, font: Any) -> int:
        if font.objgen == (0, 0) or font.objgen not in self.numbers:
            self.numbers[font.objgen] = len(self.found)
            self.found.append(font)
            self.read.append(_with_widths(font, read_font(font)))
        return self.numbers[font.objgen]


class _Canvas:
    """The painting of one page."""

    def __init__(self, number: int, fonts: _Fonts, instructions: Instructions) -> None:
        self.number, self.fonts, self.instructions = number, fonts, instructions
        self.texts: list[Text] = []
        self.areas: list[Area] = []
        self.pictures: list[Picture] = []
        self.inside: list[tuple[int, int]] = []

    def paint(self, thing: Any, resources: Any, state: _State) -> None:
        """Paints a page or a form whose matrix and clip ``state`` has."""
        _Stream(self, resources, state).run(self.instructions.of(thing))


class _Stream:
    """One content stream on its way."""

    def __init__(self, canvas: _Canvas, resources: Any, state: _State) -> None:
        self.canvas, self.resources, self.state = canvas, resources, state
        self.kept: list[_State] = []
        self.line: Matrix = (1, 0, 0, 1, 0, 0)
        self.text: Matrix = (1, 0, 0, 1, 0, 0)
        self.points: list[tuple[float, float]] = []
        self.rectangles: list[Box] = []
        self.only_rectangles = True
        self.will_clip = False

    def run(self, instructions: list[tuple[str, Any]]) -> None:
        for operator, operands in instructions:
            action = ACTIONS.get(operator)
            if action is not None:
                action(self, operator, operands)

    # --- Graphics state --------------------------------------------------------------------------

    def save(self, operator: str, operands: Any) -> None:
        self.kept.append(self.state)

    def restore(self, operator: str, operands: Any) -> None:
        if self.kept:
            self.state = self.kept.pop()

    def transform(self, operator: str, operands: Any) -> None:
        self.state = replace(self.state, matrix=times(matrix_of(operands), self.state.matrix))

    def width(self, operator: str, operands: Any) -> None:
        self.state = replace(self.state, line_width=float(operands[0]))

    def external(self, operator: str, operands: Any) -> None:
        entry = _resource(self.resources, "/ExtGState", operands[0]) or Dictionary()
        changed: dict[str, Any] = {}
        if "/OP" in entry:  # it sets both where op is absent (ISO 32000-1, 8.4.5)
            changed |= {"stroke_overprints": bool(entry["/OP"]), "fill_overprints": bool(entry["/OP"])}
        if "/op" in entry:
            changed["fill_overprints"] = bool(entry["/op"])
        if "/OPM" in entry:
            changed["overprint_mode"] = int(entry["/OPM"])
        if "/LW" in entry:
            changed["line_width"] = float(entry["/LW"])
        if "/Font" in entry:
            changed |= {"font": self.canvas.fonts.number(entry["/Font"][0]), "size": float(entry["/Font"][1])}
        self.state = replace(self.state, **changed)

    def device_colour(self, operator: str, operands: Any) -> None:
        of = {"g": colours.GRAY, "rg": colours.RGB, "k": colours.CMYK}[operator.lower()]
        colour = colours.colour(of, tuple(float(value) for value in operands))
        if operator.islower():
            self.state = replace(self.state, fill=colour, fill_space=of)
        else:
            self.state = replace(self.state, stroke=colour, stroke_space=of)

    def colour_space(self, operator: str, operands: Any) -> None:
        of = colours.space(operands[0], self.resources.get("/ColorSpace"))
        if operator == "cs":
            self.state = replace(self.state, fill=colours.initial(of), fill_space=of)
        else:
            self.state = replace(self.state, stroke=colours.initial(of), stroke_space=of)

    def colour(self, operator: str, operands: Any) -> None:
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
        if operator.islower():
            self.state = replace(self.state, fill=colours.colour(self.state.fill_space, values))
        else:
            self.state = replace(self.state, stroke=colours.colour(self.state.stroke_space, values))

    # --- Paths -----------------------------------------------------------------------------------

    def point(self, operator: str, operands: Any) -> None:
        numbers = [float(value) for value in operands]
        self.points += [apply(self.state.matrix, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        self.only_rectangles = False

    def rectangle(self, operator: str, operands: Any) -> None:
        x, y, width, height = (float(value) for value in operands)
        corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        box = bounds([apply(self.state.matrix, *corner) for corner in corners])
        self.rectangles.append(box)
        self.points += [(box[0], box[1]), (box[2], box[3])]

    def clip(self, operator: str, operands: Any) -> None:
        self.will_clip = True

    def path(self, operator: str, operands: Any) -> None:
        state = self.state
        if self.points and operator in ("f", "F", "f*", "B", "B*", "b", "b*"):
            boxes = self.rectangles if self.only_rectangles else [bounds(self.points)]
            thin = min(min(box[2] - box[0], box[3] - box[1]) for box in boxes)
            self._area(bounds(self.points), thin, state.fill, False, state.fill_overprints)
        if self.points and operator in ("S", "s", "B", "B*", "b", "b*"):
            thin = state.line_width * _scale(state.matrix)
            x, y, right, top = bounds(self.points)
            half = thin / 2
            box = (x - half, y - half, right + half, top + half)
            self._area(box, thin, state.stroke, True, state.stroke_overprints)
        if self.will_clip and self.points:
            self.state = replace(state, clip=meet(state.clip, bounds(self.points)))
        self.points, self.rectangles, self.only_rectangles, self.will_clip = [], [], True, False

    def _area(self, box: Box, thin: float, colour: Colour, stroked: bool, overprints: bool) -> None:
        seen = meet(box, self.state.clip)
        if seen[0] <= seen[2] and seen[1] <= seen[3]:
            self.canvas.areas.append(Area(seen, thin, colour, stroked, overprints, self.state.overprint_mode))

    # --- Pictures and forms ----------------------------------------------------------------------

    def draw(self, operator: str, operands: Any) -> None:
        thing = _resource(self.resources, "/XObject", operands[0])
        if not isinstance(thing, Stream):
            return
        if thing.get("/Subtype") == Name.Image:
            self._picture(str(operands[0])[1:], int(thing.get("/Width", 0)), int(thing.get("/Height", 0)))
        elif thing.get("/Subtype") == Name.Form:
            self._form(thing)

    def inline_picture(self, operator: str, operands: Any) -> None:
        entries = operands[0].obj if hasattr(operands[0], "obj") else Dictionary()
        width = int(entries.get("/W", entries.get("/Width", 0)))
        self._picture("inline image", width, int(entries.get("/H", entries.get("/Height", 0))))

    def _picture(self, name: str, width: int, height: int) -> None:
        a, b, c, d, _, _ = self.state.matrix
        corners = [apply(self.state.matrix, x, y) for x in (0, 1) for y in (0, 1)]
        across, down = math.hypot(a, b) / 72, math.hypot(c, d) / 72
        resolution = min(width / across if across else 0.0, height / down if down else 0.0)
        box = meet(bounds(corners), self.state.clip)
        self.canvas.pictures.append(Picture(name, box, width, height, resolution))

    def _form(self, form: Any) -> None:
        if form.objgen in self.canvas.inside or len(self.canvas.inside) > DEEPEST:
            return
        state = self.state
        if "/Matrix" in form:
            state = replace(state, matrix=times(matrix_of(form["/Matrix"]), state.matrix))
        x, y, right, top = (float(value) for value in form["/BBox"])
        corners = [apply(state.matrix, *corner) for corner in ((x, y), (right, y), (x, top), (right, top))]
        state = replace(state, clip=meet(state.clip, bounds(corners)))
        self.canvas.inside.append(form.objgen)
        self.canvas.paint(form, form.get("/Resources", self.resources), state)
        self.canvas.inside.pop()

    # --- Text ------------------------------------------------------------------------------------

    def begin_text(self, operator: str, operands: Any) -> None:
        self.line = self.text = (1, 0, 0, 1, 0, 0)

    def text_matrix(self, operator: str, operands: Any) -> None:
        self.line = self.text = matrix_of(operands)

    def move(self, operator: str, operands: Any) -> None:
        if operator == "T*":
            x, y = 0.0, -self.state.leading
        else:
            x, y = float(operands[0]), float(operands[1])
        if operator == "TD":
            self.state = replace(self.state, leading=-y)
        self.line = self.text = times((1, 0, 0, 1, x, y), self.line)

    def font(self, operator: str, operands: Any) -> None:
        font = _resource(self.resources, "/Font", operands[0])
        number = -1 if font is None else self.canvas.fonts.number(font)
        self.state = replace(self.state, font=number, size=float(operands[1]))

    def text_state(self, operator: str, operands: Any) -> None:
        value = float(operands[0])
        match operator:
            case "Tc":
                self.state = replace(self.state, char_space=value)
            case "Tw":
                self.state = replace(self.state, word_space=value)
            case "Tz":
                self.state = replace(self.state, stretch=value / 100)
            case "TL":
                self.state = replace(self.state, leading=value)
            case "Ts":
                self.state = replace(self.state, rise=value)
            case "Tr":
                self.state = replace(self.state, mode=int(value))

    def show(self, operator: str, operands: Any) -> None:
        if operator in ("'", '"'):
            self.move("T*", ())
        if self.state.font < 0:
            return
        font, state = self.canvas.fonts.read[self.state.font], self.state
        said: list[str] = []
        first: Matrix | None = None
        last = self.text
        for part in list(operands[0]) if operator == "TJ" else [operands[-1]]:
            if not isinstance(part, String):
                self._advance(-float(part) / 1000 * state.size * state.stretch)
                continue
            data = bytes(part)
            for at in range(0, len(data), font.code_bytes):
                code = int.from_bytes(data[at : at + font.code_bytes], "big")
                text = font.to_unicode.get(code, "\ufffd")
                visible = bool(text.strip(" "))
                if visible and first is None:
                    first = self.text
                width = font.widths.get(code, font.default_width) / 1000 * state.size
                self._advance((width + state.char_space) * state.stretch)
                if visible:
                    last = self.text
                said.append(text)
        if first is not None:
            self._text("".join(said), first, last)

    def _advance(self, distance: float) -> None:
        self.text = times((1, 0, 0, 1, distance, 0), self.text)

    def _text(self, text: str, first: Matrix, last: Matrix) -> None:
        state = self.state
        if state.mode in HIDDEN:
            return
        one, two = times(first, state.matrix), times(last, state.matrix)
        low, high = state.rise + DESCENT * state.size, state.rise + ASCENT * state.size
        box = bounds([apply(one, 0, low), apply(one, 0, high), apply(two, 0, low), apply(two, 0, high)])
        if not inside(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), state.clip, 0):
            return
        paints: list[Colour] = []
        overprints = True
        if state.mode in FILLING:
            paints.append(state.fill)
            overprints = state.fill_overprints
        if state.mode in STROKING:
            paints.append(state.stroke)
            overprints = overprints and state.stroke_overprints
        size = abs(state.size) * math.hypot(one[2], one[3])
        upright = abs(one[1]) < abs(one[0]) / 100
        self.canvas.texts.append(
            Text(text, box, size, state.font, tuple(paints), overprints, state.overprint_mode, upright)
        )


ACTIONS: dict[str, Callable[[_Stream, str, Any], None]] = {
    "q": _Stream.save,
    "Q": _Stream.restore,
    "cm": _Stream.transform,
    "w": _Stream.width,
    "gs": _Stream.external,
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Stream.device_colour),
    **dict.fromkeys(("cs", "CS"), _Stream.colour_space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), _Stream.colour),
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Stream.point),
    "re": _Stream.rectangle,
    **dict.fromkeys(("W", "W*"), _Stream.clip),
    **dict.fromkeys(("n", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*"), _Stream.path),
    "Do": _Stream.draw,
    **dict.fromkeys(("BI", "INLINE IMAGE"), _Stream.inline_picture),
    "BT": _Stream.begin_text,
    "Tm": _Stream.text_matrix,
    **dict.fromkeys(("Td", "TD", "T*"), _Stream.move),
    "Tf": _Stream.font,
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts", "Tr"), _Stream.text_state),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Stream.show),
}


def read(pdf: pikepdf.Pdf, instructions: Instructions) -> Painting:
    """What the pages of ``pdf`` paint. Raises pikepdf.PdfError, ValueError and their like where it cannot be read."""
    fonts = _Fonts()
    found: list[Page] = []
    for number, page in enumerate(pdf.pages, 1):
        canvas = _Canvas(number, fonts, instructions)
        canvas.paint(page, page.obj.get("/Resources", Dictionary()), _State())
        found.append(Page(number, tuple(canvas.texts), tuple(canvas.areas), tuple(canvas.pictures)))
    return Painting(tuple(found), tuple(fonts.found))


def _resource(resources: Any, kind: str, name: Any) -> Any:
    return resources.get(kind, Dictionary()).get(str(name))


def _scale(matrix: Matrix) -> float:
    """How much smaller a line gets at least in either direction."""
    a, b, c, d, _, _ = matrix
    return min(math.hypot(a, b), math.hypot(c, d))


def _with_widths(font: Any, read: Font) -> Font:
    """A simple font has its widths in an array from FirstChar on (ISO 32000-1, 9.6.2)."""
    widths = font.get("/Widths", Array())
    if read.code_bytes != 1 or not len(widths):
        return read
    first = int(font.get("/FirstChar", 0))
    return replace(read, widths={first + step: float(width) for step, width in enumerate(widths)})
