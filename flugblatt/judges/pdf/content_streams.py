"""Runs the content streams of a PDF (ISO 32000-1, 8 and 9), into the forms, and says what they paint.

Flow: page -> operators in order, each an action on the graphics state, the path, the text matrices or the marked content ->
``painted`` items. What has no place in a content stream raises ValueError or what pikepdf raises.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from flugblatt.judges.pdf import colours
from flugblatt.judges.pdf.colours import Colour
from flugblatt.judges.pdf.font_codes import Fonts
from flugblatt.judges.pdf.instructions import Instructions, appearances, inherited
from flugblatt.judges.pdf.operands import graphics_state, mark, resolution
from flugblatt.judges.pdf.painted import (
    Area,
    Begin,
    Content,
    End,
    Form,
    Item,
    Key,
    Marks,
    Page,
    Picture,
    Segment,
    Shading,
    State,
    Text,
)
from flugblatt.judges.pdf.plane import IDENTITY, Box, Point, apply, around, bounds, matrix_of, meet, scales, times
from flugblatt.judges.pdf.shown_text import shown

DEEPEST = 12  # chosen: forms within forms, of which ours are few
MOST_NESTED = 5_000
"""A file whose forms paint one another more often than this is hostile."""


class _File:
    """What all streams of a file share."""

    def __init__(self) -> None:
        self.fonts, self.instructions = Fonts(), Instructions()
        self.inside: list[Key] = []
        self.nested = 0
        self.glyphs = array("Q")

    def repeats(self, items: tuple[Item, ...]) -> bool:
        """Whether the text of a form is glyphs that the pages have painted, one after the other."""
        glyphs = array("Q")
        for item in items:
            if isinstance(item, Form) and item.shows_text:
                return False
            if isinstance(item, Text):
                if item.state.font is None:
                    return False
                glyphs.extend(item.glyphs)
        needle, hay = glyphs.tobytes(), self.glyphs.tobytes()
        at = hay.find(needle)
        while at > 0 and at % glyphs.itemsize:  # within a glyph it is none
            at = hay.find(needle, at + 1)
        return bool(glyphs) and at >= 0


class _Stream:
    """One content stream on its way."""

    def __init__(self, file: _File, resources: Any, state: State, marks: Marks) -> None:
        self.file, self.resources, self.state, self.marks = file, resources, state, marks
        self.items: list[Item] = []
        self.kept: list[State] = []
        self.open = 0
        self.line = self.matrix = IDENTITY
        self.points: list[Point] = []
        self.segments: list[Segment] = []
        self.rectangles: list[Box] = []
        self.only_rectangles, self.will_clip = True, False

    def run(self, thing: Any) -> tuple[Item, ...]:
        for operator, operands in self.file.instructions.of(thing):
            action = ACTIONS.get(operator)
            if action is not None:
                action(self, operator, operands)
        return tuple(self.items)

    def set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def named(self, kind: str, name: Any) -> Any:
        return self.resources.get(kind, Dictionary()).get(str(name))

    # --- Graphics state --------------------------------------------------------------------------

    def save(self, operator: str, operands: Any) -> None:
        self.kept.append(self.state)

    def restore(self, operator: str, operands: Any) -> None:
        if self.kept:
            self.state = self.kept.pop()

    def transform(self, operator: str, operands: Any) -> None:
        self.set(matrix=times(matrix_of(operands), self.state.matrix))

    def external(self, operator: str, operands: Any) -> None:
        if changes := graphics_state(self.named("/ExtGState", operands[0]) or Dictionary(), self.file.fonts):
            self.set(**changes)

    def number(self, operator: str, operands: Any) -> None:
        """An operator that sets one number."""
        name, scale = NUMBERS[operator]
        self.set(**{name: float(operands[0]) / scale})

    def mode(self, operator: str, operands: Any) -> None:
        self.set(mode=int(operands[0]))

    # --- Colours ---------------------------------------------------------------------------------

    def device_colour(self, operator: str, operands: Any) -> None:
        of = {"g": colours.GRAY, "rg": colours.RGB, "k": colours.CMYK}[operator.lower()]
        self._colour(operator, colours.colour(of, tuple(map(float, operands))))

    def colour_space(self, operator: str, operands: Any) -> None:
        of = colours.space(operands[0], self.resources.get("/ColorSpace"))
        self._colour(operator, colours.initial(of))

    def colour(self, operator: str, operands: Any) -> None:
        of = self.state.fill_space if operator.islower() else self.state.stroke_space
        values = tuple(float(value) for value in operands if not isinstance(value, Name))
        pattern = str(operands[-1])[1:] if len(operands) and isinstance(operands[-1], Name) else ""
        self._colour(operator, replace(colours.colour(of, values), pattern=pattern))

    def _colour(self, operator: str, colour: Colour) -> None:
        """What small letters set is for filling, what capitals set for stroking."""
        if operator.islower():
            self.set(fill=colour, fill_space=colour.space)
        else:
            self.set(stroke=colour, stroke_space=colour.space)

    # --- Paths -----------------------------------------------------------------------------------

    def point(self, operator: str, operands: Any) -> None:
        numbers = list(map(float, operands))
        points = [apply(self.state.matrix, *pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        self.points += points
        self.segments.append((operator, tuple(points)))
        self.only_rectangles = False

    def rectangle(self, operator: str, operands: Any) -> None:
        x, y, width, height = map(float, operands)
        matrix = self.state.matrix
        box = around(matrix, (x, y, x + width, y + height))
        self.rectangles.append(box)
        self.points += [box[:2], box[2:]]
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.segments.append((operator, tuple(apply(matrix, *corner) for corner in corners)))

    def close(self, operator: str, operands: Any) -> None:
        self.segments.append((operator, ()))

    def clip(self, operator: str, operands: Any) -> None:
        self.will_clip = True

    def path(self, operator: str, operands: Any) -> None:
        if self.points:
            box, drawn = bounds(self.points), tuple(self.segments)
            if operator in FILLS:
                boxes = self.rectangles if self.only_rectangles else [box]
                thin = min(min(right - left, top - bottom) for left, bottom, right, top in boxes)
                self.items.append(Area(self.state, self.marks, box, thin, False, self.only_rectangles, drawn))
            if operator in STROKES:
                thin = self.state.line_width * min(scales(self.state.matrix))
                half = thin / 2
                line = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
                self.items.append(Area(self.state, self.marks, line, thin, True, False, drawn))
            if self.will_clip:
                self.set(clip=meet(self.state.clip, box))
        self.points, self.segments, self.rectangles = [], [], []
        self.only_rectangles, self.will_clip = True, False

    # --- Pictures and forms ----------------------------------------------------------------------

    def draw(self, operator: str, operands: Any) -> None:
        thing, name = self.named("/XObject", operands[0]), str(operands[0])[1:]
        kind = thing.get("/Subtype") if isinstance(thing, Stream) else None
        if kind == Name.Image:
            self._picture(name, int(thing.get("/Width", 0)), int(thing.get("/Height", 0)))
        elif kind == Name.Form:
            self._form(name, thing)

    def inline_picture(self, operator: str, operands: Any) -> None:
        entries = operands[0].obj if hasattr(operands[0], "obj") else Dictionary()
        width, height = (int(entries.get(short, entries.get(long, 0))) for short, long in INLINE)
        self._picture("inline image", width, height)

    def _picture(self, name: str, width: int, height: int) -> None:
        matrix = self.state.matrix
        box, dots = around(matrix, (0, 0, 1, 1)), resolution(matrix, width, height)
        self.items.append(Picture(self.state, self.marks, name, box, width, height, dots))

    def shading(self, operator: str, operands: Any) -> None:
        self.items.append(Shading(self.state, self.marks, str(operands[0])[1:]))

    def _form(self, name: str, form: Any) -> None:
        file, state, key = self.file, self.state, form.objgen
        items: tuple[Item, ...] = ()
        if key not in file.inside and len(file.inside) <= DEEPEST:
            file.nested += bool(file.inside)
            if file.nested > MOST_NESTED:
                raise ValueError(f"its forms paint one another more than {MOST_NESTED} times")
            if "/Matrix" in form:
                state = replace(state, matrix=times(matrix_of(form["/Matrix"]), state.matrix))
            if "/BBox" in form:
                x, y, right, top = map(float, form["/BBox"])
                state = replace(state, clip=meet(state.clip, around(state.matrix, (x, y, right, top))))
            file.inside.append(key)
            items = _Stream(file, form.get("/Resources", self.resources), state, self.marks).run(form)
            file.inside.pop()
        shows_text = file.instructions.shows_text(form)
        repeats = shows_text and not file.inside and file.repeats(items)
        self.items.append(Form(self.state, self.marks, name, key, shows_text, repeats, items, state.clip))

    # --- Marked content --------------------------------------------------------------------------

    def begin_mark(self, operator: str, operands: Any) -> None:
        properties = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(properties, Name):
            properties = self.named("/Properties", properties) or Dictionary()
        begun = mark(str(operands[0]), properties)
        self.marks = (*self.marks, begun)
        self.open += 1
        self.items.append(Begin(begun))

    def end_mark(self, operator: str, operands: Any) -> None:
        self.items.append(End(self.open > 0))
        if self.open:
            self.open -= 1
            self.marks = self.marks[:-1]

    # --- Text ------------------------------------------------------------------------------------

    def begin_text(self, operator: str, operands: Any) -> None:
        self.line = self.matrix = IDENTITY

    def text_matrix(self, operator: str, operands: Any) -> None:
        self.line = self.matrix = matrix_of(operands)

    def move(self, operator: str, operands: Any) -> None:
        x, y = (0.0, -self.state.leading) if operator == "T*" else (float(operands[0]), float(operands[1]))
        if operator == "TD":
            self.set(leading=-y)
        self.line = self.matrix = times((1, 0, 0, 1, x, y), self.line)

    def font(self, operator: str, operands: Any) -> None:
        dictionary, size = self.named("/Font", operands[0]), float(operands[1])
        font = None if dictionary is None else self.file.fonts.of(dictionary)
        if font is not self.state.font or size != self.state.size:
            self.set(font=font, size=size)

    def show(self, operator: str, operands: Any) -> None:
        if operator == '"':
            self.set(word_space=float(operands[0]), char_space=float(operands[1]))
        if operator in ("'", '"'):
            self.move("T*", ())
        parts = operands[0] if operator == "TJ" else operands[-1:]
        state = self.state
        text, advance = shown(state, self.marks, self.matrix, parts)
        self.items.append(text)
        if not self.file.inside and state.font is not None:
            self.file.glyphs.extend(text.glyphs)
        self.matrix = times((1, 0, 0, 1, advance, 0), self.matrix)


INLINE = (("/W", "/Width"), ("/H", "/Height"))
FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
NUMBERS = {
    "w": ("line_width", 1),
    "Tc": ("char_space", 1),
    "Tw": ("word_space", 1),
    "Tz": ("stretch", 100),
    "TL": ("leading", 1),
    "Ts": ("rise", 1),
}
ACTIONS: dict[str, Callable[[_Stream, str, Any], None]] = {
    "q": _Stream.save,
    "Q": _Stream.restore,
    "cm": _Stream.transform,
    "gs": _Stream.external,
    **dict.fromkeys(NUMBERS, _Stream.number),
    "Tr": _Stream.mode,
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), _Stream.device_colour),
    **dict.fromkeys(("cs", "CS"), _Stream.colour_space),
    **dict.fromkeys(("sc", "scn", "SC", "SCN"), _Stream.colour),
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Stream.point),
    "re": _Stream.rectangle,
    "h": _Stream.close,
    **dict.fromkeys(("W", "W*"), _Stream.clip),
    **dict.fromkeys((*FILLS, *STROKES, "n"), _Stream.path),
    "Do": _Stream.draw,
    **dict.fromkeys(("BI", "INLINE IMAGE"), _Stream.inline_picture),
    "sh": _Stream.shading,
    **dict.fromkeys(("BDC", "BMC"), _Stream.begin_mark),
    "EMC": _Stream.end_mark,
    "BT": _Stream.begin_text,
    "Tm": _Stream.text_matrix,
    **dict.fromkeys(("Td", "TD", "T*"), _Stream.move),
    "Tf": _Stream.font,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Stream.show),
}


@lru_cache(maxsize=2)
def read(data: bytes) -> Content:
    """What the pages of the PDF ``data`` paint; the last two are kept for whoever asks next. Raises pikepdf.PdfError,
    ValueError and their like where it cannot be read."""
    file = _File()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = tuple(_page(file, page, number) for number, page in enumerate(pdf.pages, 1))
    return Content(pages, tuple(file.fonts.found))


def _page(file: _File, page: pikepdf.Page, number: int) -> Page:
    resources = inherited(page.obj, "/Resources", Dictionary())
    items = _Stream(file, resources, State(), ()).run(page)
    inner = tuple(file.instructions.inner(resources, set()))
    beside = tuple(file.instructions.inner(Dictionary(XObject=appearances(page.obj)), set()))
    media, crop, bleed, trim = map(_upright, (page.mediabox, page.cropbox, page.bleedbox, page.trimbox))
    return Page(number, media, crop, bleed, trim, items, inner, beside)


def _upright(rectangle: Any) -> Box:
    one, two, three, four = map(float, rectangle)
    return min(one, three), min(two, four), max(one, three), max(two, four)
