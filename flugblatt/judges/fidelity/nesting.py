"""Which kind of structure element may stand in which (ISO 32000-2, annex L), for the kinds that files of ours have.

Flow: structure tree, from the top -> every element and the one it stands in -> Findings. What stands in a wrong place is said
to people as something else than it is: an item outside of its list, a paragraph inside a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.pdf.structure_tree import Element, Kid
from flugblatt.model import Finding

HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
ROWS = frozenset(("THead", "TBody"))
WORDS = frozenset(("Span", "Em", "Strong", "Code", "Link", "Reference"))
LINES = HEADINGS | WORDS | {"P", "Lbl", "LBody", "TD", "TH"}
GROUPS = frozenset(("Part", "Sect", "Div", "BlockQuote", "LBody", "Note", "FENote"))
PLACES = {
    **dict.fromkeys(HEADINGS | {"L", "Table", "BlockQuote"}, GROUPS),
    "P": GROUPS | {"TOCI"},
    "TOC": frozenset(("Sect", "TOCI")),
    "TOCI": frozenset(("TOC",)),
    **dict.fromkeys(WORDS, LINES),
    **dict.fromkeys(("Note", "FENote"), LINES | {"Sect"}),
    "Figure": LINES | GROUPS,
    **dict.fromkeys(ROWS, frozenset(("Table",))),
    "Document": frozenset(("the tree",)),
    "Art": frozenset(("Document",)),
    "Part": frozenset(("Document", "Art")),
    "Sect": GROUPS | {"Document", "Art"},
    "Div": GROUPS | {"L"},
    "Caption": frozenset(("Div", "Sect")),
    "LI": frozenset(("L",)),
    "LBody": frozenset(("LI",)),
    "Lbl": LINES | {"LI", "Note", "FENote"},
    "TR": ROWS,
    "TH": frozenset(("TR",)),
    "TD": frozenset(("TR",)),
}
"""Kind, and the kinds that it may stand in. A Div in a list only groups its items; else it holds a picture and its caption, as a
Sect does in PDF 2.0."""


def findings(kids: tuple[Kid, ...], kind: str = "the tree") -> Iterator[Finding]:
    """What stands where it may not; unknown kinds, and elements that come twice, are left to others."""
    for kid in kids:
        if not isinstance(kid, Element) or not kid.kind or kid.again:
            continue
        if kid.kind in PLACES and kind not in PLACES[kid.kind]:
            places = " or ".join(sorted(PLACES[kid.kind]))
            message = f"expected {kid.kind} in {places}; found it in {kind}"
            yield Finding("fidelity-kind", "error", message, "structure")
        yield from findings(kid.kids, kind if kid.kind == "Div" and kind == "L" else kid.kind)
