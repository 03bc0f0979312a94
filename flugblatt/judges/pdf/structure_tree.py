"""Reads a tagged PDF as assistive technology does: its structure tree in logical order (ISO 32000-1, 14.7 and 14.8).

Flow: bytes -> the text of every page's marked content -> the structure tree, depth first -> units; beside them what else
a reader shows or says: outline, running feet, labels of links, attachments. Shares nothing with what made the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from flugblatt.judges.fidelity.sequence import IMAGE, Collector, Spot, Unit, Voice
from flugblatt.judges.pdf import catalog, nesting
from flugblatt.judges.pdf.actual_text import letters
from flugblatt.judges.pdf.catalog import Attachment, Entry
from flugblatt.judges.pdf.content_streams import ArtifactText, PageText, read_pages
from flugblatt.judges.pdf.nesting import kids_of
from flugblatt.model import Finding

BLOCKS = {f"H{level}": f"heading {level}" for level in range(2, 7)} | {
    "H1": "title",
    "P": "paragraph",
    "Sect": "section",
    "Part": "main",
    "BlockQuote": "quote",
    "Table": "table",
    "THead": "head",
    "TBody": "body",
    "TR": "row",
    "TH": "header cell",
    "TD": "cell",
}
LISTS = {"Decimal": "list ordered", "Disc": "list bullets", "None": "terms", "Description": "terms"}
TRANSPARENT = frozenset(("Document", "Div"))
NEVER_EMPTY = frozenset(("TH", "TD", "H1", "H2", "H3", "H4", "H5", "H6"))
DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a PDF shows or says. ``feet`` and ``heads`` hold, for each page, the pieces of the running foot and of
    table heads that are repeated; ``destinations`` the named places."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    destinations: tuple[tuple[str, Spot], ...]
    outline: tuple[Entry, ...]
    feet: tuple[tuple[ArtifactText, ...], ...]
    heads: tuple[tuple[ArtifactText, ...], ...]
    attachments: tuple[Attachment, ...]


class _Walk:
    """One walk through the structure tree."""

    def __init__(self, pdf: pikepdf.Pdf, pages: list[PageText]) -> None:
        self.pages = pages
        self.numbers: dict[tuple[int, int], int] = _numbers(pdf)
        self.collector = Collector()
        self.findings: list[Finding] = []
        self.used: set[tuple[int, int]] = set()
        self.annotations: set[tuple[int, int]] = set()
        self.visited: set[tuple[int, int]] = set()
        self.spot = Spot("page 1", 1)
        self.destinations = dict(catalog.destinations(pdf, self.numbers))

    def find(self, code: str, message: str) -> None:
        self.findings.append(Finding(code, "error", message, str(self.spot)))

    def element(self, element: Any, voice: Voice, page: int, kind_of_list: str, following: Any) -> None:
        """Says one structure element. ``following`` is the element after it, where there is one."""
        if element.objgen in self.visited or len(self.collector.stack) > DEEPEST:
            self.find("fidelity-extra", "a structure element that stands in the tree twice, or too deep in it")
            return
        self.visited.add(element.objgen)
        kind = str(element.get("/S", "/"))[1:]
        page = self._page_of(element, page)
        if "/Lang" in element:
            voice = replace(voice, language=str(element["/Lang"]))
        self._unspoken(element, kind)
        match kind:
            case _ if kind in TRANSPARENT:
                self._kids(element, voice, page, kind_of_list)
            case _ if kind in BLOCKS:
                self._block(element, kind, voice, page, kind_of_list)
            case "L":
                numbering = str(_attribute(element, "/ListNumbering", "/"))[1:]
                name = LISTS.get(numbering, f"list {numbering}")
                self.collector.open(name)
                self._kids(element, voice, page, name)
                self.collector.close()
            case "LI" | "LBody":
                self._item(element, kind, voice, page, kind_of_list)
            case "Lbl" if _note(following):
                self._kids(element, replace(voice, call=_note(following)), page, kind_of_list)
            case "Lbl":
                self._label(element, voice, page, kind_of_list)
            case "Note" | "FENote":
                name = f"note {element.get('/ID', '')!s}"
                self.collector.open_note(name)
                clean = Voice(language=voice.language)
                self._kids(element, clean, page, name)
                self.collector.close_note()
            case "Figure":
                self._figure(element, page, voice)
            case "Link":
                self._kids(element, self._link(element, voice), page, kind_of_list)
            case "Reference":
                self._kids(element, replace(voice, call=_note(following) or "no note"), page, kind_of_list)
            case "Em":
                self._kids(element, replace(voice, emphasis=True), page, kind_of_list)
            case "Strong":
                self._kids(element, replace(voice, strong=True), page, kind_of_list)
            case "Code":
                self._kids(element, replace(voice, code=True), page, kind_of_list)
            case "Span":
                shift = float(_attribute(element, "/BaselineShift", 0))
                shifted = replace(voice, shift="sup" if shift > 0 else "sub") if shift else voice
                self._kids(element, shifted, page, kind_of_list)
            case _:
                self.find("fidelity-kind", f"expected a known kind of structure element; found {kind}")
                self._kids(element, voice, page, kind_of_list)

    def _block(self, element: Any, kind: str, voice: Voice, page: int, kind_of_list: str) -> None:
        name = BLOCKS[kind]
        if kind == "TH" and (scope := str(_attribute(element, "/Scope", "/no scope"))[1:]) != "Column":
            name = f"header cell of {scope}"
        for key in ("/ColSpan", "/RowSpan"):
            if int(_attribute(element, key, 1)) != 1:
                self.find("fidelity-table", f"expected a cell of one row and one column; found {key[1:]}")
        self.collector.open(name)
        self._kids(element, voice, page, kind_of_list)
        self.collector.close(self.spot if kind in NEVER_EMPTY else None)

    def _item(self, element: Any, kind: str, voice: Voice, page: int, kind_of_list: str) -> None:
        name = {
            "LI": "" if kind_of_list == "terms" else "item",
            "LBody": "definition" if kind_of_list == "terms" else "",
        }[kind]
        if name:
            self.collector.open(name)
        self._kids(element, voice, page, "item" if kind == "LBody" else kind_of_list)
        if name:
            self.collector.close()

    def _label(self, element: Any, voice: Voice, page: int, kind_of_list: str) -> None:
        if kind_of_list == "terms":
            self.collector.open("term")
            self._kids(element, voice, page, kind_of_list)
            self.collector.close()
        else:
            self.collector.open_label()
            self._kids(element, voice, page, kind_of_list)
            self.collector.close_label()

    def _figure(self, element: Any, page: int, voice: Voice) -> None:
        alt = element.get("/Alt")
        drawn = len(self.used)
        said = self._take(element, page)
        if len(self.used) == drawn:
            self.find("fidelity-missing", "expected a picture that is drawn; found a Figure without content")
        if said.strip(" "):
            self.find("fidelity-extra", f"expected a picture without text; found {said[:60]!r} in it")
        self.collector.say(IMAGE, replace(voice, image="picture", alt="" if alt is None else str(alt)), self.spot)

    def _link(self, element: Any, voice: Voice) -> Voice:
        """The voice of a link: where its annotations lead, and what they say."""
        found: list[tuple[str, str]] = []
        for kid in kids_of(element):
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                annotation = kid["/Obj"]
                if annotation.objgen in self.annotations:
                    self.find("fidelity-link", "expected each annotation in one link, once; found one twice")
                self.annotations.add(annotation.objgen)
                found.append((_target(annotation), str(annotation.get("/Contents", ""))))
        if not found:
            self.find("fidelity-link", "expected a link that leads somewhere; found one without an annotation")
            return replace(voice, link="nowhere")
        if len(set(found)) > 1:
            self.find("fidelity-link", f"expected a link with one target and one label; found {sorted(set(found))}")
        return replace(voice, link=found[0][0], spoken=found[0][1])

    # --- Content ---------------------------------------------------------------------------------

    def _kids(self, element: Any, voice: Voice, page: int, kind_of_list: str) -> None:
        actual = element.get("/ActualText")
        if actual is not None:
            drawn = self._take(element, page)
            if str(actual).strip(" ") and not drawn.strip(" "):
                self.find("fidelity-hidden", f"expected ActualText for what is drawn; found {str(actual)[:60]!r} alone")
            elif letters(str(actual)) != letters(drawn):
                message = f"ActualText says {str(actual)[:60]!r}, but the glyphs are those of {drawn[:60]!r}"
                self.find("fidelity-hidden", message)
            self.collector.say(str(actual), voice, self.spot)
            return
        kids = kids_of(element)
        for index, kid in enumerate(kids):
            if isinstance(kid, int):
                self.collector.say(self._mark(page, kid), voice, self.spot)
            elif kid.get("/Type") == Name.MCR:
                if "/Stm" in kid:
                    self.find(
                        "fidelity-extra", "expected text in the content of the page; found it said in another stream"
                    )
                text = self._mark(self._page_of(kid, page), int(kid["/MCID"]))
                self.collector.say(text, voice, self.spot)
            elif kid.get("/Type") != Name.OBJR:
                following = kids[index + 1] if index + 1 < len(kids) else None
                self.element(kid, voice, page, kind_of_list, following)

    def _take(self, element: Any, page: int) -> str:
        """The text of all marked content in an element, without saying it."""
        page = self._page_of(element, page)
        parts: list[str] = []
        first: Spot | None = None
        for kid in kids_of(element):
            if isinstance(kid, int):
                parts.append(self._mark(page, kid))
            elif kid.get("/Type") == Name.MCR:
                parts.append(self._mark(self._page_of(kid, page), int(kid["/MCID"])))
            elif kid.get("/Type") != Name.OBJR:
                parts.append(self._take(kid, page))
            first = first or self.spot
        self.spot = first or self.spot
        return "".join(parts)

    def _mark(self, page: int, mcid: int) -> str:
        mark = self.pages[page - 1].marks.get(mcid) if page else None
        if mark is None:
            self.find(
                "fidelity-missing", f"the structure names marked content {mcid} of page {page}, which is not there"
            )
            return ""
        self.spot = Spot(f"page {page}", page, mark.height)
        if (page, mcid) in self.used:
            self.find("fidelity-extra", f"marked content {mcid} is said twice: {mark.text[:60]!r}")
        self.used.add((page, mcid))
        return mark.text

    def _page_of(self, thing: Any, page: int) -> int:
        return self.numbers.get(thing["/Pg"].objgen, 0) if "/Pg" in thing else page

    def _unspoken(self, element: Any, kind: str) -> None:
        """What a structure element may say beside its content."""
        for key in ("/E", "/T", "/Alt"):
            if key in element and (key, kind) != ("/Alt", "Figure"):
                self.find("fidelity-extra", f"expected no {key} on {kind}; found {str(element[key])[:60]!r}")
        for key in ("/Summary", "/Contents", "/Short", "/Desc"):
            if _attribute(element, key, None) is not None:
                self.find("fidelity-extra", f"expected no attribute {key} on {kind}")


@lru_cache(maxsize=1)
def read(data: bytes) -> Reading:
    """All that the PDF ``data`` shows or says; the last one is kept for whoever asks next. Raises pikepdf.PdfError and
    ValueError where it cannot be read."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        tree = root.get("/StructTreeRoot")
        if tree is None:
            raise ValueError("the PDF has no structure tree")
        pages = read_pages(pdf)
        walk = _Walk(pdf, pages)
        language = str(root.get("/Lang", ""))
        tops = kids_of(tree)
        for top in tops:
            walk.element(top, Voice(language=language), 1, "", None)
        walk.collector.flush()
        findings = [finding for page in pages for finding in page.findings] + walk.findings
        findings += (
            _left_over(pages, walk.used)
            + _annotations(pdf, walk.annotations)
            + catalog.refused(root)
            + catalog.roles(tree)
            + nesting.findings(tree)
        )
        feet, heads, strays = _artifacts(pages)
        return Reading(
            units=tuple(walk.collector.units),
            findings=(*findings, *strays),
            destinations=tuple(walk.destinations.items()),
            outline=tuple(catalog.outline(root, walk.numbers, walk.destinations)),
            feet=feet,
            heads=heads,
            attachments=catalog.attachments(pdf),
        )


def _numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Pages by their objects, counted from 1."""
    found: dict[tuple[int, int], int] = {}
    for number, page in enumerate(pdf.pages, 1):
        found[page.obj.objgen] = number
    return found


def _note(element: Any) -> str:
    """The identifier of a note (Note of PDF 1.7, FENote of PDF 2.0), or nothing for any other element."""
    is_note = isinstance(element, Dictionary) and str(element.get("/S", "")) in ("/Note", "/FENote")
    return str(element.get("/ID", "")) if is_note else ""


def _attribute(element: Any, key: str, otherwise: Any) -> Any:
    """An attribute of a structure element (ISO 32000-1, 14.7.5)."""
    owners = element.get("/A", Array())
    for owner in owners if isinstance(owners, Array) else [owners]:
        if isinstance(owner, Dictionary) and key in owner:
            return owner[key]
    return otherwise


def _target(annotation: Any) -> str:
    """Where a link annotation leads: an address, or ``#`` and the name of a destination."""
    action = annotation.get("/A")
    if action is not None:
        match str(action.get("/S", "")):
            case "/URI":
                return str(action["/URI"])
            case "/GoTo":
                return f"#{action.get('/D', '')!s}"
            case other:
                return f"an action {other[1:]}"
    return f"#{annotation.get('/Dest', '')!s}"


def _left_over(pages: list[PageText], used: set[tuple[int, int]]) -> list[Finding]:
    """Marked content that the structure does not name: drawn, and never said."""
    found: list[Finding] = []
    for number, page in enumerate(pages, 1):
        for mcid, mark in page.marks.items():
            if (number, mcid) not in used and mark.text.strip(" "):
                message = f"expected text inside the structure; found {mark.text[:60]!r}, which no element names"
                found.append(Finding("fidelity-extra", "error", message, f"page {number}"))
    return found


def _annotations(pdf: pikepdf.Pdf, used: set[tuple[int, int]]) -> list[Finding]:
    found: list[Finding] = []
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Link:
                message = f"expected no annotation but links; found {annotation.get('/Subtype')!s}"
                found.append(Finding("fidelity-extra", "error", message, f"page {number}"))
            elif annotation.objgen not in used:
                message = f"expected every link inside the structure; found {_target(annotation)!r} outside of it"
                found.append(Finding("fidelity-link", "error", message, f"page {number}"))
            elif "/AP" in annotation:
                found.append(Finding("fidelity-extra", "error", "expected a link without a picture", f"page {number}"))
            elif not _has_area(annotation):
                message = f"expected a link that can be touched; found {_target(annotation)!r} on an area of no size"
                found.append(Finding("fidelity-link", "warning", message, f"page {number}"))
    return found


def _has_area(annotation: Any) -> bool:
    left, bottom, right, top = (float(edge) for edge in annotation.get("/Rect", (0, 0, 0, 0)))
    return abs(right - left) >= 1 and abs(top - bottom) >= 1


def _artifacts(
    pages: list[PageText],
) -> tuple[tuple[tuple[ArtifactText, ...], ...], tuple[tuple[ArtifactText, ...], ...], list[Finding]]:
    feet: list[tuple[ArtifactText, ...]] = []
    heads: list[tuple[ArtifactText, ...]] = []
    strays: list[Finding] = []
    for number, page in enumerate(pages, 1):
        spoken = [artifact for artifact in page.artifacts if artifact.text.strip(" ")]
        feet.append(tuple(piece for piece in spoken if (piece.kind, piece.subtype) == ("/Pagination", "/Footer")))
        heads.append(tuple(piece for piece in spoken if (piece.kind, piece.subtype) == ("/Pagination", "")))
        for piece in spoken:
            if piece.kind != "/Pagination" or piece.subtype not in ("", "/Footer"):
                message = f"expected decoration without text; found {piece.text[:60]!r} drawn as an artifact"
                strays.append(Finding("fidelity-extra", "error", message, f"page {number}"))
    return tuple(feet), tuple(heads), strays
