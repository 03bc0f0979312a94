"""Markdown to the model: what each construct becomes, and where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flugblatt.judges.fidelity import second_parser
from flugblatt.model import (
    Break,
    Call,
    Code,
    CodeBlock,
    DefinitionList,
    Emphasis,
    Heading,
    Image,
    Link,
    List,
    Paragraph,
    Place,
    Quote,
    Rule,
    Span,
    Strong,
    Table,
    Text,
    plain_text,
    spans,
)
from tests.content.writing import edition_of, whole_edition_of


def _inlines(text):
    edition = whole_edition_of(f"# T\n\n{text}\n")
    (paragraph,) = edition.blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.children


def _codes(text):
    return [finding.code for finding in edition_of(text)[1]]


def test_title_is_kept_apart_with_its_marks():
    edition = whole_edition_of("# A *b*\n\nc\n")
    assert edition.title == (Text("A ", Place(1, 3)), Emphasis((Text("b", Place(1, 6)),)))
    assert edition.title_text == "A b"
    assert edition.title_place == Place(1, 3)


def test_a_title_may_be_underlined():
    assert whole_edition_of("A b\n===\n\nc\n").title_text == "A b"


def test_inlines():
    assert _inlines("a *b* **c** `d` [e](https://x.org 'f') [g]{lang=be} [h]{lang=he dir=rtl}") == (
        Text("a ", Place(3, 1)),
        Emphasis((Text("b", Place(3, 4)),)),
        Text(" ", Place(3, 6)),
        Strong((Text("c", Place(3, 9)),)),
        Text(" ", Place(3, 12)),
        Code("d", Place(3, 13)),
        Text(" ", Place(3, 16)),
        Link("https://x.org", (Text("e", Place(3, 18)),), "f"),
        Text(" ", Place(3, 39)),
        Span((Text("g", Place(3, 41)),), "be", None),
        Text(" ", Place(3, 52)),
        Span((Text("h", Place(3, 54)),), "he", "rtl"),
    )


def test_breaks_and_line_ends():
    assert _inlines("a\nb  \nc\\\nd") == (
        Text("a\nb", Place(3, 1)),
        Break(Place(4, 2)),
        Text("c", Place(5, 1)),
        Break(Place(5, 2)),
        Text("d", Place(6, 1)),
    )


def test_escapes_entities_and_unpaired_marks_are_one_text():
    assert _inlines("a\\*b &amp; &eacute; 2 * 3 * 4 _x y") == (Text("a*b & é 2 * 3 * 4 _x y", Place(3, 1)),)


@pytest.mark.parametrize(
    "text",
    [
        "\u3000Absatz",
        "a\u00a0",
        "a\u202fb",
        "e\u0301 é",
        "a\u200db\u200c",
        "Wort\u00adteil",
        "a\u2010b\u2011c",
        "\U0001f600 𐍈",
        "\"a\" -- 'b' ... (c) www.example.org",
        "\u2067עברית\u2069",
        "a\ufeffb",
        "ﬁ Å Å",
    ],
)
def test_characters_survive_untouched(text):
    assert plain_text(_inlines(text)) == text
    assert plain_text(whole_edition_of(f"# {text}\n\n{text}\n").title) == text


def test_notes_are_numbered_in_order_of_first_reference():
    edition = whole_edition_of("# T\n\na[^x] b[^1] c[^x]\n\n[^1]: One.\n\n[^x]: Ex.\n\n    More.\n")
    calls = [node for node in edition.blocks[0].children if isinstance(node, Call)]
    assert [call.number for call in calls] == [1, 2, 1]
    assert [(note.number, note.label, len(note.blocks), note.place) for note in edition.notes] == [
        (1, "x", 2, Place(7, 1)),
        (2, "1", 1, Place(5, 1)),
    ]


def test_lists_keep_their_numbers_and_marks():
    edition, findings = edition_of("# T\n\n3. a\n7. b\n\n- c\n\n  1) d\n\n      e\n")
    assert [finding.code for finding in findings] == []
    ordered, bullets = edition.blocks
    assert isinstance(ordered, List) and ordered.ordered and ordered.tight
    assert [item.label for item in ordered.items] == ["3.", "7."]
    assert isinstance(bullets, List) and not bullets.ordered and not bullets.tight
    assert bullets.items[0].label == ""
    inner = bullets.items[0].blocks[1]
    assert isinstance(inner, List) and inner.items[0].label == "1)"
    assert inner.place == Place(8, 3)


def test_a_single_item_with_another_number_is_a_warning_and_kept():
    edition, findings = edition_of("# T\n\n6. Januar 2022\n")
    assert [(f.code, f.severity) for f in findings] == [("list-single", "warning")]
    assert "6\\." in findings[0].hint
    assert edition.blocks[0].items[0].label == "6."
    assert plain_text(whole_edition_of("# T\n\n6\\. Januar 2022\n").blocks[0].children) == "6. Januar 2022"


def test_tables_have_as_many_cells_in_each_row_as_in_the_header():
    (table,) = whole_edition_of("# T\n\n| a | b |\n|:-:|--:|\n| c \\| d |\n").blocks
    assert isinstance(table, Table)
    assert [cell.align for cell in table.header] == ["center", "right"]
    assert [plain_text(cell.children) for cell in table.rows[0]] == ["c | d", ""]
    assert table.header[1].place == Place(3, 7)


def test_blocks_and_their_places():
    text = "# T\n\n## H\n\n> q\n\n---\n\n```py\n x\n\n```\n\nTerm\n: a\n\n    code\n"
    edition = whole_edition_of(text)
    assert [(type(block), block.place.line) for block in edition.blocks] == [
        (Heading, 3),
        (Quote, 5),
        (Rule, 7),
        (CodeBlock, 9),
        (DefinitionList, 14),
    ]
    assert edition.blocks[3].text == " x\n"
    entry = edition.blocks[4].entries[0]
    assert plain_text(entry.term) == "Term"
    assert [plain_text(block.children) for block in entry.definitions[0]] == ["a", "code"]


def test_anchors_are_slugs_unique_and_names():
    headings = "## Früh & spät\n\n## Früh & spät\n\n## 1. Teil\n\n## …\n\n## שלום עולם\n"
    edition = whole_edition_of(f"# T\n\n{headings}\n[a](#früh--spät-1) [b](#_1-teil)\n")
    assert [block.anchor for block in edition.blocks[:-1]] == [
        "früh--spät",
        "früh--spät-1",
        "_1-teil",
        "section",
        "שלום-עולם",
    ]


def test_links_by_label_and_to_mail_phone_and_web():
    links = [
        node
        for node in _inlines("[a][x] [x] <https://x.org> <m@x.org> [t](tel:+49-30)\n\n[x]: https://y.org 'z'")
        if isinstance(node, Link)
    ]
    assert [(link.target, link.title) for link in links] == [
        ("https://y.org", "z"),
        ("https://y.org", "z"),
        ("https://x.org", ""),
        ("mailto:m@x.org", ""),
        ("tel:+49-30", ""),
    ]


def test_a_mark_that_opens_nothing_has_its_place():
    assert _inlines("[* b *c*]{lang=be} [**d](https://x.org)") == (
        Span((Text("* b ", Place(3, 2)), Emphasis((Text("c", Place(3, 7)),))), "be", None),
        Text(" ", Place(3, 19)),
        Link("https://x.org", (Text("**d", Place(3, 21)),)),
    )


def test_a_term_may_look_like_a_definition():
    (entries,) = whole_edition_of("# T\n\nA\n: b\n\n[r]: https://x.org\n: c\n").blocks
    assert [plain_text(entry.term) for entry in entries.entries] == ["A", "[r]: https://x.org"]


def test_targets_stay_as_written():
    (link,) = _inlines("[a](https://пример.бел/ö?q=а%20б&amp;c)")
    assert link.target == "https://пример.бел/ö?q=а%20б&c"


@pytest.mark.parametrize(
    "scheme",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        "vbscript:x",
        "data:text/html,x",
        "file:///x",
        "ftp://x.org",
        "//x.org",
        "x.html",
        "&#106;avascript:x",
    ],
)
def test_no_other_scheme_passes(scheme):
    assert _codes(f"# T\n\n[a]({scheme})\n") == ["link-scheme"]


def test_images_in_the_order_of_their_first_use(tmp_path):
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>', encoding="utf-8")
    (tmp_path / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    edition = whole_edition_of("# T\n\nText ![B](b.svg) ![](a.svg){decorative} ![B](b.svg)\n", tmp_path)
    assert [image.path for image in edition.images] == ["b.svg", "a.svg"]
    shown = [node for node in edition.blocks[0].children if isinstance(node, Image)]
    assert [(image.path, image.alt, image.decorative) for image in shown] == [
        ("b.svg", "B", False),
        ("a.svg", "", True),
        ("b.svg", "B", False),
    ]


@pytest.mark.parametrize("text", ["{sic}", "a {b} c", "{}", "{ x", "\\{#id}", "f(x) {x, y}", "`{.red}`"])
def test_braces_may_be_text(text):
    assert _codes(f"# T\n\n{text}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "{#id}",
        "*a*{.b}",
        "## H {.b}",
        "`a`{.b}",
        "[a](https://x.org){target=_blank}",
        "a {lang=be}",
        "[a]{#b}",
        "[^1]{.x}\n\n[^1]: a",
        "![a](a.svg){width=3}",
        "![](a.svg){decorative}{decorative}",
    ],
)
def test_attributes_are_never_dropped(text, tmp_path):
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    findings = edition_of(f"# T\n\nText\n\n{text}\n", tmp_path)[1]
    assert {finding.code for finding in findings} - {"image-alt"} == {"text-attributes"}


def test_notes_in_quotes_and_lists_are_found():
    edition = whole_edition_of("# T\n\n> a[^1]\n>\n> [^1]: In a quote.\n\n- b[^2]\n\n  [^2]: In a list.\n")
    assert [plain_text(note.blocks[0].children) for note in edition.notes] == ["In a quote.", "In a list."]
    assert len(edition.blocks[0].blocks) == 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one<br>two", ["one", "two"]),
        ("one <br/>\n  two", ["one", "two"]),
        ("one<BR />two<br>\nthree", ["one", "two", "three"]),
        ("**one<br>two**", ["one", "two"]),
    ],
)
def test_br_is_a_hard_break(text, lines):
    (block,) = whole_edition_of(f"# T\n\n{text}\n").blocks
    assert isinstance(block, Paragraph)
    assert plain_text(block.children).split("\n") == lines


@pytest.mark.parametrize(
    "text",
    [
        "<!-- draft -->\n# T\n\nWords.\n",
        "# T\n\n<!-- of\n\ntwo parts -->\n\nWords.\n",
        "# T\n\nWords.<!-- within -->\n",
        "# T\n\nWords.\n<!-- at the end -->\n",
        "# T <!-- of the title -->\n\nWords.\n",
        "# T\n\n<!-- a --> <!-- b -->\n\nWords.",
    ],
)
def test_comments_are_left_out(text):
    edition = whole_edition_of(text)
    assert (edition.title_text, [plain_text(block.children) for block in edition.blocks]) == ("T", ["Words."])
    assert second_parser.check(edition) == ()


def test_what_stands_behind_a_comment_is_not_lost_in_silence():
    for text in ("<!-- a --> words", "<!-- a\n\nwords"):
        findings = edition_of(f"# T\n\n{text}\n\nMore.\n")[1]
        assert [(finding.code, finding.where) for finding in findings] == [("text-html", "work/de.md:3:1")]


@pytest.mark.parametrize(
    ("html", "hint"),
    [
        ("<b>two words</b>", "write **two words**"),
        ("<STRONG>x</STRONG>", "write **x**"),
        ("<i>x</i>", "write *x*"),
        ("<em>x</em>", "write *x*"),
        ("<u>x</u>", "write *x*"),
        ("<code>x</code>", "write `x`"),
        ('<a href="https://example.org">x</a>', "write [x](https://example.org)"),
        ("<img src='a.png' alt='Map'>", "write ![Map](a.png)"),
        ('<span lang="be">мір</span>', "write [мір]{lang=be}"),
        ('<bdo dir="rtl">x</bdo>', "write [x]{dir=rtl}"),
        ('<abbr title="United Nations">UN</abbr>', "write UN (United Nations)"),
        ("<font color=red>x</font>", "write x"),
        ("<s>x</s>", "say in words what is out of date: x"),
        ("<br clear=all>", "write <br>, or \\ at the end of the line"),
        ("<p>x y</p>", "write the words with an empty line before and behind them: x y"),
        ("<center>x</center>", "write the words with an empty line before and behind them: x"),
        ("<hr>", "write --- with an empty line before and behind it"),
        ("<h2>x</h2>", "write ## x"),
        ("<ul><li>x</li></ul>", "write each item on a line of its own: - x"),
        ("<unknown>", "use Markdown, or write \\< where the character is text"),
    ],
)
def test_other_html_is_answered_with_the_markdown_to_write(html, hint):
    findings = edition_of(f"# T\n\n{html}\n")[1]
    assert {finding.code for finding in findings} == {"text-html"}
    assert findings[0].hint == hint


def test_a_heading_keeps_the_anchor_that_the_source_gives_it():
    edition = whole_edition_of(
        "# T\n\n[a](#p) [b](#part) [c](#p-1)\n\n## Part {#p}\n\n## P\n\n## Part ##\n\n## *Em* {#x} ##\n\nSet {#s}\n---\n"
    )
    headings = [block for block in edition.blocks if isinstance(block, Heading)]
    assert [(heading.anchor, heading.named, plain_text(heading.children)) for heading in headings] == [
        ("p", True, "Part"),
        ("p-1", False, "P"),
        ("part", False, "Part"),
        ("x", True, "Em"),
        ("s", True, "Set"),
    ]
    assert second_parser.check(edition) == ()


def test_the_second_parser_finds_an_anchor_that_is_not_the_sources():
    edition = whole_edition_of("# T\n\n## Part {#p}\n\nWords.\n")
    heading, *rest = edition.blocks
    for changed in (replace(heading, anchor="q"), replace(heading, named=False)):
        assert [finding.code for finding in second_parser.check(replace(edition, blocks=(changed, *rest)))] == [
            "fidelity-source"
        ]


@pytest.mark.parametrize("anchor", ["notes", "title", "note-1", "1st", "a:b", "ä!"])
def test_an_anchor_that_no_output_may_have_is_refused(anchor):
    findings = edition_of(f"# T\n\n## Part {{#{anchor}}}\n\nWords.\n")[1]
    assert [(finding.code, finding.where) for finding in findings] == [("text-attributes", "work/de.md:3:9")]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("press@council.example", "write mailto:press@council.example"),
        ("+37060000000", "write tel:+37060000000"),
        ("0037060000000", "write tel:+37060000000"),
        ("www.council.example", "write https://www.council.example"),
        ("t.me/council", "write https://t.me/council"),
        ("//council.example", "write https://council.example"),
        ("be.md", "write the whole address under which it is published, https://…"),
        ("../other.pdf", "write the whole address under which it is published, https://…"),
    ],
)
def test_an_address_without_its_scheme_is_answered_with_it(target, hint):
    findings = edition_of(f"# T\n\n[words]({target})\n")[1]
    assert [finding.code for finding in findings] == ["link-scheme"]
    assert findings[0].hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("---\ntitle: X\n---\n# T\n\nText.\n", "YAML"),
        ("+++\ntitle = 'X'\n+++\n# T\n\nText.\n", "TOML"),
        ('{\n  "title": "X",\n  "draft": false\n}\n# T\n\nText.\n', "JSON"),
        ("% X\n% Author\n\n# T\n\nText.\n", "pandoc"),
        ("Title: X\nAuthor: Y\n\n# T\n\nText.\n", "MultiMarkdown"),
    ],
)
def test_front_matter_of_every_program_is_named_with_what_to_write(text, name):
    findings = edition_of(text)[1]
    assert [finding.code for finding in findings] == ["front-matter"]
    assert f"found {name} front matter" in findings[0].message
    assert "the title is the # line of the .md: # X" in findings[0].hint


@pytest.mark.sample(3)
@pytest.mark.parametrize(
    "text",
    [
        "*a " * 2000 + "b" + "*" * 2000,
        "**" * 1000 + "b" + "**" * 1000,
        "<sub>" * 2000 + "b" + "</sub>" * 2000,
        "[" * 1500 + "b" + "]{lang=de}" * 1500,
        ">" * 3000 + " x",
        "1. " * 3000 + "x",
    ],
)
def test_marks_deeper_than_anybody_writes_are_told_and_cost_no_traceback(text):
    findings = edition_of(f"# T\n\n{text}\n")[1]
    assert "text-nesting" in {finding.code for finding in findings}


def test_three_hundred_calls_in_a_row_are_read():
    calls = "".join(f"[^{number}]" for number in range(1, 301))
    notes = "\n\n".join(f"[^{number}]: Note {number}." for number in range(1, 301))
    edition, findings = edition_of(f"# T\n\nText{calls}.\n\n{notes}\n")
    assert findings == () and second_parser.check(edition) == () and len(edition.notes) == 300


def test_the_title_of_a_picture_that_stands_alone_is_a_caption_below_it():
    text = '# T\n\nText.\n\n![a](x.png "The  *region*")\n\n- ![a](x.png \'B\')\n- ![a](x.png "")\n'
    edition, _ = edition_of(text)
    *_, picture, caption, items = edition.blocks
    assert not picture.is_caption
    assert caption == Paragraph((Text("The  *region*", Place(5, 13)),), Place(5, 13), is_caption=True)
    assert [[block.is_caption for block in item.blocks] for item in items.items] == [[False, True], [False]]


@pytest.mark.parametrize(
    "text",
    [
        'See ![a](x.png "B") here.',
        '![a](x.png "B") ![c](x.png "D")',
        '| ![a](x.png "B") |\n|--|\n| c |',
        '## ![a](x.png "B")',
        '![](x.png "B"){decorative}',
        'Text[^1].\n\n[^1]: ![a](x.png "B")',
    ],
)
def test_a_title_of_a_picture_that_stands_among_others_is_refused(text):
    codes = [finding.code for finding in edition_of(f"# T\n\nText.\n\n{text}\n")[1]]
    assert codes.count("image-title") == text.count("x.png")


@pytest.mark.parametrize(
    ("address", "definition"), [("(https://example.org)", ""), ("[r]", "[r]: https://example.org\n")]
)
def test_the_words_of_a_link_may_have_a_language_of_their_own(address, definition):
    edition = whole_edition_of(f"# T\n\n[a [b [c]{{lang=he}}]{{lang=be}}]{address} [d]\n\n{definition}")
    link, behind = edition.blocks[0].children
    assert isinstance(link, Link) and plain_text(link.children) == "a b c" and plain_text((behind,)) == " [d]"
    assert [span.language for span in spans(link)] == ["be", "he"]
    assert second_parser.check(edition) == ()


def test_a_link_in_a_span_in_a_link_is_refused():
    _, findings = edition_of("# T\n\n[a [b [c](https://example.org)]{lang=be}](https://example.org)\n")
    assert [finding.code for finding in findings] == ["link-unread"]
