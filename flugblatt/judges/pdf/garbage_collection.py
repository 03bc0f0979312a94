"""The readers of text make hundreds of thousands of small values that live until the verdict: looking for rings among them
again and again takes a fifth of their time. Flow: ``paused`` around a judge -> what was collected before is collected after."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """No search for rings of values inside; as a decorator, in each call."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
