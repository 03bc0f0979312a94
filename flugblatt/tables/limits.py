"""The limits: how much an input may be, and how much of the machine it may take; a project moves them under [limits].

Flow: ``LIMITS``, the one table -> ``limit``, the number in use, from flugblatt.toml where it says one -> ``raising``, the words
that say how more is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LIMITS: Mapping[str, tuple[int, str]] = {
    "text_bytes": (5_000_000, "bytes of the Markdown of an edition"),
    "metadata_bytes": (1_000_000, "bytes of statement.yaml"),
    "picture_bytes": (50_000_000, "bytes of a picture"),
    "picture_pixels": (40_000_000, "pixels of a picture: an A3 page at 450 dpi"),
    "paragraph_characters": (200_000, "characters of a paragraph: a hundred pages without a break"),
    "paragraph_marks": (5_000, "brackets, stars, backticks and other marks of Markdown in a paragraph"),
    "blocks": (100_000, "paragraphs, items and cells of an edition: SGB V, a code of law of 1,390 pages, has 26,000"),
    "reading_seconds": (50, "seconds of the processor for the sources of a work"),
    "setting_seconds": (3_600, "seconds of the processor for all that is made of an edition"),
    "judging_seconds": (600, "seconds of the processor for a file that is checked, proven or verified"),
    "memory_bytes": (
        1_600_000_000,
        "bytes of memory for the sources of a work, or for a file that is checked or proven",
    ),
    "inflated_bytes": (1_000_000_000, "bytes that a file unpacks to, in all"),
    "pages": (5_000, "pages of a PDF"),
}
"""Each limit with its usual number and what it counts. Chosen: far above any statement, and what a machine bears."""
LARGEST = 10**12


def limit(name: str) -> int:
    """The limit in use. Raises KeyError for a name that is none, ContentError where flugblatt.toml cannot be read."""
    from flugblatt.tables.project_file import settings

    return int(dict(settings().limits).get(name, LIMITS[name][0]))


def raising(name: str, more: Iterable[str] = ()) -> str:
    """How more is allowed, behind what else may be done."""
    said = f"raise the limit in flugblatt.toml, beside content/: [limits] {name} = {limit(name) * 2}"
    return "; or ".join((*more, said))
