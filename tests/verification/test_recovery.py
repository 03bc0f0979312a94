"""A sheet gives back its source: from its PDF and from photographs that are blurred, turned, noisy and half covered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pymupdf
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from flugblatt import leaflet
from flugblatt.judges.preflight import printed_source
from flugblatt.leaflet import source_code
from flugblatt.model import NotDue, Wish
from flugblatt.model.errors import UsageError
from flugblatt.verification.recovery import recover
from tests import editions
from tests.leaflets import with_its_source

Photo = Callable[[Image.Image], Image.Image]


def plate(dpi: int = 150) -> Image.Image:
    """The back as it is printed, in grey."""
    with pymupdf.open(stream=with_its_source()[1], filetype="pdf") as document:  # type: ignore[no-untyped-call]
        pixels = document[-1].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def code_box(picture: Image.Image) -> tuple[int, int, int, int]:
    (code,) = [one for one in zxingcpp.read_barcodes(picture) if printed_source.is_part(one.bytes)]
    corners = (code.position.top_left, code.position.bottom_right)
    return corners[0].x, corners[0].y, corners[1].x, corners[1].y


def noisy(picture: Image.Image) -> Image.Image:
    noise = np.random.default_rng(7).normal(0, 25, (picture.height, picture.width))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def covered(picture: Image.Image) -> Image.Image:
    """Five per cent of the code lie under a thumb."""
    left, top, right, bottom = code_box(picture)
    wide, tall = round((right - left) * 0.22), round((bottom - top) * 0.22)
    at = (left + (right - left) // 2, top + (bottom - top) // 2)
    ImageDraw.Draw(picture).rectangle((*at, at[0] + wide, at[1] + tall), fill=128)
    return picture


PHOTOS: dict[str, tuple[int, Photo]] = {
    "as it is": (150, lambda picture: picture),
    "turned": (200, lambda picture: picture.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=255)),
    "blurred": (200, lambda picture: picture.filter(ImageFilter.GaussianBlur(1))),
    "noisy": (200, noisy),
    "covered": (200, covered),
    "upside down": (150, lambda picture: picture.rotate(180)),
}


@pytest.mark.parametrize(("dpi", "spoil"), PHOTOS.values(), ids=PHOTOS)
def test_a_photograph_gives_back_the_source(tmp_path: Path, dpi: int, spoil: Photo) -> None:
    photo = tmp_path / "photo.png"
    spoil(plate(dpi)).save(photo)
    recovered = recover((photo,), tmp_path / "to")
    assert (tmp_path / "to/brief/de.md").read_text(encoding="utf-8") == editions.LETTER
    assert recovered.good and "was not judged" in recovered.lines[-1]
    assert any("compare date and issuers" in line for line in recovered.lines)


def test_of_a_pdf_the_text_is_proven(tmp_path: Path) -> None:
    (pdf := tmp_path / "sheet.pdf").write_bytes(with_its_source()[1])
    recovered = recover((pdf,), tmp_path / "to")
    assert recovered.good, recovered.lines
    assert any("prints this SHA-256" in line for line in recovered.lines)
    assert any("is exactly that of the source" in line for line in recovered.lines)


def test_other_files_are_not_written_over(tmp_path: Path) -> None:
    (pdf := tmp_path / "sheet.pdf").write_bytes(with_its_source()[1])
    (tmp_path / "to/brief").mkdir(parents=True)
    (tmp_path / "to/brief/de.md").write_text("# Mine\n")
    with pytest.raises(UsageError, match="says something else"):
        recover((pdf,), tmp_path / "to")


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_photograph_is_refused(tmp_path: Path, data: bytes) -> None:
    (photo := tmp_path / "x").write_bytes(data)
    with pytest.raises(UsageError):
        recover((photo,), tmp_path / "to")


@pytest.mark.parametrize("count", [1, 2, 4])
def test_parts_are_one_source_in_any_order(count: int) -> None:
    statement, _ = with_its_source()
    parts = source_code.parts(statement, editions.edition(statement, "de"), count)
    files = printed_source.assembled(reversed(parts))
    assert files["brief/de.md"].decode() == editions.LETTER and len(files) == 2


@pytest.mark.parametrize(
    "spoil", [lambda one: one[:-1], lambda one: one[:20] + b"\0" + one[21:], lambda one: one[:6] + b"\2" + one[7:]]
)
def test_spoilt_parts_give_no_source(spoil: Callable[[bytes], bytes]) -> None:
    statement, _ = with_its_source()
    (part,) = source_code.parts(statement, editions.edition(statement, "de"), 1)
    with pytest.raises(printed_source.Unread):
        printed_source.assembled([spoil(part)])


WITHOUT = {"a4": "its back shares a panel", "a3": "a poster bears an excerpt"}


def not_due(key: str) -> list[str]:
    statement, _ = with_its_source()
    made = leaflet.products(statement, editions.edition(statement, "de"), Wish(("leaflet",), (key,)))
    return [one.reason for one in made if isinstance(one, NotDue)]


@pytest.mark.parametrize(("key", "reason"), WITHOUT.items())
def test_a_leaflet_without_the_code_says_why(key: str, reason: str) -> None:
    (said,) = not_due(key)
    assert said.startswith(f"{key}: no code with the source: {reason}")


@pytest.mark.slow
def test_a_leaflet_that_bears_the_code_lacks_nothing() -> None:
    assert not_due("dl6-z") == []


def test_of_a_source_that_is_too_long_it_is_said_how_long() -> None:
    statement, _ = with_its_source()
    edition = editions.edition(statement, "de")
    assert "no room" in source_code.why_not(statement, edition, False)
    noise = hashlib.shake_256(b"").hexdigest(8_000).encode()
    longer = replace(edition, source=replace(edition.source, data=noise))
    assert re.search(
        r"\d,\d{3} bytes when it is packed, needs more than 4", source_code.why_not(statement, longer, False)
    )


def test_a_source_that_is_too_long_is_not_due() -> None:
    statement, _ = with_its_source()
    edition = editions.edition(statement, "de")
    assert source_code.codes(statement, edition, 20, 300, "#000") is None
    assert source_code.codes(statement, edition, 90, 300, "#000") is not None
