"""Drawings as Inkscape, Illustrator, LibreOffice and Figma write them: safe for every output, and drawn as they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
import weasyprint
from lxml import etree

from flugblatt.content.images import read_image
from flugblatt.judges.epub.guard_lists import judge_xml
from flugblatt.model import ImageFile

DRAWINGS = Path(__file__).parent / "drawings"
SPACE = "http://www.w3.org/2000/svg"
NAMES = sorted(path.name for path in DRAWINGS.glob("*.svg"))


def _safe(name: str, folder: Path = DRAWINGS) -> ImageFile:
    image = read_image(folder, name)
    assert isinstance(image, ImageFile), image
    return image


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_anew_comes_out_the_same_again(name, tmp_path):
    image = _safe(name)
    (tmp_path / name).write_bytes(image.data)
    assert _safe(name, tmp_path) == image


@pytest.mark.parametrize("name", NAMES)
def test_the_guard_of_books_takes_it_and_nothing_of_its_maker_is_left(name):
    data = _safe(name).data
    assert [*judge_xml(name, name, data, frozenset((name,)), "svg")] == []
    for word in (b"Anna", b"alert", b"inkscape", b"adobe", b"href", b"style", b"<!", b"<?", b"Ebene", b"slide"):
        assert word not in data


def test_the_title_of_a_plain_drawing_goes_as_its_comments_do(tmp_path):
    said = "<title>Anna's map</title><desc>/home/anna/map</desc><!-- Anna -->"
    text = f'<svg xmlns="{SPACE}" viewBox="0 0 9 9">{said}<rect width="9" height="9" fill="#ff0000"/></svg>'
    (tmp_path / "a.svg").write_text(text)
    data = _safe("a.svg", tmp_path).data
    assert b"nna" not in data and b"rect" in data


@pytest.mark.parametrize(
    ("name", "colors"),
    [
        (
            "inkscape.svg",
            {(7, 12): "#0d5ed6", (45, 12): "#ea8080", (20, 30): "#008000", (45, 30): "#ea8080", (3, 3): "#ffffff"},
        ),
        ("illustrator.svg", {(20, 20): "#e30613", (70, 30): "#009fe3", (47, 10): "#ffffff", (26, 60): "#fee107"}),
        (
            "figma.svg",
            {(40, 25): "#0d99ff", (40, 55): "#14ae5c", (12, 12): "#ffffff", (92, 30): "#f24822", (120, 77): "#ffffff"},
        ),
        (
            "libreoffice.svg",
            {(2000, 2000): "#729fcf", (7000, 2500): "#ff8080", (1160, 4343): "#000000", (5000, 300): "#ffffff"},
        ),
        (
            "symbols.svg",
            {(12, 12): "#008000", (35, 15): "#ffa500", (30, 60): "#008080", (120, 60): "#ffffff", (150, 60): "#ff00aa"},
        ),
        (
            "patterns.svg",
            {(33, 30): "#ff0000", (42, 30): "#ffffff", (88, 34): "#0000ff", (149, 35): "#008000", (28, 74): "#ffa500"},
        ),
        ("patterns.svg", {(96, 94): "#ff8080", (86, 94): "#ffffff", (171, 89): "#ff0000", (160, 78): "#ffffff"}),
        ("gradients.svg", {(2, 60): "#046203", (50, 50): "#ffffff", (150, 50): "#fd0002", (98, 60): "#ffefb0"}),
    ],
)
def test_it_is_drawn_as_it_was(name, colors, tmp_path):
    image = _safe(name)
    box = [float(part) for part in etree.fromstring(image.data).get("viewBox").split()]
    (tmp_path / name).write_bytes(image.data)
    page = f"<style>@page{{size:800px 600px;margin:0}}body{{margin:0}}img{{width:800px;display:block}}</style><img src='{name}'>"
    pdf = weasyprint.HTML(string=page, base_url=f"{tmp_path}/").write_pdf()
    drawn = pypdfium2.PdfDocument(pdf)[0].render(scale=96 / 72).to_pil().convert("RGB")
    for (x, y), wanted in colors.items():
        seen = drawn.getpixel((round(x * 800 / box[2]), round(y * 800 / box[2])))
        expected = tuple(int(wanted[at : at + 2], 16) for at in (1, 3, 5))
        assert max(abs(one - other) for one, other in zip(seen, expected, strict=True)) < 16, (x, y, seen)


def test_what_cannot_be_drawn_is_named_with_its_line_and_what_to_export(tmp_path):
    shutil.copy(DRAWINGS / "inkscape.svg", tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text().replace('style="display:none"', "")
    (tmp_path / "a.svg").write_text(text)
    refused = str(read_image(tmp_path, "a.svg"))
    line = next(number for number, words in enumerate(text.split("\n"), 1) if "<text" in words)
    assert f"found the element text in line {line} of a.svg" in refused
    assert "export text as paths" in refused


def test_a_drawing_of_too_many_copies_is_refused(tmp_path):
    copies = [f'<use href="#l{level}"/>' * 10 for level in range(8)]
    levels = "".join(f'<g id="l{level}">{uses}</g>' for level, uses in enumerate(copies, 1))
    rect = '<rect id="l0" width="1" height="1"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{rect}{levels}</defs><use href="#l8"/></svg>'
    (tmp_path / "a.svg").write_text(text)
    assert "more than 50,000 parts" in str(read_image(tmp_path, "a.svg"))


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ('width="80Q" height="40Q"', (76, 38)),
        ('width="10rem" height="5em"', (160, 80)),
        ('width="20ex"', (160, 80)),
        ('height="2cm"', (151, 76)),
        ('width="100%"', (80, 40)),
        ("", (80, 40)),
    ],
)
def test_sizes_in_any_unit_are_those_that_every_engine_draws(given, size, tmp_path):
    drawn = (
        f'<svg xmlns="{SPACE}" viewBox="0 0 80 40" {given}><rect width="2em" height="40" stroke-width=".1em"/></svg>'
    )
    (tmp_path / "size.svg").write_text(drawn, encoding="utf-8")
    image = _safe("size.svg", tmp_path)
    assert (image.width, image.height) == size
    root = etree.fromstring(image.data)
    said = [root.get(name, "") for name in ("width", "height")]
    assert [round(float(text)) for text in said if text] in ([], list(size))
    assert dict(root[0].attrib) == {"width": "32", "height": "40", "stroke-width": "1.6"}
    (tmp_path / "size.svg").write_bytes(image.data)
    assert _safe("size.svg", tmp_path).data == image.data


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("<g><script>1</script></g>", "found an empty one"),
        ('<g id="a"><use href="#a"/></g>', "found an empty one"),
        ('<rect width="9" height="9" style="fill:var(--c)"/>', "found fill: var(--c) in line 1"),
        ('<rect width="9" height="9" fill="oklch(60% 0.2 30)"/>', "found fill: oklch(60% 0.2 30)"),
        (
            '<clipPath id="a"><rect width="9" height="9"/></clipPath><clipPath id="b" clip-path="url(#a)">'
            '<circle r="9"/></clipPath><rect width="9" height="9" clip-path="url(#b)"/>',
            "found a clip within a clip",
        ),
        (
            '<linearGradient id="g"><stop/><stop offset="1" stop-color="#fff"/></linearGradient>'
            '<line x2="9" stroke="url(#g)"/>',
            "found a gradient in shares of a line",
        ),
    ],
)
def test_what_would_be_drawn_otherwise_or_not_at_all_is_refused(drawn, said, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" viewBox="0 0 20 20">{drawn}</svg>')
    assert said in str(read_image(tmp_path, "a.svg"))


def test_a_sheet_on_which_nothing_was_drawn_is_one(tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" viewBox="0 0 20 20"/>')
    image = _safe("a.svg", tmp_path)
    assert (image.width, image.height) == (20, 20)


def test_a_colour_that_only_some_know_gives_way_to_the_one_before_it(tmp_path):
    style = "fill:light-dark(#fff,#000);stroke:var(--s)"
    rect = f'<rect width="9" height="9" fill="#dae8fc" stroke="#6c8ebf" style="{style}"/>'
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" viewBox="0 0 20 20">{rect}</svg>')
    (made,) = etree.fromstring(_safe("a.svg", tmp_path).data)
    assert (made.get("fill"), made.get("stroke")) == ("#dae8fc", "#6c8ebf")


def test_shares_of_an_inner_frame_are_those_of_it(tmp_path):
    inner = '<svg width="50%"><rect width="50%" height="50%"/><circle r="10%"/></svg>'
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" viewBox="0 0 200 120">{inner}</svg>')
    made = etree.fromstring(_safe("a.svg", tmp_path).data)
    rect, circle = made.findall(f"{{{SPACE}}}g/*")
    assert dict(rect.attrib) == {"width": "50", "height": "60"}
    assert float(circle.get("r", "")) == pytest.approx(11.0454, abs=1e-3)


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ('width="auto" height="auto" viewBox="0 0 80 40"', (80, 40)),
        ('width="0" height="0" viewBox="0 0 80 40"', (80, 40)),
        ('width="-5" height="9" viewBox="0 0 80 40"', (18, 9)),
        ('viewBox="0 0 .8 .4"', (300, 150)),
        ('width="200"', (200, 150)),
    ],
)
def test_a_drawing_without_a_size_that_can_be_drawn_gets_one(given, size, tmp_path):
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" {given}><rect width=".4" height=".4"/></svg>')
    image = _safe("a.svg", tmp_path)
    root = etree.fromstring(image.data)
    assert (image.width, image.height) == size
    assert all(float(root.get(name, "1")) > 0 for name in ("width", "height"))
    (tmp_path / "a.svg").write_bytes(image.data)
    assert _safe("a.svg", tmp_path).data == image.data


def test_outlines_with_markers_are_paths_of_lines_and_curves(tmp_path):
    marker = '<marker id="m" orient="auto"><path d="M0 0L3 1.5L0 3z"/></marker>'
    shapes = (
        '<polyline points="1,1 8,6 15,1" marker-end="url(#m)"/><polygon points="1 1 8 6 15 1" marker-mid="url(#m)"/>'
        '<path d="M1 1Q4 9 8 1a3 3 0 0 1 6 0" marker-start="url(#m)"/><polyline points="1,1 2,2"/>'
    )
    (tmp_path / "a.svg").write_text(f'<svg xmlns="{SPACE}" viewBox="0 0 20 20">{marker}{shapes}</svg>')
    _, *made = etree.fromstring(_safe("a.svg", tmp_path).data)
    assert [etree.QName(one).localname for one in made] == ["path", "path", "path", "polyline"]
    assert [one.get("d") for one in made[:2]] == ["M 1 1 L 8 6 L 15 1", "M 1 1 L 8 6 L 15 1 Z"]
    assert str(made[2].get("d")).startswith("M 1 1 C 3 6.3333 5.3333 6.3333 8 1 C ")
