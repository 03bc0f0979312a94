"""What the tests of proofs share: glyphs and plain text of the same bytes are read once, whatever they are held against."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from flugblatt.judges import glyphs
from flugblatt.proving import plain_extraction

KEPT = lru_cache(maxsize=64)


@pytest.fixture(autouse=True, scope="module")
def read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glyphs, "judge", KEPT(glyphs.judge))
        patch.setattr(plain_extraction, "_by_pypdf", KEPT(plain_extraction._by_pypdf))
        patch.setattr(plain_extraction, "_by_pdfium", KEPT(plain_extraction._by_pdfium))
        yield
