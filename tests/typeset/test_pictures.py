"""Pictures wherever a text has them: built, proven, and on the page that the page list names."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from PIL import Image

from flugblatt.build import production
from flugblatt.content import read_work
from flugblatt.judges import judge_table
from flugblatt.judges.closed import page_guard
from flugblatt.judges.external import epubcheck, verapdf
from flugblatt.judges.external.java import JavaHost
from flugblatt.language.table import describe
from flugblatt.model import Edition, Finding, Paragraph, Place, Product, Statement, Text
from flugblatt.model.cases import Case
from flugblatt.model.targets import chosen
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import blocks
from tests.judges.mutations import elements, opened, saved

YAML = "date: 2024-03-05\nissuers: [Rat]\n"
WORDS = "Words of the letter that go on until the line has reached its end and begins another one below it. " * 2


def work(folder: Path, text: str, tag: str = "en", size: tuple[int, int] = (640, 320)) -> tuple[Statement, Edition]:
    made = folder / "probe"
    made.mkdir()
    (made / "statement.yaml").write_text(YAML, encoding="utf-8")
    (made / f"{tag}.md").write_text(text, encoding="utf-8")
    Image.new("RGB", size, "#1F4E79").save(made / "a.png")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


def made(statement: Statement, edition: Edition, *targets: str) -> dict[str, Product]:
    rendered = production.render(statement, edition, chosen(targets))
    return {product.artefact.target: product for product in rendered if isinstance(product, Product)}


def findings(statement: Statement, edition: Edition, *targets: str) -> list[str]:
    """What our checks of text and glyphs say of every product."""
    found = []
    for target, product in made(statement, edition, *targets).items():
        case = Case(statement, edition, target, product.artefact.data, product.pages)
        checks = [name for name in ("fidelity", "glyphs") if name in case.form.checks]
        found += [str(finding) for finding in product.findings]
        found += [str(finding) for name in checks for finding in judge_table.judge(name, case).findings]
    return found


CAPTIONED = f"""# A title

![A picture](a.png "The *well* & the house")

Text of the letter.

1. ![A picture](a.png 'In an item')

   {WORDS}

> [![A picture](a.png "In a quotation")](https://example.org/)
"""


@pytest.mark.sample(5)
@pytest.mark.parametrize(
    "text",
    [
        CAPTIONED,
        "# Map\n\n![Map](a.png)\n\nWords below.\n",
        f"# A title\n\nText.\n\n{WORDS}![A picture](a.png) and {WORDS}\n",
        f"# A title\n\n![A picture](a.png) {WORDS}\n\n- {WORDS}![A picture](a.png)\n- ![A picture](a.png)\n",
        f"# A title\n\nText.\n\n{WORDS} [![A picture](a.png)](https://example.org/) [and](https://example.org/a) more.\n",
        "# A title\n\nText.\n\n| A | B |\n|--|--|\n| ![A picture](a.png) words | ![](a.png){decorative} |\n",
    ],
)
@pytest.mark.parametrize("size", [(640, 320), (20, 20)])
def test_a_picture_may_stand_anywhere(text: str, size: tuple[int, int], tmp_path: Path) -> None:
    assert findings(*work(tmp_path, text, size=size), "archive-pdf", "epub", "web", "text") == []


def test_blanks_between_pictures_are_in_the_text(tmp_path: Path) -> None:
    text = f"# A title\n\nText.\n\n{'![A picture](a.png) ' * 7}\n\nAnd ![A picture](a.png)\n![A picture](a.png)\\\n"
    text += "![A picture](a.png) [so ![A picture](a.png) on](https://example.org/).\n"
    assert findings(*work(tmp_path, text, size=(150, 60)), "archive-pdf") == []


def test_a_picture_may_stand_among_words_from_right_to_left(tmp_path: Path) -> None:
    words = "מילים של המכתב שנמשכות עד סוף השורה ומתחילות שורה נוספת מתחתיה. " * 2
    text = f"# כותרת\n\nטקסט.\n\n{words}![תמונה](a.png) ו{words}\n"
    assert findings(*work(tmp_path, text, "he"), "archive-pdf", "web") == []


def test_the_title_of_a_picture_is_its_caption_and_judged(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, CAPTIONED)
    forms = {name: product.artefact.data for name, product in made(statement, edition, "archive-pdf", "web").items()}
    assert [judged(statement, edition, name, data) for name, data in forms.items()] == [[], []]
    pdf = opened(forms["archive-pdf"])
    assert len(elements(pdf, "Caption")) == 3
    assert b"<figcaption>The *well* &amp; the house</figcaption>\n</figure>" in forms["web"]
    changes = (
        (b"The *well* &amp; the house</f", b"The well &amp; the house</f", "fidelity-changed"),
        (b"<figcaption>In an item</figcaption>\n</figure>", b"</figure><p>In an item</p>", "fidelity-kind"),
    )
    for old, new, code in changes:
        assert old in forms["web"]
        assert code in judged(statement, edition, "web", forms["web"].replace(old, new))
    elements(pdf, "Caption")[1].S = pikepdf.Name.P
    assert "fidelity-kind" in judged(statement, edition, "archive-pdf", saved(pdf))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((640, 320), []),
        ((300, 150), ["615 × 308", "51 mm wide"]),
        ((640, 1280), []),
        ((300, 600), ["355 × 709", "51 mm wide"]),
        ((20, 20), []),  # a sign
    ],
)
def test_a_picture_that_is_too_coarse_is_set_smaller_with_a_warning(
    size: tuple[int, int], said: list[str], tmp_path: Path
) -> None:
    statement, edition = work(tmp_path, "# Map\n\nWords.\n\n![Map](a.png)\n\nMore words.\n", size=size)
    product = made(statement, edition, "archive-pdf")["archive-pdf"]
    assert [finding.code for finding in product.findings] == ["picture-too-small"] * bool(said)
    assert all(words in product.findings[0].message for words in said)
    with pymupdf.open(stream=product.artefact.data) as opened_pdf:
        images = [image for page in opened_pdf for image in page.get_image_info()]
    (image,) = [one for one in images if (one["width"], one["height"]) == size]
    assert size[1] <= 48 or size[0] / (image["bbox"][2] - image["bbox"][0]) * 72 > 149.5


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The well. (Photo: Ann Reed)", "(Photo: Ann Reed)"),
        ("Wer fragt? (Bild: A. Ree, 2026).", "(Bild: A. Ree, 2026)."),
        ("井戸。（写真：田中）", "（写真：田中）"),
        ("البئر. (صورة: سامي)", "(صورة: سامي)"),
        ("The house (left)", None),
        ("(Photo: Ann Reed)", None),
        ("No. (one) and more", None),
    ],
)
def test_a_last_sentence_in_parentheses_is_a_credit(caption: str, credit: str | None) -> None:
    place = Place(1, 1)
    found = blocks.credited(Paragraph((Text(caption, place),), place, is_caption=True))
    assert found == (credit and (caption.removesuffix(credit), credit))


def test_a_credit_has_a_tone_of_its_own_and_no_other_words(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, '# A title\n\n![A picture](a.png "The well. (Photo: Ann Reed)")\n\nText.\n')
    forms = {name: product.artefact.data for name, product in made(statement, edition, "archive-pdf", "web").items()}
    assert [judged(statement, edition, name, data) for name, data in forms.items()] == [[], []]
    caption = b'<figcaption>The well. <span class="credit">(Photo: Ann Reed)</span></figcaption>'
    assert caption in forms["web"] and page_guard.judge(forms["web"]).findings == ()
    spoilt = forms["web"].replace(b"(Photo: Ann Reed)</span>", b"(Photo: Anne Reed)</span>")
    assert judged(statement, edition, "web", spoilt) == ["fidelity-changed"]


def test_captions_stand_where_the_standards_let_them(java_host: JavaHost, tmp_path: Path) -> None:
    statement, edition = work(tmp_path, CAPTIONED + '>\n> ![A picture](a.png "Another. (Photo: Ann Reed)")\n')
    products = made(statement, edition, "archive-pdf", "access-pdf", "epub")
    profiles = {"archive-pdf": ("3a", "ua1"), "access-pdf": ("4f", "ua2")}
    for target, names in profiles.items():
        for name in names:
            assert verapdf.judge(java_host, products[target].artefact.data, name).findings == ()
    assert epubcheck.judge(java_host, products["epub"].artefact.data).findings == ()
    assert judged(statement, edition, "access-pdf", products["access-pdf"].artefact.data) == []


def judged(statement: Statement, edition: Edition, target: str, data: bytes) -> list[str]:
    return [finding.code for finding in judge_table.judge("fidelity", Case(statement, edition, target, data)).findings]


def test_a_page_of_pictures_is_in_the_text(tmp_path: Path) -> None:
    pictures = "\n\n".join("![Map](a.png)" for _ in range(6))
    statement, edition = work(tmp_path, f"# Pictures\n\nWords first.\n\n{pictures}\n\nLast words.\n")
    products = made(statement, edition, "archive-pdf", "epub")
    pages = products["archive-pdf"].pages
    assert [page.block for page in pages] == [-1, 0, 3, 5, 8]
    with zipfile.ZipFile(io.BytesIO(products["epub"].artefact.data)) as book:
        assert 'href="text.xhtml#page-3"' in book.read("EPUB/nav.xhtml").decode()
    assert findings(statement, edition, "epub") == []


def test_a_page_that_begins_with_a_picture_within_a_block_is_marked_before_it(tmp_path: Path) -> None:
    items = "\n".join("- ![Map](a.png)" for _ in range(6))
    statement, edition = work(tmp_path, f"# Pictures\n\nWords first.\n\n{items}\n")
    products = made(statement, edition, "archive-pdf", "epub")
    assert [page.offset for page in products["archive-pdf"].pages][2:4] == [2, 4]
    with zipfile.ZipFile(io.BytesIO(products["epub"].artefact.data)) as book:
        text = book.read("EPUB/text.xhtml").decode()
    assert text.index("page-3") > text.index("page-2") and text.count("<img", 0, text.index("page-3")) == 2


def test_a_picture_is_no_lede_and_has_no_indent_and_a_small_one_stays_in_its_line(tmp_path: Path) -> None:
    text = "# Map\n\n![Map](a.png)\n\nThe lede.\n\nWords ![Map](a.png) and more.\n"
    (tmp_path / "large").mkdir()
    large = made(*work(tmp_path / "large", text), "web")["web"].artefact.data.decode()
    assert '<p class="picture"><img' in large and '<p class="lede red"><span class="together">The lede.' in large
    assert '<p class="pictured">Words <img src' in large
    (tmp_path / "small").mkdir()
    small = made(*work(tmp_path / "small", text, size=(20, 20)), "web")["web"].artefact.data.decode()
    assert '<p>Words <img class="sign" src' in small


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">
<defs><linearGradient id="g"><stop offset="0" stop-color="#060"/><stop offset="1" stop-color="#fc0" stop-opacity=".3"/>
</linearGradient><radialGradient id="r"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/></radialGradient>
<mask id="m"><rect width="200" height="100" fill="white"/><circle cx="50" cy="50" r="20" fill="#800000"/></mask>
<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><path d="M0 0L10 10" stroke="black"/></pattern></defs>
<rect width="90" height="100" fill="url(#g)" mask="url(#m)"/><circle cx="150" cy="50" r="45" fill="url(#r)"/>
<rect x="90" width="15" height="100" fill="url(#p)"/></svg>"""


@pytest.mark.needs("poppler", "ghostscript")
def test_gradients_masks_and_patterns_are_ink_and_every_engine_sees_them(tmp_path: Path) -> None:
    work(tmp_path, "# Map\n\nWords.\n\n![Map](a.png)\n")
    (tmp_path / "probe" / "a.svg").write_text(DRAWING, encoding="utf-8")
    (tmp_path / "probe" / "en.md").write_text("# Map\n\nWords.\n\n![Map](a.svg)\n", encoding="utf-8")
    statement, _ = read_work(tmp_path / "probe")
    assert statement is not None
    products = production.render(statement, statement.editions[0], chosen(("press",)), ("a5",))
    press = next(made for made in products if isinstance(made, Product) and made.artefact.kind == "press").artefact.data
    (tmp_path / "press.pdf").write_bytes(press)
    with pikepdf.open(io.BytesIO(press)) as pdf:
        left = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary)]
    assert not any(str(thing.get("/ColorSpace")) == "/DeviceRGB" for thing in left)
    number = next(n for n in range(1, 9) if _ink(_pdfium(press, n)) > 300)
    seen = [_ink(image) for image in (_pdfium(press, number), *_others(tmp_path, number))]
    assert min(seen) > 0.75 * max(seen), seen  # they turn inks into colours each in its own way


def _pdfium(data: bytes, page: int) -> Image.Image:
    return pypdfium2.PdfDocument(data)[page - 1].render(scale=1).to_pil().convert("RGB")


def _others(folder: Path, page: int) -> tuple[Image.Image, ...]:
    """The page as MuPDF, Poppler and Ghostscript draw it, at 72 dpi."""
    path = str(folder / "press.pdf")
    drawn = pymupdf.open(path)[page - 1].get_pixmap()  # type: ignore[no-untyped-call]
    only = ["-f", str(page), "-l", str(page), "-r", "72", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *only, path, str(folder / "poppler")], check=True)
    gs = ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=png16m", "-r72", f"-dFirstPage={page}", f"-dLastPage={page}"]
    subprocess.run([*gs, f"-sOutputFile={folder}/gs.png", path], check=True)
    mupdf = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
    return (mupdf, *(Image.open(folder / f"{name}.png").convert("RGB") for name in ("poppler", "gs")))


def _ink(image: Image.Image) -> int:
    """How many pixels are of the blue and green that only the drawing has."""
    red, green, blue = np.moveaxis(np.asarray(image).astype(int), -1, 0)
    return int((np.maximum(green, blue) > red + 40).sum())


TURNED = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">
<defs><linearGradient id="a"><stop offset="0" stop-color="#003"/><stop offset="1" stop-color="#00f" stop-opacity=".8"/>
</linearGradient>
<linearGradient id="g" href="#a" UNITS gradientTransform="TURN"/></defs><rect width="100" height="100" fill="url(#g)"/></svg>"""


@pytest.mark.sample(4)
@pytest.mark.parametrize("units", ["", 'gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="100" y2="0"'])
@pytest.mark.parametrize("turn", ["rotate(20)", "rotate(45)", "rotate(90)", "matrix(0 1 -1 0 0 0)", "skewX(40)"])
def test_a_turned_gradient_fills_its_shape_to_the_corners(turn: str, units: str, tmp_path: Path) -> None:
    work(tmp_path, "# Map\n\nWords.\n\n![Map](a.png)\n")
    (tmp_path / "probe" / "a.svg").write_text(TURNED.replace("UNITS", units).replace("TURN", turn), encoding="utf-8")
    (tmp_path / "probe" / "en.md").write_text("# Map\n\nWords.\n\n![Map](a.svg)\n", encoding="utf-8")
    statement, findings = read_work(tmp_path / "probe")
    assert statement is not None, findings
    edition = statement.editions[0]
    data = archive_pdf.render(statement, edition, describe("en", edition.whole_text)).data
    pixels = np.asarray(_pdfium(data, 2)).astype(int)
    rows, columns = np.nonzero(pixels[..., 2] > pixels[..., 0] + 20)
    inside = pixels[rows.min() + 2 : rows.max() - 1, columns.min() + 2 : columns.max() - 1]
    assert inside.shape[0] > 50 and abs(inside.shape[0] - inside.shape[1]) < 4
    assert (inside[..., 0] < 150).all()


DRAWN = {
    "curve": '<path d="M20 100C60 0 140 0 180 100" fill="none" stroke="url(#g)" stroke-width="12"/>',
    "clear": '<rect width="180" height="60" fill="url(#g)" stroke="#000"/>',
    "arrow": '<polyline points="20,20 80,60 140,20" fill="none" stroke="#c0c" stroke-width="3" marker-end="url(#m)"/>',
}


@pytest.mark.parametrize("target", ["archive-pdf", "press"])
def test_strokes_clear_gradients_and_markers_are_drawn_as_elsewhere(target: str, tmp_path: Path) -> None:
    defined = (
        '<linearGradient id="g"><stop stop-color="#1a5fb4"/><stop offset="1" stop-color="#1a5fb4" stop-opacity="0"/>'
        '</linearGradient><marker id="m" orient="auto" markerWidth="9" markerHeight="9" refY="4">'
        '<path d="M0 0L9 4L0 9z"/></marker>'
    )
    folder = tmp_path / "probe"
    folder.mkdir()
    (folder / "statement.yaml").write_text(YAML)
    pictures = "\n\n".join(f"![{name}]({name}.svg)" for name in DRAWN)
    (folder / "en.md").write_text(f"# Title\n\nWords first.\n\n{pictures}\n\nThe end.\n")
    for name, drawn in DRAWN.items():
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 120"><defs>{defined}</defs>{drawn}</svg>'
        (folder / f"{name}.svg").write_text(svg)
    statement, _ = read_work(folder)
    assert statement is not None
    rendered = production.render(statement, statement.editions[0], chosen((target,)), ("booklet-a5",))
    product = next(one for one in rendered if isinstance(one, Product) and one.artefact.media_type == "application/pdf")
    assert [str(found) for found in seen(statement, product)] == []


def seen(statement: Statement, product: Product) -> tuple[Finding, ...]:
    artefact = product.artefact
    case = Case(
        statement, statement.editions[0], artefact.target, artefact.data, product.pages, product.format, artefact.kind
    )
    return judge_table.judge("visual", case).findings
