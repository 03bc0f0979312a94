"""The share code: the address of a work as a QR code, one filled path, drawn by the engine as a vector.

Flow: address -> segno's matrix -> runs of dark modules -> SVG.
"""

from __future__ import annotations

from collections.abc import Sequence

import segno

WIDTH = 28.0  # mm, as drawn; codes of this size were read from plates of 200 dpi


def code(address: str, colour: str) -> tuple[bytes, float]:
    """The code as SVG without its quiet zone, and the width of a module in mm, printed 28 mm wide (ISO/IEC 18004).

    The path is filled, not stroked: strokes leave hairlines between the modules.
    """
    matrix = segno.make_qr(address, error="m").matrix
    count = len(matrix)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {count} {count}" width="{count}" height="{count}">'
        f'<path d="{runs(matrix)}" fill="{colour}"/></svg>'
    )
    return svg.encode(), WIDTH / count


def runs(matrix: Sequence[Sequence[int]], left: int = 0, top: int = 0) -> str:
    """The dark modules of a code as a path, run by run, in modules from a place."""
    path: list[str] = []
    for y, row in enumerate(matrix):
        x, count = 0, len(row)
        while x < count:
            if not row[x]:
                x += 1
                continue
            end = next((at for at in range(x, count) if not row[at]), count)
            path.append(f"M{left + x} {top + y}h{end - x}v1h{x - end}z")
            x = end
    return "".join(path)


def spoken(address: str) -> str:
    """The address as it is printed beside the code: without its scheme, which every browser adds."""
    return address.removeprefix("https://").removesuffix("/")
