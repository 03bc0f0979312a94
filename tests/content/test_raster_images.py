"""Pictures as every renderer can take them: 8 bits, grey or RGB, upright, without metadata, and the same once more."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import pytest
from PIL import Image, ImageCms

from flugblatt import resources
from flugblatt.content import image_bytes
from flugblatt.content.images import read_image
from flugblatt.content.refused_files import Refused
from flugblatt.model import ImageFile

SECRET = b"Anna Muster, 53.9N 27.6E"


def _read(folder, name, data) -> ImageFile:
    (folder / name).write_bytes(data)
    image = read_image(folder, name)
    assert isinstance(image, ImageFile), image
    (folder / name).write_bytes(image.data)
    again = read_image(folder, name)
    assert isinstance(again, ImageFile) and again.data == image.data
    return image


def _pixels(image: ImageFile) -> Image.Image:
    with Image.open(io.BytesIO(image.data)) as opened:
        opened.load()
        return opened


def _saved(image, form, **given) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **given)
    return stream.getvalue()


def _png_16(color: int, samples: list[int], *chunks: tuple[bytes, bytes]) -> bytes:
    """One row of 16-bit samples."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    channels = {0: 1, 2: 3, 4: 2, 6: 4}[color]
    header = struct.pack(">IIBBBBB", len(samples) // channels, 1, 16, color, 0, 0, 0)
    row = b"\0" + b"".join(struct.pack(">H", sample) for sample in samples)
    parts = [
        chunk(b"IHDR", header),
        *(chunk(*part) for part in chunks),
        chunk(b"IDAT", zlib.compress(row)),
        chunk(b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("color", "samples", "mode", "pixels"),
    [
        (0, [0, 0x40FF, 0x8000, 0xFFFF], "L", [0, 0x40, 0x80, 0xFF]),
        (2, [0xFFFF, 0, 0x8000], "RGB", [(255, 0, 128)]),
        (4, [0x4000, 0x8000], "RGBA", [(0x40, 0x40, 0x40, 0x80)]),
        (6, [0xFFFF, 0, 0, 0x8000], "RGBA", [(255, 0, 0, 0x80)]),
    ],
)
def test_sixteen_bits_become_eight(color, samples, mode, pixels, tmp_path):
    image = _pixels(_read(tmp_path, "a.png", _png_16(color, samples)))
    assert image.mode == mode
    assert [image.getpixel((x, 0)) for x in range(image.width)] == pixels


def test_one_clear_value_of_sixteen_bits_stays_clear(tmp_path):
    image = _pixels(_read(tmp_path, "a.png", _png_16(0, [0x4000, 0x4001, 0xFFFF], (b"tRNS", b"\x40\x01"))))
    assert [image.getpixel((x, 0)) for x in range(3)] == [(0x40, 255), (0x40, 0), (255, 255)]


@pytest.mark.parametrize(
    "image",
    [
        Image.new("1", (5, 3), 1),
        Image.new("L", (5, 3), 90),
        Image.new("LA", (5, 3), (90, 60)),
        Image.new("P", (5, 3), 2),
        Image.new("RGB", (5, 3), (200, 30, 30)),
        Image.new("RGBA", (5, 3), (200, 30, 30, 90)),
    ],
    ids=lambda image: image.mode,
)
def test_what_all_can_take_keeps_its_bytes(image, tmp_path):
    data = _saved(image, "PNG")
    assert _read(tmp_path, "a.png", data).data == data


@pytest.mark.parametrize("given", [{}, {"progressive": True}, {"quality": 30, "dpi": (300, 300)}])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_that_all_can_take_keeps_its_bytes(mode, given, tmp_path):
    data = _saved(Image.effect_noise((64, 48), 90).convert(mode), "JPEG", **given)
    assert _read(tmp_path, "a.jpg", data).data == data


@cache  # it carries the time of its making
def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_a_jpeg_loses_what_could_betray_its_maker_and_no_pixel(tmp_path):
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = SECRET.decode()
    picture = Image.effect_noise((64, 48), 90).convert("RGB")
    clean = _saved(picture, "JPEG", icc_profile=_profile())
    data = _saved(picture, "JPEG", icc_profile=_profile(), exif=exif, comment=SECRET, xmp=b"<x>" + SECRET + b"</x>")
    image = _read(tmp_path, "a.jpg", data + SECRET)
    assert data.count(SECRET) == 4 and SECRET not in image.data
    assert image.data == clean and _pixels(image).info["icc_profile"] == _profile()


def test_a_png_loses_what_could_betray_its_maker_and_no_pixel(tmp_path):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    info.add(b"prVt", SECRET)
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    picture = Image.effect_noise((64, 48), 90)
    image = _read(tmp_path, "a.png", _saved(picture, "PNG", pnginfo=info, exif=exif) + SECRET)
    assert image.data == _saved(picture, "PNG")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize(
    ("behind_rows", "behind_stream", "chunks"),
    [
        (SECRET, b"", b""),
        (b"", SECRET, b""),
        (b"", b"", _chunk(b"bKGD", bytes(6) + SECRET)),
        (b"", b"", _chunk(b"pHYs", struct.pack(">IIB", 3000, 3000, 1) + SECRET)),
    ],
    ids=["in the stream", "behind the stream", "in a background", "in a resolution"],
)
def test_what_is_hidden_among_the_pixels_of_a_png_goes(behind_rows, behind_stream, chunks, interlaced, tmp_path):
    rows = (b"\0" + bytes((200, 30, 30))) * 4  # of one pixel each, whichever passes they come in
    header = struct.pack(">IIBBBBB", 1, 4, 8, 2, 0, 0, interlaced)
    packed = zlib.compress(rows + behind_rows) + behind_stream
    data = (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + chunks
        + _chunk(b"IDAT", packed[:9])
        + _chunk(b"IDAT", packed[9:])
        + _chunk(b"IEND", b"")
    )
    image = _read(tmp_path, "a.png", data)
    bodies = [body for kind, body in image_bytes._bodies(image.data) if kind == b"IDAT"]
    assert SECRET not in image.data and SECRET not in zlib.decompress(b"".join(bodies))
    assert _pixels(image).convert("RGB").getpixel((0, 3)) == (200, 30, 30)


def test_what_is_hidden_in_a_segment_of_adobe_or_between_the_scans_of_a_jpeg_goes(tmp_path):
    clean = _saved(Image.effect_noise((64, 48), 90).convert("RGB"), "JPEG", progressive=True)
    body = b"Adobe\0\x64\0\0\0\0\1" + SECRET
    hidden = b"\xff\xee" + struct.pack(">H", len(body) + 2) + body
    comment = b"\xff\xfe" + struct.pack(">H", len(SECRET) + 2) + SECRET
    second = clean.index(b"\xff\xda", clean.index(b"\xff\xda") + 2)
    image = _read(tmp_path, "a.jpg", clean[:2] + hidden + clean[2:second] + comment + clean[second:])
    assert SECRET not in image.data and _pixels(image).tobytes() == Image.open(io.BytesIO(clean)).tobytes()


def test_a_picture_whose_head_is_broken_is_told_the_same_each_time(tmp_path):
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    first, second = (read_image(tmp_path, "a.png") for _ in range(2))
    assert isinstance(first, Refused) and first == second and "0x" not in first.message


def test_a_picture_with_broken_metadata_is_read_without_a_word(tmp_path, recwarn):
    data = _saved(Image.new("RGB", (8, 8)), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * 500)
    assert _read(tmp_path, "a.jpg", data).width == 8 and not recwarn.list


def test_the_thumbnail_of_a_jpeg_goes(tmp_path):
    data = _saved(Image.new("RGB", (8, 8)), "JPEG")
    thumbnail = data[:4] + struct.pack(">H", 16 + 3 * 4) + data[6:18] + b"\x02\x02" + SECRET[:12] + data[20:]
    assert _read(tmp_path, "a.jpg", thumbnail).data == data


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_stands_upright(orientation, form, tmp_path):
    upright = Image.new("L", (32, 16), 255)
    upright.paste(0, (0, 0, 8, 8))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"a.{form.lower()}"
    image = _read(tmp_path, name, _saved(upright.transpose(undo[orientation]), form, exif=exif))
    pixels = _pixels(image)
    assert (image.width, image.height) == pixels.size == (32, 16)
    assert pixels.getpixel((3, 3)) < 60 and pixels.getpixel((28, 12)) > 200
    assert pixels.getexif() == {}


def test_cmyk_is_converted_by_its_own_profile_or_by_that_of_the_press(tmp_path):
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    fogra = (resources.PROFILES / "FOGRA39L_coated.icc").read_bytes()
    without = _pixels(_read(tmp_path, "a.jpg", _saved(cyan, "JPEG")))
    with_it = _pixels(_read(tmp_path, "b.jpg", _saved(cyan, "JPEG", icc_profile=fogra)))
    assert without.mode == with_it.mode == "RGB"
    red, green, blue = with_it.getpixel((5, 5))
    assert red < 40 and 130 < green < 180 and blue > 200  # FOGRA39's cyan, not the 0, 255, 255 of a mere formula
    assert without.getpixel((5, 5)) == with_it.getpixel((5, 5))
    assert "icc_profile" not in with_it.info


def test_a_profile_of_another_colour_space_goes(tmp_path):
    fogra = (resources.PROFILES / "FOGRA39L_coated.icc").read_bytes()
    for name, form in (("a.jpg", "JPEG"), ("a.png", "PNG")):
        picture = Image.new("RGB", (8, 8), (9, 99, 199))
        assert _read(tmp_path, name, _saved(picture, form, icc_profile=fogra)).data == _saved(picture, form)


def _wide() -> bytes:
    """A profile of RGB with other primaries than sRGB: Adobe RGB (1998), by its numbers alone."""
    data = bytearray(_profile())
    for name, x, y, z in ((b"rXYZ", 0.60974, 0.31111, 0.01947), (b"gXYZ", 0.20528, 0.62567, 0.06087)):
        at = data.index(name)
        start = int.from_bytes(data[at + 4 : at + 8], "big") + 8
        data[start : start + 12] = struct.pack(">3i", *(round(side * 65536) for side in (x, y, z)))
    return bytes(data)


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB")])
def test_colours_of_another_profile_become_those_that_they_show(mode, form, tmp_path):
    picture = Image.new("RGB", (16, 16), (51, 153, 51)).convert(mode)
    name = f"a.{form.lower()}"
    pixels = _pixels(_read(tmp_path, name, _saved(picture, form, icc_profile=_wide())))
    expected = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), (51, 153, 51)), io.BytesIO(_wide()), ImageCms.createProfile("sRGB")
    )
    assert expected is not None
    shown, wanted = pixels.convert("RGB").getpixel((8, 8)), expected.getpixel((0, 0))
    assert max(abs(one - other) for one, other in zip(shown, wanted, strict=True)) < 4
    assert abs(shown[0] - 51) > 20 and "icc_profile" not in pixels.info


def test_a_damaged_profile_goes(tmp_path):
    for name, form in (("a.jpg", "JPEG"), ("a.png", "PNG")):
        picture = Image.new("RGB", (8, 8), (9, 99, 199))
        damaged = _profile()[:128] + b"\xff" * 300
        assert _read(tmp_path, name, _saved(picture, form, icc_profile=damaged)).data == _saved(picture, form)
    ink = _saved(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG", icc_profile=b"\0" * 16 + b"CMYK" + b"\0" * 200)
    assert _pixels(_read(tmp_path, "b.jpg", ink)).mode == "RGB"


@pytest.mark.parametrize("cut", [1, 2, 40, 200])
def test_a_picture_that_is_cut_off_is_no_picture(cut, tmp_path):
    for name, form in (("a.jpg", "JPEG"), ("a.png", "PNG")):
        (tmp_path / name).write_bytes(_saved(Image.effect_noise((64, 48), 90), form)[:-cut])
        assert not isinstance(read_image(tmp_path, name), ImageFile)
