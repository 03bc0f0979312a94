"""The web page: self-contained, accessible in structure, and closed."""

import itertools
import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import html

from flugblatt.judges import judge_table
from flugblatt.language.table import describe
from flugblatt.model import Statement
from flugblatt.model.cases import Case
from flugblatt.xhtml import web
from tests import editions
from tests.commands import PATIENCE


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return editions.read(editions.write_rich(tmp_path_factory.mktemp("content")))


def page(statement: Statement, tag: str) -> bytes:
    edition = editions.edition(statement, tag)
    return web.render(statement, edition, describe(tag, edition.whole_text))


LEADING = {"canonical", "alternate", "cite-as", "type", "collection", "author", "license"}


def test_nothing_is_fetched_and_nothing_runs(statement: Statement) -> None:
    text = page(statement, "de").decode()
    addresses = re.findall(r"""(?:src=["']|url\()([^"')]*)""", text)
    assert addresses and all(address.startswith("data:") for address in addresses)
    assert re.findall(r"<script[^>]*>", text) == ['<script type="application/ld+json">']
    # Links of these relations lead somewhere; a browser loads nothing for them (HTML, 4.6.7).
    assert set(re.findall(r'<link rel="([^"]*)"', text)) <= LEADING and text.count("<link") == text.count('<link rel="')
    assert "@import" not in text and " on" not in "".join(re.findall(r"<[a-z]+ [^>]*>", text)).lower()


def test_structured_data_says_only_what_is_given_and_ends_no_element(tmp_path: Path) -> None:
    yaml = "date: 2024-05-03\nissuers: ['</script><b>Büro & Rat']\n"
    statement = editions.read(editions.write(tmp_path, "probe", yaml, de=editions.PLAIN))
    raw = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(statement, "de").decode(), re.S)
    assert raw is not None and "<b>" not in raw[1]
    value = json.loads(raw[1])
    assert value["author"] == [{"@type": "Organization", "name": "</script><b>Büro & Rat"}]
    assert set(value) == {"@context", "@type", "name", "inLanguage", "datePublished", "identifier", "author"}


def test_landmarks_headings_and_languages(statement: Statement) -> None:
    tree = html.fromstring(page(statement, "de"))
    assert [len(tree.findall(f".//{tag}")) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert tree.get("lang") == "de"
    assert {span.get("lang") for span in tree.iter("span") if span.get("lang")} == {"be", "he"}
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_the_other_languages_are_one_step_away(statement: Statement) -> None:
    links = html.fromstring(page(statement, "de")).xpath("//nav//a")
    assert [(link.get("href"), link.text, link.get("hreflang")) for link in links] == [
        ("../ar/rich.ar.html", "العربية", "ar")
    ]


def test_each_language_is_named_by_itself_and_by_the_readers(statement: Statement) -> None:
    names = [
        " ".join(item.text_content().split()) for item in html.fromstring(page(statement, "de")).xpath("//nav//li")
    ]
    assert names == ["العربية Arabisch", "Deutsch"]


def test_countries_tell_editions_of_one_language_apart(tmp_path: Path) -> None:
    texts = {"pt": "# Um título\n\nTexto.\n", "pt_BR": "# Um título\n\nTexto.\n"}
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, **texts))
    tree = html.fromstring(page(statement, "pt-BR"))
    assert [" ".join(item.text_content().split()) for item in tree.xpath("//nav//li")] == [
        "Português",
        "Português (Brasil)",
    ]
    assert "Português · Português (Brasil)" in tree.text_content()


def test_a_single_edition_has_no_switch(tmp_path: Path) -> None:
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=editions.PLAIN))
    assert html.fromstring(page(statement, "de")).xpath("//nav") == []


def test_right_to_left(statement: Statement) -> None:
    assert html.fromstring(page(statement, "ar")).get("dir") == "rtl"


def test_the_same_input_gives_the_same_bytes(statement: Statement) -> None:
    assert page(statement, "de") == page(statement, "de")


def test_words_of_the_other_direction_and_note_calls_are_isolates(tmp_path: Path) -> None:
    text = "# T\n\nA [שלום, [yes]{lang=en}!]{lang=he}[^1] and [слово]{lang=be}.\n\n[^1]: N.\n"
    made = html.document_fromstring(
        page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, en=text)), "en")
    )
    spans = {element.get("lang"): element.get("dir") for element in made.iter("span") if element.get("lang")}
    assert spans == {"he": "rtl", "en": "ltr", "be": "ltr"}
    assert [element.get("dir") for element in made.iter("a") if element.get("class") == "call"] == ["ltr"]


def test_code_runs_its_own_way_among_words_from_right_to_left(tmp_path: Path) -> None:
    text = "# כותרת\n\nקוד `f(x)` ו`שלום()`.\n\n```\nfor x:\n```\n"
    made = html.document_fromstring(
        page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, he=text)), "he")
    )
    ways = [(element.tag, element.get("dir")) for element in made.iter("code", "pre")]
    assert ways == [("code", "ltr"), ("code", "rtl"), ("pre", "ltr"), ("code", None)]


def test_an_address_has_no_hyphen_and_says_where_it_parts(tmp_path: Path) -> None:
    text = "# T\n\nA <https://example.org/a_b/>, mail x@y.example, call +370 600 00000, and so on for long.\n"
    made = page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, en=text)), "en").decode()
    assert '<span class="address">https://example.<wbr/>org/<wbr/>a_<wbr/>b/</span></a>' in made
    assert '<span class="address">x<wbr/>@<wbr/>y.<wbr/>example</span>' in made
    assert '<span class="together">+370 600 00000</span>' in made
    assert ".address{hyphens:none;" in made


def test_a_word_says_where_its_author_parts_it(tmp_path: Path) -> None:
    yaml = editions.PLAIN_YAML + "editions:\n  de: {hyphenation: [Rat-haus]}\n"
    text = "# Rathaus\n\nIm Rathaus, im RATHAUS und in Rathausen steht `Rathaus` geschrieben, und nichts sonst.\n"
    made = page(editions.read(editions.write(tmp_path, "probe", yaml, de=text)), "de").decode()
    assert "Im Rat\u00adhaus, im RAT\u00adHAUS und in Rathausen" in made
    assert ">Rathaus</code>" in made


def test_no_ligature_joins_the_parts_of_a_compound(tmp_path: Path) -> None:
    text = "# Titel\n\nDie Auflage der Grafik nach § 5, eine Auflage von Nr. 5, und so weiter in vielen Worten.\n"
    made = page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text)), "de").decode()
    assert made.count('Auf<span class="apart">l</span>age') == 2
    assert "Grafik" in made and ".apart{font-variant-ligatures:none}" in made


def test_an_address_among_words_of_both_directions_is_an_isolate(tmp_path: Path) -> None:
    text = "# ت\n\nفي <https://example.org/a/> كلمة.\n"
    made = page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, ar=text)), "ar").decode()
    assert '<bdi class="address">https://example.<wbr/>org/<wbr/>a/</bdi>' in made


def test_a_page_of_one_direction_says_it_once(tmp_path: Path) -> None:
    text = "# T\n\nA [слово]{lang=be}[^1].\n\n[^1]: N.\n"
    made = page(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, en=text)), "en")
    assert made.count(b" dir=") == 1


@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
@pytest.mark.parametrize("tag", ["de", "ar"])
def test_axe_finds_nothing_in_light_and_dark(statement: Statement, tag: str, tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    (tmp_path / "page.html").write_bytes(page(statement, tag))
    result = subprocess.run(
        ["node", root / "tests" / "axe.cjs", tmp_path / "page.html"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == {"light": [], "dark": []}


@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
def test_axe_can_say_no(statement: Statement, tmp_path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    bad = page(statement, "de").replace(b"--grey:#5F5A56", b"--grey:#D0D0D0").replace(b'alt="Ein blaues Rechteck"', b"")
    (tmp_path / "page.html").write_bytes(bad)
    result = subprocess.run(
        ["node", root / "tests" / "axe.cjs", tmp_path / "page.html"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert {"color-contrast", "image-alt"} <= set(json.loads(result.stdout)["light"])


def test_a_page_offers_no_books_that_are_not_due_for_want_of_a_font(tmp_path: Path) -> None:
    """U+E123 is a private character, which no font of ours has."""
    statement = editions.read(
        editions.write(tmp_path, "probe", editions.PLAIN_YAML, de="# Titel\n\nWort \ue123 und Wort.\n")
    )
    data = page(statement, "de")
    links = html.fromstring(data).xpath("//ul[@class='downloads']//a/@href")
    assert links == ["probe.de.txt"]
    check = judge_table.judge("fidelity", Case(statement, editions.edition(statement, "de"), "web", data))
    assert check.verdict == "passed", check.findings
