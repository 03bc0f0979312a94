"""Judges whether every panel stands where the folded sheet needs it: its text is that of the page of the reading file.

Flow: texts of each place of a sheet, in the order of painting -> text of the reading file's page of that number -> findings.
Spaces are left out on both sides: what the text is, ``fidelity`` judges; here it is only where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flugblatt.judges.pdf.painted import Text
from flugblatt.judges.pdf.plane import inside
from flugblatt.judges.preflight.case import Case, Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.panel_layout import Place, Side
from flugblatt.model import Finding

SNIPPET = 40  # characters; chosen: the place stays on one line


Panels = tuple[str, ...]
"""The text of each page of the reading file."""


def panels(reading: tuple[Page, ...]) -> Panels:
    return tuple(_said(page.texts) for page in reading)


def judge(case: Case, page: Page, side: Side, frame: Frame, reading: Panels) -> Iterator[Finding]:
    """Places that show another panel than they must, or another text."""
    for place in side.places:
        box = frame.box(place)
        shown = _said(text for text in page.texts if inside(text.middle, box, 0))
        if not place.panel:
            if shown:
                yield found("panel-order", f"an empty place; found text {shown[:SNIPPET]!r}", _where(frame, place))
            continue
        wanted = reading[place.panel - 1] if place.panel <= len(reading) else ""
        if shown == wanted:
            continue
        others = [number for number, text in enumerate(reading, 1) if text == shown]
        if others and shown:
            message = f"panel {place.panel} here, so that it is in its place when folded; found panel {others[0]}"
            yield found("panel-order", message, _where(frame, place))
        else:
            at = next((at for at, (one, two) in enumerate(zip(wanted, shown, strict=False)) if one != two), None)
            at = min(len(wanted), len(shown)) if at is None else at
            expected, seen = wanted[at : at + SNIPPET], shown[at : at + SNIPPET]
            message = f"the text of panel {place.panel} of the reading file, {expected!r}; found {seen!r}"
            yield found("panel-text", message, _where(frame, place))


def _said(texts: Iterable[Text]) -> str:
    return "".join("".join(text.text.split()) for text in texts)


def _where(frame: Frame, place: Place) -> str:
    return f"{frame.where}, {place.x:g} to {place.x + place.width:g} mm from the left"
