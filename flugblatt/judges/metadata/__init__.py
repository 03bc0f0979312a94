"""Judges whether an output says of itself what ``statement.yaml`` says of the edition, field by field, and nothing more.

Flow: judge(statement, edition, target, data) -> the fields that must be there, computed again -> the fields read back
from the finished file by a reader of others (pypdf, EbookLib, lxml) -> Check ``metadata``.

Rule: title, creators, dates, language, identifiers, publisher, subjects, description, rights and every other field equal
the statement's; a field that the statement gives no value for is absent.
Reason: libraries, shops and search engines show the metadata and not the text; a wrong issuer or date there is what most
people will ever see, and an invented one is a lie in somebody's name.
Passes: a file in which every field is there with its value, in every place in which its format keeps it.
Fails: with one of its codes.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree
from pypdf import PdfReader

from flugblatt import __version__
from flugblatt.judges import a11y
from flugblatt.judges.epub import kobo_marks
from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata import markup_fields
from flugblatt.judges.metadata.fields import LANG, Fields, filled, gathered, instant
from flugblatt.model import Check, Edition, Finding, FindingCode, Statement
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

COMPARE = (
    "Compare the field with statement.yaml. If that is right, build with --force; if the finding stays, report it"
    " with that file."
)
CODES: Mapping[str, FindingCode] = {
    "metadata-missing": FindingCode("A field that the statement gives and the output does not have.", COMPARE),
    "metadata-changed": FindingCode("A field with another value than the statement gives.", COMPARE),
    "metadata-extra": FindingCode("A field that the statement does not give.", COMPARE),
    "metadata-unreadable": FindingCode(
        "Metadata that cannot be read.",
        "Take another copy of the file, or build it again: it is damaged, or of another kind than its name says.",
    ),
}
TOOL = "our checks, reading with {reader}"

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://pdfa.org/declarations/": "pdfd",
    "http://prismstandard.org/namespaces/basic/3.0/": "prism",
    "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
}
CLAIMS: dict[str, Fields] = {
    "archive-pdf": {"XMP pdfaid:part": ("3",), "XMP pdfaid:conformance": ("A",), "XMP pdfuaid:part": ("1",)},
    "large-print": {"XMP pdfaid:part": ("3",), "XMP pdfaid:conformance": ("A",), "XMP pdfuaid:part": ("1",)},
    "bilingual": {"XMP pdfaid:part": ("3",), "XMP pdfaid:conformance": ("A",), "XMP pdfuaid:part": ("1",)},
    "access-pdf": {
        "XMP pdfaid:part": ("4",),
        "XMP pdfaid:conformance": ("F",),
        "XMP pdfaid:rev": ("2020",),
        "XMP pdfuaid:part": ("2",),
        "XMP pdfuaid:rev": ("2024",),
        "XMP pdfd:declarations Bag": tuple(
            f"http://pdfa.org/declarations/wtpdf#{name}" for name in ("accessibility1.0", "reuse1.0")
        ),
    },
}
MOMENTS = ("XMP xmp:CreateDate", "XMP xmp:ModifyDate", "XMP xmp:MetadataDate")


PYPDF, EBOOKLIB, LXML = (TOOL.format(reader=reader) for reader in ("pypdf", "EbookLib", "lxml"))
READABLE = "metadata that can be read"


@survives("metadata", PYPDF, "metadata-unreadable", READABLE)
def of_pdf(case: Case) -> Check:
    """The Check ``metadata`` of archive-pdf, access-pdf and large-print. Never raises for what the file holds."""
    return _compared(PYPDF, pdf_fields(case.statement, case.edition, case.target), read_pdf(case.data))


@survives("metadata", PYPDF, "metadata-unreadable", READABLE)
def of_pair(case: Case) -> Check:
    """The Check ``metadata`` of two editions in one PDF. Never raises for what the file holds."""
    return _compared(PYPDF, pair_fields(case.statement, case.edition, case.kind), read_pdf(case.data))


@survives("metadata", EBOOKLIB, "metadata-unreadable", READABLE)
def of_book(case: Case) -> Check:
    """The Check ``metadata`` of a book. Never raises for what the file holds."""
    expected = markup_fields.epub_fields(case.statement, case.edition)
    if case.statement.exemption:
        expected |= {markup_fields.EXEMPTION: (f"eaa-{case.statement.exemption}",)}
    elif not a11y.of_book(case.data).findings:
        expected |= markup_fields.CLAIM
    return _compared(EBOOKLIB, expected, markup_fields.read_epub(case.data))


@survives("metadata", EBOOKLIB, "metadata-unreadable", READABLE)
def of_kobo_book(case: Case) -> Check:
    """The Check ``metadata`` of a book for Kobo's readers: as of any book, and the marks that they count by."""
    check = of_book(case)
    return Check.of(check.check, check.tool, (*check.findings, *kobo_marks.judge(case.data)), check.detail)


@survives("metadata", LXML, "metadata-unreadable", READABLE)
def of_page(case: Case) -> Check:
    """The Check ``metadata`` of a web page. Never raises for what the file holds."""
    expected, found = markup_fields.web_fields(case.statement, case.edition), markup_fields.read_page(case.data)
    if not any(name in found for name in markup_fields.CARD):
        expected = {name: values for name, values in expected.items() if name not in markup_fields.CARD}
    return _compared(LXML, expected, found)


def _compared(tool: str, expected: Fields, found: Fields) -> Check:
    return Check.of("metadata", tool, compare(expected, found), f"{len(expected)} fields")


def compare(expected: Fields, found: Fields) -> tuple[Finding, ...]:
    """A finding for every field that is missing, changed or extra, in the order of the fields' names."""
    findings: list[Finding] = []
    for name in sorted(expected.keys() | found.keys()):
        ours, theirs = expected.get(name, ()), found.get(name, ())
        if ours == theirs:
            continue
        if not theirs:
            findings.append(Finding("metadata-missing", "error", f"expected {_words(ours)}, found nothing", name))
        elif not ours:
            message = f"expected nothing, as the statement gives nothing, found {_words(theirs)}"
            findings.append(Finding("metadata-extra", "error", message, name))
        else:
            message = f"expected {_words(ours)}, found {_words(theirs)}"
            findings.append(Finding("metadata-changed", "error", message, name))
    return tuple(findings)


def _words(values: tuple[str, ...]) -> str:
    return " and ".join(f"“{value}”" for value in values)


# --- archive-pdf ---------------------------------------------------------------------------------


def pdf_fields(statement: Statement, edition: Edition, target: str) -> Fields:
    """The fields of XMP and Info; what the statement does not give is left out."""
    language, title = edition.language, edition.title_text
    names = tuple(issuer.name for issuer in statement_facts.issuers(statement, edition))
    product = "pdf" if target in statement_facts.WITH_ISBN else ""
    rights, (identifier, *others) = statement.rights, markup_fields.identifiers(statement, edition, product)
    isbn = tuple(isbn.written for isbn in edition.identifiers.isbns if isbn.form == product)
    subjects = statement.subject_words(language)
    summary = statement.summary.for_language(language) or ""
    published, changed = moment(statement.date), moment(statement.revised or statement.date)
    fields: Fields = {
        "catalog Lang": (language,),
        "Info Title": (title,),
        "Info Author": (", ".join(names),),
        "Info Subject": (summary,),
        "Info Keywords": (", ".join(subjects),),
        "Info Creator": (f"flugblatt {__version__}",),
        "Info CreationDate": (published,),
        "Info ModDate": (changed,),
        "XMP dc:format": ("application/pdf",),
        "XMP dc:creator Seq": names,
        "XMP dc:date Seq": (statement.date,),
        "XMP dc:language Bag": (language,),
        "XMP dc:identifier": (identifier,),
        "XMP dc:relation Bag": tuple(others),
        "XMP dc:subject Bag": subjects,
        "XMP dc:publisher Bag": (statement.publisher.name,) if statement.publisher else (),
        "XMP dc:contributor Bag": (edition.translator,),
        "XMP dc:type Bag": ("Text",),
        "XMP xmpRights:WebStatement": (rights.license_address if rights else "",),
        "XMP prism:isbn": isbn,
        "XMP xmp:CreateDate": (published,),
        "XMP xmp:ModifyDate": (changed,),
        "XMP xmp:MetadataDate": (changed,),
        "XMP xmp:CreatorTool": (f"flugblatt {__version__}",),
        "XMP pdf:Keywords": (", ".join(subjects),),
        "XMP xmpMM:DocumentID": (f"uuid:{statement_facts.form_id(statement, edition, target)}",),
        "XMP xmpMM:InstanceID": (f"uuid:{statement_facts.instance_id(statement, edition, target)}",),
        "XMP prism:publicationDate": (statement.date,),
        "dates of attached files": (f"D:{''.join(char for char in changed[:19] if char.isdecimal())}Z",) * 4,
    }
    terms = (rights.license_name or rights.license_address) if rights else ""
    texts = (("dc:title", title), ("dc:description", summary), ("dc:rights", rights.statement if rights else ""))
    for name, value in (*texts, ("xmpRights:UsageTerms", terms)):
        for tag in ("x-default", language):
            fields[f"XMP {name} Alt {tag}"] = (value,)
    if target == "access-pdf":  # PDF/A-4 has no Info (ISO 19005-4, 6.1.3)
        fields = {name: values for name, values in fields.items() if not name.startswith("Info ")}
    return filled(fields | CLAIMS[target])


def pair_fields(statement: Statement, edition: Edition, kind: str = "") -> Fields:
    """The fields of a PDF of two editions: what either language has, in the order of the pair; of identifiers those of the work."""
    second = edition.beside
    if second is None:
        raise ValueError("two editions side by side were expected, found one")
    of_work = replace(edition, identifiers=statement.identifiers)
    one, other = (
        pdf_fields(statement, each, "bilingual")
        for each in (of_work, replace(second, identifiers=statement.identifiers))
    )
    fields = dict(one)
    for name in ("XMP dc:creator Seq", "XMP dc:language Bag", "XMP dc:subject Bag", "XMP dc:contributor Bag"):
        fields[name] = tuple(dict.fromkeys((*one.get(name, ()), *other.get(name, ()))))
    fields["Info Author"] = (", ".join(fields["XMP dc:creator Seq"]),)
    fields["Info Keywords"] = fields["XMP pdf:Keywords"] = (", ".join(fields["XMP dc:subject Bag"]),)
    both = f"{edition.title_text} / {second.title_text}"
    fields["Info Title"] = fields["XMP dc:title Alt x-default"] = (both,)
    for name in ("dc:title", "dc:description", "dc:rights", "xmpRights:UsageTerms"):
        own = f"XMP {name} Alt {second.language}"
        fields[own] = other.get(own, ())
    default = "XMP dc:description Alt x-default"
    fields[default] = fields["Info Subject"] = one.get(default) or other.get(default, ())
    fields["dates of attached files"] = one["dates of attached files"][:1] * 6
    if kind:  # another document, of the same sources
        form = f"bilingual/{kind}"
        fields["XMP xmpMM:DocumentID"] = (f"uuid:{statement_facts.form_id(statement, edition, form)}",)
        fields["XMP xmpMM:InstanceID"] = (f"uuid:{statement_facts.instance_id(statement, edition, form)}",)
    return filled(fields)


def moment(date: str) -> str:
    return instant(date).isoformat()


def read_pdf(data: bytes) -> Fields:
    """Every field of Info and XMP in a finished PDF. Raises whatever pypdf and lxml raise."""
    reader = PdfReader(io.BytesIO(data), strict=True)
    root: Any = reader.trailer["/Root"]
    fields: Fields = {"catalog Lang": (str(root["/Lang"]),)} if "/Lang" in root else {}
    info = read_info(reader)
    producer = info.pop("Info Producer", ("",))
    for specification in root.get("/AF", ()):
        embedded = specification["/EF"]["/F"]
        dates = tuple(str(embedded.get("/Params", {}).get(key, "")) for key in ("/CreationDate", "/ModDate"))
        fields["dates of attached files"] = fields.get("dates of attached files", ()) + dates
    packet = read_xmp(root["/Metadata"].get_object().get_data())
    if packet.pop("XMP pdf:Producer", ("",)) != producer and reader.metadata:
        fields["Info Producer, other than pdf:Producer"] = producer
    return fields | info | packet


def read_info(reader: PdfReader) -> Fields:
    """The information dictionary (ISO 32000-1, 14.3.3), dates as moments in UTC. ValueError for what is no date."""
    given = reader.metadata
    if given is None:
        return {}
    fields: Fields = {f"Info {key[1:]}": (str(value),) for key, value in given.items()}
    dates = (("CreationDate", given.creation_date), ("ModDate", given.modification_date))
    return fields | {f"Info {key}": (date.astimezone(datetime.UTC).isoformat(),) for key, date in dates if date}


def read_xmp(data: bytes) -> Fields:
    """Every property of a packet (ISO 16684-1): simple values, and arrays by kind; alternatives by language."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(data, parser)
    if len(list(tree.iter(RDF + "RDF"))) != 1:
        raise ValueError("expected one rdf:RDF")
    fields = gathered(value for description in tree.iter(RDF + "Description") for value in _properties(description))
    return {name: tuple(map(moment, values)) if name in MOMENTS else values for name, values in fields.items()}


def _properties(description: etree._Element) -> Iterator[tuple[str, str]]:
    for attribute, value in description.attrib.items():
        if attribute != RDF + "about":
            yield f"XMP {_prefixed(attribute)}", value
    for element in description:
        name = f"XMP {_prefixed(element.tag)}"
        if name == "XMP pdfaExtension:schemas":
            continue  # says how properties are typed, and nothing of the edition
        arrays = [child for child in element if child.tag in (RDF + "Seq", RDF + "Bag", RDF + "Alt")]
        if not arrays:
            yield name, "".join(element.itertext())
        for array in arrays:
            kind = etree.QName(array).localname
            for item in array:
                yield f"{name} {kind}{f' {item.get(LANG)}' if kind == 'Alt' else ''}", "".join(item.itertext())


def _prefixed(tag: Any) -> str:
    name = etree.QName(tag)
    return f"{PREFIXES.get(name.namespace or '', name.namespace)}:{name.localname}"
