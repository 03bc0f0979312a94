"""The colophon: what an output says of itself and of its edition, as rows. What is unknown has no row.

Flow: (Statement, Edition, Language, claims) -> ``rows`` -> templates and the text file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from flugblatt.language.table import Language, begun, describe, name_in
from flugblatt.model import Direction, Edition, Statement
from flugblatt.model.identifiers import edition_id
from flugblatt.model.targets import product_of
from flugblatt.xhtml.theming import words

Style = Literal["text", "identifier", "link"]


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its lines. ``style`` says how they are set; of the lines of a link those with https: are addresses.

    ``language`` is that of the lines where it is not the edition's: that of the labels, which are English where the table has
    none, or that of a name. ``turned``: they run to the right in an edition that runs to the left, as addresses and numbers of
    telephones do, whose signs would stand at the wrong end.
    """

    label: str
    lines: tuple[str, ...]
    style: Style = "text"
    language: str = ""
    direction: Direction = "ltr"
    turned: bool = False


def rows(
    statement: Statement, edition: Edition, language: Language, target: str, form: str, verify: str
) -> tuple[Row, ...]:
    """The rows in their printed order; ``form`` names the standards claimed, ``verify`` says how to check the text."""
    labels, said = language.labels, language.label_lang
    found = [
        Row(labels.title, (edition.title_text,)),
        Row(labels.kind, _kind(statement, edition, language), language=said),
        Row(labels.from_, tuple(issuer.name for issuer in statement.issuers_of(edition))),
        Row(labels.date, (language.day(statement.date),)),
        Row(labels.revised, (language.day(statement.revised),) if statement.revised != statement.date else ()),
        Row(labels.language, (language.name,)),
        Row(labels.translator, (edition.translator,)),
        _picture(statement, edition, language),
        _original(statement, edition, language),
        Row(labels.languages, _languages(statement, edition)),
        *_publication(statement, language),
        Row(labels.changes, tuple(f"{language.day(change.date)} {change.note}" for change in statement.changes)),
        Row(labels.address, (statement.url,), "link"),
        *_identifiers(edition, product_of(target)),
        Row(labels.identifier, (f"urn:uuid:{edition_id(statement, edition)}",), "identifier"),
        Row(labels.sha256, grouped(edition.source.sha256), "identifier"),
        Row(labels.form, (form,)),
        Row(labels.verify, (verify,), language=said),
    ]
    filled = (replace(each, lines=lines) for each in found if (lines := tuple(line for line in each.lines if line)))
    turns = language.direction == "rtl"
    return tuple(replace(each, turned=turns and not each.language and runs_right(each.lines)) for each in filled)


def runs_right(lines: Iterable[str]) -> bool:
    """Whether no letter of the lines runs to the left."""
    return not any(unicodedata.bidirectional(char) in ("R", "AL") for line in lines for char in line)


def grouped(digest: str) -> tuple[str, ...]:
    """A SHA-256 in two lines of four groups of eight figures."""
    groups = [digest[index : index + 8] for index in range(0, len(digest), 8)]
    return " ".join(groups[:4]), " ".join(groups[4:])


def _kind(statement: Statement, edition: Edition, language: Language) -> tuple[str, ...]:
    """A kind that is given and that the title does not name already."""
    kind = language.kind(statement.kind)
    return (kind,) if statement.kind_given and kind.casefold() not in edition.title_text.casefold() else ()


def _picture(statement: Statement, edition: Edition, language: Language) -> Row:
    """Whose the picture is that leads the work, as it is said in the language of the edition, else as it is said first."""
    label, brand = language.labels.picture, statement.brand
    if brand.theme != "picture" or brand.picture is None:
        return Row(label, ())
    credit, tag = words(brand.picture.credit, edition)
    return Row(label, (credit,), language=tag, direction=describe(tag, credit).direction if tag else "ltr")


def _original(statement: Statement, edition: Edition, language: Language) -> Row:
    """The original's language as readers of the edition call it, or by its own name where CLDR has no other."""
    original, label = statement.original, language.labels.original
    if original in ("", edition.language):
        return Row(label, ())
    if name := name_in(original, edition.language):
        return Row(label, (begun(name, edition.language),))
    title = next((other.title_text for other in statement.editions if other.language == original), "")
    own = describe(original, title)
    return Row(label, (own.name,), language=original, direction=own.direction)


def _languages(statement: Statement, edition: Edition) -> tuple[str, ...]:
    """The languages of all editions, where there are several: each as readers of this one call it, or by its tag where CLDR has no
    name."""
    if len(statement.editions) == 1:
        return ()
    names = (name_in(other.language, edition.language) for other in statement.editions)
    tags = (other.language for other in statement.editions)
    return (" · ".join(begun(name, edition.language) if name else tag for name, tag in zip(names, tags, strict=True)),)


def _publication(statement: Statement, language: Language) -> tuple[Row, ...]:
    labels, publisher, contact, imprint = language.labels, statement.publisher, statement.contact, statement.imprint
    rights, series, subjects = statement.rights, statement.series, statement.subject_words(language.tag)
    found: list[Row] = []
    if publisher:
        found.append(Row(labels.publisher, (publisher.name, publisher.address or publisher.place)))
    if contact:
        found.append(Row(labels.contact, (contact.name, contact.email, contact.phone)))
    if imprint:
        found += [
            Row(labels.imprint_publisher, imprint.publisher),
            Row(labels.imprint_printer, imprint.printer),
            Row(labels.imprint_responsible, imprint.responsible),
        ]
    if series:
        found.append(Row(labels.series, (" ".join(part for part in (series.title, series.number) if part),)))
        found.append(Row("ISSN", (series.issn,), "identifier"))
    found.append(Row(labels.subjects, subjects))
    if rights:
        found.append(Row(labels.rights, (rights.statement,)))
        found.append(Row(labels.license, (rights.license_name, rights.license_address), "link"))
    return tuple(found)


def _identifiers(edition: Edition, product: str) -> tuple[Row, ...]:
    given = edition.identifiers
    numbers = (("DOI", given.doi), ("ISBN", given.isbn(product)), ("ISSN", given.issn))
    named = (*numbers, ("URN", given.urn_nbn), ("URI", given.uri))
    return tuple(Row(name, (value,), "identifier") for name, value in named)
