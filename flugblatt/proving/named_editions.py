"""The other editions of a work, as the colophon of one names them: where only that one is at hand.

Flow: units of a PDF -> the row of languages -> tags, by the names that CLDR has for them -> the statement with these editions.
Of the others nothing but the tag is known; a name that is not found leaves the statement as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from babel import Locale, UnknownLocaleError

from flugblatt.judges.fidelity.sequence import Unit
from flugblatt.judges.fidelity.statement_facts import called
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Statement

BETWEEN = " · "


def with_named(statement: Statement, edition: Edition, units: Iterable[Unit]) -> Statement:
    """The statement with an edition for each language that the colophon of ``edition`` names."""
    said = [unit.text for unit in units]
    label = language_of(edition).labels.languages
    if label not in said[:-1]:
        return statement
    at = max(at for at, words in enumerate(said[:-1]) if words == label)  # one word for the language and the languages
    tags = [_tag(name, edition.language) for name in said[at + 1].split(BETWEEN)]
    if not all(tags) or edition.language not in tags:
        return statement
    return replace(
        statement,
        editions=tuple(edition if tag == edition.language else replace(edition, language=tag) for tag in tags),
    )


def _tag(name: str, reader: str) -> str:
    """The tag of the language that readers call so; a tag itself where CLDR has no name; empty where there is none."""
    try:
        theirs = Locale.parse(reader.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return name
    plain, _, beside = name.partition(" (")
    bases = [code for code, said in theirs.languages.items() if said.casefold() == plain.casefold()]
    beside = beside.rstrip(")").casefold()
    places = (*theirs.territories.items(), *theirs.scripts.items()) if beside else ()
    parts = [code for code, said in places if said.casefold() == beside]
    named = [name] if re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]+)*", name) else []
    tags = [*named, reader, *bases, *(f"{base}-{part}" for base in bases for part in parts)]
    tags = [tag.replace("_", "-") for tag in tags]
    whole = [f"{base}-{part}" for base in bases for part in parts]
    return next((tag for tag in tags if (called(tag, reader) or tag) == name), whole[0] if whole else "")
