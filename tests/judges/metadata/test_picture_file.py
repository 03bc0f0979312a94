"""A picture to share as a file: another size, other colours, or anything beside its pixels is found."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from tests.shared_pictures import codes, german, judged


def saved(kind: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG" if kind == "card" else "JPEG", **options)
    return out.getvalue()


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x013B] = "somebody"
    return found


def info() -> PngImagePlugin.PngInfo:
    found = PngImagePlugin.PngInfo()
    found.add_text("Author", "somebody")
    return found


SHOP, CARD = (1600, 2560), (1200, 630)


@pytest.mark.parametrize("kind", ["cover", "thumb", "card"])
def test_our_own_have_pixels_and_nothing_else(kind: str) -> None:
    check = judged("metadata", kind)
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("cover", saved("cover", (1600, 2559)), "metadata-changed"),
        ("thumb", saved("thumb", SHOP), "metadata-changed"),
        ("card", saved("card", (1200, 628)), "metadata-changed"),
        ("cover", saved("cover", SHOP, "L"), "metadata-changed"),
        ("card", saved("card", CARD, "RGBA"), "metadata-changed"),
        ("cover", saved("cover", SHOP, exif=exif()), "metadata-extra"),
        ("cover", saved("cover", SHOP, comment=b"somebody"), "metadata-extra"),
        ("cover", saved("cover", SHOP, progressive=True), "metadata-extra"),
        ("card", saved("card", CARD, pnginfo=info()), "metadata-extra"),
        ("card", saved("card", CARD, dpi=(72, 72)), "metadata-extra"),
        ("card", saved("card", CARD) + b"more", "metadata-extra"),
        ("cover", saved("cover", SHOP) + b"more", "metadata-extra"),
        ("cover", saved("cover", SHOP)[:-2], "metadata-extra"),
        ("card", saved("card", CARD)[:-12], "metadata-extra"),
        ("card", saved("cover", CARD), "metadata-unreadable"),
    ],
)
def test_another_file_is_found(kind: str, data: bytes, code: str) -> None:
    check = judged("metadata", kind, data)
    assert check.verdict == "failed" and code in codes(check)


def test_a_chunk_that_nobody_knows_is_found() -> None:
    data = german("card")[1].artefact.data
    body = b"prVTsomebody"
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    check = judged("metadata", "card", data[:33] + chunk + data[33:])
    assert [finding.where for finding in check.findings] == ["chunk prVT"]
