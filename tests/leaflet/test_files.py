"""The files of a format: which there are, what they are called, and what the previews show."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from flugblatt.judges import preflight
from flugblatt.leaflet.files import Files, files
from flugblatt.leaflet.formats import find, formats
from flugblatt.leaflet.impose import office
from flugblatt.leaflet.preview import CLEAR_MM, DPI, GROUND, MARGIN_MM, previews
from flugblatt.leaflet.sheets import Format
from flugblatt.model import Edition, Statement
from flugblatt.model.errors import UsageError
from flugblatt.model.identifiers import form_id
from flugblatt.typeset.xmp import ARCHIVE, packet
from tests.leaflet import specimens

KEYS = [format.key for format in formats()]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Statement, Edition]:
    return specimens.work(tmp_path_factory.mktemp("work"))


def all_files(small: tuple[Statement, Edition], key: str) -> Files:
    pages = specimens.pages_of(find(key))
    screen, white, for_press = (specimens.panels(key, manner, pages) for manner in ("screen", "white", "press"))
    return files(*small, find(key), "ltr", screen, white, for_press)


def test_a_folded_leaflet_has_all_its_files(small: tuple[Statement, Edition]) -> None:
    made = all_files(small, "dl6-roll")
    assert made.findings == ()
    assert [(file.suffix, file.target) for file in made.files] == [
        (".read.pdf", "leaflet"),
        (".office.pdf", "leaflet"),
        (".office-white.pdf", "leaflet"),
        (".dummy.pdf", "leaflet"),
        (".front.png", "leaflet"),
        (".back.png", "leaflet"),
        (".press.pdf", "press"),
        (".job.txt", "press"),
        (".soft-proof.png", "press"),
    ]
    assert made.files[0].data == specimens.panels("dl6-roll", "screen")
    kinds = {".pdf": "application/pdf", ".png": "image/png", ".txt": "text/plain"}
    assert all(file.media_type == kinds[Path(file.suffix).suffix] for file in made.files)


def test_a_booklet_shows_every_sheet_and_a_poster_one_side(small: tuple[Statement, Edition]) -> None:
    shown = [file.suffix for file in all_files(small, "booklet-a6").files if file.media_type == "image/png"]
    assert shown == [
        *(f".sheet-{sheet}-{side}.png" for sheet in (1, 2) for side in ("front", "back")),
        ".soft-proof.png",
    ]
    assert [file.suffix for file in all_files(small, "a3").files if file.media_type == "image/png"] == [
        ".front.png",
        ".soft-proof.png",
    ]


def test_a_finding_leaves_the_press_file_out(small: tuple[Statement, Edition]) -> None:
    panels = [specimens.panels("a5", manner, dots=100) for manner in ("screen", "white", "press")]
    made = files(*small, find("a5"), "ltr", *panels)
    assert [finding.code for finding in made.findings] == ["press-resolution"]
    assert [file.suffix for file in made.files][-1] == ".back.png"


def test_an_unknown_shop_is_refused(tmp_path: Path) -> None:
    statement, edition = specimens.work(tmp_path)
    panels = [specimens.panels("a5", manner) for manner in ("screen", "white", "press")]
    with pytest.raises(UsageError, match="corner"):
        files(replace(statement, shop="corner"), edition, find("a5"), "ltr", *panels)


def test_the_imposed_file_has_identifiers_of_its_own(small: tuple[Statement, Edition]) -> None:
    with specimens.opened(specimens.panels("a5")) as pdf:
        pdf.Root.Metadata = pdf.make_stream(packet(*small, ARCHIVE, "test"))
        target = io.BytesIO()
        pdf.save(target)
    made = files(*small, find("a5"), "ltr", target.getvalue())
    with specimens.opened(made.files[1].data) as pdf:
        said = pdf.Root.Metadata.read_bytes().decode()
    assert f"<xmpMM:DocumentID>uuid:{form_id(*small, 'leaflet/a5.office')}</xmpMM:DocumentID>" in said


def test_the_same_files_twice(small: tuple[Statement, Edition]) -> None:
    assert all_files(small, "2xa5") == all_files(small, "2xa5")


@pytest.mark.parametrize("key", KEYS)
def test_previews_show_sheets_folds_and_cuts_at_their_measure(key: str) -> None:
    format = find(key)
    shown = previews(office(specimens.panels(key, "white", specimens.pages_of(format)), format, "ltr"), format, "ltr")
    margin = round(MARGIN_MM / 25.4 * DPI)
    for preview in shown:
        picture = np.asarray(Image.open(io.BytesIO(preview.data)))
        wide, tall = picture.shape[1] - 2 * margin, picture.shape[0] - 2 * margin
        assert (wide, tall) == pytest.approx([side / 25.4 * DPI for side in format.open], abs=1.5)
        assert tuple(picture[2, 2]) == GROUND
        row = picture[margin - round((CLEAR_MM + 1) / 25.4 * DPI)]
        ticks = np.flatnonzero(row.max(axis=1) < 60)
        assert sorted((tick - margin) / wide * format.open[0] for tick in ticks) == pytest.approx(
            upright_lines(format, preview.name), abs=0.3
        )


def upright_lines(format: Format, preview: str) -> list[float]:
    """Where folds and cuts meet the upper edge of the side that a preview shows, in mm."""
    side = "back" if preview.endswith("back") else "front"
    return sorted(line.at for line in (*format.folds, *format.cuts) if line.side == side and line.axis == "x")


@pytest.mark.parametrize(
    ("key", "shop"), [("dl6-roll", "marks"), ("booklet-a6", "bleed-2"), ("2xa5", "default"), ("a3", "")]
)
def test_our_checks_pass_every_file(small: tuple[Statement, Edition], key: str, shop: str) -> None:
    statement, edition = replace(small[0], shop=shop), small[1]
    pages = specimens.pages_of(find(key))
    panels = [specimens.panels(key, manner, pages) for manner in ("screen", "white", "press")]
    made = {file.suffix: file.data for file in files(statement, edition, find(key), "ltr", *panels).files}
    for kind in ("read", "office", "office-white", "dummy", "press"):
        check = preflight.judge(statement, edition, key, kind, made[f".{kind}.pdf"], made[".read.pdf"])  # type: ignore[arg-type]
        assert check.verdict == "passed", (kind, check.findings)
