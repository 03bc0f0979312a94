"""Who stands behind a work, under which names and rights: the keys of ``statement.yaml`` that records are made from.

Flow: node -> one reader for each of issuers, publisher, contact, imprint, rights, identifiers and series -> value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from flugblatt.content import characters, values
from flugblatt.content.yaml_fields import (
    Fields,
    Reader,
    Sheet,
    absolute_uri,
    by_language,
    choice_of,
    form_of,
    list_of,
    optional,
    read_fields,
    read_lines,
    read_name,
    read_text,
    read_word,
    required,
    web_address,
)
from flugblatt.content.yaml_source import Mapping, Node
from flugblatt.model import (
    ByLanguage,
    Cataloguing,
    Contact,
    Edition,
    Identifiers,
    Imprint,
    Isbn,
    Issuer,
    Publisher,
    Rights,
    Series,
    Signatory,
)
from flugblatt.model.work import PRODUCTS
from flugblatt.tables.cataloguing import AGENCY, catalogue_languages
from flugblatt.tables.project_file import cataloguing


def _issuer(node: Node, name: str, sheet: Sheet) -> Issuer | None:
    if not isinstance(node, Mapping):
        text = read_name(node, name, sheet)
        return Issuer(text) if text else None
    fields = read_fields(node, name, ("name", "kind", "uri", "sort_name"), sheet)
    written = required(fields, "name", read_name, sheet)
    kind: Literal["organization", "person", "conference"] = "organization"
    match optional(fields, "kind", choice_of("organization", "person", "conference"), sheet):
        case "person" | "conference" as given:
            kind = given
    uri = optional(fields, "uri", absolute_uri, sheet) or ""
    return Issuer(written, kind, uri, optional(fields, "sort_name", read_text, sheet) or "") if written else None


read_issuers = by_language(list_of(_issuer))

ISBN_FOR_EACH = (
    "write editions: {TAG: {identifiers: {isbn: {epub: …, pdf: …, print: …}}}}, for each its own ISBN or none"
)


def check_issuers(fields: Fields, issuers: ByLanguage[tuple[Issuer, ...]], sheet: Sheet) -> None:
    node = fields.get("issuers")
    if not isinstance(node, Mapping) or not issuers.named:
        return
    for tag in sheet.tags:
        if issuers.for_language(tag) is None:
            sheet.find("yaml-missing", node.place, f"issuers.{tag} was expected, found none", f"write {tag}: [ … ]")


def read_publisher(node: Node, name: str, sheet: Sheet) -> Publisher | None:
    fields = read_fields(node, name, ("name", "place", "address", "url"), sheet)
    written = required(fields, "name", read_text, sheet) or ""
    place, address = (optional(fields, key, read_text, sheet) or "" for key in ("place", "address"))
    return Publisher(written, place, address, optional(fields, "url", web_address, sheet) or "")


def read_contact(node: Node, name: str, sheet: Sheet) -> Contact | None:
    fields = read_fields(node, name, ("name", "email", "phone"), sheet)
    written = optional(fields, "name", read_text, sheet) or ""
    email = (
        optional(fields, "email", form_of(values.MAIL_ADDRESS.fullmatch, "an address like name@host.org"), sheet) or ""
    )
    phone = (
        optional(fields, "phone", form_of(values.PHONE_NUMBER.fullmatch, "a number like +49 30 1234567"), sheet) or ""
    )
    return Contact(written, email, phone)


def read_signatory(node: Node, name: str, sheet: Sheet) -> Signatory | None:
    if not isinstance(node, Mapping):
        text = read_name(node, name, sheet)
        return Signatory(text) if text else None
    fields = read_fields(node, name, ("name", "function", "place"), sheet)
    written = required(fields, "name", read_name, sheet)
    function, place = (optional(fields, key, read_text, sheet) or "" for key in ("function", "place"))
    return Signatory(written, function, place) if written else None


read_signatories = list_of(read_signatory)
read_addressee = by_language(read_lines)


def read_imprint(node: Node, name: str, sheet: Sheet) -> Imprint:
    fields = read_fields(node, name, ("publisher", "printer", "responsible"), sheet)
    publisher, printer, responsible = (
        optional(fields, key, read_lines, sheet) or () for key in ("publisher", "printer", "responsible")
    )
    return Imprint(publisher, printer, responsible)


def read_rights(node: Node, name: str, sheet: Sheet) -> Rights:
    fields = read_fields(node, name, ("statement", "license", "access"), sheet)
    access: Literal["", "open", "reading-room", "registered"] = ""
    match optional(fields, "access", choice_of("open", "reading-room", "registered"), sheet):
        case "open" | "reading-room" | "registered" as given:
            access = given
    statement = optional(fields, "statement", read_text, sheet) or ""
    return Rights(statement, optional(fields, "license", _license, sheet) or "", access)


def _license(node: Node, name: str, sheet: Sheet) -> str:
    text = read_text(node, name, sheet)
    if not text or text in values.LICENSES or values.WEB_ADDRESS.fullmatch(text):
        return text
    right = values.license_like(text)
    message = f"{name}, an SPDX identifier or an https: address, was expected, found {characters.shortened(text)}"
    hint = f"did you mean {right}?" if right else "write CC-BY-4.0 or the like, or the address of the license"
    sheet.find("yaml-license", node.place, message, hint)
    return ""


def read_identifiers(node: Node, name: str, sheet: Sheet) -> Identifiers:
    fields = read_fields(node, name, ("doi", "isbn", "issn", "urn_nbn", "uri"), sheet)
    readers = {
        "doi": form_of(values.DOI.fullmatch, "a DOI like 10.5281/zenodo.1234", "yaml-identifier", values.as_doi),
        "issn": _issn,
        "urn_nbn": form_of(values.URN_NBN.fullmatch, "a name like urn:nbn:de:101:1-2022010612", "yaml-identifier"),
        "uri": form_of(values.is_uri, "an absolute URI", "yaml-identifier", values.as_web_address),
    }
    given = {key: optional(fields, key, read, sheet) or "" for key, read in readers.items()}
    return Identifiers(**given, isbns=optional(fields, "isbn", _isbns, sheet) or ())


def _numbered(is_right: Callable[[str], bool], check_of: Callable[[str], str], expected: str) -> Reader[str]:
    """A reader of numbers with a check digit, which says what the digit would be."""

    def read(node: Node, name: str, sheet: Sheet) -> str:
        text = read_word(node, name, sheet)
        if text and not is_right(text):
            check = check_of(text)
            right = f"{text[:-1]}{check}"
            hint = f"the last digit would be {check}, {right}: compare all digits with where they come from"
            plain = re.sub(r"(?i)(?:isbn|issn)(?:-1[03])?[:\s]*|[\s\u2010-\u2015]", "", text).upper()
            meant = next((one for one in (plain, f"{plain[:4]}-{plain[4:]}") if is_right(one)), "")
            hint, check = (f"write {meant}", "1") if meant else (hint, check)
            message = f"{name}, {expected}, was expected, found {characters.shortened(text)}"
            sheet.find("yaml-identifier", node.place, message, hint if check else "")
            return ""
        return text

    return read


_issn = _numbered(values.is_issn, values.issn_check, "an ISSN like 2049-3630 with a right check digit")
_isbn = _numbered(values.is_isbn, values.isbn_check, "an ISBN with a right check digit")


def _isbns(node: Node, name: str, sheet: Sheet) -> tuple[Isbn, ...]:
    """One ISBN for each form of product; one alone is that of the e-book, which is what the trade sells."""
    if isinstance(node, Mapping):
        fields = read_fields(node, name, PRODUCTS, sheet)
        return tuple(isbn for form in PRODUCTS for isbn in optional(fields, form, _isbns, sheet) or () if isbn)
    text = _isbn(node, name, sheet)
    form = name.rpartition(".")[2]
    return (Isbn(form if form in PRODUCTS else "epub", values.isbn_13(text), node.place),) if text else ()


def check_isbns(sheet: Sheet, editions: tuple[Edition, ...]) -> None:
    """An ISBN names one product: one form of one edition (ISO 2108, 4.4)."""
    products: dict[str, list[str]] = {}
    places: dict[str, list[Isbn]] = {}
    for edition in editions:
        for isbn in edition.identifiers.isbns:
            products.setdefault(isbn.number, []).append(f"{isbn.form} of {edition.language}")
            places.setdefault(isbn.number, []).append(isbn)
    for number, named in products.items():
        first, *others = sorted(set(places[number]), key=lambda isbn: (isbn.place.line, isbn.place.column))
        for isbn in (others or [first]) if len(named) > 1 else ():
            message = f"an ISBN for one product was expected, found {isbn.written} for {', '.join(named)}"
            sheet.find("yaml-isbn-twice", isbn.place, message, ISBN_FOR_EACH)


def read_cataloguing(node: Node, name: str, sheet: Sheet) -> Cataloguing:
    """What the statement says of it, laid over what the project says."""
    fields, ours = read_fields(node, name, ("language", "agency"), sheet), cataloguing()
    agency = form_of(AGENCY.fullmatch, "the MARC code of an agency like DE-101")
    return Cataloguing(
        optional(fields, "language", choice_of(*catalogue_languages()), sheet) or ours.language,
        optional(fields, "agency", agency, sheet) or ours.agency,
    )


def read_series(node: Node, name: str, sheet: Sheet) -> Series | None:
    fields = read_fields(node, name, ("title", "issn", "number"), sheet)
    title = required(fields, "title", read_text, sheet)
    number = optional(fields, "number", read_text, sheet) or ""
    return Series(title or "", optional(fields, "issn", _issn, sheet) or "", number)
