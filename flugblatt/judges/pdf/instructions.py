"""The content streams of a file, each parsed once, and those that lie among the resources of another.

Flow: page or stream -> operators with operands (ISO 32000-1, 7.8.2); resources -> ``Inner`` for every form and pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from flugblatt.judges.pdf.painted import Inner, Key

SHOWING = frozenset(("Tj", "TJ", "'", '"'))
DEEPEST = 200  # chosen: far above any tree of ours; a ring has an end


class Instructions:
    """The parsed content streams of a file."""

    def __init__(self) -> None:
        self._known: dict[Key, list[tuple[str, Any]]] = {}

    def of(self, thing: Any) -> list[tuple[str, Any]]:
        """Operators with operands of a page or a stream. Raises pikepdf.PdfError and the like."""
        key = thing.objgen if isinstance(thing, Stream) else thing.obj.objgen
        if key == (0, 0) or key not in self._known:
            self._known[key] = [(str(one.operator), one.operands) for one in pikepdf.parse_content_stream(thing)]
        return self._known[key]

    def shows_text(self, stream: Any) -> bool:
        return any(operator in SHOWING for operator, _ in self.of(stream))

    def inner(self, resources: Any, seen: set[Key]) -> Iterator[Inner]:
        """Every form and pattern among resources, and among theirs; each once."""
        for kind in ("XObject", "Pattern"):
            for name, thing in resources.get(f"/{kind}", Dictionary()).items():
                if isinstance(thing, Stream) and thing.get("/Subtype") != Name.Image and thing.objgen not in seen:
                    seen.add(thing.objgen)
                    yield Inner(kind, name[1:], thing.objgen, self.shows_text(thing))
                    yield from self.inner(thing.get("/Resources", Dictionary()), seen)


def appearances(page: Any) -> Any:
    """The streams that annotations of a page look like, in all their states (ISO 32000-1, 12.5.5), as named resources."""
    found = Dictionary()
    for annotation in page.get("/Annots", Array()):
        appearance = annotation.get("/AP")
        for entry in appearance.values() if isinstance(appearance, Dictionary) else ():
            for stream in entry.values() if isinstance(entry, Dictionary) else [entry]:
                found[f"/{len(found)}"] = stream
    return found


def inherited(page: Any, key: str, otherwise: Any) -> Any:
    """An attribute of a page, or of the nodes of the page tree above it (ISO 32000-1, 7.7.3.4)."""
    for _ in range(DEEPEST):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return otherwise if page is None else page.get(key, otherwise)
