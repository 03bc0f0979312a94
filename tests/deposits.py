"""Packages of the rich work for tests: real files with the verdicts of the judges that need no Java, made once in a run."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flugblatt import package as archive
from flugblatt import records
from flugblatt.judges.package.fixity import Bag
from flugblatt.judges.package.unpacking import File
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Deposited, Statement
from flugblatt.report import certificate
from flugblatt.report.run_report import Entry
from flugblatt.xhtml import plain_text, web
from tests import editions, proofs
from tests.sharing import shared

TOOLS = (("Python", "3.11.7"), ("WeasyPrint", "70.0"))
EPOCH = datetime(2024, 6, 3, 4, 5, 6, tzinfo=UTC)
VERA = "veraPDF 1.31.207"
JAVA = {
    "archive-pdf": (Check("verapdf:3a", "passed", VERA), Check("verapdf:ua1", "passed", VERA)),
    "epub": (Check("epubcheck", "passed", "EPUBCheck 5.3.0"),),
}
"""The verdicts of Java, as the pipeline hands them over."""


def deposited(entry: Entry) -> Deposited:
    checks = (*JAVA.get(entry.artefact.target, ()), *entry.checks)
    return Deposited(entry.artefact, entry.language, proofs.TARGET[entry.artefact.target].forms[0].pronom, checks)


@cache
def rich(yaml: str = editions.RICH_YAML) -> Statement:
    """The rich work, with its own metadata or others."""
    with tempfile.TemporaryDirectory() as folder:
        work = editions.write_rich(Path(folder))
        (work / "statement.yaml").write_text(yaml, encoding="utf-8")
        return editions.read(work)


@shared
def rich_entries() -> tuple[Entry, ...]:
    """Every form but the access-pdf in German, and the plain text in Arabic."""
    statement = rich()
    german = editions.edition(statement, "de")
    page = web.render(statement, german, describe("de", german.whole_text))
    return (
        *proofs.laid_out(statement, german),
        proofs.entry(statement, german, "web", page),
        *texts(statement),
    )


def texts(statement: Statement) -> tuple[Entry, ...]:
    """The plain text of every edition, which takes no time to make."""
    return tuple(
        proofs.entry(
            statement,
            edition,
            "text",
            plain_text.render(statement, edition, describe(edition.language, edition.whole_text)),
        )
        for edition in statement.editions
    )


def records_of(statement: Statement, files: Iterable[tuple[str, Artefact]]) -> tuple[Artefact, ...]:
    """The records of every edition; ``files`` are languages and what was published in them."""
    rows, found = tuple(files), list[Artefact]()
    for edition in statement.editions:
        own = tuple(artefact for language, artefact in rows if language == edition.language)
        found += records.render(statement, edition, describe(edition.language, edition.whole_text), own)
    return tuple(found)


def papers_of(statement: Statement, entries: tuple[Entry, ...]) -> tuple[Artefact, ...]:
    work = statement.work
    report = json.dumps({"works": [{"work": work}]}).encode()
    page = b"<!DOCTYPE html><html lang='en'><title>x</title></html>"
    return (
        Artefact("report", f"{work}/report.html", "text/html", page),
        Artefact("report", f"{work}/report.json", "application/json", report),
        *(
            Artefact(
                "certificate",
                certificate.path(edition),
                "application/json",
                certificate.render(statement, edition, entries),
            )
            for edition in statement.editions
        ),
    )


def make(
    statement: Statement, entries: tuple[Entry, ...], moment: datetime | None = None, clock: archive.Clock = "revised"
) -> bytes:
    files = tuple(map(deposited, entries))
    recorded = records_of(statement, ((entry.language, entry.artefact) for entry in entries))
    papers = papers_of(statement, entries)
    return archive.package(statement, files, recorded, papers, moment or statement.stamp, clock, TOOLS).data


@cache
def package() -> bytes:
    """The package of the rich work, at the time of its last change."""
    return make(rich(), rich_entries())


@cache
def light_package(yaml: str = editions.RICH_YAML) -> bytes:
    """The package of the rich work with other metadata, and no published file but the plain texts."""
    return make(rich(yaml), texts(rich(yaml)))


def unpacked(data: bytes, folder: Path) -> Path:
    """The bag's folder, unpacked by the standard library."""
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(folder, filter="data")
        return folder / tar.getnames()[0].split("/")[0]


def files_of(data: bytes) -> dict[str, bytes]:
    """Every file of a package by its name in the bag."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            file = tar.extractfile(member)
            assert file is not None
            found[member.name.partition("/")[2]] = file.read()
    return found


def inner(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of the information package, relative to its root folder."""
    return {name.split("/", 2)[2]: data for name, data in files.items() if name.startswith("data/")}


def bag_of(files: dict[str, bytes]) -> Bag:
    return Bag("rich", tuple(File(path, data) for path, data in sorted(files.items())))


def placed(files: dict[str, bytes], path: str) -> str:
    """Where a file of the information package lies in the bag."""
    root = next(name.split("/")[1] for name in files if name.endswith("/METS.xml"))
    return f"data/{root}/{path}"


def changed(files: dict[str, bytes], path: str, change: Callable[[bytes], bytes]) -> dict[str, bytes]:
    """The files with one of the information package changed, and the manifests made anew."""
    whole = placed(files, path)
    found = {**files, whole: change(files[whole])}
    assert found[whole] != files[whole], path
    return resummed(found)


def resummed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with payload manifests that fit them."""
    found = dict(files)
    payload = sorted(name for name in files if name.startswith("data/"))
    for algorithm in ("sha256", "sha512"):
        lines = [f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in payload]
        found[f"manifest-{algorithm}.txt"] = "".join(lines).encode()
    return found


def with_checks(entry: Entry, *checks: Check) -> Deposited:
    return replace(deposited(entry), checks=checks)
