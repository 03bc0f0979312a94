"""Where everything stands: at the place of each part of an edition the source has what the part says, or its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from flugblatt.content import read_work
from flugblatt.model import Edition, Heading, Item, Note, Paragraph, Place, Text
from tests import editions, texts
from tests.conftest import PracticeTexts, examples
from tests.content.writing import edition_of, whole_edition_of

MARKS = {
    "Code": "`",
    "Break": r"\\\n|  +\n",
    "Call": r"\[\^",
    "Image": r"!\[",
    "Quote": ">",
    "List": r"[-+*]|\d+[.)]",
    "Rule": r"[-*_]",
    "Cell": "",
}


def placed(value: Any) -> Iterator[tuple[Any, Place]]:
    """Each part of a value of the model that has a place."""
    if isinstance(value, tuple):
        for part in value:
            yield from placed(part)
    elif isinstance(value, Edition):
        yield Paragraph(value.title, value.title_place), value.title_place
        yield from placed((value.title, value.blocks, value.notes))
    elif hasattr(value, "__dataclass_fields__"):
        if hasattr(value, "place"):
            yield value, value.place
        for name in value.__dataclass_fields__:
            yield from placed(getattr(value, name))


def beginning(part: Any) -> str:
    """The pattern that the source matches where ``part`` begins; of words it is all of them."""
    match part:
        case Text(text=text):
            return "".join(map(written, text))
        case Item(label=label):
            return re.escape(label) or "[-+*]"
        case Note(label=label):
            return re.escape(f"[^{label}]:")
        case Heading(level=level):
            return f"#{{{level}}}[ \t]|[^ \t\n]"
        case _:
            return MARKS.get(type(part).__name__, "[^ \t\n]")


def written(character: str) -> str:
    """The ways in which a source may write a character."""
    if character == "\n":
        return r"[ \t]*\n[ \t>]*"
    return rf"(?:\\?{re.escape(character)}|&#?\w+;)"


def misplaced(edition: Edition) -> list[tuple[str, Place]]:
    source = edition.source.data.decode("utf-8-sig").replace("\r\n", "\n")
    starts = [0, 0, *(match.end() for match in re.finditer("\n", source))]
    return [
        (type(part).__name__, place)
        for part, place in placed(edition)
        if not re.compile(beginning(part)).match(source, starts[place.line] + place.column - 1)
    ]


def test_everything_stands_at_its_place() -> None:
    edition = whole_edition_of(texts.EVERYTHING)
    assert misplaced(edition) == []
    assert {type(part).__name__ for part, _ in placed(edition)} >= {*MARKS} - {"Image"}


def test_a_byte_order_mark_and_crlf_move_nothing() -> None:
    edition, findings = edition_of(b"\xef\xbb\xbf" + texts.EVERYTHING.replace("\n", "\r\n").encode())
    assert {finding.code for finding in findings} == {"code-indented"}
    assert misplaced(edition) == []


def test_words_that_are_moved_are_found() -> None:
    edition = whole_edition_of(texts.EVERYTHING)
    place = Place(edition.title_place.line, edition.title_place.column + 1)
    first = edition.title[0]
    assert isinstance(first, Text)
    moved = replace(edition, title=(replace(first, place=place), *edition.title[1:]))
    assert misplaced(moved) == [("Text", place)]


def test_the_practice_texts_stand_at_their_places(practice_texts: PracticeTexts) -> None:
    statement, findings = read_work(practice_texts.content / "udhr")
    assert statement is not None, findings
    assert {edition.language: misplaced(edition) for edition in statement.editions} == {
        language: [] for language in practice_texts.languages
    }


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for name in ("rot.png", "blau.png"):
        (folder / name).write_bytes(editions.png(3, 3))
    return folder


@given(texts.BODIES)
@settings(max_examples=examples(200))
def test_everything_in_random_texts_stands_at_its_place(pictures: Path, blocks: list[str]) -> None:
    edition, findings = edition_of(texts.text_of(blocks), pictures)
    assert [str(finding) for finding in findings if finding.severity == "error"] == []
    assert misplaced(edition) == []
