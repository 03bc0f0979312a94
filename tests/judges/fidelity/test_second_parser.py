"""The second reader: an edition that is not what its source says makes every output red, and no other edition does."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from flugblatt.build import production
from flugblatt.content import markdown_blocks, markdown_source, read_work
from flugblatt.content.markdown_parser import Parsed
from flugblatt.content.markdown_source import read_edition
from flugblatt.judges import fidelity
from flugblatt.judges.fidelity import second_parser
from flugblatt.model import (
    Break,
    Call,
    CodeBlock,
    DefinitionList,
    Edition,
    Emphasis,
    Heading,
    Image,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Source,
    Span,
    Statement,
    Strong,
    Table,
    Text,
)
from flugblatt.model.cases import Case
from flugblatt.model.targets import TARGETS
from tests import editions, texts
from tests.build.test_constructs import CONSTRUCTS
from tests.conftest import PracticeTexts, examples
from tests.judges import mutations

EXAMPLES = examples(400)
ROOT = Path(__file__).parent.parent.parent.parent
TEXT_TARGETS = tuple(
    target for target in TARGETS if target.name in ("archive-pdf", "access-pdf", "epub", "web", "text")
)


def statement_of(folder: Path, text: str) -> Statement:
    work = editions.write(folder, "probe", editions.PLAIN_YAML, de=text)
    for name in ("bild.png", "rot.png", "blau.png"):
        (work / name).write_bytes(editions.png(30, 12))
    return editions.read(work)


def differences(folder: Path, text: str) -> list[str]:
    return [str(finding) for finding in second_parser.check(statement_of(folder, text).editions[0])]


# --- Editions that are their sources -------------------------------------------------------------

OWN = {
    "everything": editions.RICH,
    "everything else": mutations.RICH,
    "every construct": texts.EVERYTHING,
    "symbols beside emphasis": "Ein **„€“**x und *£*bravo, **♥**x, x**×**, 日本**語**。\n",
    "definitions in quotations and lists": "> Term\n> : eins\n>\n>   mehr\n\n- Wort\n  : eins\n  : zwei\n\n- drei\n",
    "definitions with blocks": "Term\n:   Eins\n\n    - a\n    - b\n\nZwei\n~ x\n\n~ y\n\nDrei\n\n    : weit\n",
    "definitions behind a rule in a list": "-   eins\n-   ___\n\n    Term\n    : zwei\n\n-\n  Term\n  : drei\n",
    "definitions before a list": "Term\n: Eins\n\n+ eins\n+ zwei\n",
    "a definition in a note": "A[^1]\n\n[^1]: Term\n    : eins\n\n    mehr\n",
    "a colon that is no definition": "Zeile\nund noch eine\n: kein Eintrag\n\n\\: auch nicht\n",
    "labels that differ in case": "Eins[^a], zwei[^A].\n\n[^a]: klein\n[^A]: groß €\n",
    "carets that call nothing": "`[\\^a]` [\\^a], [\\^b](https://example.org/b), und[^1] [^\nso] fort.\n\n[^1]: [\\^c]\n",
    "notes in code": "```\n[^a]: x\n```\n\n`[^b]` und[^1].\n\n[^1]: Eins.\n",
    "numbers that do not run on": "3. a\n3. b\n1. c\n\n007) x\n008) y\n",
    "spans": "[Text *hier*]{dir=rtl lang='he'} `[x]{lang=be}` \\[x\\]\\{lang=be} [[a] b]{ lang=\"be\" }.\n",
    "addresses": "[Ö](https://ä.org/%C3%A4?a=(b)&c='d' \"T 1\") <https://e.org/ü%20> [x][y] <a@b.org>\n\n[y]: <https://e.org/&auml;>\n",
    "entities": "&iexcl; € ¿ &nbsp; &amp;amp; &shy; &copy;\n",
    "a table behind words": "Worte\n| a | b |\n|:--|--:|\n| `x\\|y` | \\| |\n| eins |\n",
    "breaks": "Zeile\\\n\\\nZeile  \n*Zeile  \nZeile*\n",
    "quotations": "> Eins\nfaul\n>\n> > Zwei\n\n>\n\nDrei\n",
    "headings underlined": "Zwei *so*\n---\n\nWorte\n",
}  # fmt: skip


@pytest.mark.parametrize("name", [*OWN, *CONSTRUCTS])
def test_an_edition_is_its_source(name: str, tmp_path: Path) -> None:
    text = OWN.get(name) or CONSTRUCTS[name]
    assert differences(tmp_path, titled(text)) == []


def titled(text: str) -> str:
    return text if text.startswith("# ") else f"# Ein Titel\n\n{text}"


def test_a_byte_order_mark_and_other_line_ends_are_no_difference(tmp_path: Path) -> None:
    folder = editions.write_rich(tmp_path)
    for text in (editions.RICH, texts.EVERYTHING):
        (folder / "de.md").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        edition, findings = read_edition(folder, "de", Source("probe/de.md", (folder / "de.md").read_bytes()))
        assert second_parser.check(edition) == () and "error" not in {finding.severity for finding in findings}


def test_the_statements_of_the_project_are_their_sources() -> None:
    for folder in sorted(path for path in (ROOT / "content").iterdir() if path.is_dir()):
        statement, findings = read_work(folder)
        assert statement is not None, findings
        assert [second_parser.check(edition) for edition in statement.editions] == [()] * len(statement.editions)


def test_the_practice_texts_are_their_sources(practice_texts: PracticeTexts) -> None:
    statement, findings = read_work(practice_texts.content / "udhr")
    assert statement is not None, findings
    assert [edition.language for edition in statement.editions if second_parser.check(edition)] == []
    shorter = [exchanged(edition, first(edition, Paragraph)) for edition in statement.editions]
    assert [edition.language for edition in shorter if not second_parser.check(edition)] == []


# --- A reader of Markdown that is at fault -------------------------------------------------------

SOURCE = """\
# Ein Titel

Erster Absatz mit Café[^a] und [Verweis](https://example.org/a).

Zweiter Absatz.

## Ziele

6) Sechstens
7) Siebtens
   - Strich

### Tabelle

| Ort   | Zahl |
|-------|-----:|
| Minsk |   12 |
| Brest |    7 |

[Мова]{lang=be}, ![Rot](rot.png).

[^a]: Erste Anmerkung.
"""


@cache
def sound() -> Statement:
    """The statement of ``SOURCE`` as it is read rightly."""
    with tempfile.TemporaryDirectory() as folder:
        return statement_of(Path(folder), SOURCE)


def first(edition: Edition, kind: type) -> Any:
    return next(block for block in edition.blocks if isinstance(block, kind))


def exchanged(edition: Edition, old: object, *new: Any) -> Edition:
    """The edition with other blocks for one block."""
    blocks = tuple(part for block in edition.blocks for part in (new if block is old else (block,)))
    return replace(edition, blocks=blocks)


def changed_text(value: Any, old: str, new: str) -> Any:
    """A value of the model with other words."""
    if isinstance(value, Text):
        return replace(value, text=value.text.replace(old, new))
    if isinstance(value, tuple):
        return tuple(changed_text(part, old, new) for part in value)
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, Source):
        names = value.__dataclass_fields__
        return replace(value, **{name: changed_text(getattr(value, name), old, new) for name in names})
    return value


def drops_a_paragraph(edition: Edition) -> Edition:
    return exchanged(edition, edition.blocks[1])


def renumbers_a_list(edition: Edition) -> Edition:
    block = first(edition, List)
    items = tuple(replace(item, label=f"{number})") for number, item in enumerate(block.items, 1))
    return exchanged(edition, block, replace(block, items=items))


def changes_a_character(edition: Edition) -> Edition:
    return changed_text(edition, "Café", "Cafe\u0301")


def lowers_a_heading(edition: Edition) -> Edition:
    block = first(edition, Heading)
    return exchanged(edition, block, replace(block, level=3))


def makes_a_heading_a_paragraph(edition: Edition) -> Edition:
    block = edition.blocks[-3]
    assert isinstance(block, Heading)
    return exchanged(edition, block, Paragraph(block.children, block.place))


def swallows_an_unused_note(edition: Edition) -> Edition:
    source = edition.source
    return replace(edition, source=Source(source.path, source.data + b"[^nie]: Nie gerufen.\n"))


def drops_a_table_row(edition: Edition) -> Edition:
    block = first(edition, Table)
    return exchanged(edition, block, replace(block, rows=block.rows[1:]))


def loses_a_link(edition: Edition) -> Edition:
    block = edition.blocks[0]
    assert isinstance(block, Paragraph)
    children = tuple(
        part for child in block.children for part in (child.children if isinstance(child, Link) else (child,))
    )
    return exchanged(edition, block, replace(block, children=children))


def leads_elsewhere(edition: Edition) -> Edition:
    block = edition.blocks[0]
    assert isinstance(block, Paragraph)
    children = tuple(
        replace(child, target="https://example.org/b") if isinstance(child, Link) else child for child in block.children
    )
    return exchanged(edition, block, replace(block, children=children))


def flattens_a_list(edition: Edition) -> Edition:
    block = first(edition, List)
    *outer, last = block.items
    inner = last.blocks[-1]
    return exchanged(edition, block, replace(block, items=(*outer, replace(last, blocks=last.blocks[:-1]))), inner)


def loses_a_language(edition: Edition) -> Edition:
    block = edition.blocks[-1]
    assert isinstance(block, Paragraph)
    children = tuple(replace(child, language="ru") if isinstance(child, Span) else child for child in block.children)
    return exchanged(edition, block, replace(block, children=children))


FAULTS = {
    drops_a_paragraph: "5:1",
    renumbers_a_list: "9:1",
    changes_a_character: "3:22",
    lowers_a_heading: "7:4",
    makes_a_heading_a_paragraph: "13:5",
    swallows_an_unused_note: "23:9",
    drops_a_table_row: "17:3",
    loses_a_link: "3:33",
    leads_elsewhere: "3:33",
    flattens_a_list: "11:4",
    loses_a_language: "20:13",
}


@pytest.mark.sample(3)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_of_the_reader_makes_every_output_red(fault: Any) -> None:
    """The outputs are made of the faulty edition, and say exactly what it says: only the source shows the fault."""
    edition = fault(sound().editions[0])
    statement = replace(sound(), editions=(edition,))
    products = list(production.render(statement, edition, TEXT_TARGETS))
    assert [product.artefact.target for product in products] == [target.name for target in TEXT_TARGETS]
    for product in products:
        check = fidelity.judge(Case(statement, edition, product.artefact.target, product.artefact.data, product.pages))
        assert check.verdict == "failed", product.artefact.target
        assert {finding.code for finding in check.findings} == {"fidelity-source"}, product.artefact.target
        places = [finding.where for finding in check.findings]
        assert f"probe/de.md:{FAULTS[fault]}" in places, (product.artefact.target, list(map(str, check.findings)))


def test_a_right_edition_is_green() -> None:
    statement = sound()
    for product in production.render(statement, statement.editions[0], TEXT_TARGETS):
        check = fidelity.judge(
            Case(statement, statement.editions[0], product.artefact.target, product.artefact.data, product.pages)
        )
        assert (check.verdict, check.findings) == ("passed", ())


def test_a_faulty_reader_is_found_where_it_works(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read_inlines = markdown_blocks.read_inlines
    monkeypatch.setattr(
        markdown_blocks,
        "read_inlines",
        lambda tokens, reading: changed_text(read_inlines(tokens, reading), "nicht", ""),
    )
    assert any("probe/de.md:3:" in line for line in differences(tmp_path, "# Titel\n\nWir dulden das nicht mehr.\n"))


def test_a_paragraph_dropped_by_the_parser_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parse = markdown_source.parse

    def forgetful(text: str) -> Parsed:
        parsed = parse(text)
        start = next(i for i, token in enumerate(parsed.tokens) if token.type == "paragraph_open")
        return replace(parsed, tokens=parsed.tokens[:start] + parsed.tokens[start + 3 :])

    monkeypatch.setattr(markdown_source, "parse", forgetful)
    (found,) = differences(tmp_path, "# T\n\nOne.\n\nTwo.\n")
    assert found.startswith("probe/de.md:3:1: error fidelity-source")


def test_what_the_parser_really_drops_is_found(tmp_path: Path) -> None:
    # markdown-it-py 4.3.0 skips what stands between a failed address and the next bracket.
    (found,) = differences(tmp_path, '# T\n\n[a](<b@example.org>"[a]\n\n[a]: https://example.org\n')
    assert found.startswith("probe/de.md:3:4: error fidelity-source")


def test_words_in_a_cell_that_the_table_has_no_column_for_are_found(tmp_path: Path) -> None:
    """Both parsers leave them out, as the standard says; the text is refused, and here it is not passed over."""
    text = "# T\n\n> | a | b |\n> |---|---|\n> | c \\| d | e | für 5 € | x |\n"
    edition, findings = read_edition(tmp_path, "de", Source("probe/de.md", text.encode()))
    assert [finding.code for finding in findings] == ["table-cells"]
    (found,) = second_parser.check(edition)
    assert found.where == "probe/de.md:5:18" and "the cell “für 5 € | x”" in found.message


@pytest.mark.parametrize("row", ["| c | d |", "| c | d ||  ", "| c | d | |", "c | d", "| c |", "c"])
def test_a_row_without_words_in_excess_is_its_source(row: str, tmp_path: Path) -> None:
    assert differences(tmp_path, f"# T\n\n| a | b |\n|---|---|\n{row}\n") == []


def test_messages_say_where_and_what() -> None:
    (found,) = second_parser.check(changes_a_character(sound().editions[0]))
    assert found.where == "probe/de.md:3:22"
    assert 'expected "é" U+00E9' in found.message and "U+0065 U+0301" in found.message
    assert found.severity == "error" and found.hint


def test_an_address_is_kept_as_it_is_written(tmp_path: Path) -> None:
    statement = statement_of(tmp_path, "# Titel\n\nEin [Ort](https://example.org/ä).\n")
    edition = statement.editions[0]
    block = edition.blocks[0]
    assert isinstance(block, Paragraph) and isinstance(block.children[1], Link)
    link = replace(block.children[1], target="https://example.org/%C3%A4")
    faulty = exchanged(edition, block, replace(block, children=(block.children[0], link, *block.children[2:])))
    assert [finding.code for finding in second_parser.check(faulty)] == ["fidelity-source"]


def test_an_emphasis_that_is_added_is_found(tmp_path: Path) -> None:
    edition = statement_of(tmp_path, texts.EVERYTHING).editions[0]
    block = first(edition, Paragraph)
    words, *others = block.children
    faulty = exchanged(edition, block, replace(block, children=(Emphasis((words,)), *others)))
    assert [finding.where for finding in second_parser.check(faulty)] == ["probe/de.md:3:1"]


def test_notes_that_are_exchanged_are_found(tmp_path: Path) -> None:
    edition = statement_of(tmp_path, texts.EVERYTHING).editions[0]
    assert len(edition.notes) == 2
    notes = tuple(replace(note, number=3 - note.number) for note in edition.notes)
    assert second_parser.check(replace(edition, notes=notes))


# --- Every fault ---------------------------------------------------------------------------------


def faults(value: Any) -> Iterator[tuple[str, Any]]:
    """Each of many ways in which a value of the model might be wrong, with words for it."""
    match value:
        case tuple():
            for index, part in enumerate(value):
                for words, other in faults(part):
                    yield words, (*value[:index], other, *value[index + 1 :])
                if isinstance(
                    part, Item | Note | Call | Break | Image | CodeBlock | Rule | Paragraph | Heading | Table | Quote
                ):
                    yield f"{type(part).__name__} lost", (*value[:index], *value[index + 1 :])
                if isinstance(part, Emphasis | Strong | Link | Span):
                    yield f"{type(part).__name__} lost", (*value[:index], *part.children, *value[index + 1 :])
                if isinstance(part, List | DefinitionList):
                    yield f"{type(part).__name__} lost", (*value[:index], *value[index + 1 :])
                if index and isinstance(part, Paragraph | Item | Table | List | Heading | tuple):
                    yield "exchanged", (*value[: index - 1], part, value[index - 1], *value[index + 1 :])
                if isinstance(part, tuple):
                    yield "row lost", (*value[:index], *value[index + 1 :])
                if isinstance(part, Paragraph | Item | Table | Quote | CodeBlock | Rule | Heading):
                    yield f"{type(part).__name__} invented", (*value[:index], part, *value[index:])
                if isinstance(part, Note):
                    yield "Note invented", (*value, replace(part, number=len(value) + 1, label="x"))
            return
        case Text() if value.text.strip():
            at = next(index for index, char in enumerate(value.text) if not char.isspace())
            last = len(value.text.rstrip()) - 1
            yield "character lost", replace(value, text=value.text[:last] + value.text[last + 1 :])
            yield "character doubled", replace(value, text=value.text[:at] + value.text[at] + value.text[at:])
            yield "character changed", replace(value, text=value.text[:at] + "\u0430" + value.text[at + 1 :])
            yield "soft hyphen", replace(value, text=value.text[: at + 1] + "\u00ad" + value.text[at + 1 :])
        case Heading():
            yield "level", replace(value, level=value.level % 6 + 1)
        case Item() if value.label:
            yield "label", replace(value, label="9" + value.label)
            yield "mark", replace(value, label=value.label[:-1] + (")" if value.label[-1] == "." else "."))
        case List():
            yield "ordered", replace(value, ordered=not value.ordered)
        case Link():
            yield "target", replace(value, target=value.target + "x")
            yield "title", replace(value, title=value.title + "x")
        case Image():
            yield "alt", replace(value, alt=value.alt + "x")
            yield "path", replace(value, path="anders.png")
            yield "decorative", replace(value, decorative=not value.decorative)
        case Call() | Note():
            yield "number", replace(value, number=value.number + 1)
        case Span():
            yield "language", replace(value, language="sr")
            yield "direction", replace(value, direction="ltr")
        case CodeBlock():
            yield "code", replace(value, text=value.text.replace("\n", " ").replace("e", "", 1))
        case _ if getattr(value, "align", None) is not None:
            yield "alignment", replace(value, align="left" if value.align != "left" else "right")
    if getattr(value, "blocks", ()):
        yield "emptied", replace(value, blocks=())
    for name in getattr(value, "__dataclass_fields__", ()):
        if name not in ("source", "images", "place", "title_place"):
            for words, other in faults(getattr(value, name)):
                yield words, replace(value, **{name: other})


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    "name", ["everything", "everything else", "every construct", "definitions with blocks", "definition list"]
)
def test_every_fault_is_found(name: str, tmp_path: Path) -> None:
    text = OWN.get(name) or CONSTRUCTS[name]
    edition = statement_of(tmp_path, titled(text)).editions[0]
    tried = list(faults(edition))
    assert len(tried) > 20
    missed = [words for words, faulty in tried if faulty != edition and not second_parser.check(faulty)]
    assert missed == []


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures") / "probe"
    folder.mkdir()
    for name in ("rot.png", "blau.png"):
        (folder / name).write_bytes(editions.png(3, 3))
    return folder


def edition_of(folder: Path, text: str) -> Edition:
    edition, findings = read_edition(folder, "de", Source("probe/de.md", text.encode()))
    assert [str(finding) for finding in findings if finding.severity == "error"] == [], text
    return edition


def unplaced(edition: Edition) -> str:
    """All that an edition says, but not where; so that of two equal blocks none is the first."""
    return re.sub(r"Place\(.*?\)|anchor='.*?'", "", repr((edition.title, edition.blocks, edition.notes)))


@given(texts.BODIES, some.integers(0, 10_000))
@settings(max_examples=EXAMPLES)
def test_random_texts_are_their_sources_and_their_faults_are_found(
    pictures: Path, blocks: list[str], chosen: int
) -> None:
    text = texts.text_of(blocks)
    edition = edition_of(pictures, text)
    assert [str(finding) for finding in second_parser.check(edition)] == [], text
    tried = [(words, faulty) for words, faulty in faults(edition) if faulty != edition]
    words, faulty = tried[chosen % len(tried)]
    assert second_parser.check(faulty) or unplaced(faulty) == unplaced(edition), (words, text)


@given(texts.BODIES, some.integers(0, 10**6), some.sampled_from("xя漢"))
@settings(max_examples=EXAMPLES)
def test_a_character_changed_anywhere_in_a_random_text_is_found(
    pictures: Path, blocks: list[str], chosen: int, letter: str
) -> None:
    """The edition of one text held against another text that differs in one letter that is no mark."""
    text = texts.text_of(blocks)
    letters = [match.start() for match in re.finditer("(?<!&)[abcdеw](?!cute;|uml;|mp;)", text)]
    at = letters[chosen % len(letters)]
    edition = edition_of(pictures, text)
    other = replace(edition.source, data=(text[:at] + letter + text[at + 1 :]).encode())
    assert second_parser.check(replace(edition, source=other)), (text[:at], letter)
