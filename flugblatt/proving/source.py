"""The source of a proof: Markdown, plain text, or the source that one of our PDFs or e-books carries.

Flow: path -> bytes (taken out of the PDF or the e-book) -> Edition -> ``Original``, which says what is known of it.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf

from flugblatt import resources
from flugblatt.content import characters, language_tags
from flugblatt.content.finding_codes import finding_at
from flugblatt.content.importing import kind_of
from flugblatt.content.markdown_source import read_edition
from flugblatt.model import Edition, Paragraph, Place, Source, Text
from flugblatt.model.checks import said_of
from flugblatt.model.errors import ContentError, FlugblattError, UsageError
from flugblatt.proving import open_document, rich_text, word_source
from flugblatt.resources import TableFile

OFFICE: dict[str, Callable[[bytes, str], Edition]] = {
    "Word": word_source.read,
    "OpenDocument": open_document.read,
    "rich text": rich_text.read,
}
"""The readers of office programs' files, by their kind."""
UNKNOWN = "und"
IN_BOOK = re.compile(r"META-INF/source/([A-Za-z0-9-]+)\.md")
CARRIED = re.compile(r"statement\.yaml|[A-Za-z0-9-]+\.md")
"""The names of the sources that a file of ours carries."""
IN_PDF = re.compile(r"([A-Za-z0-9-]+)\.md")
NO_PICTURE = "image-file"
LARGEST = 300 * 2**20  # bytes; chosen: above any package of ours, below what fills a memory


@dataclass(frozen=True, slots=True)
class Original:
    """``marked``: Markdown, so that kinds, links and notes are known; else lines of text. ``language_known`` is false where
    the name of the file is no language tag, ``pictures_known`` where a picture of the source is not beside it. ``notes_known``:
    lines of text that call notes, as those of an office program do. ``statement`` holds the statement.yaml of the work, where it
    lies beside the source. ``describes``: an edition that is held against the file that it was made from, so that it may have words
    for pictures that have none there."""

    edition: Edition
    marked: bool
    language_known: bool
    pictures_known: bool
    notes_known: bool = False
    statement: bytes = b""
    describes: bool = False

    @property
    def path(self) -> str:
        return self.edition.source.path

    @property
    def calls(self) -> bool:
        """Whether it is known where notes are called."""
        return self.marked or self.notes_known

    def in_language(self, language: str) -> Edition:
        """The edition, in the artefact's language where the source names none."""
        return self.edition if self.language_known or not language else replace(self.edition, language=language)


@dataclass(frozen=True, slots=True)
class Attached:
    """A source that a finished file carries: the tag of its name, its bytes, and the pictures beside it."""

    language: str
    data: bytes
    pictures: tuple[tuple[str, bytes], ...] = ()


def read(path: Path) -> Original:
    """The source of a proof. UsageError for a file that is none, ContentError with every problem of its text."""
    data = read_bytes(path)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _attached(in_pdf, data, path)
    if (written := office_original(data, path)) is not None:
        return written
    if data.startswith(b"PK\x03\x04"):
        return _attached(in_book, data, path)
    match path.suffix.lower():
        case ".md":
            folder = path.absolute().parent
            made = _of_markdown(folder, path.stem.rpartition(".")[2], Source(str(path), data))
            beside = folder / "statement.yaml"
            return replace(made, statement=beside.read_bytes()) if beside.is_file() else made
        case ".txt":
            return _of_text(Source(str(path), data))
        case _:
            raise UsageError(
                f"{path} is no source: a .md, .txt, .docx, .odt or .rtf file, or a PDF or EPUB of this toolchain was expected"
            )


def office_original(data: bytes, path: Path) -> Original | None:
    """The lines of a file of an office program; None for other files. UsageError where it is damaged."""
    reader = OFFICE.get(kind_of(data, path.name)) if data.startswith((b"PK\x03\x04", b"{\\rtf")) else None
    if reader is None:
        return None
    try:
        edition = reader(data, str(path))
    except FlugblattError:
        raise
    except Exception as error:  # whatever a hostile file makes a library throw
        raise UsageError(f"{path} cannot be read: {said_of(error)}") from error
    if not edition.title:
        raise UsageError(f"{path} has no words")
    tag = path.stem.rpartition(".")[2]
    named = tag if language_tags.problem(tag) is None else edition.language
    known = named != UNKNOWN
    return Original(replace(edition, language=named), False, known, False, notes_known=True)


def tables_of(path: Path) -> tuple[TableFile, ...]:
    """The tables of the project that a source lies in, as an edition beside its statement.yaml; none for any other file."""
    work = path.absolute().parent
    return resources.beside(work.parent) if (work / "statement.yaml").is_file() else ()


def read_bytes(path: Path) -> bytes:
    """UsageError where the file cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _of_markdown(folder: Path, tag: str, source: Source) -> Original:
    """ContentError where the Markdown is faulty; a picture that is not in ``folder`` is no fault here."""
    language = tag if language_tags.canonical(tag) == tag else ""
    edition, findings = read_edition(folder, language or UNKNOWN, source)
    faults = tuple(finding for finding in findings if finding.severity == "error")
    others = tuple(finding for finding in faults if finding.code != NO_PICTURE)
    if others:
        raise ContentError(others)
    return Original(edition, True, bool(language), not faults)


def _of_text(source: Source) -> Original:
    """A line for the title, then every line that is not empty is a paragraph. ContentError where it is no such text."""
    text, findings = characters.decode(source.data, source.path)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip(" \t")]
    if not lines and not findings:
        message = "a text was expected, found none"
        findings = (
            finding_at("edition-empty", source.path, Place(1, 1), message, "write a title and a text below it"),
        )
    if any(finding.severity == "error" for finding in findings):
        raise ContentError(tuple(findings))
    (first, title), *rest = lines
    paragraphs = tuple(Paragraph((Text(line, Place(number, 1)),), Place(number, 1)) for number, line in rest)
    place = Place(first, 1)
    edition = Edition("source", UNKNOWN, source, (Text(title, place),), place, paragraphs, ())
    return Original(edition, False, False, True)


def in_pdf(data: bytes) -> tuple[Attached, ...]:
    """The sources that a PDF carries: attachments with the relationship Source (ISO 32000-2, 7.11.3)."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(
            Attached(name.removesuffix(".md"), specification.get_file().read_bytes())
            for name, specification in pdf.attachments.items()
            if IN_PDF.fullmatch(name) and specification.relationship == pikepdf.Name.Source
        )


def in_book(data: bytes) -> tuple[Attached, ...]:
    """The sources that an e-book carries, with its pictures."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        if sum(entry.file_size for entry in book.infolist()) > LARGEST:
            raise ValueError("the book is too large")
        names = book.namelist()
        pictures = tuple(
            (name.removeprefix("EPUB/images/"), book.read(name)) for name in names if name.startswith("EPUB/images/")
        )
        matches = [match for match in map(IN_BOOK.fullmatch, names) if match]
        return tuple(Attached(match[1], book.read(match[0]), pictures) for match in matches)


def files_in_pdf(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Every source that a PDF carries, statement.yaml too, by its name."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return tuple(
            (name, specification.get_file().read_bytes())
            for name, specification in pdf.attachments.items()
            if CARRIED.fullmatch(name)
        )


def files_in_book(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Every source that an e-book carries, statement.yaml too, by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        folder = "META-INF/source/"
        names = [name.removeprefix(folder) for name in book.namelist() if name.startswith(folder)]
        return tuple((name, book.read(folder + name)) for name in names if CARRIED.fullmatch(name))


def carried_files(path: Path) -> tuple[tuple[str, bytes], ...]:
    """What a PDF or an e-book carries of its sources; none of any other file."""
    data = read_bytes(path)
    for reader in (files_in_pdf, files_in_book):
        with suppress(Exception):  # the routes say what is wrong with it
            return reader(data)
    return ()


def several(reader: Callable[[bytes], tuple[Attached, ...]], data: bytes) -> tuple[Attached, ...]:
    """The sources that a file of ours carries, where there are several; none for any other file."""
    with suppress(Exception):  # as below
        found = reader(data)
        return found if len(found) > 1 else ()
    return ()


def carried(reader: Callable[[bytes], tuple[Attached, ...]], data: bytes) -> Attached | None:
    """The one source that a file of ours carries; None for a file of others, and for one that cannot be read."""
    with suppress(Exception):  # the routes say what is wrong with it
        (attached,) = reader(data)
        return attached
    return None


def _attached(reader: Callable[[bytes], tuple[Attached, ...]], data: bytes, path: Path) -> Original:
    try:
        sources = reader(data)
    except Exception as error:  # whatever hostile bytes make a library throw
        raise UsageError(f"{path} cannot be read: {said_of(error)}") from error
    if len(sources) != 1:
        raise UsageError(f"{path} carries {len(sources) or 'no'} source; one attached <language>.md was expected")
    return original_of(sources[0], f"{path}/{sources[0].language}.md")


def original_of(attached: Attached, path: str) -> Original:
    """The Original of an attached source, with the pictures that lie beside it. ContentError where it is faulty."""
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in attached.pictures:
            file = (Path(folder) / name).resolve()
            if file.is_relative_to(Path(folder).resolve()):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(picture)
        return _of_markdown(Path(folder), attached.language, Source(path, attached.data))
