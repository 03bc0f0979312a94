"""Covers and cards of the themes quiet, picture and black: one page of the engine, as the red ones are.

Flow: (Statement, Edition, Language, Frame) -> how much room title and names have in the theme -> ``themed.html.j2`` -> ``page``, a
tagged PDF. Text on it, in order: the embargo where files are marked with it; in quiet the kind of the work, the date, the title,
the issuers; in picture the date, the title, the issuers; in black the title, the date, the issuers. Lengths are in px.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from flugblatt import resources
from flugblatt.epub import cover_title, picture_page
from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import Edition, Statement
from flugblatt.tables.accents import NIGHT
from flugblatt.tables.themes import Look, Page, look_of
from flugblatt.typeset import engine
from flugblatt.xhtml import blocks, cover_pictures, quotation_mark, theming
from flugblatt.xhtml.issuer_names import Names, Space, set_names
from flugblatt.xhtml.notices import embargo
from flugblatt.xhtml.theming import Shown, TitleFace
from flugblatt.xhtml.title_setting import Room, SetTitle

MOST_LINES = 6  # chosen by eye, as of the red cover
BEGINS = 0.84  # of the largest title; as drawn of the red cover, 126 and 150
SMALLEST = 0.4  # of the largest title; chosen: a title is still larger than what stands about it
SLACK = 0.985  # of the measure; measured: the engine sets the display face so much wider than it shapes it alone
LEAST_MARK = 0.35  # of its width; chosen: a smaller mark is none
WIDEST = 0.5  # of the measure; chosen: an emblem with wordmark is no headline


@dataclass(frozen=True, slots=True)
class Frame:
    """A format, as drawn: page, margins, the mark's place, what is small, the hairline and where it stands in quiet, the bar with
    the air above and below it, the air between parts, and how high the emblem is at the top and at the foot."""

    width: int
    height: int
    side: int
    top: int
    foot: int
    mark_top: int
    small: float
    small_leading: float
    smallest: float
    hair: float
    rule: float
    below_rule: float
    to_title: float
    bar: tuple[int, int, int, int]
    air: float
    emblem: tuple[float, float]
    second_rule: bool


COVER = Frame(
    *(1400, 2240, 130, 150, 140, 150),
    *(54, 74, 34),
    *(3, 780, 22, 100),
    (190, 16, 44, 70),
    70,
    (170, 190),
    second_rule=True,
)
CARD = Frame(
    *(1200, 630, 72, 56, 52, 48),
    *(27, 36, 19),
    *(2, 152, 12, 30),
    (88, 8, 16, 26),
    26,
    (74, 84),
    second_rule=False,
)


@dataclass(frozen=True, slots=True)
class _Shared:
    """How title and names share the height; the names leave room for an emblem beside them."""

    title: SetTitle
    names: Names
    ratio: float
    names_air: float


def page(statement: Statement, edition: Edition, language: Language, families: fonts.Families, frame: Frame) -> bytes:
    """The page as a tagged PDF."""
    brand = statement.brand
    theme, look = brand.theme, look_of(brand.theme)
    drawn = look.cover if frame.height > frame.width else look.card
    italics = language.script.emphasis == "italic"
    face = theming.title_face(theme, families, italics)
    emblem = theming.emblem(brand, edition, "light" if theme == "quiet" else "dark")
    at_foot = theme == "black"
    size = _emblem(emblem, frame, at_foot)
    shared = _share(statement, edition, language, families, frame, look, drawn, face, size if at_foot else (0.0, 0.0))
    accent = brand.accent.bright if theme == "black" else brand.accent.main
    mark, box = quotation_mark.mark(language, accent.screen)
    marked = (0.0, 0.0) if size[0] and not at_foot else _mark(box, drawn, frame, shared, theme == "quiet")
    css = (resources.STYLES / "themed.css").read_text(encoding="utf-8")
    made = [engine.Resource("mark.svg", mark, "image/svg+xml")]
    made += [engine.Resource("emblem", emblem.image.data, emblem.image.media_type)] if emblem else []
    if theme == "black":
        css += f"@page {{ background: {NIGHT}; }} .date, .notice {{ color: {brand.accent.bright.screen}; }}"
    if theme == "picture" and brand.picture:
        css += "@page { background: url(ground) no-repeat; background-size: 100% 100%; }"
        made.append(_ground(statement, language, frame, shared, size))
    html = blocks.render(
        "themed.html.j2",
        edition=edition,
        language=language,
        theme=theme,
        frame=frame,
        date=language.day(statement.date),
        kind=theming.kind(statement, edition, language),
        lines=cover_title.cut(edition, shared.title.lines),
        names=shared.names,
        notices=embargo(statement, language),
        css=Markup(css),
        sans=Markup(_stack(families.sans)),
        title_families=Markup(_stack(tuple(dict.fromkeys((*face.stack, *families.sans))))),
        title_weight=face.weight,
        medium=500 if families.sans[0] == "Alegreya Sans" else 400,
        bold=700,
        size=round(shared.title.size, 2),
        leading=round(shared.title.size * shared.ratio, 2),
        tracking=face.tracking,
        mark=tuple(round(side, 2) for side in marked),
        mark_at_end=theme == "black" and frame is CARD,
        emblem=tuple(round(side, 2) for side in size),
        emblem_at_foot=at_foot,
        rule=frame.rule,
        title_top=_title_top(frame),
        title_width=round(shared.title.width(frame.width - 2 * frame.side), 2),
        title_air=round(frame.air * (0.5 if theme == "black" else 0.8), 2),
        date_air=round(frame.air * 0.2 if theme == "black" else 0.0, 2),
        small=round(shared.names.size, 2),
        small_leading=round(shared.names.leading, 2),
        column=round(99.9 / len(shared.names.columns), 3),
        names_air=round(shared.names_air, 2),
    )
    every = tuple(dict.fromkeys((*families.all, *face.stack)))
    return picture_page.drawn(statement, edition, html, every, tuple(made))


def _stack(families: tuple[str, ...]) -> str:
    return ", ".join(f"'{family}'" for family in families)


def _emblem(shown: Shown | None, frame: Frame, at_foot: bool) -> tuple[float, float]:
    if shown is None:
        return 0.0, 0.0
    widest = WIDEST * (frame.width - 2 * frame.side)
    height = min(frame.emblem[at_foot], widest / shown.ratio)
    return height * shown.ratio, height


def _title_top(frame: Frame) -> float:
    return frame.rule + frame.below_rule + frame.small_leading + frame.to_title


def _share(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    frame: Frame,
    look: Look,
    drawn: Page,
    face: TitleFace,
    beside: tuple[float, float],
) -> _Shared:
    """The largest title that leaves room for the names: a line for each, at least three, and for what else the theme sets."""
    italics = language.script.emphasis == "italic"
    ratio = drawn.leading if italics else language.script.title_leading / language.script.title
    measure = frame.width - 2 * frame.side
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    above = {
        "quiet": _title_top(frame) + (2 * frame.below_rule if frame.second_rule else 0),
        "picture": frame.top
        + frame.small_leading
        + sum(frame.bar[1:])
        + (frame.emblem[0] if statement.brand.logo else 0),
        "black": frame.top + frame.small_leading + frame.air * 0.7,
    }[statement.brand.theme]
    if embargo(statement, language):
        above += frame.small_leading if statement.brand.theme != "quiet" else 0
    whole = frame.height - frame.foot - above - frame.air
    listed = min(len(issuers), 3) * frame.small_leading
    room = Room(
        *(measure * SLACK, drawn.title * BEGINS, drawn.title * SMALLEST, drawn.title, ratio, whole - listed),
        most=MOST_LINES,
        tracking=look.tracking if italics else 0.0,
    )
    title = cover_title.set_edition(edition, language, face.face, room)
    left = whole - title.rows * title.size * ratio
    air = beside[0] + frame.air if beside[0] else 0.0
    space = Space(measure - air, frame.small, frame.smallest, frame.small_leading / frame.small)
    medium = 500 if families.sans[0] == "Alegreya Sans" else 400
    names = set_names(issuers, fonts.face_for(families.sans, medium), language, space, (max(left, listed),))
    return _Shared(title, names, ratio, air)


def _block(shared: _Shared, frame: Frame) -> float:
    """The height of title and names, without what stands between and above them."""
    return shared.title.rows * shared.title.size * shared.ratio + shared.names.height + frame.air


def _mark(box: tuple[float, float], drawn: Page, frame: Frame, shared: _Shared, quiet: bool) -> tuple[float, float]:
    """The mark so wide as it is drawn, narrower where the title leaves less room; none where it would be too small."""
    if not drawn.mark:
        return 0.0, 0.0
    width = drawn.mark * (1.0 if box[0] > 40 else 0.5)  # the corner bracket of Japanese is tall and narrow
    room = frame.rule - frame.mark_top - 20 if quiet else frame.height - frame.foot - _block(shared, frame)
    room -= 0 if quiet else frame.mark_top + frame.small_leading + frame.air
    beside = frame.width - 2 * frame.side - shared.title.longest * shared.title.size - frame.air
    if not quiet and frame is CARD and beside >= width and shared.title.rows < 3:
        room = frame.height
    shrink = min(1.0, max(room, 0.0) / (width * box[1] / box[0]))
    return (width * shrink, width * shrink * box[1] / box[0]) if shrink >= LEAST_MARK else (0.0, 0.0)


def _ground(
    statement: Statement, language: Language, frame: Frame, shared: _Shared, emblem: tuple[float, float]
) -> engine.Resource:
    """The picture under its scrim, which is measured under every line from the date down and under the emblem."""
    assert statement.brand.picture is not None
    date = frame.height - frame.foot - _block(shared, frame) - frame.small_leading - sum(frame.bar[1:])
    letters = (frame.side, round(date - frame.small_leading), frame.width - frame.side, frame.height - frame.foot)
    if frame.width > frame.height:
        reach = max(shared.title.longest * shared.title.size, frame.width * 0.3)
        across = (round(frame.width - frame.side - reach), round(frame.side + reach))
        letters = (
            (across[0], letters[1], letters[2], letters[3])
            if language.direction == "rtl"
            else (*letters[:2], across[1], letters[3])
        )
    left = frame.side if language.direction == "ltr" else round(frame.width - frame.side - emblem[0])
    head = (left, frame.mark_top, round(left + emblem[0]), round(frame.mark_top + emblem[1])) if emblem[0] else None
    made = cover_pictures.scrimmed(
        statement.brand.picture.image, frame.width, frame.height, letters, head, language.direction == "rtl"
    )
    return engine.Resource("ground", made.data, "image/jpeg")
