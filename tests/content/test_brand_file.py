"""brand.yaml and the keys of the same names in statement.yaml: what is read, what wins, what is refused and where."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, PngImagePlugin

from flugblatt import resources
from flugblatt.build import project
from flugblatt.content import read_work
from flugblatt.content.brand_file import project_brand
from flugblatt.content.font_rights import fault_of_font
from flugblatt.model import ByLanguage, Statement
from flugblatt.model.errors import ContentError
from tests.content.writing import STATEMENT, write_work

SIGN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path fill="#004688" d="M0 0h20v10H0z"/></svg>'
BRAND = """\
theme: quiet
accent: "#004688"
logo: {color: logo.svg, white: brand/white.svg, alt: {de: Stadtwerke, ar: المدينة}, clear_space: 0.75}
cataloguing: {language: en, agency: DE-101}
"""


def laid(folder: Path, brand: str = BRAND, statement: str = STATEMENT) -> Path:
    """The content folder of a project with a brand."""
    (folder / "content").mkdir()
    (folder / "brand").mkdir()
    (folder / "brand.yaml").write_text(brand, encoding="utf-8")
    for name in ("logo.svg", "brand/white.svg"):
        (folder / name).write_text(SIGN, encoding="utf-8")
    (folder / "harbour.png").write_bytes(photograph())
    work = write_work(folder / "content", statement)
    (work / "own.svg").write_text(SIGN, encoding="utf-8")
    return folder / "content"


def photograph() -> bytes:
    """A picture that says who took it."""
    said, out = PngImagePlugin.PngInfo(), io.BytesIO()
    said.add_text("Author", "Jane Roe")
    Image.new("RGB", (30, 20), "#203040").save(out, "PNG", pnginfo=said)
    return out.getvalue()


def font(rights: int, weight: int = 400, italic: bool = False) -> bytes:
    builder, pen, out = FontBuilder(1000, isTTF=True), TTGlyphPen(None), io.BytesIO()
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((500, 0))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": glyph, "A": glyph})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "A": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Tiny", "styleName": "Regular"})
    builder.setupOS2(fsType=rights, usWeightClass=weight, fsSelection=int(italic))
    builder.setupPost()
    builder.save(out)
    return out.getvalue()


def read(content: Path) -> Statement:
    with project.opened(content):
        statement, findings = read_work(content / "work")
    assert findings == () and statement is not None, findings
    return statement


def refused(content: Path) -> list[str]:
    with pytest.raises(ContentError) as error, project.opened(content):
        pass
    return [
        f"{Path(finding.where.partition(':')[0]).name}:{finding.where.partition(':')[2]} {finding.code}"
        for finding in error.value.findings
    ]


def test_a_brand_holds_for_every_work(tmp_path: Path) -> None:
    brand = read(laid(tmp_path)).brand
    assert (brand.theme, brand.accent.main.screen, brand.logo.clear_space) == ("quiet", "#004688", 0.75)
    assert brand.logo.alt == ByLanguage(None, (("de", "Stadtwerke"), ("ar", "المدينة")))
    assert [image.path for image in brand.images] == ["_brand/logo.svg", "_brand/brand/white.svg"]
    assert (brand.cataloguing.language, brand.place("accent").rpartition("brand.yaml")[2]) == ("en", ":2:9")


def test_what_the_work_says_wins_key_by_key(tmp_path: Path) -> None:
    own = STATEMENT + "theme: black\nlogo: {color: own.svg, alt: Chor}\ncataloguing: {language: de}\n"
    statement = read(laid(tmp_path, statement=own))
    assert (statement.brand.theme, statement.brand.accent.main.screen) == ("black", "#004688")
    assert [image.path for image in statement.brand.images] == ["own.svg"]
    assert statement.cataloguing.language == "de" and "statement.yaml" in statement.brand.place("theme")


def test_the_picture_goes_out_without_what_it_says_of_its_maker(tmp_path: Path) -> None:
    brand = read(laid(tmp_path, "theme: picture\npicture: {file: harbour.png, alt: Hafen, credit: Roe}\n")).brand
    assert brand.picture.credit == ByLanguage("Roe") and brand.picture.image.width == 30
    assert b"Jane" not in brand.picture.image.data


def test_without_a_brand_everything_is_as_ever(tmp_path: Path) -> None:
    content = laid(tmp_path)
    (tmp_path / "brand.yaml").unlink()
    brand = read(content).brand
    assert (brand.theme, brand.accent.main.screen, brand.images, brand.said) == ("red", "#C5202F", (), ())


def test_another_brand_is_another_source(tmp_path: Path) -> None:
    content = laid(tmp_path)
    before = read(content).brand.said
    (tmp_path / "logo.svg").write_text(SIGN.replace("004688", "004687"), encoding="utf-8")
    assert read(content).brand.said != before
    assert {path.name for path in resources.project_files(content)} >= {"brand.yaml", "logo.svg", "white.svg"}


@pytest.mark.parametrize(
    ("brand", "found"),
    [
        ("theme: blue\n", ["brand.yaml:1:8 yaml-value"]),
        ("accent: #004688\n", ["brand.yaml:1:1 yaml-value"]),
        ("theme: quiet\naccent: '#FFCC00'\n", ["brand.yaml:2:9 accent-pale"]),
        ("logo: {color: none.svg, alt: A}\n", ["brand.yaml:1:15 yaml-file"]),
        ("logo: {color: ../logo.svg, alt: A}\n", ["brand.yaml:1:15 yaml-file"]),
        ("logo: {color: logo.svg}\n", ["brand.yaml:1:7 yaml-missing"]),
        ("logo: {color: logo.svg, alt: A, clear_space: 9}\n", ["brand.yaml:1:46 yaml-value"]),
        ("logo: {color: logo.svg, alt: {xx_YY: A}}\n", ["brand.yaml:1:31 yaml-language"]),
        ("picture: {file: logo.svg, alt: A}\n", ["brand.yaml:1:17 yaml-file"]),
        ("fonts: {text: A.woff2, license: OFL-1.1}\n", ["brand.yaml:1:15 yaml-file"]),
        ("fonts: {license: OFL-1.1}\n", ["brand.yaml:1:8 yaml-missing"]),
        ("them: red\ndate: 2022\n", ["brand.yaml:1:1 yaml-unknown-key", "brand.yaml:2:1 yaml-unknown-key"]),
        ("theme: [\n", ["brand.yaml:2:1 yaml-syntax"]),
    ],
)
def test_a_wrong_brand_is_refused_at_its_place(brand, found, tmp_path: Path) -> None:
    assert refused(laid(tmp_path, brand)) == found


def test_an_accent_may_be_paler_where_it_is_an_ornament(tmp_path: Path) -> None:
    content = laid(tmp_path, 'theme: quiet\naccent: "#E06010"\n')
    assert read(content).brand.accent.main.screen == "#E06010"
    (tmp_path / "brand.yaml").write_text('theme: red\naccent: "#E06010"\n', encoding="utf-8")
    assert refused(content) == ["brand.yaml:2:9 accent-pale"]


@pytest.mark.parametrize(
    ("rights", "refusal"),
    [
        (0, "None"),
        (0x0008, "None"),
        (0x0004, "None"),
        (0x0002, "forbids to embed it"),
        (0x0100, "a part of it"),
        (0x0200, "bitmaps"),
    ],
)
def test_a_font_is_embedded_only_where_its_maker_lets_it(rights, refusal) -> None:
    assert refusal in str(fault_of_font("A.ttf", font(rights)))


@pytest.mark.parametrize("data", [b"", b"OTTO", b"wOF2" + bytes(60), font(0)[:200]])
def test_what_is_no_font_is_refused(data) -> None:
    assert fault_of_font("A.ttf", data) is not None


def test_fonts_are_read_with_their_licence(tmp_path: Path) -> None:
    content = laid(tmp_path, "fonts: {sans: [fonts/A.ttf, fonts/B.ttf, fonts/C.ttf, fonts/D.ttf], license: OFL-1.1}\n")
    (tmp_path / "fonts").mkdir()
    for name, weight, italic in (("A", 400, False), ("B", 400, True), ("C", 700, False)):
        (tmp_path / f"fonts/{name}.ttf").write_bytes(font(0, weight, italic))
    (tmp_path / "fonts/D.ttf").write_bytes(font(0))
    assert refused(content) == ["brand.yaml:1:15 yaml-value"]  # no bold italic
    (tmp_path / "fonts/D.ttf").write_bytes(font(0, 700, True))
    fonts = read(content).brand.fonts
    assert (fonts.text, fonts.license) == ((), "OFL-1.1")
    assert [file.path for file in fonts.sans] == [f"_brand/fonts/{name}.ttf" for name in "ABCD"]


def test_outside_of_a_project_there_is_no_brand() -> None:
    assert project_brand().said == ()
