"""The set of links of a work read back: from its landing page and from every file, with types and languages.

Flow: ``expected`` from the statement and its files, ``read`` from JSON; the links of the page are those that ``landing_reader``
finds in its head.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flugblatt.judges.catalogue.pages_read import outside, resolved
from flugblatt.judges.catalogue.signposts import files_of, records_of, signposts, texts_of
from flugblatt.model import Artefact
from flugblatt.model.cases import Case


def expected(case: Case) -> Iterator[tuple[str, str]]:
    """What each context must be linked with."""
    page = outside(f"{case.statement.work}/index.html")
    yield from ((f"{page} {relation}", said) for relation, said in signposts(case))
    for edition in case.statement.editions:
        for file in texts_of(case, edition.language):
            yield from _back(file, page)
        for file in records_of(case, edition.language):
            yield f"{outside(file.path)} describes", f"{page} text/html"
    for pair in case.statement.pairs():
        for file in files_of(case, pair.tags):
            yield from _back(file, page)


def _back(file: Artefact, page: str) -> Iterator[tuple[str, str]]:
    yield f"{outside(file.path)} collection", f"{page} text/html"
    yield f"{outside(file.path)} type", "https://schema.org/CreativeWork"


def read(case: Case) -> Iterator[tuple[str, str]]:
    """Every link, by its context and relation."""
    here = f"{case.statement.work}/linkset.json"
    return (pair for context in json.loads(case.data)["linkset"] for pair in _context(context, here))


def _context(context: dict[str, Any], here: str) -> Iterator[tuple[str, str]]:
    anchor = resolved(context["anchor"], here)
    for relation, targets in context.items():
        for target in targets if relation != "anchor" else ():
            words = (resolved(target["href"], here), target.get("type", ""), *target.get("hreflang", ()))
            yield f"{anchor} {relation}", " ".join(filter(None, words))
