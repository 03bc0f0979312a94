"""The judge of the text in book, page and text file passes what is the edition, and fails whatever is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flugblatt.judges import fidelity
from flugblatt.model.cases import Case
from tests.judges.mutations import assert_failed, entry, exchanged, forms, in_book, judged, made, rezipped, swapped

REAL = Path(__file__).parent.parent.parent.parent / "content" / "kasachstan-2022"
TEXT = "EPUB/text.xhtml"
TARGETS = ("epub", "web", "text")

CHARACTERS = [
    ("Zweiter Absatz, ganz", "Zweiter Absatz, gnz", "fidelity-changed", 'expected "a" U+0061', "de.md:5:18"),
    ("Zweiter Absatz, ganz", "Zweiter Abbsatz, ganz", "fidelity-changed", 'found "b" U+0062', "de.md:5:11"),
    ("Zweiter Absatz, ganz", "Zweiter Asbatz, ganz", "fidelity-changed", 'found "s" U+0073', "de.md:5:10"),
    ("Café", "Cafe\u0301", "fidelity-changed", 'expected "é" U+00E9, found', "U+0065 U+0301"),
    ("Café", "Cafe", "fidelity-changed", 'found "e" U+0065', "de.md:3:34"),
    ("Zweiter Absatz, ganz", "Zweiter Absatz, g\u0430nz", "fidelity-changed", 'found "а" U+0430', "de.md:5:18"),
    ("„Zitat“", '"Zitat“', "fidelity-changed", 'expected "„" U+201E, found """ U+0022', "de.md:3:19"),
    ("Zweiter Absatz, ganz", "Zweiter Absatz,\u00a0ganz", "fidelity-changed", "U+00A0", "de.md:5:16"),
    ("gehalten.", "gehalten. Nie gesagt.", "fidelity-changed", "expected the end of the block", "de.md:5"),
    ("Zweite Anmerkung.", "Zweite Anmerkung", "fidelity-changed", 'expected "." U+002E', "de.md:40"),
    ("6. Januar 2022", "7. Januar 2022", "fidelity-generated", 'found "7" U+0037', "reich/de.md"),
    ("3. Februar 2022", "4. Februar 2022", "fidelity-generated", "colophon, row Geändert", 'found "4" U+0034'),
]
"""Old and new words, the code, and two stretches of the finding."""


def changed(target: str, old: str, new: str) -> bytes:
    """The form with one change, in the file of the book that has the words."""
    data = forms().of(target)
    if target != "epub":
        return swapped(data, old, new)
    for name in (TEXT, "EPUB/title.xhtml", "EPUB/colophon.xhtml"):
        if old.encode() in entry(data, name):
            return in_book(data, name, old, new)
    raise AssertionError(f"the book has no {old!r}")


@pytest.mark.parametrize(("target", "blocks"), [("epub", "25 of 25"), ("web", "25 of 25"), ("text", "23 of 23")])
def test_the_whole_edition_passes(target: str, blocks: str) -> None:
    check = judged(target, forms().of(target))
    assert check.verdict == "passed", check.findings
    assert check.detail.startswith(f"{blocks} blocks equal, ")
    assert judged(target, forms().of(target), pages=False).verdict == "passed"


def test_the_real_statement_passes() -> None:
    real = made(REAL)
    for target in TARGETS:
        check = fidelity.judge(Case(real.statement, real.edition, target, real.of(target), real.pages))
        assert check.verdict == "passed", check.findings
        assert check.detail == "9 of 9 blocks equal, 2,411 characters"


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("old", "new", "code", "words", "place"), CHARACTERS)
def test_a_changed_character_fails_at_its_place(
    target: str, old: str, new: str, code: str, words: str, place: str
) -> None:
    assert_failed(judged(target, changed(target, old, new)), code, words, place)


@pytest.mark.parametrize("target", ("epub", "web"))
@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("https://example.org/a?b=1", "https://example.com/a?b=1", "fidelity-link", "https://example.com/a?b=1"),
        ('href="#ziele-und-wege"', 'href="#tabelle"', "fidelity-link", "#tabelle"),
        ('id="ziele-und-wege"', 'id="woanders"', "fidelity-link", "expected a place for links to #ziele-und-wege"),
        ('title="Titel des Verweises"', 'title="Gewinn"', "fidelity-link", "with the title"),
        ('alt="Ein rotes Rechteck"', 'alt="Ein Rechteck"', "fidelity-alt", "Ein rotes Rechteck"),
        ('lang="be"', 'lang="ru"', "fidelity-language", "be"),
        ('lang="he"', 'lang="ar"', "fidelity-language", "he"),
        (' dir="rtl">שלום', ">שלום", "fidelity-language", "rtl"),
        ("<strong>fett</strong>", "fett", "fidelity-kind", "strong"),
        ('<span class="label">6) </span>', '<span class="label">6. </span>', "fidelity-label", "U+0029"),
        ('<th scope="col">Ort</th>', "<td>Ort</td>", "fidelity-table", "header cell"),
        ("</tr>\n<tr>", "", "fidelity-table", "in a new row"),
        ('<pre dir="ltr"><code>zuerst = 1\ndanach = 2</code></pre>', "", "fidelity-missing", "zuerst = 1"),
        ('<pre dir="ltr"><code>zuerst', '<pre dir="ltr"><code>ZUERST', "fidelity-changed", "U+005A"),
        ('href="#call-1"', 'href="#call-2"', "fidelity-link", "call-2"),
        (">Zweiter", ' hidden="">Zweiter', "fidelity-hidden", "hidden"),
        (">Zweiter", ' aria-hidden="true">Zweiter', "fidelity-hidden", "aria-hidden"),
        (">Zweiter", ' style="display:none">Zweiter', "fidelity-hidden", "style"),
        (">Zweiter", ' aria-label="Etwas anderes">Zweiter', "fidelity-extra", "Etwas anderes"),
        (">Zweiter", ' title="Etwas anderes">Zweiter', "fidelity-extra", "Etwas anderes"),
        ("Zweiter", "<!-- geheim -->Zweiter", "fidelity-extra", "comment"),
        ("Zweiter", "<mark>Zweiter</mark>", "fidelity-kind", "<mark>"),
        ('aria-labelledby="notes"', 'aria-labelledby="tabelle"', "fidelity-generated", "#tabelle"),
        ("<h2 id", "frei <h2 id", "fidelity-extra", "frei"),
    ],
)
def test_what_stands_beside_the_characters_is_compared(target: str, old: str, new: str, code: str, words: str) -> None:
    assert_failed(judged(target, changed(target, old, new)), code, words)


@pytest.mark.parametrize("target", ("epub", "web"))
@pytest.mark.parametrize(
    ("start", "new_start", "end", "new_end", "code", "words"),
    [
        ("<h2 id", "<h4 id", "</h2>", "</h4>", "fidelity-level", "heading 2"),
        ("<blockquote>", "<div>", "</blockquote>", "</div>", "fidelity-kind", "quote > paragraph"),
    ],
)
def test_an_element_of_another_kind_is_found(
    target: str, start: str, new_start: str, end: str, new_end: str, code: str, words: str
) -> None:
    data = changed_again(target, changed(target, start, new_start), end, new_end)
    assert_failed(judged(target, data), code, words)


@pytest.mark.parametrize("target", ("epub", "web"))
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('href="#note-1"', 'href="#note-2"', "note-2"),
        ("<li>\n<p>", "<li>\n<p>Vorweg. ", "Vorweg"),
        ('<span class="label">6) </span>', "", "6)"),
    ],
)
def test_what_may_be_found_under_several_codes_is_named(target: str, old: str, new: str, words: str) -> None:
    check = judged(target, changed(target, old, new))
    assert check.verdict == "failed"
    assert any(words in str(finding) for finding in check.findings)


def changed_again(target: str, data: bytes, old: str, new: str) -> bytes:
    return in_book(data, TEXT, old, new) if target == "epub" else swapped(data, old, new)


@pytest.mark.parametrize("target", ("epub", "web"))
def test_exchanged_parts_fail(target: str) -> None:
    source = text_of(target).decode()
    one, other = (re.search(rf"<p[^>]*>(?:(?!</?p>).)*{words}.*?</p>", source) for words in ("Zweiter", "Ein Zitat"))
    assert one and other
    paragraphs = exchange(target, one[0], other[0])
    assert_failed(judged(target, paragraphs), "fidelity-order", "found it elsewhere", "reich/de.md:5:1")
    alts = exchange(target, "Ein rotes Rechteck", "Ein blaues Quadrat")
    assert_failed(judged(target, alts), "fidelity-alt", "Ein rotes Rechteck", "reich/de.md:29:10")
    heads = exchange(target, ">Ort</th>", ">Zahl</th>")
    assert_failed(judged(target, heads), "fidelity-order", "reich/de.md:18")
    back = changed(target, "Zweiter Absatz", "Zweiter Absatz"[::-1])
    assert_failed(judged(target, back), "fidelity-changed", 'expected "Z" U+005A, found "z" U+007A')


def text_of(target: str) -> bytes:
    """The page, or the text file of the book."""
    return forms().web if target == "web" else entry(forms().epub, TEXT)


def exchange(target: str, one: str, other: str) -> bytes:
    """The form with two stretches of its text in each other's place."""
    text = exchanged(text_of(target), one, other)
    return text if target == "web" else rezipped(forms().epub, {TEXT: text})


def test_a_lost_note_fails() -> None:
    page = forms().web.decode()
    start = page.index('<div class="endnote" id="note-2"')
    lost = page[:start] + page[page.index("</section>", start) :]
    assert_failed(judged("web", lost.encode()), "fidelity-note", "Zweite Anmerkung", "reich/de.md:40")
    text = forms().text.decode().replace("[2] Zweite Anmerkung.\n\n", "")
    assert_failed(judged("text", text.encode()), "fidelity-missing", "Zweite Anmerkung", "reich/de.md:40")


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "words"),
    [
        ("EPUB/nav.xhtml", ">Ziele und Wege<", ">Ziele ohne Wege<", "fidelity-generated", "contents"),
        ("EPUB/nav.xhtml", "text.xhtml#tabelle", "text.xhtml#ziele-und-wege", "fidelity-link", "#tabelle"),
        ("EPUB/nav.xhtml", "</nav>", "<p>Mehr dazu.</p></nav>", "fidelity-extra", "Mehr dazu."),
        ("EPUB/nav.xhtml", ">2</a>", ">3</a>", "fidelity-generated", "page list"),
        ("EPUB/title.xhtml", "</section>", "<p>Vertraulich.</p></section>", "fidelity-extra", "Vertraulich."),
        ("EPUB/title.xhtml", "<title>Reiche", "<title>Arme", "fidelity-generated", "title of the document"),
        ("EPUB/title.xhtml", 'lang="de"', 'lang="en"', "fidelity-language", "en"),
        ("EPUB/cover.xhtml", 'alt="Reiche', 'alt="Arme', "fidelity-alt", "Arme"),
        ("EPUB/colophon.xhtml", "</dl>", "<dt>Preis</dt><dd>5</dd></dl>", "fidelity-extra", "Preis"),
        ("EPUB/text.xhtml", 'aria-label="2"', 'aria-label="3"', "fidelity-generated", "page"),
        ("EPUB/text.xhtml", 'aria-label="Reiche', 'aria-label="Arme', "fidelity-generated", "label of the text"),
        ("EPUB/toc.ncx", "<text>Tabelle</text>", "<text>Liste</text>", "fidelity-generated", "Liste"),
        ("EPUB/toc.ncx", "<docTitle><text>Reiche", "<docTitle><text>Arme", "fidelity-generated", "NCX"),
        ("EPUB/style.css", "body {", "p::after { content: 'nicht' } body {", "fidelity-hidden", "it adds text"),
        ("EPUB/style.css", "body {", "p { d/**/isplay: none } body {", "fidelity-hidden", "it hides text"),
        ("EPUB/style.css", "body {", "p { text-indent: -999px } body {", "fidelity-hidden", "away"),
        ("META-INF/source/de.md", "Zweiter", "Dritter", "fidelity-changed", "META-INF/source/de.md"),
    ],
)
def test_every_file_of_the_book_is_read(name: str, old: str, new: str, code: str, words: str) -> None:
    assert_failed(judged("epub", in_book(forms().epub, name, old, new)), code, words)


def test_a_page_that_the_spine_does_not_name_is_found() -> None:
    package = entry(forms().epub, "EPUB/package.opf").decode()
    less = re.sub(r'<itemref idref="text-xhtml".*?/>', "", package)
    assert less != package
    check = judged("epub", rezipped(forms().epub, {"EPUB/package.opf": less.encode()}))
    assert_failed(check, "fidelity-hidden", "text.xhtml outside of it")


def test_a_hidden_document_and_a_file_that_nobody_gave_fail() -> None:
    data = forms().epub
    package = entry(data, "EPUB/package.opf").decode()
    start = package.index('<itemref idref="colophon-xhtml"')
    end = package.index("/>", start)
    apart = package[:start] + '<itemref idref="colophon-xhtml" linear="no"' + package[end:]
    check = judged("epub", rezipped(data, {"EPUB/package.opf": apart.encode()}))
    assert_failed(check, "fidelity-hidden", "colophon.xhtml set apart")
    secret = entry(data, "EPUB/title.xhtml").replace(b"Reiche", b"Geheime")
    listed = package.replace(
        "</manifest>", '<item href="x.xhtml" id="x" media-type="application/xhtml+xml"/></manifest>'
    )
    check = judged("epub", rezipped(data, {"EPUB/package.opf": listed.encode(), "EPUB/x.xhtml": secret}))
    assert_failed(check, "fidelity-hidden", "x.xhtml outside of it")
    check = judged("epub", rezipped(data, {"EPUB/x.txt": b"mehr"}))
    assert_failed(check, "fidelity-extra", "EPUB/x.txt")
    other = rezipped(data, {"EPUB/images/rot.png": entry(data, "EPUB/images/blau.png")})
    assert_failed(judged("epub", other), "fidelity-alt", "as the picture", "reich/de.md:29")


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("<title>Reiche", "<title>Arme", "fidelity-generated", "title of the head"),
        ("</main>", "</main><p>Werbung</p>", "fidelity-extra", "Werbung"),
        ("<body>", "<body>Zuerst.", "fidelity-extra", "Zuerst."),
        ("</body>", '<script>alert("1")</script></body>', "fidelity-kind", "<script>"),
        ("</head>", '<script src="x.js"></script></head>', "fidelity-extra", "<script>"),
        ("</style>", ".lede{opacity:0}</style>", "fidelity-hidden", "opacity"),
        ("</style>", "p::before{content:'falsch '}</style>", "fidelity-hidden", "content"),
        ("</style>", "@media (min-width:1px){main{display:none}}</style>", "fidelity-hidden", "display"),
        ('href="reich.de.epub"', 'href="anders.epub"', "fidelity-link", "anders.epub"),
        (">EPUB</a>", ">E-Buch</a>", "fidelity-generated", "downloads"),
        ('lang="de"', 'lang="nl"', "fidelity-language", "found nl"),
    ],
)
def test_every_part_of_the_page_is_read(old: str, new: str, code: str, words: str) -> None:
    assert_failed(judged("web", swapped(forms().web, old, new)), code, words)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("6) Sechstens\n", "6) Sechstens\n\n", "fidelity-kind", "in the same group"),
        ("  – Strich", "– Strich", "fidelity-kind", "line indented by 2"),
        ("Zweiter Absatz, ganz einfach gehalten.\n\n", "", "fidelity-missing", "de.md:5:1"),
        ("\n—\n", "\nGruß\n—\n", "fidelity-extra", "Gruß"),
        ("Brest | 7", "7 | Brest", "fidelity-changed", "de.md:21"),
        ("Absatz, ganz", "Absatz,\x0c ganz", "fidelity-extra", "U+000C"),
    ],
)
def test_the_lines_of_the_text_are_compared(old: str, new: str, code: str, words: str) -> None:
    assert_failed(judged("text", swapped(forms().text, old, new)), code, words)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04 no zip"])
def test_garbage_fails(target: str, data: bytes) -> None:
    check = judged(target, data)
    assert check.verdict == "failed"
    assert check.findings
