"""The text-fidelity certificate of an edition: which source, which files, how each was compared, and with what result.

Flow: (Statement, Edition, entries) -> source, text, normalisations; of two editions side by side those of either -> each
artefact with its routes and fonts -> the bytes of ``proof.json``. It reads no clock and asks the machine nothing but the
versions of the packages it runs on.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import pikepdf

from flugblatt import __version__
from flugblatt.judges.fidelity import normalisations as declared
from flugblatt.model import (
    Artefact,
    Block,
    Call,
    Cell,
    Check,
    CodeBlock,
    DefinitionList,
    Edition,
    Heading,
    Image,
    Inline,
    Paragraph,
    Statement,
    Table,
    leaves,
    plain_text,
    walk,
)
from flugblatt.model.checks import overall
from flugblatt.model.targets import form
from flugblatt.report.run_report import Entry, file_value

ROUTES = ("fidelity", "glyphs")
"""The checks that compare text; every other check of an artefact is for the report."""
PACKAGES = ("EbookLib", "icu4py", "lxml", "pikepdf", "pydyf", "pypdf", "uharfbuzz", "weasyprint")
FONT_FILES = (".ttf", ".otf", ".woff", ".woff2")
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
WEB_FACE = re.compile(
    rb"@font-face\{font-family:'([^']+)';font-weight:(\d+);font-style:(\w+);src:url\(data:font/[^;]+;base64,([^)]+)\)"
)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """One of the differences that are declared to be none. ``count``: how often the source gave occasion for it."""

    id: str
    rule: str
    reason: str
    count: int


def path(edition: Edition) -> str:
    """Where the certificate lies, relative to the output folder."""
    return f"{edition.work}/{edition.tags}/{edition.work}.{edition.tags}.proof.json"


def tools() -> tuple[tuple[str, str], ...]:
    """Name and version of every package that files are made and read with, and of this toolchain."""
    return (("flugblatt", __version__), *((name, version(name)) for name in PACKAGES))


def papers(statement: Statement, entries: tuple[Entry, ...]) -> tuple[Artefact, ...]:
    """The certificate of every edition and every pair that ``entries`` hold files of."""
    return tuple(
        Artefact("certificate", path(edition), "application/json", render(statement, edition, entries))
        for edition in certified(statement, entries)
    )


def certified(statement: Statement, entries: tuple[Entry, ...]) -> tuple[Edition, ...]:
    """The editions that ``entries`` hold files of, then the pairs of them, be they named by the command line alone."""
    languages = {entry.language for entry in entries}
    named = sorted((one, other) for one, plus, other in (tags.partition("+") for tags in languages) if plus)
    alone = (edition for edition in statement.editions if edition.language in languages)
    return (*alone, *(statement.pairs(tuple(named)) if named else ()))


def render(statement: Statement, edition: Edition, entries: tuple[Entry, ...]) -> bytes:
    """The certificate: JSON in UTF-8. Of ``entries`` it takes those of the edition whose target bears text."""
    proven = [entry for entry in entries if entry.language == edition.tags and _bears_text(entry)]
    artefacts = [_artefact(entry) for entry in proven]
    checks = [check for entry in proven for check in entry.checks]
    judges = {name: tools_of(name, checks) for name in sorted({check.check for check in checks})}
    value = {
        "certificate": "text fidelity",
        "version": 1,
        "flugblatt": __version__,
        "work": statement.work,
        "language": edition.tags,
        "verdict": overall(artefact["verdict"] for artefact in artefacts),
        "statement": {"path": statement.source.path, "sha256": statement.source.sha256},
        **(_both(edition) if edition.beside else _of_source(edition)),
        "artefacts": artefacts,
        "tools": {"judges": judges, "packages": {name: version(name) for name in PACKAGES}},
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _of_source(edition: Edition) -> dict[str, Any]:
    """What is said of one source."""
    return {
        "title": edition.title_text,
        "source": {"path": edition.source.path, "sha256": edition.source.sha256},
        "text": text_counts(edition),
        "normalisations": [asdict(row) for row in normalisations(edition)],
    }


def _both(pair: Edition) -> dict[str, Any]:
    """The same of two editions side by side, one after the other."""
    return {"editions": [{"language": side.language, **_of_source(side)} for side in pair.sides]}


def tools_of(name: str, checks: Iterable[Check]) -> list[str]:
    """The tools, with their versions, that made the check of this name; none where it was never run."""
    return sorted({check.tool for check in checks if check.check == name} - {""})


def text_counts(edition: Edition) -> dict[str, int]:
    """How much text the source holds, after the declared normalisations.

    A block is a title, heading, paragraph, cell, term or stretch of code that is not empty, notes included. Characters are
    those of the blocks: without the labels of lists, the figures of note calls, and pictures, which stand beside them.
    """
    blocks = [block for block in _blocks(edition) if declared.plain(block[0]) or block[1]]
    calls_and_images = [leaf for leaf in leaves(_contents(edition)) if isinstance(leaf, Call | Image)]
    return {
        "blocks": len(blocks),
        "characters": sum(len(declared.plain(text)) for text, _ in blocks),
        "notes": len(edition.notes),
        "note_calls": sum(isinstance(leaf, Call) for leaf in calls_and_images),
        "images": sum(isinstance(leaf, Image) for leaf in calls_and_images),
    }


def normalisations(edition: Edition) -> tuple[Normalisation, ...]:
    """The declared normalisations and how often each touched this source; there are no others."""
    counts = declared.counts(edition.source.data, (text for text, _ in _blocks(edition)))
    return tuple(Normalisation(row.id, row.rule, row.reason, counts[row.id]) for row in declared.NORMALISATIONS)


# --- The text of the edition ---------------------------------------------------------------------


def _contents(edition: Edition) -> tuple[object, ...]:
    return (edition.title, edition.blocks, edition.notes)


def _blocks(edition: Edition) -> Iterator[tuple[str, bool]]:
    """The text of each block as the source has it, and whether it holds a note call or a picture."""
    yield _inline(edition.title)
    for block in walk((*edition.blocks, *(block for note in edition.notes for block in note.blocks))):
        yield from _block(block)


def _block(block: Block) -> Iterator[tuple[str, bool]]:
    match block:
        case Heading() | Paragraph():
            yield _inline(block.children)
        case Table():
            cells: tuple[Cell, ...] = (*block.header, *(cell for row in block.rows for cell in row))
            yield from (_inline(cell.children) for cell in cells)
        case DefinitionList():
            yield from (_inline(entry.term) for entry in block.entries)
        case CodeBlock():
            yield block.text, False
        case _:
            pass


def _inline(children: tuple[Inline, ...]) -> tuple[str, bool]:
    return plain_text(children), any(isinstance(leaf, Call | Image) for leaf in leaves(children))


# --- The files -----------------------------------------------------------------------------------


def _bears_text(entry: Entry) -> bool:
    """Whether a comparison of text is due: by the table of targets, or because one was made."""
    listed = form(entry.artefact.target, entry.artefact.kind).checks
    return any(name in ROUTES for name in (*listed, *(check.check for check in entry.checks)))


def _artefact(entry: Entry) -> dict[str, Any]:
    artefact = entry.artefact
    proofs = [check for check in entry.checks if check.check in ROUTES]
    readers = [reader for check in proofs for reader in check.readers]
    return {
        **file_value(artefact),
        "verdict": overall(check.verdict for check in proofs),
        "routes": [_route(check) for check in proofs] + [_route(reader, decides=False) for reader in readers],
        "fonts": fonts_of(artefact),
    }


def _route(check: Check, decides: bool = True) -> dict[str, Any]:
    """One way on which the text was compared. One that does not decide is told, and has no weight in the verdict."""
    severities = [finding.severity for finding in check.findings]
    value = {"route": check.check, "decides": decides, "verdict": check.verdict, "tool": check.tool}
    value |= {name: said for name, said in (("detail", check.detail), ("reason", check.reason)) if said}
    return value | {"errors": severities.count("error"), "warnings": severities.count("warning")}


def fonts_of(artefact: Artefact) -> list[dict[str, Any]] | None:
    """Every font program inside the finished file, by name: its SHA-256 and size as it is stored, uncompressed.

    Those of a PDF (ISO 32000-1, 9.9), the font files of an EPUB, the faces of a web page; None where the file cannot be read.
    """
    try:
        reader = FONT_READERS.get(artefact.media_type)
        found = reader(artefact.data) if reader else {}
    except Exception:  # a damaged file is red by its checks already; its fonts are unknown, whatever a library throws
        return None
    return [
        {"name": name, "sha256": digest, "bytes": size}
        for name, digest, size in sorted(
            (name, hashlib.sha256(data).hexdigest(), len(data)) for name, parts in found.items() for data in parts
        )
    ]


def _pdf_fonts(data: bytes) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, tuple[bytes, ...]] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                name = str(item.get("/FontName", "")).removeprefix("/")
                programs = tuple(item[key].read_bytes() for key in PROGRAMS if key in item)
                found[name] = (*found.get(name, ()), *programs)
    return found


def _epub_fonts(data: bytes) -> dict[str, tuple[bytes, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: (book.read(name),) for name in book.namelist() if name.lower().endswith(FONT_FILES)}


def _web_fonts(data: bytes) -> dict[str, tuple[bytes, ...]]:
    found: dict[str, tuple[bytes, ...]] = {}
    for family, weight, style, code in WEB_FACE.findall(data):
        name = f"{family.decode()} {weight.decode()}{' italic' if style == b'italic' else ''}"
        found[name] = (*found.get(name, ()), base64.b64decode(code, validate=True))
    return found


FONT_READERS = {"application/pdf": _pdf_fonts, "application/epub+zip": _epub_fonts, "text/html": _web_fonts}
