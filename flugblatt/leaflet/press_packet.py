"""The XMP packet of a press file: PDF/X-4 identification and the facts of the edition (ISO 16684-1; ISO 15930-7, 6.5).

Flow: (Statement, Edition, Format) -> ``packet`` -> bytes, written uncompressed. What the content does not give is absent.
"""

from __future__ import annotations

import datetime
from xml.sax.saxutils import quoteattr

from flugblatt import __version__
from flugblatt.leaflet.sheets import Format, form_of
from flugblatt.model import Edition, Statement
from flugblatt.model.identifiers import form_id, instance_id
from flugblatt.typeset.xmp import FOOTER, HEADER, alternative, array, created, identifiers, licence, simple

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}


def packet(statement: Statement, edition: Edition, format: Format, producer: str) -> bytes:
    """The whole packet, UTF-8. Created is the publication, modified the revision, as in every other form."""
    form = form_of(format, "press")
    stamp = statement.stamp.isoformat()
    language = edition.language
    rights = statement.rights.statement if statement.rights else ""
    identifier, *others = identifiers(statement, edition, "press")
    properties = (
        simple("pdfxid:GTS_PDFXVersion", "PDF/X-4"),
        simple("dc:format", "application/pdf"),
        alternative("dc:title", edition.title_text, language),
        array("dc:creator", "Seq", tuple(issuer.name for issuer in statement.issuers_of(edition))),
        array("dc:date", "Seq", (statement.date,)),
        array("dc:language", "Bag", (language,)),
        simple("dc:identifier", identifier),
        array("dc:relation", "Bag", tuple(others)),
        array("dc:publisher", "Bag", (statement.publisher.name,) if statement.publisher else ()),
        alternative("dc:rights", rights, language),
        *licence(statement, language),
        simple("xmp:CreateDate", created(statement)),
        simple("xmp:ModifyDate", stamp),
        simple("xmp:MetadataDate", stamp),
        simple("xmp:CreatorTool", f"flugblatt {__version__}"),
        simple("xmpMM:DocumentID", f"uuid:{form_id(statement, edition, form)}"),
        simple("xmpMM:InstanceID", f"uuid:{instance_id(statement, edition, form)}"),
        simple("xmpMM:VersionID", "1"),
        simple("xmpMM:RenditionClass", "default"),
        simple("pdf:Producer", producer),
        simple("pdf:Trapped", "False"),
    )
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    body = "\n".join(each for each in properties if each)
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    described = f'<rdf:Description rdf:about="" {spaces}>\n{body}\n</rdf:Description>'
    return f"{HEADER}<rdf:RDF {rdf}>\n{described}\n</rdf:RDF>{FOOTER}".encode()


def pdf_date(moment: datetime.datetime) -> str:
    """A date of the information dictionary (ISO 32000-1, 7.9.4), the same moment as in the packet."""
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment.year:04}{moment.strftime('%m%d%H%M%S')}{offset[:3]}'{offset[3:5]}'"
