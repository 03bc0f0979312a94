"""What operands and resources of a content stream say, as values: marked content, graphics state parameters, resolution.

Flow: dictionary -> ``Mark`` (ISO 32000-1, 14.6), or what a ``State`` becomes (8.4.5).
"""

from __future__ import annotations

from typing import Any

from flugblatt.judges.pdf.font_codes import Fonts
from flugblatt.judges.pdf.painted import Mark
from flugblatt.judges.pdf.plane import Matrix, scales

SPOKEN = ("/Lang", "/Alt", "/E")
NUMBERS = {"/LW": "line_width", "/ca": "fill_alpha", "/CA": "stroke_alpha"}


def mark(tag: str, properties: Any) -> Mark:
    """A sequence of marked content by its tag and its properties."""
    keys = set(properties.keys())
    mcid = int(properties["/MCID"]) if "/MCID" in keys else None
    if keys <= {"/MCID"}:
        return Mark(tag, mcid)
    actual = properties.get("/ActualText")
    return Mark(
        tag,
        mcid,
        None if actual is None else str(actual),
        str(properties.get("/Type", "")),
        str(properties.get("/Subtype", "")),
        tuple((key, str(properties[key])) for key in SPOKEN if key in keys),
    )


def graphics_state(entry: Any, fonts: Fonts) -> dict[str, Any]:
    """The fields of a ``State`` that a dictionary of parameters sets."""
    changes: dict[str, Any] = {}
    if "/OP" in entry:  # it sets both where op is absent (ISO 32000-1, 8.4.5)
        changes |= {"stroke_overprints": bool(entry["/OP"]), "fill_overprints": bool(entry["/OP"])}
    if "/op" in entry:
        changes["fill_overprints"] = bool(entry["/op"])
    if "/OPM" in entry:
        changes["overprint_mode"] = int(entry["/OPM"])
    if "/Font" in entry:
        changes |= {"font": fonts.of(entry["/Font"][0]), "size": float(entry["/Font"][1])}
    return changes | {name: float(entry[key]) for key, name in NUMBERS.items() if key in entry}


def resolution(matrix: Matrix, width: int, height: int) -> float:
    """How many pixels of a picture lie on an inch, in its coarser direction."""
    across, down = scales(matrix)
    return min(width * 72 / across if across else 0.0, height * 72 / down if down else 0.0)
