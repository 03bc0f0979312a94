"""Composition: the panels of a leaflet as one flow of HTML, a page for every panel in reading order.

Flow: (Statement, Edition, Language, format) -> ``compose`` (panels, measures, title, pull quote, rows, height of the back) ->
``opened`` for a manner -> engine, with the styles of ``fitted_styles``. The manners are "screen" (sRGB), "white" (no colour fills a
panel to its edge) and "press" (ink, 3 mm bleed, no links); they differ in colours, never in what stands where.

The text of a leaflet, in this order. E is edition text, everything else is generated.

1. Cover: the date as the language writes it; E the title (h1) with its note calls; the subtitle; every issuer, a paragraph each, or
   the first ones and the label ``others``.
   ``language.day(date)``, ``edition.title``, ``edition.subtitle``, ``issuers_of(edition)``.
2. Body: E the blocks of the edition with their note calls (the number as the language writes it), bullets "•" before the items of
   unordered lists. Then, where there are notes: the label ``notes`` (h2); for each note its number, E its blocks.
3. Pull quote, where the edition has one and the format has a panel for it that the text does not need: one paragraph in a block
   quotation, opening mark + quotation + closing mark without spaces between (no marks where it begins or ends in a quotation mark
   of its own); then two paragraphs: the kind of the work as the language names it where ``kind`` is given and the language has
   labels, else the title; and the date.
4. Back: where ``url`` is given, the label ``whole_text`` and the address without "https://" and without a last "/" (a link to
   ``url``); the label ``edition`` (h2); a list of rows, label and lines: ``from`` with every issuer, ``translator``,
   ``imprint_publisher``, ``imprint_printer``, ``imprint_responsible`` with their lines, ``license``, ``identifier`` with urn:uuid
   of the edition, ``sha256`` in eight groups of eight. They are the rows of the book's colophon with these labels, in its order;
   a row without lines is absent.

Everything else is decoration: bar, mark, QR code (a picture of the address beside it), and the folio of panels of text alone.
Labels are marked lang=en where the language has none. In "press" links are plain text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup

from flugblatt import __version__, resources
from flugblatt.language import fonts, shaping
from flugblatt.language.table import Language
from flugblatt.leaflet import accent as colours
from flugblatt.leaflet import back_panel, cover_themes, panel_design, share, source_code
from flugblatt.leaflet.measures import HAIR, POINTS_PER_MM, Measures, TypeRange, measures, type_range
from flugblatt.leaflet.panel_design import Display
from flugblatt.leaflet.sheets import Format, Panel, imposition, panels_of
from flugblatt.model import Edition, Statement
from flugblatt.model.brand import Accent, Manner
from flugblatt.typeset import archive_pdf, engine, xmp
from flugblatt.typeset import edition_page as book
from flugblatt.typeset.alignment import walk
from flugblatt.xhtml import blocks, colophon, forms, quotation_mark
from flugblatt.xhtml.issuer_names import Names
from flugblatt.xhtml.line_setting import OPENING, cut, spaced
from flugblatt.xhtml.notices import notices

Quote = Literal["set", "still", "none"]
SOURCE_AIR = 3.0  # mm below the code with the source; chosen
BACK_AIR = 9.0  # mm between the code and what stands below it, as drawn
NOBODY = Names(0.0, 0.0, ((),), "", 0.0)
MASTHEAD_AIR = 4.5  # of the 7 mm, as drawn, between title and issuers; chosen by eye
NOTE = 0.85  # of the size of the text; about as drawn, 8 pt beside 9.6
# mm that a hung mark keeps from edge and fold; chosen: as styles/formats.toml asks of text, and a little more.
SAFE, FOLD_SAFE = 5.2, 8.0


@dataclass(frozen=True, slots=True)
class Composition:
    """An edition in a format: everything but size, leading and colours.

    ``quote`` says what stands on a panel for the pull quote: the quote, the mark alone, or text. ``scale`` is that of the title.
    ``stacked``: the labels of the back stand above their rows. ``back_height`` is that of the back, ``mark`` the width, height and
    distance from the foot of the cover's mark, all in mm. ``sourced``: the height
    in mm that the back has for the code with the source, 0 where it bears none.
    """

    statement: Statement
    edition: Edition
    language: Language
    format: Format
    panels: tuple[Panel, ...]
    quote: Quote
    scale: float
    measures: Measures
    sizes: TypeRange
    families: fonts.Families
    tongues: tuple[tuple[str, fonts.Families], ...]
    heading: Display
    quotation: Display | None
    stacked: bool
    rows: tuple[colophon.Row, ...]
    names: Names
    mark: tuple[float, float, float]
    cover: cover_themes.Cover
    back_height: float
    sourced: float = 0.0

    @property
    def bodies(self) -> tuple[Panel, ...]:
        """The panels that the text flows through."""
        return tuple(panel for panel in self.panels if "body" in panel.roles)

    @property
    def accent(self) -> Accent:
        return colours.accent_of(self.statement)


def compose(
    statement: Statement,
    edition: Edition,
    language: Language,
    format: Format,
    quote: Quote,
    pages: int = 0,
    scale: float = 1.0,
) -> Composition:
    """The edition in ``format``, of so many ``pages`` where it is a booklet; ``scale`` is that of the title.

    Raises ContentError for a character that no font has, ToolMissing for a font that is not installed.
    """
    panels = _roles(panels_of(format, pages), quote)
    measured = measures(format, panels)
    stacked = back_panel.is_narrow(measured) and panels[-1].role == "back"
    rows = back_panel.rows(statement, edition, language)
    families = fonts.choose(language, edition.whole_text + _generated(statement, edition, language, rows))
    shaping.check(edition, language)
    face = panel_design.title_face(statement.brand, language, families)
    heading = panel_design.title(statement.brand, edition, language, measured, scale, face)
    made = Composition(
        statement=statement,
        edition=edition,
        language=language,
        format=format,
        panels=panels,
        quote=quote,
        scale=scale,
        measures=measured,
        sizes=type_range(format, language),
        families=families,
        tongues=archive_pdf.families_of_spans(edition),
        heading=heading,
        quotation=None,
        stacked=stacked,
        rows=rows,
        names=NOBODY,
        mark=(0.0, 0.0, 0.0),
        cover=cover_themes.Cover(),
        back_height=0.0,
    )
    made = replace(made, sizes=_with_room_for_tables(made), names=_names(made))
    made = replace(made, cover=_cover_of(made))
    made = replace(made, mark=_mark(made), back_height=_back_height(made))
    if stacked and made.back_height > panels[-1].height - measured.top - measured.foot:
        made = replace(made, stacked=False)
        made = replace(made, back_height=_back_height(made))
    made = _with_source(made)
    return replace(made, quotation=_quotation(made)) if quote == "set" else made


def _with_source(made: Composition) -> Composition:
    """With the code of the source, where it is wanted and a back of its own has room for it under all else."""
    room = made.panels[-1].height - made.measures.top - made.measures.foot
    wished = replace(made, sourced=room - made.back_height - SOURCE_AIR)
    if not made.statement.source_code or made.panels[-1].role != "back" or not _source_codes(wished, "screen"):
        return made
    height = _back_height(wished)
    return replace(wished, back_height=height) if height <= room else made


def _source_codes(made: Composition, manner: Manner) -> source_code.Codes | None:
    measure, colour = made.measures.measure, colours.INK.css(manner)
    return source_code.codes(made.statement, made.edition, measure, made.sourced, colour) if made.sourced > 0 else None


def wide_tables(made: Composition, size: float) -> Iterator[tuple[str, str]]:
    """The tables that have not the room that they need in a column at this size in pt: where they stand, and what they need."""
    for table, times in blocks.wide_tables(made.edition, made.language, _setting(made, size)):
        place = f"{made.edition.source.path}:{table.place.line}:{table.place.column}"
        yield (
            place,
            f"a table of {len(table.header)} columns needs {times:.1f} times the {made.measures.column:.0f} mm of a column",
        )


def _with_room_for_tables(made: Composition) -> TypeRange:
    """The sizes at which all tables fit a column; all sizes, where they do not fit at the smallest."""
    times = [times for _, times in blocks.wide_tables(made.edition, made.language, _setting(made, made.sizes.largest))]
    size = math.floor(100 * made.sizes.largest / max(times)) / 100 if times else made.sizes.largest
    if size < made.sizes.smallest:
        return made.sizes
    return replace(made.sizes, largest=size, drawn=min(size, made.sizes.drawn))


def _setting(made: Composition, size: float) -> blocks.Manner:
    """How the blocks want to be written for columns of text of this size in pt."""
    serif, bold = fonts.face_for(made.families.text, 400), fonts.face_for(made.families.sans, 700)
    return blocks.Manner(
        "end",
        lambda text: fonts.advance(serif, text),
        "images/",
        bullet="•",
        measure=made.measures.column * POINTS_PER_MM / size,
        narrow=lambda text: fonts.advance(bold, text),
        tabular=lambda text: fonts.tabular(serif, text),
        tabular_sans=lambda text: fonts.tabular(bold, text),
        dateline=forms.dateline(made.statement, made.edition, made.language),
        end_mark=made.statement.kind == "press-release",
    )


def opened(made: Composition, manner: Manner, body: bool = True) -> engine.Page:
    """The panels parsed for the engine, their text left out without ``body``."""
    edition, language = made.edition, made.language
    setting = _setting(made, made.sizes.largest)
    title = spaced(edition.title)
    lines = made.heading.lines if len(made.heading.lines) > 1 else (edition.title_text,)
    code, module = share.code(made.statement.url, colours.INK.css(manner)) if made.statement.url else (b"", 0.0)
    beside = bool(code) and back_panel.is_wide(made.measures) and "body" in made.panels[-1].roles
    sans = fonts.face_for(made.families.sans, book.weights(made.families)[2])
    source = _source_codes(made, manner)
    shared = back_panel.share_block(made.statement.url, made.measures, sans, beside) if code else None
    rules = panel_design.rules(
        made.statement.brand,
        edition,
        language,
        made.families,
        dict(made.tongues),
        made.measures,
        made.heading,
        made.quotation,
        made.mark[:2],
        module,
        shared,
    )
    html = blocks.render(
        "leaflet.html.j2",
        statement=made.statement,
        edition=edition,
        language=language,
        issuers=made.statement.issuers_of(edition),
        names=made.names,
        notices=notices(made.statement, language),
        generator=f"flugblatt {__version__}",
        created=xmp.created(made.statement),
        modified=made.statement.stamp.isoformat(),
        stacked=made.stacked,
        beside=beside,
        cover=_cover(made.panels[0]),
        mark=made.mark[0] > 0,
        title_lines=[blocks.inline(part, edition, language, setting) for part in cut(title, lines)],
        kind_above=forms.kind(made.statement, edition, language),
        addressee=forms.addressee(made.statement, edition),
        closing=forms.closing(made.statement, edition, language) if body else "",
        body=blocks.body(edition, language, setting) if body else "",
        endnotes=blocks.endnotes(edition, language, setting) if body else "",
        fillers=len(made.panels),
        quote_lines=_quote_lines(made) if made.quotation else (),
        quote_source=panel_design.quote_source(made.statement, edition, language),
        still=made.quote == "still",
        own_back=_own_back(made),
        share=shared,
        source=source,
        rows=made.rows,
    )
    css = (resources.STYLES / "leaflet.css").read_text(encoding="utf-8")
    rules += cover_themes.rules(made.statement.brand, made.panels[0], language, made.measures, made.cover, manner)
    made_html = unlinked(html) if manner == "press" else html
    return engine.opened(
        made_html, _every_family(made), _resources(made, manner, code, source.svg if source else b""), css, rules
    )


def fitted_styles(
    made: Composition,
    manner: Manner,
    size: float,
    leading: float,
    fillers: int = 0,
    even: bool = False,
    depths: tuple[int, ...] = (),
) -> str:
    """What copyfitting and manner decide: size and leading in pt, colours, pages; ``fillers`` panels that the text does not reach;
    ``even`` makes the columns of the last one equally long; ``depths``: so many lines on the first panels of text, not all."""
    shades = _shades(made, manner)
    measured, panels = made.measures, made.panels
    column = measured.column * POINTS_PER_MM
    medium = fonts.face_for(made.families.sans, book.weights(made.families)[2])
    ratio = panel_design.lede_ratio(made.edition, made.language, measured.column, size, medium)
    legible = size * ratio >= colours.SMALL_TEXT or made.accent.sets_small_text
    note = max(size * NOTE, min(size, 8 * measured.label * max(1.0, made.language.script.size / 9.6)))
    quote = next((panel for panel in panels if "quote" in panel.roles), None)
    quote_height = quote.height - measured.top - measured.foot if quote else 0.0
    if quote and "back" in quote.roles:
        quote_height -= made.back_height
    # A back that takes all of its panel leaves no room for text, and never makes the panel longer.
    back_height = min(made.back_height, panels[-1].height - measured.top - measured.foot - HAIR)
    variables = {
        "size": f"{size:.4f}pt",
        "leading": f"{leading:.4f}pt",
        "slack": f"{column % size if made.language.script.justify else 0:.4f}pt",
        "note": f"{note:.4f}pt",
        "note-leading": f"{leading * note / size:.4f}pt",
        "lede-ratio": f"{ratio:.4f}",
        "lede-colour": shades.accent if legible else shades.ink,
        "ink": shades.ink,
        "grey": shades.grey,
        "accent": shades.accent,
        "bar": shades.bar,
        "on-cover": shades.on_cover,
        "date-colour": shades.date,
        "pull": shades.pull,
        "names-height": cover_themes.names_height(made.names.height),
        "cover-ground": shades.cover if shades.cover != "none" else "transparent",
        "names": f"{made.names.size:.2f}pt",
        "names-leading": f"{made.names.leading:.2f}pt",
        "names-column": f"{99.9 / len(made.names.columns):.3f}%",
        "top": f"{measured.top:.3f}mm",
        "side": f"{measured.sides[0]:.3f}mm",
        "band-foot": f"{1.1 * leading:.3f}pt",
        "band": f"{measured.unit * min(1.0, made.scale + 0.1):.3f}mm",
        "cover-height": f"{panels[0].height - measured.top - measured.foot:.3f}mm",
        "mark-foot": f"{made.mark[2]:.3f}mm",
        "quote-height": f"{quote_height:.3f}mm",
        "source-foot": "0mm",
        "back-foot": f"{-back_height if 'body' in panels[-1].roles else 0:.3f}mm",
        "share": f"{share.WIDTH * measured.label:.2f}mm",
    }
    rules = [":root { " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }"]
    bold = fonts.face_for(made.families.text, 700)
    run_in = forms.run_in(made.statement, made.edition, made.language, bold, column / size)
    rules.append(book.run_in(run_in, made.language))
    bleed = panel_design.BLEED if manner == "press" else 0.0
    shorter = [max(0.0, measured.block - lines * leading / POINTS_PER_MM - HAIR) for lines in depths]
    spared = dict(zip((panel.number for panel in made.bodies), shorter, strict=False))
    ground = cover_themes.ground(made.statement.brand, panels[0], measured, manner)
    grounds = replace(shades, cover=f"{shades.cover} {ground}".strip())
    rules.append(
        panel_design.pages(panels, made.language, measured, made.families, grounds, back_height, bleed, spared)
    )
    if measured.columns > 1:
        rules.append(f"main {{ column-fill: {'balance' if even else 'auto'}; }}")
    if manner == "press":
        rules.append("h1, h2, h3, h4, h5, h6 { bookmark-level: none; }")
    for number in range(1, len(panels) + 1):
        if number > fillers:
            rules.append(f".filler-{number} {{ display: none; }}")
    if "back" in made.bodies[-1].roles:
        rules.append(f".filler-{fillers} {{ background-image: none !important; height: 1mm !important; }}")
    return "\n".join(rules)


def _roles(panels: tuple[Panel, ...], quote: Quote) -> tuple[Panel, ...]:
    """The panels with what really stands on them: a quote between panels of text, or one that is not set, gives way."""
    last_body = max(panel.number for panel in panels if "body" in panel.roles)
    found = []
    for panel in panels:
        roles = [role for role in panel.roles if role != "quote" or (panel.number > last_body and quote != "none")]
        if len(roles) < len(panel.roles) and "body" not in roles:
            roles.insert(roles.index("back") if "back" in roles else len(roles), "body")
        found.append(replace(panel, role="+".join(roles)))
    return tuple(found)


def _cover(panel: Panel) -> panel_design.CoverKind:
    return "panel" if panel.role == "cover" else "masthead"


def _own_back(made: Composition) -> bool:
    """Whether the back begins a panel: neither text nor quote stands on it."""
    return "body" not in made.panels[-1].roles and not ("quote" in made.panels[-1].roles and made.quote != "none")


def _cover_of(made: Composition) -> cover_themes.Cover:
    """Where mark, emblem and title of the cover stand in the theme of the brand."""
    box, names = quotation_mark.mark(made.language)[1], made.names.height / POINTS_PER_MM
    brand, taken = made.statement.brand, _taken(made)
    if brand.theme == "black":  # the bar and the air around it are not there
        taken -= (9.4 - 0.6 * cover_themes.ABOVE_NAMES) * made.measures.unit + 1.1
    return cover_themes.layout(brand, made.edition, made.panels[0], made.measures, box, taken, names)


def _taken(made: Composition) -> float:
    """The height in mm of date, bar, title and subtitle on a cover of its own."""
    measured = made.measures
    subtitle = 3 * 13.9 * measured.label / POINTS_PER_MM if made.edition.subtitle else 0.0
    above = 5.6 * measured.label if forms.kind(made.statement, made.edition, made.language) else 0.0
    addressed = len(forms.addressee(made.statement, made.edition))
    addressed_to = 4.9 * measured.label * addressed + 7 * measured.unit if addressed else 0.0
    head = 4.9 * measured.label + 9.4 * measured.unit + 1.1 + made.heading.height + subtitle + _notices(made)
    free = cover_themes.above_title(made.statement.brand, made.panels[0], measured)
    return head + above + addressed_to + free


def _notices(made: Composition) -> float:
    """The height in mm of what is said before all else, as leaflet.css sets it."""
    said = notices(made.statement, made.language)
    face, size = fonts.face_for(made.families.sans, book.weights(made.families)[1]), 9.5 * made.measures.label
    wide = made.measures.column * POINTS_PER_MM
    lines = sum(math.ceil(1.1 * fonts.advance(face, notice.text) * size / wide) for notice in said)
    return 4.9 * made.measures.label * lines + 4 * made.measures.unit * bool(said)


def _names(made: Composition) -> Names:
    names = tuple(issuer.name for issuer in made.statement.issuers_of(made.edition))
    beside = cover_themes.beside_names(made.statement.brand, made.edition, made.panels[0], made.measures)
    return panel_design.names(names, made.language, made.measures, made.panels[0], _taken(made), made.families, beside)


def _mark(made: Composition) -> tuple[float, float, float]:
    """Width, height and distance from the foot of the mark on the cover, in mm."""
    measured, panel, names = made.measures, made.panels[0], made.names
    box = quotation_mark.mark(made.language)[1]
    issuers = names.height / POINTS_PER_MM
    if made.cover.mark is not None:
        return (*made.cover.mark, 0.0)
    if panel.role == "cover":
        return panel_design.cover_mark(box, measured, panel, _taken(made), issuers)
    sans = fonts.face_for(made.families.sans, panel_design.negative(made.families))
    band = measured.unit * min(1.0, made.scale + 0.1)
    wide = 0.3 * measured.measure * box[0] / 62 * min(1.0, made.scale + 0.1)
    tall = wide * box[1] / box[0]
    # As high as the names and most of the air above them: it must not reach the title.
    shrink = min(1.0, (issuers + MASTHEAD_AIR * band) / tall)
    said = (*names.columns[0], names.others)
    beside = max(fonts.advance(sans, name) * names.size for name in said) / POINTS_PER_MM + 8 * measured.unit
    fits = issuers and len(names.columns) == 1 and beside + wide * shrink <= measured.measure
    return (wide * shrink, tall * shrink, 0.0) if fits else (0.0, 0.0, 0.0)


def _back_height(made: Composition) -> float:
    """The height of the back in mm with the air above it, as the engine sets it."""
    page = opened(made, "screen", body=False)
    size = made.sizes.largest
    document = engine.lay_out(page, fitted_styles(made, "screen", size, size * made.sizes.ideal)).document
    backs = [
        box
        for sheet in document.pages
        for box, _ in walk(sheet._page_box)
        if box.element_tag == "section" and box.element.get("class") == "back"
    ]
    return float(backs[0].height) * 25.4 / 96 + BACK_AIR * min(1.4, made.measures.unit)


def _quotation(made: Composition) -> Display:
    """The pull quote as large as its panel lets it be."""
    panel = next(panel for panel in made.panels if "quote" in panel.roles)
    room = panel.height - made.measures.top - made.measures.foot - 2.5 * 13.9 / POINTS_PER_MM - 8
    if "back" in panel.roles:
        room -= made.back_height
    return panel_design.quotation(
        made.edition, made.language, made.measures, room, panel_design.quote_face(made.families, made.language)
    )


def _quote_lines(made: Composition) -> tuple[Markup, ...]:
    """The lines of the pull quote, its opening mark hung."""
    assert made.quotation is not None
    quoted, lines = panel_design.quoted(made.edition, made.language), made.quotation.lines
    opening = quoted[0]
    hangs = opening in OPENING and made.language.script.code not in ("Jpan", "Hant", "Hans", "Kore")
    if not hangs:
        return tuple(Markup.escape(line) for line in lines)
    face = panel_design.quote_face(made.families, made.language)
    side = "right" if made.language.direction == "rtl" else "left"
    panel = next(panel for panel in made.panels if "quote" in panel.roles)
    safe = FOLD_SAFE if _begins_at_fold(made, panel) else SAFE
    room = max(0.0, made.measures.sides[panel.number - 1] - safe) * POINTS_PER_MM
    em = round(min(fonts.advance(face, opening), room / made.quotation.size), 3)
    hung = Markup('<span class="hung" style="margin-{}:-{}em">{}</span>').format(side, em, opening)
    return (hung + lines[0][1:], *(Markup.escape(line) for line in lines[1:]))


def _begins_at_fold(made: Composition, panel: Panel) -> bool:
    """Whether lines begin at an edge where the panel meets another one, not at an edge of the sheet."""
    direction = made.language.direction
    for sheet in imposition(made.format, len(made.panels), direction):
        for slot in (*sheet.front, *sheet.back):
            if slot.panel == panel.number:
                return slot.x > 0.01 if direction == "ltr" else slot.x + slot.width < sheet.width - 0.01
    return False


def _generated(statement: Statement, edition: Edition, language: Language, rows: tuple[colophon.Row, ...]) -> str:
    said = [line for row in rows for line in (row.label, *row.lines)]
    said += [language.labels.notes, language.labels.edition, language.day(statement.date)]
    said += [language.labels.whole_text, statement.url] if statement.url else []
    said += [issuer.name for issuer in statement.issuers_of(edition)]
    said += [notice.text for notice in notices(statement, language)]
    said.append(forms.words(statement, edition, language))
    if edition.pull_quote:
        said += [panel_design.quoted(edition, language), *panel_design.quote_source(statement, edition, language)]
    return "\n".join(said)


def _every_family(made: Composition) -> tuple[str, ...]:
    title = panel_design.title_face(made.statement.brand, made.language, made.families).stack
    every = [*made.families.all, *title, *panel_design.display(made.families), "Source Serif 4"]
    every += [family for _, families in made.tongues for family in families.all]
    return tuple(dict.fromkeys(every))


def _shades(made: Composition, manner: Manner) -> colours.Palette:
    """The colours of the theme that the cover is set in."""
    theme = cover_themes.shown_theme(made.statement.brand, made.panels[0])
    return colours.palette(made.statement.brand, manner, theme)


def _resources(made: Composition, manner: Manner, code: bytes, source: bytes) -> tuple[engine.Resource, ...]:
    shades = _shades(made, manner)
    drawn = {"mark.svg": shades.mark, "motif.svg": shades.motif, "still.svg": shades.accent}
    found = [
        engine.Resource(name, quotation_mark.mark(made.language, colour)[0], "image/svg+xml")
        for name, colour in drawn.items()
    ]
    found.append(engine.Resource("share.svg", code or b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"))
    found += [engine.Resource("source.svg", source, "image/svg+xml")] if source else []
    names = made.names.height / POINTS_PER_MM
    found += cover_themes.pictures(
        made.statement.brand, made.edition, made.panels[0], made.measures, made.cover, manner, names
    )
    found += [engine.Resource(f"images/{image.path}", image.data, image.media_type) for image in made.edition.images]
    return tuple(found)


def unlinked(html: str) -> str:
    """``html`` with every link as a plain span: print has none. All text in it is escaped, so "<a " is always a link."""

    def span(match: re.Match[str]) -> str:
        kept = "".join(re.findall(r' (?:class|dir)="[^"]*"', match[1]))
        return "<span" + (kept or ' class="link"') + ">"

    return re.sub(r"<a( [^>]*)>", span, html).replace("</a>", "</span>")
