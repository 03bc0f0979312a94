"""Two editions on facing pages: one language on the left, the other on the right, every passage at the height of its translation.

Flow: two editions -> ``passages`` (aligned as the judge of parity aligns them) -> one HTML, a row of two cells for each passage ->
layout of spreads, sheets of two pages -> ``cut`` into pages -> alignment of each cell by itself -> drawing, tags (the first
edition whole, then the second) -> bytes. What is longer on one side leaves room on the other.

The first page is the title page of both, a right-hand page as in every book (a left-hand one where the book is bound on the
right). After it the first edition of the pair has the even pages, the second the odd ones; the book is bound on the left where the
first edition runs to the right, and on the right where it runs to the left. So of two directions the one that runs to the right
always has the left page, and lines begin at the outer edge of both.

Generated text of each side is that of archive-pdf: title page, heading of the notes, colophon, running foot; of letters and press
releases the addressee, who stands before the text, the dateline in a row of its own, and what follows the text. Notes stand at the
end, note beside note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from flugblatt import __version__, resources
from flugblatt.language import fonts, shaping
from flugblatt.language.table import Language, language_of
from flugblatt.model import ByLanguage, Edition, Finding, Heading, Paragraph, Statement
from flugblatt.model.passages import NotePassage, Passage, Piece, passages, pieces
from flugblatt.typeset import edition_page, engine, line_planning, xmp
from flugblatt.typeset import pagination as checks
from flugblatt.typeset.alignment import Alignment, Misaligned, align, walk
from flugblatt.typeset.archive_pdf import families_of_spans, refuse_faults, write
from flugblatt.typeset.engine import boxes
from flugblatt.typeset.text_showing import Fault
from flugblatt.xhtml import blocks, colophon, forms, quotation_mark
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.line_setting import cut as cut_lines
from flugblatt.xhtml.line_setting import spaced
from flugblatt.xhtml.notices import Notice, notices
from flugblatt.xhtml.title_setting import Room

CLAIMS = xmp.BILINGUAL
PIXELS_PER_MM = 96 / 25.4
PAGE, OUTSIDE, FOLD = 148.0, 26.0, 18.0  # mm; as facing.css has them
HALF = 78.0  # mm; the half of the title page that a side has
TITLE_SHARE = 0.6  # of it; chosen by eye: more leaves no room for the issuers
SMALLEST_TITLE = 15  # pt; chosen by eye
LEAST_NAMES = 28.0  # pt; two lines of names, and a little air: so much a title leaves
MOST_WHOLE = 24  # signatories; chosen: more are no block that must stay on one page
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
COLOPHONS = ".pages.last .cell > [data-side]"
HAIR = 0.3  # px; less is not seen, and the engine rounds
MOST_LAYOUTS = 40
"""A spread wants one at most; chosen: longer works are judged as they are."""
SHORT = 260
"""Characters; chosen, some five lines: a passage of fewer stays on one page."""
NO_BLOCK = -1
"""The number of what is no block of the edition."""
CONTAINERS = ("ul", "ol", "dl", "blockquote")
"""Elements of blocks that are set in parts."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a form sets a pair: the widths of its text and titles and the room of its head, in pt; so large are titles and text
    beside those of the book. ``sheet``: both editions stand on one page."""

    measure: float
    title_measure: float
    head: float
    title: float = 1.0
    text: float = 1.0
    sheet: bool = False
    styles: tuple[str, ...] = ("archive.css", "facing.css")

    def scaled(self, language: Language) -> Language:
        """The language with its sizes as this form wants them."""
        script, text = language.script, self.text
        sizes = {name: round(getattr(script, name) * text, 3) for name in ("size", "leading", "lede")}
        return replace(language, script=replace(script, **sizes))


BOOK = Manner(edition_page.A5_TEXT, edition_page.A5_MEASURE, HALF * edition_page.POINTS_PER_MM)


@dataclass(frozen=True, slots=True)
class Side:
    """An edition of the pair, and all that depends on its language alone."""

    number: int
    edition: Edition
    language: Language
    notices: tuple[Notice, ...]
    kind: str
    addressee: tuple[str, ...]
    dateline: str
    closing: Markup
    rows: tuple[colophon.Row, ...]
    names: Names
    title_lines: tuple[Markup, ...]
    parts: dict[int, Markup]
    endnotes: tuple[Markup, ...]
    css: str
    families: tuple[str, ...]

    @property
    def prefix(self) -> str:
        return prefix(self.edition)


@dataclass(frozen=True, slots=True)
class Set:
    """A piece as the template sets it: its fragment, its block and the classes that say how it goes on."""

    html: Markup
    block: int
    look: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. ``keeps``: it stays with the next one, as a heading does; ``whole``: it stays on one page."""

    sides: tuple[tuple[Set, ...], tuple[Set, ...]]
    keeps: bool
    whole: bool


def prefix(edition: Edition) -> str:
    """What the ids of an edition begin with, as both have the same; no tag has the sign that ends it."""
    return f"{edition.language}_"


def render(statement: Statement, edition: Edition) -> tuple[bytes, tuple[Finding, ...], str]:
    """The pair as PDF/A-3a and PDF/UA-1, what was found on the way, and how the lines were set; no bytes where the pages do
    not say the text. Raises as ``archive_pdf.render`` does."""
    made = laid_out(compose(statement, edition, BOOK), CLAIMS)
    document = made.document
    from_the_right = language_of(edition).direction == "rtl"
    document.pages = list(cut(document.pages, _left_to_right(edition), from_the_right))
    return finished(statement, edition, made, CLAIMS, sheet=False)


def finished(
    statement: Statement, edition: Edition, made: engine.Layout, claims: xmp.Claims, sheet: bool
) -> tuple[bytes, tuple[Finding, ...], str]:
    """The pages of a pair as PDF, its structure one edition after the other."""
    document, language = made.document, language_of(edition)
    document.make_bookmark_tree = lambda scale=1, transform_pages=False: _outline(document, edition, scale, sheet)
    root = document._html.etree_element
    try:
        alignment = align(document, frozenset(element for element in root.iter("div") if _is_cell(element)))
    except Misaligned as error:
        where = checks.place_of(edition, error.snippet)
        finding = Finding("text-misaligned", "error", f"{error} (page {error.page})", where)
        return b"", (*made.complaints, finding), ""
    _gather(alignment, root, edition)
    findings = [*made.complaints, *checks.page_rule(document, edition)]
    faults: list[Fault] = []
    data, complaints = write(statement, edition, language, document, alignment, claims, faults)
    findings += refuse_faults(statement, edition, faults)
    return data, (*findings, *complaints), line_planning.told(document)


def _left_to_right(edition: Edition) -> tuple[int, int]:
    """The numbers of the sides from left to right: the first one is on the left where it runs to the right."""
    return (0, 1) if language_of(edition).direction == "ltr" else (1, 0)


# --- The page as HTML ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Composed:
    html: str
    families: tuple[str, ...]
    resources: tuple[engine.Resource, ...]
    sheet: bool


def compose(statement: Statement, edition: Edition, manner: Manner) -> Composed:
    """The HTML of the pair, the families that may set it and the resources that it names."""
    book = replace(statement, page="a5", brand=replace(statement.brand, theme="red"))
    sides = tuple(_side(book, each, number, manner) for number, each in enumerate(edition.sides))
    texts, notes = passages(*edition.sides)
    left_to_right = _left_to_right(edition)
    html = blocks.render(
        "facing.html.j2",
        statement=statement,
        sides=sides,
        left_to_right=left_to_right,
        passages=tuple(_rows(texts, sides)),
        addressed=any(side.addressee for side in sides),
        closed=any(side.closing for side in sides),
        parted=len(statement.signatories) > MOST_WHOLE,
        notes=[tuple(_notes(row, sides)) for row in notes],
        title=xmp.title(edition),
        issuers=xmp.creators(statement, edition),
        summary=next(filter(None, map(statement.summary.for_language, xmp.languages_of(edition))), ""),
        subjects=xmp.subjects(statement, edition),
        generator=f"flugblatt {__version__}",
        created=xmp.created(statement),
        modified=statement.stamp.isoformat(),
        css=Markup(_css(sides, left_to_right, manner)),
        sheet=manner.sheet,
    )
    images = {image.path: image for each in edition.sides for image in each.images}
    families = dict.fromkeys(family for side in sides for family in side.families)
    mark = engine.Resource(
        "mark.svg", quotation_mark.mark(sides[0].language, book.brand.accent.main.screen)[0], "image/svg+xml"
    )
    pictures = (engine.Resource(f"images/{image.path}", image.data, image.media_type) for image in images.values())
    return Composed(html, (*families, "Source Serif 4"), (mark, *pictures), manner.sheet)


def _side(statement: Statement, edition: Edition, number: int, own: Manner) -> Side:
    language = own.scaled(language_of(edition))
    said = notices(statement, language)
    rows = colophon.rows(statement, edition, language, CLAIMS.target, CLAIMS.form, language.labels.verify_pdf)
    generated = "".join(line for row in rows for line in (row.label, *row.lines)) + language.labels.notes
    generated += language.labels.edition + "".join(notice.text for notice in said)
    generated += forms.words(statement, edition, language)
    families = fonts.choose(language, edition.whole_text + generated)
    shaping.check(edition, language)
    serif = fonts.face_for(families.text, 400)
    bold = fonts.face_for(families.sans, 700)
    manner = blocks.Manner(
        "end",
        lambda text: fonts.advance(serif, text),
        "images/",
        bullet="•",
        measure=own.measure / language.script.size,
        narrow=lambda text: fonts.advance(bold, text),
        tabular=lambda text: fonts.tabular(serif, text),
        tabular_sans=lambda text: fonts.tabular(bold, text),
    )
    size, lines = _title(statement, edition, language, families, own)
    names = _names(statement, edition, language, families, size, lines, own)
    front = edition_page.Front(names, (0.0, 0.0, 0.0))
    tongues = dict(families_of_spans(edition))
    scope = f".side-{number} "
    css = (
        edition_page.declared(scope, edition_page.variables(statement, language, families, size, front)),
        edition_page.counter_style(language),
        *edition_page.bookmarks(edition, language, prefix(edition)),
        *edition_page.spans_of_others(tongues, scope),
    )
    parts, endnotes = blocks.each(edition, language, manner, tuple(piece.content for piece in pieces(edition)))
    return Side(
        number,
        edition,
        language,
        said,
        forms.kind(statement, edition, language),
        forms.addressee(statement, edition),
        forms.dateline(statement, edition, language),
        _own(forms.closing(statement, edition, language), edition),
        rows,
        names,
        tuple(
            _own(blocks.inline(part, edition, language, manner), edition)
            for part in cut_lines(spaced(edition.title), lines)
        ),
        {at: _own(part, edition) for at, part in enumerate(parts)},
        tuple(_own(note, edition) for note in endnotes),
        "\n".join(css),
        (*families.all, *(family for stack in tongues.values() for family in stack.all)),
    )


def _own(fragment: Markup, edition: Edition) -> Markup:
    """A fragment whose ids, and links to them, are those of its edition alone. All text in it is escaped, so that a quotation mark
    is always one of an attribute."""
    own, made = prefix(edition), str(fragment)
    for begin in (' id="', ' href="#', ' aria-labelledby="'):
        made = made.replace(begin, f"{begin}{own}")
    return Markup(made)


def _title(
    statement: Statement, edition: Edition, language: Language, families: fonts.Families, own: Manner
) -> tuple[float, tuple[str, ...]]:
    """The title's size in pt and its lines: as large as its share of the page lets it be, and what stands beside it."""
    script = language.script
    size, leading = round(script.title * own.title, 1), script.title_leading / script.title
    left = own.head - _beside_title(statement, edition, language, families) - LEAST_NAMES
    height = min(TITLE_SHARE * own.head, left)
    room = Room(own.title_measure, size, SMALLEST_TITLE, leading=leading, height=height)
    return edition_page.set_edition(edition, language, fonts.face_for(families.sans, 800), room)


def _beside_title(statement: Statement, edition: Edition, language: Language, families: fonts.Families) -> float:
    """The height in pt of what stands in the half beside title and names; the addressee stands before the text."""
    page = edition_page
    face = fonts.face_for(families.sans, page.weights(families)[2])
    alone = replace(statement, addressee=ByLanguage())
    return page.DATE * page.POINTS_PER_MM + page.head_room(alone, edition, language, face)


def _names(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    title: float,
    lines: tuple[str, ...],
    own: Manner,
) -> Names:
    """The issuers, in what the title leaves of the half."""
    page, script = edition_page, language.script
    face = fonts.face_for(families.sans, page.weights(families)[2])
    taken = len(lines) * title * script.title_leading / script.title
    room = own.head - taken - _beside_title(statement, edition, language, families)
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    return set_names(
        issuers, face, language, Space(own.title_measure, page.NAMES, page.SMALLEST_NAMES, 13.5 / 9.5), (room, room)
    )


def _css(sides: tuple[Side, ...], left_to_right: tuple[int, int], manner: Manner) -> str:
    """The styles of the book, those of facing pages, and what depends on the languages."""
    styles = [(resources.STYLES / name).read_text(encoding="utf-8") for name in manner.styles]
    first = sides[0]
    # What stands outside of the sides is empty, and is set as the first.
    outer = first.css.partition("\n")[0].replace(".side-0", ":root", 1)
    if manner.sheet:
        return "\n".join((*styles, outer, *(side.css for side in sides)))
    feet = []
    for number, place in zip(left_to_right, ("left", "right"), strict=True):
        side = sides[number]
        families = fonts.choose(side.language, side.edition.whole_text)
        foot = edition_page.running_foot(side.edition, side.language, families, f"page-{number}", "14pt")
        feet.append(f"@bottom-{place} {{ {foot} width: 104mm; }}")
    count = "counter-increment: page 2 page-0 2 page-1 2;"
    rules = [
        "@page front { counter-increment: page 1 page-1 1; }",
        f"@page spread {{ {count} {' '.join(feet)} }}",
        f"@page last {{ {count} {' '.join(feet)} }}",
    ]
    return "\n".join((*styles, outer, *(side.css for side in sides), *rules))


def _rows(texts: tuple[Passage, ...], sides: tuple[Side, ...]) -> Iterator[Row]:
    """The rows of the text, each piece with its fragment."""
    places = [{id(piece.content): at for at, piece in enumerate(_pieces_of(texts, side.number))} for side in sides]
    before: list[Piece | None] = [None, None]
    for row in texts:
        run_in = _datelines(row, sides)
        if any(run_in):
            yield Row(run_in, keeps=True, whole=True)
        found: list[tuple[Set, ...]] = []
        for side, own in zip(sides, (row.first, row.second), strict=True):
            made = []
            for piece in own:
                html = side.parts[places[side.number][id(piece.content)]]
                made.append(Set(html, piece.number, _look(side, piece, before[side.number])))
                before[side.number] = piece
            found.append(tuple(made))
        ends = [own[-1].content for own in (row.first, row.second) if own]
        longest = max(len(Markup(piece.html).striptags()) for own in found for piece in own)
        yield Row((found[0], found[1]), any(isinstance(block, Heading) for block in ends), longest < SHORT)


def _datelines(row: Passage, sides: tuple[Side, ...]) -> tuple[tuple[Set, ...], tuple[Set, ...]]:
    """What stands in a row of its own before a passage, where the first paragraph behind the lede begins."""
    made: list[tuple[Set, ...]] = []
    for side, own in zip(sides, (row.first, row.second), strict=True):
        at = blocks.dateline_at(side.edition) if side.dateline else -1
        begins = any(piece.number == at and piece.begins for piece in own)
        html = Markup('<p class="dateline">{}</p>').format(side.dateline)
        made.append((Set(html, NO_BLOCK, ""),) if begins else ())
    return made[0], made[1]


def _pieces_of(texts: tuple[Passage, ...], side: int) -> Iterator[Piece]:
    for row in texts:
        yield from (row.first, row.second)[side]


def _look(side: Side, piece: Piece, before: Piece | None) -> str:
    """The classes of a piece: whether it goes on with a block, is not its end, or is a paragraph after another."""
    follows = before is not None and isinstance(before.content, Paragraph) and not blocks.is_picture(before.content)
    ledes = [id(block) for block in blocks.ledes(side.edition)]
    indented = follows and id(before.content) not in ledes if before else False
    after = isinstance(piece.content, Paragraph) and id(piece.content) not in ledes
    after = after and (indented or side.language.script.indent_always) and not blocks.is_picture(piece.content)
    return "".join(
        f" {name}" for name, said in (("after", after), ("goes-on", not piece.begins), ("open", not piece.ends)) if said
    )


def _notes(row: NotePassage, sides: tuple[Side, ...]) -> Iterator[tuple[Markup, ...]]:
    for side, own in zip(sides, (row.first, row.second), strict=True):
        yield tuple(side.endnotes[note.number - 1] for note in own)


# --- Layout --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a side of a row begins: the sheet, and the height of its first baseline, or of the top of its picture, in px."""

    sheet: int
    height: float


def laid_out(page: Composed, claims: xmp.Claims) -> engine.Layout:
    """The spreads laid out, again and again until every passage begins at one height on both pages of a spread, and no heading
    that begins a page has air above it: what was found up to the first passage that begins on one page alone is kept, as all behind
    it moves."""
    opened = engine.opened(page.html, page.families, page.resources)
    options: dict[str, Any] = {"pdf_variant": claims.variant, "pdf_tags": True}
    rules: dict[str, str] = {}
    for _ in range(MOST_LAYOUTS):
        made = engine.lay_out(opened, " ".join(f"{key} {{ {said} }}" for key, said in rules.items()), **options)
        found = {key: said for key, said in _wanted(made.document, rules, page.sheet) if rules.get(key) != said}
        if not found:
            break
        rules |= found
    return made


def _wanted(document: Any, rules: dict[str, str], sheet: bool) -> Iterator[tuple[str, str]]:
    """Rules, by their selectors: the first lines of a row at one height; rows that begin a page, up to the first that must, because
    one side of it began before the other; where there is none, colophons. ``rules`` are those that hold."""
    rows = [row for row in document._html.etree_element.iter("div") if (row.get("id") or "").startswith("row-")]
    begun, firsts = _begun(document, rows)
    for row in rows:
        name, sides = row.get("id"), [cell[0] for cell in row]
        there = {side.get("data-side"): begun[side] for side in sides if side in begun}
        sheets = {begin.sheet for begin in there.values()}
        begins = bool(sheets) and firsts[min(sheets)] == name and any(part.tag in HEADINGS for part in row.iter())
        if len(sheets) > 1 or (begins and min(sheets) > 1):
            yield f"#{name}", "break-before: page;"
        if len(sheets) > 1 or begins:
            yield f"#{name} :is({', '.join(HEADINGS)})", "margin-top: 0;"
        if len(sheets) > 1:
            return
        lowest = max((begin.height for begin in there.values()), default=0.0)
        for side, begin in there.items():
            if (lacking := lowest - begin.height) > HAIR:
                key = f"#{name} .side-{side}"
                held = float(rules.get(key, "padding-top: 0px;").split()[1].removesuffix("px;"))
                yield key, f"padding-top: {held + lacking:.2f}px;"
    if not sheet:
        yield from _of_colophons(document, rules)


def _begun(document: Any, rows: list[Any]) -> tuple[dict[Any, Begin], dict[int, str]]:
    """Where each side of each row begins, and the row that begins each sheet."""
    sides = {part: (row.get("id"), cell[0]) for row in rows for cell in row for part in cell.iter()}
    begun: dict[Any, Begin] = {}
    firsts: dict[int, str] = {}
    for number, sheet in enumerate(document.pages):
        for box, in_margin in walk(sheet._page_box):
            if in_margin or box.element not in sides or not isinstance(box, boxes.TextBox | boxes.ReplacedBox):
                continue
            height = box.position_y + (box.baseline if isinstance(box, boxes.TextBox) else 0)
            row, side = sides[box.element]
            begun.setdefault(side, Begin(number, height))
            firsts.setdefault(number, row)
    return begun, firsts


def _of_colophons(document: Any, rules: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Rules for the colophons: on the foot of their pages, the heads of both at one height; closer set where one is taller than
    its page."""
    if COLOPHONS in rules:
        yield COLOPHONS, rules[COLOPHONS]
        return
    found: dict[Any, float] = {}
    room = 0.0
    for sheet in document.pages:
        for box, _ in walk(sheet._page_box):
            if box.element_tag == "section" and box.element.get("class") == "colophon":
                found[box.element] = found.get(box.element, 0.0) + box.height
                room = sheet._page_box.height
    left = room - max(found.values()) - HAIR
    yield COLOPHONS, f"padding-top: {max(0.0, left):.2f}px;"
    if left < 0:
        yield ".colophon", "line-height: 11.5pt;"
        yield ".colophon dl dt, .colophon dl dd", "padding-bottom: 3pt;"


def cut(pages: list[Any], left_to_right: tuple[int, int], from_the_right: bool) -> Iterator[Any]:
    """The pages of the engine's sheets: the title page as it is, of each spread the page that is read first, then the other."""
    make = type(pages[0])
    for sheet in pages:
        if sheet.width < 1.5 * PAGE * PIXELS_PER_MM:
            yield sheet
            continue
        halves = [make(_half(sheet._page_box, number, place)) for place, number in enumerate(left_to_right)]
        yield from reversed(halves) if from_the_right else halves


def _half(sheet: Any, side: int, place: int) -> Any:
    """The left (0) or right (1) page of a spread, which has the cells of this side."""
    page = _with_cells(sheet, str(side), ("@bottom-left", "@bottom-right")[place])
    if place:
        _moved(page, -PAGE * PIXELS_PER_MM)
        page.position_x = 0
    page.margin_left, page.margin_right = (
        width * PIXELS_PER_MM for width in ((FOLD, OUTSIDE) if place else (OUTSIDE, FOLD))
    )
    page.width = (PAGE - OUTSIDE - FOLD) * PIXELS_PER_MM
    return page


def _moved(page: Any, distance: float) -> None:
    """Move all that stands on a page along; the engine has placed grounds by themselves, and does not move them."""
    page.translate(dx=distance)
    for box, _ in walk(page):
        if box.background is not None:
            layers = [
                layer._replace(
                    painting_area=_along(layer.painting_area, distance),
                    positioning_area=_along(layer.positioning_area, distance),
                    clipped_boxes=[_along(area, distance) for area in layer.clipped_boxes],
                )
                for layer in box.background.layers
            ]
            box.background = box.background._replace(layers=layers)


def _along(area: Any, distance: float) -> Any:
    return area if isinstance(area, str) else (area[0] + distance, *area[1:])


def _with_cells(box: Any, side: str, foot: str) -> Any:
    """A copy of a box with what one side has of it."""
    kept = []
    for child in box.children:
        if isinstance(child, boxes.MarginBox):
            if child.at_keyword == foot:
                kept.append(child)
        elif child.element is not None and _is_cell(child.element):
            if child.element[0].get("data-side") == side:
                kept.append(child)
        elif isinstance(child, boxes.ParentBox):
            kept.append(_with_cells(child, side, foot))
    return box.copy_with_children(kept)


def _is_cell(element: Any) -> bool:
    return (element.get("class") or "").split()[:1] == ["cell"]


# --- Structure -----------------------------------------------------------------------------------


def _gather(alignment: Alignment, root: Any, edition: Edition) -> None:
    """Give the structure tree its order: the first edition whole, then the second, and blocks that were set in parts as one."""
    body = next(root.iter("body"))
    parents = alignment.parents
    articles, texts, notes = [], [], []
    for side in edition.sides:
        language = language_of(side)
        article = ElementTree.Element("article", {"lang": language.tag, "dir": language.direction})
        text, endnotes = ElementTree.Element("main"), ElementTree.Element("section")
        parents[article], parents[text], parents[endnotes] = body, article, article
        articles.append(article)
        texts.append(text)
        notes.append(endnotes)
    alignment.parts = articles
    begun: dict[tuple[int, str], Any] = {}
    for part in [element for element in root.iter("div") if element.get("data-side")]:
        number = int(part.get("data-side"))
        for child in part:
            if child.tag == "section":
                parents[child] = articles[number]
            elif child.get("data-block") is None:
                parents[child] = notes[number]
            else:
                _adopt(child, texts[number], begun, number, parents)


def _adopt(piece: Any, text: Any, begun: dict[tuple[int, str], Any], number: int, parents: dict[Any, Any]) -> None:
    """Hang what stands in a piece on the text; what goes on with a block, on the first part of it."""
    for child in piece:
        parents[child] = text
        if child.tag == "figcaption":  # the picture is in the piece before it
            picture = next(one for one in reversed(parents) if parents[one] is text and one.tag == "p")
            figure = ElementTree.Element("figure")
            parents[figure], parents[picture], parents[child] = text, figure, figure
        if child.tag in CONTAINERS:
            first = begun.setdefault((number, piece.get("data-block")), child)
            for inner in child if first is not child else ():
                parents[inner] = first


def _outline(document: Any, edition: Edition, scale: float, sheet: bool) -> list[Any]:
    """The outline of the first edition, then that of the second: (label, (page, x, y), entries below, state)."""
    found: list[tuple[int, str, tuple[int, float, float], str, int]] = []
    for number, page in enumerate(document.pages):
        for at, (level, label, (x, y), state) in enumerate(page.bookmarks):
            side = at if number == 0 else (number - 1) % 2
            if sheet:
                side = _left_to_right(edition)[int(x > page.width / 2)]
            found.append((level, label, (number, x * scale, (page.height - y) * scale), state, side))
    root: list[Any] = []
    for side in range(len(edition.sides)):
        open_: list[tuple[int, list[Any]]] = [(0, root)]
        for level, label, target, state, own in found:
            if own == side:
                while open_[-1][0] >= level:
                    open_.pop()
                below: list[Any] = []
                open_[-1][1].append((label, target, below, state))
                open_.append((level, below))
    return root
