"""Every code that a source can be found with, what is said of it, and how a finding is made of one.

Flow: ``codes_of_statement``, ``codes_of_text``, ``codes_of_marks`` -> ``CODES``, one table for ``explain``, for the tests and
for ``finding_at``: the places that find name a code, and its severity comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.content.codes_of_marks import CODES_OF_MARKS
from flugblatt.content.codes_of_statement import CODES_OF_STATEMENT
from flugblatt.content.codes_of_text import CODES_OF_TEXT
from flugblatt.model import Finding, FindingCode, Place

CODES: Mapping[str, FindingCode] = {**CODES_OF_STATEMENT, **CODES_OF_TEXT, **CODES_OF_MARKS}


def finding_at(code: str, path: str, place: Place, message: str, hint: str = "") -> Finding:
    """A finding at a place of a source file; raises KeyError for a code that is not in the table."""
    message, hint = (text.encode("utf-8", "backslashreplace").decode("utf-8") for text in (message, hint))
    return Finding(code, CODES[code].severity, message, f"{path}:{place.line}:{place.column}", hint)
