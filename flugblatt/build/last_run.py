"""The memory of the last run: what it was asked, what it read, what it left, and what it said, so that nothing to do is nothing.

Flow: the words of the command line -> ``question``; ``recalled`` compares what stands on the disk with what is remembered and gives
what is to be said, or None, which means a run. ``Memory`` takes down what the sources are before they are read, and is kept when
the run is over. Nothing of this imports an engine, a parser or Java.

A file is the same if its size, both its times and its place on the disk are; a source that looks changed is read, and is the same
if its bytes are. No program sets the time of a file's last change (``ctime``), so that an edition edited within the second to the
same length is seen; what was written so shortly before it was noted that another write could bear the same time is always read.
A run that has begun has no memory until it has ended.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flugblatt import resources

SCHEMA = 1
NAME = "_last-run.json"
"""In the folder of states; no work can have this name."""
STATE, STAGING = ".state", ".staging"
TICK = 50_000_000
"""Nanoseconds within which two changes of a file may bear the same time: a tick of the kernel's clock is 1 to 10 ms."""
ASIDE = ("command", "jobs", "scheduler", "shared", "force", "project", "content", "out")
"""Options that change nothing of what is made, or stand in the question as folders."""

Standing = tuple[int, int, int, int]
"""Of a file: size, times of the last write and the last change in nanoseconds, number on its disk."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a run that has nothing to do says: lines on standard error, a result on standard output, and its exit code."""

    problems: tuple[str, ...]
    result: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, as plain values; the folders of sources and of publications."""

    words: dict[str, Any]
    content: Path
    out: Path
    works: tuple[str, ...]

    @property
    def value(self) -> dict[str, Any]:
        """What two runs must have in common."""
        places = [os.path.abspath(self.content), os.path.abspath(self.out), str(resources.PACKAGE)]
        environment = [os.environ.get(name, "") for name in ("SOURCE_DATE_EPOCH", "LD_LIBRARY_PATH", "LD_PRELOAD")]
        typed = [self.content.as_posix(), self.out.as_posix()]
        return {"words": self.words, "places": places, "typed": typed, "environment": environment}


def question(options: Any) -> Question:
    """The question of parsed words, those of ``build``."""
    words = {name: _plain(value) for name, value in sorted(vars(options).items()) if name not in ASIDE}
    return Question(words, options.content, options.out, tuple(options.works))


def _plain(value: Any) -> Any:
    return [str(one) for one in value] if isinstance(value, list | tuple) else value if _is_plain(value) else str(value)


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | str)


# --- Recalling -----------------------------------------------------------------------------------


def recalled(asked: Question, now: float) -> Said | None:
    """What to say where nothing is to be done; None where it must be found out. ``now`` is in seconds since 1970."""
    try:
        value = json.loads((asked.out / STATE / NAME).read_bytes())
        if not isinstance(value, dict) or value["schema"] != SCHEMA or value["question"] != asked.value:
            return None
        if value["expires"] is not None and now >= value["expires"]:
            return None
        if (asked.out / STAGING).exists() or value["machine"] != standing_of(map(Path, value["places"])):
            return None
        if value["outputs"] != outputs(asked.out, tuple(value["outputs"]["works"])):
            return None
        if value["toolchain"] != toolchain() or not _same(asked, value["sources"]):
            return None
        said = value["said"]
        return Said(tuple(said["problems"]), str(said["result"]), int(said["exit_code"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _same(asked: Question, noted: dict[str, list[Any]]) -> bool:
    """Whether every source is what it was: where it looks another, by its bytes."""
    there = dict(sources(asked))
    return there.keys() == noted.keys() and all(
        list(standing(path)) == noted[name][:4] or _sha256(path) == noted[name][4] for name, path in there.items()
    )


# --- Remembering ---------------------------------------------------------------------------------


class Memory:
    """What the sources are, taken down before a run reads them."""

    def __init__(self, asked: Question) -> None:
        begun = time.time_ns()
        self._asked = asked
        self._sources: dict[str, list[Any]] = {}
        for name, path in sources(asked):
            stands = standing(path)
            shaky = max(stands[1:3], default=0) >= begun - TICK
            self._sources[name] = [*((0, 0, 0, -1) if shaky else stands), _sha256(path)]

    def keep(self, left: dict[str, Any], said: Said, expires: float | None, places: tuple[Path, ...]) -> None:
        """Remember a run that is over. ``left`` are its ``outputs``, ``expires`` is the moment, in seconds since 1970, from which
        another thing is due, ``places`` stand for what the machine has. Where nothing can be written nothing is remembered."""
        value = {
            "schema": SCHEMA,
            "question": self._asked.value,
            "expires": expires,
            "places": list(map(str, places)),
            "machine": standing_of(places),
            "toolchain": toolchain(),
            "sources": self._sources,
            "outputs": left,
            "said": {"problems": said.problems, "result": said.result, "exit_code": said.exit_code},
        }
        file = self._asked.out / STATE / NAME
        scratch = file.with_name(f".{NAME}.new")
        with suppress(OSError):
            scratch.write_text(json.dumps(value, ensure_ascii=True), encoding="ascii")
            os.replace(scratch, file)


def noted(asked: Question) -> Memory | None:
    """A memory begun before the run; None where the sources cannot be read, which the run will tell."""
    try:
        return Memory(asked)
    except OSError:
        return None


def forget(out: Path) -> None:
    """A run has begun: until it has ended nobody knows what is there."""
    (out / STATE / NAME).unlink(missing_ok=True)


# --- What stands on the disk -----------------------------------------------------------------------


def sources(asked: Question) -> Iterator[tuple[str, Path]]:
    """Every file that a run may read: those of the works that are asked for, the names of all others, the project's own."""
    content = asked.content
    for entry in sorted(os.scandir(content), key=lambda entry: entry.name):
        yield f"{entry.name}{'/' if entry.is_dir() else ''}", Path(entry.path)
        if entry.is_dir() and (not asked.works or entry.name in asked.works):
            yield from ((f"{entry.name}/{name}", path) for name, path in _files(Path(entry.path)))
    for path in resources.project_files(content):
        yield f"../{path.name}", path
    styles = Path(os.path.abspath(content)).parent / "styles"
    if styles.is_dir() and styles.resolve() != resources.STYLES.resolve():
        yield from ((f"../styles/{name}", path) for name, path in _files(styles))


def outputs(out: Path, works: Iterable[str]) -> dict[str, Any]:
    """What stands in the output folder: of each of these works, of all states, of the catalogue, and what else is there."""
    entries = sorted(
        (entry for entry in os.scandir(out) if not entry.name.startswith(".")), key=lambda entry: entry.name
    )
    return {
        "works": {work: tree(out / work) for work in works},
        "names": [entry.name for entry in entries],
        "pages": [[entry.name, *standing(Path(entry.path))] for entry in entries if entry.is_file()],
        "catalogue": tree(out / "_catalogue"),
        "states": tree(out / STATE, without=NAME),
    }


def tree(folder: Path, without: str = "") -> str:
    """A digest of the standing of every file below a folder."""
    digest = hashlib.blake2b()
    if folder.is_dir():
        for line in _lines(str(folder), "", without):
            digest.update(line)
    return digest.hexdigest()


def _lines(folder: str, before: str, without: str) -> Iterator[bytes]:
    """A line for each file below a folder, and for each folder with nothing in it: there may be many thousands."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name = before + entry.name
        if entry.is_dir(follow_symlinks=False):
            inside = list(_lines(entry.path, f"{name}/", without))
            yield from inside or (os.fsencode(f"{name}/\0\n"),)
        elif name != without:
            known = entry.stat(follow_symlinks=not entry.is_symlink() or os.path.exists(entry.path))
            stands = f"{name}\0{known.st_size} {known.st_mtime_ns} {known.st_ctime_ns} {known.st_ino}\n"
            yield os.fsencode(stands)


def toolchain() -> str:
    """A digest of the toolchain's own files as they are, whatever they are for."""
    digest = hashlib.sha256()
    for name, path in resources.toolchain_files():
        digest.update(f"{name}\0{standing(path)}\n".encode())
    return digest.hexdigest()


def standing_of(places: Iterable[Path]) -> str:
    """A digest of the standing of files of the machine, and of every font that it has."""
    digest = hashlib.blake2b("\n".join(map(tree, resources.SYSTEM_FONTS)).encode())
    for path in places:
        digest.update(f"{path}\0{standing(path) if path.exists() else None}\n".encode())
    return digest.hexdigest()


def standing(path: Path) -> Standing:
    known = os.stat(path)
    return (known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything below a folder but folders with something in them, by names relative to it, sorted."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if not entry.is_dir(follow_symlinks=False):
            yield entry.name, Path(entry.path)
            continue
        empty = True
        for name, path in _files(Path(entry.path)):
            empty = False
            yield f"{entry.name}/{name}", path
        if empty:
            yield f"{entry.name}/", Path(entry.path)


def _sha256(path: Path) -> str:
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
