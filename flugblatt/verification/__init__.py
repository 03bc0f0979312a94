"""The verification of a package that anybody may have had in hands: is it whole, is it well-formed, does it say what its
source says? Nothing of it is trusted: neither names and sizes, nor its schemas, nor what it says of itself.

Flow: path -> bag in memory (``judges.bags``) -> fixity, signature -> ``layout`` -> ``source`` -> every file by its role:
publications (``judging``), records, METS and PREMIS, certificates (``papers``) -> ``rebuild`` where asked -> ``Verification``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flugblatt import __version__, certificate, signing
from flugblatt.errors import ToolFailed, UsageError
from flugblatt.examination import kind_of
from flugblatt.judges import bags, information_package, records, schemas
from flugblatt.judges.bags import Bag
from flugblatt.judges.unpacking import shown
from flugblatt.model import Artefact, Check, Edition, Statement
from flugblatt.targets import TARGETS
from flugblatt.verification import layout, papers, printing, rebuild, source, work_record
from flugblatt.verification.judging import Judges, Outside, Task, Workers
from flugblatt.verification.layout import Item, Layout
from flugblatt.verification.leaflets import leaflet
from flugblatt.verification.verdicts import FAILED, Judged, Verification

__all__ = ["Judged", "Verification", "run", "verify"]

CLOSINGS = {
    "unsigned": "This proves that the package agrees with itself, not who made it. No signature lies beside it.",
    "unasked": "This proves that the package agrees with itself, not who made it: a signature lies beside it, and "
    "--allowed-signers FILE verifies it against a list of keys that you trust.",
    "signed": "The signature proves who made the package, as far as your list of allowed signers is right.",
    "refused": "Nothing proves who made this package.",
}
UNJUDGED = {
    "tag": "no judge reads what these say to people; their checksums were compared",
    "documentation": "no judge reads a report for people; its checksums were compared",
    "leaflet": "no judge reads the pictures and tickets of leaflets; their checksums were compared",
    "schema": "no schema of a package is used, and this is not the one of this toolchain; its checksums were compared",
    "source": "the source is the measure of all else; its checksums were compared",
    "without source": "without a source that can be read nothing is known to compare it with; its checksums were compared",
}


def run(package: Path, rebuild: bool, allowed_signers: Path | None, report: str, say: Callable[[str], None]) -> int:
    """Verify, print the result on standard output as ``report`` ("text" or "json") and return the exit code."""
    verification = verify(package, rebuild, allowed_signers, say)
    print((printing.as_json if report == "json" else printing.as_text)(verification))
    return verification.exit_code


def verify(
    package: Path,
    again: bool = False,
    allowed_signers: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Verification:
    """What the package at ``package``, a tar or a folder, proves; ``say`` takes lines of progress.

    UsageError where there is no such file, or the list of allowed signers cannot be used; ToolMissing, with the command that
    mends it, where a tool that is needed is missing. Never raises for what the package holds.
    """
    allowed = None if allowed_signers is None else _read(allowed_signers, signing.LARGEST_LIST)
    bag = bags.read(package)
    fixity = bags.judge(bag)
    signature, last_words = _signature(package, bag, allowed)
    if bag.findings:
        told = (Judged("", (fixity, *signature)),)
        return Verification(str(package), "no package that could be opened", told, last_words)
    with closing(Workers()) as workers, closing(Outside()) as outside:
        return _opened(package, bag, (fixity, *signature), last_words, Judges(workers, outside), again, say)


def _opened(
    package: Path,
    bag: Bag,
    first: tuple[Check, ...],
    last_words: str,
    judges: Judges,
    again: bool,
    say: Callable[[str], None],
) -> Verification:
    say(f"{package}: {len(bag.files)} files")
    plan = layout.read(bag)
    statement, read = source.read(plan)
    of_whole = [*first, layout.judge(plan, statement, bag), read]
    say(f"{plan.work}: the publications, again")
    publications = _publications(statement, plan, judges)
    judged = [_judged(item, statement, plan, publications) for item in plan.items]
    of_whole += [information_package.judge(bag), _attempt("format-id", lambda: information_package.formats(bag))]
    if again and statement is not None:
        of_whole.append(_attempt("rebuild", lambda: rebuild.judge(bag, plan, statement, say)))
    elif again:
        of_whole.append(Check("rebuild", "not run", "", reason="the packaged source cannot be read"))
    told = (Judged("", tuple(of_whole)), *judged)
    return Verification(str(package), _says(bag, plan, statement), told, last_words, f"data/{plan.folder}/")


def _attempt(name: str, judge: Callable[[], Check]) -> Check:
    """The check; *not run* with the reason where its tool failed."""
    try:
        return judge()
    except ToolFailed as error:
        return Check(name, "not run", FAILED, reason=str(error))


def _says(bag: Bag, plan: Layout, statement: Statement | None) -> str:
    """What the package is, by its source; and by what it was made, where that is another version than this."""
    editions = (
        ", ".join(edition.language for edition in statement.editions) if statement else "no edition that can be read"
    )
    makers = [maker for maker in bags.info(bag, "Bag-Software-Agent") if maker != f"flugblatt {__version__}"]
    by = f"; made by {shown(makers[0])}, judged by {__version__}" if makers else ""
    return f"a package of the work {shown(plan.work)}: {editions}{by}"


# --- File by file --------------------------------------------------------------------------------


def _publications(statement: Statement | None, plan: Layout, judges: Judges) -> dict[str, tuple[Check, ...]]:
    """The checks of every publication that the table of targets knows, by its path in the bag."""
    if statement is None:
        return {}
    items = plan.of("publication")
    data = {item.name: item.data for item in items}
    editions = {edition.language: edition for edition in statement.editions}
    places = {target.path(edition): (edition, target) for edition in statement.editions for target in TARGETS}
    tasks: list[Task] = []
    for item in items:
        folded = leaflet(item.name)
        if place := places.get(f"{plan.work}/{item.name}"):
            tasks.append(Task(item.path, *place, item.data))
        elif folded and (edition := editions.get(folded.language)):
            reading = data.get(folded.reading, b"")
            tasks.append(Task(item.path, edition, folded.target, item.data, folded.format, folded.kind, reading))
    return judges.judge(statement, tuple(tasks))


def _judged(
    item: Item, statement: Statement | None, plan: Layout, publications: dict[str, tuple[Check, ...]]
) -> Judged:
    """What is said of one file by its role. A role without a judge says so; no file is passed over."""
    match item.role:
        case "mets" | "premis":
            return Judged(item.path, (_schema(item),))
        case "record":
            return _record(item, statement, plan, publications)
        case "publication":
            return _publication(item, statement, plan, publications)
        case "documentation" if item.name == "report.json" and statement is not None:
            files = _files_of(plan)
            return Judged(item.path, (papers.judge_report(statement, item.data, files, item.path),))
        case "schema":
            return _own_schema(item)
        case "unknown":
            return Judged(item.path, unjudged="nobody knows what it is (layout)")
        case _:
            return Judged(item.path, unjudged=UNJUDGED[item.role])


def _publication(
    item: Item, statement: Statement | None, plan: Layout, publications: dict[str, tuple[Check, ...]]
) -> Judged:
    if item.path in publications:
        return Judged(item.path, publications[item.path])
    if statement is None:
        return Judged(item.path, unjudged=UNJUDGED["without source"])
    for edition in statement.editions:
        if certificate.path(edition) == f"{plan.work}/{item.name}":
            made = papers.judge_certificate(statement, edition, item.data, _files_of(plan), item.path)
            return Judged(item.path, (made,))
    if layout.is_leaflet(item.name, statement):
        return Judged(item.path, unjudged=UNJUDGED["leaflet"])
    return Judged(item.path, unjudged="nobody knows what it is (layout)")


def _files_of(plan: Layout) -> dict[str, bytes]:
    """The publications by the path that a build gives them."""
    return {f"{plan.work}/{item.name}": item.data for item in plan.of("publication")}


def _schema(item: Item) -> Check:
    check = schemas.judge(kind_of(item.path), item.data)
    return replace(check, findings=tuple(replace(one, where=f"{item.path}: {one.where}") for one in check.findings))


def _record(
    item: Item, statement: Statement | None, plan: Layout, publications: dict[str, tuple[Check, ...]]
) -> Judged:
    """A record by its schema, and by what it must say: of the work (dc.xml), or of the edition of its name."""
    kind = kind_of(item.path)
    if not kind:
        return Judged(item.path, unjudged="verify knows no record of this kind; its checksums were compared")
    if statement is None:
        return Judged(item.path, (_schema(item),))
    if item.name == work_record.NAME:
        return Judged(item.path, (_schema(item), work_record.judge(statement, item.data)))
    for edition in statement.editions:
        if item.name == f"{plan.work}.{edition.language}.{kind}":
            return Judged(item.path, (_schema(item), _agreement(item, kind, statement, edition, plan, publications)))
    return Judged(
        item.path, (_schema(item),), "it is named after no edition, so that nothing is known to compare it with"
    )


def _agreement(
    item: Item,
    kind: str,
    statement: Statement,
    edition: Edition,
    plan: Layout,
    publications: dict[str, tuple[Check, ...]],
) -> Check:
    """The record against the statement; against the edition's files, too, where these are good: a record counts their pages,
    and a bad file is not to be opened for that."""
    good = all(check.verdict == "passed" for checks in publications.values() for check in checks)
    files = _files_of(plan)
    rows = ((target, target.path(edition)) for target in TARGETS)
    artefacts = tuple(Artefact(row.name, path, row.media_type, files[path]) for row, path in rows if path in files)
    return records.judge(statement, edition, kind, item.data, artefacts if good else None)


def _own_schema(item: Item) -> Judged:
    """A schema that comes with a package is never used; where it is ours, that is said."""
    own = schemas.FOLDER / item.name
    if own.is_file() and hashlib.sha256(own.read_bytes()).digest() == hashlib.sha256(item.data).digest():
        return Judged(item.path, unjudged="they are the schemas of this toolchain, which are used from there")
    return Judged(item.path, unjudged=UNJUDGED["schema"])


# --- The signature -------------------------------------------------------------------------------


def _signature(package: Path, bag: Bag, allowed: bytes | None) -> tuple[tuple[Check, ...], str]:
    """The check where it was asked for, and the last words."""
    lying = _beside(package, bag)
    if allowed is None:
        return (), CLOSINGS["unsigned" if lying is None else "unasked"]
    data = None if lying is None else _read(lying, signing.LARGEST_SIGNATURE)
    check = signing.judge(data, bag.data(signing.SIGNED), allowed)
    return (check,), CLOSINGS["signed" if check.verdict == "passed" else "refused"]


def _beside(package: Path, bag: Bag) -> Path | None:
    """The signature that lies beside a tar, by the name of its folder or its own; or beside the folder of the bag."""
    place = package.absolute()
    if place.is_dir() and not (place / "bagit.txt").exists():
        place = place / (bag.name or "bag")
    for name in (bag.name, place.name if place.is_dir() else place.name.removesuffix(".tar")):
        file = place.with_name(f"{name}{signing.SUFFIX}")
        if name and "/" not in name and file.is_file():
            return file
    return None


def _read(path: Path, most: int) -> bytes:
    """The bytes of a small file; one byte more than ``most`` where it is larger. UsageError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            if stat.S_ISDIR(os.fstat(stream.fileno()).st_mode):
                raise UsageError(f"{path} is a folder")
            return stream.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
