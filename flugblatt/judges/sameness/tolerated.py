"""What may differ between a file and the one made again, since it deceives nobody: a closed list, each entry with its reason.

Whatever is not here is a finding. An entry that holds words says what they may be: the name of a program, and figures.
"""

from __future__ import annotations

import re

PROGRAM = re.compile(r"(?:flugblatt|WeasyPrint|pikepdf|pydyf|qpdf|pypdf|MuPDF|pyHanko|[,; ]|\d+(?:\.\d+)*)+")
"""What may stand for the maker of a file: names of engines that ours is made with, or written or signed anew, and versions. No word
of anybody else."""
INFO = ("/Producer", "/Creator")
"""Of the document information (ISO 32000-2, 14.3.3): another version of the engine names itself."""
PACKET = (
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool",
)
"""Of the XMP packet (ISO 16684-1): the same."""
WHEN_SIGNED = ("{http://ns.adobe.com/xap/1.0/}ModifyDate", "{http://ns.adobe.com/xap/1.0/}MetadataDate", "Info/ModDate")
"""When a file was changed last, of one that was signed: that is when it was signed."""
DATE = re.compile(r"(?:D:)?[\d:TZ.+'-]{4,30}")
"""A date of XMP or of a PDF (ISO 32000-2, 7.9.4), and no word."""
COMMENT = re.compile(rb"%[% ]*(?:Written by )?MuPDF[\d. ]*[\r\n]+")
"""What a program writes between objects: its name."""
AROUND_PACKET = "xpacket"
"""The instructions before and behind the packet (ISO 16684-1, 7.3.2), which say whether it may be changed in its place."""
TRAILER = ("/ID", "/Size", "/Prev", "/XRefStm", "/Type", "/W", "/Index", "/Length", "/Filter", "/DecodeParms")
"""How the file is laid out (ISO 32000-2, 7.5): no reader shows it. Its two identifiers name the file, and no text."""
STREAM = ("/Length", "/Filter", "/DecodeParms", "/DL")
"""How a stream is packed (ISO 32000-2, 7.3.8): its unpacked bytes are compared."""
LAYOUT = ("/Linearized", "/XRef", "/ObjStm")
"""Objects that say where others lie (ISO 32000-2, 7.5.7, 7.5.8, Annex F): a shop that linearises a file writes others."""
HINTS = (*STREAM, "/S", "/P", "/T", "/O", "/A", "/E", "/V", "/I", "/C", "/L", "/R", "/B")
"""The entries of the table of a linearised file (ISO 32000-2, F.4.1): figures on places in it."""
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
"""What a page may have of the node above it (ISO 32000-2, 7.7.3.4): a tool that writes pages anew lays it into each."""
PART = 1e-6
"""So large a part of a number of a dictionary may lie away: MuPDF writes seven figures."""
NUMBER = 0.0005
"""So far a number of a content stream may lie from the other: engines write the same one with more or fewer figures. Half of the
last of three decimals, which is less than a thousandth of a point."""
LEVELS = 3
"""Of 255: so much may a pixel differ that an engine paints twice. Measured: 0 for the same objects; fonts that are packed anew came
to 2."""
LINE_ENDS = (b"\r\n", b"\n")
"""Texts on their way by mail get other line ends."""
MARK = b"\xef\xbb\xbf"
"""The byte order mark that editors of Windows lay before a text."""
OUTLINES = ("glyf", "loca", "hmtx", "hhea", "head", "maxp", "CFF ", "OS/2")
"""Tables of a font (ISO/IEC 14496-22) that follow from its outlines and widths: where those differ, they are told by the glyph."""
OF_PACKING = ("<checkSumAdjustment ", "<modified ", "<indexToLocFormat ")
"""Entries of the table head (ISO/IEC 14496-22, 5.2.2): sums and forms of packing, and when a program packed it."""
EXTRA = {0x0001: 28, 0x000A: 36, 0x5455: 13, 0x5855: 12, 0x7855: 4, 0x7875: 15, 0xCAFE: 0}
"""Further fields of an entry of an archive (APPNOTE 4.5 and Info-ZIP), and the most bytes that each has: lengths, times, owners,
and the empty mark of archives of Java. None names a file or says a word."""


def program(words: str) -> bool:
    """Whether these words name an engine and nothing else."""
    return PROGRAM.fullmatch(words) is not None
