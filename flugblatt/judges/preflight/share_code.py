"""Judges the QR code: a camera reads it from the printed sheet, and it leads to ``url`` and nowhere else.

Flow: plates of a page at 200 dpi, as gray -> ZXing -> addresses -> compared with statement.yaml; the inks below it. A code with the
source is read by ``printed_source`` and must hold the files of the work, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight import printed_source
from flugblatt.judges.preflight.case import Case, Frame, found
from flugblatt.judges.preflight.panel_layout import Side, copies
from flugblatt.judges.preflight.plates import Plates
from flugblatt.model import Finding

TINTED = 51
"""A code may stand on a tint of 20 %: black overprints it, and nothing has to meet exactly."""
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was read: what it says, and its box in pt."""

    text: str
    box: Box
    frame: Frame
    copies: int
    data: bytes = b""


def read(plates: Plates, side: Side) -> tuple[Code, ...]:
    """The QR codes that ZXing finds on a page."""
    found_: list[Code] = []
    scale = 72 / plates.resolution
    for code in zxingcpp.read_barcodes(plates.gray, formats=FORMATS):
        corners = (
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        )
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        media = plates.frame.media
        box = (
            media[0] + min(xs) * scale,
            media[3] - max(ys) * scale,
            media[0] + max(xs) * scale,
            media[3] - min(ys) * scale,
        )
        found_.append(Code(code.text, box, plates.frame, copies(side), code.bytes))
    return tuple(found_)


def judge_inks(code: Code, plates: Plates) -> Iterator[Finding]:
    """Inks that do not meet blur the code: it is black alone, on paper."""
    dots = plates.cut(code.box)
    if plates.inks and dots.size and int(dots[:, :, :3].max()) > TINTED:
        message = "a code in black ink alone, on paper or a tint; found other inks in it"
        yield found("code-ink", message, code.frame.spot(code.box[0], code.box[3]))


def judge(case: Case, codes: tuple[Code, ...]) -> Iterator[Finding]:
    """Whether the codes of a file are those that it must have."""
    yield from _judge_source(case, [code for code in codes if printed_source.is_part(code.data)])
    codes = tuple(code for code in codes if not printed_source.is_part(code.data))
    url = case.statement.url
    for code in codes:
        if not url or code.text not in (url, address(url)):
            wanted = address(url) if url else "no code, as statement.yaml has no url"
            where = code.frame.spot(code.box[0], code.box[3])
            yield found("code", f"{wanted}; found a code that leads to {code.text[:100]!r}", where)
    if url and not codes:
        message = f"a code that can be read at 200 dpi and leads to {address(url)}; found none"
        yield found("code", message, "file", "the code is too small, too faint, or has no quiet zone around it")
    elif codes and len(codes) < codes[0].copies:
        message = f"a code on each of the {codes[0].copies} copies of the panel; found {len(codes)}"
        yield found("code", message, codes[0].frame.where)


def _judge_source(case: Case, codes: list[Code]) -> Iterator[Finding]:
    """Codes with the source hold that of the edition, where the statement wants them."""
    if not codes:
        return
    where = codes[0].frame.spot(codes[0].box[0], codes[0].box[3])
    sources = {f"{case.edition.language}.md": case.edition.source.data, "statement.yaml": case.statement.source.data}
    wanted = {f"{case.statement.work}/{name}": data for name, data in sources.items()}
    try:
        held = printed_source.assembled(code.data for code in codes)
    except printed_source.Unread as reason:
        yield found("source-code", f"codes that hold the source; found that {reason}", where)
        return
    if not case.statement.source_code:
        yield found("source-code", "no code with a source, as statement.yaml has no source_code; found one", where)
    for name in sorted(wanted.keys() | held.keys()):
        if wanted.get(name) != held.get(name):
            said = held.get(name, b"nothing").decode("utf-8", "replace")[:60]
            yield found("source-code", f"the file {name} of the work in the code; found {said!r}", where)


def address(url: str) -> str:
    """An address in ASCII: other characters are percent-encoded (RFC 3987, 3.1)."""
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in url)
