"""The title page by theme: where hairlines, picture, mark and emblem stand, and how much room they leave for title and names.

Flow: (Statement, Edition, Language, families, title) -> ``front`` -> Front with the variables of ``archive-<theme>.css``; the red
one is that of ``edition_page``. ``figures`` are emblem and picture, which is cut to its place. Lengths are in mm.
"""

from __future__ import annotations

import math
from dataclasses import replace

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import Edition, Statement
from flugblatt.tables.themes import look_of
from flugblatt.typeset import edition_page, engine
from flugblatt.typeset.edition_page import A5_MEASURE, FRONT, FRONT_AIR, NAMES, POINTS_PER_MM, Figures, Front, Look
from flugblatt.xhtml import cover_pictures, forms, quotation_mark, theming
from flugblatt.xhtml.colophon import Row
from flugblatt.xhtml.issuer_names import Space, set_names
from flugblatt.xhtml.theming import Shown

# mm below the top of the block (24 mm below that of the page), as drawn: the hairline; a line below it; the title below that.
RULE, LINE, TO_TITLE = 54.0, 2.2, 4.8 + 10.0
LEAST_RULE = 20.0  # chosen by eye: the hairline rises so far for a long title
PAGE, TOP = (148.0, 210.0), 24.0
PICTURE, LEAST_PICTURE, BELOW_PICTURE = 112.4, 60.0, 9.0  # drawn; chosen by eye
DATE_AND_BAR = 15.9  # drawn
MARK_AIR = 8.0  # chosen by eye: between mark and title of the black theme
EMBLEM, EMBLEM_AT_FOOT, EMBLEM_ON_A4 = 12.0, 16.0, 12.0  # drawn
LEAST_EMBLEM = 8.0  # drawn
WIDEST = 0.5  # of the measure; chosen: an emblem with wordmark is no headline
COLOPHON, COLOPHON_HEAD, COLOPHON_LINE = (
    405.0,
    110.0,
    48,
)  # pt, as drawn; characters of a line of the colophon, measured
DOTS = 300  # to an inch, of the picture in its place; 220 are the least that may be printed


def look(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    tongues: dict[str, fonts.Families],
    rows: tuple[Row, ...],
) -> Look:
    """The page of the archive as the brand has it."""
    theme = statement.brand.theme
    heading = theming.title_face(theme, families, language.script.emphasis == "italic")
    size, lines = edition_page.title(statement, edition, language, heading.face)
    found = front(statement, edition, language, families, size, lines, quotation_mark.mark(language)[1])
    css = theming.sheets("archive", statement.brand, "text")
    css += edition_page.rules(statement, edition, language, families, tongues, size, found)
    folded, sheet = edition_page.fold_out(statement, language)
    em = (edition_page.measure(statement, language), edition_page.turned_measure(statement, language), folded)
    bold = fonts.face_for(families.text, 700)
    css += edition_page.run_in(forms.run_in(statement, edition, language, bold, em[0]), language)
    shown = figures(statement, edition, language, found, rows)
    page = statement.page if statement.page != "letter" else "a4 letter"
    return Look(
        *(page, families, *em, size, lines, found.names, found.mark[0] > 0, css),
        figures=shown,
        title_families=heading.stack[:1] if theme != "red" else (),
        mark_colour=mark_colour(statement),
        fold_out=sheet,
    )


def front(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    title: float,
    lines: tuple[str, ...],
    mark_box: tuple[float, float],
) -> Front:
    """The title page of the brand's theme."""
    theme = statement.brand.theme
    look = look_of(theme)
    box = (mark_box[0] * look.mark / 62, mark_box[1] * look.mark / 62)
    if theme == "red" or statement.page != "a5":
        found = edition_page.front(statement, edition, language, families, title, lines, mark_box)
        if statement.page != "a5" and theme in ("quiet", "picture"):
            scale = 0.0 if figure(statement, edition) else box[0] / 30  # the emblem takes the place of the mark
            found = replace(found, mark=(30 * scale, found.mark[1] * scale, found.mark[2]))
        return replace(found, more=_emblem_size(statement, edition))
    medium = edition_page.weights(families)[2]
    face = theming.title_face(theme, families, language.script.emphasis == "italic").face
    width = sum(fonts.advance(face, line.replace("\u00ad", "")) for line in lines) * title
    rows = len(lines) if len(lines) > 1 else max(1, math.ceil(width / A5_MEASURE))
    small = fonts.face_for(families.sans, medium)
    head = rows * title * edition_page.title_ratio(statement, language) / POINTS_PER_MM
    head += edition_page.head_room(statement, edition, language, small) / POINTS_PER_MM
    notes = edition_page.title_notes(edition, language, families) / POINTS_PER_MM
    shown = theming.emblem(statement.brand, edition, "dark" if theme == "black" else "light")
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    at_foot = _size(shown, EMBLEM_AT_FOOT)[0] + 6 if shown and theme != "quiet" else 0.0
    space = Space(A5_MEASURE - at_foot * POINTS_PER_MM, NAMES, NAMES if theme == "black" else 7.0, 13.5 / 9.5)
    least = {"quiet": LEAST_RULE + LINE + TO_TITLE, "picture": LEAST_PICTURE - TOP + BELOW_PICTURE + DATE_AND_BAR}
    room = FRONT - least.get(theme, DATE_AND_BAR) - head - FRONT_AIR - notes
    names = set_names(issuers, small, language, space, (room * POINTS_PER_MM,))
    left = room - names.height / POINTS_PER_MM
    placed = {"quiet": _quiet, "picture": _picture, "black": _black}[theme]
    before = edition_page.notices_height(statement, language, small, A5_MEASURE) / POINTS_PER_MM
    mark, more = placed(left, box, bool(shown) or before > 0)
    more["before"] = f"{before + (EMBLEM + 2 if before else 0):.2f}mm"
    more |= {"names-air": f"{A5_MEASURE - space.measure:.2f}pt"} | dict(_emblem_size(statement, edition))
    return Front(names, mark, notes * POINTS_PER_MM, tuple(more.items()))


Placed = tuple[tuple[float, float, float], dict[str, str]]


def _quiet(left: float, box: tuple[float, float], emblem: bool) -> Placed:
    rule = min(RULE, LEAST_RULE + max(left, 0.0))
    fits = not emblem and rule >= box[1] + 4
    return ((*box, 0.0) if fits else (0.0, 0.0, 0.0)), {"rule": f"{rule:.2f}mm"}


def _picture(left: float, box: tuple[float, float], emblem: bool) -> Placed:
    return (0.0, 0.0, 0.0), {"picture": f"{min(PICTURE, LEAST_PICTURE + max(left, 0.0)):.2f}mm"}


def _black(left: float, box: tuple[float, float], emblem: bool) -> Placed:
    shrink = min(1.0, max(0.0, left - MARK_AIR) / box[1])
    mark = (box[0] * shrink, box[1] * shrink, 0.0)
    return (mark if mark[1] >= min(12.0, box[1]) else (0.0, 0.0, 0.0)), {}


def _size(shown: Shown, height: float) -> tuple[float, float]:
    """The emblem so high, lower where it would be too wide, but never under the least height."""
    widest = WIDEST * A5_MEASURE / POINTS_PER_MM
    height = max(LEAST_EMBLEM, min(height, widest / shown.ratio))
    return height * shown.ratio, height


def _emblem_size(statement: Statement, edition: Edition) -> tuple[tuple[str, str], ...]:
    shown = figure(statement, edition)
    if shown is None:
        return ()
    high = EMBLEM if statement.brand.theme == "quiet" or statement.page != "a5" else EMBLEM_AT_FOOT
    width, height = _size(shown, high)
    if statement.page != "a5" and width > 40:
        width, height = 40.0, 40 / shown.ratio
    again = _size(shown, EMBLEM)
    return (
        ("emblem-width", f"{width:.2f}mm"),
        ("emblem-height", f"{height:.2f}mm"),
        ("again-width", f"{again[0]:.2f}mm"),
        ("again-height", f"{again[1]:.2f}mm"),
    )


def figure(statement: Statement, edition: Edition) -> Shown | None:
    """The emblem of the title page."""
    dark = statement.brand.theme == "black" and statement.page == "a5"
    return theming.emblem(statement.brand, edition, "dark" if dark else "light")


def figures(statement: Statement, edition: Edition, language: Language, found: Front, rows: tuple[Row, ...]) -> Figures:
    """Emblem and picture of the title page. On A4, where the text begins on the first page, there is no picture."""
    theme, a5 = statement.brand.theme, statement.page == "a5"
    emblem, picture = figure(statement, edition), theming.picture(statement.brand, edition) if a5 else None
    made = [engine.Resource("emblem", emblem.image.data, emblem.image.media_type)] if emblem else []
    if picture:
        height = float(dict(found.more)["picture"].removesuffix("mm"))
        size = (round(PAGE[0] / 25.4 * DOTS), round(height / 25.4 * DOTS))
        made.append(engine.Resource("picture", cover_pictures.cropped(picture.image, *size), "image/jpeg"))
    if repeated := again(statement, edition, rows):
        made.append(repeated)
    kind = theming.kind(statement, edition, language) if theme == "quiet" and a5 else ""
    return Figures("" if theme == "red" else theme, kind, emblem, picture, repeated is not None, tuple(made))


def mark_colour(statement: Statement) -> str:
    """That of the mark: bright on black."""
    accent = statement.brand.accent
    return (accent.bright if statement.brand.theme == "black" and statement.page == "a5" else accent.main).screen


def again(statement: Statement, edition: Edition, rows: tuple[Row, ...]) -> engine.Resource | None:
    """The emblem at the head of the colophon, where that leaves room; its words were said on the title page."""
    shown = theming.emblem(statement.brand, edition, "light")
    lines = sum(1 + len(line) // COLOPHON_LINE for row in rows for line in row.lines) + len(rows) / 2
    if shown is None or lines * 13.5 + COLOPHON_HEAD > COLOPHON or statement.page != "a5":
        return None
    return engine.Resource("emblem-again", shown.image.data, shown.image.media_type)
