"""The work: its sources, its metadata and its editions."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from flugblatt.model import licenses
from flugblatt.model.brand import Brand
from flugblatt.model.findings import Place
from flugblatt.model.text import Block, Code, CodeBlock, Inline, List, Note, Text, collapse, leaves, plain_text, walk
from flugblatt.model.trade import Exemption, Price, Subject

T = TypeVar("T")

Kind = Literal["statement", "declaration", "open-letter", "press-release"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: ``path`` is relative to the content folder, with forward slashes."""

    path: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class ByLanguage(Generic[T]):
    """A value for all editions (``everywhere``), or one for each language named."""

    everywhere: T | None = None
    named: tuple[tuple[str, T], ...] = ()

    def for_language(self, tag: str) -> T | None:
        return next((value for name, value in self.named if name == tag), self.everywhere)


@dataclass(frozen=True, slots=True)
class Issuer:
    name: str
    kind: Literal["organization", "person", "conference"] = "organization"
    uri: str = ""
    sort_name: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    name: str
    place: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs, with function and place where they are given."""

    name: str
    function: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    publisher: tuple[str, ...] = ()
    printer: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """``license`` is an SPDX identifier or an https address."""

    statement: str = ""
    license: str = ""
    access: Literal["", "open", "reading-room", "registered"] = ""

    @property
    def license_name(self) -> str:
        """The SPDX identifier of the licence, also of an address of Creative Commons; empty for other addresses."""
        return licenses.name(self.license)

    @property
    def license_address(self) -> str:
        """Where the licence can be read."""
        return licenses.address(self.license)


@dataclass(frozen=True, slots=True)
class Isbn:
    """An ISBN-13, hyphens as written, and the form of product that it names: ``epub``, ``pdf`` or ``print``."""

    form: str
    written: str
    place: Place

    @property
    def number(self) -> str:
        """Without hyphens, as machines want it."""
        return self.written.replace("-", "").replace(" ", "")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What others have given: of the work, or, laid over those, of one edition."""

    doi: str = ""
    isbns: tuple[Isbn, ...] = ()
    issn: str = ""
    urn_nbn: str = ""
    uri: str = ""

    def isbn(self, form: str) -> str:
        """The ISBN of a form of product as written; empty where it has none."""
        return next((isbn.written for isbn in self.isbns if isbn.form == form), "")

    def uris(self, *forms: str, issn: bool = False) -> tuple[str, ...]:
        """Those that are given, each as a URI, and of the ISBNs those of ``forms``; ``issn``: that of the series, too, which
        names more than the work."""
        numbers = tuple(isbn.number for form in forms for isbn in self.isbns if isbn.form == form)
        spaces = (("doi:", self.doi), *(("urn:isbn:", number) for number in numbers), ("urn:issn:", issn and self.issn))
        return tuple(
            uri for uri in (*(f"{space}{number}" for space, number in spaces if number), self.urn_nbn, self.uri) if uri
        )


PRODUCTS = ("epub", "pdf", "print")
"""The forms of product that an ISBN may name."""


@dataclass(frozen=True, slots=True)
class Cataloguing:
    """Who catalogues: the language of the catalogue, and the agency by its MARC code; empty where none has said so."""

    language: str = "de"
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    title: str
    issn: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """From ``date`` on the issuers no longer stand by the work, for ``reason`` where they give one."""

    date: str
    reason: ByLanguage[str] = ByLanguage()


@dataclass(frozen=True, slots=True)
class Ignored:
    """A place of an edition, ``be.md:12`` or ``be.md``, that differs from its original on purpose, for ``reason``; or a code of
    ``parity`` that says nothing here."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image of the work's folder; sizes in pixels (0 for SVG without a size)."""

    path: str
    media_type: Literal["image/png", "image/jpeg", "image/svg+xml"]
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the work: its text, and what ``statement.yaml`` says of it."""

    work: str
    language: str
    source: Source
    title: tuple[Inline, ...]
    title_place: Place
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    images: tuple[ImageFile, ...] = ()
    subtitle: str = ""
    translator: str = ""
    pull_quote: str = ""
    title_lines: tuple[str, ...] = ()
    """The lines that the author wants the title in, which together are ``title_text`` but for the spaces between them."""
    hyphenation: tuple[str, ...] = ()
    """Words with a hyphen wherever they may be parted, for the places that its author wants."""
    identifiers: Identifiers = Identifiers()
    """Those of the work, but where statement.yaml gives the edition its own."""
    autolink: bool = False
    """Whether bare addresses of the source are links of the edition."""
    beside: Edition | None = None
    """The edition that this one is set beside, where the two are one publication."""

    @property
    def sides(self) -> tuple[Edition, ...]:
        """The edition itself; of two side by side each by itself."""
        return (replace(self, beside=None), self.beside) if self.beside else (self,)

    @property
    def tags(self) -> str:
        """Its language, of two side by side both: what its folder and its files are called by."""
        return "+".join(side.language for side in self.sides)

    @property
    def title_text(self) -> str:
        """The title as one line of plain text."""
        return collapse(plain_text(self.title)).strip(" ")

    @property
    def own_text(self) -> str:
        """The characters of title, blocks and notes that are not marked as another language."""
        found = leaves((self.title, self.blocks, self.notes), self.language)
        return "".join(leaf.text for leaf in found if isinstance(leaf, Text | Code))

    @property
    def code_text(self) -> str:
        """Every character of code, in the line or as a block."""
        parts = [leaf.text for leaf in leaves((self.title, self.blocks, self.notes)) if isinstance(leaf, Code)]
        for block in walk((*self.blocks, *(block for note in self.notes for block in note.blocks))):
            parts += [block.text] if isinstance(block, CodeBlock) else []
        return "\n".join(parts)

    @property
    def whole_text(self) -> str:
        """Every character of title, blocks and notes, in order: what the fonts must have."""
        parts = [self.subtitle, self.translator]
        for leaf in leaves((self.title, self.blocks, self.notes)):
            if isinstance(leaf, Text | Code):
                parts.append(leaf.text)
        for block in walk((*self.blocks, *(block for note in self.notes for block in note.blocks))):
            if isinstance(block, CodeBlock):
                parts.append(block.text)
            elif isinstance(block, List):
                parts += [item.label for item in block.items]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Statement:
    """One work: its metadata and its editions, sorted by language tag.

    ``date`` is ISO 8601 as written (a year, a month, a day); ``revised`` a date or date-time as written, equal to
    ``date`` where the yaml gives none; ``original`` is the tag of the original, which may be no edition of the work, or
    empty; ``run`` is the number of copies; ``output_profile`` is an ICC profile of the folder; ``embargo`` is a date-time with
    its zone as written; ``supersedes`` names another work of the project; ``ignored`` are the places of ``parity``;
    ``embargoed`` says that every output is to be marked with the embargo, which no file says but the command line.
    """

    work: str
    source: Source
    date: str
    issuers: ByLanguage[tuple[Issuer, ...]]
    editions: tuple[Edition, ...]
    kind: Kind = "statement"
    kind_given: bool = False
    revised: str = ""
    changes: tuple[Change, ...] = ()
    publisher: Publisher | None = None
    contact: Contact | None = None
    imprint: Imprint | None = None
    original: str = ""
    subjects: ByLanguage[tuple[Subject, ...]] = field(default_factory=ByLanguage)
    summary: ByLanguage[str] = field(default_factory=ByLanguage)
    rights: Rights | None = None
    identifiers: Identifiers = Identifiers()
    url: str = ""
    series: Series | None = None
    page: Literal["a5", "a4", "letter"] = "a5"
    brand: Brand = field(default_factory=Brand)
    leaflets: tuple[str, ...] = ("auto",)
    source_code: bool = False
    shop: str = ""
    run: str = ""
    output_profile: Source | None = None
    cataloguing: Cataloguing = Cataloguing()
    price: Price | None = None
    supplier: str = ""
    exemption: Exemption = ""
    addressee: ByLanguage[tuple[str, ...]] = field(default_factory=ByLanguage)
    signatories: tuple[Signatory, ...] = ()
    dateline: ByLanguage[str] = field(default_factory=ByLanguage)
    boilerplate: ByLanguage[str] = field(default_factory=ByLanguage)
    embargo: str = ""
    withdrawn: Withdrawal | None = None
    supersedes: str = ""
    ignored: tuple[Ignored, ...] = ()
    bilingual: tuple[tuple[str, str], ...] = ()
    embargoed: bool = False

    def pairs(self, named: tuple[tuple[str, str], ...] = ()) -> tuple[Edition, ...]:
        """The editions that are set side by side, the second beside the first: those that ``bilingual`` names, or of ``named``
        those that are editions of this work."""
        known = {edition.language: edition for edition in self.editions}
        wanted = dict.fromkeys(named or self.bilingual)
        return tuple(replace(known[a], beside=known[b]) for a, b in wanted if a in known and b in known)

    def issuers_of(self, edition: Edition) -> tuple[Issuer, ...]:
        return self.issuers.for_language(edition.language) or ()

    def subject_words(self, language: str) -> tuple[str, ...]:
        """The subjects as people read them."""
        return tuple(subject.label for subject in self.subjects.for_language(language) or ())

    @property
    def embargo_ends(self) -> datetime.datetime | None:
        """The moment from which the work may be published, in UTC."""
        if not self.embargo:
            return None
        return datetime.datetime.fromisoformat(self.embargo.replace("Z", "+00:00")).astimezone(datetime.UTC)

    @property
    def stamp(self) -> datetime.datetime:
        """``revised`` as a moment in UTC: a date is its midnight, a month or year its first day."""
        text = self.revised or self.date
        if "T" in text:
            moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
        return datetime.datetime(year, month, day, tzinfo=datetime.UTC)

    def stamp_as(self, form: str) -> str:
        """The stamp by a form of strftime, with four digits for every year, which C leaves to the machine."""
        return self.stamp.strftime(form.replace("%Y", f"{self.stamp.year:04}"))

    @property
    def version(self) -> str:
        """The moment of the last change in UTC, be it that the work was withdrawn: what tells its versions apart."""
        withdrawn = replace(self, revised=self.withdrawn.date) if self.withdrawn else self
        return max(one.stamp_as("%Y-%m-%dT%H:%M:%SZ") for one in (self, withdrawn))
