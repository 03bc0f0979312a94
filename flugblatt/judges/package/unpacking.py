"""Unpacks a package that nobody trusts, a tar or a folder, into memory: no file is written, no link followed.

Flow: unpack(path) -> each member by its header (``tar_reader``) or each entry of a folder -> its name, kind and size
judged before a byte of it is read -> ``Unpacked``: the files, or the findings that forbid to read them.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flugblatt.judges.package import tar_reader
from flugblatt.model import Finding
from flugblatt.model.checks import MOST_FINDINGS
from flugblatt.model.errors import UsageError
from flugblatt.model.findings import is_strange, shown

LARGEST_TOTAL = 2**30  # chosen, like what follows: packages of statements have some megabytes and a hundred files
LARGEST_FILE = 2**28
LARGEST_COUNT = 20_000
LONGEST_NAME = 1000  # chosen: Windows takes 260, Linux 4096 bytes of a path
LONGEST_PART = 255  # NAME_MAX of Linux; Windows and macOS allow as many characters
DEEPEST = 32  # chosen: ours have eight
PACKED = {
    b"\x1f\x8b": ("gzip", "gunzip"),
    b"BZh": ("bzip2", "bunzip2"),
    b"\xfd7zXZ": ("xz", "unxz"),
    b"\x28\xb5\x2f\xfd": ("zstd", "unzstd"),
    b"PK\x03\x04": ("zip", "unzip"),
    b"7z\xbc\xaf": ("7z", "7z x"),
}
"""First bytes of what is packed: its name and the program that unpacks it."""


@dataclass(frozen=True, slots=True)
class File:
    """``name`` as the package writes it, with forward slashes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The files in the order of their names, and what was found. Where there is a finding there are no files: what has an
    unsafe name or size is not read at all, and what was read beside it is not to be trusted."""

    files: tuple[File, ...]
    findings: tuple[Finding, ...] = ()


def unpack(path: Path) -> Unpacked:
    """The package at ``path``. UsageError where there is nothing to read; never raises for what a package holds."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _gathered(_folder(path))
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path} is neither a file nor a folder")
        with path.open("rb") as stream:
            return unpack_tar(stream, status.st_size)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def unpack_tar(stream: BinaryIO, length: int) -> Unpacked:
    """The tar of ``length`` bytes in ``stream``."""
    head = stream.read(8)
    for magic, (name, program) in PACKED.items():
        if head.startswith(magic):
            hint = f"unpack it first ({program}), then verify the tar or the folder inside"
            return Unpacked(
                (), (Finding("fixity-tar", "error", f"expected a plain tar; found {name}", "package", hint),)
            )
    if length > 2 * LARGEST_TOTAL:
        return Unpacked((), (_too_large(length, "package"),))
    return _gathered(_tar(stream, length))


# --- Tar and folder: names and sizes first, then bytes ---------------------------------------------

Step = File | Finding


def _gathered(steps: Iterable[Step]) -> Unpacked:
    files: list[File] = []
    findings: list[Finding] = []
    for step in steps:
        if isinstance(step, File):
            if not findings:
                files.append(step)
        else:
            files.clear()
            findings.append(step)
        if len(findings) == MOST_FINDINGS:
            break
    return Unpacked(tuple(sorted(files, key=lambda file: file.name)), tuple(dict.fromkeys(findings)))


def _tar(stream: BinaryIO, length: int) -> Iterator[Step]:
    names, total = Names(), 0
    try:
        for member in tar_reader.members(stream, length):
            where = shown(member.name if member.name is not None else member.raw.decode("latin-1"))
            if member.kind == "other":
                yield _not_plain(where, member.says)
                if member.says in ("a sparse file", "a part of a file in several volumes"):
                    return  # what follows such a header depends on who reads it
                continue
            name = None if member.name is None else member.name.removeprefix("./")
            if member.kind == "folder":
                if member.size:
                    yield Finding("fixity-tar", "error", f"expected an empty folder; found {member.size} bytes", where)
                    return
                if name != "":
                    yield from names.add_folder(name and (name.removesuffix("/") or name), where)
                continue
            total += member.size
            if member.size > LARGEST_FILE or total > LARGEST_TOTAL:
                yield _too_large(member.size, where)
                return
            trouble = list(names.add(name, where))
            yield from trouble
            if len(names) > LARGEST_COUNT:
                yield _too_many()
                return
            if name is not None and not trouble and member.begin + member.size <= length:
                stream.seek(member.begin)
                yield File(name, stream.read(member.size))
    except tar_reader.Broken as error:
        yield Finding("fixity-tar", "error", str(error), "package", "the tar is damaged, cut off or no tar at all")


def _folder(root: Path) -> Iterator[Step]:
    names, total = Names(), 0
    waiting = [os.fsencode(root)]
    begin = len(waiting[0]) + 1
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            yield _unreadable(folder[begin:], error)
            continue
        for entry in entries:
            raw = entry.path[begin:]
            name = tar_reader.decoded(raw)
            where = shown(name if name is not None else raw.decode("latin-1"))
            if entry.is_dir(follow_symlinks=False):
                trouble = list(names.add_folder(name, where))
                yield from trouble
                if not trouble:
                    waiting.append(entry.path)
                continue
            if not entry.is_file(follow_symlinks=False):
                yield _not_plain(where, "a symbolic link" if entry.is_symlink() else "a device or a pipe")
                continue
            size = entry.stat(follow_symlinks=False).st_size
            total += size
            if size > LARGEST_FILE or total > LARGEST_TOTAL:
                yield _too_large(size, where)
                return
            trouble = list(names.add(name, where))
            yield from trouble
            if len(names) > LARGEST_COUNT:
                yield _too_many()
                return
            if name is not None and not trouble:
                try:
                    yield File(name, _read_plain(entry.path))
                except OSError as error:
                    yield _unreadable(raw, error)


def _read_plain(path: bytes) -> bytes:
    """The bytes of a plain file, even where somebody puts a link or a pipe in its place meanwhile."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is no plain file any more")
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise OSError(0, "it grew while it was read")
    return data


# --- Names ---------------------------------------------------------------------------------------


class Names:
    """The names so far, to find two that are one on some computer: the same name, other capitals, another normal form, or a
    file where another name needs a folder."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._files)

    def add(self, name: str | None, where: str) -> Iterator[Finding]:
        """What is wrong with the name of a file, by itself and beside the others."""
        yield from _alone(name, where)
        if name is None:
            return
        yield from self._above(name.rpartition("/")[0], where)
        key = _key(name)
        before = self._files.get(key) or self._folders.get(key)
        if before:
            yield _collision(shown(before), where)
        self._files.setdefault(key, name)

    def add_folder(self, name: str | None, where: str) -> Iterator[Finding]:
        """The same for a folder, which may be named more than once."""
        yield from _alone(name, where)
        if name is not None:
            yield from self._above(name, where)

    def _above(self, folder: str, where: str) -> Iterator[Finding]:
        parts = folder.split("/") if folder else []
        for count in range(1, len(parts) + 1):
            one = "/".join(parts[:count])
            before = self._files.get(_key(one)) or self._folders.setdefault(_key(one), one)
            if before != one or _key(one) in self._files:
                yield _collision(shown(before), where)


def _alone(name: str | None, where: str) -> Iterator[Finding]:
    problem = "expected a name in UTF-8; found other bytes" if name is None else name_problem(name)
    if problem:
        yield Finding("fixity-name", "error", problem, where, "nothing of this package was unpacked")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def name_problem(name: str) -> str:
    """Why a name is unsafe on some computer, in words; empty where it is safe everywhere."""
    parts = name.split("/")
    if not name or name.startswith("/"):
        return "expected a name inside the package; found one that begins at the root of the disk"
    if ".." in parts:
        return "expected a name inside the package; found one that climbs out of it (..)"
    if "." in parts or "" in parts:
        return "expected a name in its shortest form; found an empty part or a dot"
    if "\\" in name or ":" in name:
        return "expected a name without backslash and colon, which lead to other places on some computers"
    if strange := next((char for char in name if is_strange(char)), ""):
        return f"expected a name of visible characters; found U+{ord(strange):04X}"
    if unicodedata.normalize("NFC", name) != name:
        return "expected a name in Unicode's composed form (NFC); found another form, which some computers change"
    if any(part.endswith((" ", ".")) for part in parts):
        return "expected no part of the name to end in a space or a dot, which some computers leave out"
    if len(parts) > DEEPEST or len(name.encode()) > LONGEST_NAME:
        return f"expected at most {DEEPEST} folders and {LONGEST_NAME} bytes in a name; found more"
    if any(len(part.encode()) > LONGEST_PART for part in parts):
        return f"expected at most {LONGEST_PART} bytes in each part of a name; found more"
    return ""


# --- Findings ------------------------------------------------------------------------------------


def _not_plain(where: str, found: str) -> Finding:
    hint = "links, devices and sparse files can write outside of the package or fill the disk: ask for a plain copy"
    return Finding("fixity-plain", "error", f"expected plain files and folders; found {found}", where, hint)


def _too_large(size: int, where: str) -> Finding:
    limits = f"at most {LARGEST_FILE:,} bytes in a file and {LARGEST_TOTAL:,} in all"
    return Finding("fixity-size", "error", f"expected {limits}; found {size:,} here, which was not read", where)


def _too_many() -> Finding:
    return Finding("fixity-size", "error", f"expected at most {LARGEST_COUNT:,} files; found more", "package")


def _collision(other: str, where: str) -> Finding:
    message = f"expected one file of this name; found also {other}, which is the same name on some computers"
    return Finding("fixity-collision", "error", message, where)


def _unreadable(raw: bytes, error: OSError) -> Finding:
    where = shown(raw.decode("utf-8", "replace")) or "package"
    return Finding("fixity-unreadable", "error", f"expected a file that may be read; found: {error.strerror}", where)
