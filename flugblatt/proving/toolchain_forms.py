"""The routes through files of this toolchain: the text of the edition where each form has it, compared in every respect.

Flow: bytes -> reader of the form -> units of the edition, and those of the title page, contents and colophon around it ->
the reference of the form without a statement -> ``Route``. What stands around the edition needs ``statement.yaml`` to be
judged: where the file carries it, the whole judge of the text runs too (route ``fidelity``); else it is named as left out.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
from lxml import etree, html

from flugblatt.content.metadata import read_statement
from flugblatt.judges import fidelity
from flugblatt.judges.fidelity import book as epub
from flugblatt.judges.fidelity import (
    book_reader,
    edition_pdf,
    html_reader,
    listed_headings,
    reference,
    tagged_pdf,
    text_form,
    web_page,
)
from flugblatt.judges.fidelity.compare import compare, difference
from flugblatt.judges.fidelity.reference import Form
from flugblatt.judges.fidelity.sequence import IMAGE, Unit, plain
from flugblatt.judges.fidelity.text_lines import read as read_text
from flugblatt.judges.pdf import structure_tree
from flugblatt.language.table import Labels, describe, known, language_of
from flugblatt.model import Check, Edition, Finding, Heading, Source, plain_text, walk
from flugblatt.model.cases import Case
from flugblatt.model.errors import ContentError
from flugblatt.proving.difference_messages import short
from flugblatt.proving.leading_notices import leading, left_out
from flugblatt.proving.letter_words import statement_for
from flugblatt.proving.line_comparison import changes, compare_lines, expected_lines
from flugblatt.proving.named_editions import with_named
from flugblatt.proving.proof import TOOL, Route, Unreadable
from flugblatt.proving.source import Attached, Original, files_in_book, files_in_pdf, original_of

DASH = "—"
DIGEST = re.compile("[0-9a-f]{64}")
MARKED = "exact: characters and their order, kinds and levels of blocks, labels, links, notes, languages"
LINES = "exact: characters, their order, and lines in groups; a text says nothing of kinds, links and languages"
UNMARKED = "exact in characters and their order; a source without marks says no more"
ROW = re.compile(r".+ – .+")
Is = Callable[[Unit], bool]


@dataclass(frozen=True, slots=True)
class FormText:
    """What a form says: the units of its edition text, the units around it, and what its reader found; ``expected`` is the
    edition text of the reference, ``edition`` in the language of the form; ``attached`` the source that the file carries."""

    edition: Edition
    expected: tuple[Unit, ...]
    inside: tuple[Unit, ...]
    around: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    anchors: bool = False
    attached: bytes = b""


def pdf(original: Original, data: bytes, attached: Attached) -> Route:
    """Route ``structure``: the structure tree of archive-pdf or access-pdf."""
    reading = tagged_pdf.read(data)
    tree = structure_tree.read(data)
    edition = original.in_language(tree.language if tree else "")
    at_foot = edition_pdf.notes_at_foot(reading.units)
    form = Form(markup=False, notes="foot" if at_foot else "end", bullet=edition_pdf.BULLET)
    said = statement_for(original, edition, dict(files_in_pdf(data)).get("statement.yaml", b""))
    write = reference.writing(said, edition, form)
    every = edition_pdf.units(write, "")
    expected, _ = _parted(every, _around_in_pdf(every, write))
    contents, rest = listed_headings.apart(reading.units)
    inside, around = _parted(rest, _around_in_pdf(rest, write))
    around = (*contents, *around)
    named = tagged_pdf.misnamed(reading, edition_pdf.page_names(write, reading))
    findings = (*reading.findings, *named, *_attached(original, attached))
    return judged(original, "structure", FormText(edition, expected, inside, around, findings, attached=attached.data))


def _around_in_pdf(units: tuple[Unit, ...], write: reference.Writing) -> Is:
    """Title page and colophon are the first and the last section beside the main part; the title and the notes are not theirs."""
    heads: dict[tuple[tuple[str, int], ...], str] = {}
    for unit in units:
        heads.setdefault(unit.stack[:1], unit.text)
    tops = [top for (top,) in filter(None, heads)]
    ends = {top for top in (*tops[:1], *tops[-1:]) if top[0] == "section" and any(name == "main" for name, _ in tops)}

    def is_around(unit: Unit) -> bool:
        notes = write.edition.notes and heads[unit.stack[:1]] == write.language.labels.notes
        return unit.stack[:1] != () and unit.stack[0] in ends and "title" not in unit.path and not notes

    return is_around


def with_statement(original: Original, data: bytes, path: Path, attached: Attached) -> Route:
    """Route ``fidelity``: the judge of the text with the statement.yaml that a PDF carries: title page, colophon and all."""
    with pikepdf.open(io.BytesIO(data)) as file:
        specification = file.attachments.get("statement.yaml")
        yaml = specification.get_file().read_bytes() if specification is not None else None
        target = "access-pdf" if file.pdf_version >= "2.0" else "archive-pdf"
    if yaml is None:
        raise Unreadable("the file carries no statement.yaml")
    if not original.marked or attached.data != original.edition.source.data:
        raise Unreadable("the file carries another source: what is printed around the text depends on its bytes")
    work = re.fullmatch(rf"([a-z0-9-]+)\.{re.escape(attached.language)}(?:\.a4f|\.large)?\.pdf", path.name)
    edition = replace(original.in_language(attached.language), work=work[1] if work else "work")
    statement, findings = read_statement(Path(edition.work), Source("statement.yaml", yaml), (edition,))
    if statement is None or any(map(_is_fault, findings)):
        raise Unreadable("its statement.yaml speaks of editions or files that are not at hand")
    if work is None and not (statement.identifiers.uri or statement.url):
        raise Unreadable(f"its identifier is made from the name of the work, and {path.name} does not begin with it")
    edition = statement.editions[0]
    statement = with_named(statement, edition, tagged_pdf.read(data).units)
    check = fidelity.judge(Case(statement, edition, target, data))
    if check.verdict == "failed" and target == "archive-pdf":  # large print makes the same claims
        other = fidelity.judge(Case(statement, edition, "large-print", data))
        target, check = ("large-print", other) if other.verdict == "passed" else (target, check)
    if check.verdict == "failed" and statement.embargo:  # the command line may have had it marked
        other = fidelity.judge(Case(replace(statement, embargoed=True), edition, target, data))
        check = other if other.verdict == "passed" else check
    return Route(check, sure="exact: the text and all that is printed and said around it")


def _is_fault(finding: Finding) -> bool:
    """Whether a statement.yaml cannot be read beside one edition alone. What it says of the others, which are not at hand, was
    read when the file was made."""
    return finding.severity == "error" and finding.code != "yaml-language"


def pair(original: Original, data: bytes, path: Path, attached: tuple[Attached, ...]) -> Route:
    """Route ``fidelity`` of two editions side by side: the judge of both texts, with the sources and the statement.yaml that the
    PDF carries; one of them must be the source of the proof."""
    with pikepdf.open(io.BytesIO(data)) as file:
        specification = file.attachments.get("statement.yaml")
        yaml = specification.get_file().read_bytes() if specification is not None else None
        kind = "" if "/PageLayout" in file.Root else "leaflet"
    if yaml is None:
        raise Unreadable("the file carries no statement.yaml")
    if not original.marked or not any(one.data == original.edition.source.data for one in attached):
        raise Unreadable("the file carries other sources: what is printed around the text depends on their bytes")
    tree = structure_tree.read(data)
    tops = [kid for top in (tree.kids if tree else ()) if isinstance(top, structure_tree.Element) for kid in top.kids]
    tags = tuple(kid.language or "" for kid in tops if isinstance(kid, structure_tree.Element) and kid.kind == "Art")
    sources = {one.language: one for one in attached}
    if len(tags) != 2 or set(tags) != sources.keys():
        raise Unreadable("its structure does not say two editions in the languages of its sources")
    named = re.escape("+".join(tags))
    work = re.search(rf"([a-z0-9-]+)(\.{named}\.pdf|/{named}/leaflet/a4\.read\.pdf)$", path.resolve().as_posix())
    first, second = (
        replace(original_of(sources[tag], f"{path}/{tag}.md").edition, work=work[1] if work else "work") for tag in tags
    )
    statement, findings = read_statement(Path(first.work), Source("statement.yaml", yaml), (first, second))
    if statement is None or any(map(_is_fault, findings)):
        raise Unreadable("its statement.yaml speaks of editions or files that are not at hand")
    if work is None and not (statement.identifiers.uri or statement.url):
        raise Unreadable(f"its identifier is made from the name of the work, and {path.name} does not begin with it")
    (edition,) = statement.pairs(((tags[0], tags[1]),))
    statement = with_named(statement, statement.editions[0], tagged_pdf.read(data).units)
    check = fidelity.judge(Case(statement, edition, "bilingual", data, kind=kind))
    return Route(
        check, sure="exact: both texts, all that is printed and said around them, and that they face each other"
    )


def book(original: Original, data: bytes, attached: Attached) -> Route:
    """Route ``spine``: the documents of the book in the order of its spine."""
    read = book_reader.read(data)
    edition = original.in_language(next((document.language for _, document in read.documents), ""))
    said = statement_for(original, edition, dict(files_in_book(data)).get("statement.yaml", b""))
    write = reference.writing(said, edition, epub.FORM)
    expected, _ = _parted(epub.numbered(epub.documents(write, read, (), ()).items()), _around_in_book)
    units = epub.numbered((name, document.units) for name, document in read.documents)
    inside, around = _parted(units, _around_in_book)
    findings = [*read.findings, *_attached(original, attached)]
    named = {f"META-INF/source/{attached.language}.md", "META-INF/source/statement.yaml", f"EPUB/{epub.COVER}"}
    named |= {f"EPUB/images/{image.path}" for image in edition.images}
    for name, _ in read.files if original.pictures_known else ():
        if name not in named:
            findings.append(Finding("fidelity-extra", "error", f"expected no file {name} in the book", name))
    return judged(original, "spine", FormText(edition, expected, inside, around, tuple(findings), True, attached.data))


def _around_in_book(unit: Unit) -> bool:
    """All documents but those of the text; the title of the title page is the edition's."""
    document = unit.path[0]
    return document in epub.AROUND and not (document == "title.xhtml" and "title" in unit.path)


def page(original: Original, data: bytes) -> Route:
    """Route ``DOM``: the document order of the web page."""
    document = html_reader.read(data, "page", False, lambda source: None)
    edition = original.in_language(document.language)
    write = reference.writing(statement_for(original, edition), edition, Form(markup=True, notes="end"))
    expected, _ = _parted(web_page.units(write), _around_in_page)
    inside, around = _parted(document.units, _around_in_page)
    findings = list(document.findings)
    if parted := difference(plain(plain_text(edition.title)), plain(document.title)):
        findings.append(Finding("fidelity-generated", "error", f"title of the head: {parted[1]}", "page"))
    return judged(original, "DOM", FormText(edition, expected, inside, around, tuple(findings), anchors=True))


def _around_in_page(unit: Unit) -> bool:
    return unit.path[:1] in (("header",), ("footer",)) and "title" not in unit.path


def _parted(units: Iterable[Unit], is_around: Is) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    every = tuple(units)
    return tuple(unit for unit in every if not is_around(unit)), tuple(filter(is_around, every))


def mail(original: Original, data: bytes) -> Route:
    """Route ``text``: the lines of the text form, up to the dash before the colophon."""
    units, found = read_text(data)
    edition = original.edition if original.language_known else replace(original.edition, language=_spoken(units))
    said = replace(statement_for(original, edition), kind_given=False)  # its word is one of the notices before the text
    every = text_form.units(reference.writing(said, edition, Form(markup=False, notes="end")))
    (expected, _), (inside, around) = _at_dash(every), _at_dash(units)
    findings = list(found)
    language = language_of(edition)
    kinds = tuple(word for _, word in language.kinds)
    notices = leading(inside, expected[0].text, language.labels, kinds) if expected else 0
    findings += left_out(inside[:notices])
    inside, around = inside[notices:], (*inside[:notices], *around)
    if _has_subtitle(expected, inside):
        (title, subtitle, *rest) = inside
        inside, around = (title, *rest), (subtitle, *around)
        message = f"found “{short(subtitle.text)}” between title and text, where a subtitle would stand"
        hint = "a subtitle is in statement.yaml, which a text file does not carry"
        findings.append(Finding("fidelity-generated", "warning", message, str(subtitle.place), hint))
    return judged(original, "text", FormText(edition, expected, inside, around, tuple(findings)))


def _at_dash(units: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    dash = max(at for at, unit in enumerate(units) if unit.text == DASH)
    return units[:dash], units[dash + 1 :]


def _has_subtitle(expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> bool:
    """Whether one line stands alone between the title and the first line of the source."""
    if len(expected) < 2 or len(found) < 3 or found[0].text != expected[0].text:
        return False
    alone = len({unit.stack[0] for unit in found[:3]}) == 3
    return alone and found[1].text != expected[1].text and found[2].text == expected[1].text


def _spoken(units: tuple[Unit, ...]) -> str:
    """The language that a text file without metadata is taken for: only figures and labels depend on it."""
    rows = {unit.text.partition(" – ")[0] for unit in units if " – " in unit.text}
    tags = (tag for tag in known() if describe(tag, "").labels.identifier in rows)
    return next(iter(labelled(rows, tags)), "und")


def labelled(rows: set[str], tags: Iterable[str]) -> list[str]:
    """The languages in whose words most of these rows are labelled, if any are."""
    hits = {tag: len(rows & set(_words(describe(tag, "").labels))) for tag in tags}
    most = max(hits.values(), default=0)
    return [tag for tag, count in hits.items() if count == most > 0]


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
    parts = {child.tag for child in root.iterfind("body/*")}
    identifiers = root.xpath("//head/meta[@name='dcterms.identifier']/@content")
    return {"header", "main", "footer"} <= parts and any("urn:uuid:" in value for value in identifiers)


# --- The verdict ---------------------------------------------------------------------------------


def judged(original: Original, name: str, found: FormText) -> Route:
    """The route with its verdict: in every respect against Markdown, in characters and order against a source without marks."""
    if original.marked:
        findings, detail = _compared(original, found)
        sure = LINES if name == "text" else MARKED
    else:
        notes = describe(found.edition.language, "").labels.notes
        inside = [unit for unit in found.inside if unit.kind != "spoken label"]
        inside = [unit for unit in inside if (unit.kind, unit.text) != ("heading 2", notes)]
        lines = compare_lines(original, inside, ours=True)
        findings, detail, sure = lines.findings, lines.detail, UNMARKED
    if not original.pictures_known:
        sure += "; the pictures themselves are not compared: they are not beside the source"
    findings = (*found.findings, *findings)
    if not any(finding.severity == "error" for finding in findings):  # of another text the checksum is another, too
        findings = (*findings, *_checksum(original, found))
    check = Check.of(name, TOOL, findings, detail)
    return Route(check, sure=sure, left_out=_left_out(found))


def _checksum(original: Original, found: FormText) -> Iterator[Finding]:
    """The checksum that a colophon prints is that of the source, or of the one attached, whose text is compared, or of the source
    before a tool gave it other line ends or a byte order mark; a source without marks has none that could be printed."""
    given = original.edition.source.data
    plain = given.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    sources = (given, plain, found.attached) if original.marked else ()
    wanted = [hashlib.sha256(data).hexdigest() for data in sources if data]
    for unit in found.around if wanted else ():
        figures = "".join(unit.text.rpartition(" – ")[2].split())
        if DIGEST.fullmatch(figures) and figures not in wanted:
            message = f"expected the checksum of the source, {wanted[0][:16]}…; found {figures[:16]}…"
            hint = "the file was made of other bytes, or its colophon was changed"
            yield Finding("fidelity-generated", "error", message, str(unit.place), hint)


def _compared(original: Original, found: FormText) -> tuple[tuple[Finding, ...], str]:
    """What the judge of the text finds, and its detail. The judge tells where two blocks part; here every difference is told,
    with the words that are lost or added."""
    expected, inside = found.expected, found.inside
    if not original.pictures_known:
        expected, inside = _nameless(expected), _nameless(inside)
    compared = compare(expected, inside, original.path, found.edition.source.data, anchors=found.anchors)
    findings = list(compared.findings)
    for i, j in compared.pairs:
        parted = difference(expected[i].text, inside[j].text) if i is not None and j is not None else None
        if i is None or j is None or parted is None or not expected[i].chars or expected[i].generated:
            continue
        told = next((finding for finding in findings if parted[1] in finding.message), None)
        if told is not None:
            at = findings.index(told)
            every = changes(original, expected[i], inside[j])
            findings[at : at + 1] = [replace(finding, code=told.code) for finding in every]
    detail = f"{compared.equal} of {compared.blocks} blocks equal, {compared.characters:,} characters"
    return tuple(findings), detail


def _nameless(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Pictures without what tells one from another."""
    found = []
    for unit in units:
        chars = (
            replace(char, voice=replace(char.voice, image="picture")) if char.char == IMAGE else char
            for char in unit.chars
        )
        found.append(replace(unit, chars=tuple(chars)))
    return tuple(found)


def _attached(original: Original, attached: Attached) -> list[Finding]:
    """The attached source has the text of the source; other bytes with the same text are a warning."""
    if original.marked and attached.data == original.edition.source.data:
        return []
    where = f"attached source {attached.language}.md"
    other = tuple[Unit, ...]()
    with suppress(ContentError):
        other = expected_lines(original_of(attached, where))
    if original.marked:
        differs = [unit.text for unit in other] != [unit.text for unit in expected_lines(original)]
    else:
        compared = compare_lines(original, other, ours=True)
        differs = any(finding.severity == "error" for finding in compared.findings)
    if differs:
        message = "expected the text of the source; found a source that says something else"
        return [Finding("fidelity-changed", "error", message, where)]
    message = "expected the bytes of the source; found others that give the same text"
    return [Finding("fidelity-changed", "warning", message, where)] if original.marked else []


def _left_out(found: FormText) -> tuple[str, ...]:
    """What stands around the edition and neither repeats it nor is a word of the language table."""
    edition = found.edition
    language = language_of(edition)
    headings = {plain(plain_text(block.children)) for block in walk(edition.blocks) if isinstance(block, Heading)}
    repeats = {edition.title_text, IMAGE, *headings, *_words(language.labels)}
    figures = {*language.digits, *"0123456789"}
    texts = dict.fromkeys(unit.text for unit in found.around if unit.chars)
    return tuple(short(words) for words in texts if words not in repeats and not set(words) <= figures)


def _words(labels: Labels) -> tuple[str, ...]:
    return tuple(value for name in labels.__dataclass_fields__ if isinstance(value := getattr(labels, name), str))
