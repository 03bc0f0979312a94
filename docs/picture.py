"""The picture of the README: outputs of the statement of this repository, rendered and laid side by side.

    python docs/picture.py

writes ``outputs.png`` beside this file; a slow test says when that is due. Flow: statement -> renderers -> pages and pictures, one
scale for all that is printed -> the sheet.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image

from flugblatt import resources
from flugblatt.build import production, project
from flugblatt.content import read_work
from flugblatt.model import Product
from flugblatt.model.targets import chosen

HERE = Path(__file__).resolve().parent
CONTENT = HERE.parent / "content"
WORK = "kasachstan-2022"
SCALE = 2.2  # pixels a mm
GAP, WIDTH = 28, 1600
GROUND = (239, 235, 230)
COLOURS = 96  # of the palette: text stays clear, and the file small


def sheet() -> Image.Image:
    """The picture, as it is made of the sources that lie there."""
    with project.opened(resources.beside(CONTENT)):
        statement, _ = read_work(CONTENT / WORK)
        assert statement
        targets = chosen(("archive-pdf", "pictures", "leaflet"))
        made = [
            one
            for one in production.render(statement, statement.editions[0], targets, ("dl6-roll",))
            if isinstance(one, Product)
        ]
    files = {one.artefact.name: one.artefact.data for one in made}
    name = f"{WORK}.{statement.editions[0].language}"
    height = round(210 * SCALE)
    first = [_high(_picture(files[f"{name}.cover.jpg"]), height), *_pages(files[f"{name}.pdf"], (0, 1, 3))]
    room = WIDTH - 2 * GAP
    second = [_picture(files[f"dl6-roll.{side}.png"]) for side in ("front", "back")]
    ratio = sum(one.width / one.height for one in second)
    second = [_high(one, round((room - GAP) / ratio)) for one in second]
    whole = Image.new("RGB", (WIDTH, height + second[0].height + 3 * GAP), GROUND)
    space = (room - sum(one.width for one in first)) // (len(first) - 1)
    for row, top, between in ((first, GAP, space), (second, height + 2 * GAP, GAP)):
        left = GAP
        for one in row:
            whole.paste(one, (left, top))
            left += one.width + between
    return whole.quantize(COLOURS, dither=Image.Dither.NONE)


def _pages(pdf: bytes, numbers: tuple[int, ...]) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[number].render(scale=SCALE * 25.4 / 72).to_pil().convert("RGB") for number in numbers]
    finally:
        document.close()


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _high(picture: Image.Image, height: int) -> Image.Image:
    return picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sheet().save(HERE / "outputs.png", optimize=True)
