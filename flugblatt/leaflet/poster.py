"""A poster: the title as large as its width, few words, the mark, and where the whole text is.

Flow: (Statement, Edition, Language, format) -> ``compose`` (excerpt, title, heights from the foot upwards, what room is left for
the mark) -> ``opened`` and ``styles`` for a manner -> engine. Sizes are those drawn for A2, by the height of the sheet; small type
and the code are less small on smaller sheets.

What it says, in this order: notices, date, title, subtitle and issuers; the excerpt; where ``url`` is given the label
``whole_text`` and the address; the imprint as one paragraph, rows parted by " · ".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from flugblatt import __version__, resources
from flugblatt.language import fonts
from flugblatt.language.addresses import Address
from flugblatt.language.table import Language
from flugblatt.leaflet import accent as colours
from flugblatt.leaflet import excerpt, panel_design, poster_themes, share
from flugblatt.leaflet.composition import unlinked
from flugblatt.leaflet.measures import POINTS_PER_MM
from flugblatt.leaflet.sheets import Format, Panel
from flugblatt.model import Call, Edition, Emphasis, Inline, Link, Shifted, Span, Statement, Strong
from flugblatt.model.brand import Manner, Theme
from flugblatt.tables.themes import look_of
from flugblatt.typeset import archive_pdf, engine, xmp
from flugblatt.typeset import edition_page as book
from flugblatt.xhtml import blocks, colophon, quotation_mark, theming
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.line_setting import cut, spaced
from flugblatt.xhtml.notices import notices
from flugblatt.xhtml.title_setting import UNSPACED, Room, SetTitle, set_title

# mm and pt on A2, drawn; but for those chosen by eye.
NORM, SIDE, TOP, FOOT = 594.0, 30.0, 34.0, 28.0
TITLE, TITLE_LEADING, LATIN_TITLE, GROWTH = 166.0, 168 / 166, 33.0, 2.4
DATE, DATE_LEADING, AFTER_DATE, BAR, AFTER_BAR = 22.0, 28.0, 8.0, 3.1, 14.0
SENTENCE, SENTENCE_LEADING, SMALLEST_SENTENCE, ROOMS = 52.0, 62 / 52, 26.0, (2, 3, 4.2)
SEVERAL, SEVERAL_LEADING = 34.0, 31 / 24
ISSUERS, ISSUERS_LEADING, ADDRESS_LEADING, SMALLEST_ADDRESS = 18.0, 23 / 18, 21 / 16, 10.0
IMPRINT, IMPRINT_LEADING, LEAST_IMPRINT = 11.5, 15 / 11.5, 10.0  # white letters under 10 pt close up in print
ABOVE_IMPRINT, ABOVE_ISSUERS, BESIDE_CODE, ABOVE_SENTENCE = 13.0, 9.0, 14.0, 18.0
CODE, CODE_ON_COLOUR, SMALLER_CODE = 57.0, 49.0, 12 / 57  # and by how much on A3: 45 and 38
MODULES = 4  # free around the code (ISO/IEC 18004)
MARK, LEAST_MARK = 200.0, 45.0
OF_ROOM = 0.74  # of the height that title and mark have together, at most the title
OF_OWN = 0.96  # of the height between its two lines, in the quiet theme
A3 = 420 / 594
SPARE = (
    2.0  # mm of the margin at the foot; chosen: by what the engine rounds it would carry the last line to another page
)
LENIENCE = 0.98  # of the measure; the engine rounds
SENSE = 0.75  # of the size; chosen: a poster is read word by word, so a line that ends by sense is worth more than size
FILLED = 0.9  # of the measure; chosen: so full are lines on the whole that the engine breaks


@dataclass(frozen=True, slots=True)
class Poster:
    """An edition on a poster. ``scale`` is its height by that of A2. Of ``code`` (mm): how wide, and its square on colour.
    ``heights`` are those above the foot, in mm, of issuers and address, and of sentence and code; ``mark`` is its width and height
    in mm and how far it stands below the top. ``placed`` is what the theme says of all this, ``foot`` the height of what stands
    below the title."""

    statement: Statement
    edition: Edition
    language: Language
    format: Format
    families: fonts.Families
    tongues: tuple[tuple[str, fonts.Families], ...]
    scale: float
    excerpt: excerpt.Excerpt
    title: SetTitle
    title_leading: float
    sentence: SetTitle | None
    more: float
    names: Names
    address: float
    code: tuple[float, float]
    heights: tuple[float, float]
    mark: tuple[float, float, float]
    placed: poster_themes.Placed
    foot: float
    fits: bool

    @property
    def panels(self) -> tuple[Panel, ...]:
        return self.format.panels

    @property
    def imprint(self) -> tuple[colophon.Row, ...]:
        return _imprint(self.statement, self.edition, self.language)


def compose(statement: Statement, edition: Edition, language: Language, format: Format) -> Poster:
    """The edition on ``format``. Raises ContentError for a character that no font has, ToolMissing for a font that is not there."""
    width, height = format.closed
    scale = height / NORM
    rows = _imprint(statement, edition, language)
    families = fonts.choose(language, edition.whole_text + _generated(statement, edition, language, rows))
    brand, theme = statement.brand, _theme(statement)
    heavy = theming.title_face(theme, families, language.script.emphasis == "italic")
    medium, light = (
        fonts.face_for(families.sans, weight) for weight in (panel_design.negative(families), book.weights(families)[2])
    )
    measure = (width - 2 * SIDE * scale) * POINTS_PER_MM
    code = _code(statement, scale)
    beside = measure - (code[1] + BESIDE_CODE * scale) * POINTS_PER_MM if code[1] else measure
    said = excerpt.of(edition, language, format.excerpt)
    sentence = _sentence(said, language, fonts.face_for(families.sans, 700) if said.more else light, beside, scale)
    more = _rows(said.more, light, beside, SEVERAL * scale) * SEVERAL * SEVERAL_LEADING * scale
    spoken = share.spoken(statement.url)
    address = _address(spoken, medium, code[1], scale)
    names = _names(statement, edition, language, families, beside, scale)
    imprint = max(LEAST_IMPRINT, IMPRINT * scale)
    lines = _rows(" · ".join(f"{row.label} {', '.join(row.lines)}" for row in rows), medium, measure, imprint)
    feet = (lines * imprint * IMPRINT_LEADING) / POINTS_PER_MM + (ABOVE_IMPRINT * scale if rows else 0)
    under = (_rows(spoken, medium, code[1] * POINTS_PER_MM, address) + 1) * address * ADDRESS_LEADING if spoken else 0.0
    second = feet + max(names.height, under) / POINTS_PER_MM + ABOVE_ISSUERS * scale
    words = (sentence.rows * sentence.size * _leading(said) if sentence else 0.0) + more
    foot = second + max(words / POINTS_PER_MM, code[1])
    above = _above(statement, edition, language, medium, measure, scale) + poster_themes.head(theme, TOP * scale, scale)
    room = height - (TOP + FOOT + ABOVE_SENTENCE) * scale - above - foot
    leading = TITLE_LEADING * language.script.title_leading / language.script.title / (35 / 33) * look_of(theme).leading
    of_room = (OF_OWN if theme == "quiet" else OF_ROOM) * room * POINTS_PER_MM
    title = _title(edition, language, heavy, measure, of_room, leading, scale)
    tall = title.rows * title.size * leading / POINTS_PER_MM
    box, alone = quotation_mark.mark(language)[1], not notices(statement, language)
    wide, left = measure / POINTS_PER_MM, room - tall
    placed = poster_themes.place(brand, theme, edition, box, wide, scale, TOP * scale, left, alone)
    mark = _mark(language, room - tall - 0.25 * title.size / POINTS_PER_MM, scale)
    below = (*mark, TOP * scale + above + tall + 0.25 * title.size / POINTS_PER_MM)
    return Poster(
        statement=statement,
        edition=edition,
        language=language,
        format=format,
        families=families,
        tongues=archive_pdf.families_of_spans(edition),
        scale=scale,
        excerpt=said if sentence else excerpt.Excerpt(),
        title=title,
        title_leading=leading,
        sentence=sentence,
        more=more,
        names=names,
        address=address,
        code=code,
        heights=(feet, second),
        mark=(*placed.mark[:2], TOP * scale) if placed.mark else below,
        placed=placed,
        foot=foot,
        fits=title.fits and room > tall,
    )


def opened(made: Poster, manner: Manner) -> engine.Page:
    """The poster parsed for the engine."""
    edition, language, statement = made.edition, made.language, made.statement
    code = share.code(statement.url, colours.INK.css(manner))[0] if statement.url else b""
    setting = blocks.Manner("end", lambda text: 0.0, "images/", bullet="•")
    title = spaced(_uncalled(edition.title))
    lines = made.title.lines if len(made.title.lines) > 1 else (edition.title_text,)
    html = blocks.render(
        "poster.html.j2",
        statement=statement,
        edition=edition,
        language=language,
        issuers=statement.issuers_of(edition),
        names=made.names,
        notices=notices(statement, language),
        generator=f"flugblatt {__version__}",
        created=xmp.created(statement),
        modified=statement.stamp.isoformat(),
        mark=made.mark[0] > 0,
        title_lines=[blocks.inline(part, edition, language, setting) for part in cut(title, lines)],
        sentence=made.sentence.lines if made.sentence else (),
        more=made.excerpt.more,
        spaced=language.script.code not in UNSPACED,
        share=share.spoken(statement.url),
        imprint=made.imprint,
    )
    shades = colours.palette(statement.brand, manner, _theme(statement))
    mark = quotation_mark.mark(language, shades.mark)[0]
    found = (
        engine.Resource("mark.svg", mark, "image/svg+xml"),
        engine.Resource("share.svg", code or b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        *poster_themes.pictures(statement.brand, _theme(statement), edition, made.placed),
    )
    css = (resources.STYLES / "poster.css").read_text(encoding="utf-8")
    families = tuple(
        dict.fromkeys(
            (*_face(made).stack, *made.families.all, *(family for _, every in made.tongues for family in every.all))
        )
    )
    return engine.opened(unlinked(html) if manner == "press" else html, families, found, css)


def styles(made: Poster, manner: Manner) -> str:
    """The measures of the poster, and its colours in a manner."""
    shades = colours.palette(made.statement.brand, manner, _theme(made.statement))
    language, scale, families = made.language, made.scale, made.families
    heavy, bold, light = book.weights(families)
    width, height = made.format.closed
    imprint = max(LEAST_IMPRINT, IMPRINT * scale)
    square = made.code[1] if shades.cover != "none" else made.code[0]
    variables = {
        "sans": panel_design.stack(families.sans),
        "heavy": str(heavy),
        "bold": str(bold),
        "light": str(light),
        "medium": str(panel_design.negative(families)),
        "start": "right" if language.direction == "rtl" else "left",
        "hyphens": "auto" if language.hyphenate else "manual",
        "on-cover": shades.on_cover,
        "bar": shades.bar,
        "scale": f"{scale:.4f}mm",
        "title": f"{made.title.size:.2f}pt",
        "title-leading": f"{made.title.size * made.title_leading:.2f}pt",
        "title-tracking": _face(made).tracking,
        "title-family": panel_design.stack(_face(made).stack),
        "title-weight": str(_face(made).weight),
        "date-colour": shades.date,
        "date": f"{DATE * scale:.2f}pt",
        "date-leading": f"{DATE_LEADING * scale:.2f}pt",
        "after-date": f"{AFTER_DATE * scale:.2f}mm",
        "bar-width": f"{14 * BAR / 1.1 * scale:.2f}mm",
        "bar-height": f"{BAR * scale:.2f}mm",
        "after-bar": f"{AFTER_BAR * scale:.2f}mm",
        "title-width": f"{made.title.width((width - 2 * SIDE * scale) * POINTS_PER_MM):.2f}pt",
        "sentence-width": f"{made.sentence.width(_beside(made) * POINTS_PER_MM) if made.sentence else 0:.2f}pt",
        "sentence": f"{made.sentence.size if made.sentence else SENTENCE:.2f}pt",
        "sentence-leading": f"{(made.sentence.size if made.sentence else SENTENCE) * _leading(made.excerpt):.2f}pt",
        "several": f"{SEVERAL * scale:.2f}pt",
        "several-leading": f"{SEVERAL * SEVERAL_LEADING * scale:.2f}pt",
        "names": f"{made.names.size:.2f}pt",
        "names-leading": f"{made.names.leading:.2f}pt",
        "names-column": f"{99.9 / len(made.names.columns):.3f}%",
        "address": f"{made.address:.2f}pt",
        "address-leading": f"{made.address * ADDRESS_LEADING:.2f}pt",
        "imprint": f"{imprint:.2f}pt",
        "imprint-leading": f"{imprint * IMPRINT_LEADING:.2f}pt",
        "page-height": f"{height - (TOP + FOOT) * scale:.3f}mm",
        "beside": f"{(made.code[1] + BESIDE_CODE * scale) if made.code[1] else 0:.3f}mm",
        "column": f"{made.code[1]:.3f}mm",
        "square": f"{square:.3f}mm",
        "square-ground": colours.PAPER.css(manner),
        "code": f"{made.code[0] if shades.cover == 'none' else CODE_ON_COLOUR / CODE * made.code[0]:.3f}mm",
        "second": f"{made.heights[0]:.3f}mm",
        "third": f"{made.heights[1]:.3f}mm",
        "mark-width": f"{made.mark[0]:.2f}mm",
        "mark-height": f"{made.mark[1]:.2f}mm",
        "mark-top": f"{made.mark[2] - TOP * scale:.2f}mm",
    }
    bleed = f"@page {{ bleed: {panel_design.BLEED:g}mm; marks: none; }}" if manner == "press" else ""
    rules = [
        ":root { " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }",
        bleed,
        f"@page {{ size: {width:g}mm {height:g}mm; background: {shades.cover};"
        f" margin: {TOP * scale:.3f}mm {SIDE * scale:.3f}mm {FOOT * scale - SPARE:.3f}mm; }}",
        f"#title {{ bookmark-label: {panel_design.string(made.edition.title_text)}; }}",
        poster_themes.rules(_theme(made.statement), made.placed, language, manner, scale, made.foot),
        *(f'[lang="{tag}"] {{ font-family: {panel_design.stack(every.sans)}; }}' for tag, every in made.tongues),
    ]
    if manner == "press":
        rules.append("h1 { bookmark-level: none; }")
    return "\n".join(rules)


def _face(made: Poster) -> theming.TitleFace:
    return theming.title_face(_theme(made.statement), made.families, made.language.script.emphasis == "italic")


def _theme(statement: Statement) -> Theme:
    """The theme of the poster: that of a picture has the field of the red one."""
    return "red" if statement.brand.theme == "picture" else statement.brand.theme


def _leading(said: excerpt.Excerpt) -> float:
    """The leading of the first sentence by its size."""
    return SEVERAL_LEADING if said.more else SENTENCE_LEADING


def _beside(made: Poster) -> float:
    """The measure in mm beside the code."""
    width = made.format.closed[0] - 2 * SIDE * made.scale
    return width - made.code[1] - BESIDE_CODE * made.scale if made.code[1] else width


def _uncalled(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The title without calls of notes, which a poster does not have."""
    out: list[Inline] = []
    for node in inlines:
        match node:
            case Call():
                continue
            case Emphasis() | Strong() | Link() | Span() | Shifted():
                out.append(replace(node, children=_uncalled(node.children)))
            case _:
                out.append(node)
    return tuple(out)


def _title(
    edition: Edition,
    language: Language,
    face: theming.TitleFace,
    measure: float,
    room: float,
    leading: float,
    scale: float,
) -> SetTitle:
    """The title, its longest line as wide as the poster lets it be."""
    start = TITLE * scale * language.script.title / LATIN_TITLE
    tracking = float(face.tracking.removesuffix("em"))
    space = Room(measure, start, start / 6, GROWTH * start, leading, room, tracking=tracking, yields=SENSE)
    made = set_title(edition.title_text, language, face.face, space, edition.title_lines)
    if made.broken:
        return made
    wide = min(GROWTH * start, measure / made.longest * 0.998, room / (made.rows * leading))
    return SetTitle(max(made.size, wide), made.lines, made.rows, made.longest, made.fits)


def _sentence(
    said: excerpt.Excerpt, language: Language, face: fonts.Face, measure: float, scale: float
) -> SetTitle | None:
    """The first sentence by sense: in two lines, a long one smaller in a few more; None where it has no room or there is none."""
    if not said.first:
        return None
    size = (SEVERAL if said.more else SENTENCE) * scale
    ratio = _leading(said)
    for lines in ROOMS:
        space = Room(
            measure, size, min(size, SMALLEST_SENTENCE * scale), 0.0, ratio, lines * size * ratio * 1.001, more=0
        )
        made = set_title(said.first, language, face, space)
        if made.fits:
            return made
    return None


def _address(spoken: str, face: fonts.Face, column: float, scale: float) -> float:
    """The size of the address in pt: its widest part is as wide as the square of the code."""
    if not spoken:
        return SMALLEST_ADDRESS
    widest = max(fonts.advance(face, part) for part in Address(0, spoken, "").parts)
    return max(SMALLEST_ADDRESS, min(ISSUERS * scale, LENIENCE * column * POINTS_PER_MM / widest))


def _names(
    statement: Statement, edition: Edition, language: Language, families: fonts.Families, measure: float, scale: float
) -> Names:
    names = tuple(issuer.name for issuer in statement.issuers_of(edition))
    face = fonts.face_for(families.sans, 700)
    size = max(LEAST_IMPRINT, ISSUERS * scale)
    rooms = (80 * scale * POINTS_PER_MM, 120 * scale * POINTS_PER_MM)
    return set_names(names, face, language, Space(measure, size, LEAST_IMPRINT, ISSUERS_LEADING), rooms)


def _code(statement: Statement, scale: float) -> tuple[float, float]:
    """How wide the code is on white paper and its square with free modules on colour, in mm; nothing without an address."""
    if not statement.url:
        return 0.0, 0.0
    wide = CODE * (1 - SMALLER_CODE * (1 - scale) / (1 - A3))
    modules = share.WIDTH / share.code(statement.url, "#000")[1]
    return wide, CODE_ON_COLOUR / CODE * wide * (1 + 2 * MODULES / modules)


def _above(
    statement: Statement, edition: Edition, language: Language, face: fonts.Face, measure: float, scale: float
) -> float:
    """The height in mm of what stands above the title, and of a subtitle."""
    said = [notice.text for notice in notices(statement, language)]
    lines = 1 + sum(_rows(text, face, measure, DATE * scale) for text in said)
    subtitle = _rows(edition.subtitle, face, measure, SEVERAL * scale) * SEVERAL * SEVERAL_LEADING * scale
    return (
        lines * DATE_LEADING * scale / POINTS_PER_MM + (AFTER_DATE + BAR + AFTER_BAR) * scale + subtitle / POINTS_PER_MM
    )


def _mark(language: Language, room: float, scale: float) -> tuple[float, float]:
    """Width and height of the mark in mm, as large as the room below the title; none where it would be small."""
    width, height = quotation_mark.mark(language)[1]
    wide = min(MARK * scale * width / 62, room * width / height)
    return (wide, wide * height / width) if wide >= LEAST_MARK * scale * width / 62 else (0.0, 0.0)


def _rows(text: str, face: fonts.Face, measure: float, size: float) -> int:
    """About how many lines ``text`` takes."""
    return math.ceil(fonts.advance(face, text) * size / (measure * FILLED)) if text else 0


def _imprint(statement: Statement, edition: Edition, language: Language) -> tuple[colophon.Row, ...]:
    """Who publishes, prints and answers for it; who translated it."""
    labels = language.labels
    kept = (labels.translator, labels.imprint_publisher, labels.imprint_printer, labels.imprint_responsible)
    every = colophon.rows(statement, edition, language, "leaflet", "", "")
    return tuple(row for row in every if row.label in kept)


def _generated(statement: Statement, edition: Edition, language: Language, rows: tuple[colophon.Row, ...]) -> str:
    said = [line for row in rows for line in (row.label, *row.lines)]
    said += [language.labels.whole_text, language.day(statement.date), statement.url]
    said += [issuer.name for issuer in statement.issuers_of(edition)]
    said += [notice.text for notice in notices(statement, language)]
    return "\n".join(said)
