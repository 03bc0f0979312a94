"""Images: whole PNG, JPEG and SVG files of the work's folder, judged before they are decoded."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from flugblatt.content.images import read_image


def _picture(form: str, size=(5, 3)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(stream, form)
    return stream.getvalue()


def _png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "form", "media_type"), [("a.png", "PNG", "image/png"), ("a.jpg", "JPEG", "image/jpeg")]
)
def test_raster_images(name, form, media_type, tmp_path):
    (tmp_path / name).write_bytes(_picture(form))
    image = read_image(tmp_path, name)
    assert not isinstance(image, str), image
    assert (image.path, image.media_type, image.width, image.height) == (name, media_type, 5, 3)
    assert image.data == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="4.6px" height="3"', (5, 3)),
        ('viewBox="0 0 7 9"', (7, 9)),
        ("", (0, 0)),
        ('width="100%" height="1em" viewBox="0 0 8 6"', (8, 6)),
    ],
)
def test_svg_and_its_size(attributes, size, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>', encoding="utf-8")
    image = read_image(tmp_path, "a.svg")
    assert not isinstance(image, str), image
    assert (image.width, image.height) == size


@pytest.mark.parametrize(
    "inner",
    [
        '<use href="#a"/>',
        '<rect fill="url(#g)" style="stroke: url( \'#g\')"/>',
        "<style>rect { fill: red }</style>",
        "<title>Map</title>",
    ],
)
def test_svg_with_references_to_itself_passes(inner, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>', encoding="utf-8")
    assert not isinstance(read_image(tmp_path, "a.svg"), str)


@pytest.mark.parametrize(
    "inner",
    [
        "<text>a</text>",
        "<g><script>1</script></g>",
        "<foreignObject/>",
        "<style>@import 'a.css'</style>",
        "<style>a{b:url(x.png)}</style>",
        '<rect onclick="x()"/>',
        '<image href="x.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="https://example.org"/>',
        '<rect fill="url(x.svg#a)"/>',
        '<rect style="fill:url(//x)"/>',
        "<?xml-stylesheet href='a.css'?>",
    ],
)
def test_svg_with_anything_else_is_refused(inner, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>', encoding="utf-8")
    assert "SVG of shapes only" in str(read_image(tmp_path, "a.svg"))


@pytest.mark.parametrize(
    "text",
    [
        '<?xml-stylesheet href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "<html/>",
        "<svg/>",
        "<svg",
        '<!DOCTYPE svg SYSTEM "x.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"/>',
    ],
)
def test_other_xml_is_refused(text, tmp_path):
    (tmp_path / "a.svg").write_text(text, encoding="utf-8")
    assert isinstance(read_image(tmp_path, "a.svg"), str)


def test_a_bomb_is_refused_by_what_it_claims(tmp_path):
    for side in (7_000, 10_000, 60_000):
        (tmp_path / "a.png").write_bytes(_png_that_claims(side, side))
        assert "pixels" in str(read_image(tmp_path, "a.png"))


def test_damaged_and_other_files_are_refused(tmp_path):
    (tmp_path / "a.png").write_bytes(_picture("PNG")[:-30])
    (tmp_path / "a.jpg").write_bytes(_picture("JPEG")[:200])
    (tmp_path / "a.gif").write_bytes(_picture("GIF"))
    for name in ("a.png", "a.jpg", "a.gif"):
        assert isinstance(read_image(tmp_path, name), str), name


def test_an_animation_is_refused(tmp_path):
    frames = [Image.new("RGB", (4, 4), (i * 80, 0, 0)) for i in range(3)]
    frames[0].save(tmp_path / "a.png", save_all=True, append_images=frames[1:])
    assert "still" in str(read_image(tmp_path, "a.png"))


def test_nothing_outside_of_the_folder_is_read(tmp_path):
    (tmp_path / "x.png").write_bytes(_picture("PNG"))
    work = tmp_path / "work"
    work.mkdir()
    (work / "link.png").symlink_to(tmp_path / "x.png")
    (work / "folder").symlink_to(tmp_path)
    for name in (
        "../x.png",
        str(tmp_path / "x.png"),
        "link.png",
        "folder/x.png",
        "file:x.png",
        "..%2Fx.png",
        "a\\x.png",
        "",
    ):
        assert isinstance(read_image(work, name), str), name
