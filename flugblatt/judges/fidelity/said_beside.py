"""What letters and press releases say beside their text, computed again: kind, dateline, signatories, contact, boilerplate.

Flow: (Statement, Edition, Language) -> lines. Words come from the language table, dates from CLDR.
"""

from __future__ import annotations

from itertools import takewhile

from flugblatt.judges.fidelity.statement_facts import day
from flugblatt.language.table import Language
from flugblatt.model import Edition, Statement

IN_THREE_COLUMNS = 80
"""Signatories from which on columns have no room for functions."""


def kind(statement: Statement, edition: Edition, language: Language) -> str:
    """That of a letter or a press release, unless its title has the word."""
    if not statement.kind_given or statement.kind not in ("open-letter", "press-release"):
        return ""
    word = dict(language.kinds)[statement.kind]
    return "" if word.casefold() in edition.title_text.casefold() else word


def dateline(statement: Statement, edition: Edition, language: Language) -> str:
    """What statement.yaml says; without a figure in it followed by the date and a full stop."""
    place = statement.dateline.for_language(edition.language)
    if not place or any(map(str.isdecimal, place)):
        return place or ""
    date = day(statement.date, language)
    script, ends = language.script.code, "."
    if script in ("Hans", "Hant", "Jpan"):
        ends = "。"
    elif script in ("Deva", "Beng"):
        ends = "।"
    elif script == "Armn":
        ends = "։"
    elif language.tag == "ur" or language.tag.startswith("ur-"):
        ends = "۔"
    return place + _comma(language) + (date if date.endswith(".") and ends == "." else date + ends)


def signatories(statement: Statement, language: Language, columns: bool) -> tuple[str, ...]:
    """A line for each. The first that have a function have lines of their own for it, which no comma parts."""
    every = statement.signatories
    if columns and len(every) >= IN_THREE_COLUMNS:
        return tuple(_comma(language).join(filter(None, (one.name, one.place))) for one in every)
    first = len(tuple(takewhile(lambda one: one.function, every)))
    return tuple(
        ("\n" if at < first else _comma(language)).join(filter(None, (one.name, one.function, one.place)))
        for at, one in enumerate(every)
    )


def in_one_line(statement: Statement, language: Language) -> tuple[str, ...]:
    """The same for the text form, which has lines alone."""
    return tuple(line.replace("\n", _comma(language)) for line in signatories(statement, language, columns=False))


def contact(statement: Statement) -> tuple[str, ...]:
    """Who answers the press; only a press release says so below its text."""
    who = statement.contact
    if who is None or statement.kind != "press-release":
        return ()
    return tuple(filter(None, (who.name, who.email, who.phone)))


def boilerplate(statement: Statement, edition: Edition) -> tuple[str, ...]:
    """Its paragraphs: its lines that are not empty."""
    text = statement.boilerplate.for_language(edition.language) or ""
    return tuple(filter(None, map(str.strip, text.split("\n"))))


def _comma(language: Language) -> str:
    return {"Arab": "، ", "Hans": "，", "Hant": "，", "Jpan": "、"}.get(language.script.code, ", ")
