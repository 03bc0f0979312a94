"""The accounting is silent on what was read right, and finds what a parser might drop, change or move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from flugblatt.content import read_work
from flugblatt.content.accounting import account
from flugblatt.model import CodeBlock, Emphasis, Heading, Link, List, Paragraph, Place, Quote, Span, Table, Text, walk
from tests.content.writing import edition_of, whole_edition_of

EXAMPLES = 400

# ruff: noqa: W291
EVERYTHING = """\
# A *title* & more

One paragraph with `code`, a [link](https://example.org/a_(b) "A title"), [текст]{lang=be} and a note[^n].
A second line\\
after a break, and  
another; \\*escaped\\*, &amp; entities&nbsp;too, <https://example.org>, <a@example.org>, [by label][L].

## Part ##

Chapter
-------

> quoted *words*
lazily gone on
>
> - a
>   > deeper
> - b

3. three

   more[^2]
7. seven
   1) nested
   2) on

| a | *b* |
|:--|:-:|
| c \\| d | `e\\|f` |
| only one |

Term
: Meaning

  more of it
: Another

***

```text
code  with
    an indent

```

    indented code
      more

\u3000an indent of Japanese kind\u00a0

[^n]: A note
lazily gone on.

    > with a quote

[^2]: Two.

[l]: <https://example.org/label> 'Its title'
"""


def test_silent_on_every_construct_at_once():
    edition = whole_edition_of(EVERYTHING)
    assert account(edition) == ()
    kinds = {type(block).__name__ for block in walk(edition.blocks)}
    assert kinds == {
        "Heading",
        "Paragraph",
        "Quote",
        "List",
        "Table",
        "DefinitionList",
        "CodeBlock",
        "Rule",
    }


def test_silent_with_byte_order_mark_and_crlf():
    edition, findings = edition_of(b"\xef\xbb\xbf" + EVERYTHING.replace("\n", "\r\n").encode())
    assert {finding.code for finding in findings} == {"code-indented"}
    assert account(edition) == ()


def test_silent_on_the_practice_texts(practice_texts):
    for work in practice_texts.works:
        statement, findings = read_work(practice_texts.content / work)
        assert statement is not None
        assert findings == ()
        for edition in statement.editions:
            index = _first(edition, Paragraph)
            assert account(replace(edition, blocks=edition.blocks[:index] + edition.blocks[index + 1 :])), work


def _first(edition, kind):
    return next(i for i, block in enumerate(edition.blocks) if isinstance(block, kind))


def _with_block(edition, index, block):
    blocks = list(edition.blocks)
    blocks[index] = block
    return replace(edition, blocks=tuple(blocks))


def _with_text(edition, change):
    """The first text of the first paragraph, changed."""
    index = _first(edition, Paragraph)
    paragraph = edition.blocks[index]
    text = paragraph.children[0]
    return _with_block(edition, index, replace(paragraph, children=(change(text), *paragraph.children[1:])))


def _without(edition, kind):
    index = _first(edition, kind)
    return replace(edition, blocks=edition.blocks[:index] + edition.blocks[index + 1 :])


def _relabelled(edition, label):
    index = _first(edition, List)
    block = edition.blocks[index]
    return _with_block(edition, index, replace(block, items=(replace(block.items[0], label=label), *block.items[1:])))


def _with_child(edition, kind, **changes):
    index = _first(edition, Paragraph)
    paragraph = edition.blocks[index]
    children = tuple(replace(node, **changes) if isinstance(node, kind) else node for node in paragraph.children)
    assert children != paragraph.children
    return _with_block(edition, index, replace(paragraph, children=children))


def _changed(edition, kind, **changes):
    index = _first(edition, kind)
    return _with_block(edition, index, replace(edition.blocks[index], **changes))


MUTATIONS = {
    "a paragraph dropped": lambda e: _without(e, Paragraph),
    "a heading dropped": lambda e: _without(e, Heading),
    "a table dropped": lambda e: _without(e, Table),
    "the last block dropped": lambda e: replace(e, blocks=e.blocks[:-1]),
    "two blocks exchanged": lambda e: replace(e, blocks=(e.blocks[1], e.blocks[0], *e.blocks[2:])),
    "a character changed": lambda e: _with_text(e, lambda t: replace(t, text=t.text.replace("p", "q", 1))),
    "a character dropped": lambda e: _with_text(e, lambda t: replace(t, text=t.text[:-1])),
    "a character doubled": lambda e: _with_text(e, lambda t: replace(t, text=t.text + t.text[-1])),
    "a place moved": lambda e: _with_text(e, lambda t: replace(t, place=Place(t.place.line, t.place.column + 1))),
    "a list renumbered": lambda e: _relabelled(e, "1."),
    "a list with other marks": lambda e: _relabelled(e, "3)"),
    "an item dropped": lambda e: _changed(e, List, items=e.blocks[_first(e, List)].items[:1]),
    "a quote emptied": lambda e: _changed(e, Quote, blocks=()),
    "a row dropped": lambda e: _changed(e, Table, rows=e.blocks[_first(e, Table)].rows[:1]),
    "rows exchanged": lambda e: _changed(e, Table, rows=e.blocks[_first(e, Table)].rows[::-1]),
    "a heading of another level": lambda e: _changed(e, Heading, level=3),
    "code changed": lambda e: _changed(e, CodeBlock, text="code with\nan indent\n"),
    "a link with another target": lambda e: _with_child(e, Link, target="https://example.org/b"),
    "a link with another title": lambda e: _with_child(e, Link, title="Another"),
    "a span of another language": lambda e: _with_child(e, Span, language="ru"),
    "an emphasis added": lambda e: _with_text(e, lambda t: Emphasis((t,))),
    "a note dropped": lambda e: replace(e, notes=e.notes[1:]),
    "notes renumbered": lambda e: replace(e, notes=tuple(replace(n, number=3 - n.number) for n in e.notes)),
    "a note emptied": lambda e: replace(e, notes=(replace(e.notes[0], blocks=()), *e.notes[1:])),
    "a note invented": lambda e: replace(e, notes=(*e.notes, replace(e.notes[0], number=3, label="x"))),
    "a paragraph invented": lambda e: replace(
        e, blocks=(*e.blocks, Paragraph((Text("New.", Place(1, 1)),), Place(1, 1)))
    ),
    "the title changed": lambda e: replace(e, title=e.title[1:]),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_finds_what_a_parser_might_do(mutation):
    edition = whole_edition_of(EVERYTHING)
    changed = MUTATIONS[mutation](edition)
    assert changed != edition
    assert [finding.code for finding in account(changed)] == ["accounting"]


def test_finds_what_the_parser_really_drops():
    # markdown-it-py 4.3.0 skips what stands between a failed address and the next bracket.
    _, findings = edition_of('# T\n\n[a](<b@example.org>"[a]\n\n[a]: https://example.org\n')
    assert [(finding.code, finding.where) for finding in findings] == [("accounting", "work/de.md:3:4")]


def test_finds_a_paragraph_dropped_inside_the_parser(monkeypatch):
    from flugblatt.content import markdown_source

    parse = markdown_source.parse

    def forgetful(text):
        parsed = parse(text)
        start = next(i for i, token in enumerate(parsed.tokens) if token.type == "paragraph_open")
        return replace(parsed, tokens=parsed.tokens[:start] + parsed.tokens[start + 3 :])

    monkeypatch.setattr(markdown_source, "parse", forgetful)
    _, findings = edition_of("# T\n\nOne.\n\nTwo.\n")
    assert [(finding.code, finding.where) for finding in findings] == [("accounting", "work/de.md:3:1")]


# --- Random texts ------------------------------------------------------------------------------------

words = some.text(
    some.sampled_from("abcде עברית漢字ก\u0301\u00ad\u2011\u00a0\u3000😀.,;!?\"'()&:=+-1"), min_size=1, max_size=12
)
plain = words.map(lambda text: "w" + text.strip(" ") + "w")


def _inline(inner):
    return some.one_of(
        plain,
        some.sampled_from(["\\*", "\\_", "\\\\", "&amp;", "&#8209;", "&eacute;", "a\\|b", "[^1]", "5 < 6", "a\u00a0b"]),
        plain.map(lambda text: f"`{text}`"),
        plain.map(lambda text: f"`` {text}` ``"),
        some.sampled_from(["<https://example.org/a?b=c>", "<a@example.org>", "[words][r]", "[r]"]),
        inner.map(lambda text: f"*{text}*"),
        inner.map(lambda text: f"**{text}**"),
        inner.map(lambda text: f"[{text}]{{lang=be}}"),
        plain.map(lambda text: f'[{text}](https://example.org/ö "A (title)")'),
        some.tuples(inner, inner).map(" ".join),
        some.tuples(inner, some.sampled_from(["\n", "  \n", "\\\n", " \n  "]), inner).map("".join),
    )


inline = some.recursive(plain, _inline, max_leaves=6)
line = inline.map(lambda text: " ".join(text.replace("\\\n", " ").split("\n"))).map(lambda text: text.replace("|", "/"))


def _indented(text: str, first: str, other: str) -> str:
    return "\n".join((first if i == 0 else other * bool(row)) + row for i, row in enumerate(text.split("\n")))


def _blocks(inner):
    body = some.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return some.one_of(
        inline,
        line.map(lambda text: f"## {text} ##"),
        line.map(lambda text: f"{text}\n---"),
        some.sampled_from(["***", "- - -", "```\n\n a\n```", "~~~~ text\n```\n~~~~", "    code\n\n     more"]),
        body.map(lambda text: "\n".join(f"> {row}".rstrip(" ") for row in text.split("\n"))),
        some.lists(body, min_size=1, max_size=3).map(lambda items: "\n".join(_indented(i, "- ", "  ") for i in items)),
        some.lists(body, min_size=2, max_size=3).map(
            lambda items: "\n\n".join(_indented(item, f"{7 * i + 2})  ", "    ") for i, item in enumerate(items))
        ),
        some.lists(some.tuples(line, line), min_size=1, max_size=3).map(
            lambda rows: "| a | b |\n|--:|---|\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
        ),
        some.tuples(plain, body).map(lambda pair: f"{pair[0]}\n" + _indented(pair[1], ": ", "  ")),
    )


document = some.lists(some.recursive(inline, _blocks, max_leaves=5), min_size=1, max_size=4)


def test_silent_on_random_texts_that_are_read_right():
    clean: list[bool] = []

    @settings(max_examples=EXAMPLES)
    @given(document)
    def silent(blocks):
        _, findings = edition_of(_text_of(blocks))
        errors = {finding.code for finding in findings if finding.severity == "error"}
        assert "accounting" not in errors, [str(finding) for finding in findings] + [_text_of(blocks)]
        clean.append(not errors)

    silent()
    print(f"{len(clean)} random texts read, {sum(clean)} without an error")
    assert sum(clean) > len(clean) // 2


def _text_of(blocks):
    return "\n\n".join(["# Title", "A note[^1] and a [r].", *blocks, "[^1]: One.", "[r]: https://example.org"]) + "\n"


@settings(max_examples=EXAMPLES)
@given(document, some.integers(0, 10**6), some.sampled_from("xя漢"))
def test_finds_a_character_changed_anywhere_in_a_random_text(blocks, position, letter):
    """The edition of one text held against another text that differs in one character that is no mark."""
    text = _text_of(blocks)
    edition, findings = edition_of(text)
    letters = [i for i, character in enumerate(text) if character in "abcдеw" and character != letter]
    if any(finding.severity == "error" for finding in findings) or not letters:
        return
    index = letters[position % len(letters)]
    other = text[:index] + letter + text[index + 1 :]
    if "eacute" in text[index - 6 : index + 7] or "amp" in text[index - 3 : index + 4]:
        return
    changed = replace(edition, source=replace(edition.source, data=other.encode()))
    assert account(changed) or text[:index].split("\n")[-1].startswith("~~~~")
