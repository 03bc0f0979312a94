"""Texts of every construct: one that was written, and random ones, for what holds of all texts.

Flow: words -> inlines, which hold inlines -> blocks, which hold blocks -> ``BODIES`` -> text_of -> a whole Markdown text.
All readers of CommonMark read them alike; a definition list, which is in no standard, has plain lines and words behind it.
"""

# ruff: noqa: W291

from __future__ import annotations

import re

from hypothesis import strategies as some

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

WORDS = some.text(
    some.sampled_from("abcde עברית漢字ก\u0301\u00ad\u2011\u00a0\u3000😀€„“.,;!?\"'()&:=+-1"), min_size=1, max_size=12
).map(lambda text: "w" + text.strip(" ") + "w")
FIXED = some.sampled_from(
    (
        *(
            "\\*",
            "\\_",
            "\\\\",
            "&amp;",
            "&#8209;",
            "&eacute;",
            "&auml;",
            "a\\|b",
            "5 < 6",
            "6.",
            "x_y",
            "a\u00a0b",
            "A & B",
        ),
        *(
            "[^1]",
            "Wort[^b]",
            "<https://example.org/a?b=c>",
            "<a@example.org>",
            "[words][r]",
            "[r]",
            "[a](https://e.org)",
        ),
        *("[מילה *עולם*]{lang=he dir=rtl}", "![Rot](rot.png)", "![](blau.png){decorative}"),
    )
)
DEFINED = {"[^1]": "[^1]: One *note*.", "[^b]": "[^b]: Another.", "[r]": "[r]: https://example.org"}
LONE_MARK = re.compile(r"(?<![*\\])(?:\*|\*{3})(?!\*)")


def _inlines(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    return some.one_of(
        WORDS,
        FIXED,
        WORDS.map(lambda text: f"`{text}`"),
        WORDS.map(lambda text: f"`` {text}` ``"),
        # No emphasis within emphasis of its kind: nobody can tell one from two.
        inner.map(lambda text: text if LONE_MARK.search(text) else f"*{text}*"),
        inner.map(lambda text: text if "**" in text else f"**{text}**"),
        inner.map(lambda text: f"[{text}]{{lang=be}}"),
        WORDS.map(lambda text: f'[{text}](https://example.org/ö "A (title)")'),
        some.tuples(inner, inner).map(" ".join),
        some.tuples(inner, some.sampled_from(["\n", "  \n", "\\\n", " \n  "]), inner).map("".join),
    )


INLINES = some.recursive(WORDS, _inlines, max_leaves=6)
LINES = INLINES.map(lambda text: text.replace("\\\n", " ").replace("\n", " ").replace("|", "/"))


def _indented(text: str, first: str, other: str) -> str:
    return "\n".join((other * bool(row) if number else first) + row for number, row in enumerate(text.split("\n")))


def _quotation(text: str) -> str:
    return "\n".join(f"> {row}".rstrip(" ") for row in text.split("\n"))


def _list(items: list[str], mark: str, gap: str) -> str:
    """``items`` behind a mark, or behind numbers that do not run on."""
    marks = [mark.format(7 * number + 2).ljust(4) for number in range(len(items))]
    return gap.join(_indented(item, mark, "    ") for item, mark in zip(items, marks, strict=True))


def _table(rows: list[tuple[str, str]], bars: str) -> str:
    return "| a | b |\n|--:|---|\n" + "\n".join(bars.format(*row) for row in rows)


def _definitions(term: str, definitions: list[list[str]]) -> str:
    told = (_indented("\n\n".join(definition), ": ", "  ") for definition in definitions)
    return "\n".join((term, *told)) + "\n\nWords."


LEAVES = some.one_of(
    INLINES,
    LINES.map(lambda text: f"## w {text} ##"),
    LINES.map(lambda text: f"w {text}\n---"),
    some.sampled_from(
        ["***", "- - -", "___", "```\n\n a\n```", "~~~~ text\n```\n~~~~", "Words.\n\n    code\n\n     more"]
    ),
    LINES.map(lambda text: f"```\n{text}\n  {text}\n```".replace("[", "(")),
    some.builds(
        _table,
        some.lists(some.tuples(LINES, LINES), min_size=1, max_size=3),
        some.sampled_from(["| {} | {} |", "w {} | {}"]),
    ),
    some.builds(_definitions, WORDS, some.lists(some.lists(LINES, min_size=1, max_size=2), min_size=1, max_size=2)),
)


def _blocks(inner: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    bodies = some.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    items = some.lists(bodies, min_size=2, max_size=3)
    marks = some.sampled_from(["-", "*", "{}.", "{})"])
    return some.one_of(bodies.map(_quotation), some.builds(_list, items, marks, some.sampled_from(["\n", "\n\n"])))


BODIES = some.lists(some.recursive(LEAVES, _blocks, max_leaves=5), min_size=1, max_size=4)


def text_of(blocks: list[str]) -> str:
    """A text with a title, the blocks, and what they refer to."""
    text = "\n\n".join(["# Title", "Preface.", *blocks])
    return "\n\n".join([text, *(line for name, line in DEFINED.items() if name in text)]) + "\n"
