"""The one table of targets: what is made of an edition, where it lies, what it claims and who judges it.

Flow: names from the command line -> ``chosen`` -> rows of ``TARGETS`` -> pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.errors import UsageError
from flugblatt.model import Edition


@dataclass(frozen=True, slots=True)
class Target:
    """``suffix`` ends the file's name; ``pronom`` is the format that identifiers must find in the finished bytes."""

    name: str
    suffix: str
    media_type: str
    pronom: str
    checks: tuple[str, ...]
    says: str

    def path(self, edition: Edition) -> str:
        """Relative to the output folder."""
        return f"{edition.work}/{edition.language}/{edition.work}.{edition.language}{self.suffix}"


TARGETS = (
    Target(
        "archive-pdf",
        ".pdf",
        "application/pdf",
        "fmt/479",
        ("verapdf:3a", "verapdf:ua1", "fidelity", "glyphs", "metadata", "format-id"),
        "PDF/A-3a and PDF/UA-1 in one file",
    ),
    Target(
        "access-pdf",
        ".a4f.pdf",
        "application/pdf",
        "fmt/1912",
        ("verapdf:4f", "verapdf:ua2", "verapdf:wtpdf", "fidelity", "glyphs", "metadata", "format-id"),
        "PDF/A-4f, PDF/UA-2 and WTPDF 1.0 in one file",
    ),
    Target(
        "epub",
        ".epub",
        "application/epub+zip",
        "fmt/483",
        ("guard", "epubcheck", "fidelity", "metadata", "format-id"),
        "EPUB 3.3",
    ),
    Target(
        "web", ".html", "text/html", "fmt/471", ("fidelity", "metadata", "format-id"), "the edition as one web page"
    ),
    Target(
        "text", ".txt", "text/plain", "x-fmt/111", ("fidelity", "format-id"), "the edition for mail and chat, UTF-8"
    ),
)

CHECKS = (
    ("verapdf:3a", "veraPDF: the file is PDF/A-3a (ISO 19005-3)"),
    ("verapdf:ua1", "veraPDF: the file is PDF/UA-1 (ISO 14289-1)"),
    ("verapdf:4f", "veraPDF: the file is PDF/A-4f (ISO 19005-4)"),
    ("verapdf:ua2", "veraPDF: the file is PDF/UA-2 (ISO 14289-2)"),
    ("verapdf:wtpdf", "veraPDF: the file is Well-Tagged PDF 1.0, for accessibility and for reuse"),
    ("epubcheck", "EPUBCheck: EPUB 3.3 without error or warning"),
    ("guard", "our checks: nothing in the book can run, hide, load or lie outside"),
    ("fidelity", "our checks: the text is the source's text, in order, once"),
    ("glyphs", "HarfBuzz: the glyphs painted are those that the text says, from the fonts embedded"),
    ("metadata", "pypdf, EbookLib, lxml: the file says of itself what statement.yaml says"),
    ("format-id", "Siegfried: the finished bytes are of the PRONOM format expected"),
)


def chosen(names: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets of these names, all for none. UsageError names the known ones."""
    known = {target.name: target for target in TARGETS}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no target {name!r}; the targets are {', '.join(known)}")
    return tuple(target for target in TARGETS if not names or target.name in names)
