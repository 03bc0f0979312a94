"""The two tiny files that warm the outside judges up: a book that EPUBCheck passes, and a page that veraPDF reads."""

from __future__ import annotations

import io
import zipfile

_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

_PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:isbn:0</dc:identifier>
<dc:title>Specimen</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2000-01-01T00:00:00Z</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="css" href="style.css" media-type="text/css"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="nav"/></spine></package>"""

_NAV = """<?xml version="1.0"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>Specimen</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body><nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol><li><a href="nav.xhtml">Specimen</a></li></ol></nav>
<section epub:type="chapter"><h2 id="a">A</h2><p><em>One</em> <a href="https://example.org/">two</a></p></section>
</body></html>"""

_NCX = """<?xml version="1.0"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head><meta name="dtb:uid" content="urn:isbn:0"/>
</head><docTitle><text>Specimen</text></docTitle><navMap><navPoint id="a"><navLabel><text>A</text></navLabel>
<content src="nav.xhtml"/></navPoint></navMap></ncx>"""

_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/></rdf:RDF>
</x:xmpmeta><?xpacket end="r"?>"""


def book() -> bytes:
    """An EPUB 3.3 publication of one document, without an error."""
    parts = (
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", _PACKAGE),
        ("EPUB/nav.xhtml", _NAV),
        ("EPUB/toc.ncx", _NCX),
        ("EPUB/style.css", "p { margin: 0; text-indent: 1.2em }"),
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def page() -> bytes:
    """A tagged PDF of one page with one word: readable, but for want of an embedded font not PDF/A."""
    words = b"/P <</MCID 0>> BDC BT /F 12 Tf 20 20 Td (Specimen) Tj ET EMC"
    xmp = _XMP.encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/MarkInfo<</Marked true>>/StructTreeRoot 7 0 R/Lang(en)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/StructParents 0/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(xmp), xmp),
        b"<</Type/StructTreeRoot/K 8 0 R/ParentTree<</Nums[0[8 0 R]]>>>>",
        b"<</Type/StructElem/S/P/P 7 0 R/Pg 3 0 R/K 0>>",
    )
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
