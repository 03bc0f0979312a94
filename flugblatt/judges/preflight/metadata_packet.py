"""Judges the XMP packet of a press file: the claim of PDF/X-4, and that it agrees with the Info dictionary.

Flow: catalog -> packet (ISO 16684-1) -> properties by name -> compared with Info and with the edition.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import StreamObject

from flugblatt.judges.preflight.case import Case, found
from flugblatt.model import Finding

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
MM = "{http://ns.adobe.com/xap/1.0/mm/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
XID = "{http://www.npes.org/pdfx/ns/id/}"
REQUIRED = {
    f"{MM}DocumentID": "xmpMM:DocumentID",
    f"{MM}VersionID": "xmpMM:VersionID",
    f"{MM}RenditionClass": "xmpMM:RenditionClass",
    f"{XMP}MetadataDate": "xmp:MetadataDate",
}
SAME = (
    (f"{DC}title", "dc:title", "/Title"),
    (f"{XMP}CreatorTool", "xmp:CreatorTool", "/Creator"),
    (f"{PDF}Producer", "pdf:Producer", "/Producer"),
    (f"{PDF}Trapped", "pdf:Trapped", "/Trapped"),
    (f"{XMP}CreateDate", "xmp:CreateDate", "/CreationDate"),
    (f"{XMP}ModifyDate", "xmp:ModifyDate", "/ModDate"),
)
WHERE = "XMP"


def judge(case: Case, reader: PdfReader) -> Iterator[Finding]:
    """What is wrong with the metadata of a press file."""
    stream = reader.root_object.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject) or "/Filter" in stream:
        told = "none" if stream is None else "one that is packed"
        yield found("xmp", f"an XMP packet that is not packed; found {told}", "catalog")
        return
    try:
        properties = _properties(stream.get_data())
    except etree.XMLSyntaxError as error:
        yield found("xmp", f"an XMP packet that can be read; found: {error}", WHERE)
        return
    claim = properties.get(f"{XID}GTS_PDFXVersion", "")
    if claim != "PDF/X-4":
        yield found("xmp", f"the claim PDF/X-4 (pdfxid:GTS_PDFXVersion); found {claim!r}", WHERE)
    for key, name in REQUIRED.items():
        if not properties.get(key):
            yield found("xmp", f"a value of {name}; found none", WHERE)
    info = reader.trailer.get("/Info")
    info = info.get_object() if info is not None else {}
    for key, name, entry in SAME:
        ours, theirs = properties.get(key, ""), str(info.get(entry, "")).removeprefix("/")
        if not ours or _moment(ours) != _moment(theirs):
            code = "trapped" if entry == "/Trapped" else "xmp"
            yield found(code, f"{name} and Info{entry} to agree; found {ours!r} and {theirs!r}", WHERE)
    trapped = str(info.get("/Trapped", ""))
    if trapped not in ("/True", "/False"):
        yield found("trapped", f"a word on trapping, True or False; found {trapped!r}", "Info")
    title = properties.get(f"{DC}title", "")
    if title != case.edition.title_text:
        yield found("xmp", f"the title of the edition; found {title!r}", WHERE)


def _properties(data: bytes) -> dict[str, str]:
    """The properties of all descriptions, as elements or as attributes; of alternatives and lists the first."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    values: dict[str, str] = {}
    for description in root.iter(f"{RDF}Description"):
        for key, value in description.attrib.items():
            values[str(key)] = str(value)
        for element in description:
            if isinstance(element.tag, str):
                entry = element.find(f".//{RDF}li")
                values[element.tag] = ((entry if entry is not None else element).text or "").strip()
    return values


def _moment(text: str) -> datetime.datetime | str:
    """A date of XMP or of PDF (ISO 32000-1, 7.9.4) as a moment; any other text as it stands."""
    match = re.fullmatch(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'(\d\d)'?)?", text)
    if match:
        year, month, day, hour, minute, second = match.groups()[:6]
        zone = f"{match[7]}:{match[8]}" if match[7] else "+00:00"
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"
    try:
        moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
