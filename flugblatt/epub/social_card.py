"""The card that social media show beside a link: one page of the engine in the cover's design, 1200 by 630 px.

Flow: (Statement, Edition, Language) -> how title and issuers share the height beside the mark -> ``card.html.j2`` -> ``page``, a
tagged PDF. Text on it, in order: the date, the kind of the work (where ``statement.yaml`` gives one that the title does not name),
the title, the issuers; all of it generated.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from flugblatt import resources
from flugblatt.epub import cover, cover_title, picture_page, themed_page
from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import Edition, Statement
from flugblatt.typeset import engine
from flugblatt.xhtml import blocks, quotation_mark, theming
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.notices import embargo
from flugblatt.xhtml.title_setting import Room, SetTitle

WIDTH, HEIGHT = 1200, 630  # px, what Open Graph's readers show whole
SIDE, TOP, FOOT = 72, 150, 52  # drawn; the title begins at TOP, below date and bar
SMALL, SMALLEST, SMALL_LEADING = 27, 19, 36 / 27  # drawn; the smallest was chosen by eye, for many issuers
TITLE, SMALLEST_TITLE = 96, 36  # drawn; the smallest was chosen by eye: a phone shows it 10 px high
YIELDS = 0.86  # chosen by eye: beside the mark a line holds few words, and sense matters more than size
# Chosen by eye: so small a title may be for the sake of naming so many issuers, a line each.
LEAST_WHOLE, MOST_WHOLE = 44, 4
MARK_WIDTH, MARK_HEIGHT, HAN_MARK_WIDTH = 313, 240, 150  # drawn, the last chosen by eye
GAP, AIR = 40, 36  # chosen by eye: between title and mark, between title and issuers


@dataclass(frozen=True, slots=True)
class _Shared:
    """How title and issuers share the height; ``measure`` is the width of both."""

    title: SetTitle
    names: Names
    measure: float


def page(statement: Statement, edition: Edition, language: Language) -> bytes:
    """The card as a tagged PDF of one page, 1200 by 630 px of CSS."""
    families = cover.families_of(statement, edition, language)
    if statement.brand.theme != "red":
        return themed_page.page(statement, edition, language, families, themed_page.CARD)
    heavy, medium = cover.weights(families)
    mark, (mark_width, mark_height) = quotation_mark.mark(language, statement.brand.accent.deep.screen)
    width = min(MARK_WIDTH if mark_width > 40 else HAN_MARK_WIDTH, MARK_HEIGHT * mark_width / mark_height)
    faces = fonts.face_for(families.sans, heavy), fonts.face_for(families.sans, medium)
    measure = WIDTH - 2 * SIDE
    beside = _share(statement, edition, language, faces, measure - width - GAP)
    shared = beside or _share(statement, edition, language, faces, measure, whatever=True)
    assert shared is not None
    html = blocks.render(
        "card.html.j2",
        edition=edition,
        language=language,
        date=language.day(statement.date),
        kind=theming.kind(statement, edition, language),
        lines=cover_title.cut(edition, shared.title.lines),
        names=shared.names,
        notices=embargo(statement, language),
        css=Markup((resources.STYLES / "card.css").read_text(encoding="utf-8")),
        accent=statement.brand.accent.main.screen,
        sans=Markup(", ".join(f"'{family}'" for family in families.sans)),
        heavy=heavy,
        medium=medium,
        size=round(shared.title.size, 2),
        leading=round(shared.title.size * _ratio(language), 2),
        tracking=cover.tracking(language),
        mark=(round(width, 2), round(width * mark_height / mark_width, 2)) if beside else (0, 0),
        title_width=round(shared.title.width(shared.measure), 2),
        measure=round(shared.measure, 2),
        small=round(shared.names.size, 2),
        small_leading=round(shared.names.leading, 2),
        column=round(99.9 / len(shared.names.columns), 3),
    )
    resource = engine.Resource("mark.svg", mark, "image/svg+xml")
    return picture_page.drawn(statement, edition, html, families.all, (resource,))


def _share(
    statement: Statement,
    edition: Edition,
    language: Language,
    faces: tuple[fonts.Face, fonts.Face],
    measure: float,
    whatever: bool = False,
) -> _Shared | None:
    """The largest title that leaves room for the issuers; None where no size does, unless ``whatever`` is wanted: then the
    smallest."""
    space = Space(measure, SMALL, SMALLEST, SMALL_LEADING)
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    whole, ratio = HEIGHT - TOP - AIR - FOOT, _ratio(language)
    for lines, smallest in ((min(len(issuers), MOST_WHOLE), LEAST_WHOLE), (1, SMALLEST_TITLE)):
        height = whole - lines * SMALL * SMALL_LEADING
        room = Room(measure, TITLE, smallest, 0.0, ratio, height, tracking=cover.closer(language), yields=YIELDS)
        title = cover_title.set_edition(edition, language, faces[0], room)
        if title.fits:
            break
    if not title.fits and not whatever:
        return None
    left = whole - title.rows * title.size * ratio
    return _Shared(title, set_names(issuers, faces[1], language, space, (left,)), measure)


def _ratio(language: Language) -> float:
    return language.script.title_leading / language.script.title
