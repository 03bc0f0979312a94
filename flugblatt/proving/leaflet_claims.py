"""What a leaflet of ours says of itself: it carries neither its source nor statement.yaml, only their facts here and there.

Flow: bytes -> XMP and catalog -> ``Claims`` (form, date, issuers, identifier); structure tree -> ``Parts`` -> the statement and
the edition that would print just this. Nothing of it is believed: it says in which words the generated places must agree.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import get_args
from uuid import UUID, uuid5

import pikepdf

from flugblatt.content.quotation import departure
from flugblatt.content.values import LICENSES, is_date
from flugblatt.judges.fidelity import leaflet_pdf, reference
from flugblatt.judges.fidelity.edition_pdf import BULLET
from flugblatt.judges.fidelity.sequence import Unit
from flugblatt.judges.metadata import read_xmp
from flugblatt.judges.preflight import panel_layout as layout
from flugblatt.judges.preflight.panel_layout import Kind, Layout
from flugblatt.language.table import language_of
from flugblatt.model import ByLanguage, Edition, Finding, Imprint, Issuer, Rights, Statement
from flugblatt.model.work import Kind as WorkKind
from flugblatt.proving.difference_messages import short
from flugblatt.proving.line_comparison import statement_of

MAKER = "flugblatt "
KINDS: tuple[Kind, ...] = ("read", "office", "office-white", "press")
FORM = reference.Form(markup=False, notes="end", bullet=BULLET)
IDENTIFIER = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ONE_VALUE = ("xmp:CreatorTool", "dc:identifier", "xmpMM:DocumentID", "dc:date Seq")
MM = 72 / 25.4
NO_DATE = "2000-01-01"
ABOVE_THE_TITLE: tuple[WorkKind, ...] = ("open-letter", "press-release")
"""The kinds that a cover names above the title."""


@dataclass(frozen=True, slots=True)
class Claims:
    """``layout`` is that of the format, None where the metadata names no form of a leaflet; ``date`` and ``identifier`` are
    empty where they say none."""

    language: str
    kind: Kind
    layout: Layout | None
    date: str
    issuers: tuple[str, ...]
    identifier: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The units of a leaflet by where they stand: before the text, the text with its title, after it."""

    cover: tuple[Unit, ...]
    edition: tuple[Unit, ...]
    quote: tuple[Unit, ...]
    back: tuple[Unit, ...]


def read(data: bytes) -> Claims | None:
    """What a leaflet of ours says in catalog and metadata; None for any other PDF, and for one that cannot be read. Our books
    say that they are PDF/A, a leaflet does not."""
    with suppress(Exception):  # the routes say what is wrong with it
        return _read(data)
    return None


def _read(data: bytes) -> Claims | None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Metadata" not in pdf.Root or "/StructTreeRoot" not in pdf.Root:
            return None
        fields = read_xmp(pdf.Root.Metadata.read_bytes())
        language = str(pdf.Root.get("/Lang", ""))
        left, _, right, _ = (float(edge) for edge in pdf.pages[0].trimbox)
        printed = any(intent.get("/S") == "/GTS_PDFX" for intent in pdf.Root.get("/OutputIntents", ()))
    said = {name: "".join(fields.get(f"XMP {name}", ())) for name in ONE_VALUE}
    if not said["xmp:CreatorTool"].startswith(MAKER) or any(name.startswith("XMP pdfaid:") for name in fields):
        return None
    identifier = said["dc:identifier"] if IDENTIFIER.fullmatch(said["dc:identifier"]) else ""
    key, kind = _form(identifier, said["xmpMM:DocumentID"]) or ("", "press" if printed else "office")
    known = layout.read(key, "") if key else None
    if known is not None and kind == "press" and known.booklet:
        known = replace(known, spreads=(right - left) / MM > 1.5 * known.product[0])
    date = said["dc:date Seq"] if is_date(said["dc:date Seq"]) else ""
    return Claims(language, kind, known, date, fields.get("XMP dc:creator Seq", ()), identifier)


def _form(identifier: str, document: str) -> tuple[str, Kind] | None:
    """The format and the kind whose name among the forms of the edition makes this identifier (RFC 9562, 5.5)."""
    if not identifier:
        return None
    edition = UUID(identifier)
    forms = {
        f"uuid:{uuid5(edition, f'leaflet/{key}.{kind}')}": (key, kind) for key in layout.formats() for kind in KINDS
    }
    return forms.get(document)


def parts(units: tuple[Unit, ...]) -> Parts:
    """The units by the sections at the top of the tree: cover, main, pull quote, back."""
    tops = list(dict.fromkeys(unit.stack[:1] for unit in units))
    main = next((at for at, top in enumerate(tops) if top and top[0][0] == "main"), 1)
    quotes = {unit.stack[:1] for unit in units if unit.path[:2] == ("section", "quote")}
    found: tuple[list[Unit], ...] = ([], [], [], [])
    for unit in units:
        at = tops.index(unit.stack[:1])
        in_text = unit.path[:1] == ("main",) or "title" in unit.path
        place = 1 if in_text else 0 if at < main else 2 if unit.stack[:1] in quotes else 3
        found[place].append(unit)
    return Parts(*map(tuple, found))


def printing(claims: Claims, said: Parts, edition: Edition) -> tuple[Statement, Edition, list[Finding]]:
    """The statement and the edition that print what the leaflet says at its generated places, as far as a statement can
    say it; and what no statement says."""
    language = language_of(edition)
    labels, rows = language.labels, rows_of(said.back)
    names = claims.issuers
    license_ = _license(rows.get(labels.license, ""))
    imprint = (labels.imprint_publisher, labels.imprint_printer, labels.imprint_responsible)
    source = next((unit.text for unit in said.quote if "quote" not in unit.path), "")
    kind = next((kind for kind in get_args(WorkKind) if language.kind(kind) == source), None)
    statement = replace(
        statement_of(edition),
        date=claims.date or NO_DATE,
        revised=claims.date or NO_DATE,
        issuers=ByLanguage(tuple(map(Issuer, names))),
        rights=Rights(license=license_) if license_ else None,
        imprint=Imprint(*((rows[label],) if rows.get(label) else () for label in imprint)),
        url=_address(said.back),
    )
    above = {language.kind(each): each for each in ABOVE_THE_TITLE}.get(said.cover[1].text) if said.cover[1:] else None
    if (kind := above or kind) is not None and not language.label_lang:
        statement = replace(statement, kind=kind, kind_given=True)
    after = [unit.text for unit in said.cover[1 + bool(above) :] if unit.kind == "paragraph"]
    shown = reference.names_shown(reference.writing(statement, edition, FORM), said.cover)
    printed = len(names) if shown == len(names) else shown + 1
    begins = after.index(labels.to) if labels.to in after[:2] else len(after) - printed
    subtitle = after[0] if begins > 0 and len(after) > printed else ""
    statement = replace(statement, addressee=ByLanguage(tuple(after[begins + 1 : len(after) - printed])))
    edition = replace(edition, subtitle=subtitle, translator=rows.get(labels.translator, ""))
    quote, findings = _quotation(statement, edition, said.quote)
    return statement, replace(edition, pull_quote=quote), findings


def _license(row: str) -> str:
    """The identifier or the address of a licence that prints as this row: its name, its address, or both."""
    for word in row.split(" "):
        given = Rights(license=word)
        known = word in LICENSES or word.startswith("https://")
        if known and row == " ".join(filter(None, (given.license_name, given.license_address))):
            return word
    return ""


def rows_of(back: tuple[Unit, ...]) -> dict[str, str]:
    """What stands beside each label of the back; of a label that comes again, the first."""
    rows: dict[str, str] = {}
    label = ""
    for unit in back:
        if unit.kind == "term":
            label = unit.text
        elif unit.kind == "definition":
            rows.setdefault(label, unit.text)
    return rows


def _address(back: tuple[Unit, ...]) -> str:
    """The address beside the share code, below its label: where its link leads or, in print, what it says."""
    *_, last = (None, *takewhile(lambda unit: unit.kind == "paragraph", back))
    if last is None or not last.chars:
        return ""
    link = last.chars[0].voice.link
    return link or (last.text if "://" in last.text else f"https://{last.text}")


def _quotation(statement: Statement, edition: Edition, quote: tuple[Unit, ...]) -> tuple[str, list[Finding]]:
    """The pull quote without the marks of the language; a finding where the source does not say it."""
    first = next((unit for unit in quote if unit.path[:2] == ("section", "quote")), None)
    if first is None or not first.text:
        return "", []
    inner = first.text[1:-1]
    for words in (inner, first.text):
        write = reference.writing(statement, replace(edition, pull_quote=words), FORM)
        if words and leaflet_pdf.pull_quote(write) == first.text and not departure(words, edition):
            return words, []
    marked = first.text[0] in leaflet_pdf.OWN_MARKS
    words = inner if marked and inner else first.text
    parted = departure(words, edition) or f"“{short(words)}” between other marks"
    message = f"expected the pull quote to be a quotation of the source, found {parted}"
    return words, [Finding("fidelity-generated", "error", message, str(first.place))]
