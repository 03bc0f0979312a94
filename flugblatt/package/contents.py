"""What a package holds, and where each file lies in it.

Flow: sources of the statement, published files, records, papers and schemas -> ``gather`` -> ``Part``s in the order of their
paths, each with the format that PRONOM, the register of formats, knows it by.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from flugblatt import resources
from flugblatt.model import Artefact, Check, Deposited, Statement
from flugblatt.model.errors import ToolFailed, ToolMissing
from flugblatt.package import work_record

SOURCE = "representations/source"
PUBLICATIONS = "representations/publications"
REPRESENTATIONS = (SOURCE, PUBLICATIONS)
DESCRIPTIVE = "metadata/descriptive"
DOCUMENTATION = "documentation"
CERTIFICATE, OF_SOURCE = "certificate", "source"
"""Targets of papers that lie elsewhere than in the documentation: beside the files they speak of, and among the sources."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format as PRONOM names it; ``key`` is empty where the bytes are of no format known to it."""

    key: str
    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the information package. ``path`` is relative to its root folder, with forward slashes.

    ``target`` is what it was made as, empty for a source or a schema; ``language`` is empty for what serves the whole work.
    """

    path: str
    data: bytes
    media_type: str
    target: str = ""
    language: str = ""
    checks: tuple[Check, ...] = ()
    pronom: str = ""
    formats: tuple[Format, ...] = ()


def gather(
    statement: Statement, files: tuple[Deposited, ...], records: tuple[Artefact, ...], papers: tuple[Artefact, ...]
) -> tuple[Part, ...]:
    """Every file of the package but its own METS and PREMIS, by path, each identified.

    ToolFailed where a file is of another format than its judge found, or where two files claim one path.
    """
    parts = [
        *_sources(statement),
        *(_published(statement, file.artefact, file.language, file.checks, file.pronom) for file in files),
        Part(f"{DESCRIPTIVE}/dc.xml", work_record.render(statement), "application/xml"),
        *(_under(DESCRIPTIVE, record) for record in records),
        *(_paper(statement, paper) for paper in papers),
        *(Part(f"schemas/{path}", data, "application/xml") for path, data in schemas()),
    ]
    parts.sort(key=lambda part: part.path)
    for one, other in pairwise(parts):
        if one.path == other.path:
            raise ToolFailed(f"two files of the package have one name: {one.path}")
    return identified(tuple(parts))


def _sources(statement: Statement) -> Iterable[Part]:
    """What the work was made from, under the names of the work's folder, so that it can be built again."""
    yield Part(f"{SOURCE}/data/statement.yaml", statement.source.data, "application/yaml")
    seen: set[str] = set()
    for edition in statement.editions:
        name = edition.source.path.rsplit("/", 1)[-1]
        yield Part(f"{SOURCE}/data/{name}", edition.source.data, "text/markdown", language=edition.language)
        for image in edition.images:
            if image.path not in seen:
                seen.add(image.path)
                yield Part(f"{SOURCE}/data/{image.path}", image.data, image.media_type)
    for image in statement.brand.images:
        if image.path not in seen and not image.path.startswith(resources.BRAND_FOLDER):
            seen.add(image.path)
            yield Part(f"{SOURCE}/data/{image.path}", image.data, image.media_type)
    for font in statement.brand.font_files:
        if not font.path.startswith(resources.BRAND_FOLDER):
            yield Part(f"{SOURCE}/data/{font.path}", font.data, f"font/{font.path[-3:]}")
    if statement.output_profile:
        name = statement.output_profile.path.rsplit("/", 1)[-1]
        yield Part(f"{SOURCE}/data/{name}", statement.output_profile.data, "application/vnd.iccprofile")


def _published(
    statement: Statement, artefact: Artefact, language: str = "", checks: tuple[Check, ...] = (), pronom: str = ""
) -> Part:
    path = f"{PUBLICATIONS}/data/{artefact.path.removeprefix(f'{statement.work}/')}"
    return Part(path, artefact.data, artefact.media_type, artefact.target, language, checks, pronom)


def _paper(statement: Statement, paper: Artefact) -> Part:
    if paper.target == OF_SOURCE:
        return Part(f"{SOURCE}/data/{paper.path.removeprefix(f'{statement.work}/')}", paper.data, paper.media_type)
    if paper.target != CERTIFICATE:
        return _under(DOCUMENTATION, paper)
    tag = paper.path.removeprefix(f"{statement.work}/").partition("/")[0]
    return _published(statement, paper, tag if tag in {edition.language for edition in statement.editions} else "")


def _under(folder: str, artefact: Artefact) -> Part:
    return Part(f"{folder}/{artefact.path.rsplit('/', 1)[-1]}", artefact.data, artefact.media_type, artefact.target)


@cache
def schemas() -> tuple[tuple[str, bytes], ...]:
    """The schemas that the toolchain carries, by their path below their folder."""
    found = sorted(path for path in resources.SCHEMAS.rglob("*") if path.suffix in (".xsd", ".dtd"))
    return tuple((path.relative_to(resources.SCHEMAS).as_posix(), path.read_bytes()) for path in found)


# --- Formats -------------------------------------------------------------------------------------


def identified(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with their formats; ToolFailed if Siegfried leaves a report that cannot be read, or contradicts a judge."""
    found = []
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        for number, part in enumerate(parts):
            file = Path(folder) / str(number) / part.path.rsplit("/", 1)[-1]
            file.parent.mkdir()
            file.write_bytes(part.data)
            formats = _identify(file)[1] if part.data else ()
            file.unlink()
            keys = [format_.key for format_ in formats]
            if part.pronom and keys != [part.pronom]:
                raise ToolFailed(f"{part.path} was judged to be {part.pronom} and is {' and '.join(keys) or 'unknown'}")
            found.append(replace(part, formats=formats))
    return tuple(found)


@cache
def identifier() -> tuple[str, str]:
    """Name and version of what identifies: Siegfried, with the signature file that it goes by."""
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        file = Path(folder) / "empty.txt"
        file.write_bytes(b" ")
        return "Siegfried", _identify(file)[0]


def _identify(file: Path) -> tuple[str, tuple[Format, ...]]:
    """Release of Siegfried with its signature file, and what it says of a file. ToolMissing without pygfried, ToolFailed where
    it crashes or leaves a report that cannot be read."""
    if importlib.util.find_spec("pygfried") is None:
        raise ToolMissing(f"pygfried not installed; type: {sys.executable} -m pip install pygfried")
    try:
        result = importlib.import_module("pygfried").identify(str(file), detailed=True)
    except Exception as error:
        raise ToolFailed(f"pygfried failed: {error}".replace(str(file.parent), "")) from error
    try:
        report: Any = json.loads(result) if isinstance(result, str) else result
        details = str(report["identifiers"][0]["details"]).replace(".xml", "").replace(";", ",")
        matches = (row for row in report["files"][0]["matches"] if row["id"] != "UNKNOWN")
        formats = tuple(Format(str(row["id"]), str(row["format"] or ""), str(row["version"] or "")) for row in matches)
        return f"{report['siegfried']}, {details}", formats
    except (KeyError, IndexError, TypeError) as error:
        raise ToolFailed(f"pygfried left a report that cannot be read: {error!r}") from error
