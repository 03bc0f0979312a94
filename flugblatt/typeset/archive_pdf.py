"""archive-pdf: an edition as a book page, PDF/A-3a and PDF/UA-1 in one file (ISO 19005-3, ISO 14289-1); access-pdf and large-print,
which are made in the same way.

Flow: Edition -> the look of its page (``edition_page``,
``large_page``) -> HTML and CSS -> layout (again with the notes at the end, where they take
more than a third of a page, and with the contents, where the work is long) -> alignment -> drawing, tags, XMP, attachments ->
bytes, pagination and findings.

Generated text, in order: the date, (the title), the subtitle, the issuers; note calls and note marks; the heading of the
notes; the heading and the rows of the colophon. In the foot of every page but a title page: number, em space, title; of a work with
contents (``contents_page``), the section in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import pydyf
import weasyprint
from markupsafe import Markup

from flugblatt import __version__
from flugblatt.language import fonts, shaping
from flugblatt.language.table import Language, describe, language_of
from flugblatt.model import Edition, Finding, NotDue, Pagination, Product, Statement, Wish, collapse, plain_text, spans
from flugblatt.model.errors import ContentError
from flugblatt.model.targets import product
from flugblatt.typeset import contents_page, engine, large_page, line_planning, theme_front, xmp
from flugblatt.typeset import pagination as pages
from flugblatt.typeset.alignment import Alignment, Misaligned, align
from flugblatt.typeset.contents_page import Plan
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.edition_page import POINTS_PER_MM, Look
from flugblatt.typeset.picture_sizes import too_small
from flugblatt.typeset.tagging import tagger
from flugblatt.typeset.text_showing import Fault
from flugblatt.typeset.xmp import ARCHIVE, Claims
from flugblatt.xhtml import blocks, colophon, forms, quotation_mark
from flugblatt.xhtml.line_setting import cut, spaced
from flugblatt.xhtml.notices import notices

OWN_WORDS = "typesetting"
PLANS = 4  # chosen: the second is right already, where the contents have one page, and the third where they have more


@dataclass(frozen=True, slots=True)
class Typeset:
    """A finished PDF, its pages, where its notes stand, what was found on the way, and how its lines were set."""

    data: bytes
    pagination: Pagination
    notes: Literal["foot", "end"]
    findings: tuple[Finding, ...]
    lines: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    html: str
    families: tuple[str, ...]
    resources: tuple[engine.Resource, ...]
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    has_foot: bool = False


def archive(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``archive-pdf``."""
    yield _product("archive-pdf", statement, edition, xmp.ARCHIVE)


def access(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``access-pdf``."""
    yield _product("access-pdf", statement, edition, xmp.ACCESS)


def large(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product | NotDue]:
    """The target ``large-print``: not due where the sans lacks what the serif has."""
    try:
        yield _product("large-print", statement, edition, xmp.LARGE)
    except ContentError as error:
        yield NotDue("large-print", edition.tags, f"the sans of the language cannot set it: {error.findings[0].where}")


def _product(name: str, statement: Statement, edition: Edition, claims: Claims) -> Product:
    made = render(statement, edition, language_of(edition), claims)
    return replace(product(name, edition, made.data, made.findings, made.pagination.pages), lines=made.lines)


def render(statement: Statement, edition: Edition, language: Language, claims: Claims = ARCHIVE) -> Typeset:
    """The edition as a PDF that makes these claims: PDF/A-3a with PDF/UA-1, as a page of the archive or in large print, or PDF/A-4f
    with PDF/UA-2 and WTPDF.

    Raises ContentError for a character that no font has and for a sequence that a font sets with a dotted circle,
    ToolMissing for a font that is not installed.
    """
    at_foot = claims != xmp.LARGE and _inline_notes(edition)
    notes: Literal["foot", "end"] = "foot" if at_foot else "end"
    page = compose(statement, edition, language, notes, claims)
    if page.findings:
        return Typeset(b"", Pagination(()), notes, page.findings)
    made = _lay_out(page, claims)
    if notes == "foot" and (pages.notes_too_tall(made.document) or pages.notes_put_off(made.document)):
        notes = "end"
        made = _lay_out(compose(statement, edition, language, notes, claims), claims)
    if contents_page.is_due(made.document, edition):
        made = _with_contents(statement, edition, language, notes, claims, made)
    findings = [*page.warnings, *made.complaints]
    try:
        alignment = align(made.document)
    except Misaligned as error:
        finding = Finding(
            "text-misaligned", "error", f"{error} (page {error.page})", pages.place_of(edition, error.snippet)
        )
        return Typeset(b"", Pagination(()), notes, (*findings, finding))
    findings += pages.page_rule(made.document, edition)
    faults: list[Fault] = []
    data, complaints = write(statement, edition, language, made.document, alignment, claims, faults)
    findings += refuse_faults(statement, edition, faults)
    pagination = pages.pagination(made.document, edition, language, alignment)
    return Typeset(data, pagination, notes, (*findings, *complaints), line_planning.told(made.document))


def _lay_out(page: _Page, claims: Claims) -> engine.Layout:
    """The page laid out; again with the colophon in the flow, where it is taller than its page; with the last notes on the pages of
    their calls, where one would stand beside the colophon or alone; and with more lines on the last page of the text, where there
    are only a few."""
    options = {"pdf_variant": claims.variant, "pdf_tags": True}
    made = engine.layout(page.html, page.families, page.resources, **options)
    html = page.html
    if pages.colophon_too_tall(made.document):
        html = html.replace('<section class="colophon">', '<section class="colophon flowing">')
        made = engine.layout(html, page.families, page.resources, **options)
    if pages.notes_put_off(made.document):
        html = html.replace("</style>", ".note { footnote-policy: line; }</style>", 1)
        made = engine.layout(html, page.families, page.resources, **options)
    if found := pages.rest(made.document):
        rules = f"main > :nth-child({found[0] + 1}) {{ widows: {pages.LEAST_LINES}; }}"
        rules += "".join(f" main > :nth-child({index + 1}) {{ break-before: avoid; }}" for index in found[1:])
        tried = html.replace("</style>", f"{rules}</style>", 1)
        other = engine.layout(tried, page.families, page.resources, **options)
        # The engine takes tables and notes along, and leaves the page before without them.
        as_meant = pages.first_of_rest(other.document) >= found.start
        if as_meant and not pages.rest(other.document) and not pages.notes_put_off(other.document):
            html, made = tried, other
    if page.has_foot and (drop := pages.above_foot(made.document)):
        rule = f".sender {{ margin-top: calc(var(--leading-2) + {drop:.2f}px); }}"
        made = engine.layout(html.replace("</style>", f"{rule}</style>", 1), page.families, page.resources, **options)
    return made


def _with_contents(
    statement: Statement,
    edition: Edition,
    language: Language,
    notes: Literal["foot", "end"],
    claims: Claims,
    made: engine.Layout,
) -> engine.Layout:
    """Laid out again with contents, until these say of every heading the page that it stands on. Where they never do, the judge of
    the text refuses the file."""
    plan = contents_page.plan_of(made.document, edition, language)
    plan = contents_page.shifted(plan, made.document, edition)
    for _ in range(PLANS):
        made = _lay_out(compose(statement, edition, language, notes, claims, plan), claims)
        before, plan = plan, contents_page.plan_of(made.document, edition, language)
        if plan == before:
            break
    return made


def compose(
    statement: Statement,
    edition: Edition,
    language: Language,
    notes: Literal["foot", "end"],
    claims: Claims = ARCHIVE,
    plan: Plan | None = None,
) -> _Page:
    """The HTML of the edition, the families that may set it and the resources that it names; with contents where there is a
    ``plan`` of its pages."""
    language = replace(language, hyphenate=language.hyphenate and claims != xmp.LARGE)
    said = notices(statement, language)
    rows = colophon.rows(statement, edition, language, claims.target, claims.form, language.labels.verify_pdf)
    generated = (
        "".join(line for row in rows for line in (row.label, *row.lines))
        + language.labels.notes
        + language.labels.edition
        + "".join(notice.text for notice in said)
        + forms.words(statement, edition, language)
        + (language.labels.contents if plan else "")
    )
    tongues = dict(families_of_spans(edition))
    chosen = fonts.choose(language, edition.whole_text + generated)
    if claims == xmp.LARGE:
        look = large_page.look(statement, edition, language, chosen, tongues)
    else:
        look = theme_front.look(statement, edition, language, chosen, tongues, rows)
    families = look.families
    shaping.check(edition, language)
    text, bold = fonts.face_for(families.text, 400), fonts.face_for(families.sans, 700)
    manner = blocks.Manner(
        notes,
        lambda words: fonts.advance(text, words),
        "images/",
        bullet="•",
        measure=look.measure,
        turned=look.turned,
        folded=look.folded,
        sizes=look.sizes,
        narrow=lambda words: fonts.advance(bold, words),
        tabular=lambda words: fonts.tabular(text, words),
        tabular_sans=lambda words: fonts.tabular(bold, words),
        dateline=forms.dateline(statement, edition, language),
        end_mark=statement.kind == "press-release",
    )
    html = blocks.render(
        "archive.html.j2",
        page=look.page,
        edition=edition,
        language=language,
        date=statement.date,
        issuers=statement.issuers_of(edition),
        names=look.names,
        notices=said,
        mark=look.mark,
        figures=look.figures,
        summary=statement.summary.for_language(edition.language),
        subjects=statement.subject_words(edition.language),
        generator=f"flugblatt {__version__}",
        created=xmp.created(statement),
        modified=statement.stamp.isoformat(),
        css=Markup(
            look.css
            + _folded(edition, language, manner, look)
            + (contents_page.running_section(plan, language) if plan and claims != xmp.LARGE else "")
        ),
        contents=contents_page.entries(plan, edition, language, manner) if plan else (),
        title_lines=[blocks.inline(part, edition, language, manner) for part in cut(spaced(edition.title), look.lines)],
        kind=statement.kind,
        deep=forms.is_deep(edition),
        kind_above="" if look.figures.kind else forms.kind(statement, edition, language),
        addressee=forms.addressee(statement, edition),
        body=blocks.body(edition, language, manner),
        closing=forms.closing(statement, edition, language),
        endnotes=blocks.endnotes(edition, language, manner) if notes == "end" else "",
        rows=rows,
    )
    if claims == xmp.LARGE:  # where a word might be divided is told of in the source alone
        head, body, rest = html.partition("<body")
        html = head + body + rest.replace("\u00ad", "")
    every = (
        *families.all,
        *look.title_families,
        *(family for stack in tongues.values() for family in stack.all),
        "Source Serif 4",
    )
    images = tuple(engine.Resource(f"images/{image.path}", image.data, image.media_type) for image in edition.images)
    mark = quotation_mark.mark(language, look.mark_colour)[0]
    named = (engine.Resource("mark.svg", mark, "image/svg+xml"), *images, *look.figures.resources)
    wide = tuple(_too_wide(edition, language, manner))
    width = look.measure * look.fold_out.em / POINTS_PER_MM
    small = tuple(too_small(edition, width)) if claims == xmp.ARCHIVE else ()
    at_foot = statement.kind == "press-release" and look.page == "a4"
    return _Page(html, tuple(dict.fromkeys(every)), named, wide, small, at_foot)


def _folded(edition: Edition, language: Language, manner: blocks.Manner, look: Look) -> str:
    """The rule for the sheets that fold out: as wide as the widest table needs."""
    sheet = look.fold_out
    wide = max(look.folded, blocks.folded_width(edition, language, manner)) * sheet.em / POINTS_PER_MM
    side = f"{sheet.sides / 2:g}mm"
    return f"\n@page folded {{ size: {wide + sheet.sides:.1f}mm {sheet.height:g}mm; margin-left: {side}; margin-right: {side}; }}"


def _too_wide(edition: Edition, language: Language, manner: blocks.Manner) -> Iterator[Finding]:
    for table, share in blocks.wide_tables(edition, language, manner):
        place = f"{edition.source.path}:{table.place.line}:{table.place.column}"
        message = (
            f"expected a table that fits a page on its side in the smallest type, found one of {len(table.header)} columns that "
            f"needs {share:.1f} times its width"
        )
        yield Finding("table-too-wide", "error", message, place, "part it into two tables, or write its rows as a list")


def write(
    statement: Statement,
    edition: Edition,
    language: Language,
    document: Any,
    alignment: Alignment,
    claims: Claims,
    faults: list[Fault],
) -> tuple[bytes, tuple[Finding, ...]]:
    """The laid-out document of an edition, or of two side by side, as PDF bytes, and what the engine complained of; ``faults``
    takes what was painted with a glyph of no text."""
    producer = f"WeasyPrint {weasyprint.__version__}"
    stamp = statement.stamp
    attachments = [
        weasyprint.Attachment(
            string=source.data,
            name=name,
            description=description,
            created=stamp,
            modified=stamp,
            relationship=relationship,
        )
        for source, name, description, relationship in (
            *((side.source, f"{side.language}.md", language_of(side).labels.text, "Source") for side in edition.sides),
            (statement.source, "statement.yaml", "Metadata", "Data"),
        )
    ]

    def add_packet(pdf: Any, *_: Any, **__: Any) -> None:
        content = xmp.packet(statement, edition, claims, producer)
        stream = pydyf.Stream([content], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(stream)
        pdf.catalog["Metadata"] = stream.reference

    moment = pydyf.String(statement.stamp_as("D:%Y%m%d%H%M%SZ"))

    def finish(_: Any, pdf: Any) -> None:
        files = {"#2f".join(["text", "markdown"]): ".md", "#2f".join(["application", "yaml"]): ".yaml"}
        specs = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Filespec"]
        for spec in specs:
            name = spec["UF"].string
            kind = next(kind for kind, suffix in files.items() if name.endswith(suffix))
            extra = pdf.objects[int(spec["EF"]["F"].split()[0])].extra
            extra["Subtype"] = f"/{kind}"
            # The engine writes years below 1000 as the machine does, with fewer figures than ISO 32000-1, 7.9.4 wants.
            extra["Params"] |= dict.fromkeys(("CreationDate", "ModDate"), moment)
        # The engine lists every file twice; once is right (ISO 19005-3, 6.8).
        pdf.catalog["AF"] = pydyf.Array([spec.reference for spec in specs])
        is_book = not edition.beside or claims == xmp.BILINGUAL
        if is_book:
            pdf.catalog["PageLabels"] = _page_labels(edition, len(document.pages))
        if edition.beside and is_book:
            # The first page stands alone; after it two stand side by side (ISO 32000-1, table 28).
            pdf.catalog["PageLayout"] = "/TwoPageRight"

    document.metadata.include_in_pdf = add_packet
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, language.direction, claims.second_edition))):
        return engine.write(
            document, pdf_variant=claims.variant, pdf_tags=True, attachments=attachments, finisher=finish
        )


def _page_labels(edition: Edition, pages: int) -> Any:
    """The names of the pages as readers show them: the printed folios, in the figures of the edition that has the page, of two
    side by side the first the even ones (ISO 32000-1, 12.4.2)."""
    sides = [language_of(side) for side in edition.sides]
    labels = [
        sides[number % 2 if number > 1 else 0].number(number) if len(sides) > 1 else sides[0].number(number)
        for number in range(1, pages + 1)
    ]
    if all(label == str(number) for number, label in enumerate(labels, 1)):
        return pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    numbered = (part for at, label in enumerate(labels) for part in (at, pydyf.Dictionary({"P": pydyf.String(label)})))
    return pydyf.Dictionary({"Nums": pydyf.Array(numbered)})


def _inline_notes(edition: Edition) -> bool:
    """Whether every note is paragraphs alone: only those can stand at the foot."""
    return all(type(block).__name__ == "Paragraph" for note in edition.notes for block in note.blocks)


def refuse_faults(statement: Statement, edition: Edition, faults: list[Fault]) -> list[Finding]:
    """ContentError where anything of the sources was painted with a glyph of no text: what shaping the edition alone did
    not show, as at the begin of a line. The result is what is wrong with words of our own."""
    found = [_fault(statement, edition, *fault) for fault in faults]
    if refused := tuple(dict.fromkeys(finding for finding in found if finding.where != OWN_WORDS)):
        raise ContentError(refused)
    return list(dict.fromkeys(found))


def _fault(statement: Statement, edition: Edition, box: Any, code: str, told: str) -> Finding:
    words = collapse(box.text).strip()
    where = OWN_WORDS
    edition = next((side for side in edition.sides if words in collapse(side.whole_text)), edition)
    if words in collapse(edition.whole_text):
        where = pages.place_of(edition, box.text)
    elif told in statement.source.data.decode():
        where = statement.source.path
    if code == shaping.MISSING_CODE:
        return shaping.missing(told, language_of(edition), where)
    start = box.text.find(told)
    return shaping.circle(box.text, start, where, ()) if start >= 0 else shaping.circle(told, 0, where, ())


def families_of_spans(edition: Edition) -> tuple[tuple[str, fonts.Families], ...]:
    """The families that set the spans of each other language in the edition, by tag."""
    found = spans((edition.title, edition.blocks, edition.notes))
    texts = {tag: _span_text(edition, tag) for tag in sorted({span.language for span in found if span.language})}
    return tuple((tag, fonts.choose(describe(tag, words), words)) for tag, words in texts.items())


def _span_text(edition: Edition, tag: str) -> str:
    return "".join(
        plain_text(span.children)
        for span in spans((edition.title, edition.blocks, edition.notes))
        if span.language == tag
    )
