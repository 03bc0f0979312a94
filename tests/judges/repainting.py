"""Ways to change what a PDF paints, and what it says of it, for the tests of the judge of glyphs."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary

from flugblatt.judges import glyphs
from flugblatt.judges.fidelity.pdf_fonts import read_font
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
    """The verdict with other codes in the first sequence of marked content whose ActualText begins with ``said``."""

    def change(pdf: pikepdf.Pdf) -> None:
        mcids = structure_mcids(pdf, said, pdf.pages[page - 1])
        inside, done = 0, False
        out: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        for instruction in pikepdf.parse_content_stream(pdf.pages[page - 1]):
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
                strings = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                whole = b"".join(strings)
                codes = edit([whole[at : at + 2] for at in range(0, len(whole), 2)])
                operands = [pikepdf.Array([pikepdf.String(b"".join(codes))])]
                instruction = pikepdf.ContentStreamInstruction(operands, instruction.operator)
            out.append(instruction)
        assert done, "nothing was changed"
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


def font_named(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            if re.fullmatch(f"/[A-Z]{{6}}\\+{name}", str(font.BaseFont)):
                return font
    raise AssertionError(f"no font {name}")


def falsify(pdf: pikepdf.Pdf, font: str, old: str, new: str) -> None:
    """ToUnicode of the code that says ``old`` says ``new``."""
    stream = font_named(pdf, font).ToUnicode
    code = next(code for code, text in read_font(font_named(pdf, font)).to_unicode.items() if text == old)
    text, count = re.subn(
        f"(<{code:04x}> <)[0-9a-f]*(>)".encode(),
        lambda match: match[1] + new.encode("utf-16-be").hex().encode() + match[2],
        stream.read_bytes(),
        flags=re.IGNORECASE,
    )
    assert count == 1
    stream.write(text)
