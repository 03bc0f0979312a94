"""Reads a tagged PDF as assistive technology does: its structure tree in logical order (ISO 32000-1, 14.7 and 14.8).

Flow: bytes -> the text of every page's marked content -> the structure tree, depth first -> units; beside them what else
a reader shows or says: outline, running feet, labels of links, attachments. Shares nothing with what made the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from flugblatt.judges.fidelity import nesting
from flugblatt.judges.fidelity.actual_text import letters
from flugblatt.judges.fidelity.marked_text import ArtifactText, PageText, read_pages
from flugblatt.judges.fidelity.sequence import IMAGE, Collector, Spot, Unit, Voice
from flugblatt.judges.pdf import catalog, content_streams, structure_tree
from flugblatt.judges.pdf.catalog import Attachment, Entry
from flugblatt.judges.pdf.structure_tree import Annotation, Element, Kid, MarkReference, Tree
from flugblatt.model import Finding, Severity

BLOCKS = {f"H{level}": f"heading {level}" for level in range(2, 7)} | {
    "H1": "title",
    "P": "paragraph",
    "Caption": "caption",
    "Sect": "section",
    "Part": "main",
    "Art": "edition",
    "BlockQuote": "quote",
    "Table": "table",
    "THead": "head",
    "TBody": "body",
    "TR": "row",
    "TH": "header cell",
    "TD": "cell",
    "TOC": "entries",
    "TOCI": "entry",
}
LISTS = {"Decimal": "list ordered", "Disc": "list bullets", "None": "terms", "Description": "terms"}
NEVER_EMPTY = frozenset(("TH", "TD", "H1", "H2", "H3", "H4", "H5", "H6"))
ROLES = (("Em", "Span"), ("Strong", "Span"))
REFUSED = {
    "/AcroForm": "form fields",
    "/OCProperties": "optional content",
    "/Collection": "a collection",
    "/OpenAction": "an action on opening",
    "/AA": "actions",
}
"""What a catalog may have that shows or hides text."""


Pieces = tuple[tuple[ArtifactText, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a PDF shows or says. ``feet`` and ``heads`` hold, for each page, the pieces of the running foot and of
    table heads that are repeated; ``destinations`` the named places; ``labels`` the names of pages."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    destinations: tuple[tuple[str, Spot], ...]
    outline: tuple[Entry, ...]
    feet: Pieces
    heads: Pieces
    attachments: tuple[Attachment, ...]
    labels: tuple[str, ...] = ()


class _Walk:
    """One walk through the structure tree."""

    def __init__(self, pages: list[PageText]) -> None:
        self.pages = pages
        self.collector = Collector()
        self.findings: list[Finding] = []
        self.used: set[tuple[int, int]] = set()
        self.annotations: set[tuple[int, int]] = set()
        self.spot = Spot("page 1", 1)

    def find(self, code: str, message: str) -> None:
        self.findings.append(Finding(code, "error", message, str(self.spot)))

    def element(self, element: Element, voice: Voice, kind_of_list: str, following: Kid | None) -> None:
        """Says one structure element. ``following`` is what comes after it, where something does."""
        if element.again:
            self.find("fidelity-extra", "a structure element that stands in the tree twice, or too deep in it")
            return
        kind = element.kind
        if element.language is not None:
            voice = replace(voice, language=element.language)
        self._unspoken(element)
        match kind:
            case "Span" if shift := float(element.attributes.get("/BaselineShift", "0")):
                self._kids(element, replace(voice, shift="sup" if shift > 0 else "sub"), kind_of_list)
            case "Document" | "Div" | "Span":
                self._kids(element, voice, kind_of_list)
            case "Sect" if any(isinstance(kid, Element) and kid.kind == "Caption" for kid in element.kids):
                self._kids(element, voice, kind_of_list)  # a picture and its caption, in PDF 2.0
            case "Sect" if any(isinstance(kid, Element) and kid.kind == "TOC" for kid in element.kids):
                self._opened("contents", element, voice, kind_of_list)
            case _ if kind in BLOCKS:
                self._block(element, voice, kind_of_list)
            case "L":
                numbering = element.attributes.get("/ListNumbering", "/")[1:]
                name = LISTS.get(numbering, f"list {numbering}")
                self._opened(name, element, voice, name)
            case "LI" | "LBody":
                self._item(element, voice, kind_of_list)
            case "Lbl" if _note(following):
                self._kids(element, replace(voice, call=_note(following)), kind_of_list)
            case "Lbl":
                self._label(element, voice, kind_of_list)
            case "Note" | "FENote":
                name = f"note {element.identifier}"
                self.collector.open_note(name)
                self._kids(element, Voice(language=voice.language), name)
                self.collector.close_note()
            case "Figure":
                self._figure(element, voice)
            case "Link":
                self._kids(element, self._link(element, voice), kind_of_list)
            case "Reference" if any(isinstance(kid, Element) and kid.kind == "Link" for kid in element.kids):
                self._kids(element, voice, kind_of_list)
            case "Reference":
                self._kids(element, replace(voice, call=_note(following) or "no note"), kind_of_list)
            case "Em":
                self._kids(element, replace(voice, emphasis=True), kind_of_list)
            case "Strong":
                self._kids(element, replace(voice, strong=True), kind_of_list)
            case "Code":
                self._kids(element, replace(voice, code=True), kind_of_list)
            case _:
                self.find("fidelity-kind", f"expected a known kind of structure element; found {kind}")
                self._kids(element, voice, kind_of_list)

    def _opened(self, name: str, element: Element, voice: Voice, kind_of_list: str, spot: bool = False) -> None:
        """The kids of an element in a block of their own; with ``spot`` it is a unit even without text."""
        self.collector.open(name)
        self._kids(element, voice, kind_of_list)
        self.collector.close(self.spot if spot else None)

    def _block(self, element: Element, voice: Voice, kind_of_list: str) -> None:
        name = BLOCKS[element.kind]
        if element.kind == "TH" and (scope := element.attributes.get("/Scope", "/no scope")[1:]) != "Column":
            name = f"header cell of {scope}"
        for key in ("/ColSpan", "/RowSpan"):
            if int(element.attributes.get(key, "1")) != 1:
                self.find("fidelity-table", f"expected a cell of one row and one column; found {key[1:]}")
        self._opened(name, element, voice, kind_of_list, element.kind in NEVER_EMPTY)

    def _item(self, element: Element, voice: Voice, kind_of_list: str) -> None:
        if element.kind == "LI":
            name, inside = "" if kind_of_list == "terms" else "item", kind_of_list
        else:
            name, inside = "definition" if kind_of_list == "terms" else "", "item"
        if name:
            self._opened(name, element, voice, inside)
        else:
            self._kids(element, voice, inside)

    def _label(self, element: Element, voice: Voice, kind_of_list: str) -> None:
        if kind_of_list == "terms":
            self._opened("term", element, voice, kind_of_list)
        else:
            self.collector.open_label()
            self._kids(element, voice, kind_of_list)
            self.collector.close_label()

    def _figure(self, element: Element, voice: Voice) -> None:
        drawn = len(self.used)
        said = self._take(element)
        if len(self.used) == drawn:
            self.find("fidelity-missing", "expected a picture that is drawn; found a Figure without content")
        if said.strip(" "):
            self.find("fidelity-extra", f"expected a picture without text; found {said[:60]!r} in it")
        self.collector.say(IMAGE, replace(voice, image="picture", alt=element.alternative), self.spot)

    def _link(self, element: Element, voice: Voice) -> Voice:
        """The voice of a link: where its annotations lead, and what they say."""
        found: list[tuple[str, str]] = []
        for kid in element.kids:
            if isinstance(kid, Annotation):
                if kid.key in self.annotations:
                    self.find("fidelity-link", "expected each annotation in one link, once; found one twice")
                self.annotations.add(kid.key)
                found.append((kid.target, kid.contents))
        if not found:
            self.find("fidelity-link", "expected a link that leads somewhere; found one without an annotation")
            return replace(voice, link="nowhere")
        if len(set(found)) > 1:
            self.find("fidelity-link", f"expected a link with one target and one label; found {sorted(set(found))}")
        return replace(voice, link=found[0][0], spoken=found[0][1])

    # --- Content ---------------------------------------------------------------------------------

    def _kids(self, element: Element, voice: Voice, kind_of_list: str) -> None:
        actual = element.actual
        if actual is not None:
            drawn = self._take(element)
            if actual.strip(" ") and not drawn.strip(" "):
                self.find("fidelity-hidden", f"expected ActualText for what is drawn; found {actual[:60]!r} alone")
            elif letters(actual) != letters(drawn):
                message = f"ActualText says {actual[:60]!r}, but the glyphs are those of {drawn[:60]!r}"
                self.find("fidelity-hidden", message)
            self.collector.say(actual, voice, self.spot)
            return
        for index, kid in enumerate(element.kids):
            if isinstance(kid, MarkReference):
                if kid.elsewhere:
                    message = "expected text in the content of the page; found it said in another stream"
                    self.find("fidelity-extra", message)
                self.collector.say(self._mark(kid), voice, self.spot)
            elif isinstance(kid, Element):
                following = element.kids[index + 1] if index + 1 < len(element.kids) else None
                self.element(kid, voice, kind_of_list, following)

    def _take(self, element: Element) -> str:
        """The text of all marked content in an element, without saying it."""
        parts: list[str] = []
        first: Spot | None = None
        for content in element.contents:
            parts.append(self._mark(content))
            first = first or self.spot
        self.spot = first or self.spot
        return "".join(parts)

    def _mark(self, content: MarkReference) -> str:
        page, mcid = content.page, content.mcid
        mark = self.pages[page - 1].marks.get(mcid) if page else None
        if mark is None:
            message = f"the structure names marked content {mcid} of page {page}, which is not there"
            self.find("fidelity-missing", message)
            return ""
        self.spot = Spot(f"page {page}", page, mark.height)
        if (page, mcid) in self.used:
            self.find("fidelity-extra", f"marked content {mcid} is said twice: {mark.text[:60]!r}")
        self.used.add((page, mcid))
        return mark.text

    def _unspoken(self, element: Element) -> None:
        """What a structure element may say beside its content."""
        for key, text in element.spoken:
            if (key, element.kind) != ("/Alt", "Figure"):
                self.find("fidelity-extra", f"expected no {key} on {element.kind}; found {text[:60]!r}")
        for key in ("/Summary", "/Contents", "/Short", "/Desc"):
            if key in element.attributes:
                self.find("fidelity-extra", f"expected no attribute {key} on {element.kind}")


@lru_cache(maxsize=1)
def read(data: bytes) -> Reading:
    """All that the PDF ``data`` shows or says; the last one is kept for whoever asks next. Raises pikepdf.PdfError and
    ValueError where it cannot be read."""
    tree, led = structure_tree.read(data), catalog.read(data)
    if tree is None:
        raise ValueError("the PDF has no structure tree")
    pages = read_pages(content_streams.read(data))
    walk = _Walk(pages)
    for top in tree.kids:
        if isinstance(top, Element):
            walk.element(top, Voice(language=tree.language), "", None)
    walk.collector.flush()
    feet, heads, strays = _artifacts(pages)
    findings = (
        *(finding for page in pages for finding in page.findings),
        *walk.findings,
        *_left_over(pages, walk.used),
        *_annotations(tree, walk.annotations),
        *(
            Finding("fidelity-extra", "error", f"expected no {name}; found {key} in the catalog", "catalog")
            for key, name in REFUSED.items()
            if key in led.keys
        ),
        *_roles(tree),
        *nesting.findings(tree.kids),
        *strays,
    )
    places = tuple((one.name, Spot(f"page {one.page}", one.page, one.height)) for one in led.destinations)
    return Reading(
        tuple(walk.collector.units),
        findings,
        tuple(dict(places).items()),
        led.outline,
        feet,
        heads,
        led.attachments,
        led.labels,
    )


def misnamed(reading: Reading, wanted: Iterable[str] = ()) -> Iterator[Finding]:
    """Pages that a reader names otherwise than they must be: as they are counted, where nothing else is ``wanted``."""
    names = tuple(wanted) or tuple(str(number) for number in range(1, len(reading.labels) + 1))
    for number, (label, name) in enumerate(zip(reading.labels, names, strict=False), 1):
        if label != name:
            message = f"expected the page label {name!r}, found {label!r}"
            yield Finding("fidelity-generated", "error", message, f"page {number}")


def _note(following: Kid | None) -> str:
    """The identifier of a note (Note of PDF 1.7, FENote of PDF 2.0), or nothing for anything else."""
    is_note = isinstance(following, Element) and following.kind in ("Note", "FENote")
    return following.identifier if is_note and isinstance(following, Element) else ""


def _roles(tree: Tree) -> Iterator[Finding]:
    """The role map may explain our own kinds of elements, and no others (ISO 32000-1, 14.7.3)."""
    for kind, standard in tree.roles:
        if (kind, standard) not in ROLES:
            known = ", ".join(f"/{kind}" for kind, _ in ROLES)
            message = f"expected no other roles than {known}, found /{kind} as /{standard}"
            yield Finding("fidelity-kind", "error", message, "role map")


def _left_over(pages: list[PageText], used: set[tuple[int, int]]) -> Iterator[Finding]:
    """Marked content that the structure does not name: drawn, and never said."""
    for number, page in enumerate(pages, 1):
        for mcid, mark in page.marks.items():
            if (number, mcid) not in used and mark.text.strip(" "):
                message = f"expected text inside the structure; found {mark.text[:60]!r}, which no element names"
                yield Finding("fidelity-extra", "error", message, f"page {number}")


def _annotations(tree: Tree, used: set[tuple[int, int]]) -> Iterator[Finding]:
    for number, held in enumerate(tree.annotations, 1):
        for one in held:
            code = "fidelity-link"
            severity: Severity = "error"
            if one.kind != "/Link":
                code, message = "fidelity-extra", f"expected no annotation but links; found {one.kind}"
            elif one.key not in used:
                message = f"expected every link inside the structure; found {one.target!r} outside of it"
            elif one.has_picture:
                code, message = "fidelity-extra", "expected a link without a picture"
            elif not one.has_area:
                severity = "warning"
                message = f"expected a link that can be touched; found {one.target!r} on an area of no size"
            else:
                continue
            yield Finding(code, severity, message, f"page {number}")


def _artifacts(pages: list[PageText]) -> tuple[Pieces, Pieces, list[Finding]]:
    """Running feet and heads of tables of each page, and other text that is drawn as an artifact."""
    spoken = [[artifact for artifact in page.artifacts if artifact.text.strip(" ")] for page in pages]
    feet, heads = (
        tuple(tuple(one for one in page if (one.kind, one.subtype) == ("/Pagination", subtype)) for page in spoken)
        for subtype in ("/Footer", "")
    )
    strays: list[Finding] = []
    for number, page in enumerate(spoken, 1):
        for piece in page:
            if piece.kind != "/Pagination" or piece.subtype not in ("", "/Footer"):
                message = f"expected decoration without text; found {piece.text[:60]!r} drawn as an artifact"
                strays.append(Finding("fidelity-extra", "error", message, f"page {number}"))
    return feet, heads, strays
