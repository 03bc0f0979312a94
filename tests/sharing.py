"""Specimens that several files of tests look at: made once in a run, whichever worker asks first, and kept by each in memory.

Flow: ``shared(make)`` -> the value of these arguments from the folder of the run -> else made, and laid there for the others.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar

FOLDER = "FLUGBLATT_SPECIMENS"
"""The variable that names the folder of the run; without it every process makes its own."""
Made = TypeVar("Made", bound=Callable[..., object])


def shared(make: Made) -> Made:
    """``make``, whose value must be one that pickle takes, called once for the same arguments."""

    @cache
    @wraps(make)
    def kept(*values: object, **named: object) -> object:
        if FOLDER not in os.environ:
            return make(*values, **named)
        name = hashlib.sha256(f"{make.__module__} {make.__qualname__} {values!r} {named!r}".encode()).hexdigest()
        file = Path(os.environ[FOLDER]) / name
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                made = pickle.dumps(make(*values, **named))
                file.with_suffix(".new").write_bytes(made)
                file.with_suffix(".new").rename(file)
        return pickle.loads(file.read_bytes())

    return kept  # type: ignore[return-value]
