"""The cover: one page of the engine, for the e-book and for shops.

Flow: (Statement, Edition, Language) -> title lines and size -> ``cover.html.j2`` -> ``page`` (a tagged PDF) -> PDFium -> JPEG. Text
on it, in order: the embargo where files are marked with it, the date, the title, the issuers; all of it generated, and title and
issuers said again by the text alternative.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from flugblatt import resources
from flugblatt.epub import cover_title, picture_page, themed_page
from flugblatt.language import fonts
from flugblatt.language.table import Language, describe
from flugblatt.model import Cover, Edition, Statement
from flugblatt.typeset import engine
from flugblatt.xhtml import blocks, quotation_mark, theming
from flugblatt.xhtml.issuer_names import Space, set_names
from flugblatt.xhtml.notices import embargo
from flugblatt.xhtml.title_setting import Room, SetTitle

# px: 3.1 million pixels, where shops take at most 4 million inside a book; 1400 is the least side they take.
WIDTH, HEIGHT = 1400, 2240
SIDE, TOP, FOOT = 130, 150, 130  # px, as the design was drawn, like what follows: 1 px is 0.1 mm
MARK_WIDTH, MARK_ABOVE_FOOT = 980, 400  # drawn: the mark at most so wide, and so far above the foot
# Drawn: date and issuers; the smallest was chosen by eye, for many issuers.
SMALL, SMALLEST, SMALL_LEADING = 54, 34, 74 / 54
# Drawn: 126, up to 150 where the longest line has room; the smallest was chosen by eye.
TITLE, LARGEST_TITLE, SMALLEST_TITLE = 126, 150, 64
MOST_LINES = 6  # chosen by eye: more leave no room for the mark
AIR, LEAST_MARK = 70, 320  # chosen by eye: between title, mark and issuers; a mark under 320 px is lost in a thumbnail
HAN_MARK_WIDTH = 440  # chosen by eye: the corner bracket is tall and narrow
EMBLEM = 190  # px high, drawn; at the foot on the end side


def render(statement: Statement, edition: Edition, language: Language) -> Cover:
    """The cover of the e-book, 1400 by 2240 pixels, sRGB JPEG without metadata."""
    picture = picture_page.painted(page(statement, edition, language), WIDTH, HEIGHT)
    issuers = ", ".join(issuer.name for issuer in statement.issuers_of(edition))
    alt = " – ".join(filter(None, (edition.title_text, issuers)))
    return Cover(picture_page.jpeg(picture), WIDTH, HEIGHT, alt)


@lru_cache(maxsize=1)  # the book and the pictures to share have one cover, and are made one after the other
def page(statement: Statement, edition: Edition, language: Language) -> bytes:
    """The cover as a tagged PDF of one page, 1400 by 2240 px of CSS."""
    families = families_of(statement, edition, language)
    if statement.brand.theme != "red":
        return themed_page.page(statement, edition, language, families, themed_page.COVER)
    heavy, medium = weights(families)
    ratio = language.script.title_leading / language.script.title
    measure = WIDTH - 2 * SIDE
    title = _title(edition, language, fonts.face_for(families.sans, heavy))
    size = title.size
    mark, (mark_width, mark_height) = quotation_mark.mark(language, statement.brand.accent.deep.screen)
    title_foot = TOP + 70 + 130 + title.rows * size * ratio
    below = HEIGHT - FOOT - title_foot - 2 * AIR
    shown = theming.emblem(statement.brand, edition, "dark")
    emblem = (min(EMBLEM * shown.ratio, measure / 2), min(EMBLEM, measure / 2 / shown.ratio)) if shown else (0.0, 0.0)
    beside = emblem[0] + AIR if shown else 0.0
    space = Space(measure - beside, SMALL, SMALLEST, SMALL_LEADING)
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    names = set_names(issuers, fonts.face_for(families.sans, medium), language, space, (below - LEAST_MARK,))
    mark_foot = max(MARK_ABOVE_FOOT, FOOT + max(names.height, emblem[1]) + AIR)
    room = HEIGHT - mark_foot - title_foot - AIR
    width = MARK_WIDTH if mark_width > 40 else HAN_MARK_WIDTH
    height = width * mark_height / mark_width
    shrink = max(0.0, min(1.0, room / height))
    html = blocks.render(
        "cover.html.j2",
        edition=edition,
        language=language,
        date=language.day(statement.date),
        lines=cover_title.cut(edition, title.lines),
        names=names,
        notices=embargo(statement, language),
        css=Markup((resources.STYLES / "cover.css").read_text(encoding="utf-8")),
        accent=statement.brand.accent.main.screen,
        emblem=tuple(round(side, 2) for side in emblem),
        names_air=round(beside, 2),
        sans=Markup(", ".join(f"'{family}'" for family in families.sans)),
        heavy=heavy,
        medium=medium,
        size=round(size, 2),
        leading=round(size * ratio, 2),
        tracking=tracking(language),
        mark=(round(width * shrink, 2), round(height * shrink, 2)),
        mark_foot=round(mark_foot, 2),
        title_width=round(title.width(measure), 2),
        small=round(names.size, 2),
        small_leading=round(names.leading, 2),
        column=round(99.9 / len(names.columns), 3),
    )
    made = [engine.Resource("mark.svg", mark, "image/svg+xml")]
    made += [engine.Resource("emblem", shown.image.data, shown.image.media_type)] if shown else []
    return picture_page.drawn(statement, edition, html, families.all, tuple(made))


def families_of(statement: Statement, edition: Edition, language: Language) -> fonts.Families:
    """The families that set a cover, those of foreign words of the title last."""
    said = (edition.title_text, language.day(statement.date), language.labels.others, language.kind(statement.kind))
    notice = (notice.text for notice in embargo(statement, language))
    issuers = (issuer.name for issuer in statement.issuers_of(edition))
    families = fonts.choose(language, "\n".join((*said, *issuers, *notice)))
    tongues = cover_title.foreign(edition)
    spare = [family for tag, words in tongues for family in fonts.choose(describe(tag, words), words).sans]
    return replace(families, sans=tuple(dict.fromkeys((*families.sans, *spare))))


def weights(families: fonts.Families) -> tuple[int, int]:
    """The weights of the title and of what is small: as drawn, or what Noto's families have."""
    return (800, 500) if families.sans[0] == "Alegreya Sans" else (700, 400)


def closer(language: Language) -> float:
    """Drawn: how much closer, in em, the letters of a title stand in scripts that have italics."""
    return -0.012 if language.script.emphasis == "italic" else 0.0


def tracking(language: Language) -> str:
    """The same for CSS."""
    return f"{closer(language):g}em"


def _title(edition: Edition, language: Language, face: fonts.Face) -> SetTitle:
    """As large as the longest line allows, from 126 up to 150 px, smaller for long titles."""
    ratio = language.script.title_leading / language.script.title
    room = Room(
        WIDTH - 2 * SIDE, TITLE, SMALLEST_TITLE, LARGEST_TITLE, ratio, most=MOST_LINES, tracking=closer(language)
    )
    return cover_title.set_edition(edition, language, face, room)
