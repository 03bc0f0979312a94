"""The one table of targets: what is made, where it lies, what it claims, who makes it and who judges it.

Flow: names from the command line -> ``chosen`` -> rows of ``TARGETS`` -> the run; a finished file -> ``form`` -> its checks. A
new target is one row here: a renderer, a reader for the check ``fidelity`` and one for ``metadata``, each named as
``module:function`` and imported when it is needed (``load``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from flugblatt.model.artefacts import Artefact, PageStart, Product
from flugblatt.model.errors import UsageError
from flugblatt.model.findings import Finding
from flugblatt.model.work import Edition


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file of a target. ``kind`` is its name among them, empty for the only or the main one; ``suffix`` ends its
    name, or is a name of its own where it begins with a stroke; ``pronom`` is the format that identifiers must find in its bytes,
    empty where PRONOM knows none."""

    kind: str
    suffix: str
    media_type: str
    pronom: str
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``label`` is what people call it, ``says`` what it is. ``scope``: made of one edition, with its fonts and pages; of a pair of
    them; from all finished files of the work; or, of a project, a part of each work and, when all are published, one for all.

    ``renderer`` takes (statement, edition, ``Wish``) and gives ``Product`` or ``NotDue`` values; targets with the same one are
    made together. That of a whole work belongs to the deposit. ``fidelity`` takes a ``Case`` and gives a ``Comparison``,
    ``metadata`` takes one and gives a ``Check``; each is there where a form has the check. ``needs`` is the target whose pages
    this one names. ``claims``: it says that it conforms to rules of accessibility, where the judge ``a11y`` finds nothing.
    ``several``: how many files it has, and which, depends on the work. ``product``: the form of product that it is to the book
    trade, for the ISBN that it carries.
    """

    name: str
    label: str
    scope: Literal["edition", "pair", "work", "project"]
    forms: tuple[Form, ...]
    says: str
    renderer: str = ""
    fidelity: str = ""
    metadata: str = ""
    needs: str = ""
    claims: bool = False
    several: bool = False
    product: str = ""

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks of all its forms, each once."""
        return tuple(dict.fromkeys(check for form in self.forms for check in form.checks))

    def path(self, edition: Edition, kind: str = "") -> str:
        """Where the one file of the target lies, or that of a kind, relative to the output folder."""
        suffix = form(self.name, kind).suffix if kind else self.forms[0].suffix
        if suffix.startswith("/"):
            return f"{edition.work}/{edition.tags}{suffix}"
        return f"{edition.work}/{edition.tags}/{edition.work}.{edition.tags}{suffix}"


PDF, PNG, JPEG, XML, TEXT = "application/pdf", "image/png", "image/jpeg", "application/xml", "text/plain"
PDF_UA = "fmt/2050"
ARCHIVAL = ("verapdf:3a", "verapdf:ua1", "fidelity", "glyphs", "visual", "metadata", "format-id")
IN_READING_ORDER = ("verapdf:ua1", "fidelity", "glyphs", "visual", "preflight", "format-id")
BOOK = ("guard", "epubcheck", "fidelity", "a11y", "metadata", "format-id")
PICTURE = ("fidelity", "visual", "metadata", "format-id")
RECORD = ("schema", "metadata", "format-id")
ATOM, JSON_FEED = "application/atom+xml", "application/opds+json"

TARGETS = (
    Target(
        "archive-pdf",
        "Archive PDF",
        "edition",
        (
            Form(
                "",
                ".pdf",
                PDF,
                "fmt/479",
                ARCHIVAL,
            ),
        ),
        "PDF/A-3a and PDF/UA-1 in one file",
        renderer="flugblatt.typeset.archive_pdf:archive",
        fidelity="flugblatt.judges.fidelity.edition_pdf:judge",
        metadata="flugblatt.judges.metadata:of_pdf",
        product="pdf",
    ),
    Target(
        "access-pdf",
        "Access PDF",
        "edition",
        (
            Form(
                "",
                ".a4f.pdf",
                PDF,
                "fmt/1912",
                ("verapdf:4f", "verapdf:ua2", "verapdf:wtpdf", "fidelity", "glyphs", "visual", "metadata", "format-id"),
            ),
        ),
        "PDF/A-4f, PDF/UA-2 and WTPDF 1.0 in one file",
        renderer="flugblatt.typeset.archive_pdf:access",
        fidelity="flugblatt.judges.fidelity.edition_pdf:judge",
        metadata="flugblatt.judges.metadata:of_pdf",
        product="pdf",
    ),
    Target(
        "large-print",
        "Large print",
        "edition",
        (
            Form(
                "",
                ".large.pdf",
                PDF,
                "fmt/479",
                (*ARCHIVAL[:-1], "large-print", ARCHIVAL[-1]),
            ),
        ),
        "in letters of 18 pt and more, black on white: PDF/A-3a and PDF/UA-1 in one file",
        renderer="flugblatt.typeset.archive_pdf:large",
        fidelity="flugblatt.judges.fidelity.edition_pdf:judge",
        metadata="flugblatt.judges.metadata:of_pdf",
    ),
    Target(
        "epub",
        "EPUB",
        "edition",
        (
            Form(
                "",
                ".epub",
                "application/epub+zip",
                "fmt/483",
                BOOK,
            ),
        ),
        "EPUB 3.3",
        renderer="flugblatt.epub:books",
        fidelity="flugblatt.judges.fidelity.book:judge",
        metadata="flugblatt.judges.metadata:of_book",
        needs="archive-pdf",
        claims=True,
        product="epub",
    ),
    Target(
        "kepub",
        "Kobo EPUB",
        "edition",
        (Form("", ".kepub.epub", "application/epub+zip", "fmt/483", BOOK),),
        "the EPUB with the marks that the readers of Kobo want",
        renderer="flugblatt.epub:books",
        fidelity="flugblatt.judges.fidelity.book:judge",
        metadata="flugblatt.judges.metadata:of_kobo_book",
        needs="archive-pdf",
        claims=True,
    ),
    Target(
        "web",
        "Web page",
        "edition",
        (Form("", ".html", "text/html", "fmt/471", ("guard", "fidelity", "a11y", "metadata", "format-id")),),
        "the edition as one web page",
        renderer="flugblatt.xhtml.web:page",
        fidelity="flugblatt.judges.fidelity.web_page:judge",
        metadata="flugblatt.judges.metadata:of_page",
    ),
    Target(
        "text",
        "Text",
        "edition",
        (Form("", ".txt", TEXT, "x-fmt/111", ("fidelity", "format-id")),),
        "the edition for mail and chat, UTF-8",
        renderer="flugblatt.xhtml.plain_text:text",
        fidelity="flugblatt.judges.fidelity.text_form:judge",
    ),
    Target(
        "pictures",
        "Picture to share",
        "edition",
        (
            Form("cover", ".cover.jpg", JPEG, "fmt/43", PICTURE),
            Form("thumb", ".thumb.jpg", JPEG, "fmt/43", PICTURE),
            Form("card", ".card.png", PNG, "fmt/11", PICTURE),
        ),
        "the cover for shops and lists, and the card for social media",
        renderer="flugblatt.epub.shared_pictures:pictures",
        fidelity="flugblatt.judges.fidelity.picture_text:judge",
        metadata="flugblatt.judges.metadata.picture_file:of_picture",
    ),
    Target(
        "leaflet",
        "Leaflet",
        "edition",
        (
            Form("read", ".read.pdf", PDF, PDF_UA, IN_READING_ORDER),
            Form("office", ".office.pdf", PDF, PDF_UA, IN_READING_ORDER),
            Form("office-white", ".office-white.pdf", PDF, PDF_UA, IN_READING_ORDER),
            Form("dummy", ".dummy.pdf", PDF, "fmt/276", ("preflight", "format-id")),
            Form("picture", ".png", PNG, "fmt/11", ("format-id",)),
        ),
        "leaflets to read, to print in the office and to fold",
        renderer="flugblatt.leaflet:products",
        fidelity="flugblatt.judges.fidelity.leaflet_pdf:judge",
        several=True,
        product="print",
    ),
    Target(
        "press",
        "Press PDF",
        "edition",
        (
            Form("press", ".press.pdf", PDF, "fmt/488", ("fidelity", "glyphs", "visual", "preflight", "format-id")),
            Form("ticket", ".job.txt", TEXT, "x-fmt/111", ("metadata", "format-id")),
            Form("soft-proof", ".soft-proof.png", PNG, "fmt/11", ("format-id",)),
        ),
        "the same leaflets for the print shop: PDF/X-4, a job ticket and a picture of how it prints",
        renderer="flugblatt.leaflet:products",
        fidelity="flugblatt.judges.fidelity.leaflet_pdf:judge",
        metadata="flugblatt.judges.metadata.ticket:of_ticket",
        several=True,
        product="print",
    ),
    Target(
        "bilingual",
        "Bilingual PDF",
        "pair",
        (
            Form("", ".pdf", PDF, "fmt/479", ARCHIVAL),
            Form("leaflet", "/leaflet/a4.read.pdf", PDF, "fmt/479", ARCHIVAL),
        ),
        "two editions on facing pages, and a sheet with both, passage beside passage: PDF/A-3a and PDF/UA-1 in one file",
        renderer="flugblatt.leaflet.bilingual_sheet:bilingual",
        fidelity="flugblatt.judges.fidelity.bilingual_pdf:judge",
        metadata="flugblatt.judges.metadata:of_pair",
    ),
    Target(
        "records",
        "Catalogue record",
        "work",
        (
            Form("mrc", ".mrc", "application/marc", "", RECORD[:2]),
            Form("marc.xml", ".marc.xml", "application/marcxml+xml", "fmt/101", RECORD),
            Form("mods.xml", ".mods.xml", "application/mods+xml", "fmt/101", RECORD),
            Form("dc.xml", ".dc.xml", XML, "fmt/101", RECORD),
            Form("onix.xml", ".onix.xml", XML, "fmt/101", RECORD),
            Form("jsonld", ".jsonld", "application/ld+json", "fmt/880", RECORD),
            Form("datacite.xml", ".datacite.xml", XML, "fmt/101", RECORD),
            Form("internet-archive.csv", ".internet-archive.csv", "text/csv", "x-fmt/18", RECORD),
        ),
        "records: MARC 21, MODS, Dublin Core, ONIX, schema.org, DataCite, a table for the Internet Archive",
        metadata="flugblatt.judges.records:of_record",
        several=True,
    ),
    Target(
        "package",
        "Archive package",
        "work",
        (
            Form("", ".tar", "application/x-tar", "x-fmt/265", ("fixity", "schema", "metadata", "format-id")),
            Form("signature", ".txt.sig", "application/x-ssh-signature", "", ("fixity",)),
        ),
        "the whole work for an archive: a BagIt bag around an E-ARK package",
        metadata="flugblatt.judges.package.information_package:of_package",
        several=True,
    ),
    Target(
        "dnb",
        "Library package",
        "work",
        (Form("", ".dnb.tar", "application/x-tar", "x-fmt/265", ("schema", "fixity", "format-id")),),
        "transfer packages for a national library",
        several=True,
    ),
    Target(
        "catalogue",
        "Catalogue",
        "project",
        (
            Form("landing", ".html", "text/html", "fmt/471", ("metadata", "a11y", "format-id")),
            Form("linkset", ".json", "application/linkset+json", "fmt/817", RECORD),
            Form("index", ".html", "text/html", "", ("metadata", "a11y")),
            Form("page", ".html", "text/html", "", ("metadata",)),
            Form("opds2", ".json", JSON_FEED, "", RECORD[:2]),
            Form("opds1", ".xml", f"{ATOM};profile=opds-catalog;kind=acquisition", "", RECORD[:2]),
            Form("feed", ".xml", ATOM, "", RECORD[:2]),
            Form("sitemap", ".xml", XML, "", RECORD[:2]),
            Form("style", ".css", "text/css", "", ("metadata",)),
        ),
        "a landing page for each work; for all works an index, OPDS feeds, an Atom feed and a sitemap",
        metadata="flugblatt.judges.catalogue:of_page",
        several=True,
    ),
)

FIXED = tuple(target for target in TARGETS if target.scope == "edition" and not target.several)
"""The targets whose every form is one file of each edition."""
SINGLE = tuple(target for target in FIXED if len(target.forms) == 1)
"""Those of them that are one file, which carries the edition's text."""

PAIRED = tuple(target for target in TARGETS if target.scope == "pair")
"""Those that are made of two editions side by side."""

CHECKS = (
    ("verapdf:3a", "veraPDF: the file is PDF/A-3a (ISO 19005-3)"),
    ("verapdf:ua1", "veraPDF: the file is PDF/UA-1 (ISO 14289-1)"),
    ("verapdf:4f", "veraPDF: the file is PDF/A-4f (ISO 19005-4)"),
    ("verapdf:ua2", "veraPDF: the file is PDF/UA-2 (ISO 14289-2)"),
    ("verapdf:wtpdf", "veraPDF: the file is Well-Tagged PDF 1.0, for accessibility and for reuse"),
    ("epubcheck", "EPUBCheck: EPUB 3.3 without error or warning"),
    (
        "guard",
        "our checks: nothing in book or page can run, hide, load or lie outside; styles and fonts are known ones",
    ),
    ("fidelity", "our checks: the text is the source's text, in order, once"),
    ("glyphs", "HarfBuzz: the glyphs painted are those that the text says, from the fonts embedded"),
    (
        "visual",
        "our checks: every line in its order, nothing over another, each picture in its place, two engines agree",
    ),
    (
        "a11y",
        "our checks: names, roles, languages, headings, tables, contrast and pages as assistive technology needs them",
    ),
    ("large-print", "our checks: every letter has 18 pt and more, upright, black on white, and no word is divided"),
    ("preflight", "our checks: panels, folds, boxes, inks, fonts and the QR code are as the print shop needs them"),
    ("schema", "lxml: the record is valid by its published schema"),
    ("fixity", "our checks: every file is there, none is extra, and each has the checksum that was recorded"),
    ("metadata", "pypdf, EbookLib, lxml, pymarc: the file says of itself what statement.yaml says"),
    ("format-id", "Siegfried: the finished bytes are of the PRONOM format expected"),
    ("parity", "our checks: a translation has the blocks, numbers, links and notes of its original"),
)
OF_EDITIONS = ("parity",)
"""The checks of sources, which no file is judged by."""


def chosen(names: tuple[str, ...]) -> tuple[Target, ...]:
    """The targets of these names, all for none. UsageError names the known ones."""
    known = {target.name: target for target in TARGETS}
    for name in names:
        if name not in known:
            raise UsageError(f"there is no target {name!r}; the targets are {', '.join(known)}")
    return tuple(target for target in TARGETS if not names or target.name in names)


def places(edition: Edition, targets: tuple[Target, ...]) -> dict[str, tuple[Target, Form]]:
    """Every file of an edition that these targets have, whatever the work is, by its path."""
    return {target.path(edition, form.kind): (target, form) for target in targets for form in target.forms}


def row(name: str) -> Target:
    """The row of a target that is known to be there."""
    return next(target for target in TARGETS if target.name == name)


def product_of(form: str) -> str:
    """The form of product that a target is, or one of its files (``leaflet/dl6-roll.read``), for the ISBN that it carries."""
    return row(form.partition("/")[0]).product


def form(target: str, kind: str = "") -> Form:
    """The form of this kind among those of a target. KeyError where it has none."""
    return {form.kind: form for form in row(target).forms}[kind]


def product(
    name: str, edition: Edition, data: bytes, findings: tuple[Finding, ...] = (), pages: tuple[PageStart, ...] = ()
) -> Product:
    """The one file of a target, in its place."""
    target = row(name)
    artefact = Artefact(name, target.path(edition), target.forms[0].media_type, data)
    return Product(artefact, findings, pages=pages)


def load(reference: str) -> Callable[..., Any]:
    """The function that a row names as ``module:function``."""
    module, _, function = reference.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(module), function)
    return loaded
