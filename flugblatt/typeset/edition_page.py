"""The design of the archival PDF: what depends on script, language and title, as CSS variables, title lines and the mark.

Flow: (Statement, Edition, Language, families) -> ``look``: title lines, names, mark and the CSS, which is ``archive.css`` and the
``rules`` that follow it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import (
    Call,
    Code,
    Edition,
    Heading,
    Statement,
    Text,
    collapse,
    leaves,
    plain_text,
)
from flugblatt.model.brand import RED
from flugblatt.tables.themes import look_of
from flugblatt.typeset import engine
from flugblatt.typeset.line_breaks import in_a_string
from flugblatt.xhtml import forms
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.notices import notices
from flugblatt.xhtml.table_setting import SIZES
from flugblatt.xhtml.theming import Shown, title_face
from flugblatt.xhtml.title_setting import Room, set_title

POINTS_PER_MM = 72 / 25.4
# mm, as drawn: the title page from its top margin to its foot; date, bar and the air around them; the mark above the foot.
FRONT, DATE, MARK_FOOT = 166.0, 15.9, 25.0
FRONT_AIR, LEAST_MARK = 8.0, 18.0  # mm; chosen by eye: between title, mark and names; a smaller mark is none
NAMES, SMALLEST_NAMES = 9.5, 7.0  # pt; drawn, and chosen: smaller print is not read
NOTE_SIZE, NOTE_LEADING = 0.833, 0.815  # of the text, as archive.css has them
NOTES_AIR = 20.0  # pt; the air above the notes of a page, their rule, and air between it and the names
FOOT_LEADING = 6.2  # pt; so much of the leading of a text of 1 pt the running foot has, where 11 pt are too few
NOTICE = 9.5, 13.5  # pt; type and leading, as archive.css has them
SUBTITLE = 16 + 4 * POINTS_PER_MM  # pt; a line of the subtitle and the air above it
PRESS_TITLE, PRESS_TITLE_LINES = 27 / 32, 2  # drawn: of the title on A4; no third line
KIND = 18.0  # pt; a line with the kind and the air below
ADDRESSEE, ADDRESSEE_AIR = 13.5, 9 * POINTS_PER_MM  # pt; a line of the addressee, and the air above; drawn
BLOCKS, A4_NAMES = {"a4": 615.0, "letter": 585.0}, 30.0  # pt; the block, and how far below its top the names begin
A5_MEASURE = 112 * POINTS_PER_MM  # pt: the title page has 18 mm on both sides
A4_MEASURE = 116 * POINTS_PER_MM  # pt: the block, as drawn
A5_TEXT = 104 * POINTS_PER_MM  # pt, as drawn
# pt: 210 less 18 mm on both sides, 297 and 279.4 less 28
TURNED = {"a5": 174 * POINTS_PER_MM, "a4": 241 * POINTS_PER_MM, "letter": 223.4 * POINTS_PER_MM}
# mm: twice the width of the page, its height, and both side margins
FOLD_OUTS = {"a5": (296.0, 210.0, 36.0), "a4": (420.0, 297.0, 56.0), "letter": (431.8, 279.4, 56.0)}
A4_LARGER = 1.104  # as drawn: the text on A4 beside that on A5
SMALLEST_TITLE = 20  # pt; chosen by eye: drawn down to 26, and further for what would not fit
MOST_TITLE_LINES = 6  # chosen by eye: more leave no room for the mark


@dataclass(frozen=True, slots=True)
class Figures:
    """What a brand sets on title page and colophon: the theme where it is not the red one, the kind of the work, emblem and
    picture, whether the emblem stands on the colophon ``again``, and the resources that these name."""

    theme: str = ""
    kind: str = ""
    emblem: Shown | None = None
    picture: Shown | None = None
    again: bool = False
    resources: tuple[engine.Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldOut:
    """A sheet that folds out for a wide table: its height and both of its side margins in mm, and one em of the text in pt."""

    height: float
    sides: float
    em: float


@dataclass(frozen=True, slots=True)
class Look:
    """How an edition is set: the class of its ``page``, the families, the width of its text, of a page on its side and of a sheet
    that folds out (0: there is none) in em, its title's size in pt and lines, its names, whether the mark is shown, the CSS, and
    the sizes of tables; ``fold_out`` is what is known of such a sheet."""

    page: str
    families: fonts.Families
    measure: float
    turned: float
    folded: float
    title: float
    lines: tuple[str, ...]
    names: Names
    mark: bool
    css: str
    sizes: tuple[tuple[str, float, float], ...] = SIZES
    figures: Figures = field(default_factory=Figures)
    title_families: tuple[str, ...] = ()
    mark_colour: str = RED.main.screen
    fold_out: FoldOut = field(default_factory=lambda: FoldOut(0.0, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on the title page beside the title: the names of the issuers, ``foot`` pt above the foot of the block, and the
    mark with its width, height and place in mm: above the foot of the block, on A4 below the first line of text. No width where it
    has no room."""

    names: Names
    mark: tuple[float, float, float]
    foot: float = 0.0
    more: tuple[tuple[str, str], ...] = ()
    """Variables of the theme alone."""


def run_in(width: float, language: Language) -> str:
    """The rule by which the first line of the text begins behind the dateline; empty where it has a line of its own."""
    if not width:
        return ""
    behind = f"width: {width}em !important" if language.direction == "rtl" else f"text-indent: {width}em !important"
    before = "::before" if language.direction == "rtl" else ""
    up = "main > .dateline + p { margin-top: calc(0pt - var(--leading)); }"
    return f"{up} main > .dateline + p{before} {{ {behind}; }} .dateline {{ break-after: avoid; white-space: nowrap; }}"


def front(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    title: float,
    lines: tuple[str, ...],
    mark_box: tuple[float, float],
) -> Front:
    """The names as large as they can be beside the mark, or else without it; what cannot be listed is counted."""
    heavy, _, medium = weights(families)
    face = fonts.face_for(families.sans, medium)
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    measure = A4_MEASURE if statement.page != "a5" else A5_MEASURE
    width = (
        sum(fonts.advance(fonts.face_for(families.sans, heavy), line.replace("\u00ad", "")) for line in lines) * title
    )
    rows = len(lines) if len(lines) > 1 else max(1, math.ceil(width / measure))
    head = rows * title * title_ratio(statement, language)
    head += head_room(statement, edition, language, face)
    if statement.page != "a5":
        return _in_the_column(issuers, face, language, head, mark_box, BLOCKS[statement.page])
    air = FRONT_AIR * POINTS_PER_MM
    notes = title_notes(edition, language, families)
    room = (FRONT - DATE) * POINTS_PER_MM - head - air - notes
    space = Space(measure, NAMES, SMALLEST_NAMES, 13.5 / 9.5)
    least = min(LEAST_MARK, mark_box[1]) * POINTS_PER_MM + air
    names = set_names(issuers, face, language, space, (room - least, room))
    foot = max(MARK_FOOT, names.height / POINTS_PER_MM + FRONT_AIR)
    left = room / POINTS_PER_MM - foot - 1.1
    place = foot + notes / POINTS_PER_MM
    shrink = min(1.0, max(left, 0.0) / mark_box[1])
    shown = shrink * mark_box[1] >= min(LEAST_MARK, mark_box[1]) - 1
    return Front(names, (mark_box[0] * shrink, mark_box[1] * shrink, place) if shown else (0.0, 0.0, place), notes)


def head_room(statement: Statement, edition: Edition, language: Language, face: fonts.Face) -> float:
    """The height in pt of what stands above the names beside date and title: subtitle and notices."""
    measure = A4_MEASURE if statement.page != "a5" else A5_MEASURE
    subtitle = math.ceil(fonts.advance(face, edition.subtitle) * 12 / measure) if edition.subtitle else 0
    above = KIND if forms.kind(statement, edition, language) else 0.0
    addressed = len(forms.addressee(statement, edition))
    below = ADDRESSEE_AIR + ADDRESSEE * addressed if addressed else 0.0
    return SUBTITLE * subtitle + above + below + notices_height(statement, language, face, measure)


def notices_height(statement: Statement, language: Language, face: fonts.Face, measure: float) -> float:
    """The height in pt of what is said before all else, as archive.css sets it, with the air below."""
    said = notices(statement, language)
    lines = sum(math.ceil(1.1 * fonts.advance(face, notice.text) * NOTICE[0] / measure) for notice in said)
    return lines * NOTICE[1] + 4 * POINTS_PER_MM * bool(said)


def title_notes(edition: Edition, language: Language, families: fonts.Families) -> float:
    """How high the notes of the title stand at the foot of its page, in pt, with the rule and the air above them."""
    called = {leaf.number for leaf in leaves(edition.title) if isinstance(leaf, Call)}
    face = fonts.face_for(families.text, 400)
    size, leading = language.script.size * NOTE_SIZE, language.script.leading * NOTE_LEADING
    lines = 0
    for note in edition.notes:
        if note.number in called:
            said = "".join(leaf.text for leaf in leaves(note.blocks) if isinstance(leaf, Text | Code))
            lines += len(note.blocks) + math.floor(1.1 * fonts.advance(face, said) * size / A5_MEASURE)
    return NOTES_AIR + lines * leading if lines else 0.0


def _in_the_column(
    issuers: tuple[str, ...],
    face: fonts.Face,
    language: Language,
    head: float,
    mark_box: tuple[float, float],
    block: float,
) -> Front:
    """The same on A4 and Letter, in the column of labels of a ``block`` so high: the mark stands beside the first line of text, or
    below the names."""
    width, height = 30.0, 30 * mark_box[1] / mark_box[0]
    whole = block - A4_NAMES
    space = Space(40 * POINTS_PER_MM, 9.2, SMALLEST_NAMES, 15 / 9.2, 15 / 9.2, 1)
    rooms = (whole - height * POINTS_PER_MM - 30, whole)
    names = set_names(issuers, face, language, space, rooms)
    below = (A4_NAMES + names.height + 15 - head - 30) / POINTS_PER_MM
    return Front(names, (width, height, max(0.0, below)) if names.height <= rooms[0] else (0.0, 0.0, 0.0))


def title_ratio(statement: Statement, language: Language) -> float:
    """The leading of the title by its size: that of the script, and of scripts that have italics as the theme wants it."""
    look, script = look_of(statement.brand.theme), language.script
    return script.title_leading / script.title * (look.leading if script.emphasis == "italic" else 1)


def measure(statement: Statement, language: Language) -> float:
    """The width of the text in em."""
    if statement.page != "a5":
        return A4_MEASURE / (language.script.size * A4_LARGER)
    return A5_TEXT / language.script.size


def turned_measure(statement: Statement, language: Language) -> float:
    """The width of a page on its side, without its margins, in em."""
    if statement.page != "a5":
        return TURNED[statement.page] / (language.script.size * A4_LARGER)
    return TURNED[statement.page] / language.script.size


def fold_out(statement: Statement, language: Language) -> tuple[float, FoldOut]:
    """The width of the text on a sheet twice as wide as the page, in em, and what else is known of it."""
    wide, height, sides = FOLD_OUTS[statement.page]
    em = language.script.size * (A4_LARGER if statement.page != "a5" else 1)
    return (wide - sides) * POINTS_PER_MM / em, FoldOut(height, sides, em)


def weights(families: fonts.Families) -> tuple[int, int, int]:
    """Heavy, bold and medium of the sans: the script's Noto Sans has two weights only."""
    return (800, 700, 500) if families.sans[0] == "Alegreya Sans" else (700, 700, 400)


def variables(
    statement: Statement, language: Language, families: fonts.Families, title: float, front: Front
) -> dict[str, str]:
    """The variables that depend on script, language and title."""
    script, a4 = language.script, statement.page != "a5"
    size, leading, lede = (
        (script.size * A4_LARGER, 15 * script.leading / 13.5, script.lede * 1.148)
        if a4
        else (script.size, script.leading, script.lede)
    )
    heavy, bold, medium = weights(families)
    width, height, place = front.mark
    face = title_face(statement.brand.theme, families, script.emphasis == "italic")
    return {
        "text": stack(families.text),
        "notes": stack(families.notes),
        "sans": stack(families.sans),
        "mono": stack(families.mono),
        "latin-text": stack(("Source Serif 4",)),
        "size": f"{size:g}pt",
        "leading": f"{leading:g}pt",
        "leading-2": f"{2 * leading:g}pt",
        "lede": f"{lede:g}pt",
        "indent": script.indent,
        "title": f"{title:g}pt",
        "title-leading": f"{title * title_ratio(statement, language):g}pt",
        "title-tracking": face.tracking,
        "title-family": stack(face.stack),
        "title-weight": str(face.weight),
        "heavy": str(heavy),
        "bold": str(bold),
        "medium": str(medium),
        "hyphens": "auto" if language.hyphenate else "manual",
        "align": "justify" if script.justify else start(language),
        "em-style": "italic" if script.emphasis == "italic" else "normal",
        "em-weight": "inherit" if script.emphasis == "italic" else "700",
        "red": statement.brand.accent.main.screen,
        "bright": statement.brand.accent.bright.screen,
        "mark-width": f"{width:.2f}mm",
        "mark-height": f"{height:.2f}mm",
        "mark-place": f"{place:.2f}mm",
        "names-foot": f"{front.foot:.2f}pt",
        "names": f"{front.names.size:g}pt",
        "names-leading": f"{front.names.leading:g}pt",
        "names-column": f"{99.9 / len(front.names.columns):.3f}%",
        **dict(front.more),
    }


def rules(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    tongues: dict[str, fonts.Families],
    title: float,
    front: Front,
) -> str:
    """The variables and rules that depend on script, language and title."""
    a4 = statement.page != "a5"
    figures = figures_of(language)
    rules = [declared(":root", variables(statement, language, families, title, front)), counter_style(language)]
    rules.append(f".note::footnote-call, .note::footnote-marker {{ content: counter(footnote, {figures}); }}")
    side = start(language)
    foot = running_foot(edition, language, families, "page", "26pt" if a4 else "14pt")
    rules.append(f"@page {{ @bottom-{side} {{ {foot} }} }}")
    if not a4:
        rules += [f"@page {page} {{ @bottom-{side} {{ content: none; }} }}" for page in ("front", "front:left")]
    if a4 and language.direction == "rtl":
        rules.append("@page a4 { margin: 30mm 66mm 50.04mm 28mm; } @page letter { margin: 30mm 66mm 43.025mm 33.9mm; }")
        rules.append("@page press { margin: 30mm 66mm 25mm 28mm; }")
    rules += [*bookmarks(edition, language), *spans_of_others(tongues)]
    if language.script.indent_always:
        rules.append("main > p:not(.lede, .picture, .pictured) { text-indent: var(--indent); }")
    return "\n".join(rules)


def start(language: Language) -> str:
    """The side that the lines of the language begin on."""
    return "right" if language.direction == "rtl" else "left"


def declared(selector: str, variables: dict[str, str]) -> str:
    """A rule that gives variables their values."""
    return f"{selector} {{ " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }"


def figures_of(language: Language) -> str:
    """The name of the counter style that counts in the figures of the language."""
    return f"figures-of-{language.tag}" if language.digits else "decimal"


def counter_style(language: Language) -> str:
    """The rule for that counter style; empty where it is that of CSS."""
    if not language.digits:
        return ""
    symbols = " ".join(in_css(char) for char in language.digits)
    return f"@counter-style {figures_of(language)} {{ system: numeric; symbols: {symbols}; }}"


def running_foot(edition: Edition, language: Language, families: fonts.Families, counter: str, air: str) -> str:
    """The declarations of a running foot: the page's number by this counter, an em space, the title."""
    side = start(language)
    leading = max(11.0, FOOT_LEADING * language.script.leading / language.script.size)
    return (
        f"content: counter({counter}, {figures_of(language)}) '\\2003' {in_css(in_a_string(edition.title_text))};"
        f" width: 100%; direction: {language.direction}; text-align: {side}; vertical-align: top; padding-top: {air};"
        f" font: {weights(families)[2]} 8pt/{leading:g}pt {stack(families.sans)}; color: #5F5A56; hyphens: none;"
    )


def bookmarks(edition: Edition, language: Language, prefix: str = "") -> Iterator[str]:
    """The rules that give titles and headings their words in the outline; ``prefix`` is that of their ids."""
    labels = language.labels
    words = [
        ("title", edition.title_text),
        ("colophon", labels.edition),
        ("notes", labels.notes),
        ("signatories", labels.signatories),
    ]
    headings = (block for block in edition.blocks if isinstance(block, Heading))
    words += [(block.anchor, collapse(plain_text(block.children)).strip(" ")) for block in headings]
    return (f"#{prefix}{anchor} {{ bookmark-label: {in_css(text)}; }}" for anchor, text in words)


def spans_of_others(tongues: dict[str, fonts.Families], within: str = "") -> Iterator[str]:
    """The rules that set spans of other languages in their families; ``within`` is a selector of what they stand in."""
    for tag, families in tongues.items():
        span = f'[lang="{tag}"]'
        yield f"{within}{span} {{ font-family: {stack(families.text)}; }}"
        display = ", ".join(f"{within}{around} {span}" for around in ("h1", "h2", ".lede", ".contents"))
        yield f"{display} {{ font-family: {stack(families.sans)}; }}"


def title(
    statement: Statement, edition: Edition, language: Language, face: fonts.Face
) -> tuple[float, tuple[str, ...]]:
    """The title's size in pt and its lines."""
    script = language.script
    theme = look_of(statement.brand.theme)
    drawn = script.title * theme.size * (32 / 33 if statement.page != "a5" else 1)
    measure = A4_MEASURE if statement.page != "a5" else A5_MEASURE
    leading, most = title_ratio(statement, language), MOST_TITLE_LINES
    if statement.page == "a4" and statement.kind == "press-release":
        drawn, most = drawn * PRESS_TITLE, PRESS_TITLE_LINES
    room = Room(measure, drawn, SMALLEST_TITLE, leading=leading, most=most)
    return set_edition(edition, language, face, room)


def set_edition(edition: Edition, language: Language, face: fonts.Face, room: Room) -> tuple[float, tuple[str, ...]]:
    """Size and lines of an edition's title in a room; without lines of our own where the engine has to break a word."""
    made = set_title(edition.title_text, language, face, room, edition.title_lines)
    return round(made.size, 2), made.lines if not made.broken else (edition.title_text,)


def stack(families: tuple[str, ...]) -> str:
    """Families as CSS lists them."""
    return ", ".join(f"'{family}'" for family in families)


def in_css(text: str) -> str:
    """``text`` as a CSS string (CSS Syntax 3, 4.3.5)."""
    return '"' + re.sub(r'[\\"<>\n]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'
