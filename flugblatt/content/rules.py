"""Every code that a source can be found with, and how a finding is made of one.

``CODES`` is one table for ``explain``, for the tests and for ``found``: the places that find name a code, and its
severity comes from here.
"""

from __future__ import annotations

from flugblatt.content.rule import Rule
from flugblatt.content.rules_of_marks import MARK_RULES
from flugblatt.content.rules_of_statement import STATEMENT_RULES
from flugblatt.content.rules_of_text import TEXT_RULES
from flugblatt.model import Finding, Place, Severity

__all__ = ["CODES", "Rule", "found"]

CODES: tuple[Rule, ...] = (*STATEMENT_RULES, *TEXT_RULES, *MARK_RULES)

_SEVERITIES: dict[str, Severity] = {rule.code: rule.severity for rule in CODES}


def found(code: str, path: str, place: Place, message: str, hint: str = "") -> Finding:
    """A finding at a place of a source file; raises KeyError for a code that is not in the table."""
    return Finding(code, _SEVERITIES[code], message, f"{path}:{place.line}:{place.column}", hint)
