"""Imposition: a PDF of panels in reading order becomes a PDF of sheet sides, and still says its text in reading order.

Flow: panels (a page each, TrimBox = panel) and sheets -> each panel's content moved to its slot, clipped to trim plus bleed ->
``references`` points structure, links and destinations to the new places -> boxes exact -> bytes.

The content of a panel is written into the side's own content stream, so that its marked content stays the page's, as every reader
of structure expects (ISO 32000-1, 14.7.4.2). A panel that stands on its sheet more than once is real content once; its copies are
forms without marks inside an artifact (14.8.2.2).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Page, Pdf, Stream

from flugblatt.leaflet import printer_marks, references
from flugblatt.leaflet.references import Place
from flugblatt.leaflet.sheets import Cut, Fold, Format, Sheet, Side, Slot, imposition, set_off
from flugblatt.model import Direction

POINTS = 72 / 25.4
TOLERANCE = 0.01  # mm; boxes are judged to the same
CATEGORIES = {
    "gs": "/ExtGState",
    "Do": "/XObject",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "Tf": "/Font",
    "sh": "/Shading",
    "scn": "/Pattern",
    "SCN": "/Pattern",
}
BUILT_IN_SPACES = ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern")
OFFICE_VERSION = "1.7"


def office(panels: bytes, format: Format, direction: Direction, thickness: float = 0.0) -> bytes:
    """The imposed sheets for an office printer: no bleed, printed at full size, turned over the right edge by itself; those of a
    booklet are set off by the ``thickness`` of the paper in mm.

    Raises ValueError where the panels are not those of the format.
    """
    with pikepdf.open(io.BytesIO(panels)) as pdf:
        sheets = imposition(format, len(pdf.pages), direction)
        place(pdf, set_off(sheets, thickness) if format.booklet else sheets)
        preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences.PrintScaling = Name("/None")
        preferences.PickTrayByPDFSize = True
        preferences.Duplex = Name(duplex(format))
        if direction == "rtl":
            preferences.Direction = Name.R2L
        pdf.Root.ViewerPreferences = preferences
        return written(pdf, OFFICE_VERSION)


def duplex(format: Format) -> str:
    """How a printer turns the sheet over (ISO 32000-1, table 150)."""
    if not format.flip:
        return "/Simplex"
    return "/DuplexFlipShortEdge" if format.flip == "short" else "/DuplexFlipLongEdge"


def written(pdf: Pdf, version: str) -> bytes:
    """The bytes, the same for the same content; the file identifier is a digest of it."""
    target = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        target,
        min_version=version,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        preserve_pdfa=True,
    )
    return target.getvalue()


def place(
    pdf: Pdf,
    sheets: tuple[Sheet, ...],
    bleed: float = 0,
    slug: float = 0,
    folds: tuple[Fold, ...] = (),
    cuts: tuple[Cut, ...] = (),
) -> None:
    """Put the pages of ``pdf``, panels in reading order, on the sides of ``sheets``, in place.

    ``bleed`` in mm is kept where a panel meets the edge of the sheet and clipped away between panels; with ``slug``, in mm outside
    the trim, marks are drawn: for the edges, for ``cuts`` and for ``folds``. TrimBox, BleedBox and MediaBox follow from these.
    Raises ValueError where a panel is missing or of another size than its place.
    """
    panels = [Page(page.obj) for page in pdf.pages]
    _check(panels, sheets)
    home: dict[int, Place] = {}
    copies: dict[int, Any] = {}
    made = []
    for sheet in sheets:
        for side in sheet.sides:
            page = _side(pdf, panels, sheet, side, bleed, slug, home, copies)
            if slug > bleed:
                drawn = printer_marks.drawn(pdf, page.Resources, sheet, side, folds, cuts, bleed, slug)
                page.Contents = Stream(pdf, page.Contents.read_bytes() + b"\n" + drawn)
            made.append(Page(page))
    references.follow(pdf, panels, home)
    del pdf.pages[:]
    for page in made:
        pdf.pages.append(page)
    for key in ("/PageLabels", "/OpenAction"):
        if key in pdf.Root:
            del pdf.Root[key]


def _check(panels: list[Page], sheets: tuple[Sheet, ...]) -> None:
    for sheet in sheets:
        for slot in (*sheet.front, *sheet.back):
            if slot.panel > len(panels):
                raise ValueError(f"there are {len(panels)} panels, and none with the number {slot.panel}")
            if slot.panel:
                left, bottom, right, top = (float(edge) for edge in panels[slot.panel - 1].trimbox)
                size = (right - left) / POINTS, (top - bottom) / POINTS
                if abs(size[0] - slot.width) > TOLERANCE or abs(size[1] - slot.height) > TOLERANCE:
                    found, due = f"{size[0]:.2f} × {size[1]:.2f}", f"{slot.width:g} × {slot.height:g}"
                    raise ValueError(f"panel {slot.panel} measures {found} mm, its place {due}")


def _side(
    pdf: Pdf,
    panels: list[Page],
    sheet: Sheet,
    side: Side,
    bleed: float,
    slug: float,
    home: dict[int, Place],
    copies: dict[int, Any],
) -> Any:
    """One side of a sheet as a page object. ``home`` learns where each panel stands, ``copies`` which forms there are."""
    margin = max(bleed, slug)
    page = pdf.make_indirect(Dictionary(Type=Name.Page))
    resources = Dictionary()
    content: list[bytes] = []
    marked = 0
    for slot in sheet.side(side):
        if not slot.panel:
            continue
        panel = panels[slot.panel - 1]
        matrix = _matrix(panel, slot, sheet, margin)
        content.append(b"q %s re W n %s cm" % (_clip(slot, sheet, margin, bleed), _numbers(matrix)))
        if slot.panel in home:
            if slot.panel not in copies:
                copies[slot.panel] = _copy(pdf, panel)
            name = _named(resources, "/XObject", f"/copy{slot.panel}", copies[slot.panel])
            content.append(b"/Artifact <</Type/Layout>> BDC %s Do EMC" % name.encode())
        else:
            home[slot.panel] = Place(page, matrix, marked)
            content.append(_moved(pdf, panel, resources, matrix, marked))
            marked += references.marks_of(pdf, panel)
        content.append(b"Q")
        if "/Group" in panel.obj and "/Group" not in page:
            page.Group = panel.obj.Group
    wide, tall = sheet.width + 2 * margin, sheet.height + 2 * margin
    page.MediaBox = box(0, 0, wide, tall)
    page.BleedBox = box(margin - bleed, margin - bleed, wide - margin + bleed, tall - margin + bleed)
    page.TrimBox = box(margin, margin, wide - margin, tall - margin)
    page.Resources = resources
    page.Contents = Stream(pdf, b"\n".join(content))
    return page


def box(left: float, bottom: float, right: float, top: float) -> Array:
    """A box of the page, from millimetres to points."""
    return Array([Decimal(f"{edge * POINTS:.5f}") for edge in (left, bottom, right, top)])


def _matrix(panel: Page, slot: Slot, sheet: Sheet, margin: float) -> references.Matrix:
    left, bottom = float(panel.trimbox[0]), float(panel.trimbox[1])
    x, y = (margin + slot.x + slot.off) * POINTS, (margin + sheet.height - slot.y - slot.height) * POINTS
    if slot.turned:
        return (-1, 0, 0, -1, x + slot.width * POINTS + left, y + slot.height * POINTS + bottom)
    return (1, 0, 0, 1, x - left, y - bottom)


def _clip(slot: Slot, sheet: Sheet, margin: float, bleed: float) -> bytes:
    """The trimmed slot, with bleed on the edges that it shares with the sheet."""
    left = bleed if slot.x < TOLERANCE else 0.0
    right = bleed if slot.x + slot.width > sheet.width - TOLERANCE else 0.0
    top = bleed if slot.y < TOLERANCE else 0.0
    bottom = bleed if slot.y + slot.height > sheet.height - TOLERANCE else 0.0
    x, y = margin + slot.x - left, margin + sheet.height - slot.y - slot.height - bottom
    return _numbers(tuple(edge * POINTS for edge in (x, y, slot.width + left + right, slot.height + top + bottom)))


def _numbers(values: tuple[float, ...]) -> bytes:
    return b" ".join(f"{value:.5f}".rstrip("0").rstrip(".").encode() for value in values)


# --- The content of a panel ----------------------------------------------------------------------


def _moved(pdf: Pdf, panel: Page, resources: Dictionary, matrix: references.Matrix, first: int) -> bytes:
    """The panel's content for the side's own stream: resources named anew where names clash, marks counted from ``first``."""
    own = _inherited(panel, "/Resources")
    names: dict[tuple[str, str], Name] = {}

    def renamed(category: str, name: Any) -> Name:
        if (category, str(name)) not in names:
            thing = own[category][str(name)]
            if category == "/Pattern":
                thing = _moved_pattern(pdf, thing, matrix)
            names[category, str(name)] = Name(_named(resources, category, str(name), thing))
        return names[category, str(name)]

    def instructions() -> Iterator[Any]:
        for instruction in pikepdf.parse_content_stream(panel):
            operator, operands = str(instruction.operator), list(instruction.operands)
            category = CATEGORIES.get(operator)
            if operator in ("BDC", "DP"):
                operands[1] = _counted(operands[1], own, first)
            elif not operands or not _is_resource(category, operands[0 if operator == "Tf" else -1]):
                category = None
            if category:
                at = 0 if operator == "Tf" else -1
                operands[at] = renamed(category, operands[at])
            yield (
                ContentStreamInstruction(operands, Operator(operator))
                if category or operator in ("BDC", "DP")
                else instruction
            )

    return pikepdf.unparse_content_stream(list(instructions()))


def _is_resource(category: str | None, operand: Any) -> bool:
    """Whether an operand names a resource: a colour has numbers, and some colour spaces have names of their own."""
    return isinstance(operand, Name) and not (category == "/ColorSpace" and str(operand) in BUILT_IN_SPACES)


def _counted(properties: Any, resources: Any, first: int) -> Any:
    """The properties of marked content, as a dictionary in place, its MCID counted on."""
    if isinstance(properties, Name):
        properties = resources["/Properties"][str(properties)]
    made = Dictionary({key: value for key, value in properties.items()})
    if "/MCID" in made:
        made.MCID = int(made.MCID) + first
    return made


def _moved_pattern(pdf: Pdf, pattern: Any, matrix: references.Matrix) -> Any:
    """A pattern lies on the page, not in the current coordinates (ISO 32000-1, 8.7.3.1): it moves with its panel."""
    made = _shallow(pdf, pattern)
    own = tuple(float(value) for value in pattern.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    made.Matrix = Array([Decimal(f"{value:.6f}") for value in references.times(own, matrix)])  # type: ignore[arg-type]
    return made


def _shallow(pdf: Pdf, thing: Any) -> Any:
    if isinstance(thing, Stream):
        made = Stream(pdf, thing.read_raw_bytes())
        for key, value in thing.items():
            if key != "/Length":
                made[key] = value
        return made
    return pdf.make_indirect(Dictionary({key: value for key, value in thing.items()}))


def _copy(pdf: Pdf, panel: Page) -> Any:
    """The panel as a form without marked content: a further copy of what is said once."""
    kept = [
        instruction
        for instruction in pikepdf.parse_content_stream(panel)
        if str(instruction.operator) not in ("BDC", "BMC", "EMC", "DP", "MP")
    ]
    form = Stream(pdf, pikepdf.unparse_content_stream(kept))
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox = Array([Decimal(f"{float(edge):.5f}") for edge in panel.mediabox])
    form.Resources = _inherited(panel, "/Resources")
    if "/Group" in panel.obj:
        form.Group = panel.obj.Group
    return pdf.make_indirect(form)


def _named(resources: Dictionary, category: str, name: str, thing: Any) -> str:
    """The name of ``thing`` among the resources, where it is put; another where the name is taken by another thing."""
    if category not in resources:
        resources[category] = Dictionary()
    taken = resources[category]
    wanted, number = name, 1
    while wanted in taken and not _same(taken[wanted], thing):
        number += 1
        wanted = f"{name}.{number}"
    taken[wanted] = thing
    return wanted


def _same(one: Any, other: Any) -> bool:
    if one.is_indirect or other.is_indirect:
        return bool(one.objgen == other.objgen)
    return bool(one == other)


def _inherited(page: Page, key: str) -> Any:
    """An attribute of a page, or of the page tree above it (ISO 32000-1, 7.7.3.4)."""
    node: Any = page.obj
    while key not in node and "/Parent" in node:
        node = node.Parent
    return node.get(key, Dictionary())
