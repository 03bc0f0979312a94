"""The XMP packet of a press file: PDF/X-4 identification and the facts of the edition (ISO 16684-1; ISO 15930-7, 6.5).

Flow: (Statement, Edition, Format) -> ``packet`` -> bytes, written uncompressed. What the content does not give is absent.
"""

from __future__ import annotations

import datetime
from xml.sax.saxutils import escape, quoteattr

from flugblatt import __version__
from flugblatt.leaflet.sheets import Format, form_of
from flugblatt.model import Edition, Statement
from flugblatt.model.identifiers import form_id, instance_id
from flugblatt.typeset import xmp

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}


def packet(statement: Statement, edition: Edition, format: Format, producer: str) -> bytes:
    """The whole packet, UTF-8. Created is the publication, modified the revision, as in every other form."""
    form = form_of(format, "press")
    stamp = statement.stamp.isoformat()
    language = edition.language
    rights = statement.rights.statement if statement.rights else ""
    properties = (
        _simple("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        _simple("dc:format", "application/pdf"),
        _alternative("dc:title", edition.title_text, language),
        _array("dc:creator", "Seq", tuple(issuer.name for issuer in statement.issuers_of(edition))),
        _array("dc:date", "Seq", (statement.date,)),
        _array("dc:language", "Bag", (language,)),
        _simple("dc:identifier", xmp.identifiers(statement, edition)[0]),
        _array("dc:publisher", "Bag", (statement.publisher.name,) if statement.publisher else ()),
        _alternative("dc:rights", rights, language),
        _simple("xmp:CreateDate", created(statement).isoformat()),
        _simple("xmp:ModifyDate", stamp),
        _simple("xmp:MetadataDate", stamp),
        _simple("xmp:CreatorTool", f"flugblatt {__version__}"),
        _simple("xmpMM:DocumentID", f"uuid:{form_id(statement, edition, form)}"),
        _simple("xmpMM:InstanceID", f"uuid:{instance_id(statement, edition, form)}"),
        _simple("xmpMM:VersionID", "1"),
        _simple("xmpMM:RenditionClass", "default"),
        _simple("pdf:Producer", producer),
        _simple("pdf:Trapped", "False"),
    )
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    body = "\n".join(each for each in properties if each)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n<rdf:Description rdf:about="" {spaces}>\n{body}\n'
        '</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def created(statement: Statement) -> datetime.datetime:
    """The publication as a moment: its midnight in UTC, the first day of a month or year."""
    return datetime.datetime.fromisoformat(xmp.created(statement))


def pdf_date(moment: datetime.datetime) -> str:
    """A date of the information dictionary (ISO 32000-1, 7.9.4), the same moment as in the packet."""
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment.year:04}{moment.strftime('%m%d%H%M%S')}{offset[:3]}'{offset[3:5]}'"


def _simple(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _array(name: str, kind: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def _alternative(name: str, value: str, language: str) -> str:
    if not value:
        return ""
    items = "".join(f'<rdf:li xml:lang="{tag}">{escape(value)}</rdf:li>' for tag in ("x-default", language))
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"
