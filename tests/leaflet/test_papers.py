"""Papers: which printing condition they choose, what the ticket says of them, how they set booklets off, and how they look."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from flugblatt import resources
from flugblatt.judges import preflight
from flugblatt.leaflet import impose
from flugblatt.leaflet.files import files
from flugblatt.leaflet.format_table import PATH, read
from flugblatt.leaflet.formats import find, find_shop, office_paper, profile_of
from flugblatt.leaflet.sheets import imposition, set_off
from flugblatt.leaflet.soft_proof import soft_proof
from flugblatt.model import Direction, Edition, Statement
from flugblatt.model.errors import ContentError
from tests.leaflet import specimens

TEXT = (Path(__file__).parent.parent.parent / PATH).read_text(encoding="utf-8")
UNCOATED = """\
[output_conditions.UNCOATED]
condition = "Offset on uncoated paper"
registry = "https://example.org"
profile = "FOGRA39L_coated.icc"
total_ink = 300
surface = "uncoated"

[papers.offset-120]
says = "offset, white"
german = "Offset, weiß"
grams = 120
volume = 1.25
surface = "uncoated"
output_condition = "UNCOATED"

[shops.offset]
says = "on uncoated paper"
paper = "offset-120"
bleed = 3
marks = false
output_condition = "FOGRA39"
booklets = "pages"
safe = 5
fold_safe = 6
"""
OWN = (resources.TableFile("flugblatt.toml", "flugblatt.toml", UNCOATED.encode()),)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Statement, Edition]:
    return specimens.work(tmp_path_factory.mktemp("work"))


def made(statement: Statement, edition: Edition, key: str, direction: Direction = "ltr") -> dict[str, bytes]:
    panels = [specimens.panels(key, manner, specimens.pages_of(find(key))) for manner in ("screen", "white", "press")]
    return {file.suffix: file.data for file in files(statement, edition, find(key), direction, *panels).files}


def test_a_paper_chooses_the_printing_condition_and_stands_in_the_ticket(small: tuple[Statement, Edition]) -> None:
    with resources.using(OWN):
        shop = find_shop("offset")
        assert (shop.output_condition.key, shop.paper and shop.paper.thickness) == ("UNCOATED", 0.15)
        statement = replace(small[0], shop="offset", run="2000")
        found = made(statement, small[1], "a5")
        ticket = found[".job.txt"].decode()
        assert re.search(r"^Run \(Auflage\) +2000$", ticket, re.MULTILINE)
        assert re.search(r"^Paper \(Papier\) +offset, white, 120 g/m², 0.15 mm$", ticket, re.MULTILINE)
        assert "UNCOATED, Offset on uncoated paper" in ticket
        check = preflight.judge(statement, small[1], "a5", "press", found[".press.pdf"], found[".read.pdf"])
        assert check.verdict == "passed", check.findings
        other = preflight.judge(small[0], small[1], "a5", "press", found[".press.pdf"], found[".read.pdf"])
        assert "preflight-intent" in {finding.code for finding in other.findings}


def test_what_nobody_has_said_is_a_line_to_fill_in(small: tuple[Statement, Edition]) -> None:
    ticket = made(*small, "a5")[".job.txt"].decode()
    assert re.findall(r"^(Run|Paper) \(\w+\) +_{30}$", ticket, re.MULTILINE) == ["Run", "Paper"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('output_condition = "UNCOATED"\n\n', "\n", "offset-120 is uncoated, and FOGRA39 is of coated paper"),
        ('paper = "offset-120"', 'paper = "bible"', "there is no [papers.bible]"),
        ("volume = 1.25", "volume = 12.5", "expected a number from 0.5 to 3"),
        ('output_condition = "UNCOATED"\n\n', 'output_condition = "NEWS"\n\n', "there is no [output_conditions.NEWS]"),
    ],
)
def test_a_wrong_paper_is_refused(old: str, new: str, said: str) -> None:
    assert UNCOATED.count(old) == 1
    with pytest.raises(ContentError) as refused:
        read(TEXT + "\n" + UNCOATED.replace(old, new))
    assert said in "\n".join(finding.message for finding in refused.value.findings)


def test_offices_need_a_paper_that_is_there() -> None:
    with pytest.raises(ContentError, match="expected the name of a paper"):
        read(TEXT.replace('office = "office-80"', 'office = "vellum"'))


def test_each_sheet_of_a_booklet_is_set_off_towards_the_fold_by_those_around_it() -> None:
    outer, inner, inmost = set_off(imposition(find("booklet-a5"), 12), 0.1)
    assert [slot.off for slot in (*outer.front, *outer.back)] == [0, 0, 0, 0]
    assert [slot.off for slot in inner.front] == [0.1, -0.1]
    assert [slot.off for slot in inmost.back] == [0.2, -0.2]


@pytest.mark.parametrize(("direction", "tag"), [("ltr", "de"), ("rtl", "ar")])
def test_a_booklet_that_is_not_set_off_is_found(
    small: tuple[Statement, Edition], direction: Direction, tag: str
) -> None:
    screen = specimens.panels("booklet-a6", "screen", 8)
    edition = replace(small[1], language=tag)
    thick = (office_paper().thickness, 0.0)
    right, wrong = (impose.office(screen, find("booklet-a6"), direction, each) for each in thick)
    codes = [
        {one.code for one in preflight.judge(small[0], edition, "booklet-a6", "office", data, screen).findings}
        for data in (right, wrong)
    ]
    assert "preflight-set-off" not in codes[0] and "preflight-set-off" in codes[1]


def test_the_soft_proof_has_the_white_of_the_paper_and_the_same_bytes_twice(small: tuple[Statement, Edition]) -> None:
    found = made(*small, "dl6-roll")
    profile = profile_of(find_shop(""))
    assert soft_proof(found[".press.pdf"], profile) == found[".soft-proof.png"]
    with Image.open(io.BytesIO(found[".soft-proof.png"])) as picture:
        assert picture.info == {} and picture.getpixel((2, 2)) == (255, 255, 255)
        counted = {colour: count for count, colour in picture.getcolors(1 << 24) or ()}
    paper = max((colour for colour in counted if colour != (255, 255, 255)), key=lambda colour: counted[colour])
    assert all(235 < level < 255 for level in paper)


def test_a_booklet_has_all_its_pages_in_one_soft_proof(small: tuple[Statement, Edition]) -> None:
    with Image.open(io.BytesIO(made(*small, "booklet-a6")[".soft-proof.png"])) as picture:
        assert picture.width > picture.height / 1.5
