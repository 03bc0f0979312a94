"""Streams that unpack to more than any statement are found in every stage, and good files pass."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.verification import inflation
from flugblatt.verification.inflation import problem
from tests.bagging import Files


def pdf(*streams: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(
        b"%d 0 obj<</Filter/FlateDecode/Length %d>>stream\r\n%b\nendstream endobj\n" % (number, len(one), one)
        for number, one in enumerate(streams, 1)
    )


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "limit", lambda name: 3 * 2**20)
    monkeypatch.setattr(inflation, "SHARE", 3)


@pytest.mark.usefixtures("small")
def test_large_streams_are_found_in_every_stage() -> None:
    once = zlib.compress(bytes(2**20), 9)
    twice, thrice = zlib.compress(once, 9), zlib.compress(zlib.compress(once, 9), 9)
    for stream in (once, twice, thrice):
        assert "in a stream" in problem(pdf(b"small", stream))
    assert problem(pdf(zlib.compress(bytes(2**20 - 1), 9))) == ""


@pytest.mark.usefixtures("small")
def test_many_streams_are_summed() -> None:
    assert problem(pdf(*[zlib.compress(bytes(2**19), 9)] * 5)) == ""
    assert problem(pdf(*[zlib.compress(bytes(2**19), 9)] * 6))


def test_our_files_pass(files: Files) -> None:
    pages = [data for name, data in files.items() if name.endswith(".pdf")]
    assert len(pages) == 6 and all(problem(data) == "" for data in pages)


@given(st.binary(max_size=2000), st.binary(max_size=200))
def test_any_bytes_are_counted_without_an_error(data: bytes, stream: bytes) -> None:
    assert isinstance(problem(pdf(data, zlib.compress(stream), zlib.compress(stream)[:-3]) + data), str)
