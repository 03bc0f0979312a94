"""The source of a proof in a package: the edition that is in the language of the artefact, out of a package that is whole.

Flow: tar or folder -> bag in memory (``fixity``), its checksums judged -> the editions of representations/source/data
with their pictures -> for each artefact its language, as it says it itself -> ``Original``.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from lxml import html

from flugblatt import resources
from flugblatt.judges.package import fixity as bags
from flugblatt.model.errors import ContentError, UsageError
from flugblatt.model.findings import shown
from flugblatt.proving import foreign_markup, toolchain_forms
from flugblatt.proving.source import Attached, Original, original_of
from flugblatt.resources import TableFile

FOLDER = re.compile(r"data/[^/]+/representations/source/data/(.+)")
EDITION = re.compile(r"([A-Za-z0-9-]+)\.md")
TAR_NAMES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst")
MAGIC = b"ustar"
"""Stands at byte 257 of a tar (POSIX.1-2017, ustar interchange format)."""


@dataclass(frozen=True, slots=True)
class Package:
    """The editions of a package, by their tags; ``folder`` is where they lie in it."""

    path: Path
    folder: str
    editions: tuple[Attached, ...]
    tables: tuple[TableFile, ...]
    """Those of the project that the work was made with."""
    statement: bytes = b""


def is_package(path: Path) -> bool:
    """Whether a source is a package by its kind: a folder, or a tar by name or first bytes."""
    if path.is_dir() or path.name.lower().endswith(TAR_NAMES):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(262).endswith(MAGIC)
    except OSError:
        return False


def read(path: Path) -> Package:
    """The editions of a package. ContentError with what is found where it is not whole, UsageError where there is nothing to
    read or no source in it."""
    bag = bags.read(path)
    fixity = bags.judge(bag)
    if fixity.findings:
        raise ContentError(tuple(replace(finding, where=f"{path}/{finding.where}") for finding in fixity.findings))
    found = [(file, match) for file in bag.files if (match := FOLDER.fullmatch(file.name))]
    folders = {file.name.removesuffix(match[1]) for file, match in found}
    beside = tuple((match[1], file.data) for file, match in found if not match[1].endswith((".md", "statement.yaml")))
    editions = [
        Attached(named[1], file.data, beside) for file, match in found if (named := EDITION.fullmatch(match[1]))
    ]
    if len(folders) != 1 or not editions:
        held = "no edition" if not editions else f"the source of {len(folders)} works"
        raise UsageError(f"{path} holds {held}; a package with representations/source/data/<language>.md was expected")
    tables = tuple(TableFile(name, f"{path}/{name}", data) for name, data in beside if resources.is_own(name))
    statement = next((file.data for file, match in found if match[1] == "statement.yaml"), b"")
    return Package(path, min(folders), tuple(editions), tables, statement)


def source_for(package: Package, artefact: Path, kind: str, data: bytes) -> Original:
    """The edition that ``artefact`` is of. UsageError where its language is not known, or is none of the package's;
    ContentError where the edition is faulty."""
    language = ""
    with suppress(Exception):  # the routes say what is wrong with the file
        language = _language(package, kind, data).strip()
    named = [edition for edition in package.editions if edition.language.lower() == language.lower()]
    if not language and len(package.editions) == 1:
        named = list(package.editions)
    broad = language.partition("-")[0].lower()
    alike = [edition for edition in package.editions if edition.language.partition("-")[0].lower() == broad]
    if not named and len(alike) == 1:
        named = alike  # de of a package for de-AT of an artefact, and the other way round
    if not named:
        tags = ", ".join(edition.language for edition in package.editions)
        says = f"is in the language {shown(language)}" if language else "does not say its language"
        raise UsageError(
            f"{artefact} {says}; {package.path} holds {tags}: name the source itself, the file <language>.md, to compare them"
        )
    made = original_of(named[0], f"{package.path}/{package.folder}{named[0].language}.md")
    return replace(made, statement=package.statement)


def _language(package: Package, kind: str, data: bytes) -> str:
    """The language that an artefact says it is in; empty where it says none."""
    match kind:
        case "PDF":
            with pikepdf.open(io.BytesIO(data)) as pdf:
                return str(pdf.Root.get("/Lang", ""))
        case "EPUB":
            return foreign_markup.language_of_book(data)
        case "page":
            root = html.document_fromstring(data, parser=html.HTMLParser(no_network=True))
            return str(root.get("lang", ""))
        case _ if toolchain_forms.is_mail(data):
            lines = data.decode("utf-8", "replace").split("\n")
            rows = {line.partition(" – ")[0] for line in lines if " – " in line}
            tags = toolchain_forms.labelled(rows, (edition.language for edition in package.editions))
            return tags[0] if len(tags) == 1 else ""
        case _:
            return ""
