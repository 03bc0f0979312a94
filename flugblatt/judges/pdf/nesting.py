"""Which kind of structure element may stand in which (ISO 32000-2, annex L), for the kinds that files of ours have.

Flow: structure tree, from the top -> every element and the one it stands in -> Findings. What stands in a wrong place is said
to people as something else than it is: an item outside of its list, a paragraph inside a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary

from flugblatt.model import Finding

HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
ROWS = frozenset(("THead", "TBody"))
WORDS = frozenset(("Span", "Em", "Strong", "Code", "Link", "Reference"))
LINES = HEADINGS | WORDS | {"P", "Lbl", "LBody", "TD", "TH"}
GROUPS = frozenset(("Part", "Sect", "Div", "BlockQuote", "LBody", "Note", "FENote"))
PLACES = {
    **dict.fromkeys(HEADINGS | {"P", "L", "Table", "BlockQuote"}, GROUPS),
    **dict.fromkeys(WORDS | {"Note", "FENote"}, LINES),
    "Figure": LINES | GROUPS,
    **dict.fromkeys(ROWS, frozenset(("Table",))),
    "Document": frozenset(("the tree",)),
    "Part": frozenset(("Document",)),
    "Sect": frozenset(("Document", "Part")),
    "Div": frozenset(("Part", "Sect", "L")),
    "LI": frozenset(("L",)),
    "LBody": frozenset(("LI",)),
    "Lbl": LINES | {"LI", "Note", "FENote"},
    "TR": ROWS,
    "TH": frozenset(("TR",)),
    "TD": frozenset(("TR",)),
}
"""Kind, and the kinds that it may stand in. A Div in a list only groups its items."""
DEEPEST = 200


def findings(tree: Any) -> list[Finding]:
    """What stands where it may not; unknown kinds, and elements that come twice, are left to others."""
    return [*_below(tree, "the tree", 0, set())]


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _below(element: Any, kind: str, depth: int, visited: set[tuple[int, int]]) -> Iterator[Finding]:
    for kid in kids_of(element) if depth < DEEPEST else ():
        if not isinstance(kid, Dictionary) or "/S" not in kid or kid.objgen in visited:
            continue
        if kid.is_indirect:
            visited.add(kid.objgen)
        found = str(kid["/S"])[1:]
        if found in PLACES and kind not in PLACES[found]:
            places = " or ".join(sorted(PLACES[found]))
            yield Finding("fidelity-kind", "error", f"expected {found} in {places}; found it in {kind}", "structure")
        yield from _below(kid, kind if found == "Div" and kind == "L" else found, depth + 1, visited)
