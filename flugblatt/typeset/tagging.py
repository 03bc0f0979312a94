"""Tagging: the structure tree, one structure element for each element of the document (ISO 32000-1, 14.7 and 14.8).

Flow: the drawn pages' boxes in order -> ``add_tags`` -> Document with H1-H6, P, L/LI/Lbl/LBody, Table, BlockQuote, Note
beside its call, Link, Figure, TOC; /Lang on every change of language. A paragraph over two pages is one P. The rules are those
of PDF/UA-1 (ISO 14289-1, 7); for PDF 2.0 those of PDF/UA-2 (ISO 14289-2, 8): namespaces, FENote, structure destinations.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pydyf

from flugblatt.model import Direction
from flugblatt.typeset.alignment import Alignment, is_generated, walk
from flugblatt.typeset.engine import AbsolutePlaceholder, boxes

TYPES = {f"h{level}": f"H{level}" for level in range(1, 7)} | {
    "p": "P",
    "blockquote": "BlockQuote",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    "a": "Link",
    "article": "Art",
    "section": "Sect",
    "main": "Part",
    "div": "Div",
    "figure": "Div",
    "figcaption": "Caption",
    "pre": "P",
    "code": "Code",
    "em": "Em",
    "strong": "Strong",
    "span": "Span",
    "sub": "Span",
    "sup": "Span",
}
CONTENTS = {"entries": "TOC", "entry": "TOCI"}
"""By their class, the lists and items that are a table of contents (ISO 32000-1, table 333)."""
BASELINE_SHIFT = {"sub": -1.5, "sup": 3.5}
"""Points that small words stand below or above the line of a text of about 10 pt (ISO 32000-1, table 344)."""
ROLE_MAP = {"Em": "Span", "Strong": "Span"}
SECOND = frozenset(("Document", "Em", "Strong", "FENote"))
NAMESPACE = "http://iso.org/pdf2/ssn"
PRINTED = 4
"""The flag of an annotation that is printed, too (ISO 32000-1, table 165): the engine sets it in PDF/A alone."""
CSS_PIXEL = 0.75  # pt (CSS Values 4, 6.2)


class Tagger:
    """Builds the tree of one document. Elements are made when their first box is met, so the order is the reading order."""

    def __init__(self, pdf: Any, document: Any, alignment: Alignment, streams: list[Any], second: bool) -> None:
        self.pdf, self.document, self.alignment, self.streams, self.second = pdf, document, alignment, streams, second
        self.pages = pdf.page_references  # made anew by the library whenever it is asked
        self.made: dict[Any, Any] = {}
        self.entries: dict[Any, Any] = {}
        self.annotated: list[tuple[Any, Any, Any]] = []
        self.parent_tree: list[dict[int, Any]] = [{} for _ in streams]
        self.seen: set[int] = set()
        self.calls: list[tuple[Any, str]] = []

    def build(self) -> None:
        tree = pydyf.Dictionary({"Nums": pydyf.Array()})
        self.pdf.add_object(tree)
        root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": tree.reference})
        self.pdf.add_object(root)
        if self.second:
            self.namespace = pydyf.Dictionary({"Type": "/Namespace", "NS": pydyf.String(NAMESPACE)})
            self.pdf.add_object(self.namespace)
            root["Namespaces"] = pydyf.Array([self.namespace.reference])
        else:
            root["RoleMap"] = pydyf.Dictionary({name: f"/{standard}" for name, standard in ROLE_MAP.items()})
        self.top = self._new("Document", root, None)
        root["K"] = pydyf.Array([self.top.reference])
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        for part in self.alignment.parts:
            self._element(part, self.pages[0])
        for number, page in enumerate(self.document.pages):
            for box, in_margin in walk(page._page_box):
                if not in_margin and box.element is not None and box not in self.alignment.artifacts:
                    self._tag(box, number, page)
            if self.streams[number]._tags:
                raise AssertionError("marked content without a structure element")
        self._finish(tree, root)

    def _tag(self, box: Any, number: int, page: Any) -> None:
        where = self.pages[number]
        pseudo = (box.element_tag or "").partition("::")[2]
        if pseudo == "footnote-call" and not isinstance(box, boxes.TextBox):
            parent = self._body(self.alignment.parents[box.element], where)
            call = self.entries[box.element, "call"] = self._child("Lbl" if self.second else "Reference", parent, where)
            note = self._element(box.element, where)
            if self.second:
                call["Ref"], note["Ref"] = pydyf.Array([note.reference]), pydyf.Array([call.reference])
        elif getattr(box, "link_annotation", None) is not None and not is_generated(box):
            if box.element.tag == "a" and box.width:
                self._link(box, self._element(box.element, where), where)
            else:
                self._drop(box.link_annotation, number)
        if box.element.tag in ("td", "th"):
            self._element(box.element, where)
        if isinstance(box, boxes.TextBox):
            self._content(self._home(box, pseudo, where), number, box)
        elif isinstance(box, boxes.ReplacedBox):
            self._figure(box, number, page)

    def _home(self, box: Any, pseudo: str, where: Any) -> Any:
        """The structure element that a text box belongs to."""
        element = box.element
        if pseudo == "footnote-call":
            return self.entries[element, "call"]
        if pseudo in ("footnote-marker", "marker"):
            if (element, "label") not in self.entries:
                self.entries[element, "label"] = self._child("Lbl", self._element(element, where), where)
            return self.entries[element, "label"]
        return self._body(element, where)

    def _element(self, element: Any, where: Any) -> Any:
        """The structure element of a document element, made on demand."""
        if element in self.made:
            return self.made[element]
        parents = self.alignment.parents
        if element.tag in ("html", "body") or element not in parents:
            self.made[element] = self.top
            return self.top
        if element in self.alignment.notes:
            made = self._child("FENote" if self.second else "Note", self._body(parents[element], where), where)
            made["ID"] = pydyf.String(element.get("id"))
            made["Lang"] = pydyf.String(element.get("lang"))
            kind = [pydyf.Dictionary({"O": "/FENote", "NoteType": "/Footnote"})] if self.second else []
            way = [_writing_mode(element.get("dir"))] if element.get("dir") else []
            if kind or way:  # a note is not of the direction of the words that call it
                made["A"] = pydyf.Array(kind + way)
        elif element.get("role") == "doc-footnote":
            made = self._child("FENote" if self.second else "Note", self._body(parents[element], where), where)
            made["ID"] = pydyf.String(element.get("id"))
            if self.second:
                made["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": "/Endnote"})
        elif element.get("role") == "doc-noteref":
            home = self._body(parents[element], where)
            made = self._child("Link", home if self.second else self._child("Reference", home, where), where)
            self.calls.append((made, element.get("href").removeprefix("#")))
        elif element.get("class") == "label":
            made = self._child("Lbl", self._list_item(element, where), where)
        else:
            made = self._ordinary(element, where)
        self.made[element] = made
        return made

    def _ordinary(self, element: Any, where: Any) -> Any:
        tag, language = element.tag, element.get("lang")
        if element.get("class") == "note-part":
            return self._child("P", self._body(self.alignment.parents[element], where), where)
        direction = element.get("dir") if tag in ("article", "span", "code", "pre") else None
        if tag == "bdi":  # an address, or a telephone number, which has no letters
            words = "".join(element.itertext())
            tag, direction = "span", next((_side(char) for char in words if _side(char)), "ltr")
        if (tag == "span" and not language and not direction) or element.get("class") == "column":
            return self._body(self.alignment.parents[element], where)
        if tag in ("dt", "dd"):
            return self._definition(element, where)
        if element.get("class") == "row":
            return self._child("LI", self._element(self.alignment.parents[element], where), where)
        if tag not in TYPES:
            return self._body(self.alignment.parents[element], where)
        if kind := CONTENTS.get(element.get("class")):
            return self._child(kind, self._element(self.alignment.parents[element], where), where)
        kind = (
            "Sect" if tag == "figure" and self.second else TYPES[tag]
        )  # no Caption may stand in Document, even below a Div
        made = self._child(kind, self._body(self.alignment.parents[element], where), where)
        if language:
            made["Lang"] = pydyf.String(language)
        if direction:
            made["A"] = _writing_mode(direction)
        if tag in BASELINE_SHIFT:
            made["A"] = pydyf.Dictionary({"O": "/Layout", "BaselineShift": BASELINE_SHIFT[tag]})
        if tag in ("ul", "ol", "dl"):
            numbering = {"ol": "Decimal", "ul": "Disc", "dl": "Description" if self.second else "None"}[tag]
            made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})
        if tag == "th":
            made["A"] = pydyf.Dictionary(
                {"O": "/Table", "Scope": f"/{'Row' if element.get('scope') == 'row' else 'Column'}"}
            )
        return made

    def _body(self, element: Any, where: Any) -> Any:
        """Where the content of an element goes: the LBody of an item, else the element itself."""
        made = self._element(element, where)
        if element.tag != "li" or element.get("class") in CONTENTS:
            return made
        if (element, "body") not in self.entries:
            self.entries[element, "body"] = self._child("LBody", made, where)
        return self.entries[element, "body"]

    def _list_item(self, label: Any, where: Any) -> Any:
        element = label
        while element.tag != "li":
            element = self.alignment.parents[element]
        return self._element(element, where)

    def _definition(self, element: Any, where: Any) -> Any:
        """A term opens an item of its list; definitions follow in the same item."""
        parent = self.alignment.parents[element]
        if parent.get("class") == "row":
            item = self._element(parent, where)
        else:
            if element.tag == "dt" or (parent, "item") not in self.entries:
                self.entries[parent, "item"] = self._child("LI", self._element(parent, where), where)
            item = self.entries[parent, "item"]
        made = self._child(TYPES[element.tag], item, where)
        if element.get("lang"):
            made["Lang"] = pydyf.String(element.get("lang"))
        if element.get("dir"):
            made["A"] = _writing_mode(element.get("dir"))
        return made

    def _figure(self, box: Any, number: int, page: Any) -> None:
        where = self.pages[number]
        figure = self._element(box.element, where)
        left, top = box.content_box_x() * CSS_PIXEL, (page.height - box.content_box_y()) * CSS_PIXEL
        corners = (left, top - box.height * CSS_PIXEL, left + box.width * CSS_PIXEL, top)
        figure["Alt"] = pydyf.String(box.element.get("alt"))
        figure["A"] = pydyf.Dictionary({"O": "/Layout", "Placement": "/Inline", "BBox": pydyf.Array(corners)})
        self._content(figure, number, box)

    def _content(self, home: Any, number: int, box: Any) -> None:
        """Hang the marked content of a box on its structure element (ISO 32000-1, 14.7.4.2)."""
        mark = self.streams[number]._tags.pop(box, None)
        if mark is None:
            return
        where = self.pages[number]
        actual, level = self.alignment.actuals.get(box), getattr(box, "level", 0)
        if actual or level:
            home = self._child("Span", home, where)
        if actual:
            home["ActualText"] = actual
        if level:  # the text was parted from what gave it its direction
            home["A"] = _writing_mode("rtl" if level % 2 else "ltr")
        home["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": where, "MCID": mark["mcid"]}))
        self.parent_tree[number][mark["mcid"]] = home.reference

    def _link(self, box: Any, home: Any, where: Any) -> None:
        annotation = box.link_annotation
        if id(annotation) in self.seen:
            return
        self.seen.add(id(annotation))
        home["K"].append(pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": where}))
        text = re.sub(r"\s+", " ", _said(box.element)).strip()
        target = box.element.get("href", "")
        label = box.element.get("aria-label") or text
        annotation["Contents"] = pydyf.String(
            label if target.startswith("#") or target == text else f"{label} – {target}"
        )
        annotation["F"] = PRINTED
        self.annotated.append((home, annotation, box))

    def _drop(self, annotation: Any, number: int) -> None:
        """The engine makes an annotation for every box inside a link: one for each line of the link is right."""
        page = self.pdf.objects[int(self.pages[number].split()[0])]
        if annotation.reference in page.get("Annots", ()):
            page["Annots"].remove(annotation.reference)

    def _finish(self, tree: Any, root: Any) -> None:
        for element, made in tuple(self.made.items()):
            if element.tag == "table":  # one without rows needs its body all the same (ISO 14289-1, 7.5)
                self._element(element.find("tbody"), made["Pg"])
        for number, marks in enumerate(self.parent_tree):
            tree["Nums"].extend([number, pydyf.Array([marks[key] for key in sorted(marks)])])
        following = len(self.streams)
        for home, annotation, _ in self.annotated:
            tree["Nums"].extend([following, home.reference])
            annotation["StructParent"] = following
            following += 1
        root["ParentTreeNextKey"] = following
        named = {element.get("id"): made for element, made in self.made.items() if element.get("id")}
        for call, anchor in self.calls if self.second else ():
            call["Ref"] = pydyf.Array([named[anchor].reference])
            named[anchor].setdefault("Ref", pydyf.Array()).append(call.reference)
        if self.second:
            self._entries(named)
            self._destinations()

    def _entries(self, named: dict[str, Any]) -> None:
        """What the entries of the contents lead to (ISO 14289-2, 8.2.5.8)."""
        for element, made in self.made.items():
            if element.get("class") == "entry":
                target = element.find("p/a").get("href").removeprefix("#")
                made["Ref"] = pydyf.Array([named[target].reference])

    def _destinations(self) -> None:
        """Structure destinations for names, outlines and inner links (ISO 32000-2, 12.3.2.3; ISO 14289-2, 8.8)."""
        named = {element.get("id"): made for element, made in self.made.items() if element.get("id")}
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for index in range(0, len(names), 2):
            if names[index].string in named:
                names[index + 1] = pydyf.Array([named[names[index].string].reference, *names[index + 1][1:]])
        marked = [box for page in self.document.pages for box in _with_bookmarks(page._page_box)]
        outlines = [
            item for item in self.pdf.objects if isinstance(item, pydyf.Dictionary) and {"Title", "Dest"} <= set(item)
        ]
        for outline, box in zip(outlines, marked, strict=True):
            target = outline.pop("Dest")
            there = pydyf.Array([self.made[box.element].reference, *target[1:]])
            outline["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": target, "SD": there})
        for _, annotation, _ in self.annotated:
            if "Dest" in annotation:
                name = annotation.pop("Dest")
                there = pydyf.Array([named[name.string].reference, "/XYZ", "null", "null", "null"])
                annotation["A"] = pydyf.Dictionary({"Type": "/Action", "S": "/GoTo", "D": name, "SD": there})

    def _new(self, kind: str, parent: Any, where: Any) -> Any:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{kind}", "K": pydyf.Array(), "P": parent.reference})
        if self.second and kind in SECOND:
            made["NS"] = self.namespace.reference
        if where is not None:
            made["Pg"] = where
        self.pdf.add_object(made)
        return made

    def _child(self, kind: str, parent: Any, where: Any) -> Any:
        made = self._new(kind, parent, where)
        parent["K"].append(made.reference)
        return made


def _said(element: Any) -> str:
    """The words of an element, and the alternative texts of its pictures where they stand."""
    inside = "".join(_said(child) + (child.tail or "") for child in element)
    return (element.get("alt", "") if element.tag == "img" else element.text or "") + inside


def _side(char: str) -> str:
    return {"L": "ltr", "R": "rtl", "AL": "rtl"}.get(unicodedata.bidirectional(char), "")


def _writing_mode(direction: str) -> Any:
    return pydyf.Dictionary({"O": "/Layout", "WritingMode": "/RlTb" if direction == "rtl" else "/LrTb"})


def tagger(alignment: Alignment, direction: Direction, second: bool = False) -> Any:
    """The function that the engine calls to add tags, for one document; ``second`` is for PDF 2.0.

    The document says its ``direction`` where that is not what readers assume: paragraphs are of it that say none themselves,
    and pages are bound on the right (ISO 32000-1, table 150).
    """

    def add_tags(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
        Tagger(pdf, document, alignment, streams, second).build()
        turned = {"Direction": "/R2L"} if direction == "rtl" else {}
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"} | turned)

    return add_tags


def _with_bookmarks(box: Any) -> Iterator[Any]:
    """The boxes that the engine makes bookmarks of, in its order."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.bookmark_label and box.style["bookmark_level"] != "none":
        yield box
    for child in box.all_children():
        yield from _with_bookmarks(child)
