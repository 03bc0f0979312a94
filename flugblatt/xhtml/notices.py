"""What is said before all else: that a work is under embargo, was withdrawn, stands in place of another.

Flow: (Statement, Language) -> ``notices`` -> the first page of every form, and the first lines of the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.language.table import Language
from flugblatt.model import Direction, Statement


@dataclass(frozen=True, slots=True)
class Notice:
    """A line; ``language`` is that of labels which are not the edition's own, else empty."""

    text: str
    language: str = ""
    direction: Direction = "ltr"


def notices(statement: Statement, language: Language) -> tuple[Notice, ...]:
    """In this order: embargo (of outputs marked by ``--embargoed``), withdrawal and its reason, the work superseded."""
    labels, said = language.labels, language.label_lang
    found = [*embargo(statement, language)]
    if statement.withdrawn:
        day = language.day_in_label(statement.withdrawn.date)
        found.append(Notice(labels.withdrawn.replace("{date}", day), said))
        if reason := statement.withdrawn.reason.for_language(language.tag):
            found.append(Notice(reason, "", language.direction))
    if statement.supersedes:
        found.append(Notice(labels.supersedes.replace("{work}", statement.supersedes), said))
    return tuple(found)


def embargo(statement: Statement, language: Language) -> tuple[Notice, ...]:
    """The embargo alone, which pictures are marked with, too."""
    if not statement.embargoed:
        return ()
    text = language.labels.embargoed.replace("{date}", _moment(statement, language))
    return (Notice(text, language.label_lang),)


def _moment(statement: Statement, language: Language) -> str:
    """The end of the embargo as it is written: the day with its weekday, the time, and its distance from UTC."""
    day, _, clock = statement.embargo.partition("T")
    zone = clock[5:].lstrip("0123456789:.")
    written = "UTC" if zone == "Z" else f"UTC{zone}"
    said = day if language.label_lang else language.day_of_week(day)
    return f"{said} {language.number_in_label(clock[:5])} ({language.number_in_label(written)})"
