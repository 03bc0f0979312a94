"""Counts what stands in the catalogue: every work once in each list of its pages, and every language's works in its own.

Flow: ``Census.add`` page after page, as they were read back -> ``findings`` at the end, against the facts of all works.

Rule: over all pages of one kind each work stands once; in the pages of a language each work that has an edition in it.
Reason: page after page can be right by itself, and a work be lost between two of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flugblatt.model import Finding

LISTS = ("index", "opds2", "opds1")
"""The kinds of pages that each language has its own of."""
WHOLE = ("feed",)
"""The kinds that have pages of all works alone."""


@dataclass(slots=True)
class Census:
    """How often each work stood in the pages of a kind and a language (empty: of all)."""

    counted: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, kind: str, language: str, works: tuple[str, ...]) -> None:
        self.counted.setdefault(("index" if kind == "page" else kind, language), Counter()).update(works)

    def findings(self, known: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
        """What is missing or stands twice; ``known`` are all works with their languages."""
        tongues = sorted({tag for tags in known.values() for tag in tags})
        lists = [(kind, tag) for kind in LISTS for tag in ("", *(tongues if len(tongues) > 1 else ()))]
        for kind, tag in (*lists, *((kind, "") for kind in WHOLE)):
            wanted = {work for work, tags in known.items() if tag in ("", *tags)}
            found = self.counted.get((kind, tag), Counter())
            where = f"{kind} {tag}".strip()
            for work in sorted(wanted - found.keys()):
                yield Finding(
                    "metadata-missing", "error", f"expected {work} on one of the pages, found it on none", where
                )
            for work in sorted(found):
                if work not in wanted or found[work] > 1:
                    message = f"expected {work} {'once' if work in wanted else 'nowhere'}, found it {found[work]} times"
                    yield Finding("metadata-extra", "error", message, where)
