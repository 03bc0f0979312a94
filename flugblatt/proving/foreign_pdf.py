"""The route through the structure tree of a PDF that this toolchain did not make (ISO 32000-1, 14.7 and 14.8).

Flow: bytes -> text of marked content, line by line -> structure tree, depth first, roles as the role map gives them -> a
line for each block -> ``compare_lines``. Text that no element names is outside of the structure: a warning.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit, Voice
from flugblatt.judges.pdf.content_streams import PageText, read_pages
from flugblatt.judges.pdf.nesting import DEEPEST, kids_of
from flugblatt.model import Check, Finding
from flugblatt.proving.line_comparison import compare_lines, trimmed
from flugblatt.proving.proof import TOOL, Route, Unreadable
from flugblatt.proving.source import Original

BLOCK = re.compile(
    "P|H[1-6]?|Title|TH|TD|LI|LBody|Caption|BlockQuote|Note|FENote|Aside|TOCI|Figure|Document|DocumentFragment|Part|Art|Sect|"
    "Div|L|Table|TR|THead|TBody|TFoot|TOC|Index"
)
SURE = (
    "characters and their order; spaces and hyphens at line ends as the source has them; "
    "kinds, levels, links and languages are not compared"
)


@dataclass(slots=True)
class _Walk:
    pages: list[PageText]
    numbers: dict[tuple[int, int], int]
    roles: dict[str, str]
    units: list[Unit] = field(default_factory=list)
    chars: list[Char] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    seen: set[tuple[int, int]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    height: tuple[int, float] = (0, 0.0)

    def element(self, element: Any, page: int, voice: Voice, path: tuple[str, ...]) -> None:
        if element.objgen != (0, 0) and (element.objgen in self.seen or len(path) > DEEPEST):
            return
        self.seen.add(element.objgen)
        kind = self.kind_of(element)
        page = self.page_of(element, page)
        block = bool(BLOCK.fullmatch(kind)) or (kind == "Lbl" and "LI" in path[-2:])
        if kind in ("Note", "FENote"):
            path = (*path, f"note {len(self.units)}")
        if kind in ("Reference", "Lbl") and not block and "LI" not in path:
            voice = replace(voice, call="note")
        if block:
            self.flush(path)
        inside = (*path, "label" if kind == "Lbl" and block else kind)
        if kind == "Figure" and str(element.get("/Alt", "")):
            self.chars.append(Char(IMAGE, replace(voice, alt=str(element["/Alt"])), self.spot(page)))
            self.use(element, page)
        elif "/ActualText" in element:
            self.say(str(element["/ActualText"]), voice, self.use(element, page))
        else:
            for kid in kids_of(element):
                self.kid(kid, page, voice, inside)
        if block:
            self.flush(inside)

    def kid(self, kid: Any, page: int, voice: Voice, path: tuple[str, ...]) -> None:
        if isinstance(kid, int):
            self.mark(page, kid, voice)
        elif kid.get("/Type") == Name.MCR:
            if "/Stm" in kid:
                raise Unreadable("its text lies in form XObjects, which this reader does not follow")
            self.mark(self.page_of(kid, page), int(kid["/MCID"]), voice)
        elif kid.get("/Type") != Name.OBJR:
            self.element(kid, page, voice, path)

    def mark(self, page: int, mcid: int, voice: Voice) -> None:
        mark = self.pages[page - 1].marks.get(mcid) if page else None
        if mark is None:
            return
        if (page, mcid) in self.used:
            message = f"expected marked content {mcid} once in the structure; found it again"
            self.findings.append(Finding("fidelity-extra", "error", message, f"page {page}"))
        self.used.add((page, mcid))
        if mark.text and self.chars and (page, round(mark.height)) != self.height:
            self.chars.append(Char("\n", voice, self.spot(page)))
        self.say(mark.text, voice, page)
        if mark.text and "\n" not in mark.text:
            self.height = (page, round(mark.height))
        elif mark.text:
            self.height = (0, 0.0)

    def say(self, text: str, voice: Voice, page: int) -> None:
        self.chars += [Char(char, voice, self.spot(page)) for char in text]

    def use(self, element: Any, page: int) -> int:
        """Takes the marked content of an element without saying it; the page on which it begins."""
        first = 0
        for mcid, number in list(self.marks_of(element, page, 0)):
            self.used.add((number, mcid))
            first = first or number
        return first or page

    def marks_of(self, element: Any, page: int, depth: int) -> Iterator[tuple[int, int]]:
        page = self.page_of(element, page)
        for kid in kids_of(element) if depth < DEEPEST else ():
            if isinstance(kid, int):
                yield kid, page
            elif kid.get("/Type") == Name.MCR:
                yield int(kid["/MCID"]), self.page_of(kid, page)
            elif kid.get("/Type") != Name.OBJR:
                yield from self.marks_of(kid, page, depth + 1)

    def flush(self, path: tuple[str, ...]) -> None:
        chars = trimmed(self.chars)
        if chars:
            stack = tuple((name, number) for number, name in enumerate(path or ("P",)))
            self.units.append(Unit(stack, chars, "", "", chars[0].place))
        self.chars = []
        self.height = (0, 0.0)

    def kind_of(self, element: Any) -> str:
        kind = str(element.get("/S", "/"))[1:]
        for _ in range(len(self.roles)):
            if BLOCK.fullmatch(kind) or kind not in self.roles:
                break
            kind = self.roles[kind]
        return kind

    def page_of(self, thing: Any, page: int) -> int:
        return self.numbers.get(thing["/Pg"].objgen, 0) if "/Pg" in thing else page

    def spot(self, page: int) -> Spot:
        return Spot(f"page {page}", page)


def judge(original: Original, data: bytes) -> Route:
    """Route ``structure`` of a tagged PDF. Raises Unreadable where its text is nothing that this reader follows."""
    units, findings = read(data)
    compared = compare_lines(original, units, ours=False)
    sure = f"{SURE}; {compared.decided} line ends decided by the source" if compared.decided else SURE
    return Route(Check.of("structure", TOOL, (*compared.findings, *findings), compared.detail), sure=sure)


def read(data: bytes) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The lines of the structure in logical order, with LF at the ends of printed lines, and what speaks against them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tree = pdf.Root.get("/StructTreeRoot")
        if tree is None:
            raise Unreadable("the PDF has no structure tree")
        pages = read_pages(pdf, lines=True)
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        roles = {str(name)[1:]: str(standard)[1:] for name, standard in tree.get("/RoleMap", Dictionary()).items()}
        walk = _Walk(pages, numbers, roles)
        for top in kids_of(tree):
            walk.element(top, 1, Voice(), ())
        walk.flush(())
        findings = [*walk.findings]
        for number, page in enumerate(pages, 1):
            findings += [_weighed(finding) for finding in page.findings]
            for mcid, mark in page.marks.items():
                if (number, mcid) not in walk.used and mark.text.strip():
                    message = f"found “{mark.text.strip()[:60]}” outside of the structure"
                    findings.append(Finding("fidelity-extra", "warning", message, f"page {number}"))
        if not walk.units and any("text drawn in XObject" in finding.message for finding in findings):
            raise Unreadable("its text lies in form XObjects, which this reader does not follow")
        if not walk.units:
            raise Unreadable("its structure tree says no text")
        return tuple(walk.units), tuple(findings)


def _weighed(finding: Finding) -> Finding:
    """A finding of the reader of pages as it counts in a file of others: what may be design is a warning."""
    hidden = finding.code in ("fidelity-hidden", "fidelity-changed") and not finding.message.endswith("in white")
    return finding if hidden else replace(finding, severity="warning")
