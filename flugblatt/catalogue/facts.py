"""What the catalogue knows of a published work: one small value, gathered when the work is published and kept as JSON.

Flow: (Statement, groups of finished files) -> ``gather`` -> ``WorkFacts`` -> ``written`` -> the store; years of runs later
``read`` gives the same value back, or None for a file of another version.
"""

from __future__ import annotations

import io
import json
import types
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from lxml import etree

from flugblatt.language.table import language_of
from flugblatt.model import Change, Edition, Group, Issuer, Laid, Publisher, Series, Statement
from flugblatt.model.identifiers import edition_id, work_id
from flugblatt.model.work import Contact, Rights
from flugblatt.xhtml.notices import notices

VERSION = 3
"""Of the file of facts. One of another version is read no more: the work is built again."""
OPF = "{http://www.idpf.org/2007/opf}"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A published file; ``passed`` are the names of its checks, each of which passed."""

    target: str
    kind: str
    path: str
    media_type: str
    size: int
    sha256: str
    passed: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the file alone."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Access:
    """What the book says of its accessibility, in the terms of schema.org (EPUB Accessibility 1.1, 2.2 to 2.5)."""

    modes: tuple[str, ...] = ()
    sufficient: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    summary: str = ""
    summary_language: str = ""
    conforms_to: str = ""
    certified_by: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class IsbnFacts:
    """An ISBN as it was written, and the form of product that it names."""

    form: str
    written: str

    @property
    def number(self) -> str:
        return self.written.replace("-", "").replace(" ", "")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What is said before all else: embargo, withdrawal and its reason, the work superseded; ``language`` is that of labels which
    are not the edition's own."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One edition: ``uuid`` is its identifier, ``name`` the language's own name; ``direction`` that of its text."""

    language: str
    name: str
    direction: str
    uuid: str
    title: str
    subtitle: str
    translator: str
    issuers: tuple[Issuer, ...]
    summary: str
    subjects: tuple[str, ...]
    doi: str
    isbns: tuple[IsbnFacts, ...]
    urn_nbn: str
    uri: str
    source_sha256: str
    access: Access
    files: tuple[FileFacts, ...]
    notices: tuple[NoticeFacts, ...] = ()

    @property
    def told(self) -> str:
        """The summary with the notices before it, where only one text has room."""
        return " ".join(filter(None, (*(notice.text for notice in self.notices), self.summary)))

    def file(self, target: str, kind: str = "") -> FileFacts | None:
        """The first file of a target and a kind."""
        return next((file for file in self.files if (file.target, file.kind) == (target, kind)), None)


@dataclass(frozen=True, slots=True)
class PairFacts:
    """Two editions side by side, which are a publication of their own: both tags in one (``de+ar``), its identifier, its files."""

    tags: str
    uuid: str
    files: tuple[FileFacts, ...]


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """One published work. ``stamp`` is the last change as a moment in UTC, be it that it was withdrawn; ``first`` the language of
    its landing page; ``status`` is ``Withdrawn`` or ``Embargoed``, with its reason or end; ``earlier`` are the packages of earlier
    versions."""

    version: int
    work: str
    uuid: str
    kind: str
    date: str
    revised: str
    stamp: str
    first: str
    original: str
    url: str
    doi: str
    issn: str
    changes: tuple[Change, ...]
    publisher: Publisher | None
    contact: Contact | None
    series: Series | None
    rights: Rights | None
    editions: tuple[EditionFacts, ...]
    files: tuple[FileFacts, ...]
    status: str = ""
    reason: str = ""
    expires: str = ""
    supersedes: str = ""
    earlier: tuple[FileFacts, ...] = ()
    pairs: tuple[PairFacts, ...] = ()

    @property
    def main(self) -> EditionFacts:
        """The original, or the first edition."""
        return next(edition for edition in self.editions if edition.language == self.first)

    def sides(self, pair: PairFacts) -> tuple[EditionFacts, ...]:
        """The two editions of a pair, in its order."""
        known = {edition.language: edition for edition in self.editions}
        return tuple(known[tag] for tag in pair.tags.split("+"))


def gather(statement: Statement, groups: tuple[Group, ...], earlier: Iterable[Laid] = ()) -> WorkFacts:
    """The facts of a work from its metadata, all its finished files and the packages of its earlier versions."""
    tags = [edition.language for edition in statement.editions]
    first = statement.original if statement.original in tags else tags[0]
    withdrawn = statement.withdrawn
    return WorkFacts(
        version=VERSION,
        work=statement.work,
        uuid=str(work_id(statement)),
        kind=statement.kind if statement.kind_given else "",
        date=statement.date,
        revised=statement.revised if statement.revised != statement.date else "",
        stamp=statement.version,
        first=first,
        original=statement.original,
        url=statement.url,
        doi=statement.identifiers.doi,
        issn=statement.identifiers.issn,
        changes=statement.changes,
        publisher=statement.publisher,
        contact=statement.contact,
        series=statement.series,
        rights=statement.rights,
        editions=tuple(_edition(statement, edition, groups) for edition in statement.editions),
        files=tuple(_files(group for group in groups if not group.language and group.target != "catalogue")),
        status="Withdrawn" if withdrawn else "Embargoed" if statement.embargoed else "",
        reason=_reason(statement, first),
        expires=withdrawn.date if withdrawn else "",
        supersedes=statement.supersedes,
        earlier=tuple(FileFacts(*_plain(laid), ()) for laid in earlier),
        pairs=tuple(_pair(statement, pair, groups) for pair in statement.pairs()),
    )


def _reason(statement: Statement, language: str) -> str:
    """Why the work was withdrawn, or until when it is under embargo."""
    if statement.withdrawn:
        return statement.withdrawn.reason.for_language(language) or ""
    return statement.embargo if statement.embargoed else ""


def _plain(laid: Laid) -> tuple[str, str, str, str, int, str]:
    return laid.target, laid.kind, laid.path, laid.media_type, laid.size, laid.sha256


def _edition(statement: Statement, edition: Edition, groups: tuple[Group, ...]) -> EditionFacts:
    own = tuple(group for group in groups if group.language == edition.language)
    language = language_of(edition)
    book = next((made.data for group in own if group.target == "epub" for made, _ in group.files), b"")
    given = edition.identifiers
    return EditionFacts(
        language=edition.language,
        name=language.name,
        direction=language.direction,
        uuid=str(edition_id(statement, edition)),
        title=edition.title_text,
        subtitle=edition.subtitle,
        translator=edition.translator,
        issuers=statement.issuers_of(edition),
        summary=statement.summary.for_language(edition.language) or "",
        subjects=statement.subject_words(edition.language),
        doi=given.doi,
        isbns=tuple(IsbnFacts(isbn.form, isbn.written) for isbn in given.isbns),
        urn_nbn=given.urn_nbn,
        uri=given.uri,
        source_sha256=edition.source.sha256,
        access=access_of(book) if book else Access(),
        files=tuple(_files(own)),
        notices=tuple(NoticeFacts(notice.text, notice.language) for notice in notices(statement, language)),
    )


def _pair(statement: Statement, pair: Edition, groups: tuple[Group, ...]) -> PairFacts:
    own = _files(group for group in groups if group.language == pair.tags)
    return PairFacts(pair.tags, str(edition_id(statement, pair)), tuple(own))


def _files(groups: Iterable[Group]) -> Iterable[FileFacts]:
    for group in groups:
        for made, checks in group.files:
            passed = tuple(check.check for check in checks if check.verdict == "passed")
            yield FileFacts(made.target, made.kind, made.path, made.media_type, made.size, made.sha256, passed)


def access_of(book: bytes) -> Access:
    """What the package document of a finished book says of accessibility."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        root = etree.fromstring(archive.read("EPUB/package.opf"))
    said: dict[str, list[str]] = {}
    summary = etree.Element("none")
    for meta in root.iter(f"{OPF}meta"):
        said.setdefault(meta.get("property", ""), []).append(meta.text or "")
        summary = meta if meta.get("property") == "schema:accessibilitySummary" else summary

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(said.get(name, ()))

    def one_of(name: str) -> str:
        return next(iter(all_of(name)), "")

    return Access(
        all_of("schema:accessMode"),
        all_of("schema:accessModeSufficient"),
        all_of("schema:accessibilityFeature"),
        all_of("schema:accessibilityHazard"),
        one_of("schema:accessibilitySummary"),
        summary.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
        one_of("dcterms:conformsTo"),
        one_of("a11y:certifiedBy"),
        one_of("a11y:exemption"),
    )


# --- As a file -----------------------------------------------------------------------------------


def written(facts: WorkFacts) -> bytes:
    """The facts as JSON."""
    return (json.dumps(asdict(facts), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read(data: bytes) -> WorkFacts | None:
    """The facts that ``written`` wrote; None for what is no such file, or one of another version."""
    try:
        value = json.loads(data)
        return _reader(WorkFacts)(value) if value["version"] == VERSION else None
    except (ValueError, KeyError, TypeError):
        return None


def is_current(data: bytes) -> bool:
    """Whether these are facts, of the version that is read."""
    return data.startswith(b'{"version":%d,' % VERSION)


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """What makes the value of a type from what JSON holds: a dataclass, a tuple of one type, a word or a number."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner: Reader = _reader(inside[0])
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        plain = not is_dataclass(inside[0])
        item: Reader = _as_it_is if plain else _reader(inside[0])
        return tuple if plain else lambda value: tuple(map(item, value))
    return _built(kind) if is_dataclass(kind) else _as_it_is


def _built(kind: Any) -> Reader:
    """The reader of a dataclass, field by field."""
    hints = get_type_hints(kind)
    names = tuple(field.name for field in fields(kind))
    other = tuple((name, read) for name in names if (read := _reader(hints[name])) is not _as_it_is)
    if not other:
        return lambda value: kind(*[value[name] for name in names])
    return lambda value: kind(**(value | {name: read(value[name]) for name, read in other}))


def _as_it_is(value: Any) -> Any:
    return value
