"""Whatever is read ends in a value or in findings, never in an exception: texts, metadata, drawings, words, state files.

Seconds in the ordinary suite; with --slow the same properties for a minute or two, and with FLUGBLATT_FUZZ=5000 for as long as
somebody wants.
"""

from __future__ import annotations

import json
import os
import re
import string
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flugblatt.build import work_state
from flugblatt.content import read_work
from flugblatt.content.drawings import read_drawing
from flugblatt.content.yaml_source import read_yaml
from flugblatt.judges.fidelity import second_parser
from flugblatt.terminal.arguments import command_first, parser

FEW = settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=int(os.environ.get("FLUGBLATT_FUZZ", "150")), deadline=timedelta(seconds=60))
"""So many examples are minutes; the variable asks for hours."""


def listed(words: str, *more: str) -> st.SearchStrategy[str]:
    """One of these words, or of these pieces."""
    return st.sampled_from([*re.split(r"\n|(?<=\S) (?=\S)", words), *more])


PIECES = listed(
    r"""[ ]( ) ![ [^1] [^1]: * ** _ ` ``` < > <!-- --> <br> <sub> </sub> {lang=he} {#a} \ &amp; &#x202e; --- +++ % === <div>
| https://a.de mailto:a@b word слово שלום 文字 “ ” [a]: tel:+1 ~~~ :""",
    *[
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\n\n",
        "\t",
        "\r",
        "\x00",
        "\u2028",
        "\u202e",
        "\u2066",
        "\u2069",
        "\xad",
        "\xa0",
    ],
    *["\u0301", "\U0001f600", "\ufeff", "\ufffd"],
    "\n",
    " ",
)
CHARACTERS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
TEXTS = st.lists(PIECES | CHARACTERS, max_size=40).map("".join)
PLANES = st.text(st.characters(min_codepoint=0x10000), max_size=20)
KEYS = st.sampled_from(
    ("date", "issuers", "kind", "rights", "url", "editions", "accent", "series", "price", "bilingual")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("2022-01-06"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | KEYS, inner, max_size=3),
    max_leaves=8,
)
NUMBERS = st.sampled_from(
    ("0", "1", "-1", "1e9", "1e999", "nan", "inf", "5%", "3em", "", "1 2", "0 0 9 9", "url(#a)", "#f00")
)
NAMES = listed("width height viewBox x y r d points transform fill stroke style id href class opacity offset")
ELEMENTS = listed("g rect circle path use symbol clipPath mask pattern linearGradient stop style text switch")
OPTIONS = listed(
    "build draft check prove verify list explain --out --jobs --target --report json 0 -1 a --language de --"
)
WORDS = st.lists(OPTIONS | st.text(string.printable, max_size=5), max_size=6)
STATEMENT = "date: 2022-01-06\nissuers: [Council]\n"


def element(name: str, attributes: dict[str, str], inner: list[str]) -> str:
    said = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{said}>{''.join(inner)}</{name}>"


SHAPES = st.recursive(
    st.builds(element, ELEMENTS, st.dictionaries(NAMES, NUMBERS, max_size=4), st.just([])),
    lambda inner: st.builds(
        element, ELEMENTS, st.dictionaries(NAMES, NUMBERS, max_size=3), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


def read(text: str, statement: str = STATEMENT) -> None:
    """A work of this text, read and compared by both parsers."""
    with TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        (work / "de.md").write_bytes(text.encode("utf-8", "surrogatepass"))
        (work / "statement.yaml").write_bytes(statement.encode("utf-8", "surrogatepass"))
        found, findings = read_work(work)
        assert found is not None or findings
        for edition in found.editions if found else ():
            second_parser.check(edition)


def reads_any_text(text: str) -> None:
    read(f"# Title\n\n{text}")


def reads_any_file(text: str) -> None:
    read(text)


def reads_any_metadata(value: object) -> None:
    read("# Title\n\nWords.\n", json.dumps(value))


def reads_any_yaml(text: str) -> None:
    read_yaml(text, "work/statement.yaml")


def reads_any_drawing(shapes: list[str]) -> None:
    read_drawing("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{"".join(shapes)}</svg>'.encode())


def reads_any_words(words: list[str]) -> None:
    try:
        parser().parse_args(command_first(words))
    except SystemExit as end:
        assert end.code in (0, 2)


def reads_any_state(value: object) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "work.json"
        file.write_text(json.dumps(value), encoding="utf-8")
        work_state.read(file, "work")


PROPERTIES = {
    reads_any_text: TEXTS | PLANES,
    reads_any_file: TEXTS,
    reads_any_metadata: st.dictionaries(KEYS, VALUES, max_size=4) | VALUES,
    reads_any_yaml: TEXTS,
    reads_any_drawing: st.lists(SHAPES, max_size=4),
    reads_any_words: WORDS,
    reads_any_state: VALUES,
}


@pytest.mark.parametrize("reads", PROPERTIES, ids=lambda reads: reads.__name__)
def test_what_is_read_is_a_value_or_a_finding(reads) -> None:
    FEW(given(PROPERTIES[reads])(reads))()


@pytest.mark.slow
@pytest.mark.parametrize("reads", PROPERTIES, ids=lambda reads: reads.__name__)
def test_what_is_read_is_a_value_or_a_finding_for_long(reads) -> None:
    MANY(given(PROPERTIES[reads])(reads))()
