"""A long text has a file for each chapter: every judge takes it, every address leads to its place, and spoilt ones are found."""

import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from flugblatt import epub
from flugblatt.epub.chapters import LONG
from flugblatt.judges import judge_table
from flugblatt.judges.external import java
from flugblatt.model import Check, PageStart, Product, Statement, Wish
from flugblatt.model.cases import Case
from tests import editions
from tests.judges.a11y.specimens import rebound
from tests.sharing import shared

FILLED = "Ein Satz, der nichts sagt, füllt die Zeilen bis zum Ende des Kapitels. " * 130
TEXT = f"""# Ein langes Werk[^t]

Ein Vorspann, der auf [das zweite Kapitel](#zweites-kapitel) verweist.[^a]

## Erstes Kapitel

{FILLED}

Noch einmal[^a] und zum ersten Mal[^b]; siehe [unten](#abschnitt).

## Zweites Kapitel

{FILLED}

### Abschnitt

Hier[^b] steht ein [Verweis](#abschnitt) auf den eigenen Abschnitt.

## Drittes Kapitel

{FILLED}

> ## Eine Überschrift, die zitiert ist
>
> Und kein Kapitel.

{FILLED}

[^t]: Zum Titel.
[^a]: Eine Anmerkung mit [Verweis](#erstes-kapitel).
[^b]: Noch eine.
"""
PAGES = ((-1, 0), (0, 0), (1, 0), (2, 4000), (4, 0), (9, 0), (13, 0))
"""Where pages begin: before the text, before and in blocks, before chapters, in the colophon."""
CHECKS = ("guard", "fidelity", "a11y", "metadata", "format-id")


@shared
def made(text: str) -> tuple[Statement, dict[str, Product]]:
    with TemporaryDirectory() as folder:
        statement = editions.read(editions.write(Path(folder), "lang", editions.PLAIN_YAML, de=text))
    (edition,) = statement.editions
    pages = tuple(
        PageStart(str(number), min(block, len(edition.blocks)), offset)
        for number, (block, offset) in enumerate(PAGES, 1)
    )
    products = epub.books(statement, edition, Wish(("epub", "kepub"), pages=pages))
    return statement, {product.artefact.target: product for product in products}


def judged(target: str, data: bytes | None = None) -> dict[str, Check]:
    statement, products = made(TEXT)
    product = products[target]
    case = Case(statement, statement.editions[0], target, data or product.artefact.data, product.pages)
    return {name: judge_table.judge(name, case) for name in CHECKS}


def files(target: str = "epub", text: str = TEXT) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made(text)[1][target].artefact.data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(("html", "ncx", "opf"))]
        return {name.removeprefix("EPUB/"): archive.read(name).decode() for name in names}


@pytest.mark.parametrize("target", ["epub", "kepub"])
def test_every_judge_takes_a_book_of_chapters(target: str) -> None:
    found = {name: check.findings for name, check in judged(target).items() if check.verdict != "passed"}
    assert found == {}


def test_epubcheck_finds_nothing_in_a_book_of_chapters(java_host: java.JavaHost) -> None:
    for product in made(TEXT)[1].values():
        check = judge_table.ask("epubcheck", java_host, product.artefact.data)
        assert (check.verdict, check.findings) == ("passed", ())


def test_each_chapter_is_a_file_and_the_contents_stand_before_them() -> None:
    spine = re.findall(r'<itemref idref="([a-z0-9-]+)-xhtml"', files()["package.opf"])
    assert spine == ["cover", "title", "nav", "text", "text-2", "text-3", "text-4", "notes", "colophon"]
    titles = [re.findall("<title>(.*?)</title>", files()[f"{name}.xhtml"]) for name in spine[3:8]]
    assert titles == [
        ["Ein langes Werk"],
        ["Erstes Kapitel"],
        ["Zweites Kapitel"],
        ["Drittes Kapitel"],
        ["Anmerkungen"],
    ]
    assert 'href="text-3.xhtml#abschnitt"' in files()["nav.xhtml"] and 'src="text-4.xhtml#' in files()["toc.ncx"]


def test_notes_lead_to_their_file_and_back_to_the_first_call() -> None:
    notes = files()["notes.xhtml"]
    assert re.findall(r'href="([^"]*)" role="doc-backlink"', notes) == [
        "title.xhtml#call-1",
        "text.xhtml#call-2",
        "text-2.xhtml#call-3",
    ]
    assert (
        'href="notes.xhtml#note-3"' in files()["text-3.xhtml"] and 'href="notes.xhtml#note-1"' in files()["title.xhtml"]
    )
    assert 'href="#abschnitt"' in files()["text-3.xhtml"] and 'href="text-2.xhtml#erstes-kapitel"' in notes


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("notes.xhtml", "text-2.xhtml#call-3", "text-3.xhtml#call-3", "fidelity-link"),
        ("text-3.xhtml", '"notes.xhtml#note-3"', '"notes.xhtml#note-2"', "fidelity-note"),
        ("nav.xhtml", "text-3.xhtml#abschnitt", "text-3.xhtml#zweites-kapitel", "fidelity-link"),
        ("toc.ncx", "text-3.xhtml#abschnitt", "text-3.xhtml#zweites-kapitel", "fidelity-generated"),
        ("text-4.xhtml", "<title>Drittes", "<title>Viertes", "fidelity-generated"),
        ("text-2.xhtml", 'aria-labelledby="erstes-kapitel"', 'aria-label="Anderes"', "fidelity-extra"),
        ("text-4.xhtml", 'aria-label="6"', 'aria-label="5"', "fidelity-generated"),
        ("package.opf", '<itemref idref="text-3-xhtml"', '<itemref idref="text-4-xhtml"', "fidelity-extra"),
    ],
)
def test_what_is_wrong_between_the_files_is_found(name: str, old: str, new: str, code: str) -> None:
    assert old in files()[name]
    spoilt = rebound(made(TEXT)[1]["epub"].artefact.data, (name, old, new))
    check = judged("epub", spoilt)["fidelity"]
    assert check.verdict == "failed" and code in {finding.code for finding in check.findings}


def test_a_page_that_is_marked_in_another_place_of_its_chapter_is_found() -> None:
    (mark,) = re.findall(r'<span id="page-4".*?</span>', files()["text-2.xhtml"])
    data = made(TEXT)[1]["epub"].artefact.data
    moved = rebound(
        rebound(data, ("text-2.xhtml", mark, "")), ("text-2.xhtml", "<p>Noch einmal", f"<p>{mark}Noch einmal")
    )
    (wrong,) = judged("epub", moved)["fidelity"].findings
    assert wrong.message == "expected page 4 to begin in block 3 at character 4000, found it in block 4 at 0"


def test_chapters_in_another_order_are_found() -> None:
    one, other = '<itemref idref="text-2-xhtml"', '<itemref idref="text-3-xhtml"'
    package = (
        ("package.opf", one, "<itemref idref=X"),
        ("package.opf", other, one),
        ("package.opf", "<itemref idref=X", other),
    )
    data = made(TEXT)[1]["epub"].artefact.data
    for change in package:
        data = rebound(data, change)
    assert judged("epub", data)["fidelity"].verdict == "failed"


def test_a_short_text_and_one_of_a_single_chapter_stay_one_file() -> None:
    short = TEXT.replace(FILLED, "Kurz.")
    one = re.sub("## (Zweites|Drittes)", r"### \1", TEXT)
    for text in (short, one):
        assert [name for name in files(text=text) if name.startswith(("text", "notes"))] == ["text.xhtml"]
    assert len(TEXT) > LONG
