"""What open letters and press releases say beside their text: addressee, dateline, signatories, contact and boilerplate.

Flow: (Statement, Edition, Language) -> ``kind``, ``addressee``, ``dateline`` for the first page and the first paragraph;
``closing`` -> what stands behind the text, as a fragment; ``words`` -> every character of it, for the fonts.

Signatories stand in the order of the source. The first ones that have a function are set large, name, function and place on a line
each; all others have one line. From eighty on they stand in three narrow columns, and functions are left to forms that have none.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import Edition, Heading, Statement
from flugblatt.xhtml.blocks import render
from flugblatt.xhtml.colophon import runs_right

RUN_IN, RUN_IN_AIR = 0.75, 0.3  # of the measure, and em; chosen: beside a longer dateline no words have room
MANY = 80  # signatories; drawn: from so many on three columns without functions
COMMA = {"Arab": "، ", "Hans": "，", "Hant": "，", "Jpan": "、"}
STOP = {"Hans": "。", "Hant": "。", "Jpan": "。", "Deva": "।", "Beng": "।", "Armn": "։"}
URDU = "۔"
HEADING = 60  # characters; chosen: what is longer is a sentence
STOPS = frozenset(".!?…:;,@/。！？：；，、．؟،؛۔।॥։፡።៖។၊။")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signatory as it is set: the name and what follows it, on lines of their own where it is ``large``."""

    name: str
    lines: tuple[str, ...]
    large: bool


def kind(statement: Statement, edition: Edition, language: Language) -> str:
    """What a letter or a press release is, where the title does not say so; empty for all else."""
    word = language.kind(statement.kind)
    said = statement.kind in ("open-letter", "press-release") and statement.kind_given
    return word if said and word.casefold() not in edition.title_text.casefold() else ""


def is_deep(edition: Edition) -> bool:
    """Whether headings have headings below them, which are then told apart by more than size."""
    return any(isinstance(block, Heading) and block.level > 2 for block in edition.blocks)


def run_in(statement: Statement, edition: Edition, language: Language, face: fonts.Face, measure: float) -> float:
    """How far in em the dateline pushes the first line of the text; 0 where it has a line of its own. ``measure`` in em."""
    said = dateline(statement, edition, language)
    width = fonts.advance(face, said) + RUN_IN_AIR if said else 0.0
    return round(width, 3) if width <= RUN_IN * measure else 0.0


def addressee(statement: Statement, edition: Edition) -> tuple[str, ...]:
    return statement.addressee.for_language(edition.language) or ()


def dateline(statement: Statement, edition: Edition, language: Language) -> str:
    """As it is written; where it has no figure, with the date, and with a full stop."""
    said = statement.dateline.for_language(edition.language) or ""
    if not said or any(char.isdecimal() for char in said):
        return said
    stop = URDU if language.tag.split("-")[0] == "ur" else STOP.get(language.script.code, ".")
    return f"{said}{comma(language)}{language.day(statement.date)}{stop}".replace("..", ".")


def comma(language: Language) -> str:
    return COMMA.get(language.script.code, ", ")


def boilerplate(statement: Statement, edition: Edition) -> tuple[str, ...]:
    """The paragraphs of the boilerplate."""
    said = statement.boilerplate.for_language(edition.language) or ""
    return tuple(part for line in said.split("\n") if (part := line.strip()))


def opens(part: str, following: str) -> bool:
    """Whether a paragraph of the boilerplate is set as the heading of what follows: a few words without stop, figure or address."""
    return bool(following) and len(part) <= HEADING and not any(char in STOPS or char.isdigit() for char in part)


def contact(statement: Statement) -> tuple[str, ...]:
    """Whom the press may ask, below a press release."""
    asked = statement.contact if statement.kind == "press-release" else None
    return tuple(line for line in (asked.name, asked.email, asked.phone) if line) if asked else ()


def signed(statement: Statement, language: Language, columns: bool) -> tuple[Signed, ...]:
    """The signatories; ``columns``: of a form that sets them in columns."""
    narrow = columns and len(statement.signatories) >= MANY
    found: list[Signed] = []
    large = not narrow
    for person in statement.signatories:
        large = large and bool(person.function)
        function = "" if narrow else person.function
        found.append(Signed(person.name, tuple(line for line in (function, person.place) if line), large))
    return tuple(found)


def closing(
    statement: Statement, edition: Edition, language: Language, columns: bool = True, epub: bool = False
) -> Markup:
    """Signatories, contact and boilerplate; empty where there are none."""
    people, asked, about = signed(statement, language, columns), contact(statement), boilerplate(statement, edition)
    if not (people or asked or about):
        return Markup("")
    made = render(
        "forms.xhtml.j2",
        language=language,
        large=[person for person in people if person.large],
        small=[person for person in people if not person.large],
        comma=comma(language),
        narrow=columns and len(people) >= MANY,
        epub=epub,
        contact=asked,
        boilerplate=[(part, opens(part, after)) for part, after in zip(about, (*about[1:], ""), strict=False)],
        turns=language.direction == "rtl",
        runs_right=runs_right,
    )
    return Markup(made)


def words(statement: Statement, edition: Edition, language: Language) -> str:
    """Every character that these parts add."""
    said = [kind(statement, edition, language), dateline(statement, edition, language), comma(language)]
    said += [language.labels.to, *addressee(statement, edition)] if addressee(statement, edition) else []
    said += [language.labels.signatories] if statement.signatories else []
    said += [part for one in statement.signatories for part in (one.name, one.function, one.place)]
    said += [language.labels.contact, *contact(statement), *boilerplate(statement, edition)]
    return "\n".join(said)
