"""What letters and press releases say beside their text, known to the routes that judge the text of an edition alone.

Flow: statement.yaml beside the source of a proof, or in the finished file -> its addressee, dateline, signatories, contact and
boilerplate -> a ``Statement`` that says nothing else. Without one such words are as good as any that nobody has written.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flugblatt.content.metadata import read_statement
from flugblatt.model import Edition, Source, Statement
from flugblatt.proving.line_comparison import statement_of
from flugblatt.proving.source import Original

LETTERS = ("open-letter", "press-release")


def statement_for(original: Original, edition: Edition, carried: bytes = b"") -> Statement:
    """The statement of an edition with what letters say; that beside the source counts before one that a file carries."""
    blank = statement_of(edition)
    yaml = original.statement or carried
    if not yaml:
        return blank
    said, _ = read_statement(Path(original.path).parent, Source("statement.yaml", yaml), (edition,))
    if said is None:
        return blank
    return with_letter_words(replace(blank, date=said.date, addressee=said.addressee), said)


def with_letter_words(statement: Statement, said: Statement) -> Statement:
    """A statement that says in, behind and above its text what another says there."""
    is_letter = said.kind_given and said.kind in LETTERS
    return replace(
        statement,
        kind=said.kind if is_letter else statement.kind,
        kind_given=is_letter or statement.kind_given,
        contact=said.contact if is_letter else statement.contact,
        signatories=said.signatories,
        dateline=said.dateline,
        boilerplate=said.boilerplate,
    )
