"""Ways to change what a PDF paints, and what it says of it, for the tests of the judge of glyphs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary

from flugblatt.judges import glyphs
from flugblatt.judges.pdf.font_codes import read_font
from flugblatt.model import Check

Change = Callable[[pikepdf.Pdf], None]
Codes = list[bytes]


def spoiled(data: bytes, change: Change) -> Check:
    """What the judge says of ``data`` after a change."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return glyphs.judge(out.getvalue())


def repaint(data: bytes, page: int, said: str, edit: Callable[[Codes], Codes]) -> Check:
    """The verdict with other codes in the first sequence of marked content whose text begins with ``said``: ActualText, or
    where there is none ToUnicode."""

    def change(pdf: pikepdf.Pdf) -> None:
        mcids = structure_mcids(pdf, said, pdf.pages[page - 1]) or spoken_mcids(pdf.pages[page - 1], said)
        out = list(pikepdf.parse_content_stream(pdf.pages[page - 1]))
        inside, done = 0, False
        arrays: list[tuple[int, Codes]] = []
        for index, instruction in enumerate(out):
            operator, operands = str(instruction.operator), list(instruction.operands)
            if operator == "BDC":
                properties = operands[1]
                actual = str(properties.get("/ActualText", ""))
                named = actual.startswith(said) or int(properties.get("/MCID", -1)) in mcids
                inside += 1 if inside or (named and not done) else 0
            elif operator == "EMC" and inside:
                inside -= 1
                done = not inside
            elif operator == "TJ" and inside:
                whole = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
                arrays.append((index, [whole[at : at + 2] for at in range(0, len(whole), 2)]))
        assert done, "nothing was changed"
        edited = edit([code for _, codes in arrays for code in codes])
        for index, codes in arrays:
            count = len(codes) if index != arrays[-1][0] else len(edited)
            part, edited = edited[:count], edited[count:]
            array = pikepdf.Array([pikepdf.String(b"".join(part))])
            out[index] = pikepdf.ContentStreamInstruction([array], out[index].operator)
        pdf.pages[page - 1].Contents = pdf.make_stream(pikepdf.unparse_content_stream(out))

    return spoiled(data, change)


def structure_mcids(pdf: pikepdf.Pdf, said: str, page: pikepdf.Page) -> set[int]:
    """The MCIDs under the first structure element of a page whose ActualText begins with ``said``."""
    for element in pdf.objects:
        if isinstance(element, Dictionary) and str(element.get("/ActualText", "")).startswith(said):
            mcids = {int(kid["/MCID"]) for kid in element["/K"] if kid["/Pg"].objgen == page.obj.objgen}
            if mcids:
                return mcids
    return set()


def spoken_mcids(page: pikepdf.Page, said: str) -> set[int]:
    """The MCID of the first sequence of a page whose glyphs say a text that begins with ``said``."""
    fonts = {name: read_font(font) for name, font in page.Resources.Font.items()}
    open_mcids: list[int] = []
    texts: dict[int, str] = {}
    font = None
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            open_mcids.append(int(operands[1].get("/MCID", -1)) if operator == "BDC" else -1)
        elif operator == "EMC":
            open_mcids.pop()
        elif operator == "Tf":
            font = fonts[str(operands[0])]
        elif operator == "TJ" and font is not None and open_mcids:
            whole = b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
            codes = [int.from_bytes(whole[at : at + 2], "big") for at in range(0, len(whole), 2)]
            texts[open_mcids[-1]] = texts.get(open_mcids[-1], "") + "".join(font.to_unicode[code] for code in codes)
    return set([mcid for mcid, text in texts.items() if mcid >= 0 and text.startswith(said)][:1])


def code_of(font: pikepdf.Object, text: str) -> int:
    """The code of a font that says ``text``."""
    return next(code for code, said in read_font(font).to_unicode.items() if said == text)


def lead(pdf: pikepdf.Pdf, font: pikepdf.Object, glyphs: dict[int, int]) -> None:
    """CIDToGIDMap of a font leads these codes to these glyphs, and all others where they were."""
    descendant = font.DescendantFonts[0]
    known = descendant.CIDToGIDMap
    size = max(*read_font(font).to_unicode, *glyphs) + 1
    data = bytearray(
        known.read_bytes()
        if isinstance(known, pikepdf.Stream)
        else b"".join(code.to_bytes(2, "big") for code in range(size))
    )
    for code, glyph in glyphs.items():
        data[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    descendant.CIDToGIDMap = pdf.make_stream(bytes(data))


def font_named(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            if re.fullmatch(f"/[A-Z]{{6}}\\+{name}", str(font.BaseFont)):
                return font
    raise AssertionError(f"no font {name}")


def falsify(pdf: pikepdf.Pdf, font: str, old: str, new: str) -> None:
    """ToUnicode of the code that says ``old`` says ``new``."""
    stream = font_named(pdf, font).ToUnicode
    code = code_of(font_named(pdf, font), old)
    text, count = re.subn(
        f"(<{code:04x}> <)[0-9a-f]*(>)".encode(),
        lambda match: match[1] + new.encode("utf-16-be").hex().encode() + match[2],
        stream.read_bytes(),
        flags=re.IGNORECASE,
    )
    assert count == 1
    stream.write(text)
