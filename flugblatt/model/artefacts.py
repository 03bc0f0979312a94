"""What is made of an edition."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flugblatt.model.checks import Check
from flugblatt.model.errors import ToolFailed
from flugblatt.model.findings import Finding


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of archive-pdf begins: before character ``offset`` of block ``block`` of the edition.

    ``label`` is the printed page number. ``block`` indexes ``Edition.blocks``; ``offset`` counts the block's plain
    text, and each picture as one character. A page without edition text (title page, colophon) has ``block`` -1 or ``len(blocks)``.
    """

    label: str
    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages of archive-pdf, handed to the page-list of the epub."""

    pages: tuple[PageStart, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover as a picture, with its text alternative."""

    jpeg: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Bytes that lie in a file and are read when they are asked for: so much of a file stays in memory, however many there are."""

    file: Path
    size: int
    sha256: str

    def read(self) -> bytes:
        """The bytes. ToolFailed where they are no longer those that were laid there."""
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            data = b""
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ToolFailed(f"{self.file} was changed or taken away while it was needed")
        return data


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file: ``path`` is relative to the output folder, with forward slashes; ``kind`` is its form in the table of
    targets; ``body`` are its bytes, or where they lie."""

    target: str
    path: str
    media_type: str
    body: bytes | OnDisk
    kind: str = ""

    @property
    def name(self) -> str:
        """The name of the file alone."""
        return self.path.rpartition("/")[2]

    @property
    def data(self) -> bytes:
        """Its bytes. ToolFailed where the file that they lie in is another by now."""
        return self.body if isinstance(self.body, bytes) else self.body.read()

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.size

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest() if isinstance(self.body, bytes) else self.body.sha256


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished file that lies in the output folder, without its bytes: so much of it stays in memory, however many there are."""

    target: str
    path: str
    media_type: str
    size: int
    sha256: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NotDue:
    """What is not made of this content, and why. ``language`` is empty where it concerns the whole work."""

    target: str
    language: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deposited:
    """A finished file on its way into an archive, with every verdict of its judges.

    ``language`` is empty for what belongs to the whole work; ``pronom`` is the format that the judge of formats found in the
    bytes, empty where none was asked.
    """

    artefact: Artefact
    language: str
    pronom: str
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The files that one target has for one edition, or for the whole work (``language`` is empty then), each with its checks.

    ``fingerprint`` says what the group was made of; ``not_due`` are the reasons for what it does not have; ``reused``: it was
    published before and is still current.
    """

    target: str
    language: str
    fingerprint: str
    files: tuple[tuple[Artefact, tuple[Check, ...]], ...]
    not_due: tuple[str, ...] = ()
    reused: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a renderer is asked for: these of its targets; leaflets in these formats ("auto" and "all" among them); the pages of
    the target that it needs; ``claims``: a file may say that it conforms to rules of accessibility."""

    targets: tuple[str, ...]
    leaflets: tuple[str, ...] = ()
    pages: tuple[PageStart, ...] = ()
    claims: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """An artefact, what the rendering itself found, the checks made so far, and the pages that it has or names.

    A leaflet has the name of its format, the file that the judges hold it against (the one in reading order; for a job ticket
    the press file), and how its text was fitted. ``lines`` says of a PDF how its lines were set.
    """

    artefact: Artefact
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    pages: tuple[PageStart, ...] = ()
    format: str = ""
    beside: bytes = b""
    fit: str = ""
    lines: str = ""
