"""What a record must say of an edition, computed again from the statement, the edition and its files.

Flow: (Statement, Edition, files) -> ``said`` -> ``Said`` -> the reader of each kind picks what its record carries.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pypdf import PdfReader

from flugblatt import resources
from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata.fields import Fields
from flugblatt.judges.metadata.markup_fields import modified
from flugblatt.judges.records.codes import bibliographic, exact, further
from flugblatt.language.table import Language, describe, language_of
from flugblatt.model import Artefact, Edition, Image, Issuer, Statement, Subject, Table, leaves, walk
from flugblatt.model.targets import SINGLE

OF_FILES = "file"
"""How the names of facts begin that are of the published files."""
Constants = dict[str, tuple[str, str, str]]
"""Name: an XPath, the value that always stands there, and the fact beside each value of which it stands (empty: once)."""
TEXTS = tuple(target.name for target in SINGLE)


@dataclass(frozen=True, slots=True)
class Other:
    """Another edition: identifier, title, tag, code, and its first issuer; of an original that is not here neither title nor
    issuer is known."""

    identifier: str
    title: str
    tag: str
    code: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two editions in one: identifier; tags, titles and codes of both."""

    identifier: str
    tags: tuple[str, str]
    titles: tuple[str, str]
    codes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """``shared`` are the facts whose names and forms all records have in common; ``pages`` those of the archive PDF, or 0."""

    statement: Statement
    edition: Edition
    language: Language
    issuers: tuple[Issuer, ...]
    identifier: str
    work: str
    code: str
    exact: str
    further: str
    original: tuple[Other, ...]
    translations: tuple[Other, ...]
    editions: tuple[Other, ...]
    pairs: tuple[Pair, ...]
    files: tuple[Artefact, ...]
    cover: Artefact | None
    pages: int
    pictures: bool
    tables: bool

    @property
    def summary(self) -> str:
        return self.statement.summary.for_language(self.edition.language) or ""

    @property
    def subjects(self) -> tuple[str, ...]:
        return self.statement.subject_words(self.edition.language)

    @property
    def schemed(self) -> tuple[Subject, ...]:
        """The subjects with their schemes."""
        return self.statement.subjects.for_language(self.edition.language) or ()

    @property
    def summary_tag(self) -> str:
        """The language of the summary, where it is given by language."""
        return self.edition.language if self.edition.language in dict(self.statement.summary.named) else ""

    @property
    def subjects_tag(self) -> str:
        """The language of the subjects, where they are given by language."""
        return self.edition.language if self.edition.language in dict(self.statement.subjects.named) else ""

    @property
    def words(self) -> dict[str, str]:
        """The words of the language of cataloguing."""
        return dict(resources.rows("cataloguing")[self.statement.cataloguing.language])

    @property
    def extent(self) -> str:
        return self.words["pages"].replace("{}", str(self.pages)) if self.pages else self.words["extent"]

    @property
    def license(self) -> tuple[str, str]:
        """SPDX identifier, which may be empty, and address."""
        rights = self.statement.rights
        return (rights.license_name, rights.license_address) if rights else ("", "")

    @property
    def isbns(self) -> tuple[tuple[str, str], ...]:
        """Form of product and ISBN, without hyphens."""
        given = self.edition.identifiers.isbns
        return tuple((isbn.form, isbn.written.replace("-", "").replace(" ", "")) for isbn in given)

    @property
    def signatories(self) -> tuple[str, ...]:
        return tuple(person.name for person in self.statement.signatories)

    @property
    def addressee(self) -> str:
        return ", ".join(self.statement.addressee.for_language(self.edition.language) or ())

    @property
    def access(self) -> str:
        return self.statement.rights.access if self.statement.rights else ""

    def kind(self, tag: str) -> str:
        """The kind in the words of a language, where statement.yaml gives one."""
        labels = self.language if tag == self.edition.language else describe(tag, "")
        return dict(labels.kinds)[self.statement.kind] if self.statement.kind_given else ""

    @property
    def label_code(self) -> str:
        """The code of the language that the toolchain's own words are in."""
        return self.code if self.language.label_language == self.edition.language else "eng"

    @property
    def moment(self) -> str:
        """The last change in UTC: year to second, digits alone."""
        return "".join(char for char in modified(self.statement) if char.isdecimal())

    @property
    def shared(self) -> Fields:
        rights = self.statement.rights
        publisher, series = self.statement.publisher, self.statement.series
        return {
            "title": (self.edition.title_text,),
            "subtitle": (self.edition.subtitle,),
            "creators": tuple(issuer.name for issuer in self.issuers),
            "creator addresses": tuple(issuer.uri for issuer in self.issuers),
            "translator": (self.edition.translator,),
            "publisher": (publisher.name if publisher else "",),
            "place": (publisher.place if publisher else "",),
            "date": (self.statement.date,),
            "revised": (self.statement.revised if self.statement.revised != self.statement.date else "",),
            "language": (self.edition.language,),
            "language code": (self.code,),
            "identifiers": self.identifiers,
            "summary": (self.summary,),
            "subjects": self.subjects,
            "rights": (rights.statement if rights else "",),
            "license": self.license,
            "series": (series.title if series else "",),
            "series number": (series.number if series else "",),
            "series ISSN": (series.issn if series else "",),
            "url": (self.statement.url,),
            "work": (self.work,),
            "original": tuple(other.identifier for other in self.original),
            "translations": tuple(other.identifier for other in self.translations),
            "editions": tuple(other.identifier for other in self.editions),
        }

    @property
    def identifiers(self) -> tuple[str, ...]:
        given = self.edition.identifiers
        named = (
            given.doi and f"doi:{given.doi}",
            *(f"urn:isbn:{number}" for _, number in self.isbns),
            given.issn and f"urn:issn:{given.issn}",
            given.urn_nbn,
            given.uri,
        )
        return (self.identifier, *(name for name in named if name))


def said(statement: Statement, edition: Edition, files: tuple[Artefact, ...]) -> Said:
    """What records say of ``edition``; of ``files`` those that carry its text."""
    original = statement.original
    tag = edition.language
    others = [
        Other(
            f"urn:uuid:{statement_facts.edition_id(statement, other)}",
            other.title_text,
            other.language,
            bibliographic(other.language),
            next((issuer.name for issuer in statement_facts.issuers(statement, other)), ""),
        )
        for other in statement.editions
        if other.language != tag
    ]
    if original and original not in {other.language for other in statement.editions}:
        urn = f"urn:uuid:{statement_facts.language_id(statement, original)}"
        others = [Other(urn, "", original, bibliographic(original), "")]
    whole = (edition.title, edition.blocks, edition.notes)
    blocks = (*edition.blocks, *(block for note in edition.notes for block in note.blocks))
    return Said(
        statement,
        edition,
        language_of(edition),
        statement_facts.issuers(statement, edition),
        f"urn:uuid:{statement_facts.edition_id(statement, edition)}",
        f"urn:uuid:{statement_facts.work_id(statement)}",
        bibliographic(tag),
        exact(tag),
        further(tag),
        tuple(other for other in others if other.tag == original),
        tuple(others) if original == tag else (),
        tuple(others) if not original else (),
        tuple(_pairs(statement, tag)),
        tuple(file for target in TEXTS for file in files if file.target == target),
        next((file for file in files if file.target == "pictures" and file.kind == "cover"), None),
        next((pages_of(file.data) for file in files if file.target == "archive-pdf"), 0),
        any(isinstance(leaf, Image) and not leaf.decorative for leaf in leaves(whole)),
        any(isinstance(block, Table) for block in walk(blocks)),
    )


def _pairs(statement: Statement, tag: str) -> Iterator[Pair]:
    """Those that the edition in a language is one of."""
    for one, other in dict.fromkeys(statement.bilingual):
        if tag in (one, other):
            first, second = (next(each for each in statement.editions if each.language == own) for own in (one, other))
            identifier = f"urn:uuid:{statement_facts.language_id(statement, f'{one}+{other}')}"
            titles = first.title_text, second.title_text
            yield Pair(identifier, (one, other), titles, (bibliographic(one), bibliographic(other)))


@lru_cache(8)  # one PDF is asked for by every record of its edition
def pages_of(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


def address(file: Artefact) -> str:
    """Where a file lies by the ``base_url`` of flugblatt.toml; empty where there is none."""
    base = "".join(
        str(resources.rows_of(own, "project").get("base_url", ""))
        for own in resources.own()
        if own.name == resources.PROJECT_FILE
    )
    return base.rstrip("/") + "/" + file.path if base else ""


def plain_isbn(uri: str) -> str:
    """A URI of an ISBN without hyphens; any other URI as it is."""
    return uri.replace("-", "").replace(" ", "") if uri.startswith("urn:isbn:") else uri


def picked(said: Said, *names: str) -> Fields:
    """The shared facts of these names."""
    shared = said.shared
    return {name: shared[name] for name in names}


def constants(rows: Constants, fields: Fields) -> Fields:
    """The values that stand beside those of ``fields``."""
    return {name: (value,) * (sum(map(bool, fields[of])) if of else 1) for name, (_, value, of) in rows.items()}
