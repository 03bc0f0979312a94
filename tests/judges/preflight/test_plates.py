"""The plates that the judge measures are those that Ghostscript separates: two engines that share nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from flugblatt.judges.preflight import ink, painted_areas, plates
from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.leaflets import Design, repaint

INKS = ("Cyan", "Magenta", "Yellow", "Black")
RESOLUTION = 100
DOTS = 32


def ghostscript(data: bytes, folder: Path) -> list[npt.NDArray[np.uint8]]:
    """The four plates of every page as tiffsep separates them; 255 is full ink."""
    (folder / "file.pdf").write_bytes(data)
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{RESOLUTION}"]
    command += ["-dGraphicsAlphaBits=4", "-dTextAlphaBits=4", f"-sOutputFile={folder}/s%d.tif", f"{folder}/file.pdf"]
    subprocess.run(command, check=True, capture_output=True)
    count = len(list(folder.glob("s*(Black).tif")))
    return [
        np.stack([255 - np.asarray(Image.open(folder / f"s{page}({name}).tif").convert("L")) for name in INKS], axis=2)
        for page in range(1, count + 1)
    ]


def ours(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[plates.Plates]:
    monkeypatch.setattr(plates, "RESOLUTION", float(RESOLUTION))
    raster = plates.Raster(data)
    pages, _ = painted_areas.read(data)
    return [raster.page(page.frame, True) for page in pages]


def overprinted(data: bytes) -> bytes:
    return repaint(data, 1, "/Out gs .5 .6 .2 0 k 120 40 40 40 re f /Over gs 0 0 0 1 k 130 50 20 20 re f")


@pytest.mark.needs("ghostscript")
@pytest.mark.parametrize("change", [bytes, overprinted], ids=["as it is", "overprinted"])
def test_the_plates_are_those_of_ghostscript(
    change: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = change(specimen.press(design=Design(extra='<p style="color:device-cmyk(0 .2 .2 .8)">Ein Wort</p>')))
    theirs = ghostscript(data, tmp_path)
    for page, second in zip(ours(data, monkeypatch), theirs, strict=True):
        for name, first, other in zip(INKS, blocks(page.values), blocks(second), strict=True):
            assert np.abs(first - other).max() < 24, f"{name}: parts of the page differ"
            assert abs(first.mean() - other.mean()) < 0.5, name
        assert abs(int(page.ink.max()) - int(second.sum(axis=2, dtype=int).max())) <= 8


def blocks(values: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """The mean of every square of 8 mm, plate by plate: edges of letters fall a little otherwise in every engine."""
    rows, columns = values.shape[0] // DOTS, values.shape[1] // DOTS
    cut = values[: rows * DOTS, : columns * DOTS].reshape(rows, DOTS, columns, DOTS, 4)
    return np.moveaxis(cut.mean(axis=(1, 3)), 2, 0)


@pytest.mark.needs("ghostscript")
def test_total_ink_is_that_of_ghostscript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = repaint(specimen.press(), 1, "/Out gs .85 .85 .8 0 k 130 30 30 30 re f /Over gs 0 0 0 1 k 140 40 9 9 re f")
    (first, *_), (second, *_) = ours(data, monkeypatch), ghostscript(data, tmp_path)
    assert ink.highest(first) == pytest.approx(int(second.sum(axis=2, dtype=int).max()) * 100 / 255, abs=1)
    assert 348 <= ink.highest(first) <= 350


def test_plates_do_not_pass_through_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """An output intent makes MuPDF convert inks; black must stay black ink."""
    page = ours(specimen.press(), monkeypatch)[1]
    kinds = {tuple(int(value) for value in dot) for dot in page.values[page.values[:, :, 3] == 255]}
    assert kinds == {(0, 0, 0, 255)}


def test_a_proof_of_ink_on_paper() -> None:
    proofer = plates.Proofer(specimen.PROFILE)
    assert proofer.rgb((0, 0, 0, 0)) == (255, 255, 255)
    red, green, blue = proofer.rgb((0, 255, 217, 46))
    assert 180 < red < 210 and green < 45 and 20 < blue < 60
    assert max(proofer.rgb((0, 0, 0, 255))) < 50
