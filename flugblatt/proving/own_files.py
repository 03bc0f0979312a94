"""The routes through files of this toolchain: the text of the edition where each form has it, compared in every respect.

Flow: bytes -> reader of the form -> units of the edition, and those of the title page, contents and colophon around it ->
the reference of the form without a statement -> ``Route``. What stands around the edition needs ``statement.yaml`` to be
judged: where the file carries it, the whole judge of the text runs too; else it is named as left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pikepdf
from lxml import etree, html

from flugblatt.judges.fidelity import book as epub
from flugblatt.judges.fidelity import book_reader, edition_pdf, html_reader, reference, text_form
from flugblatt.judges.fidelity.compare import compare, difference
from flugblatt.judges.fidelity.reference import Form
from flugblatt.judges.fidelity.sequence import IMAGE, Unit, plain
from flugblatt.judges.fidelity.text_lines import read as read_text
from flugblatt.judges.pdf import structure_tree
from flugblatt.language.table import Labels, describe
from flugblatt.model import Edition, Finding, Heading, plain_text, walk
from flugblatt.model.errors import ContentError
from flugblatt.proving import proof
from flugblatt.proving.differences import short
from flugblatt.proving.lines import Compared, changes, compare_lines, expected_lines, lines_of, statement_of
from flugblatt.proving.proof import Route
from flugblatt.proving.source import Attached, Original, original_of

DASH = "—"
MARKED = "exact: characters and their order, kinds and levels of blocks, labels, links, notes, languages"
LINES = "exact: characters, their order, and lines in groups; a text says nothing of kinds, links and languages"
UNMARKED = "exact in characters and their order; a source without marks says no more"
ROW = re.compile(r".+ – .+")


@dataclass(frozen=True, slots=True)
class Found:
    """What a form says: the units of its edition text, the units around it, and what its reader found."""

    language: str
    expected: tuple[Unit, ...]
    edition: tuple[Unit, ...]
    around: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    anchors: bool = False


def pdf(original: Original, data: bytes, attached: Attached) -> Route:
    """Route ``structure``: the structure tree of archive-pdf or access-pdf."""
    reading = structure_tree.read(data)
    with pikepdf.open(io.BytesIO(data)) as file:
        language = str(file.Root.get("/Lang", ""))
    edition = original.in_language(language)
    at_foot = any(name.startswith("note ") for unit in reading.units for name in unit.path)
    form = Form(markup=False, notes="foot" if at_foot else "end", bullet=edition_pdf.BULLET)
    write = reference.writing(statement_of(edition), edition, form)
    expected, _ = _edition_of_pdf(edition_pdf.units(write, ""), edition, write.language.labels)
    inside, around = _edition_of_pdf(reading.units, edition, write.language.labels)
    findings = (*reading.findings, *_attached(original, attached))
    return judged(original, "structure", Found(language, expected, inside, around, findings))


def _edition_of_pdf(units: tuple[Unit, ...], edition: Edition, labels: Labels) -> tuple[tuple[Unit, ...], ...]:
    """The title, the main part and the section of notes; and the rest of the first section and of the last one."""
    tops = list(dict.fromkeys(unit.stack[0] for unit in units if unit.stack))
    mains = [at for at, (name, _) in enumerate(tops) if name == "main"]
    front = tops[0] if tops and tops[0][0] == "section" and mains and mains[0] > 0 else None
    back = tops[-1] if tops and tops[-1][0] == "section" and mains and mains[-1] < len(tops) - 1 else None
    heads: dict[tuple[tuple[str, int], ...], str] = {}
    for unit in units:
        heads.setdefault(unit.stack[:1], unit.text)
    inside, around = list[Unit](), list[Unit]()
    for unit in units:
        top = unit.stack[0] if unit.stack else None
        notes = edition.notes and heads[unit.stack[:1]] == labels.notes
        generated = top is not None and top in (front, back) and "title" not in unit.path and not notes
        (around if generated else inside).append(unit)
    return tuple(inside), tuple(around)


def book(original: Original, data: bytes, attached: Attached) -> Route:
    """Route ``spine``: the documents of the book in the order of its spine."""
    read = book_reader.read(data)
    language = next((document.language for _, document in read.documents), "")
    edition = original.in_language(language)
    write = reference.writing(statement_of(edition), edition, epub.FORM)
    front = tuple(replace(unit, anchor="") for unit in reference.title(write, write.inside((), "section")))
    here = write.inside((), "section")
    text_units = (
        reference.said(write, write.inside(here, "spoken label"), edition.title_text, "label of the text"),
        *reference.body(write, here),
        *reference.endnotes(write, ()),
    )
    expected = (*_within(front, "title.xhtml", 1), *_within(text_units, "text.xhtml", 2))
    inside, around = list[Unit](), list[Unit]()
    for number, (name, document) in enumerate(read.documents, 1):
        for unit in _within(document.units, name, number):
            generated = (
                name in epub.SPINE and name != "text.xhtml" and not (name == "title.xhtml" and "title" in unit.path)
            )
            (around if generated else inside).append(unit)
    findings = [*read.findings, *_attached(original, attached)]
    known = {f"META-INF/source/{attached.language}.md", f"EPUB/{epub.COVER}"}
    known |= {f"EPUB/images/{image.path}" for image in edition.images}
    for name, _ in read.files:
        if name not in known and original.pictures_known:
            findings.append(Finding("fidelity-extra", "error", f"expected no file {name} in the book", name))
    return judged(original, "spine", Found(language, expected, tuple(inside), tuple(around), tuple(findings), True))


def _within(units: Iterable[Unit], document: str, number: int) -> tuple[Unit, ...]:
    return tuple(
        replace(
            unit,
            stack=((document, -number), *((name, other + number * epub.LARGEST) for name, other in unit.stack)),
        )
        for unit in units
    )


def page(original: Original, data: bytes) -> Route:
    """Route ``DOM``: the document order of the web page."""
    document = html_reader.read(data, "page", False, lambda source: None)
    edition = original.in_language(document.language)
    write = reference.writing(statement_of(edition), edition, Form(markup=True, notes="end"))
    main = write.inside((), "main")
    expected = (
        *reference.title(write, write.inside((), "header")),
        *reference.body(write, main),
        *reference.endnotes(write, main),
    )
    inside, around = list[Unit](), list[Unit]()
    for unit in document.units:
        generated = unit.path[:1] in (("header",), ("footer",)) and "title" not in unit.path
        (around if generated else inside).append(unit)
    findings = list(document.findings)
    if parted := difference(plain(plain_text(edition.title)), plain(document.title)):
        findings.append(Finding("fidelity-generated", "error", f"title of the head: {parted[1]}", "page"))
    found = Found(document.language, expected, tuple(inside), tuple(around), tuple(findings), True)
    return judged(original, "DOM", found)


def mail(original: Original, data: bytes) -> Route:
    """Route ``text``: the lines of the text form, up to the dash before the colophon."""
    units, findings = read_text(data)
    edition = original.edition if original.language_known else replace(original.edition, language=_spoken(units))
    write = reference.writing(statement_of(edition), edition, Form(markup=False, notes="end"))
    every = text_form.units(write)
    expected = every[: max(at for at, unit in enumerate(every) if unit.text == DASH)]
    dash = max(at for at, unit in enumerate(units) if unit.text == DASH)
    inside, around = list(units[:dash]), list(units[dash + 1 :])
    said = list(findings)
    if _has_subtitle(expected, inside):
        around.insert(0, inside.pop(1))
        message = f"found “{short(around[0].text)}” between title and text, where a subtitle would stand"
        hint = "a subtitle is in statement.yaml, which a text file does not carry"
        said.append(Finding("fidelity-generated", "warning", message, str(around[0].place), hint))
    found = Found(edition.language, expected, tuple(inside), tuple(around), tuple(said))
    return judged(original, "text", found)


def _has_subtitle(expected: tuple[Unit, ...], found: list[Unit]) -> bool:
    """Whether one line stands alone between the title and the first line of the source."""
    if len(expected) < 2 or len(found) < 3 or found[0].text != expected[0].text:
        return False
    alone = len({found[0].stack[0], found[1].stack[0], found[2].stack[0]}) == 3
    return alone and found[1].text != expected[1].text and found[2].text == expected[1].text


def is_mail(data: bytes) -> bool:
    """Whether a text file ends as our text form does: a dash, then rows of a colophon with an identifier."""
    lines = [line for line in data.decode("utf-8", "replace").split("\n") if line]
    if DASH not in lines:
        return False
    rows = lines[len(lines) - lines[::-1].index(DASH) :]
    return bool(rows) and all(map(ROW.fullmatch, rows)) and any("urn:uuid:" in row for row in rows)


def is_page(data: bytes) -> bool:
    """Whether a page is built as ours are: header, main and footer, and the identifier of an edition in its head."""
    try:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return False
    body = root.find("body")
    parts = [child.tag for child in body if isinstance(child.tag, str)] if body is not None else []
    identifiers = root.xpath("//head/meta[@name='dcterms.identifier']/@content")
    return {"header", "main", "footer"} <= set(parts) and any("urn:uuid:" in value for value in identifiers)


def _spoken(units: tuple[Unit, ...]) -> str:
    """The language that a text file without metadata is taken for: only figures and labels depend on it."""
    from flugblatt.language.table import known

    rows = {unit.text.partition(" – ")[0] for unit in units if " – " in unit.text}
    likely = [tag for tag in known() if describe(tag, "").labels.identifier in rows]
    best = max(likely, key=lambda tag: len(rows & set(_words(describe(tag, "").labels))), default="")
    return best or "und"


# --- The verdict ---------------------------------------------------------------------------------


def judged(original: Original, name: str, found: Found) -> Route:
    """The route with its verdict: in every respect against Markdown, in characters and order against a source without marks."""
    if original.marked:
        compared = _compared(original, found)
        sure = LINES if name == "text" else MARKED
    else:
        labels = describe(found.language or "und", "").labels
        edition = [unit for unit in found.edition if not (unit.kind == "heading 2" and unit.text == labels.notes)]
        edition = [unit for unit in edition if unit.kind != "spoken label"]
        compared = compare_lines(original, expected_lines(original), lines_of(edition, calls=False), ours=True)
        sure = UNMARKED
    if not original.pictures_known:
        sure += "; the pictures themselves are not compared: they are not beside the source"
    findings = (*found.findings, *compared.findings)
    return proof.route(name, findings, compared.detail, sure, left_out=_left_out(original, found))


def _compared(original: Original, found: Found) -> Compared:
    edition = original.in_language(found.language)
    expected, inside = found.expected, found.edition
    if not original.pictures_known:
        expected, inside = _nameless(expected), _nameless(inside)
    compared = compare(expected, inside, original.path, edition.source.data, anchors=found.anchors)
    findings = list(compared.findings)
    for i, j in compared.pairs:
        parted = difference(expected[i].text, inside[j].text) if i is not None and j is not None else None
        if i is None or j is None or parted is None:
            continue
        # The judge tells where two blocks part; here every difference is told, with the words that are lost or added.
        told = next((finding for finding in findings if parted[1] in finding.message), None)
        if told is not None and expected[i].chars and not expected[i].generated:
            at = findings.index(told)
            every = (replace(finding, code=told.code) for finding in changes(original, expected[i], inside[j]))
            findings[at : at + 1] = every
    return Compared(tuple(findings), compared.blocks, compared.equal, compared.characters)


def _nameless(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Pictures without what tells one from another."""
    return tuple(
        replace(
            unit,
            chars=tuple(
                replace(char, voice=replace(char.voice, image="picture")) if char.char == IMAGE else char
                for char in unit.chars
            ),
        )
        for unit in units
    )


def _attached(original: Original, attached: Attached) -> list[Finding]:
    """The attached source has the text of the source; other bytes with the same text are a warning."""
    where = f"attached source {attached.language}.md"
    if not original.marked:
        try:
            other = expected_lines(original_of(attached, where))
        except ContentError:
            other = ()
        compared = compare_lines(original, expected_lines(original), lines_of(other, calls=False), ours=True)
        differs = any(finding.severity == "error" for finding in compared.findings)
    elif attached.data == original.edition.source.data:
        return []
    else:
        try:
            other = expected_lines(original_of(attached, where))
        except ContentError:
            other = ()
        differs = [unit.text for unit in other] != [unit.text for unit in expected_lines(original)]
        if not differs:
            message = "expected the bytes of the source; found others that give the same text"
            return [Finding("fidelity-changed", "warning", message, where)]
    if differs:
        message = "expected the text of the source; found a source that says something else"
        return [Finding("fidelity-changed", "error", message, where)]
    return []


def _left_out(original: Original, found: Found) -> tuple[str, ...]:
    """What stands around the edition and neither repeats it nor is a word of the language table."""
    edition = original.in_language(found.language)
    language = describe(edition.language, edition.whole_text)
    headings = {plain(plain_text(block.children)) for block in walk(edition.blocks) if isinstance(block, Heading)}
    repeats = {edition.title_text, *headings, *_words(language.labels)}
    figures = language.digits or "0123456789"
    texts = [unit.text for unit in found.around if unit.chars]
    return tuple(
        short(words)
        for words in dict.fromkeys(texts)
        if words not in repeats and words != IMAGE and not all(char in figures + "0123456789" for char in words)
    )


def _words(labels: Labels) -> tuple[str, ...]:
    return tuple(value for name in labels.__dataclass_fields__ if isinstance(value := getattr(labels, name), str))
