"""The store: the only room that touches the project's folders.

Flow: sources in content/ -> fingerprints -> a stage (a folder beside the work's) -> ``publish`` by one exchange of
folders, or ``reject``. An interrupted run leaves the old files or the new, never a mixture.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from flugblatt import resources
from flugblatt.build import machine, work_state
from flugblatt.build.work_state import FileState, WorkState
from flugblatt.model import Artefact, Check, Edition, Group, Laid, OnDisk, Statement
from flugblatt.model.checks import check_of, value_of
from flugblatt.model.errors import ToolFailed

REJECTED = ".rejected"
STATE = ".state"
STAGING = ".staging"
STRANGERS = ".strangers"
"""The folder of what somebody else has laid among the files of a work."""
FACTS = ".facts.json"
"""How the name of a file ends, beside the state of a work, that holds what the catalogue knows of it."""
CATALOGUE = "_catalogue"
"""The folder of further pages of the catalogue; its state and its stage have the same name, which no work can have."""
PIECE = ".report.json"
"""The same of what the report says of it."""
MADE = ".made"
"""How the name of a folder on the stage ends that holds the files of a work before they are all there."""
REPORT = "report.json"
UNRELATED = (
    *("styles/messages.de.po", "styles/serve.css", "styles/serve.toml", "templates/serve/"),
    *(
        f"flugblatt/{name}"
        for name in (
            *("__main__.py", "cli.py", "doctor.py", "terminal/", "verification/"),
            *(f"build/{name}.py" for name in ("draft", "json_schemas", "last_run", "new_project", "new_work")),
            *("content/edition_languages.py", "content/statement_schema.py", "judges/external/published_rules.py"),
            *("report/explain.py", "report/machine_reports.py", "serve/", "typeset/page_html.py"),
        )
    ),
)
"""Files of the toolchain that no output depends on: nothing that makes or judges one imports them."""
EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)


def fingerprint(statement: Statement, edition: Edition, target: str, asked: tuple[str, ...] = ()) -> str:
    """A digest of everything that the files of a target depend on: the toolchain, the work's sources, what was asked for."""
    digest = hashlib.sha256(f"{toolchain()}\n{target}\n{edition.tags}\n{' '.join(asked)}\n".encode())
    if statement.embargoed:
        digest.update(b"embargoed\n")
    for other in statement.editions:
        digest.update(f"{other.language} {other.title_text}\n".encode())
    for source in (statement.source, *(side.source for side in edition.sides)):
        digest.update(source.sha256.encode())
    for image in (image for side in edition.sides for image in side.images):
        digest.update(hashlib.sha256(image.data).digest())
    for said in statement.brand.said:
        digest.update(said.encode())
    if statement.output_profile:
        digest.update(statement.output_profile.sha256.encode())
    return digest.hexdigest()


def digest_of(groups: tuple[Group, ...], *said: str) -> str:
    """A digest of what is made from finished files: the toolchain, those files with their checks, and what else was said."""
    value = [
        [
            group.target,
            group.language,
            group.not_due,
            [[made.path, made.sha256, [value_of(check) for check in checks]] for made, checks in group.files],
        ]
        for group in groups
    ]
    return hashlib.sha256(json.dumps([toolchain(), said, value], sort_keys=True).encode()).hexdigest()


def toolchain() -> str:
    """A digest of the toolchain's own files, of the lock that pins the rest, of what the machine adds, and of the project's own
    tables."""
    digest = hashlib.sha256(f"{package()} {machine.digest()}".encode())
    for file in resources.own():
        digest.update(file.name.encode() + b"\0" + file.data)
    return digest.hexdigest()


@cache
def package() -> str:
    """A digest of the toolchain's own files that an output may depend on."""
    digest = hashlib.sha256()
    for name, path in resources.toolchain_files():
        if not name.startswith(UNRELATED):
            digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def alone(out: Path, say: Callable[[str], None] = lambda line: None) -> Iterator[None]:
    """One build at a time in one output folder; leftovers of an interrupted one are cleared. ``say`` is told that another one is at
    work, which is waited for."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another build is at work in {out}; this one waits for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(out / STAGING, ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(out / STAGING, ignore_errors=True)


def kept(out: Path, work: str, target: str, language: str, fingerprint: str) -> Group | None:
    """The published files of this target if they are current and whole, else None. Their bytes stay where they lie."""
    known = _state(out, work).groups.get(work_state.name(target, language))
    if known is None or known.fingerprint != fingerprint:
        return None
    files = []
    for path, said in known.files.items():
        if _digest(out / path) != said.sha256:
            return None
        body = OnDisk(out / path, said.size, said.sha256)
        try:
            files.append((Artefact(target, path, said.media_type, body, said.kind), said.said))
        except (KeyError, TypeError, AttributeError):
            return None
    return Group(target, language, fingerprint, tuple(files), known.not_due, True)


def recorded(out: Path, work: str, target: str, language: str) -> str:
    """What the published files of a target were made of, a fingerprint; empty where there are none."""
    known = _state(out, work).groups.get(work_state.name(target, language))
    return known.fingerprint if known else ""


def languages(out: Path, work: str, target: str) -> tuple[str, ...]:
    """The languages, or pairs of them, that files of a target were published for."""
    return tuple(key.partition(" ")[2] for key in sorted(_state(out, work).groups) if key.startswith(f"{target} "))


def published(out: Path, work: str) -> tuple[str, ...]:
    """The paths that the last publication of the work recorded."""
    return tuple(sorted(path for group in _state(out, work).groups.values() for path in group.files))


def put_aside(out: Path, work: str, stays: Iterable[str]) -> tuple[str, ...]:
    """Moves what nobody published out of the folder of a work, to the folder of strangers; where each lies now. ``stays`` are the
    paths that the work has now, beside those of its last publication."""
    state = _state(out, work)
    known = {*stays, *state.papers, *state.earlier, *(path for group in state.groups.values() for path in group.files)}
    moved: list[str] = []
    for folder, folders, files in os.walk(out / work):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted((*files, *links)):
            path = (Path(folder) / name).relative_to(out).as_posix()
            if path not in known:
                moved.append(_put_aside(out, path))
    return tuple(moved)


def _put_aside(out: Path, path: str) -> str:
    numbered = (f"{STRANGERS}/{path}{f'.{number}' if number else ''}" for number in itertools.count())
    place = next(place for place in numbered if not os.path.lexists(out / place))
    (out / place).parent.mkdir(parents=True, exist_ok=True)
    (out / path).rename(out / place)
    return place


def papers_beside(out: Path, work: str, files: Iterable[Artefact], ending: str) -> Iterator[tuple[str, bytes]]:
    """The papers that were published beside these files, under their names with this ending, while the files are the same."""
    state = _state(out, work)
    known = {path: said.sha256 for group in state.groups.values() for path, said in group.files.items()}
    for file in files:
        path = f"{file.path}{ending}"
        if path in state.papers and known.get(file.path) == file.sha256 and _digest(out / path) == state.papers[path]:
            yield path, (out / path).read_bytes()


def are_whole(out: Path, work: str, papers: Iterable[str]) -> bool:
    """Whether the papers of a work are these, each as it was published."""
    known = _state(out, work).papers
    return known.keys() == set(papers) and all(_digest(out / path) == digest for path, digest in known.items())


def earlier(out: Path, work: str, version: str) -> dict[str, Laid]:
    """The packages of earlier versions, by where each lies now: as they will lie beside ``version`` once that is published, named
    by the date of their version, ``<work>.2024-06-02.tar``. Where a run was ended before it could say that it had published a later
    version, that of the state lies under such a name already."""
    state = _state(out, work)
    found = {path: _laid(path, said) for path, said in state.earlier.items() if _digest(out / path) == said.sha256}
    package = state.groups.get("package")
    if state.version in ("", version) or package is None:
        return found
    for path, said in package.files.items():
        taken = {laid.path: laid.sha256 for laid in found.values()}
        named = _dated(path, work, state.version, taken, said.sha256)
        lies = next((place for place in (path, named) if _digest(out / place) == said.sha256), "")
        if lies and named not in taken:
            found[lies] = _laid(named, said)
    return found


def _laid(path: str, said: FileState) -> Laid:
    return Laid("package", path, said.media_type, said.size, said.sha256, said.kind)


def _dated(path: str, work: str, version: str, taken: dict[str, str], sha256: str) -> str:
    """The name of a package by the date of its version, to the second where that has one, with a number where another
    package has that name."""
    date = version.removesuffix("T00:00:00Z").replace(":", "")
    folder, _, name = path.rpartition("/")
    ending = name.removeprefix(work)
    names = (f"{folder}/{work}.{date}{f'-{number}' if number > 1 else ''}{ending}" for number in itertools.count(1))
    return next(named for named in names if taken.get(named, sha256) == sha256)


def publish(
    out: Path,
    work: str,
    groups: tuple[Group, ...],
    papers: tuple[Artefact, ...] = (),
    facts: bytes = b"",
    version: str = "",
    piece: bytes = b"",
) -> tuple[Group, ...]:
    """Put exactly these files in the place of the work's folder, in one step; the packages of earlier versions stay beside them.
    The groups, with their bytes where they lie now.

    ``papers`` lie beside them: what is made anew from the others, and so is nothing to be kept. ``facts`` are what the
    catalogue knows of the work: none of one that is not complete. ``version`` is that of the statement, ``piece`` what the report
    says of the work: while it is missing the report names the work as newer than itself.
    """
    stage = _staged(out, work, (*(artefact for group in groups for artefact, _ in group.files), *papers))
    before = earlier(out, work, version)
    for path, laid in before.items():
        _link(out / path, stage / laid.path)
    state = WorkState(
        work_state.of_groups(groups),
        {paper.path: paper.sha256 for paper in papers},
        version,
        {laid.path: FileState(laid.media_type, laid.size, laid.sha256, laid.kind) for laid in before.values()},
        hashlib.sha256(facts).hexdigest(),
    )
    (out / STATE / f"{work}{PIECE}").unlink(missing_ok=True)
    _exchange(stage / work, out / work)
    _write(out / STATE / f"{work}.json", work_state.written(state))
    _write(out / STATE / f"{work}{FACTS}", facts)
    describe(out, work, piece)
    shutil.rmtree(out / REJECTED / work, ignore_errors=True)
    _clear(out, work)
    return at(out, groups)


def at(folder: Path, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups, whose files lie in a folder now."""
    return tuple(
        replace(group, files=tuple((_in(folder, artefact), checks) for artefact, checks in group.files))
        for group in groups
    )


def _in(folder: Path, artefact: Artefact) -> Artefact:
    return replace(artefact, body=OnDisk(folder / artefact.path, artefact.size, artefact.sha256))


def reject(out: Path, work: str, artefacts: tuple[Artefact, ...], report: bytes) -> Path:
    """Lay the files of a red work and their report into the folder of rejected works; the published ones stay."""
    stage = _staged(out, work, artefacts)
    (stage / work / "report.json").write_bytes(report)
    (out / REJECTED).mkdir(exist_ok=True)
    _exchange(stage / work, out / REJECTED / work)
    _clear(out, work)
    return out / REJECTED / work


def rejected(out: Path, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups of a red work, with paths and bytes where they lie now."""
    moved = (
        replace(
            group, files=tuple((replace(made, path=f"{REJECTED}/{made.path}"), checks) for made, checks in group.files)
        )
        for group in groups
    )
    return at(out, tuple(moved))


def laid(out: Path, work: str, artefact: Artefact) -> Artefact:
    """A file that was made, on the disk among those of its work that wait for the others."""
    if not artefact.size:
        return artefact
    folder = out / STAGING / f"{work}{MADE}"
    lay_all(folder, (artefact,))
    return _in(folder, artefact)


def _clear(out: Path, work: str) -> None:
    for folder in (out / STAGING / work, out / STAGING / f"{work}{MADE}"):
        shutil.rmtree(folder, ignore_errors=True)


# --- Works that were made elsewhere ----------------------------------------------------------------


def files_of(out: Path, work: str) -> tuple[str, ...]:
    """Every file of a work in an output folder, by its path there: published, rejected, and its state; sorted."""
    states = [out / STATE / f"{work}{suffix}" for suffix in (".json", FACTS, PIECE)]
    places = (out / work, out / REJECTED / work)
    found = (path for place in places for path in place.rglob("*"))
    return tuple(sorted(path.relative_to(out).as_posix() for path in (*states, *found) if path.is_file()))


def lay_foreign(folder: Path, work: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Lay files of a work that came from elsewhere into a folder. ToolFailed for a name that is none of a file of this work."""
    for name, data in files:
        parts = PurePosixPath(name).parts
        if ".." in parts or parts[:1] not in ((work,), (STATE,), (REJECTED,)) or not PurePosixPath(parts[-1]).name:
            raise ToolFailed(f"{name!r} came back, which is no file of {work}")
        lay_all(folder, (Artefact("", name, "", data),))


def stage(out: Path, work: str) -> Path:
    """An empty folder for a work, on the disk of the output folder."""
    folder = out / STAGING / work
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def take_over(out: Path, work: str, stage: Path) -> Path | None:
    """Put a work that was made elsewhere, with its state, in the place of the published one. Where it was rejected that one stays,
    and the place of the rejected files is given."""
    if (stage / REJECTED / work).is_dir():
        (out / REJECTED).mkdir(exist_ok=True)
        _exchange(stage / REJECTED / work, out / REJECTED / work)
        _clear(out, work)
        return out / REJECTED / work
    (out / STATE).mkdir(exist_ok=True)
    (out / STATE / f"{work}{PIECE}").unlink(missing_ok=True)
    _exchange(stage / work, out / work)
    for suffix in (".json", FACTS, PIECE):
        os.replace(stage / STATE / f"{work}{suffix}", out / STATE / f"{work}{suffix}")
    shutil.rmtree(out / REJECTED / work, ignore_errors=True)
    _clear(out, work)
    return None


# --- What the report says of each work -------------------------------------------------------------


def describe(out: Path, work: str, piece: bytes) -> None:
    """Keep what the report says of a published work."""
    file = out / STATE / f"{work}{PIECE}"
    if piece and (not file.is_file() or file.read_bytes() != piece):
        _write(file, piece)


def piece(out: Path, work: str) -> bytes:
    """What the report says of a published work; empty where that was lost, or never said."""
    file = out / STATE / f"{work}{PIECE}"
    return file.read_bytes() if file.is_file() and (out / work).is_dir() else b""


def works_published(out: Path) -> tuple[str, ...]:
    """The works that have a state and files, sorted."""
    states = (path.name.removesuffix(".json") for path in (out / STATE).glob("*.json"))
    return tuple(
        sorted(name for name in states if "." not in name and not name.startswith("_") and (out / name).is_dir())
    )


def report(out: Path) -> bytes:
    """The report as it lies there; empty where there is none."""
    return (out / REPORT).read_bytes() if (out / REPORT).is_file() else b""


def facts(out: Path, work: str) -> bytes:
    """What the catalogue knows of a published work; empty where nothing is there, or the work is not complete."""
    file = out / STATE / f"{work}{FACTS}"
    return file.read_bytes() if file.is_file() else b""


def has_its_facts(out: Path, work: str) -> bool:
    """Whether what the catalogue knows of a work is of its last publication: a run may have been ended between the two."""
    return hashlib.sha256(facts(out, work)).hexdigest() == _state(out, work).facts


def works_with_facts(out: Path) -> tuple[str, ...]:
    """The works that were published at any time, sorted."""
    return tuple(sorted(path.name.removesuffix(FACTS) for path in (out / STATE).glob(f"*{FACTS}")))


def catalogue_digest(told: Iterable[tuple[str, bytes]], *said: str) -> str:
    """A digest of what the catalogue is made of: the toolchain, and the facts of each work."""
    digest = hashlib.sha256("\n".join((toolchain(), *said)).encode())
    for work, data in told:
        digest.update(f"\n{work} {hashlib.sha256(data).hexdigest()}".encode())
    return digest.hexdigest()


def catalogue_kept(out: Path, fingerprint: str) -> tuple[tuple[Laid, tuple[Check, ...]], ...] | None:
    """The published files of the catalogue with their checks, if they are current and whole, else None."""
    entry = _catalogue(out)
    if entry.get("fingerprint") != fingerprint:
        return None
    found = []
    try:
        for path, said in entry["files"].items():
            if _digest(out / path) != said["sha256"]:
                return None
            laid = Laid("catalogue", path, said["media_type"], said["size"], said["sha256"], said["kind"])
            found.append((laid, tuple(map(check_of, said["checks"]))))
    except (KeyError, TypeError, AttributeError):
        return None
    return tuple(found)


def lay(out: Path, artefact: Artefact) -> Laid:
    """Put a page of the catalogue on its stage, and keep of it no more than a report says."""
    file = out / STAGING / CATALOGUE / artefact.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(artefact.data)
    return Laid("catalogue", artefact.path, artefact.media_type, artefact.size, artefact.sha256, artefact.kind)


def publish_catalogue(out: Path, fingerprint: str, made: tuple[tuple[Laid, tuple[Check, ...]], ...]) -> None:
    """Put the pages on the stage in the place of the published ones: the folder of further pages in one step, then each first page
    in one. The state comes last, so that an interrupted run is made good by the next."""
    stage = out / STAGING / CATALOGUE
    (stage / CATALOGUE).mkdir(parents=True, exist_ok=True)
    before = tuple(_catalogue(out).get("files", ()))
    (out / STATE / f"{CATALOGUE}.json").unlink(missing_ok=True)
    _exchange(stage / CATALOGUE, out / CATALOGUE)
    now = {laid.path for laid, _ in made}
    for path in sorted(now):
        if "/" not in path:
            os.replace(stage / path, out / path)
    for path in before:
        if path not in now and "/" not in path:
            (out / path).unlink(missing_ok=True)
    files = {
        laid.path: {
            "kind": laid.kind,
            "media_type": laid.media_type,
            "size": laid.size,
            "sha256": laid.sha256,
            "checks": [value_of(check) for check in checks],
        }
        for laid, checks in made
    }
    state = {"fingerprint": fingerprint, "files": files}
    _write(out / STATE / f"{CATALOGUE}.json", json.dumps(state, indent=1, ensure_ascii=False).encode())
    shutil.rmtree(out / REJECTED / CATALOGUE, ignore_errors=True)
    _clear(out, CATALOGUE)


def reject_catalogue(out: Path) -> Path:
    """Lay the pages on the stage into the folder of what was rejected; the published ones stay."""
    (out / REJECTED).mkdir(exist_ok=True)
    _exchange(out / STAGING / CATALOGUE, out / REJECTED / CATALOGUE)
    _clear(out, CATALOGUE)
    return out / REJECTED / CATALOGUE


def has_catalogue(out: Path) -> bool:
    """Whether a catalogue was published here."""
    return bool(_catalogue(out))


def write_report(out: Path, report: Iterable[bytes]) -> None:
    """Put a report in the place of the one that is there, in one step."""
    scratch = out / f".{REPORT}.new"
    with scratch.open("wb") as file:
        file.writelines(report)
    os.replace(scratch, out / REPORT)


def _staged(out: Path, work: str, artefacts: tuple[Artefact, ...]) -> Path:
    folder = stage(out, work)
    (folder / work).mkdir()
    lay_all(folder, artefacts)
    return folder


def lay_all(folder: Path, artefacts: tuple[Artefact, ...]) -> None:
    """Write files into a folder, each at its path; they are on the disk when this returns. What lies on the disk gets a second
    name. ToolFailed where it is no longer what was laid there."""
    for artefact in artefacts:
        file = folder / artefact.path
        if isinstance(artefact.body, OnDisk):
            artefact.body.read()
            _link(artefact.body.file, file)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as handle:
            handle.write(artefact.data)
            handle.flush()
            os.fsync(handle.fileno())


def _link(old: Path, new: Path) -> None:
    """The same file in another place: a second name of it where the file system can, else a copy."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _exchange(new: Path, old: Path) -> None:
    """Exchange two folders in one step where the file system can (renameat2), else by two renames."""
    if not old.exists():
        new.rename(old)
        return
    library = ctypes.CDLL(None, use_errno=True)
    rename = getattr(library, "renameat2", None)
    if rename is not None:
        if rename(-100, os.fsencode(new), -100, os.fsencode(old), EXCHANGE) == 0:
            return
        if ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS):
            raise ToolFailed(f"the folder {old.name} could not be exchanged: {os.strerror(ctypes.get_errno())}")
    aside = new.with_name(new.name + ".old")
    old.rename(aside)
    new.rename(old)


def _state(out: Path, work: str) -> WorkState:
    return work_state.read(out / STATE / f"{work}.json", work)


def _catalogue(out: Path) -> dict[str, Any]:
    try:
        value = json.loads((out / STATE / f"{CATALOGUE}.json").read_bytes())
        value = value if isinstance(value["files"], dict) else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return dict(value)


def _digest(file: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.new")
    scratch.write_bytes(data)
    os.replace(scratch, path)
