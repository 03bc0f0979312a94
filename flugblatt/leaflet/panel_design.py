"""The design of a leaflet: title and pull quote broken by sense, and the rules of its pages as CSS.

Flow: (Edition, Language, measures, families) -> ``title``, ``quotation`` -> ``rules`` -> CSS after ``leaflet.css``.
Colours are left to the manner, size and leading to copyfitting: neither changes what is measured here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.leaflet import back_panel
from flugblatt.leaflet.accent import Palette
from flugblatt.leaflet.measures import HAIR, POINTS_PER_MM, Measures
from flugblatt.leaflet.sheets import Panel
from flugblatt.model import Edition, Heading, Paragraph, Statement, collapse, plain_text
from flugblatt.model.brand import Brand
from flugblatt.tables.themes import look_of
from flugblatt.typeset import edition_page as book
from flugblatt.xhtml import blocks, theming
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.line_setting import OPENING
from flugblatt.xhtml.theming import TitleFace
from flugblatt.xhtml.title_setting import Room, SetTitle, set_title

COVER_TITLE, COVER_TITLE_MEASURE = 24.4, 79.0  # drawn: 24.4/27 pt on a measure of 79 mm, where the book page has 33/35
COVER_LEADING = 27 / 24.4 / (35 / 33)  # the same figures, like what follows
LATIN_TITLE = 33.0
# Beside the red one, whose title is the largest that may be 32.5/34: 29/33, 32.5/34 and 35/35 pt; drawn.
THEMES = {
    "red": (1.0, 1.0),
    "quiet": (29 / 32.5, 33 / 29 / 1.107),
    "picture": (1.0, 1.0),
    "black": (35 / 32.5, 1 / 1.107),
}
GROWTH_WORTH = 1.6  # chosen: a third larger is worth a line more, and no line that ends in a weak word
SMALLEST_TITLE, MOST_GROWTH = 12.0, 32.5 / 24.4  # pt, chosen by eye; how far a short title may grow, drawn
# Drawn: 23/28 pt; the bounds were chosen by eye.
QUOTE, QUOTE_LEADING, SMALLEST_QUOTE, LARGEST_QUOTE = 23.0, 28 / 23, 13.0, 30.0
QUOTE_GROWTH = ((1.5, 4), (1.25, 5), (1.0, 1000))  # chosen by eye: larger while it takes no more lines than this
NAMES_OF_MASTHEAD = (0.16, 0.26)  # of the panel's height; chosen by eye
# Drawn: 12.6 beside 11.8; up to 6 % smaller where its lines end more evenly.
LEDE, LEDE_FACTORS = 12.6 / 11.8 / (10.8 / 9.6), (1.0, 0.985, 0.97, 0.955, 0.94)
CLOSING = {"„": "“", "“": "”", "”": "”", "«": "»", "「": "」"}
LOW_AND_HIGH = frozenset(["pl", "hu", "ro", "hr", "sr"])
UNSPACED = frozenset(["Hans", "Hant", "Jpan", "Khmr", "Lana", "Laoo", "Mymr", "Thai", "Tibt"])
LABELS = 22 / 79  # of the measure, to 24 mm; drawn: the column of the labels on the back
BLEED = 3.0  # mm; see format_table

CoverKind = Literal["panel", "masthead"]


@dataclass(frozen=True, slots=True)
class Display:
    """Large type: size and leading in pt, and its lines; without lines of our own it is one, and the engine breaks it."""

    size: float
    leading: float
    lines: tuple[str, ...]
    rows: int

    @property
    def height(self) -> float:
        """In mm."""
        return self.rows * self.leading / POINTS_PER_MM


def title_face(brand: Brand, language: Language, families: fonts.Families) -> TitleFace:
    """How titles are set in the theme of the brand."""
    return theming.title_face(brand.theme, families, language.script.emphasis == "italic")


def title(
    brand: Brand, edition: Edition, language: Language, measures: Measures, scale: float, face: TitleFace
) -> Display:
    """The title, as large as the measure lets its lines by sense be; ``scale`` is 1 on a cover of its own."""
    script = language.script
    start = COVER_TITLE * measures.measure / COVER_TITLE_MEASURE * script.title / LATIN_TITLE * scale
    ratio = script.title_leading / script.title * COVER_LEADING
    room = measures.block * min(0.62, 0.55 * scale) * POINTS_PER_MM
    drawn, leading = THEMES[brand.theme]
    start, ratio = start * min(1.0, drawn), ratio * leading
    largest = start * (MOST_GROWTH * max(1.0, drawn) if scale >= 1 else 1.0)
    tracking = look_of(brand.theme).tracking if language.script.emphasis == "italic" else 0.0
    more = int(scale >= 1)  # over the text it gives way to the text
    space = Room(
        measures.measure * POINTS_PER_MM,
        start,
        SMALLEST_TITLE,
        largest,
        ratio,
        room,
        tracking=tracking,
        more=more,
        growth=GROWTH_WORTH,
    )
    return _display(set_title(edition.title_text, language, face.face, space, edition.title_lines), ratio)


def scales(panels: tuple[Panel, ...]) -> tuple[float, ...]:
    """How large a title may be beside that of a cover, the most wanted first: over the text it gives way to the text."""
    if panels[0].role == "cover":
        return (1.0,)
    return (1.0, 0.76, 0.58) if len(panels) == 1 else (0.82, 0.62)


def quotation(edition: Edition, language: Language, measures: Measures, room: float, face: fonts.Face) -> Display:
    """The pull quote with its marks, as large as ``room`` (mm) lets it be; one of few words is larger."""
    script = language.script
    start = min(QUOTE * measures.measure / COVER_TITLE_MEASURE, LARGEST_QUOTE * measures.label) * script.size / 9.6
    ratio = QUOTE_LEADING * script.leading / script.size / (13.5 / 9.6)
    words = quoted(edition, language)
    for factor, most in QUOTE_GROWTH:
        space = Room(measures.measure * POINTS_PER_MM, start * factor, SMALLEST_QUOTE, 0.0, ratio, room * POINTS_PER_MM)
        made = set_title(words, language, face, space)
        if made.rows <= most:
            break
    return _display(made, ratio)


def quoted(edition: Edition, language: Language) -> str:
    """The pull quote between the language's quotation marks; as it stands where it brings its own."""
    quote = collapse(edition.pull_quote).strip(" ")
    marks = OPENING + "".join(CLOSING.values()) + "『』「」"
    if quote[0] in marks or quote[-1] in marks:
        return quote
    opening, closing = marks_of(language)
    return f"{opening}{quote}{closing}"


def marks_of(language: Language) -> tuple[str, str]:
    """The opening and the closing quotation mark of a language."""
    opening = language.mark
    if opening == "„" and language.tag.split("-")[0] in LOW_AND_HIGH:
        return opening, "”"
    return opening, CLOSING.get(opening, "”")


def quote_source(statement: Statement, edition: Edition, language: Language) -> tuple[str, str]:
    """What the pull quote is from: the kind where it is given and the language has a word for it, else the title; the date."""
    named = statement.kind_given and not language.label_lang
    return (language.kind(statement.kind) if named else edition.title_text), language.day(statement.date)


def rules(
    brand: Brand,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    tongues: dict[str, fonts.Families],
    measures: Measures,
    heading: Display,
    quote: Display | None,
    mark_box: tuple[float, float],
    module: float,
    shared: back_panel.Share | None,
) -> str:
    """The variables and rules that depend on script, language, format and title."""
    script, unit, label = language.script, measures.unit, measures.label
    heavy, bold, medium = book.weights(families)
    latin_relation = script.size / 9.6
    variables = {
        "text": stack(families.text),
        "notes": stack(families.notes),
        "sans": stack(families.sans),
        "display": stack(display(families)),
        "mono": stack(families.mono),
        "latin-text": stack(("Source Serif 4",)),
        "indent": script.indent,
        "title": f"{heading.size:.2f}pt",
        "title-leading": f"{heading.leading:.2f}pt",
        "title-tracking": title_face(brand, language, families).tracking,
        "title-family": stack(title_face(brand, language, families).stack),
        "title-weight": str(title_face(brand, language, families).weight),
        "heavy": str(heavy),
        "bold": str(bold),
        "medium": str(medium),
        "negative": str(negative(families)),
        "hyphens": "auto" if language.hyphenate else "manual",
        "align": "justify" if script.justify else "right" if language.direction == "rtl" else "left",
        "start": "right" if language.direction == "rtl" else "left",
        "em-style": "italic" if script.emphasis == "italic" else "normal",
        "em-weight": "inherit" if script.emphasis == "italic" else "700",
        "unit": f"{unit:.4f}mm",
        "label": f"{10 * label:g}pt",
        "label-leading": f"{13.9 * label:g}pt",
        "small": f"{back_panel.ROW * label:g}pt",
        "small-leading": f"{back_panel.ROW_LEADING * label:g}pt",
        "address": f"{back_panel.ADDRESS * label:g}pt",
        "address-leading": f"{back_panel.ADDRESS_LEADING * label:g}pt",
        "address-gap": f"{shared.gap if shared else 0:.2f}pt",
        "share-gap": f"{back_panel.GAP * label:g}mm",
        "bar-width": f"{14 * max(label, unit**0.5):.2f}mm",
        "bar-height": f"{1.1 * label:.2f}mm",
        "label-column": f"{min(24 * label, LABELS * measures.measure):.3f}mm",
        "label-gap": f"{2 * label:g}mm",
        "gutter": f"{measures.gutter:.2f}mm",
        "block": f"{measures.block:.3f}mm",
        "mark-width": f"{mark_box[0]:.2f}mm",
        "mark-height": f"{mark_box[1]:.2f}mm",
        "quiet": f"{4 * module:.2f}mm",
        "quote": f"{quote.size if quote else QUOTE:.2f}pt",
        "quote-leading": f"{quote.leading if quote else QUOTE:.2f}pt",
        "picture": f"{measures.block * 0.55:.1f}mm",
        "note-least": f"{8 * label * max(1.0, latin_relation):.2f}pt",
    }
    found = [":root { " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }"]
    if measures.columns > 1:
        # A head that the engine repeats in a second column of the page would be said twice.
        found.append(f"main {{ columns: {measures.columns}; }} thead {{ display: table-row-group; }}")
    if language.digits:
        symbols = " ".join(string(char) for char in language.digits)
        found.append(f"@counter-style own-figures {{ system: numeric; symbols: {symbols}; }}")
    found.append(f"#title {{ bookmark-label: {string(edition.title_text)}; }}")
    found.append(f".back h2 {{ bookmark-label: {string(language.labels.edition)}; }}")
    found.append(f"#signatories {{ bookmark-label: {string(language.labels.signatories)}; }}")
    for block in edition.blocks:
        if isinstance(block, Heading):
            words = collapse(plain_text(block.children)).strip(" ")
            found.append(f"#{block.anchor} {{ bookmark-label: {string(words)}; }}")
    for tag, families_of_tag in tongues.items():
        found.append(f'[lang="{tag}"] {{ font-family: {stack(families_of_tag.text)}; }}')
        sans = stack(families_of_tag.sans)
        found.append(f'h1 [lang="{tag}"], h2 [lang="{tag}"], .lede [lang="{tag}"] {{ font-family: {sans}; }}')
    if script.indent_always:
        found.append("main > p:not(.lede, .picture, .pictured) { text-indent: var(--indent); }")
    return "\n".join(found)


def pages(
    panels: tuple[Panel, ...],
    language: Language,
    measures: Measures,
    families: fonts.Families,
    colours: Palette,
    back_height: float,
    bleed: float,
    spared: dict[int, float],
) -> str:
    """A page rule for every panel: size, margins, ground, folio. ``back_height`` (mm) is kept free under the text of a
    last panel that carries both, and what is ``spared`` under that of others; pages beyond the last panel are as large as one of
    text."""
    edge = "right" if language.direction == "rtl" else "left"
    figures = "own-figures" if language.digits else "decimal"

    def folio(lower: float) -> str:
        return (
            f"@bottom-{edge} {{ content: counter(page, {figures}); text-align: {edge}; vertical-align: top;"
            f" padding-top: {4.6 * measures.unit + lower:.2f}mm; color: {colours.grey}; font-variant-numeric: oldstyle-nums;"
            f" font: {book.weights(families)[2]} {8 * measures.label:g}pt/{11 * measures.label:g}pt {stack(families.sans)}; }}"
        )

    found = [f"@page {{ bleed: {bleed:g}mm; marks: none; }}"] if bleed else []
    bodies = [panel for panel in panels if "body" in panel.roles]
    beyond = next((panel for panel in bodies if panel.role == "body"), bodies[-1])
    for where, panel in (("", beyond), *((f":nth({panel.number})", panel) for panel in panels)):
        spare = spared.get(panel.number, 0.0) if where else 0.0
        bottom = panel.height - measures.top - measures.block - HAIR if panel.role == "body" else measures.foot
        if where and {"body", "back"} <= set(panel.roles):
            bottom = measures.foot + back_height
        ground = colours.cover if panel.role == "cover" else colours.quote if "quote" in panel.roles else "none"
        found.append(
            f"@page{where} {{ size: {panel.width:g}mm {panel.height:g}mm; background: {ground};"
            f" margin: {measures.top:.3f}mm {measures.sides[panel.number - 1]:.3f}mm {bottom + spare:.3f}mm;"
            f" {folio(spare) if where and panel.role == 'body' else ''} }}"
        )
    return "\n".join(found)


def names(
    issuers: tuple[str, ...],
    language: Language,
    measures: Measures,
    panel: Panel,
    taken: float,
    families: fonts.Families,
    beside: float = 0.0,
) -> Names:
    """The issuers on the cover: beside the mark where they can be, else without it; over the text they give way to the text.

    ``taken`` is the height in mm of what stands above them on a cover of its own, ``beside`` the width of what stands beside them.
    """
    face = fonts.face_for(families.sans, negative(families))
    size = 10 * measures.label  # and no smaller: small white print runs into the colour
    space = Space((measures.measure - beside) * POINTS_PER_MM, size, size, 1.39)
    if panel.role != "cover":
        rooms = tuple(share * panel.height * POINTS_PER_MM for share in NAMES_OF_MASTHEAD)
        return set_names(issuers, face, language, space, rooms)
    room = panel.height - measures.top - measures.foot - taken - 9 * measures.unit
    rooms = ((room - 22 * measures.unit) * POINTS_PER_MM, room * POINTS_PER_MM)
    return set_names(issuers, face, language, space, rooms)


def cover_mark(
    mark_box: tuple[float, float], measures: Measures, panel: Panel, taken: float, issuers: float
) -> tuple[float, float, float]:
    """Width, height and distance from the foot margin, in mm, of the mark on a cover; no width where it has no room.

    ``taken`` is the height of date, bar and title, ``issuers`` that of the issuers at the foot.
    """
    width, height = mark_box
    wide = width / 62 * min(62 * measures.measure / COVER_TITLE_MEASURE, 0.72 * panel.height * 0.5)
    tall = wide * height / width
    above = max(23.4 * measures.unit, issuers + 8 * measures.unit)
    room = panel.height - measures.top - taken - 9 * measures.unit - above - measures.foot
    shrink = max(0.0, min(1.0, room / tall))
    if wide * shrink < 14 * measures.unit * (width / 62):
        return 0.0, 0.0, above
    return wide * shrink, tall * shrink, above


def lede_ratio(edition: Edition, language: Language, column: float, size: float, face: fonts.Face) -> float:
    """The size of the lede by that of the text: the one of a few at which the lines of the lede are least ragged.

    The lede is not hyphenated, so one long word can leave a hole; ``column`` is in mm, ``size`` in pt.
    """
    script = language.script
    usual = script.lede / script.size * LEDE
    found = blocks.ledes(edition)
    if len(found) != 1 or not isinstance(found[0], Paragraph) or script.code in UNSPACED:
        return usual
    words = collapse(plain_text(found[0].children)).replace("\u00ad", "").split(" ")
    widths = [fonts.advance(face, word) for word in words]
    space = fonts.advance(face, " ")

    def ragged(ratio: float) -> float:
        measure = column * POINTS_PER_MM / (size * ratio)
        lines = [0.0]
        for width in widths:
            if lines[-1] and lines[-1] + space + width > measure:
                lines.append(width)
            else:
                lines[-1] += space + width if lines[-1] else width
        holes = [1 - line / measure for line in lines[:-1]]
        short = 0.04 if lines[-1] < measure / 4 else 0.0
        return sum(hole**2 for hole in holes) / len(lines) + 0.25 * max((*holes, 0.0)) ** 2 + short

    return min((usual * factor for factor in LEDE_FACTORS), key=lambda ratio: ragged(ratio) + 0.3 * (1 - ratio / usual))


def tracking_of(language: Language) -> float:
    """How much closer the letters of a title stand, in em."""
    return -0.012 if language.script.emphasis == "italic" else 0.0


def negative(families: fonts.Families) -> int:
    """The weight of small text on the cover: medium or heavier, or ink runs into its strokes."""
    return 500 if families.sans[0] == "Alegreya Sans" else 700


def display(families: fonts.Families) -> tuple[str, ...]:
    """The families of the pull quote: Source Serif in its large optical size."""
    return tuple("Source Serif 4 Quote" if family == "Source Serif 4" else family for family in families.text)


def quote_face(families: fonts.Families, language: Language) -> fonts.Face:
    """The face that the pull quote is set in."""
    italic = language.script.emphasis == "italic"
    return min(fonts.faces_of(display(families)[0]), key=lambda face: (face.italic != italic, face.weight))


def stack(families: tuple[str, ...]) -> str:
    return ", ".join(f"'{family}'" for family in families)


def string(text: str) -> str:
    """``text`` as a CSS string (CSS Syntax 3, 4.3.5)."""
    return '"' + re.sub(r'[\\"<>\n]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def _display(made: SetTitle, ratio: float) -> Display:
    return Display(made.size, made.size * ratio, made.lines, made.rows)
