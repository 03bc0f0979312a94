"""Cover, thumb and card: their sizes, what is on them, and that their judges find nothing in any script, for 1 to 80 issuers."""

import io

import pytest
from PIL import Image

from flugblatt.build import production
from flugblatt.model import Product
from flugblatt.model.targets import chosen, row
from tests.shared_pictures import german, pictures

LONG = "Ein langer Titel, der alles auf einmal sagt von Wasser, Land und den Leuten am Fluss " * 5
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
MANY = ", ".join(f"Verband Nummer {number} der Städte und Gemeinden" for number in range(80))
RED, DEEP = (197, 32, 47), (158, 34, 37)


def verdicts(products: tuple[Product, ...]) -> set[tuple[str, str]]:
    return {(check.check, check.verdict) for product in products for check in product.checks}


GOOD = {(check, "passed") for check in row("pictures").checks}


def test_each_picture_has_its_format_and_size_and_lies_beside_the_edition() -> None:
    _, products = pictures("de", "Büro, Rat")
    opened = [Image.open(io.BytesIO(product.artefact.data)) for product in products]
    assert [(image.format, image.size, image.mode) for image in opened] == [
        ("JPEG", (1600, 2560), "RGB"),
        ("JPEG", (400, 640), "RGB"),
        ("PNG", (1200, 630), "RGB"),
    ]
    assert [product.artefact.path for product in products] == [
        "probe/de/probe.de.cover.jpg",
        "probe/de/probe.de.thumb.jpg",
        "probe/de/probe.de.card.png",
    ]


@pytest.mark.parametrize("tag", ["de", "ar", "so"])
def test_the_judges_find_nothing(tag: str) -> None:
    assert verdicts(pictures(tag, "Büro, Rat")[1]) == GOOD


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize("tag", ["hi", "zh-Hant"])
def test_the_judges_find_nothing_in_other_scripts(tag: str) -> None:
    assert verdicts(pictures(tag, "Büro, Rat")[1]) == GOOD


@pytest.mark.parametrize(("title", "issuers"), [(LONG, "Büro, Rat"), (f"{WORD} {WORD}", "Büro"), ("Titel", MANY)])
def test_long_titles_and_many_issuers_stay_apart(title: str, issuers: str) -> None:
    assert verdicts(pictures("de", issuers, title)[1]) == GOOD


def test_the_mark_stands_on_the_end_side_and_no_title_on_it() -> None:
    sides = []
    for tag in ("de", "ar"):
        card = pictures(tag, "Büro, Rat")[1][2].artefact.data
        small = Image.open(io.BytesIO(card)).reduce(10)
        sides.append([at for at in range(120) if any(near(small.getpixel((at, row)), DEEP) for row in range(63))])
    assert sides[0][0] > 75 and sides[0][-1] <= 113
    assert sides[1][0] >= 7 and sides[1][-1] < 45


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(value - wanted) < 8 for value, wanted in zip(pixel, colour, strict=True))


def test_the_ground_is_the_red_of_the_cover() -> None:
    for kind in ("cover", "thumb", "card"):
        corner = Image.open(io.BytesIO(german(kind)[1].artefact.data)).getpixel((3, 3))
        assert near(corner, RED)


def test_the_same_input_gives_the_same_bytes() -> None:
    statement, products = pictures("de", "Büro, Rat")
    again = production.render(statement, statement.editions[0], chosen(("pictures",)))
    assert [one.artefact.data for one in products] == [one.artefact.data for one in again if isinstance(one, Product)]
