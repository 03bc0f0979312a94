"""Whether the streams of a PDF unpack to a size that a reader can bear, found without unpacking them into memory.

Flow: bytes -> every ``stream`` that begins as zlib data -> unpacked piece by piece, counted and thrown away -> words, or
none. What comes out is looked at too, so that a bomb in a bomb is counted.
"""

from __future__ import annotations

import re
import zlib

LARGEST_TOTAL = 2**30
LARGEST_STREAM = 2**28
PIECE = 2**16
STAGES = 3
STREAM = re.compile(rb"stream\r?\n")


def problem(data: bytes) -> str:
    """What was expected and found, in words; empty for a PDF whose streams are of a bearable size."""
    total = 0
    for match in STREAM.finditer(data):
        size = _unpacked(data, match.end())
        total += size
        if size >= LARGEST_STREAM or total >= LARGEST_TOTAL:
            limits = f"less than {LARGEST_STREAM:,} bytes in a stream and {LARGEST_TOTAL:,} in all"
            return f"expected streams that unpack to {limits}; found more, at byte {match.start()}"
    return ""


def _unpacked(data: bytes, at: int) -> int:
    """How many bytes the zlib data from ``at`` on unpacks to, stages within it included; 0 where there is none."""
    if not _is_zlib(data[at : at + 2]):
        return 0
    stage = _Stage(STAGES)
    while stage.open and at < len(data) and stage.total < LARGEST_STREAM:
        stage.feed(data[at : at + PIECE])
        at += PIECE
    return stage.total


class _Stage:
    """One unpacking, and the one within it where its output is packed again."""

    def __init__(self, stages: int) -> None:
        self.open = True
        self._unpacker = zlib.decompressobj()
        self._stages = stages
        self._size = 0
        self._inner: _Stage | None = None

    @property
    def total(self) -> int:
        return self._size + (self._inner.total if self._inner else 0)

    def feed(self, data: bytes) -> None:
        while self.open and data and self.total < LARGEST_STREAM:
            try:
                piece = self._unpacker.decompress(data, PIECE)
            except zlib.error:
                self.open = False  # no zlib data, or damaged: a reader stops here too
                return
            data = self._unpacker.unconsumed_tail
            self.open = not self._unpacker.eof
            if not self._size and self._stages > 1 and _is_zlib(piece[:2]):
                self._inner = _Stage(self._stages - 1)
            self._size += len(piece)
            if self._inner:
                self._inner.feed(piece)


def _is_zlib(head: bytes) -> bool:
    """RFC 1950, 2.2: method 8, a window that exists, and a check value."""
    return len(head) == 2 and head[0] & 0x8F == 8 and int.from_bytes(head, "big") % 31 == 0
