"""What is kept of a published work beside its files: of what each group of them was made, their digests and checks, the papers
on their making, and the packages of earlier versions.

Flow: ``read`` -> ``WorkState`` -> ``written``. The file has a schema and is believed only in its shape: one of another schema, one
that is broken, or one that names a file outside of its work is no state, and the work is made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from flugblatt.model import Check, Group
from flugblatt.model.checks import check_of, value_of

SCHEMA = 2


@dataclass(frozen=True, slots=True)
class FileState:
    """What is kept of a file. Its checks are as JSON holds them, for most are never asked."""

    media_type: str
    size: int
    sha256: str
    kind: str = ""
    checks: tuple[Mapping[str, Any], ...] = ()

    @property
    def said(self) -> tuple[Check, ...]:
        """What its judges said. KeyError, TypeError or AttributeError where that has another shape."""
        return tuple(map(check_of, map(dict, self.checks)))


@dataclass(frozen=True, slots=True)
class GroupState:
    """What is kept of the files of a target, by their paths."""

    fingerprint: str
    not_due: tuple[str, ...] = ()
    files: Mapping[str, FileState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkState:
    """``groups`` by the target and language of each; ``papers`` are digests by path; ``version`` is that of the statement, and
    ``earlier`` are the packages of those before it, by path; ``facts`` is the digest of what the catalogue knows of them."""

    groups: Mapping[str, GroupState] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    earlier: Mapping[str, FileState] = field(default_factory=dict)
    facts: str = ""


NONE = WorkState()


def name(target: str, language: str) -> str:
    """Under which a group is kept."""
    return f"{target} {language}".strip()


def of_groups(groups: tuple[Group, ...]) -> dict[str, GroupState]:
    return {
        name(group.target, group.language): GroupState(
            group.fingerprint,
            group.not_due,
            {
                made.path: FileState(made.media_type, made.size, made.sha256, made.kind, tuple(map(value_of, checks)))
                for made, checks in group.files
            },
        )
        for group in groups
    }


def written(state: WorkState) -> bytes:
    """The state as it is kept."""
    value = {
        "schema": SCHEMA,
        "version": state.version,
        "groups": {
            key: {
                "fingerprint": group.fingerprint,
                "not_due": list(group.not_due),
                "files": {path: _value(file) for path, file in group.files.items()},
            }
            for key, group in state.groups.items()
        },
        "papers": dict(state.papers),
        "earlier": {path: _value(file) for path, file in state.earlier.items()},
        "facts": state.facts,
    }
    return json.dumps(value, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(file: Path, work: str) -> WorkState:
    """What a file keeps of a work; ``NONE`` where it is none, or none that can be believed."""
    try:
        known = file.stat()
        return _read(file, work, known.st_ino, known.st_mtime_ns, known.st_ctime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return NONE


@lru_cache(maxsize=4)
def _read(file: Path, work: str, *standing: int) -> WorkState:
    """Every edition and target of a work asks for it, one after the other."""
    value = json.loads(file.read_bytes())
    if value["schema"] != SCHEMA:
        raise ValueError(value["schema"])
    groups = {
        _text(key): GroupState(
            _text(group["fingerprint"]),
            tuple(map(_text, _list(group["not_due"]))),
            {_path(path, work): _file(kept) for path, kept in group["files"].items()},
        )
        for key, group in value["groups"].items()
    }
    papers = {_path(path, work): _text(digest) for path, digest in value["papers"].items()}
    earlier = {_path(path, work): _file(kept) for path, kept in value["earlier"].items()}
    return WorkState(groups, papers, _text(value["version"]), earlier, _text(value.get("facts", "")))


def _value(file: FileState) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "checks": list(file.checks),
    }


def _file(value: Mapping[str, Any]) -> FileState:
    if not isinstance(value["size"], int):
        raise TypeError("size")
    words = (_text(value[key]) for key in ("media_type", "sha256", "kind"))
    media_type, sha256, kind = words
    return FileState(media_type, value["size"], sha256, kind, tuple(map(dict, _list(value["checks"]))))


def _path(path: str, work: str) -> str:
    parts = PurePosixPath(path).parts
    if parts[:1] != (work,) or ".." in parts or "\0" in path:
        raise ValueError(path)
    return path


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value
