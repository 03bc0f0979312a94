"""Who stands behind a work, under which names and rights: the keys of ``statement.yaml`` that records are made from.

Flow: node -> one reader for each of issuers, publisher, contact, imprint, rights, identifiers and series -> value.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Literal

from flugblatt.content import characters, values
from flugblatt.content.yaml_fields import (
    Fields,
    Sheet,
    absolute_uri,
    by_language,
    choice_of,
    form_of,
    list_of,
    optional,
    read_fields,
    read_lines,
    read_text,
    required,
    web_address,
)
from flugblatt.content.yaml_source import Mapping, Node
from flugblatt.model import ByLanguage, Contact, Identifiers, Imprint, Issuer, Publisher, Rights, Series


def _issuer(node: Node, name: str, sheet: Sheet) -> Issuer | None:
    if not isinstance(node, Mapping):
        text = read_text(node, name, sheet)
        return Issuer(text) if text else None
    fields = read_fields(node, name, ("name", "kind", "uri", "sort_name"), sheet)
    written = required(fields, "name", read_text, sheet)
    kind: Literal["organization", "person", "conference"] = "organization"
    match optional(fields, "kind", choice_of("organization", "person", "conference"), sheet):
        case "person" | "conference" as given:
            kind = given
    uri = optional(fields, "uri", absolute_uri, sheet) or ""
    return Issuer(written, kind, uri, optional(fields, "sort_name", read_text, sheet) or "") if written else None


read_issuers = by_language(list_of(_issuer))


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
    near = get_close_matches(text.replace(" ", "-").upper(), {license.upper(): None for license in values.LICENSES}, 1)
    right = next((license for license in sorted(values.LICENSES) if near and license.upper() == near[0]), "")
    message = f"{name}, an SPDX identifier or an https: address, was expected, found {characters.shortened(text)}"
    hint = f"did you mean {right}?" if right else "write CC-BY-4.0 or the like, or the address of the license"
    sheet.find("yaml-license", node.place, message, hint)
    return ""


def read_identifiers(node: Node, name: str, sheet: Sheet) -> Identifiers:
    fields = read_fields(node, name, ("doi", "isbn", "issn", "urn_nbn", "uri"), sheet)
    forms: tuple[tuple[str, Callable[[str], object], str], ...] = (
        ("doi", values.DOI.fullmatch, "a DOI like 10.5281/zenodo.1234"),
        ("isbn", values.is_isbn, "an ISBN with a right check digit"),
        ("issn", values.is_issn, "an ISSN like 2049-3630 with a right check digit"),
        ("urn_nbn", values.URN_NBN.fullmatch, "a name like urn:nbn:de:101:1-2022010612"),
        ("uri", values.URI.fullmatch, "an absolute URI"),
    )
    return Identifiers(
        *(optional(fields, key, form_of(form, wanted, "yaml-identifier"), sheet) or "" for key, form, wanted in forms)
    )


def read_series(node: Node, name: str, sheet: Sheet) -> Series | None:
    fields = read_fields(node, name, ("title", "issn", "number"), sheet)
    title = required(fields, "title", read_text, sheet)
    issn = form_of(values.is_issn, "an ISSN like 2049-3630 with a right check digit", "yaml-identifier")
    number = optional(fields, "number", read_text, sheet) or ""
    return Series(title or "", optional(fields, "issn", issn, sheet) or "", number)
