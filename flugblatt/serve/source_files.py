"""The sources of a work as an editor has them: read as text, saved whole, and never over what another program wrote.

Flow: work, name -> ``folder_of``, ``place_of`` (inside content/, no link) -> ``read`` -> text and the SHA-256 that it was read with
-> ``save``, which asks for that SHA-256 again. Line ends and a byte order mark of the file stay as they were.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from flugblatt.content.standing import WORK

BOM = "\ufeff"
LARGEST = 8 * 2**20
"""Bytes of a source that is edited here; chosen: a browser's field is slow far below."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*\.md|statement\.yaml")
_saving = Lock()


class NotThere(Exception):
    """There is no such source, or it is none that may be edited here; the words say why."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source: ``text`` has LF at the ends of its lines; ``sha256`` is that of the bytes on disk."""

    name: str
    text: str
    sha256: str


class Conflict(Exception):
    """The file is not what it was when it was read; ``now`` is what it is."""

    def __init__(self, now: SourceText) -> None:
        super().__init__(now.name)
        self.now = now


def folder_of(content: Path, work: str) -> Path:
    """The folder of a work, which is one of content/ itself and no link elsewhere. NotThere otherwise."""
    folder = content / work
    if not WORK.fullmatch(work) or not folder.is_dir() or folder.resolve().parent != content.resolve():
        raise NotThere(f"there is no work {work!r}")
    return folder


def names(folder: Path) -> tuple[str, ...]:
    """The sources of a work that can be edited: its editions, then statement.yaml."""
    there = sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name) and _is_own(path))
    return (*(name for name in there if name.endswith(".md")), *(name for name in there if not name.endswith(".md")))


def read(folder: Path, name: str) -> SourceText:
    """NotThere for a file that is none of ``names``, too large, or not in UTF-8."""
    data = place_of(folder, name).read_bytes()
    if len(data) > LARGEST:
        raise NotThere(f"{name} is larger than {LARGEST:,} bytes: change it in an editor of your own")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotThere(f"{name} is not in UTF-8: save it so with an editor of your own") from error
    return SourceText(name, _with_lf(text.removeprefix(BOM)), hashlib.sha256(data).hexdigest())


def save(folder: Path, name: str, text: str, seen: str) -> SourceText:
    """Writes a source, whole or not at all, and returns what is there now. Conflict where the file is not the one that was
    ``seen``; NotThere as ``read``."""
    place = place_of(folder, name)
    with _saving:
        now = read(folder, name)
        if now.sha256 != seen:
            raise Conflict(now)
        written = _with_lf(text).encode("utf-8", "replace")
        before = place.read_bytes()
        if b"\r\n" in before and before.count(b"\r\n") == before.count(b"\n"):
            written = written.replace(b"\n", b"\r\n")
        if before.startswith(BOM.encode()):
            written = BOM.encode() + written
        if written != before:
            _replace(place, written)
    return read(folder, name)


def place_of(folder: Path, name: str) -> Path:
    """Where a source lies. NotThere for any other name, a link, or what is no file."""
    place = folder / name
    if not _NAME.fullmatch(name) or not _is_own(place):
        raise NotThere(f"there is no source {name!r} in {folder.name}")
    return place


def _is_own(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _replace(place: Path, data: bytes) -> None:
    handle, scratch = tempfile.mkstemp(prefix=".", suffix=".new", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), place.stat().st_mode & 0o777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, place)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
