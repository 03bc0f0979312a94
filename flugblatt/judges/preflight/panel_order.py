"""Judges whether every panel stands where the folded sheet needs it: its text is that of the page of the reading file.

Flow: texts of each place of a sheet, in the order of painting -> text of the reading file's page of that number, and where its
first line begins -> findings. Spaces are left out on both sides: what the text is, ``fidelity`` judges; here it is only where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flugblatt.judges.pdf.painted import Text
from flugblatt.judges.pdf.plane import inside
from flugblatt.judges.preflight.case import POINT, Case, Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.panel_layout import Place, Side
from flugblatt.model import Finding

SNIPPET = 40  # characters; chosen: the place stays on one line
ROUNDING = 0.1  # pt; a third of what one sheet of paper pushes the next


@dataclass(frozen=True, slots=True)
class Panel:
    """The text of a page of the reading file, and how far in pt from the left edge of its trim it begins (None: it has none)."""

    text: str
    begin: float | None


Panels = tuple[Panel, ...]


def panels(reading: tuple[Page, ...]) -> Panels:
    return tuple(Panel(_said(page.texts), _begin(page.texts, page.frame.trim[0])) for page in reading)


def judge(case: Case, page: Page, side: Side, frame: Frame, reading: Panels) -> Iterator[Finding]:
    """Places that show another panel than they must, or another text."""
    for place in side.places:
        box = frame.box(place)
        shown = _said(text for text in page.texts if inside(text.middle, box, 0))
        if not place.panel:
            if shown:
                yield found("panel-order", f"an empty place; found text {shown[:SNIPPET]!r}", _where(frame, place))
            continue
        wanted = reading[place.panel - 1].text if place.panel <= len(reading) else ""
        if shown == wanted:
            if case.layout.booklet and not case.press and shown:
                here = [text for text in page.texts if inside(text.middle, box, 0)]
                yield from _set_off(_begin(here, box[0]), reading[place.panel - 1].begin, place, frame)
            continue
        others = [number for number, panel in enumerate(reading, 1) if panel.text == shown]
        if others and shown:
            message = f"panel {place.panel} here, so that it is in its place when folded; found panel {others[0]}"
            yield found("panel-order", message, _where(frame, place))
        else:
            at = next((at for at, (one, two) in enumerate(zip(wanted, shown, strict=False)) if one != two), None)
            at = min(len(wanted), len(shown)) if at is None else at
            expected, seen = wanted[at : at + SNIPPET], shown[at : at + SNIPPET]
            message = f"the text of panel {place.panel} of the reading file, {expected!r}; found {seen!r}"
            yield found("panel-text", message, _where(frame, place))


def _set_off(here: float | None, read: float | None, place: Place, frame: Frame) -> Iterator[Finding]:
    """Whether a page of a booklet stands as far from its place as the sheets around it push it outwards."""
    if here is None or read is None or abs(here - read - place.off / POINT) <= ROUNDING:
        return
    message = f"page {place.panel} set off by {abs(place.off):.2f} mm; found {abs(here - read) * POINT:.2f} mm"
    hint = "the sheets of a booklet lie in one another: each is pushed outwards by the thickness of those around it"
    yield found("set-off", message, _where(frame, place), hint)


def _begin(texts: Iterable[Text], left: float) -> float | None:
    """Where the first text begins, in pt from ``left``."""
    return next((text.start[0] - left for text in texts if text.text.strip()), None)


def _said(texts: Iterable[Text]) -> str:
    return "".join("".join(text.text.split()) for text in texts)


def _where(frame: Frame, place: Place) -> str:
    return f"{frame.where}, {place.x:g} to {place.x + place.width:g} mm from the left"
