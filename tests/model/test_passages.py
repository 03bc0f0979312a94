"""Two editions in passages: what is each other's stands side by side, and what one lacks is a gap."""

import pytest

from flugblatt.model import Paragraph, Statement, plain_text
from flugblatt.model.passages import Piece, passages, pieces
from flugblatt.model.text import List
from tests.editions import edition, read, write

GERMAN = """\
# Aufruf zum Gespräch

Wir rufen am 3. Mai 2024 alle zum Gespräch auf, die daran teilnehmen wollen.[^a]

## Forderungen

1. Freiheit für 12 Menschen, die ohne Urteil in Haft sind.
2. Ein Gespräch über [den Plan](https://example.org/plan) mit allen Beteiligten.

> Wer schweigt, stimmt nicht zu, auch wenn es manchem so scheinen mag.

Dieser Satz steht nur auf Deutsch, und er ist mit Absicht so lang geraten, dass er mit keinem anderen zu verwechseln ist:
er erzählt von den Jahren 1991 und 2006, von denen auf Englisch nirgends die Rede ist.

Zum Schluss danken wir den 7 Städten, die uns Räume gegeben haben.

[^a]: Beschlossen in Minsk.
"""
ENGLISH = """\
# A Call for Talks

On 3 May 2024 we call on all who wish to take part to join the talks.[^a]

## Demands

1. Freedom for 12 people who are held without a sentence.
2. A talk about [the plan](https://example.org/plan) with all who are concerned.

> Whoever is silent does not agree, even if it may seem so to some.

Finally we thank the 7 cities that have given us rooms.

[^a]: Resolved in Minsk.
"""


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    yaml = "date: 2024-05-03\nissuers: [Rat]\nbilingual: [[de, en]]\n"
    return read(write(tmp_path_factory.mktemp("passages"), "aufruf", yaml, de=GERMAN, en=ENGLISH))


def begins(side: tuple[Piece, ...]) -> str:
    """The first words of a side."""
    for piece in side:
        found = piece.content
        while not hasattr(found, "children"):
            found = found.items[0].blocks[0] if isinstance(found, List) else found.blocks[0]  # type: ignore[union-attr]
        return plain_text(found.children)[:12]
    return ""


def test_what_is_each_others_stands_side_by_side_and_a_block_of_one_alone_beside_nothing(statement: Statement) -> None:
    texts, notes = passages(edition(statement, "de"), edition(statement, "en"))
    assert [(begins(row.first), begins(row.second)) for row in texts] == [
        ("Wir rufen am", "On 3 May 202"),
        ("Forderungen", "Demands"),
        ("Freiheit für", "Freedom for "),
        ("Ein Gespräch", "A talk about"),
        ("Wer schweigt", "Whoever is s"),
        ("Dieser Satz ", ""),
        ("Zum Schluss ", "Finally we t"),
    ]
    assert [(len(row.first), len(row.second)) for row in notes] == [(1, 1)]


def test_the_same_holds_the_other_way_round(statement: Statement) -> None:
    texts, _ = passages(edition(statement, "en"), edition(statement, "de"))
    assert [bool(row.first) for row in texts] == [True, True, True, True, True, False, True]


def test_every_piece_stands_once_in_its_order(statement: Statement) -> None:
    german = edition(statement, "de")
    texts, _ = passages(german, edition(statement, "en"))
    assert [piece.content for row in texts for piece in row.first] == [piece.content for piece in pieces(german)]


def test_a_list_is_set_item_by_item_and_says_where_it_begins_and_ends(statement: Statement) -> None:
    items = [piece for piece in pieces(edition(statement, "de")) if isinstance(piece.content, List)]
    assert [(piece.number, piece.begins, piece.ends) for piece in items] == [(2, True, False), (2, False, True)]
    assert [piece.content.items[0].label for piece in items] == ["1.", "2."]
    assert isinstance(items[0].content.items[0].blocks[0], Paragraph)


def test_pairs_of_a_statement_are_editions_with_another_beside_them(statement: Statement) -> None:
    (pair,) = statement.pairs()
    assert (pair.tags, [side.language for side in pair.sides]) == ("de+en", ["de", "en"])
    assert statement.pairs((("en", "de"), ("en", "fr")))[0].tags == "en+de"
    assert len(statement.pairs((("en", "fr"),))) == 0
