"""The leaflets among the publications of a package: which file is which, and who judges it.

Flow: name below publications/data -> ``Leaflet`` with its format, kind and checks; pictures and tickets are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from flugblatt.judges.layout import Kind
from flugblatt.targets import Target

NAME = re.compile(r"([^/]+)/leaflet/([a-z0-9-]+)\.([a-z-]+)\.pdf")
CHECKS: dict[Kind, tuple[str, ...]] = {
    "read": ("verapdf:ua1", "fidelity", "glyphs", "preflight"),
    "office": ("fidelity", "glyphs", "preflight"),
    "office-white": ("fidelity", "glyphs", "preflight"),
    "dummy": ("preflight",),
    "press": ("fidelity", "glyphs", "preflight", "format-id"),
}
PRESS = "fmt/488"
"""PDF/X-4, as PRONOM knows it."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """``language`` is the tag of the folder where it lies, ``reading`` the name of the reading file of the same format."""

    language: str
    format: str
    kind: Kind
    reading: str
    target: Target


def leaflet(name: str) -> Leaflet | None:
    """The leaflet of a name below publications/data, None for anything else."""
    match = NAME.fullmatch(name)
    kind: Kind | None = next((kind for kind in get_args(Kind) if match and kind == match[3]), None)
    if match is None or kind is None:
        return None
    suffix = f"/leaflet/{match[2]}.{kind}.pdf"
    target = Target(
        "press" if kind == "press" else "leaflet", suffix, "application/pdf", PRESS, CHECKS[kind], "a leaflet"
    )
    return Leaflet(match[1], match[2], kind, f"{match[1]}/leaflet/{match[2]}.read.pdf", target)
