"""A page and a book with every construct, as they are and spoilt by one change."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from flugblatt import epub
from flugblatt.epub import cover
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import web
from tests import editions
from tests.sharing import shared


def _read(folder: str, text: str, tag: str) -> tuple[Statement, Edition]:
    work = editions.write_rich(Path(folder))
    if text:
        (work / "de.md").write_text(text, encoding="utf-8")
    statement = editions.read(work)
    return statement, editions.edition(statement, tag)


@shared
def page(tag: str = "de", text: str = "") -> bytes:
    with TemporaryDirectory() as folder:
        statement, edition = _read(folder, text, tag)
    return web.render(statement, edition, describe(tag, edition.whole_text))


@shared
def book(tag: str = "de", text: str = "") -> bytes:
    with TemporaryDirectory() as folder:
        statement, edition = _read(folder, text, tag)
    language = describe(tag, edition.whole_text)
    pages = archive_pdf.render(statement, edition, language).pagination
    return epub.render(statement, edition, language, pages, cover.render(statement, edition, language))


def changed(data: bytes, *changes: tuple[str, str]) -> bytes:
    """``data`` with the first of what stands before replaced by what stands behind; it must be there."""
    for old, new in changes:
        assert old.encode() in data, old
        data = data.replace(old.encode(), new.encode(), 1)
    return data


def rebound(data: bytes, *changes: tuple[str, str, str]) -> bytes:
    """A book with changes in its files: the name of the file, what stands there, and what is to."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            own = [(old, new) for name, old, new in changes if entry.filename.endswith(name)]
            target.writestr(entry, changed(source.read(entry), *own))
    return out.getvalue()
