"""Finished artefacts with the verdicts of the judges that need no Java, as the pipeline hands them to certificate and report."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from flugblatt import epub
from flugblatt.build import production
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Cover, Edition, PageStart, Pagination, Statement
from flugblatt.model.targets import TARGETS
from flugblatt.report.run_report import Entry
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import plain_text, web
from tests import editions

PAGES = Pagination((PageStart("1", -1, 0),))
TARGET = {target.name: target for target in TARGETS}


def light(statement: Statement) -> tuple[Entry, ...]:
    """The text and the web page of every edition, which no page layout is needed for."""
    found = []
    for edition in statement.editions:
        language = describe(edition.language, edition.whole_text)
        found.append(entry(statement, edition, "web", web.render(statement, edition, language)))
        found.append(entry(statement, edition, "text", plain_text.render(statement, edition, language)))
    return tuple(found)


def laid_out(statement: Statement, edition: Edition) -> tuple[Entry, ...]:
    """The archive-pdf and the epub, whose cover is a plain surface."""
    language = describe(edition.language, edition.whole_text)
    made = archive_pdf.render(statement, edition, language)
    surface = io.BytesIO()
    Image.new("RGB", (16, 26), (255, 255, 255)).save(surface, "JPEG")
    names = ", ".join(issuer.name for issuer in statement.issuers_of(edition))
    cover = Cover(surface.getvalue(), 16, 26, f"{edition.title_text} – {names}")
    book = epub.render(statement, edition, language, made.pagination, cover)
    pages = made.pagination.pages
    return (
        entry(statement, edition, "archive-pdf", made.data, pages),
        entry(statement, edition, "epub", book, pages),
    )


def entry(statement: Statement, edition: Edition, target: str, data: bytes, pages: tuple[PageStart, ...] = ()) -> Entry:
    """The bytes under the judges of this process."""
    artefact = Artefact(target, TARGET[target].path(edition), TARGET[target].forms[0].media_type, data)
    judged = production.judged(statement, edition, production.Product(artefact, (), (), pages))
    return Entry(edition.language, artefact, False, judged.checks)


def tampered(statement: Statement, one: Entry, old: str, new: str) -> Entry:
    """The artefact with ``new`` for the first ``old``, judged again."""
    assert old.encode() in one.artefact.data
    edition = editions.edition(statement, one.language)
    return entry(statement, edition, one.artefact.target, one.artefact.data.replace(old.encode(), new.encode(), 1))


def with_check(one: Entry, **check: Any) -> Entry:
    """The entry with one check more."""
    made = replace(Check("fidelity", "passed", "our checks"), **check)
    return replace(one, checks=(*one.checks, made))


def plain_work(content: Path) -> Statement:
    return editions.read(editions.write(content, "probe", editions.PLAIN_YAML, de=editions.PLAIN))


def rich_work(content: Path) -> Statement:
    return editions.read(editions.write_rich(content))
