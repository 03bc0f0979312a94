"""Images: whole PNG, JPEG and SVG files of the work's folder, judged before they are decoded."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from flugblatt.content.images import read_image
from flugblatt.content.refused_files import Refused
from flugblatt.model import ImageFile


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
    assert isinstance(image, ImageFile), image
    assert (image.path, image.media_type, image.width, image.height) == (name, media_type, 5, 3)
    assert image.data == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="40" height="30"', (40, 30)),
        ('width="4.6px" height="3"', (5, 3)),
        ('viewBox="0 0 7 9"', (7, 9)),
        ("", (0, 0)),
        ('width="100%" height="1em" viewBox="0 0 8 6"', (21, 16)),
    ],
)
def test_svg_and_its_size(attributes, size, tmp_path):
    (tmp_path / "a.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="9" height="9"/></svg>', encoding="utf-8"
    )
    image = read_image(tmp_path, "a.svg")
    assert isinstance(image, ImageFile), image
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
    (tmp_path / "a.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">{inner}<rect width="9" height="9"/></svg>', encoding="utf-8"
    )
    assert isinstance(read_image(tmp_path, "a.svg"), ImageFile)


@pytest.mark.parametrize(
    "inner",
    [
        "<text>a</text>",
        "<foreignObject/>",
        "<style>@import 'a.css'</style>",
        "<style>a{b:url(x.png)}</style>",
        '<image href="x.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<rect fill="url(x.svg#a)"/>',
        '<rect style="fill:url(//x)"/>',
        "<?xml-stylesheet href='a.css'?>",
        "<switch><foreignObject/><text>a</text></switch>",
        '<defs><filter id="f"/></defs><rect filter="url(#f)"/>',
        '<rect style="mix-blend-mode:multiply"/>',
        '<rect clip-path="circle(50%)"/>',
        '<clipPath id="c"><text>a</text></clipPath><rect clip-path="url(#c)"/>',
        '<mask id="m"><rect fill="gray"/></mask><g mask="url(#m)"><rect/><path d="M0 0h1"/></g>',
        '<use href="other.svg#a"/>',
        '<rect style="fill:url(other.svg#a)"/>',
        '<rect transform="perspective(3)"/>',
        '<mesh id="m"/>',
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
        '<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="100000"/>',
        '<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "x">]><svg xmlns="http://www.w3.org/2000/svg" id="&a;"/>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "x.txt">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<!DOCTYPE svg [<!ENTITY % a "x"> %a;]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_other_xml_is_refused(text, tmp_path):
    (tmp_path / "a.svg").write_text(text, encoding="utf-8")
    assert isinstance(read_image(tmp_path, "a.svg"), Refused)


def test_a_bomb_is_refused_by_what_it_claims(tmp_path):
    for side in (7_000, 10_000, 60_000):
        (tmp_path / "a.png").write_bytes(_png_that_claims(side, side))
        assert "pixels" in str(read_image(tmp_path, "a.png"))


def test_damaged_and_other_files_are_refused(tmp_path):
    (tmp_path / "a.png").write_bytes(_picture("PNG")[:-30])
    (tmp_path / "a.jpg").write_bytes(_picture("JPEG")[:200])
    (tmp_path / "a.gif").write_bytes(_picture("GIF"))
    for name in ("a.png", "a.jpg", "a.gif"):
        assert isinstance(read_image(tmp_path, name), Refused), name


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
        assert isinstance(read_image(work, name), Refused), name


@pytest.mark.parametrize(
    ("inner", "left"),
    [
        ('<rect onclick="x()"/>', "<rect/>"),
        ('<a href="https://example.org"><rect/></a>', "<rect/>"),
        ("<!-- of Anna --><rect/>", "<rect/>"),
        ("<metadata><x/></metadata><rect/>", "<rect/>"),
        ('<rect xmlns:i="urn:ink" i:label="Anna"/>', "<rect/>"),
        ('<rect style="fill:green;-ink-x:1"/>', '<rect fill="#008000"/>'),
        ('<rect fill="red" style="fill:no-colour"/>', '<rect fill="#ff0000"/>'),
        ('<g display="none"><text>secret</text></g><rect/>', "<rect/>"),
        ("<text> </text><rect/>", "<rect/>"),
        ('<defs><path id="a" d="M0 0h9"/></defs><use href="#a"/>', '<path d="M0 0h9"/>'),
        ('<rect id="a"/><use href="#a" x="3"/>', '<rect/>\n<g transform="translate(3 0)">\n<rect/>\n</g>'),
        ('<g id="a"><use href="#a"/><rect/></g>', "<rect/>"),
        ('<rect fill="url(#none) blue"/>', '<rect fill="#0000ff"/>'),
        ('<rect fill="rgb(1 2 3 / 50%)" fill-opacity=".5"/>', '<rect fill="#010203" fill-opacity="0.251"/>'),
        ('<animate/><set/><rect opacity="50%"/>', '<rect opacity="0.5"/>'),
    ],
)
def test_what_does_not_draw_is_dropped_and_what_draws_is_kept(inner, left, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>', encoding="utf-8")
    image = read_image(tmp_path, "a.svg")
    assert isinstance(image, ImageFile), image
    body = image.data.decode().split(">", 1)[1].removesuffix("</svg>\n").strip()
    assert body == left


def test_a_drawing_that_is_plain_already_keeps_its_bytes(tmp_path):
    data = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"> <g class="a"><rect width="9" fill="red"/></g>\n</svg>'
    (tmp_path / "a.svg").write_bytes(data)
    image = read_image(tmp_path, "a.svg")
    assert isinstance(image, ImageFile) and image.data == data


@pytest.mark.parametrize(
    ("there", "written", "hint"),
    [
        ("P.PNG", "p.png", "P.PNG is there: rename it to p.png"),
        ("map.jpg", "map.png", "did you mean map.jpg?"),
        ("img/map.png", "map.png", "did you mean img/map.png?"),
        ("karte.png", "kart.png", "did you mean karte.png?"),
        ("Übersicht.png", "Übersicht.png", "it is there; rename it, to Ubersicht.png"),
        ("my map.png", "my%20map.png", "it is there; rename it, to my-map.png"),
        ("my-map.png", "my%2Dmap.png", "write my-map.png"),
        ("IMG (1).png", "IMG (1).png", "it is there; rename it, to IMG-1.png"),
        (".map.png", ".map.png", "it is there; rename it, to map.png"),
        ("карта.png", "карта.png", "it is there; rename it, to picture.png"),
        ("a.jpeg", "a.jpeg", "rename it to a.png"),
        ("a.PNG", "a.PNG", "rename it to a.png"),
    ],
)
def test_a_name_that_nearly_fits_is_told(there, written, hint, tmp_path):
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_bytes(_picture("PNG"))
    image = read_image(tmp_path, written)
    assert isinstance(image, Refused) and image.hint.startswith(hint), image


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"GIF89a", "a GIF"), (b"RIFF\0\0\0\0WEBP", "a WebP"), (b"II*\0", "a TIFF"), (b"\0\0\0\x18ftypheic", "a HEIC")],
)
def test_a_picture_of_another_format_is_named(data, name, tmp_path):
    (tmp_path / "a.png").write_bytes(data + bytes(99))
    assert f"found {name}" in str(read_image(tmp_path, "a.png"))
