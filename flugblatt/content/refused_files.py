"""Why a file cannot be taken: what was expected and found, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refused:
    """``hint`` may be empty: then the reader of the file says what to do."""

    message: str
    hint: str = ""
