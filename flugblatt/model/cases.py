"""What is judged: a finished file with everything that it is held against, and nothing of what made it."""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.model.artefacts import Artefact, Laid, PageStart
from flugblatt.model.targets import Form, form
from flugblatt.model.work import Edition, Statement


@dataclass(frozen=True, slots=True)
class Case:
    """One file of a target. ``pages`` are those of archive-pdf, which a page list names; none: they are not known.

    Of a leaflet ``format`` is the name of its format, ``kind`` its form, and ``beside`` the file that it is compared with (the one
    in reading order, for a job ticket the press file). Of a record ``files`` are the published files of the edition; None: what
    it says of files is read and not compared. Of a landing page ``files`` are all of the work, ``beside`` the facts that are kept,
    ``earlier`` the packages of earlier versions.
    """

    statement: Statement
    edition: Edition
    target: str
    data: bytes
    pages: tuple[PageStart, ...] = ()
    format: str = ""
    kind: str = ""
    beside: bytes = b""
    files: tuple[Artefact, ...] | None = None
    earlier: tuple[Laid, ...] = ()

    @property
    def form(self) -> Form:
        return form(self.target, self.kind)


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page of the catalogue of a project. ``facts`` are the files of facts of the works that it must speak of, in its order, in
    ``language`` alone where one is named."""

    kind: str
    path: str
    data: bytes
    facts: tuple[bytes, ...]
    language: str = ""

    @property
    def form(self) -> Form:
        return form("catalogue", self.kind)
