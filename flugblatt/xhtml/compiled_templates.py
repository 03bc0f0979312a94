"""The templates compiled once and kept in the user's cache, as Python keeps its own modules.

Flow: ``kept(options)`` -> a cache for Jinja's environment with these options -> a template is compiled where its source, its
options, Jinja or Python are others than those that were kept. What cannot be kept is compiled again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from flugblatt import resources


def kept(options: Mapping[str, Any]) -> FileSystemBytecodeCache:
    """The cache of an environment with these options, which are values that say themselves."""
    made_by = hashlib.sha256(f"{version('jinja2')} {sorted(options.items())}".encode())
    folder = resources.cache_folder() / "templates" / made_by.hexdigest()[:16]
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return _Kept(str(folder))


class _Kept(FileSystemBytecodeCache):
    """Jinja's own, but that a full disk or a lost folder costs time and nothing else."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(Exception):  # whatever a damaged file makes the reader of it throw
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
