"""The one description that every record is made from: what statement.yaml, the edition and its files say, and no more.

Flow: (Statement, Edition, Language, files) -> ``describe`` -> ``Description`` -> one renderer for each record.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

import pikepdf

from flugblatt.language.table import Language
from flugblatt.model import Artefact, ByLanguage, Edition, Image, Isbn, Issuer, Statement, Subject, Table, leaves, walk
from flugblatt.model.identifiers import edition_id, form_id, language_id, work_id
from flugblatt.model.targets import SINGLE
from flugblatt.records.language_codes import Codes, codes
from flugblatt.tables.cataloguing import CatalogueWords, words_of
from flugblatt.tables.project_file import settings

T = TypeVar("T")
Role = Literal["original", "translation", "edition"]
FORMS = tuple(target.name for target in SINGLE)
"""The targets that carry the text of the edition; records list these files and no covers, certificates or leaflets."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another edition of the work: its original, one of its translations, or an edition in another language of a work
    whose original is unknown. ``identifier`` is its ``urn:uuid:``; of an original that is not here no more than its language
    is known, and the title is empty."""

    role: Role
    language: str
    title: str
    identifier: str
    issuers: tuple[Issuer, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class PairOf:
    """A publication in which the edition stands beside another: its ``urn:uuid:``, and of both editions tags, titles and codes."""

    identifier: str
    languages: tuple[str, ...]
    titles: tuple[str, ...]
    codes: tuple[Codes, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of an edition. Texts are empty and tuples without items where the content gives nothing.

    The languages of summary and subjects are the edition's where statement.yaml gives them by language, else unknown: a
    text for all editions is in a language that nobody has named. So is the statement of rights. ``pages`` are those of the
    archive PDF; 0 where there is none.
    """

    statement: Statement
    edition: Edition
    language: Language
    codes: Codes
    identifier: str
    work: str
    issuers: tuple[Issuer, ...]
    summary: str
    summary_language: str
    subjects: tuple[str, ...]
    subjects_language: str
    kind: str
    relations: tuple[Relation, ...]
    pairs: tuple[PairOf, ...]
    forms: tuple[Artefact, ...]
    cover: Artefact | None
    pages: int
    pictures: bool
    tables: bool

    @property
    def uuid(self) -> str:
        return self.identifier.removeprefix("urn:uuid:")

    @property
    def words(self) -> CatalogueWords:
        """The words of the language of cataloguing."""
        return words_of(self.statement.cataloguing.language)

    @property
    def extent(self) -> str:
        """In the words of RDA, with the pages where they are known."""
        return self.words.pages.format(self.pages) if self.pages else self.words.extent

    @property
    def license_name(self) -> str:
        return self.statement.rights.license_name if self.statement.rights else ""

    @property
    def license_address(self) -> str:
        return self.statement.rights.license_address if self.statement.rights else ""

    @property
    def isbns(self) -> tuple[Isbn, ...]:
        return self.edition.identifiers.isbns

    @property
    def subjects_of_schemes(self) -> tuple[Subject, ...]:
        return self.statement.subjects.for_language(self.edition.language) or ()

    @property
    def addressee(self) -> str:
        """Whom a letter is addressed to, in one line."""
        return ", ".join(self.statement.addressee.for_language(self.edition.language) or ())

    @property
    def original(self) -> Relation | None:
        return next((relation for relation in self.relations if relation.role == "original"), None)

    @property
    def translated(self) -> bool | None:
        """Whether the edition is a translation; None where nobody has said."""
        return self.statement.original != self.edition.language if self.statement.original else None


def describe(statement: Statement, edition: Edition, language: Language, files: tuple[Artefact, ...]) -> Description:
    """The description of ``edition``; of ``files`` those that carry its text, in the order of ``FORMS``."""
    found = sorted((file for file in files if file.target in FORMS), key=lambda file: FORMS.index(file.target))
    whole = (edition.title, edition.blocks, edition.notes)
    blocks = (*edition.blocks, *(block for note in edition.notes for block in note.blocks))
    return Description(
        statement,
        edition,
        language,
        codes(edition.language),
        f"urn:uuid:{edition_id(statement, edition)}",
        f"urn:uuid:{work_id(statement)}",
        statement.issuers_of(edition),
        statement.summary.for_language(edition.language) or "",
        _named(statement.summary, edition),
        statement.subject_words(edition.language),
        _named(statement.subjects, edition),
        statement.kind if statement.kind_given else "",
        _relations(statement, edition),
        tuple(_pairs(statement, edition)),
        tuple(found),
        next((file for file in files if (file.target, file.kind) == ("pictures", "cover")), None),
        next((pages_of(file) for file in found if file.target == "archive-pdf"), 0),
        any(isinstance(leaf, Image) and not leaf.decorative for leaf in leaves(whole)),
        any(isinstance(block, Table) for block in walk(blocks)),
    )


def form_urn(description: Description, language: str, target: str) -> str:
    """The identifier of an edition in one form, as XMP has it."""
    edition = next(edition for edition in description.statement.editions if edition.language == language)
    return f"urn:uuid:{form_id(description.statement, edition, target)}"


def file_address(form: Artefact) -> str:
    """Where a file lies when the project is published; empty where nobody has said where that is."""
    base = settings().base_url
    return f"{base.rstrip('/')}/{form.path}" if base else ""


def _named(values: ByLanguage[T], edition: Edition) -> str:
    """The edition's language, where the values are given by language."""
    return edition.language if any(tag == edition.language for tag, _ in values.named) else ""


def _relations(statement: Statement, edition: Edition) -> tuple[Relation, ...]:
    """Translations know their original, the original its translations; without one, every edition all others."""
    original = statement.original
    found: list[Relation] = []
    if original not in ("", *(other.language for other in statement.editions)):
        urn = language_id(statement, original).urn
        return (Relation("original", original, "", urn, (), codes(original)),)
    for other in statement.editions:
        if other.language == edition.language or original not in ("", edition.language, other.language):
            continue
        role: Role = "original" if original == other.language else "translation" if original else "edition"
        identifier = f"urn:uuid:{edition_id(statement, other)}"
        tag, title = other.language, other.title_text
        found.append(Relation(role, tag, title, identifier, statement.issuers_of(other), codes(tag)))
    return tuple(found)


def _pairs(statement: Statement, edition: Edition) -> Iterator[PairOf]:
    for pair in statement.pairs():
        sides = pair.sides
        if edition.language in (tags := tuple(side.language for side in sides)):
            titles = tuple(side.title_text for side in sides)
            yield PairOf(f"urn:uuid:{edition_id(statement, pair)}", tags, titles, tuple(map(codes, tags)))


def pages_of(file: Artefact) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        return len(pdf.pages)
