"""The accent in an ink of its own: painted with it alone, on its own plate, and judged to be that ink and no other."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Name
from PIL import Image

from flugblatt import resources
from flugblatt.judges import preflight
from flugblatt.judges.metadata import ticket as ticket_judge
from flugblatt.leaflet import spot_colour
from flugblatt.leaflet.files import files
from flugblatt.leaflet.format_table import PATH, read
from flugblatt.leaflet.formats import find, find_shop
from flugblatt.leaflet.impose import written
from flugblatt.leaflet.job_ticket import plates
from flugblatt.model import Edition, Statement
from flugblatt.model.brand import RED
from flugblatt.model.errors import ContentError
from flugblatt.tables import accents
from tests.leaflet import specimens

SHOP = """\
[shops.hks]
says = "two inks"
bleed = 3
marks = true
output_condition = "FOGRA39"
booklets = "pages"
safe = 5
fold_safe = 6
spot = "HKS 14 K"
"""
TEXT = (Path(__file__).parent.parent.parent / PATH).read_text(encoding="utf-8")
OWN = (resources.TableFile("flugblatt.toml", "flugblatt.toml", SHOP.encode()),)
ACCENTED = "q 0 1 .85 .18 k 20 20 9 9 re f Q\n"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Statement, Edition]]:
    with resources.using(OWN):
        statement, edition = specimens.work(tmp_path_factory.mktemp("work"))
        yield replace(statement, shop="hks"), edition


@pytest.fixture(scope="module")
def made(work: tuple[Statement, Edition]) -> dict[str, bytes]:
    panels = [specimens.panels("dl6-roll", manner) for manner in ("screen", "white", "press")]
    return {file.suffix: file.data for file in files(*work, find("dl6-roll"), "ltr", *panels).files}


def judged(work: tuple[Statement, Edition], made: dict[str, bytes], data: bytes = b"") -> list[str]:
    check = preflight.judge(*work, "dl6-roll", "press", data or made[".press.pdf"], made[".read.pdf"])
    return [f"{finding.code} {finding.message}" for finding in check.findings if finding.severity == "error"]


def spoilt(made: dict[str, bytes], change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with specimens.opened(made[".press.pdf"]) as pdf:
        change(pdf)
        return written(pdf, "1.6")


def spaces(pdf: pikepdf.Pdf) -> list[Array]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, Array)
        and len(thing) > 3
        and thing[0] in (Name.Separation, Name.DeviceN)
        and thing[1] != Name.All
    ]


def test_the_accent_lies_on_a_plate_of_its_own_and_the_judge_is_content(
    work: tuple[Statement, Edition], made: dict[str, bytes]
) -> None:
    assert judged(work, made) == []
    assert plates(made[".press.pdf"])[0].inks == ("black", "HKS 14 K")
    with specimens.opened(made[".press.pdf"]) as pdf:
        (alone,) = [each for each in spaces(pdf) if each[0] == Name.Separation]
        assert [str(alone[1]), str(alone[2])] == ["/HKS 14 K", "/DeviceCMYK"]
        assert [float(value) for value in alone[3].C1] == [0, 1, 0.85, 0.18]


def test_the_ticket_says_the_ink_and_counts_its_plate(work: tuple[Statement, Edition], made: dict[str, bytes]) -> None:
    told = made[".job.txt"].decode()
    assert "2/4 with the spot colour HKS 14 K (Sonderfarbe)" in told
    assert "page 1 of the file: black, HKS 14 K" in told
    assert ticket_judge.judge(made[".job.txt"], made[".press.pdf"]).verdict == "passed"
    other = told.replace("HKS 14 K", "HKS 41 K").encode()
    assert ticket_judge.judge(other, made[".press.pdf"]).verdict == "failed"


@pytest.mark.needs("ghostscript")
def test_ghostscript_separates_it(made: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(made[".press.pdf"])
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dLastPage=1", "-sDEVICE=tiffsep", "-r72"]
    subprocess.run([*command, f"-sOutputFile={tmp_path}/a.tif", str(path)], check=True, capture_output=True)
    inked = {
        ink: 255 - int(np.asarray(Image.open(tmp_path / f"a({ink}).tif").convert("L"))[60:-60, 60:-60].min())
        for ink in ("Cyan", "Magenta", "Yellow", "HKS 14 K")
    }
    assert inked == {"Cyan": 0, "Magenta": 0, "Yellow": 0, "HKS 14 K": 255}


def other_name(pdf: pikepdf.Pdf) -> None:
    for each in spaces(pdf):
        each[1] = Name("/HKS 41 K")


def other_look(pdf: pikepdf.Pdf) -> None:
    for each in spaces(pdf):
        each[3].C1 = [1, 0, 0, 0]


def behind_in_rgb(pdf: pikepdf.Pdf) -> None:
    for each in spaces(pdf):
        each[2] = Name.DeviceRGB


def mixed(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(ACCENTED.encode())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_name, "found an ink of its own (HKS 41 K)"),
        (other_look, "to stand for C M Y K 0 100 85 18, the accent; found 100 0 0 0"),
        (behind_in_rgb, "the four inks as its alternate"),
        (mixed, "found it mixed of the four"),
    ],
)
def test_another_ink_is_found(
    work: tuple[Statement, Edition], made: dict[str, bytes], change: Callable[[pikepdf.Pdf], None], said: str
) -> None:
    assert any(line.startswith("preflight-spot") and said in line for line in judged(work, made, spoilt(made, change)))


def test_a_shop_without_that_ink_does_not_get_it(work: tuple[Statement, Edition], made: dict[str, bytes]) -> None:
    plain = replace(work[0], shop="marks")
    assert any("found an ink of its own (HKS 14 K)" in line for line in judged((plain, work[1]), made))


def test_tint_and_deep_are_made_of_the_same_ink(work: tuple[Statement, Edition]) -> None:
    found = spot_colour.of(find_shop("hks"), RED)
    assert found is not None
    assert found.paint((0, 0.08, 0.08, 0.02)) == spot_colour.Painted("/Spot", (0.09,))
    assert found.paint((0, 1, 0.9, 0.4)) == spot_colour.Painted("/SpotWithBlack", (1.0, 0.22))
    assert found.paint((0, 0, 0, 1)) is None
    assert found.paint_shown([0xC5 / 255, 0x20 / 255, 0x2F / 255]) == spot_colour.Painted("/Spot", (1.0,))
    assert found.paint_shown([0, 0, 0]) is None


def test_the_deep_of_an_accent_that_is_nearly_black_is_a_share_of_it(work: tuple[Statement, Edition]) -> None:
    found = spot_colour.of(find_shop("hks"), accents.of_inks((60, 40, 0, 90)))
    assert found is not None
    assert found.known[2][1] == spot_colour.Painted("/Spot", (0.88,))


@pytest.mark.parametrize("name", ["Cyan", "black", "ALL", "None", "", "a/b", "HKS\\t14", "Rötlich"])
def test_what_is_no_name_of_an_ink_is_refused(name: str) -> None:
    with pytest.raises(ContentError, match="the name of an ink"):
        read(TEXT + "\n" + SHOP.replace("HKS 14 K", name))


def test_the_same_bytes_twice(work: tuple[Statement, Edition], made: dict[str, bytes]) -> None:
    panels = [specimens.panels("dl6-roll", manner) for manner in ("screen", "white", "press")]
    again = {file.suffix: file.data for file in files(*work, find("dl6-roll"), "ltr", *panels).files}
    assert again[".press.pdf"] == made[".press.pdf"]
