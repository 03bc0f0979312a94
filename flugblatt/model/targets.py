"""The one table of targets: what is made, where it lies, what it claims and who judges it.

Flow: names from the command line -> ``chosen`` -> rows of ``TARGETS`` -> pipeline; a finished file -> ``form_of`` -> its checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flugblatt.model import Edition
from flugblatt.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file of a target. ``suffix`` ends its name; ``pronom`` is the format that identifiers must find in its bytes,
    empty where PRONOM knows none."""

    suffix: str
    media_type: str
    pronom: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``scope``: made of one edition, with its fonts and pages, or from all finished files of the work.

    ``several``: how many files it has, and which, depends on the work; otherwise it is the one file of its one form.
    """

    name: str
    scope: Literal["edition", "work"]
    forms: tuple[Form, ...]
    says: str
    several: bool = False

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks of all its forms, each once."""
        return tuple(dict.fromkeys(check for form in self.forms for check in form.checks))

    def path(self, edition: Edition) -> str:
        """Where the one file of the target lies, relative to the output folder."""
        return f"{edition.work}/{edition.language}/{edition.work}.{edition.language}{self.forms[0].suffix}"


PDF, PNG, XML = "application/pdf", "image/png", "application/xml"
RECORD = ("schema", "metadata", "format-id")

TARGETS = (
    Target(
        "archive-pdf",
        "edition",
        (Form(".pdf", PDF, "fmt/479", ("verapdf:3a", "verapdf:ua1", "fidelity", "glyphs", "metadata", "format-id")),),
        "PDF/A-3a and PDF/UA-1 in one file",
    ),
    Target(
        "access-pdf",
        "edition",
        (
            Form(
                ".a4f.pdf",
                PDF,
                "fmt/1912",
                ("verapdf:4f", "verapdf:ua2", "verapdf:wtpdf", "fidelity", "glyphs", "metadata", "format-id"),
            ),
        ),
        "PDF/A-4f, PDF/UA-2 and WTPDF 1.0 in one file",
    ),
    Target(
        "epub",
        "edition",
        (
            Form(
                ".epub",
                "application/epub+zip",
                "fmt/483",
                ("guard", "epubcheck", "fidelity", "metadata", "format-id"),
            ),
        ),
        "EPUB 3.3",
    ),
    Target(
        "web",
        "edition",
        (Form(".html", "text/html", "fmt/471", ("fidelity", "metadata", "format-id")),),
        "the edition as one web page",
    ),
    Target(
        "text",
        "edition",
        (Form(".txt", "text/plain", "x-fmt/111", ("fidelity", "format-id")),),
        "the edition for mail and chat, UTF-8",
    ),
    Target(
        "leaflet",
        "edition",
        (
            Form(".read.pdf", PDF, "fmt/2050", ("verapdf:ua1", "fidelity", "glyphs", "preflight", "format-id")),
            Form(".office.pdf", PDF, "fmt/2050", ("verapdf:ua1", "fidelity", "glyphs", "preflight", "format-id")),
            Form(".office-white.pdf", PDF, "fmt/2050", ("verapdf:ua1", "fidelity", "glyphs", "preflight", "format-id")),
            Form(".dummy.pdf", PDF, "fmt/276", ("preflight", "format-id")),
            Form(".png", PNG, "fmt/11", ("format-id",)),
        ),
        "leaflets to read, to print in the office and to fold",
        several=True,
    ),
    Target(
        "press",
        "edition",
        (
            Form(".press.pdf", PDF, "fmt/488", ("fidelity", "glyphs", "preflight", "format-id")),
            Form(".job.txt", "text/plain", "x-fmt/111", ("metadata", "format-id")),
        ),
        "the same leaflets for the print shop: PDF/X-4 and a job ticket",
        several=True,
    ),
    Target(
        "records",
        "work",
        (
            Form(".mrc", "application/marc", "", RECORD[:2]),
            Form(".marc.xml", "application/marcxml+xml", "fmt/101", RECORD),
            Form(".mods.xml", "application/mods+xml", "fmt/101", RECORD),
            Form(".dc.xml", XML, "fmt/101", RECORD),
            Form(".onix.xml", XML, "fmt/101", RECORD),
            Form(".jsonld", "application/ld+json", "fmt/880", RECORD),
        ),
        "library records: MARC 21, MODS, Dublin Core, ONIX, schema.org",
        several=True,
    ),
    Target(
        "package",
        "work",
        (
            Form(".tar", "application/x-tar", "x-fmt/265", ("fixity", "schema", "metadata", "format-id")),
            Form(".txt.sig", "application/x-ssh-signature", "", ("fixity",)),
        ),
        "the whole work for an archive: a BagIt bag around an E-ARK package",
        several=True,
    ),
    Target(
        "dnb",
        "work",
        (Form(".dnb.tar", "application/x-tar", "x-fmt/265", ("schema", "fixity", "format-id")),),
        "transfer packages for a national library",
        several=True,
    ),
)

SINGLE = tuple(target for target in TARGETS if target.scope == "edition" and not target.several)
"""The targets that are one file of each edition."""

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
    ("preflight", "our checks: panels, folds, boxes, inks, fonts and the QR code are as the print shop needs them"),
    ("schema", "lxml: the record is valid by its published schema"),
    ("fixity", "our checks: every file is there, none is extra, and each has the checksum that was recorded"),
    ("metadata", "pypdf, EbookLib, lxml, pymarc: the file says of itself what statement.yaml says"),
    ("format-id", "Siegfried: the finished bytes are of the PRONOM format expected"),
)


def chosen(names: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets of these names, all for none. UsageError names the known ones."""
    known = {target.name: target for target in TARGETS}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no target {name!r}; the targets are {', '.join(known)}")
    return tuple(target for target in TARGETS if not names or target.name in names)


def form_of(target: str, path: str) -> Form:
    """The form of a finished file: the longest suffix of its target that ends its name."""
    (row,) = chosen((target,))
    fitting = [form for form in row.forms if path.endswith(form.suffix)]
    return max(fitting, key=lambda form: len(form.suffix))
