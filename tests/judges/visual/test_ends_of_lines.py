"""The ends of lines: what a hyphen may part, and where a line may stop."""

from __future__ import annotations

import pytest

from flugblatt.judges.visual import ends_of_lines
from flugblatt.model import Edition, Paragraph, Place, Source, Text
from flugblatt.model.text import Break
from tests.judges.visual.typed import NOWHERE, block, seen

WIDE = "A line of words that is as wide as its column is"
PLACE = Place(1, 1)


def codes(*lines: str, edition: Edition | None = None, **kind: object) -> list[str]:
    """What is found in a paragraph that stands under a line as wide as its column."""
    given = seen(block(WIDE, left=0, top=900), block(*lines, **kind))  # type: ignore[arg-type]
    return [finding.code for finding in ends_of_lines.judge(given, 0, edition, NOWHERE)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("Words of this town and see www.exam\u00ad", "ple.org/list for more of it"), ["visual-hyphenated"]),
        (("Words of this town, write to presse\u00ad", "stelle@example.org about it"), ["visual-hyphenated"]),
        (("Words of this town and see https://exam\u00ad", "ple.example/a and more of it"), ["visual-hyphenated"]),
        (("Words of this town at long ex\u00ad", "ample.org/list/of/all for more of it"), ["visual-hyphenated"]),
        (("Words of this town and then see exa", "mple.org/list/of/all for more of it"), ["visual-address"]),
        (("Words of this town and see example.", "org/list/of/all for more of it"), []),
        (("Words of this town and see example.org", "/list/of/all for more of it"), []),
        (("Words of this town and the number 12\u00ad", "345 in it"), ["visual-number"]),
        (("Words of this town under the name A4\u00ad", "b7 in it"), ["visual-number"]),
        (("Words of this town and the SHA-256-Prüf\u00ad", "summe in it"), []),
        (("Words of this town that are govern\u00ad", "ment words"), []),
        (("Words of this town that are of its govern\u00ad", "ment."), ["visual-last-word"]),
        (("Words of it and a word wider than", "Wasserversorgungsgenossenschaftsvorstandsvorsitz\u00ad", "ender."), []),
        (("Words that end before their", "last word in a line of their own."), []),
    ],
)
def test_what_the_end_of_a_line_may_part(lines: tuple[str, ...], found: list[str]) -> None:
    assert codes(*lines) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("A short ", "line that goes on and on and on for all."), ["visual-stranded"]),
        (("A short ", "Wasserversorgungsgenossenschaftsvorstandssitz here."), []),
        (("A line that is over its middle ", "and goes on."), []),
        (("A line that is over its middle and ", "it ends."), []),
        (("Two lines that are ", "equally long each."), []),
        (("Just under half as ", "wide as others are.", "And one."), []),
        (("Two lines that ", "are not equally long."), ["visual-stranded"]),
        (("A short ", "line as ", "all are ", "in this ", "passage ", "of many"), ["visual-stranded"] * 5),
    ],
)
def test_where_a_line_may_stop(lines: tuple[str, ...], found: list[str]) -> None:
    assert codes(*lines) == found


def test_headings_code_and_hard_breaks_stop_where_they_are_made_to() -> None:
    lines = ("A short ", "line that goes on and on and on for all.")
    assert codes(*lines, kind="H2") == []
    assert codes(*lines, code=True) == []
    text = (Text("A short", PLACE), Break(PLACE), Text("line that goes on and on and on for all.", PLACE))
    edition = Edition("w", "en", Source("w/en.md", b""), (), PLACE, (Paragraph(text, PLACE),), ())
    assert codes(*lines, edition=edition) == []


def test_columns_beside_one_another_have_their_own_measure() -> None:
    narrow = ("In a narrow", "column the", "lines are", "short ones.")
    given = seen(block(*narrow), block(*narrow, left=100))
    assert [one.code for one in ends_of_lines.judge(given, 0, None, NOWHERE)] == []


@pytest.mark.parametrize(("text", "found"), [("govern\u00adment", []), ("gov\u00adernment", ["visual-last-word"])])
def test_a_last_word_is_parted_where_its_author_wants_it(text: str, found: list[str]) -> None:
    lines = ("Words of this town that are of its govern\u00ad", "ment.")
    said = (Text(f"Words of this town that are of its {text}.", PLACE),)
    edition = Edition("w", "en", Source("w/en.md", b""), (), PLACE, (Paragraph(said, PLACE),), ())
    assert codes(*lines, edition=edition) == found
