"""Judges the XMP packet of a press file: the claim of PDF/X-4, and that it agrees with the Info dictionary.

Flow: catalog -> packet (ISO 16684-1) and Info as ``metadata`` reads them -> compared with one another and with the edition.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import StreamObject

from flugblatt.judges.metadata import read_info, read_xmp
from flugblatt.judges.preflight.case import Case, found
from flugblatt.model import Finding

REQUIRED = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass", "xmp:MetadataDate")
TITLE = "dc:title Alt x-default"
SAME = (
    (TITLE, "Title"),
    ("xmp:CreatorTool", "Creator"),
    ("pdf:Producer", "Producer"),
    ("pdf:Trapped", "Trapped"),
    ("xmp:CreateDate", "CreationDate"),
    ("xmp:ModifyDate", "ModDate"),
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
        packet = {name: values[0] for name, values in read_xmp(stream.get_data()).items()}
        info = {name: values[0].removeprefix("/") for name, values in read_info(reader).items()}
    except (etree.XMLSyntaxError, ValueError) as error:
        yield found("xmp", f"an XMP packet and an Info dictionary that can be read; found: {error}", WHERE)
        return
    if (claim := packet.get("XMP pdfxid:GTS_PDFXVersion", "")) != "PDF/X-4":
        yield found("xmp", f"the claim PDF/X-4 (pdfxid:GTS_PDFXVersion); found {claim!r}", WHERE)
    for name in REQUIRED:
        if not packet.get(f"XMP {name}"):
            yield found("xmp", f"a value of {name}; found none", WHERE)
    for name, entry in SAME:
        ours, theirs = packet.get(f"XMP {name}", ""), info.get(f"Info {entry}", "")
        if not ours or ours != theirs:
            code = "trapped" if entry == "Trapped" else "xmp"
            message = f"{name.partition(' ')[0]} and Info/{entry} to agree; found {ours!r} and {theirs!r}"
            yield found(code, message, WHERE)
    if (trapped := info.get("Info Trapped", "")) not in ("True", "False"):
        yield found("trapped", f"a word on trapping, True or False; found {trapped!r}", "Info")
    if (title := packet.get(f"XMP {TITLE}", "")) != case.edition.title_text:
        yield found("xmp", f"the title of the edition; found {title!r}", WHERE)
