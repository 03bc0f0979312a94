"""``statement.yaml``: nodes -> Statement, with a finding for each key and value that is not as the contract has it.

Flow: bytes -> characters -> nodes -> one reader for each key -> Statement. A value with a finding is left out, so that
the rest can still be judged; a Statement with an error is thrown away by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from flugblatt.content import author_hyphens, characters, language_tags, values
from flugblatt.content.brand_file import of_work
from flugblatt.content.dates_in_words import date_of_words, fault_of_day
from flugblatt.content.expected_keys import KEYS, near
from flugblatt.content.format_names import names
from flugblatt.content.images import inside
from flugblatt.content.parties import (
    check_isbns,
    check_issuers,
    read_addressee,
    read_contact,
    read_identifiers,
    read_imprint,
    read_issuers,
    read_publisher,
    read_rights,
    read_series,
    read_signatories,
)
from flugblatt.content.quotation import departure, lines_of_title
from flugblatt.content.refused_files import Refused
from flugblatt.content.standing import read_bilingual, read_embargo, read_parity, read_supersedes, withdrawal_reader
from flugblatt.content.supply import read_exemption, read_price, read_subjects
from flugblatt.content.yaml_fields import (
    Fields,
    Reader,
    Sheet,
    by_language,
    choice_of,
    form_of,
    is_edition,
    list_of,
    optional,
    read_fields,
    read_text,
    read_texts,
    read_word,
    required,
    web_address,
    what_is,
)
from flugblatt.content.yaml_source import Broken, Mapping, Node, Scalar, read_yaml
from flugblatt.model import ByLanguage, Change, Edition, Finding, Identifiers, Issuer, Kind, Place, Source, Statement
from flugblatt.tables.project_file import cataloguing

SWITCHES = ("autolink", "keep_metadata")
"""Keys that say how editions are read: bare addresses become links, the metadata of pictures stays."""
_KEYS_OF_AN_EDITION = ("subtitle", "translator", "pull_quote")


def read_statement(
    folder: Path, source: Source, editions: tuple[Edition, ...]
) -> tuple[Statement | None, tuple[Finding, ...]]:
    """The Statement with ``editions`` in it, and the findings of its file; whole only where none is an error."""
    text, refused = characters.decode(source.data, source.path)
    if refused:
        return None, refused
    node, faults = read_yaml(text, source.path)
    sheet = Sheet(source.path, folder, editions, list(faults))
    if node is None and not faults:
        node = Mapping((), Place(1, 1))
    if node is None:
        return None, tuple(sheet.findings)
    fields = read_fields(node, "", KEYS, sheet)
    date = required(fields, "date", _date, sheet) or ""
    nobody: ByLanguage[tuple[Issuer, ...]] = ByLanguage()
    issuers = required(fields, "issuers", read_issuers, sheet) or nobody
    check_issuers(fields, issuers, sheet)
    identifiers = optional(fields, "identifiers", read_identifiers, sheet) or Identifiers()
    given = _editions(fields, identifiers, sheet)
    check_isbns(sheet, given)
    brand = of_work(fields, "keep_metadata" in switched_on(source.data), sheet)
    statement = Statement(
        work=folder.name,
        source=source,
        date=date,
        issuers=issuers,
        editions=given,
        kind=_kind(fields, sheet),
        kind_given=fields.get("kind") is not None,
        revised=_revised(fields, date, sheet),
        changes=optional(fields, "changes", list_of(_change), sheet) or (),
        publisher=optional(fields, "publisher", read_publisher, sheet),
        contact=optional(fields, "contact", read_contact, sheet),
        imprint=optional(fields, "imprint", read_imprint, sheet),
        original=optional(fields, "original", _original, sheet) or "",
        subjects=optional(fields, "subjects", read_subjects, sheet) or ByLanguage(),
        summary=optional(fields, "summary", by_language(read_text), sheet) or ByLanguage(),
        rights=optional(fields, "rights", read_rights, sheet),
        identifiers=identifiers,
        url=optional(fields, "url", web_address, sheet) or "",
        series=optional(fields, "series", read_series, sheet),
        page=_pages[optional(fields, "page", _page, sheet) or "a5"],
        brand=brand,
        leaflets=optional(fields, "leaflets", _leaflets, sheet) or ("auto",),
        source_code=optional(fields, "source_code", choice_of("true", "false"), sheet) == "true",
        shop=optional(fields, "shop", _named("shops"), sheet) or "",
        run=optional(fields, "run", _run, sheet) or "",
        output_profile=optional(fields, "output_profile", _profile, sheet),
        cataloguing=brand.cataloguing or cataloguing(),
        price=optional(fields, "price", read_price, sheet),
        supplier=optional(fields, "supplier", read_text, sheet) or "",
        exemption=optional(fields, "exemption", read_exemption, sheet) or "",
        addressee=optional(fields, "addressee", read_addressee, sheet) or ByLanguage(),
        signatories=optional(fields, "signatories", read_signatories, sheet) or (),
        dateline=optional(fields, "dateline", by_language(read_text), sheet) or ByLanguage(),
        boilerplate=optional(fields, "boilerplate", by_language(read_text), sheet) or ByLanguage(),
        embargo=optional(fields, "embargo", read_embargo, sheet) or "",
        withdrawn=optional(fields, "withdrawn", withdrawal_reader(date, _date), sheet),
        supersedes=optional(fields, "supersedes", read_supersedes, sheet) or "",
        ignored=optional(fields, "parity", read_parity, sheet) or (),
        bilingual=optional(fields, "bilingual", read_bilingual, sheet) or (),
    )
    for switch in SWITCHES:  # read_work has asked, before it read the editions
        optional(fields, switch, choice_of("true", "false"), sheet)
    return statement, tuple(sheet.findings)


def switched_on(data: bytes) -> frozenset[str]:
    """The switches that statement.yaml turns on; what is wrong with the file is found by read_statement."""
    node, _ = read_yaml(data.decode("utf-8-sig", "replace"), "")
    pairs = node.pairs if isinstance(node, Mapping) else ()
    on = frozenset(key.text for key, value in pairs if isinstance(value, Scalar) and value.text == "true")
    return on & frozenset(SWITCHES)


def _date(node: Node, name: str, sheet: Sheet) -> str:
    return _dated(node, name, sheet, values.is_date, "an ISO 8601 date (2022-01-06, 2022-01 or 2022)")


def _dated(node: Node, name: str, sheet: Sheet, form: Callable[[str], bool], expected: str) -> str:
    text = read_word(node, name, sheet)
    if text and not form(text):
        written = values.iso_date(text) or date_of_words(text, sheet.tags)
        written = written if form(written) else written[:10]
        hint = f"write {written}" if written else fault_of_day(text)
        hint = hint or "write year-month-day, with two digits for month and day"
        sheet.find(
            "yaml-date", node.place, f"{name}, {expected}, was expected, found {characters.shortened(text)}", hint
        )
        return ""
    return text


def _revised(fields: Fields, date: str, sheet: Sheet) -> str:
    def read(node: Node, name: str, sheet: Sheet) -> str:
        expected = "an ISO 8601 date or date-time (2022-01-06 or 2022-01-06T09:30:00Z)"
        text = _dated(node, name, sheet, lambda text: values.is_date(text) or values.is_date_time(text), expected)
        if text and date and text[: len(date)] < date[: len(text)]:
            message = f"{name}, a day not before the publication on {date}, was expected, found {text}"
            sheet.find("yaml-revised", node.place, message, "revised is the last change to text or metadata")
        return text

    return optional(fields, "revised", read, sheet) or date


def _kind(fields: Fields, sheet: Sheet) -> Kind:
    match optional(fields, "kind", choice_of("statement", "declaration", "open-letter", "press-release"), sheet):
        case "declaration" | "open-letter" | "press-release" as kind:
            return kind
        case _:
            return "statement"


def _change(node: Node, name: str, sheet: Sheet) -> Change:
    fields = read_fields(node, name, ("date", "note"), sheet)
    date = required(fields, "date", _date, sheet)
    return Change(date or "", required(fields, "note", read_text, sheet) or "")


def _original(node: Node, name: str, sheet: Sheet) -> str:
    """The tag of the original, which need not be an edition of the work."""
    text = read_word(node, name, sheet)
    if isinstance(node, Scalar) and not node.quoted and text == "no" and text not in sheet.tags:
        message = f"{name}: a language tag was expected, found no, which YAML takes for yes or no"
        sheet.find(
            "yaml-language", node.place, message, 'write "no" if it is Norwegian; delete the line if there is none'
        )
        return ""
    problem = language_tags.problem(text) if text else None
    if problem is None:
        return text
    sheet.find("yaml-language", node.place, f"{name}: {problem.message}", problem.hint)
    return ""


def _leaflets(node: Node, name: str, sheet: Sheet) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return ("auto",) if _is_auto(node, name, sheet) else ()
    return list_of(_named("formats"))(node, name, sheet)


def _is_auto(node: Scalar, name: str, sheet: Sheet) -> bool:
    text = read_word(node, name, sheet)
    if text and text != "auto":
        known = names("formats")
        meant = text if text in known else near(text, known)
        hint = f"write {name}: [{meant}]" if meant else f"write auto, or a list of {', '.join(known)}"
        message = f"{name}, auto or a list of formats, was expected, found {characters.shortened(text)}"
        sheet.find("yaml-value", node.place, message, hint)
    return text == "auto"


def _named(kind: Literal["formats", "shops"]) -> Reader[str]:
    known = names(kind)
    return choice_of(*known) if known else form_of(values.NAME.fullmatch, "a name of small letters and hyphens")


def _profile(node: Node, name: str, sheet: Sheet) -> Source | None:
    text = form_of(values.FILE_NAME.fullmatch, "the name of an ICC file in the work's folder")(node, name, sheet)
    if not text:
        return None
    path = inside(sheet.folder, text)
    if isinstance(path, Refused):
        hint = path.hint or "put the ICC profile into the work's folder"
        sheet.find("yaml-file", node.place, f"{name}: {path.message}", hint)
        return None
    data = path.read_bytes()
    fault = _fault_of_profile(data)
    if fault:
        message = f"{name}, an ICC profile of a printing condition in CMYK, was expected, found {fault} in {text}"
        sheet.find("yaml-profile", node.place, message, "ask the print shop for its output profile")
    return Source(f"{sheet.folder.name}/{text}", data)


def _fault_of_profile(data: bytes) -> str:
    """What keeps a file from being an output profile, by its header (ICC.1:2010, 7.2); empty where nothing does."""
    if len(data) < 128 or data[36:40] != b"acsp":
        return "no profile"
    if int.from_bytes(data[:4], "big") != len(data):
        return f"{len(data):,} bytes where its header says {int.from_bytes(data[:4], 'big'):,}"
    device, space = data[12:16].decode("latin-1").strip(), data[16:20].decode("latin-1").strip()
    if device != "prtr" or space != "CMYK":
        return f"a profile of class {device} for {space}"
    return ""


def _editions(fields: Fields, identifiers: Identifiers, sheet: Sheet) -> tuple[Edition, ...]:
    editions = tuple(replace(edition, identifiers=identifiers) for edition in sheet.editions)
    node = fields.get("editions")
    if node is None:
        return editions
    if not isinstance(node, Mapping):
        if not isinstance(node, Broken):
            message = f"editions, a mapping of tags, was expected, found {what_is(node)}"
            sheet.find("yaml-type", node.place, message, "write editions: {de: {translator: …}}")
        return editions
    said = {key.text: value for key, value in node.pairs if is_edition(key, "editions", sheet)}
    return tuple(
        _edition(edition, said[edition.language], sheet) if edition.language in said else edition
        for edition in editions
    )


def _edition(edition: Edition, node: Node, sheet: Sheet) -> Edition:
    known = (*_KEYS_OF_AN_EDITION, "title_lines", "hyphenation", "identifiers")
    fields = read_fields(node, f"editions.{edition.language}", known, sheet)
    subtitle, translator, quote = (optional(fields, key, read_text, sheet) or "" for key in _KEYS_OF_AN_EDITION)
    place = fields.get("pull_quote")
    departs = departure(quote, edition) if quote else ""
    if place is not None and departs:
        message = (
            f"{fields.path('pull_quote')}, an exact quotation of {edition.language}.md, was expected, found {departs}"
        )
        sheet.find("yaml-pull-quote", place.place, message, "copy the words from the edition")
    wanted = optional(fields, "title_lines", read_texts, sheet) or ()
    lines, departs = lines_of_title(wanted, edition) if wanted else ((), "")
    place = fields.get("title_lines")
    if place is not None and departs:
        message = (
            f"{fields.path('title_lines')}, the whole title of {edition.language}.md, was expected, found {departs}"
        )
        hint = "copy the title line by line, in straight quotes: [" + f'"{edition.title_text}"' + "]"
        sheet.find("yaml-title-lines", place.place, message, hint)
    words = optional(fields, "hyphenation", author_hyphens.reader(edition), sheet) or ()
    own = optional(fields, "identifiers", read_identifiers, sheet) or Identifiers()
    given = {name: value for name in Identifiers.__dataclass_fields__ if (value := getattr(own, name))}
    laid = replace(edition.identifiers, **given)
    return replace(
        edition,
        subtitle=subtitle,
        translator=translator,
        pull_quote=quote,
        title_lines=lines,
        hyphenation=words,
        identifiers=laid,
    )


_page = choice_of("a5", "a4", "letter")
_run = form_of(values.COPIES.fullmatch, "a number of copies, as 2000,")
_pages: dict[str, Literal["a5", "a4", "letter"]] = {"a5": "a5", "a4": "a4", "letter": "letter"}
