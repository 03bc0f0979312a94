"""The declared normalisations: the four differences between a source and an output that are declared to be none.

Flow: source bytes -> source_text -> the characters that are proven; text of either side -> plain -> what is compared;
source and blocks -> counts -> the certificate.

Rule: these four and no others. Not folded are composed and decomposed letters, upper and lower case, quotation marks,
dashes and hyphens, no-break and other wide spaces, and joiners: each of them is a character that somebody set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

BOM = "\ufeff"
BLANKS = " \t\r\n"
SOFT_HYPHEN = "\u00ad"
BLANK_RUN = re.compile(f"[{BLANKS}]+")


@dataclass(frozen=True, slots=True)
class Normalisation:
    """One difference that is declared to be none."""

    id: str
    rule: str
    reason: str


NORMALISATIONS = (
    Normalisation(
        "leading-bom",
        "a byte order mark at the beginning of the source is left out",
        "it marks the encoding of the file and is no character of the text",
    ),
    Normalisation(
        "crlf",
        "CR LF in the source counts as LF",
        "editors of other systems end lines so; the lines are the same",
    ),
    Normalisation(
        "blank-runs",
        "within a block, a run of space, tab, CR and LF counts as one space",
        "where the source breaks its lines is not where the outputs break theirs",
    ),
    Normalisation(
        "soft-hyphens",
        "U+00AD is left out",
        "it says where a word may be divided and is seen only where it is",
    ),
)


def source_text(data: bytes, errors: str = "strict") -> str:
    """The characters of a source in UTF-8: ``leading-bom`` and ``crlf``. Raises UnicodeDecodeError if ``errors`` is strict."""
    return data.decode("utf-8", errors).removeprefix(BOM).replace("\r\n", "\n")


def plain(text: str) -> str:
    """A block of text as it is compared: ``soft-hyphens`` and ``blank-runs``; there are no blanks at its ends."""
    return BLANK_RUN.sub(" ", text.replace(SOFT_HYPHEN, "")).strip(" ")


def counts(data: bytes, blocks: Iterable[str]) -> dict[str, int]:
    """By id, how often a source and the text of its blocks, as written, gave occasion for each normalisation."""
    text = data.decode("utf-8", "replace")
    written = tuple(blocks)
    runs = (run for block in written for run in BLANK_RUN.findall(block.strip(BLANKS)))
    return {
        "leading-bom": int(text.startswith(BOM)),
        "crlf": text.count("\r\n"),
        "blank-runs": sum(run != " " for run in runs),
        # As characters of the source, or as the entities that its blocks were read from.
        "soft-hyphens": max(text.count(SOFT_HYPHEN), sum(block.count(SOFT_HYPHEN) for block in written)),
    }
