"""What readers are told of accessibility before they take a file: the statements of the W3C's Accessibility Metadata Display
Guide 2.0, from what the book and the checked PDFs claim.

Flow: EditionFacts -> ``statements`` -> rows of a heading and its sentences, in the words of ``page_words``. Ways of reading and
conformance always have a row (the guide's 3.1 and 3.2), the others where something is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.catalogue.facts import EditionFacts, WorkFacts
from flugblatt.catalogue.page_words import Spoken

PDF_CLAIMS = (("verapdf:ua1", "PDF/UA-1"), ("verapdf:ua2", "PDF/UA-2"), ("verapdf:wtpdf", "Well-Tagged PDF 1.0"))
"""Check of veraPDF: the standard that the PDF was validated as."""


@dataclass(frozen=True, slots=True)
class Told:
    """A heading of the guide and its sentences; ``language`` is that of the sentences where it is not that of the words."""

    heading: str
    sentences: tuple[str, ...]
    language: str = ""


def by_language(facts: WorkFacts, spoken: Spoken) -> tuple[tuple[tuple[EditionFacts, ...], tuple[Told, ...]], ...]:
    """The statements, once for all editions of which the same is true; the summary stands in the language of the first."""
    found: dict[tuple[Told, ...], list[EditionFacts]] = {}
    for edition in facts.editions:
        found.setdefault(tuple(statements(edition, spoken)), []).append(edition)
    return tuple((tuple(editions), (*told, *_summary(facts, editions, spoken))) for told, editions in found.items())


def statements(edition: EditionFacts, spoken: Spoken) -> Iterator[Told]:
    """The rows of an edition, but its summary."""
    said, access = spoken.accessibility, edition.access

    def told(heading: str, *keys: str) -> Iterator[Told]:
        if keys:
            yield Told(said[heading], tuple(said[key] for key in keys))

    features = set(access.features)
    yield from told("ways-of-reading", *_ways(access.sufficient, features))
    yield Told(said["conformance"], tuple(_conformance(edition, said)))
    wanted = (
        ("tableOfContents", "navigation-toc"),
        ("structuralNavigation", "navigation-structural"),
        ("pageNavigation", "navigation-page-navigation"),
    )
    yield from told("navigation", *(key for feature, key in wanted if feature in features))
    known = (("none", "hazards-none"), ("unknown", "hazards-unknown"))
    yield from told("hazards", *(key for hazard, key in known if access.hazards == (hazard,)))
    yield from told("legal-considerations", *(("legal-considerations-exempt",) if access.exemption else ()))


def _ways(sufficient: tuple[str, ...], features: set[str]) -> Iterator[str]:
    if "displayTransformability" in features:
        yield "ways-of-reading-visual-adjustments-modifiable"
    yield (
        "ways-of-reading-nonvisual-reading-readable"
        if "textual" in sufficient
        else "ways-of-reading-nonvisual-reading-may-not-fully"
    )
    if "alternativeText" in features:
        yield "ways-of-reading-nonvisual-reading-alt-text"


def _conformance(edition: EditionFacts, said: dict[str, str]) -> Iterator[str]:
    access = edition.access
    passed = {check for file in edition.files for check in file.passed}
    if access.conforms_to:
        if "AA" in access.conforms_to.split():
            yield said["conformance-aa"]
        yield said["conformance-claim"].format(name=access.conforms_to)
    else:
        yield said["conformance-no"]
    if access.certified_by:
        yield said["conformance-certifier"].format(name=access.certified_by)
    standards = [name for check, name in PDF_CLAIMS if check in passed]
    if standards:
        yield said["conformance-pdf"].format(name=", ".join(standards))


def _summary(facts: WorkFacts, editions: list[EditionFacts], spoken: Spoken) -> Iterator[Told]:
    chosen = facts.main if facts.main in editions else editions[0]
    if chosen.access.summary:
        language = chosen.access.summary_language or chosen.language
        yield Told(spoken.accessibility["accessibility-summary"], (chosen.access.summary,), language)
