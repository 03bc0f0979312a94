"""Files of a package that speak of the others: where one of those differs, lists, reports and certificates say the same but for its
checksums and sizes, and these are true.

Flow: both packages -> in each file the checksums and sizes of its package's files by the names of those -> the same words or not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

DIGEST = re.compile(rb"\b[0-9a-f]{128}\b|\b[0-9a-f]{64}\b")
SIZE = re.compile(rb"\b[0-9]{4,}\b")
"""Sizes from a thousand bytes; smaller numbers say other things, too."""


def alike(before: dict[str, bytes], again: dict[str, bytes], path: str) -> bool:
    """Whether a file says of its package what the one made again says of its own."""
    return _neutral(before, path) == _neutral(again, path)


def _neutral(files: dict[str, bytes], path: str) -> bytes:
    """The file with the names of others in the place of their checksums and sizes; a checksum that no file has stays."""
    known = dict(_known(files))
    data = DIGEST.sub(lambda match: known.get(match[0], match[0]), files[path])
    return SIZE.sub(lambda match: known.get(match[0], match[0]), data)


def _known(files: dict[str, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Checksums and sizes of the files, and that of the payload (RFC 8493, 2.2.2)."""
    yield str(sum(len(data) for name, data in files.items() if name.startswith("data/"))).encode(), b"<the payload>"
    for name, data in sorted(files.items()):
        for method in ("sha256", "sha512"):
            yield hashlib.new(method, data).hexdigest().encode(), f"<{method} of {name}>".encode()
        yield str(len(data)).encode(), b"<a size>"
