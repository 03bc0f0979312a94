"""The route through the structure tree of a PDF that this toolchain did not make (ISO 32000-1, 14.7 and 14.8).

Flow: bytes -> text of marked content, line by line -> structure tree, depth first, roles as the role map gives them -> a
line for each block -> ``compare_lines``. Text that no element names is outside of the structure: a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from flugblatt.judges.fidelity.marked_text import PageText, read_pages
from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit, Voice
from flugblatt.judges.pdf import content_streams, structure_tree
from flugblatt.judges.pdf.structure_tree import Element, MarkReference
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
    roles: dict[str, str]
    units: list[Unit] = field(default_factory=list)
    chars: list[Char] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    height: tuple[int, float] = (0, 0.0)

    def element(self, element: Element, voice: Voice, path: tuple[str, ...]) -> None:
        if element.again:
            return
        kind = self.kind_of(element)
        block = bool(BLOCK.fullmatch(kind)) or (kind == "Lbl" and "LI" in path[-2:])
        if kind in ("Note", "FENote"):
            path = (*path, f"note {len(self.units)}")
        if kind in ("Reference", "Lbl") and not block and "LI" not in path:
            voice = replace(voice, call="note")
        if block:
            self.flush(path)
        inside = (*path, "label" if kind == "Lbl" and block else kind)
        if kind == "Figure" and element.alternative:
            self.chars.append(Char(IMAGE, replace(voice, alt=element.alternative), self.spot(element.page)))
            self.use(element)
        elif element.actual is not None:
            self.say(element.actual, voice, self.use(element))
        else:
            for kid in element.kids:
                if isinstance(kid, MarkReference):
                    self.mark(kid, voice)
                elif isinstance(kid, Element):
                    self.element(kid, voice, inside)
        if block:
            self.flush(inside)

    def mark(self, content: MarkReference, voice: Voice) -> None:
        page, mcid = content.page, content.mcid
        if content.elsewhere:
            raise Unreadable("its text lies in form XObjects, which this reader does not follow")
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

    def use(self, element: Element) -> int:
        """Takes the marked content of an element without saying it; the page on which it begins."""
        contents = list(element.contents)
        self.used.update((content.page, content.mcid) for content in contents)
        return next((content.page for content in contents if content.page), element.page)

    def flush(self, path: tuple[str, ...]) -> None:
        chars = trimmed(self.chars)
        if chars:
            stack = tuple((name, number) for number, name in enumerate(path or ("P",)))
            self.units.append(Unit(stack, chars, "", "", chars[0].place))
        self.chars = []
        self.height = (0, 0.0)

    def kind_of(self, element: Element) -> str:
        kind = element.kind
        for _ in range(len(self.roles)):
            if BLOCK.fullmatch(kind) or kind not in self.roles:
                break
            kind = self.roles[kind]
        return kind

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
    tree = structure_tree.read(data)
    if tree is None:
        raise Unreadable("the PDF has no structure tree")
    pages = read_pages(content_streams.read(data), lines=True)
    walk = _Walk(pages, dict(tree.roles))
    for top in tree.kids:
        if isinstance(top, Element):
            walk.element(top, Voice(), ())
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
