"""What may differ between a file and the one made again, since it deceives nobody: a closed list, each entry with its reason.

Whatever is not here is a finding. An entry that holds words says what they may be: the name of a program, and figures.
"""

from __future__ import annotations

import re

PROGRAM = re.compile(r"(?:flugblatt|WeasyPrint|pikepdf|pydyf|qpdf|pypdf|[, ]|\d+(?:\.\d+)*)+")
"""What may stand for the maker of a file: names of engines that ours is made with, and versions. No word of anybody else."""
INFO = ("/Producer", "/Creator")
"""Of the document information (ISO 32000-2, 14.3.3): another version of the engine names itself."""
PACKET = (
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool",
)
"""Of the XMP packet (ISO 16684-1): the same."""
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


def program(words: str) -> bool:
    """Whether these words name an engine and nothing else."""
    return PROGRAM.fullmatch(words) is not None
