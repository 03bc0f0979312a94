"""What office programs and other Markdown leave in a text: a warning with what to write, and none for what is meant."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from flugblatt.content import read_work
from flugblatt.content.markdown_inlines import Reading
from flugblatt.content.running_text import Line, Passage
from flugblatt.content.suspicious_marks import check as check_marks
from flugblatt.judges.fidelity.second_parser import check
from flugblatt.model import Link, Paragraph, plain_text
from tests.content.writing import STATEMENT, edition_of, write_work


def _marks(text: str) -> list[tuple[str, str]]:
    """The place and the hint of each suspicious mark."""
    findings = edition_of(f"# Title\n\n{text}\n")[1]
    return [(finding.where.split(":", 1)[1], finding.hint) for finding in findings if finding.code == "suspicious-mark"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Year\tPrisoners\n2022\t1448", "| Year | Prisoners |, below it |---|---|"),
        ("Год\tЛюди\n\n2022\t1448", "| Год | Люди |"),
        ("A\tB\tC", "| A | B | C |"),
        ("a     b\nc     d", "| a | b |"),
        ("| a | b |\n| c | d |", "|---|---|"),
        ("| a | b |", "|---|---|"),
        ("a | b | c\nd | e | f", "|---|---|---|"),
        ("+---+---+\n| a | b |\n+===+===+", "|---|---|"),
        ("Right  Left\n-----  ----", "|---|---|"),
        ("•\tfirst", "write - first"),
        ("· first", "write - first"),
        ("\uf0b7\tfirst", "write - first"),
        ("▪first", "write - first"),
        ("✓ done", "write - done"),
        ("o inner", "write   - inner"),
        ("– third\n– fourth", "write - third"),
        ("-first\n-second", "write - first"),
        ("a | b\n1 | 2", "|---|---|"),
        ("a. first\nb. second", "write 1. first"),
        ("II. first\nIII. second", "write 1. first"),
        ("1.) first\n2.) second", "write 1. first"),
        ("- [x] done", "write done, or say in words"),
        ("{{< figure >}}", "delete it"),
        ("{% include x %}", "delete it"),
        ("$x^2$", "write it in words"),
        ("well :smile:", "write the sign itself"),
        ("Erkl=C3=A4rung", "write the letters"),
        ("Erkl\\u00e4rung", "write the letters"),
        ("so it is[1]\n\n[1] A source", "write [^1] here, and below, in a paragraph of its own, [^1]: A source"),
        ("a) first\nb) second", "write 1. first"),
        ("(1) first\n(2) second", "write 1. first"),
        ("1.first\n2.second", "write 1. first"),
        ("** bold **", "write **"),
        ("**„Wort“**nach", "write **"),
        ("~~old~~", "say in words"),
        ("==new==", "write **words**"),
        ("[list] (https://example.org)", "write [words](address)"),
        ("[list] (www.example.org)", "write [words](address)"),
        ("(list)[https://example.org]", "write [words](address)"),
        ("[[Wiki]]", "write [words]"),
        ("words\\", "delete it"),
        ("H~2~O", "write <sub>2</sub>"),
        ("m^2^", "write <sup>2</sup>"),
        ('“a” and "b"', "write “…”"),
        ('„a“ und "b"', "write „…“"),
        ('«а» и "б"', "write «…»"),
        ("``so''", "write the quotation marks"),
        ("Text*fett *nicht", "write *words*"),
        ("Words.\n\n#Unterpunkt\n\nWords.", "write ## Unterpunkt"),
        ("##Part", "a space after ##: ## Part"),
        ("#\u00a0Part", "a space after #: # Part"),
        ("&nbps;x", "write the character"),
        ("> [!NOTE]\n> Words", "delete it"),
        ("!!! note\n    Words", "delete it"),
        ("[[_TOC_]]", "delete it"),
        ("\\textbf{so}", "write its words"),
        ("one -- two", "write the dash itself"),
        ("well :+1:", "write the sign itself"),
        ("→ first\n→ second", "write - first"),
        ("a \ufffc b", "delete it"),
        ("\ufeffWords", "delete it"),
        ("“a” and 'so it is'", "as elsewhere in the text"),
        ("‘a’ and 'so it is'", "as elsewhere in the text"),
        ("www.exam\u00adple.org", "write [www.example.org](https://www.example.org)"),
        ("cafÃ©", "take the text from its source again"),
        ("a\ufffdb", "write the letter again"),
        ("\\newpage", "delete it"),
        ("press@council.example", "write <press@council.example>"),
        ("https://council.example/a_b_c.", "write <https://council.example/a_b_c>"),
        ("(www.council.example/a_(b))", "write [www.council.example/a_(b)](https://www.council.example/a_(b))"),
        ("t.me/x,", "write [t.me/x](https://t.me/x)"),
        ("see example.org", "write [example.org](https://example.org)"),
        ("+370 600 00000", "write [+370 600 00000](tel:+37060000000)"),
        ("+49 (0)30 1234567.", "write [+49 (0)30 1234567](tel:+49301234567)"),
        ("0049 30 123456", "write [0049 30 123456](tel:+4930123456)"),
        ("| a |\n|---|\n| www.x.example |", "write [www.x.example](https://www.x.example)"),
        ("x[^1]\n\n[^1]: See https://x.example/y.", "write <https://x.example/y>"),
    ],
)
def test_a_mark_that_would_be_printed_is_a_warning_with_what_to_write(text, hint):
    found = _marks(text)
    assert len(found) == 1
    assert hint in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "Name:\tWords",
        "Kolleg*innen und *Freund*innen, jede*r",
        "Words.\n\n#Frieden",
        "Words.\n\n#OpenWells\n\nWords.",
        "Words.\n\n\\#Frieden\n\nWords.",
        "Words.\n\n#Frieden #Wasser\n\nWords.",
        "`` and 'so'",
        "One | two in a text",
        "One | two\nthree",
        "A. Smith spoke",
        "A box [ ] and [x] in a line",
        "It costs $5 and not 7$, at 12:30:45",
        "a:b:c and {x}",
        "[1] alone, and [2]",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- first\n- second",
        "– Да?\n\n– Нет!",
        "— Oui, dit-il.",
        "-5 Grad\n-6 Grad",
        "text\no nas",
        "1) first\n2) second",
        "\\*\\* and \\~~no\\~~ and \\[[a]]",
        "`**` and `• x` and `a@b.example`",
        "    • code",
        "a == b and c == d, C++ and D++, 5 ~ 6 ~ 7",
        "[Note] (see below)",
        "a\\\nb",
        '5" and “curly”',
        'הצה"ל אמר “שלום”',
        "“a” and ‘b’, don’t",
        "#OpenTheWells is ours.",
        "AT&T; R&D;",
        "e. V., z. B., d.h., 1.5/2, and/or, he/she, 24/7, v1.2/3",
        "Change.org and Node.js and foo@bar",
        "+100 000 000 people, +2 000 000 more, 2022-01-06, 10 000 000",
        "[a@b.example](mailto:a@b.example) <https://x.example> [t.me/x](https://t.me/x)",
        "![www.x.example](x.png)",
    ],
)
def test_what_is_meant_is_none(text):
    assert _marks(text) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("# Title of\nit is two\n\nText.\n", ["2:1"]),
        ("# Title\nText begins.\n", []),
        ("# Title\n## Part\n\nText.\n", []),
        ("Title\nof it\n=====\n\nText.\n", []),
    ],
)
def test_a_title_of_two_lines(text, places):
    findings = edition_of(text)[1]
    assert [finding.where.split(":", 1)[1] for finding in findings] == places


@pytest.mark.parametrize("title", ["#Title of it", "#\u00a0Title of it", "＃ Title of it", "  #Title of it"])
def test_a_title_without_its_space_is_told_so_once(title):
    findings = edition_of(f"{title}\n\nText.\n")[1]
    assert [finding.code for finding in findings] == ["title-missing"]
    assert findings[0].hint.endswith(": # Title of it")


def test_every_place_of_a_text_has_its_line_and_column():
    assert [place for place, _ in _marks("> Words and **•**\n> • one\n\n- a\n\n  • two, t.me/x")] == [
        "4:3",
        "8:3",
        "8:10",
    ]


AUTOLINK = "Write to a@b.example, **www.x.example/a**, t.me/x;\n> +49 (0)30 1234567, `t.me/y` [l](https://k.example)"


def test_autolink_makes_links_of_bare_addresses_and_warns_of_none(tmp_path):
    work = write_work(tmp_path, STATEMENT + "autolink: true\n", de=f"# Title\n\n{AUTOLINK}\n\n- https://z.example/q\n")
    statement, findings = read_work(work)
    assert findings == () and statement is not None
    edition = statement.editions[0]
    assert _links(edition.blocks) == [
        ("a@b.example", "mailto:a@b.example"),
        ("www.x.example/a", "https://www.x.example/a"),
        ("t.me/x", "https://t.me/x"),
        ("+49 (0)30 1234567", "tel:+49301234567"),
        ("l", "https://k.example"),
        ("https://z.example/q", "https://z.example/q"),
    ]
    assert check(edition) == ()


def _links(value: object) -> list[tuple[str, str]]:
    if isinstance(value, Link):
        return [(plain_text(value.children), value.target)]
    if isinstance(value, tuple):
        return [link for part in value for link in _links(part)]
    return [link for name in getattr(value, "__dataclass_fields__", ()) for link in _links(getattr(value, name))]


def test_the_second_parser_finds_a_link_that_leads_elsewhere_and_one_that_is_missing(tmp_path):
    work = write_work(tmp_path, STATEMENT + "autolink: true\n", de="# Title\n\nSee https://z.example/q here.\n")
    statement, _ = read_work(work)
    assert statement is not None
    edition, (block,) = statement.editions[0], statement.editions[0].blocks
    assert isinstance(block, Paragraph)
    before, link, behind = block.children
    elsewhere = replace(block, children=(before, replace(link, target="https://evil.example"), behind))
    missing = replace(block, children=(before, *link.children, behind))
    for changed in (elsewhere, missing):
        assert [finding.code for finding in check(replace(edition, blocks=(changed,)))] == ["fidelity-source"]


def test_autolink_is_true_or_false(tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + "autolink: perhaps\n"))[1]
    assert [finding.code for finding in findings] == ["yaml-value"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "{" * 50_000,
        "$" * 50_000,
        "$a_" * 20_000,
        "a[1]" * 10_000,
        "(" * 50_000,
        "a" * 200_000,
        "a\t" * 20_000,
        "a.b" * 50_000,
        "x|" * 20_000,
        "==" * 50_000,
        "a  " * 50_000,
    ],
)
def test_long_lines_take_a_time_that_grows_with_them(text):
    lines = tuple(Line(number, words, words) for number, words in ((1, "Title"), (3, text)))
    kinds = ("title", "paragraph")
    passages = [Passage(kind, (line,)) for kind, line in zip(kinds, lines, strict=True)]
    times = []
    for part in (passages, [passages[0], Passage("paragraph", (Line(3, text * 4, text * 4),))]):
        reading = Reading("work/de.md", ("# Title", "", part[1].lines[0].text))
        begin = time.process_time()
        check_marks(part, reading)
        times.append(time.process_time() - begin)
    assert times[1] < 10 * times[0] + 0.1
