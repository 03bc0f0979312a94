"""What is said of one code: the rule, its reason, what passes and what fails."""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.model import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """``passes`` and ``fails`` are short examples, or sentences where an example needs a file of its own."""

    code: str
    severity: Severity
    rule: str
    reason: str
    passes: str
    fails: str
