"""The leaflets among the publications of a package: which file is which, and who judges it.

Flow: name below publications/data -> ``Leaflet`` with its format, kind and form in the table of targets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flugblatt.model.targets import Form, form

NAME = re.compile(r"([^/]+)/leaflet/([a-z0-9-]+)\.(?:([a-z-]+)\.pdf|job\.txt|(?:sheet-[0-9]+-)?(?:front|back)\.png)")
PDFS = ("read", "office", "office-white", "dummy", "press")


@dataclass(frozen=True, slots=True)
class Leaflet:
    """``language`` is the tag of the folder where it lies, ``beside`` the name of the file that it is held against: the reading
    file of the same format, for a ticket the press file."""

    language: str
    format: str
    kind: str
    beside: str

    @property
    def target(self) -> str:
        return "press" if self.kind in ("press", "ticket") else "leaflet"

    @property
    def form(self) -> Form:
        return form(self.target, self.kind)


def leaflet(name: str) -> Leaflet | None:
    """The leaflet of a name below publications/data, None for anything else."""
    match = NAME.fullmatch(name)
    if match is None or (match[3] and match[3] not in PDFS):
        return None
    kind = match[3] or ("ticket" if name.endswith(".job.txt") else "picture")
    beside = "press" if kind == "ticket" else "read"
    return Leaflet(match[1], match[2], kind, f"{match[1]}/leaflet/{match[2]}.{beside}.pdf")


def is_leaflet(name: str, published: set[str]) -> bool:
    """Whether a name is that of a leaflet; a picture or a ticket only where the file is there that it is held against."""
    found = leaflet(name)
    return found is not None and name in published and (name.endswith(".pdf") or found.beside in published)
