"""Separation: every colour of a PDF becomes ink, and black text overprints.

Flow: all content streams that pages can reach (pages, forms, patterns, soft masks) -> colour operators, colour spaces,
shadings, groups and pictures in DeviceCMYK, the accent in its spot colour where there is one -> 100 % K text overprints
(ISO 32000-1, 8.6.7), everything else knocks out. What cannot be converted is a finding.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Pdf, PdfImage, Stream

from flugblatt.leaflet.output_profile import Inked, Inks
from flugblatt.leaflet.spot_colour import Painted, SpotColour
from flugblatt.model import Finding

BLACK: Inked = (0.0, 0.0, 0.0, 1.0)
OVERPRINT, KNOCKOUT = "/overprint", "/knockout"
SHOWING = frozenset(("Tj", "TJ", "'", '"'))
BEGINS_PAINTING = frozenset(("m", "re", "Do", "sh", "INLINE IMAGE"))
SAMPLES = 65  # of a gradient between two stops; chosen: more are not seen
OF_INKS = ("/Separation", "/DeviceN")
COLOUR = {"g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4}


@dataclass(frozen=True, slots=True)
class _State:
    """What matters of the graphics state: colour spaces by their number of inks (0: any other), and what overprints."""

    fill: int = 1
    stroke: int = 1
    black: bool = False
    visible: bool = True
    overprint: bool = False


class Separation:
    """One document on its way into ink."""

    def __init__(self, pdf: Pdf, inks: Inks, spot: SpotColour | None) -> None:
        self.pdf, self.inks, self.spot = pdf, inks, spot
        self.spots = spot.spaces(pdf) if spot else {}
        self.findings: list[Finding] = []
        self.done: set[tuple[int, int]] = set()
        self.spaces: list[Any] = []
        self.where = ""
        self.overprint = pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=True, OPM=1))
        self.knockout = pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0))

    def separate(self) -> tuple[Finding, ...]:
        """Convert the document in place; the findings say what could not be."""
        for number, page in enumerate(self.pdf.pages, 1):
            self.where = f"page {number}"
            resources = page.obj.Resources
            page.Contents = Stream(self.pdf, self._content(page, resources, False))
            _set_group(page.obj, Name.DeviceCMYK)
        for spaces in self.spaces:  # at the end: streams may share their resources
            for name in [name for name, space in spaces.items() if _kind(space) not in OF_INKS]:
                del spaces[name]
        return tuple(self.findings)

    def _find(self, code: str, message: str, hint: str = "") -> None:
        finding = Finding(code, "error", message, self.where, hint)
        if finding not in self.findings:
            self.findings.append(finding)

    # --- Content streams --------------------------------------------------------------------------

    def _content(self, stream: Any, resources: Any, mask: bool) -> bytes:
        """The stream's operators in ink; ``mask`` is a luminosity mask, whose greys are no ink."""
        written = list(self._instructions(stream, resources, mask))
        self._resources(resources, mask)
        return pikepdf.unparse_content_stream(written)

    def _instructions(self, stream: Any, resources: Any, mask: bool) -> Iterator[Any]:
        state, kept = _State(), list[_State]()
        for instruction in pikepdf.parse_content_stream(stream):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "q":
                kept.append(state)
            elif operator == "Q":
                state = kept.pop() if kept else state
            elif operator == "Tr":
                state = replace(state, visible=int(operands[0]) == 0)
            elif operator == "INLINE IMAGE":
                self._find("press-image", "a picture inside the content stream, which cannot be converted")
            elif operator in COLOUR or operator in ("cs", "CS", "sc", "SC", "scn", "SCN"):
                written, state = self._colour(operator, operands, resources, state, mask)
                yield from written
                continue
            wanted = state.black and state.visible and not mask if operator in SHOWING else False
            if (operator in SHOWING or operator in BEGINS_PAINTING) and wanted != state.overprint:
                state = replace(state, overprint=wanted)
                yield _made([Name(self._parameters(resources, wanted))], "gs")
            yield instruction

    def _parameters(self, resources: Any, overprint: bool) -> str:
        name, parameters = (OVERPRINT, self.overprint) if overprint else (KNOCKOUT, self.knockout)
        if "/ExtGState" not in resources:
            resources.ExtGState = Dictionary()
        resources.ExtGState[name] = parameters
        return name

    def _colour(
        self, operator: str, operands: list[Any], resources: Any, state: _State, mask: bool
    ) -> tuple[list[Any], _State]:
        """The operators in ink, and the state after them."""
        filling = operator[0].islower()
        if operator in ("cs", "CS"):
            space = self._space(operands[0], resources)
            state = replace(state, fill=space, black=False) if filling else replace(state, stroke=space)
            if mask and space == 3:
                return [_made([Name.DeviceGray], operator)], state
            if mask or space == 0:
                return [_made(operands, operator)], state
            # The first colour of every space converted is its black (ISO 32000-1, 8.6.8).
            state = replace(state, black=filling or state.black)
            return [_made([Name.DeviceCMYK], operator)], state
        space = COLOUR.get(operator) or (state.fill if filling else state.stroke)
        if operator in COLOUR:
            state = replace(state, fill=space) if filling else replace(state, stroke=space)
        if mask and space == 3:
            grey = _decimal(_luminosity([float(value) for value in operands]))
            return [_made([grey], ("g" if filling else "G") if operator in COLOUR else operator)], state
        if space == 0 or mask:
            state = replace(state, black=False) if filling else state
            return [_made(operands, operator)], state
        values = [float(value) for value in operands]
        inks = self._inks(values)
        if filling:
            state = replace(state, black=inks == BLACK)
        if spot := self._spot(values, inks):
            return self._spotted(spot, resources, filling), state
        # Where the last colour may have been the spot colour, the operator names its space.
        named = operator in COLOUR or self.spot is not None
        written = ("k" if filling else "K") if named else operator
        return [_made([_decimal(value) for value in inks], written)], state

    def _spot(self, values: list[float], inks: Inked) -> Painted | None:
        """What of the accent the colour is, where the shop prints that with a spot colour."""
        if self.spot is None:
            return None
        return (self.spot.paint_shown(values) if len(values) == 3 else None) or self.spot.paint(inks)

    def _spotted(self, spot: Painted, resources: Any, filling: bool) -> list[Any]:
        if "/ColorSpace" not in resources:
            resources.ColorSpace = Dictionary()
        resources.ColorSpace[spot.space] = self.spots[spot.space]
        space, colour = ("cs", "scn") if filling else ("CS", "SCN")
        return [_made([Name(spot.space)], space), _made([_decimal(value) for value in spot.shares], colour)]

    def _inks(self, values: list[float]) -> Inked:
        match values:
            case [grey]:
                return (0.0, 0.0, 0.0, round(1 - grey, 4))
            case [red, green, blue]:
                return self.inks.of_rgb(red, green, blue)
            case [cyan, magenta, yellow, black]:
                return (cyan, magenta, yellow, black)
            case _:
                self._find("press-colour", f"a colour of {len(values)} values, which is no ink")
                return BLACK

    def _space(self, space: Any, resources: Any) -> int:
        """How many values a colour has in a space that becomes CMYK: 1, 3 or 4; 0 for patterns and separations."""
        if isinstance(space, Name) and str(space) in (named := resources.get("/ColorSpace", Dictionary())):
            space = named[str(space)]
        match _kind(space):
            case "/DeviceGray" | "/CalGray":
                return 1
            case "/DeviceRGB" | "/CalRGB":
                return 3
            case "/DeviceCMYK":
                return 4
            case "/ICCBased":
                return int(space[1].N)
            case "/Pattern" | "/Separation":
                return 0
            case other:
                self._find("press-colour", f"a colour in {other[1:]}, which cannot be converted")
                return 0

    # --- Resources --------------------------------------------------------------------------------

    def _resources(self, resources: Any, mask: bool) -> None:
        # Soft masks first: the engine names them among the forms, too, where they would be taken for ink.
        for name, parameters in resources.get("/ExtGState", Dictionary()).items():
            if name not in (OVERPRINT, KNOCKOUT):
                self._state_parameters(parameters)
        for thing in [value for _, value in resources.get("/XObject", Dictionary()).items()]:
            if thing.get("/Subtype") == Name.Image:
                self._image(thing)
            else:
                self._form(thing, mask)
        for pattern in [value for _, value in resources.get("/Pattern", Dictionary()).items()]:
            if isinstance(pattern, Stream):
                self._form(pattern, mask)
            elif "/Shading" in pattern:
                self._shading(pattern.Shading, mask)
        for shading in [value for _, value in resources.get("/Shading", Dictionary()).items()]:
            self._shading(shading, mask)
        self.spaces.append(resources.get("/ColorSpace", Dictionary()))

    def _state_parameters(self, parameters: Any) -> None:
        for key in ("/OP", "/op", "/OPM", "/TR", "/TR2", "/HT"):
            if key in parameters:
                del parameters[key]
        soft = parameters.get("/SMask")
        if isinstance(soft, Dictionary):
            self._form(soft.G, soft.get("/S") == Name.Luminosity)

    def _form(self, form: Any, mask: bool) -> None:
        if form.objgen in self.done:
            return
        self.done.add(form.objgen)
        if "/Resources" not in form:
            form.Resources = Dictionary()
        form.write(self._content(form, form.Resources, mask))
        _set_group(form, Name.DeviceGray if mask else Name.DeviceCMYK)

    def _shading(self, shading: Any, mask: bool) -> None:
        if shading.is_indirect and shading.objgen in self.done:
            return
        self.done.add(shading.objgen)
        space = self._space(shading.ColorSpace, Dictionary())
        if space in (0, 4) or (mask and space == 1):
            return
        if "/Background" in shading:
            del shading["/Background"]
        function = self._function(shading.get("/Function"), mask) if int(shading.ShadingType) in (2, 3) else None
        if function is None:
            self._find(
                "press-colour", "a gradient that cannot be converted", "use plain colours, or a gradient of few colours"
            )
            return
        shading.Function = function
        shading.ColorSpace = Name.DeviceGray if mask else Name.DeviceCMYK

    def _function(self, function: Any, mask: bool) -> Any:
        """The colours between the stops of a gradient in ink, as they are seen in RGB, not as inks between inks; None for a
        function of another kind (ISO 32000-1, 7.10.2 to 7.10.4)."""
        if function is None or isinstance(function, Array):
            return None
        kind = int(function.FunctionType)
        if kind == 3:
            parts = [self._function(part, mask) for part in function.Functions]
            made = Dictionary(FunctionType=3, Functions=Array(parts), Domain=function.Domain)
            made.Bounds, made.Encode = function.Bounds, function.Encode
            return None if None in parts else made
        if kind != 2:
            return None
        first, last = ([float(value) for value in function[key]] for key in ("/C0", "/C1"))
        values = bytearray()
        for step in range(SAMPLES):
            share = (step / (SAMPLES - 1)) ** float(function.N)
            colour = [one + (other - one) * share for one, other in zip(first, last, strict=True)]
            values += bytes(round(255 * ink) for ink in ([_luminosity(colour)] if mask else self._inks(colour)))
        sampled = Stream(self.pdf, bytes(values))
        sampled.FunctionType, sampled.BitsPerSample, sampled.Size = 0, 8, Array([SAMPLES])
        sampled.Domain, sampled.Range = Array([0, 1]), Array([0, 1] * (1 if mask else 4))
        return self.pdf.make_indirect(sampled)

    # --- Pictures ---------------------------------------------------------------------------------

    def _image(self, image: Any) -> None:
        if image.objgen in self.done:
            return
        self.done.add(image.objgen)
        image.Interpolate = False
        if image.get("/ImageMask", False) or "/ColorSpace" not in image:
            return
        space = image.ColorSpace
        base = space[1] if isinstance(space, Array) and str(space[0]) == "/Indexed" else space
        if self._space(base, Dictionary()) != 3:
            return
        if isinstance(image.get("/Mask"), Array) or "/Matte" in image.get("/SMask", Dictionary()) or "/Decode" in image:
            self._find("press-image", "a picture with a colour key, which cannot be converted", "save it without")
            return
        try:
            read = PdfImage(image)
            profile = read.icc.tobytes() if read.icc is not None else b""
            picture = self.inks.of_picture(read.as_pil_image(), profile)
        except (pikepdf.PdfError, NotImplementedError, ValueError, OSError) as error:
            self._find(
                "press-image", f"a picture that cannot be converted: {error}", "save it as PNG or JPEG in RGB, 8 bits"
            )
            return
        image.write(zlib.compress(picture.tobytes(), 9), filter=Name.FlateDecode)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
        for key in ("/DecodeParms", "/Intent", "/Alternates"):
            if key in image:
                del image[key]


def separate(pdf: Pdf, inks: Inks, spot: SpotColour | None = None) -> tuple[Finding, ...]:
    """Every colour of ``pdf`` into ink, in place; the accent into its spot colour. Findings: ``press-colour``, ``press-image``."""
    return Separation(pdf, inks, spot).separate()


def _set_group(owner: Any, space: Name) -> None:
    """The colour space that a transparency group is mixed in (ISO 32000-1, 11.6.6)."""
    group = owner.get("/Group")
    if group is not None and "/CS" in group:
        group.CS = space


def _luminosity(colour: list[float]) -> float:
    """How much a colour of a soft mask in RGB lets through (ISO 32000-1, 11.3.5.3)."""
    red, green, blue = colour
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _kind(space: Any) -> str:
    return str(space[0] if isinstance(space, Array) else space)


def _made(operands: list[Any], operator: str) -> ContentStreamInstruction:
    return ContentStreamInstruction(operands, Operator(operator))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.4f}".rstrip("0").rstrip(".") or "0")
