"""Designs that other templates and style sheets may bring: each is laid out by this project's engine and proven, or refused."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from flugblatt import resources
from flugblatt.build import production
from flugblatt.judges import glyphs
from flugblatt.judges.closed import page_markup
from flugblatt.model import NotDue
from flugblatt.model.errors import ToolFailed
from flugblatt.model.targets import chosen
from flugblatt.typeset import engine
from flugblatt.xhtml import blocks
from tests import editions

SENTENCE = "Wir sagen es noch einmal mit aller Deutlichkeit und in ruhigen Worten, damit es jeder hört. "
TEXT = (
    "# Ein Titel\n\n"
    + SENTENCE * 3
    + "\n\n"
    + "Der *Rat der Stadt* und die *UNO* tagten 1999 in **Genf**. "
    + SENTENCE * 8
    + "\n\n## Zwischentitel\n\n- Erstens "
    + SENTENCE * 2
    + "\n- Zweitens\n\n| A | B |\n|---|---|\n| eins | zwei |\n\nSchluss.[^1]\n\n[^1]: Eine Note.\n"
)
BOOKS = chosen(("archive-pdf", "access-pdf", "epub", "web", "text"))
SHEETS = ("archive.css", "epub.css", "web.css")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Templates and style sheets of the test's own, which begin as the project's."""
    made = tmp_path / "room"
    shutil.copytree(resources.STYLES, made / "styles")
    shutil.copytree(resources.TEMPLATES, made / "templates")
    monkeypatch.setattr(resources, "STYLES", made / "styles")
    monkeypatch.setattr(resources, "TEMPLATES", made / "templates")
    blocks.environment.cache_clear()
    yield made
    blocks.environment.cache_clear()


def style(room: Path, css: str) -> None:
    for name in SHEETS:
        with (room / "styles" / name).open("a", encoding="utf-8") as sheet:
            sheet.write(css)


def template(room: Path, old: str, new: str) -> None:
    path = room / "templates" / "blocks.xhtml.j2"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def products(tmp_path: Path, text: str = TEXT) -> dict[str, bytes]:
    """The bytes of every target, each with every check of this process passed."""
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text))
    made: dict[str, bytes] = {}
    for product in production.produce(statement, statement.editions[0], BOOKS):
        assert not isinstance(product, NotDue)
        for check in product.checks:
            assert (check.verdict, check.findings) == ("passed", ()), (product.artefact.target, check)
        made[product.artefact.target] = product.artefact.data
    return made


def paragraphs(data: bytes) -> list[set[int]]:
    """The pages that each P of the body stands on, by the marked content that it holds."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        found: list[set[int]] = []

        def pages(element: pikepdf.Object) -> set[int]:
            if isinstance(element, int):
                return set()
            if isinstance(element, pikepdf.Array):
                return set().union(*(pages(part) for part in element))
            if element.get("/Type") == "/MCR":
                return {numbers[element.Pg.objgen]}
            return pages(element.K) if "/K" in element else set()

        def visit(element: pikepdf.Object) -> None:
            if isinstance(element, pikepdf.Array):
                for part in element:
                    visit(part)
            elif isinstance(element, pikepdf.Dictionary):
                if element.get("/S") == "/P":
                    found.append(pages(element))
                elif "/K" in element:
                    visit(element.K)

        visit(pdf.Root.StructTreeRoot.K)
        return found


def test_columns(room: Path, tmp_path: Path) -> None:
    style(room, "main { columns: 2; column-gap: 6mm; column-rule: .3pt solid #5F5A56 }")
    made = products(tmp_path, TEXT.replace(SENTENCE * 8, SENTENCE * 40))
    (over,) = (pages for pages in paragraphs(made["archive-pdf"]) if len(pages) > 1)
    assert len(over) > 2


CAP = "float: left; font-size: 40pt; line-height: 34pt; padding-right: 2pt"
COLUMNS = "main { columns: 2; column-gap: 6mm } .colophon .foot { padding-bottom: 12mm }"
"""Notes of columns are set by the engine at the foot of the next page, which needs room for them there."""


def spanned(room: Path) -> None:
    """The first letter of the lede in a span; in a book the mark of a page may stand before it."""
    template(
        room,
        "{{ inlines(ended(block, set_text(block.children))) }}</p>",
        '{% if lede(block) %}{{ inlines(block.children[:-1]) }}<span class="cap">{{ block.children[-1].text[0] }}</span>'
        "{{ block.children[-1].text[1:] }}{% else %}{{ inlines(ended(block, set_text(block.children))) }}{% endif %}</p>",
    )


@pytest.mark.parametrize("around", ["", COLUMNS])
def test_a_drop_cap_in_a_span(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, around: str) -> None:
    spanned(room)
    known = {**page_markup.CLASSES, "span": page_markup.CLASSES["span"] | {"cap"}}
    monkeypatch.setattr(page_markup, "CLASSES", known)  # as whoever adds a class does
    style(room, f"{around} .cap {{ {CAP} }}")
    products(tmp_path)


def test_a_drop_cap_by_a_pseudo_element(room: Path, tmp_path: Path) -> None:
    style(room, f"p.lede::first-letter {{ {CAP} }}")
    products(tmp_path)


def test_where_the_engine_breaks_down_the_run_ends_with_a_way_out(room: Path, tmp_path: Path) -> None:
    style(room, f"{COLUMNS} p.lede::first-letter {{ {CAP} }}")
    with pytest.raises(ToolFailed, match="a drop cap in columns needs a span"):
        products(tmp_path)


@pytest.mark.parametrize("value", ["small-caps", "all-small-caps"])
def test_small_capitals_are_glyphs_of_the_font_and_the_text_stays(room: Path, tmp_path: Path, value: str) -> None:
    style(room, f"em {{ font-style: normal; font-variant-caps: {value} }}")
    made = products(tmp_path)
    assert "smcp" in glyphs.judge(made["archive-pdf"]).detail
    assert "smcp" in glyphs.judge(made["access-pdf"]).detail


RUBY = "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>"


@pytest.mark.parametrize(
    ("html", "named"),
    [
        (f"<p>Das {RUBY} hier.</p>", "<ruby> “漢字(かんじ)”"),
        (
            "<p id='p1'><span class='yomi' style='writing-mode:vertical-rl'>Wort</span></p>",
            '<span class="yomi"> “Wort”',
        ),
        ("<style>p, .b { writing-mode: vertical-lr }</style><p>Wort</p>", "the rule p, .b"),
        ("<style>@media print { .a { -EPUB-Writing-Mode: TB-RL } }</style><p>Wort</p>", "the rule .a"),
        ("<style>main { p { writing-mode: sideways-rl } }</style><p>Wort</p>", "the rule p"),
        ("<style>.r { display: ruby-text }</style><p>Wort</p>", "the rule .r"),
    ],
)
def test_what_the_engine_cannot_set_is_refused_by_name(html: str, named: str) -> None:
    with pytest.raises(ToolFailed) as refused:
        engine.layout(f"<html><body>{html}</body></html>", ("Source Serif 4",), ())
    assert named in str(refused.value)
    assert "hint: take the" in str(refused.value)


def test_a_style_sheet_beside_the_page_is_read_too() -> None:
    sheet = engine.Resource("vertical.css", b"p { writing-mode: vertical-rl }", "text/css")
    with pytest.raises(ToolFailed, match="the rule p "):
        engine.layout("<link rel='stylesheet' href='vertical.css'><p>Wort</p>", ("Source Serif 4",), (sheet,))


def test_a_template_with_ruby_ends_the_run_with_its_name(room: Path, tmp_path: Path) -> None:
    template(room, "<code{{ way(node.text) }}>{{ node.text }}</code>\n", "<ruby>{{ node.text }}<rt>x</rt></ruby>\n")
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de="# Titel\n\nEin `Wort`.\n"))
    with pytest.raises(ToolFailed, match="<ruby> “Wortx”"):
        production.produce(statement, statement.editions[0], BOOKS)
