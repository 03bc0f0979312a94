"""Judges whether white letters on a picture can be read: the contrast with the brightest dot that lies under any of them.

Flow: page -> its text taken away, painted by PDFium -> the dots under the ink of every line -> the least contrast of white with
them.
A brand whose theme is led by a picture sets letters on it on purpose; there this stands for the rule that none meets a picture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import Line, Seen
from flugblatt.model import Finding

LEAST = 4.5  # to 1; WCAG 2.2, 1.4.3
SCALE = 0.5  # dots to a pt; chosen: the cover is 1,680 pt high
OVER = frozenset(("visual-over-picture",))
"""What is not said of a page that this judge has measured."""


def judge(seen: Seen, data: bytes, places: Places, white: bool = False) -> Iterator[Finding]:
    """Lines under whose letters the picture is too bright; of a page that has others, too, the ``white`` ones."""
    grounds = tuple(_grounds(data))
    for block in seen.blocks:
        for line in block.lines:
            boxes = [
                run.ink for _, run in line.runs if run.ink and not (white and _has_colour(run.item.state.fill.values))
            ]
            if not boxes or line.page > len(grounds):
                continue
            ratio = min(_contrast(grounds[line.page - 1], box) for box in boxes)
            if ratio < LEAST:
                yield _finding(line, ratio, places)


def _has_colour(values: tuple[float, ...]) -> bool:
    """Whether light of so much red, green and blue is another than white."""
    return len(values) != 3 or min(values) < 1


def _finding(line: Line, ratio: float, places: Places) -> Finding:
    message = f"white letters with {LEAST}:1 on the picture; found {int(ratio * 100) / 100:.2f}:1 on its brightest dot"
    return found("visual-ground", message, places.of_line(line))


def _grounds(data: bytes) -> Iterator[npt.NDArray[np.float64]]:
    """The luminance of every dot of each page without its text."""
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            for letter in list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
                page.remove_obj(letter)
            page.gen_content()
            dots = np.asarray(page.render(scale=SCALE).to_pil().convert("RGB"), dtype=np.float64) / 255
            linear = np.where(dots <= 0.04045, dots / 12.92, ((dots + 0.055) / 1.055) ** 2.4)
            yield linear @ np.array([0.2126, 0.7152, 0.0722])
    finally:
        document.close()


def _contrast(ground: npt.NDArray[np.float64], box: Box) -> float:
    left, bottom, right, top = (value * SCALE for value in box)
    height = ground.shape[0]
    part = ground[max(0, int(height - top)) : int(height - bottom) + 1, max(0, int(left)) : int(right) + 1]
    return 1.05 / (float(part.max()) + 0.05) if part.size else 21.0
