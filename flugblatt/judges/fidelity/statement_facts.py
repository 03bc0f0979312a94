"""What an output says of the statement, computed again: issuers, dates, the rows of the colophon, identifiers.

Flow: (Statement, Edition, Language) -> facts. Words come from the language table, dates from CLDR, identifiers from
RFC 9562.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_month_names
from fontTools.unicodedata import script

from flugblatt.language.table import DECLINED, Language, describe
from flugblatt.model import Edition, Issuer, Statement

EAST_ASIAN = {"Hans": ("Hani",), "Hant": ("Hani",), "Jpan": ("Hani", "Hira", "Kana"), "Kore": ("Hang", "Hani")}
"""The scripts that these are made of."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the colophon. ``labels``: its lines are words of the label language, ``language``: of this one; ``links``: those
    with https: are addresses."""

    label: str
    lines: tuple[str, ...]
    labels: bool = False
    links: bool = False
    language: str = ""
    identifier: bool = False


def issuers(statement: Statement, edition: Edition) -> tuple[Issuer, ...]:
    return statement.issuers.for_language(edition.language) or ()


WITH_ISBN = ("archive-pdf", "access-pdf")
"""The PDFs that the ISBN of the form ``pdf`` names: large print is another product, which has none of them."""


def rows(
    statement: Statement, edition: Edition, language: Language, product: str, form: str, verify: str
) -> tuple[Row, ...]:
    """The rows of the colophon in order; a row without lines is not there. ``product`` is what its ISBN names, if it has one."""
    labels, rights, series = language.labels, statement.rights, statement.series
    given, publisher, contact, imprint = (
        edition.identifiers,
        statement.publisher,
        statement.contact,
        statement.imprint,
    )
    kind = dict(language.kinds)[statement.kind]
    named_in_title = kind.casefold() in edition.title_text.casefold()
    issuing = issuers(statement, edition)
    digest = hashlib.sha256(edition.source.data).hexdigest()
    groups = [digest[at : at + 8] for at in range(0, 64, 8)]
    license_ = (rights.license_name, rights.license_address) if rights else ()
    numbers = [isbn.written for isbn in given.isbns if isbn.form == product]
    every = (
        Row(labels.title, (edition.title_text,)),
        Row(labels.kind, (kind,) if statement.kind_given and not named_in_title else (), labels=True),
        Row(labels.from_, tuple(issuer.name for issuer in issuing)),
        Row(labels.date, (day(statement.date, language),)),
        Row(labels.revised, (day(statement.revised, language),) if statement.revised != statement.date else ()),
        Row(labels.language, (language.name,)),
        Row(labels.translator, (edition.translator,)),
        _credit(statement, edition, labels.picture),
        _original(statement, edition, language),
        Row(labels.languages, _all_languages(statement, edition.language)),
        Row(labels.publisher, (publisher.name, publisher.address or publisher.place) if publisher else ()),
        Row(labels.contact, (contact.name, contact.email, contact.phone) if contact else ()),
        Row(labels.imprint_publisher, imprint.publisher if imprint else ()),
        Row(labels.imprint_printer, imprint.printer if imprint else ()),
        Row(labels.imprint_responsible, imprint.responsible if imprint else ()),
        Row(labels.series, (" ".join(part for part in (series.title, series.number) if part),) if series else ()),
        Row("ISSN", (series.issn,) if series else (), identifier=True),
        Row(labels.subjects, statement.subject_words(edition.language)),
        Row(labels.rights, (rights.statement,) if rights else ()),
        Row(labels.license, license_, links=True),
        Row(labels.changes, tuple(f"{day(change.date, language)} {change.note}" for change in statement.changes)),
        Row(labels.address, (statement.url,), links=True),
        Row("DOI", (given.doi,), identifier=True),
        Row("ISBN", tuple(numbers), identifier=True),
        Row("ISSN", (given.issn,), identifier=True),
        Row("URN", (given.urn_nbn,), identifier=True),
        Row("URI", (given.uri,), identifier=True),
        Row(labels.identifier, (f"urn:uuid:{edition_id(statement, edition)}",), identifier=True),
        Row(labels.sha256, (" ".join(groups[:4]), " ".join(groups[4:])), identifier=True),
        Row(labels.form, (form,)),
        Row(labels.verify, (verify,), labels=True),
    )
    filled = (replace(row, lines=tuple(line for line in row.lines if line)) for row in every)
    return tuple(row for row in filled if row.lines)


def _credit(statement: Statement, edition: Edition, label: str) -> Row:
    """Whose the picture of the brand is, where its theme is led by one; in another language where the edition's has no words."""
    brand = statement.brand
    if brand.theme != "picture" or brand.picture is None:
        return Row(label, ())
    own, named = brand.picture.credit.for_language(edition.language), brand.picture.credit.named
    tag, credit = ("", own) if own is not None else next(iter(named), ("", ""))
    return Row(label, (credit,), language=tag)


def notices(statement: Statement, edition: Edition, language: Language) -> tuple[tuple[str, bool], ...]:
    """What is said before all else, each with whether it is in the language of the labels: the embargo of a file that was marked
    with it, the withdrawal and its reason, the work that this one supersedes."""
    labels, found = language.labels, []
    foreign = language.label_language != edition.language
    if statement.embargoed:
        date, time = statement.embargo.split("T")
        zone = time[time.index(next(char for char in time if char in "Z+-")) :]
        offset = f"UTC{'' if zone == 'Z' else zone}"
        if foreign:
            until = f"{date} {time[:5]} ({offset})"
        else:
            until = f"{_weekday(date, language)} {_figures(time[:5], language)} ({_figures(offset, language)})"
        found.append((_put(labels.embargoed, until), True))
    if withdrawn := statement.withdrawn:
        given = withdrawn.date.split("T")[0]
        found.append((_put(labels.withdrawn, given if foreign else day(given, language)), True))
        found.append((withdrawn.reason.for_language(edition.language) or "", False))
    if statement.supersedes:
        found.append((_put(labels.supersedes, statement.supersedes), True))
    return tuple((text, label) for text, label in found if text)


def _put(label: str, value: str) -> str:
    """A label with the value in its braces."""
    before, _, rest = label.partition("{")
    return before + value + rest.partition("}")[2]


def _figures(text: str, language: Language) -> str:
    figures = language.digits or "0123456789"
    return "".join(figures[int(char)] if char in "0123456789" else char for char in text)


def _original(statement: Statement, edition: Edition, language: Language) -> Row:
    """The language of the original in every other edition, by the name that its readers have for it, else by its own; the
    original may be none of the editions."""
    tag, label = statement.original, language.labels.original
    if tag in ("", edition.language):
        return Row(label, ())
    if name := called(tag, edition.language):
        return Row(label, (name,))
    titles = [other.title_text for other in statement.editions if other.language == tag]
    return Row(label, (describe(tag, "".join(titles)).name,), language=tag)


def called(tag: str, reader: str) -> str:
    """A language as CLDR calls it in another one, with the capital that begins a line; empty where it has no name for it."""
    theirs, own = _locale(reader), _locale(tag)
    if not theirs or not own or not theirs.languages.get(own.language):
        return ""
    name = own.get_display_name(theirs) or ""
    turkic = reader.partition("-")[0] in {"az", "tr"} and name.startswith("i")
    return f"\u0130{name[1:]}" if turkic else f"{name[:1].title()}{name[1:]}"


def _all_languages(statement: Statement, reader: str) -> tuple[str, ...]:
    """The languages of the work in one line, where it has several."""
    tags = [edition.language for edition in statement.editions]
    return (" · ".join(called(tag, reader) or tag for tag in tags),) if len(tags) > 1 else ()


def day(date: str, language: Language) -> str:
    """A date in the long form of CLDR with the figures of the language; ISO 8601 where CLDR has no names of months for it in the
    script of the edition."""
    text = date.split("T")[0]
    locale = _dated(language)
    if locale is None:
        return text
    parts = [int(part) for part in text.split("-")]
    value = datetime.date(*([*parts, 1, 1])[:3])
    if len(parts) == 3:
        text = format_date(value, format="long", locale=locale)
    else:
        text = format_skeleton("y" if len(parts) == 1 else "yMMMM", value, locale=locale)
    return _figures(text, language)


def _weekday(date: str, language: Language) -> str:
    """A day in the full form of CLDR, with its weekday, unless *until* wants that in another case."""
    locale = _dated(language)
    if locale is None or language.tag.partition("-")[0] in DECLINED:
        return day(date, language)
    return _figures(format_date(datetime.date.fromisoformat(date), format="full", locale=locale), language)


def _dated(language: Language) -> Locale | None:
    """The locale of the language whose months are written in the letters of the edition."""
    known = [
        _locale(language.tag.replace("-", f"-{language.script.code}-", 1)),
        _locale(f"{language.tag}-{language.script.code}"),
        _locale(language.tag),
    ]
    return next((locale for locale in known if locale and _named(locale, language.script.code)), None)


def _named(locale: Locale, code: str) -> bool:
    """Whether most letters of the months are of the script, and no month is called M01."""
    names = "".join(get_month_names("wide", locale=locale).values())
    found = Counter(script(char) for char in names if char.isalpha())
    most = max(found, key=lambda each: (found[each], each))
    of_code = EAST_ASIAN.get(code, (code,))
    return most in of_code and not names.startswith("M01")


def _locale(tag: str) -> Locale | None:
    """What CLDR knows of a tag: its language with script and region, or the nearest that there is."""
    language, *rest = tag.split("-")
    written = [part for part in rest if len(part) == 4 and part.isalpha()][:1]
    region = [part for part in rest if len(part) == 2]
    for wanted in ((*written, *region), written, ()):
        try:
            return Locale.parse("_".join((language, *wanted)))
        except (UnknownLocaleError, ValueError):
            continue
    return None


# --- Identifiers (RFC 9562, 5.5) -----------------------------------------------------------------


def work_id(statement: Statement) -> str:
    address = statement.identifiers.uri or statement.url
    if not address:
        first = [edition for edition in statement.editions if edition.language == statement.original]
        tag = (first or list(statement.editions))[0].language
        names = [issuer.name for issuer in statement.issuers.for_language(tag) or ()]
        address = json.dumps([statement.date, names, statement.work], ensure_ascii=False, separators=(",", ":"))
    return str(uuid5(NAMESPACE_URL, address))


def edition_id(statement: Statement, edition: Edition) -> str:
    tags = [edition.language] if edition.beside is None else [edition.language, edition.beside.language]
    return language_id(statement, "+".join(tags))


def language_id(statement: Statement, tag: str) -> str:
    return str(uuid5(UUID(work_id(statement)), tag))


def form_id(statement: Statement, edition: Edition, target: str) -> str:
    return str(uuid5(UUID(edition_id(statement, edition)), target))


def instance_id(statement: Statement, edition: Edition, target: str) -> str:
    """Derived from the SHA-256 of the SHA-256 of source and metadata, each on a line."""
    second = () if edition.beside is None else (edition.beside.source,)
    sources = (edition.source, *second, statement.source)
    lines = [hashlib.sha256(source.data).hexdigest() for source in sources]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return str(uuid5(UUID(form_id(statement, edition, target)), digest))
