"""The search for rings of values rests while a judge reads, and goes on after it, whatever happens."""

import gc

import pytest

from flugblatt.judges.pdf import garbage_collection


def test_it_rests_inside_and_goes_on_after() -> None:
    assert gc.isenabled()
    with garbage_collection.paused():
        assert not gc.isenabled()
        with garbage_collection.paused():
            pass
        assert not gc.isenabled(), "the inner pause does not end the outer"
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    @garbage_collection.paused()
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert gc.isenabled()
