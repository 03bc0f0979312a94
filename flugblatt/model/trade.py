"""What the book trade wants to know of a work: subjects in its schemes, the price, a claimed exemption.

Flow: ``statement.yaml`` -> these values -> records, catalogue, delivery. A plain subject has no scheme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Exemption = Literal["", "microenterprise", "disproportionate-burden", "fundamental-alteration"]
"""Why accessibility is not claimed (Directive (EU) 2019/882, 4.5 and 14)."""
EXEMPTIONS = ("microenterprise", "disproportionate-burden", "fundamental-alteration")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of subjects: what its codes look like, with one of them."""

    code: re.Pattern[str]
    example: str


SCHEMES: Mapping[str, Scheme] = {
    "thema": Scheme(re.compile(r"[A-Z][A-Z0-9]{0,8}|[1-6][A-Z][A-Z0-9-]{0,20}"), "JPVH"),  # qualifiers begin with 1-6
    "bisac": Scheme(re.compile(r"[A-Z]{3}[0-9]{6}"), "POL035010"),
    "ddc": Scheme(re.compile(r"[0-9]{3}(\.[0-9]+)?"), "323.4"),
    "udc": Scheme(re.compile(r"[0-9(\"=][0-9A-Za-z.:/+()\"=*'-]*"), "342.7"),
    "gnd": Scheme(re.compile(r"[0-9]{1,9}-?[0-9X]"), "4037764-4"),
    "eurovoc": Scheme(re.compile(r"[0-9]{1,7}"), "2821"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """``label`` is for people; ``scheme`` and ``code`` are for machines, both or neither."""

    label: str
    scheme: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """What a reader pays, taxes included; ``amount`` as written, ``currency`` by ISO 4217. Both are empty where it is free."""

    amount: str = ""
    currency: str = ""

    @property
    def free(self) -> bool:
        return not self.amount
