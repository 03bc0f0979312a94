"""What records say, in the language of cataloguing, of a work that is withdrawn or under embargo.

Flow: Description -> ``notes`` -> notes of MARC 21 and MODS.
"""

from __future__ import annotations

from flugblatt.records.description import Description

LAW = "Directive (EU) 2019/882"


def notes(description: Description) -> tuple[str, ...]:
    """Embargo (of a work marked with it), then withdrawal with its reason."""
    statement, words = description.statement, description.words
    found = [words.embargoed.format(statement.embargo)] if statement.embargoed else []
    if statement.withdrawn:
        reason = statement.withdrawn.reason.for_language(description.edition.language)
        said = words.withdrawn.format(statement.withdrawn.date)
        found.append(f"{said}: {reason}" if reason else said)
    return tuple(found)


def exemption(description: Description) -> str:
    """Why accessibility is not claimed, with the law that knows this reason; empty where nothing is said."""
    return f"{LAW}: {description.statement.exemption}" if description.statement.exemption else ""
