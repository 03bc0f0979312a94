"""The e-book: its package, its navigation, its pages, its text."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from lxml import etree

from flugblatt import epub
from flugblatt.epub import cover
from flugblatt.judges import fidelity
from flugblatt.language.table import describe
from flugblatt.model import Block, CodeBlock, Paragraph, Statement, Table, plain_text, walk
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf as archive
from flugblatt.xhtml.blocks import Manner, body
from tests import editions
from tests.letters import letter

X = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
NS = {"x": X[1:-1], "o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


def book(statement: Statement, tag: str) -> bytes:
    edition = editions.edition(statement, tag)
    language = describe(tag, edition.whole_text)
    pagination = archive.render(statement, edition, language).pagination
    return epub.render(statement, edition, language, pagination, cover.render(statement, edition, language))


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return editions.read(editions.write_rich(tmp_path_factory.mktemp("content")))


@pytest.fixture(scope="module")
def rich(statement: Statement) -> bytes:
    return book(statement, "de")


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(files(data)[f"EPUB/{name}"])


def test_the_zip_is_plain_and_timed_by_the_statement(rich: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(rich)) as archive:
        entries = archive.infolist()
    assert (entries[0].filename, entries[0].compress_type, entries[0].extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert {entry.date_time for entry in entries} == {(2024, 6, 2, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_sources_are_inside_byte_for_byte(rich: bytes, statement: Statement) -> None:
    assert files(rich)["META-INF/source/de.md"] == editions.edition(statement, "de").source.data
    assert files(rich)["META-INF/source/statement.yaml"] == statement.source.data


def test_every_embedded_font_comes_with_its_licence(rich: bytes) -> None:
    names = files(rich)
    assert any(name.startswith("EPUB/fonts/") for name in names)
    assert b"SIL OPEN FONT LICENSE" in names["META-INF/OFL-Source-Serif-4.txt"].upper()
    assert b"Reserved Font Name" not in names["EPUB/style.css"]


def test_the_package_says_only_what_the_content_gives(rich: bytes, tmp_path: Path) -> None:
    package = tree(rich, "package.opf")
    assert package.xpath("//dc:publisher/text()", namespaces=NS) == ["Verlag"]
    assert package.xpath("//dc:subject/text()", namespaces=NS) == ["Recht & Freiheit", "Wahlen"]
    assert package.xpath("//dc:language/text()", namespaces=NS) == ["de", "be", "he"]
    assert package.xpath("//o:meta[@property='file-as']/text()", namespaces=NS) == ["Muster, Maria"]
    assert package.xpath("//o:meta[@property='dcterms:modified']/text()", namespaces=NS) == ["2024-06-02T00:00:00Z"]
    plain = editions.read(editions.write(tmp_path, "plain", editions.PLAIN_YAML, de=editions.PLAIN))
    bare = tree(book(plain, "de"), "package.opf")
    for name in ("publisher", "subject", "rights", "description", "contributor"):
        assert bare.xpath(f"//dc:{name}", namespaces=NS) == []
    assert b"certif" not in etree.tostring(bare)


def test_every_address_of_the_navigation_leads_to_an_element(rich: bytes) -> None:
    anchors = {
        (name.removeprefix("EPUB/"), element.get("id"))
        for name, data in files(rich).items()
        if name.endswith(".xhtml")
        for element in etree.fromstring(data).iter()
        if element.get("id")
    }
    links = tree(rich, "nav.xhtml").findall(f".//{X}a")
    assert len(links) > 10
    for link in links:
        path, fragment = urldefrag(link.get("href"))
        assert not fragment or (path, fragment) in anchors, link.get("href")


def test_contents_nest_as_the_headings_do(rich: bytes) -> None:
    contents = tree(rich, "nav.xhtml").find(f".//{X}nav[@id='toc']")
    text = contents.findall(f"{X}ol/{X}li")[1]
    assert text.find(f"{X}a").text == "Offene Worte an die Versammlung der Völker"
    lists = text.find(f"{X}ol/{X}li")
    assert (lists.find(f"{X}a").text, lists.find(f"{X}ol/{X}li/{X}a").text) == ("Listen", "Eine Tabelle")


def test_the_page_list_follows_the_printed_pages_in_order(rich: bytes) -> None:
    listed = [link.get("href") for link in tree(rich, "nav.xhtml").findall(f".//{X}nav[@id='page-list']//{X}a")]
    met = [
        f"{name}#{mark.get('id')}"
        for name in ("title.xhtml", "text.xhtml", "colophon.xhtml")
        for mark in tree(rich, name).iter()
        if mark.get(f"{OPS}type") == "pagebreak"
    ]
    assert listed == met
    assert [mark.partition("#")[2] for mark in met] == [f"page-{number}" for number in range(1, len(met) + 1)]


def test_notes_lead_there_and_back(rich: bytes) -> None:
    text = tree(rich, "text.xhtml")
    calls = {call.get("href"): call.get("id") for call in text.iter(f"{X}a") if call.get(f"{OPS}type") == "noteref"}
    notes = {f"#{note.get('id')}": note for note in text.iter(f"{X}div") if note.get(f"{OPS}type") == "footnote"}
    assert set(calls) == set(notes) and len(notes) == 3
    for target, note in notes.items():
        assert note.find(f".//{X}a[@role='doc-backlink']").get("href") == f"#{calls[target]}"


def test_page_marks_change_no_character(rich: bytes, statement: Statement) -> None:
    edition = editions.edition(statement, "de")
    language = describe("de", edition.whole_text)
    text = "".join(tree(rich, "text.xhtml").find(f".//{X}section").itertext())
    wrapped = f'<d xmlns:epub="http://x">{body(edition, language, Manner("end", None, "images/", epub=True))}</d>'
    whole = "".join(etree.fromstring(wrapped).itertext())
    assert re.sub("[ \n]+", " ", text).strip(" ") == re.sub("[ \n]+", " ", whole).strip(" ")


def test_right_to_left_books_turn_that_way(statement: Statement) -> None:
    data = book(statement, "ar")
    package = tree(data, "package.opf")
    assert package.find("o:spine", NS).get("page-progression-direction") == "rtl"
    assert tree(data, "text.xhtml").get("dir") == "rtl"


def test_the_cover_is_a_picture_of_the_right_size(rich: bytes) -> None:
    from PIL import Image

    with Image.open(io.BytesIO(files(rich)["EPUB/cover.jpg"])) as picture:
        assert (picture.size, picture.mode, picture.getexif()) == ((1400, 2240), "RGB", {})
        assert picture.getpixel((20, 20))[0] > 180
    image = tree(rich, "cover.xhtml").find(f".//{X}img")
    assert image.get("alt") == "Offene Worte an die Versammlung der Völker – Büro, Maria Muster"


def test_labels_without_a_translation_are_marked_as_english(tmp_path: Path) -> None:
    text = "# Bayaan wadajir ah\n\nEreyga koowaad.\n\nEreyga labaad.\n"
    statement = editions.read(editions.write(tmp_path, "so", editions.PLAIN_YAML, so=text))
    heading = tree(book(statement, "so"), "colophon.xhtml").find(f".//{X}h2")
    assert (heading.text, heading.get("lang")) == ("This edition", "en")


def test_the_same_input_gives_the_same_bytes(statement: Statement, rich: bytes) -> None:
    assert book(statement, "de") == rich


SENTENCE = "Dieser Satz steht hier, damit die Seite sich füllt, und noch ein wenig mehr. "
CODE = "```\n" + "".join(f"Zeile {number} des Programms\n" for number in range(70)) + "```\n"
TABLE = "| Name | Amt |\n|---|---|\n" + "".join(f"| Person {number} | Amt {number} |\n" for number in range(60))
LISTED = "1. " + SENTENCE * 9 + "\n\n" + "".join(f"   {line}" for line in CODE.splitlines(True))
QUOTED = "".join(f"> {line}" for line in (SENTENCE * 9 + "\n\n" + TABLE).splitlines(True))


@pytest.mark.parametrize(
    "long",
    [TABLE, CODE, LISTED + "\n   " + SENTENCE * 20, QUOTED + ">\n> " + SENTENCE * 20],
    ids=["table", "code", "code in a list", "table in a quotation"],
)
def test_a_page_is_marked_at_the_character_that_it_begins_with(long: str, tmp_path: Path) -> None:
    text = f"# Titel\n\nVorspann.\n\n{long}\n\nSchluss.\n"
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text))
    edition = editions.edition(statement, "de")
    language = describe("de", edition.whole_text)
    pages = archive.render(statement, edition, language).pagination.pages
    inside = [(number, page) for number, page in enumerate(pages, 1) if page.block == 1 and page.offset]
    assert len(inside) >= 2
    document = tree(book(statement, "de"), "text.xhtml")
    met = [element.get("id") for element in document.iter() if element.get(f"{OPS}type") == "pagebreak"]
    assert met == [f"page-{number}" for number in range(2, len(met) + 2)]
    whole = read_in_order(edition.blocks[1])
    for number, page in inside:
        after = "".join(document.xpath(f"//*[@id='page-{number}']/following::text()"))
        assert squeezed(after).startswith(squeezed(whole[page.offset :])[:40])


def read_in_order(block: Block) -> str:
    parts: list[str] = []
    for inner in walk((block,)):
        match inner:
            case Paragraph():
                parts.append(plain_text(inner.children))
            case CodeBlock():
                parts.append(inner.text)
            case Table():
                parts += [plain_text(cell.children) for row in (inner.header, *inner.rows) for cell in row]
            case _:
                pass
    return "".join(parts)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_note_called_from_the_title_leads_to_the_text_and_back(tmp_path: Path) -> None:
    text = "# Titel[^t]\n\nVorspann.[^1]\n\nText.\n\n[^t]: Am Titel.\n[^1]: Im Text.\n"
    data = book(editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text)), "de")
    call = tree(data, "title.xhtml").find(f".//{X}a")
    assert (call.get("href"), call.get("id")) == ("text.xhtml#note-1", "call-1")
    backs = [link.get("href") for link in tree(data, "text.xhtml").iter(f"{X}a") if link.get("role") == "doc-backlink"]
    assert backs == ["title.xhtml#call-1", "#call-2"]


def test_images_of_like_names_are_items_of_their_own(tmp_path: Path) -> None:
    text = "# Titel\n\nVorspann.\n\n![Eins](a_b.png) ![Zwei](a-b.png)\n\n![Drei](tief/a-b.png)\n"
    folder = editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text)
    (folder / "tief").mkdir()
    for width, name in enumerate(("a_b.png", "a-b.png", "tief/a-b.png"), 20):
        (folder / name).write_bytes(editions.png(width, 9))
    items = tree(book(editions.read(folder), "de"), "package.opf").findall(".//o:item", NS)
    assert len({item.get("id") for item in items}) == len(items)
    assert len([item for item in items if item.get("href").startswith("images/")]) == 3


def test_decoration_alone_makes_no_visual_book(tmp_path: Path) -> None:
    modes = {}
    for name, image in (("plain", "![](bild.png){decorative}"), ("seen", "![Ein Bild](bild.png)")):
        text = f"# Titel\n\nVorspann.\n\nText {image} Text.\n"
        folder = editions.write(tmp_path, name, editions.PLAIN_YAML, de=text)
        (folder / "bild.png").write_bytes(editions.png(20, 9))
        package = tree(book(editions.read(folder), "de"), "package.opf")
        modes[name] = package.xpath("//o:meta[@property='schema:accessMode']/text()", namespaces=NS)
    assert modes == {"plain": ["textual"], "seen": ["textual", "visual"]}


def test_the_heading_of_notes_says_its_language_twice_alike(tmp_path: Path) -> None:
    text = "# Bayaan wadajir ah\n\nErey.[^1]\n\nErey.\n\n[^1]: Qoraal.\n"
    statement = editions.read(editions.write(tmp_path, "so", editions.PLAIN_YAML, so=text))
    heading = tree(book(statement, "so"), "text.xhtml").find(f".//{X}h2[@id='notes']")
    assert (heading.get("lang"), heading.get("{http://www.w3.org/XML/1998/namespace}lang")) == ("en", "en")


def test_signatories_stand_in_the_contents_and_the_judge_misses_them(tmp_path: Path) -> None:
    statement = letter(tmp_path)
    data = book(statement, "de")
    links = tree(data, "nav.xhtml").xpath("//x:nav[@id='toc']//x:a/@href", namespaces=NS)
    assert links[-3:] == ["text.xhtml#signatories", "text.xhtml#notes", "colophon.xhtml"]
    assert tree(data, "text.xhtml").xpath("//*[@id='signatories']")
    case = Case(statement, statement.editions[0], "epub", data)
    assert fidelity.judge(case).verdict == "passed"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in files(data).items():
            archive.writestr(name, re.sub(rb'<li><a href="text.xhtml#signatories">.*?</li>', b"", part))
    assert fidelity.judge(replace(case, data=out.getvalue())).verdict == "failed"


@pytest.mark.parametrize(("tag", "how"), [("de", "auto"), ("ar", "manual")])
def test_every_engine_is_told_whether_words_may_be_parted(statement: Statement, tag: str, how: str) -> None:
    """RMSDK, old WebKit, the readers of EPUB 3.0 and those of today have a property each."""
    css = files(book(statement, tag))["EPUB/style.css"].decode()
    (rule,) = re.findall(r"^p \{([^}]*)\}", css, re.MULTILINE)
    said = dict(part.split(": ") for part in rule.strip().rstrip(";").split("; "))
    engines = {name: said[name] for name in ("-webkit-hyphens", "-epub-hyphens", "hyphens")}
    assert engines == dict.fromkeys(engines, how)
    assert said["adobe-hyphenate"] == {"auto": "auto", "manual": "none"}[how]
