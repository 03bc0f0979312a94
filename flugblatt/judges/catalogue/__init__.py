"""Judges whether the catalogue says what ``statement.yaml`` and the list of published files say, and nothing more.

Flow: a landing page or its links (``of_page``), held against the statement and its files; a page for all works (``of_project``),
held against the facts that were kept of each, which ``of_page`` has held against the statement -> Check ``metadata``.

Rule: titles, issuers, dates, languages, identifiers, rights, every address, size and checksum equal the statement's and the files';
each work stands on each kind of page once; nothing is loaded from another host and nothing runs.
Reason: a catalogue is what people and programs find a statement by: a wrong checksum makes every good copy look forged, and a link
to another edition puts words into somebody's mouth.
Passes: a page in which every fact is there with its value. Fails: with one of the codes of ``metadata``.
What is judged by nobody here: the sentences on accessibility, and sizes as people read them.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from flugblatt.judges.catalogue import feed_reader, index_reader, landing_reader, linkset_reader
from flugblatt.judges.catalogue.pages_read import Fact
from flugblatt.judges.metadata import compare
from flugblatt.judges.metadata.fields import gathered
from flugblatt.model import Check
from flugblatt.model.cases import Case, PageCase
from flugblatt.model.checks import survives

TOOL = "our checks, reading with lxml and json"
READABLE = "a page that can be read"


@survives("metadata", TOOL, "metadata-unreadable", READABLE)
def of_page(case: Case) -> Check:
    """The Check ``metadata`` of a landing page or a set of links. Never raises for what the file holds."""
    reader = {"landing": landing_reader, "linkset": linkset_reader}[case.kind]
    return _compared(reader.expected(case), reader.read(case))


@survives("metadata", TOOL, "metadata-unreadable", READABLE)
def of_project(page: PageCase) -> Check:
    """The Check ``metadata`` of a page for all works. Never raises for what the file holds."""
    if page.kind == "style":
        return Check.of("metadata", TOOL, index_reader.loads(page.data))
    facts = tuple(Fact.read(data) for data in page.facts)
    expected, found = (feed_reader if page.kind in feed_reader.READERS else index_reader).both(page, facts)
    return _compared(expected, found)


def _compared(expected: Iterable[tuple[str, str]], found: Iterable[tuple[str, str]]) -> Check:
    """What differs between pairs of a name and a value, but the empty ones: the values of each name, in order. Most pages are good,
    and of these the sorted pairs are simply equal."""
    wanted, there = (sorted(filter(itemgetter(1), pairs), key=itemgetter(0)) for pairs in (expected, found))
    wrong = () if wanted == there else compare(gathered(wanted), gathered(there))
    return Check.of("metadata", TOOL, wrong, f"{len(wanted):,} facts")
