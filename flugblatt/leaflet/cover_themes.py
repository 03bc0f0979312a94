"""Covers of leaflets in the themes of a brand: where date, title, mark and emblem stand in each, and the picture under its scrim.

Flow: (brand, panel, measures, heights of what stands on it) -> ``layout`` (how far down the title begins, mark, emblem) ->
``rules`` (CSS behind leaflet.css) and ``pictures`` (emblem and picture as resources). The red theme is that of leaflet.css.
Emblem and picture are ornament here, without words for readers: the PDFs of the edition say them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.language.table import Language
from flugblatt.leaflet.measures import POINTS_PER_MM, Measures
from flugblatt.leaflet.sheets import Panel
from flugblatt.model import Edition, ImageFile
from flugblatt.model.brand import Brand, Manner
from flugblatt.typeset import engine
from flugblatt.xhtml import cover_pictures, theming

# mm on a panel 210 mm tall; drawn, the second on a page of A5.
HAIRLINE, BELOW_HAIRLINE, TO_TITLE = (84.0, 78.0), 2.2, 10.0
MARK = {"quiet": (17.0, 19.0), "black": (48.0, 62.0)}
EMBLEM_ABOVE, EMBLEM_AT_FOOT, EMBLEM_ON_BACK = (11.0, 12.0), (14.0, 16.0), 14.0
ABOVE_NAMES = 8.0  # chosen by eye
WIDE = 120.0  # mm of panel; chosen: wider ones are drawn as a page of A5
AT_FOOT = ("red", "black")
"""Themes whose emblem stands on the foot, beside the names."""
WIDEST_AT_FOOT = 0.35  # of the measure; chosen: names have room beside it
WIDEST = 0.6  # of the measure; chosen: an emblem with wordmark is no headline
DOTS, LEAST_DOTS = 300.0, 100.0  # per inch; a coarser picture stays as coarse as it is, so that its judge sees it
LINE = 4.9  # mm; the leading of the date
BLEED = 3.0


@dataclass(frozen=True, slots=True)
class Cover:
    """In mm: ``push`` is how far below the top margin date or title begin (0: as in leaflet.css), ``mark`` its width and height,
    ``emblem`` its width and height, ``at_foot`` whether it stands there, ``beside`` what it takes from
    the measure of the names."""

    push: float = 0.0
    mark: tuple[float, float] | None = None
    emblem: tuple[float, float] = (0.0, 0.0)
    at_foot: bool = False
    beside: float = 0.0


def is_own(panel: Panel) -> bool:
    """Whether a panel is a cover of its own, which alone is drawn in every theme."""
    return panel.role == "cover"


def shown_theme(brand: Brand, panel: Panel) -> str:
    """The theme that a panel is set in: over text there is no room for a picture, and the field is that of the red theme."""
    return "red" if brand.theme == "picture" and not is_own(panel) else brand.theme


def above_title(brand: Brand, panel: Panel, measures: Measures) -> float:
    """The height in mm that the quiet theme keeps free above the date."""
    if brand.theme != "quiet" or not is_own(panel):
        return 0.0
    return (HAIRLINE[panel.width > WIDE] + BELOW_HAIRLINE) * measures.unit - measures.top


def emblem_of(brand: Brand, edition: Edition, panel: Panel, measures: Measures) -> tuple[float, float]:
    """Width and height of the emblem on a cover of its own, in mm; lower where it would be too wide."""
    theme = shown_theme(brand, panel)
    shown = theming.emblem(brand, edition, "light" if theme == "quiet" else "dark")
    if shown is None or not is_own(panel):
        return 0.0, 0.0
    tall = (EMBLEM_AT_FOOT if theme in AT_FOOT else EMBLEM_ABOVE)[panel.width > WIDE] * measures.unit
    width = min(tall * shown.ratio, (WIDEST_AT_FOOT if theme in AT_FOOT else WIDEST) * measures.measure)
    return width, width / shown.ratio


def beside_names(brand: Brand, edition: Edition, panel: Panel, measures: Measures) -> float:
    """How much of the measure in mm the emblem at the foot takes from the names, with the space that is kept clear around it."""
    if brand.logo is None or shown_theme(brand, panel) not in AT_FOOT:
        return 0.0
    width, height = emblem_of(brand, edition, panel, measures)
    return width + height * brand.logo.clear_space if width else 0.0


def layout(
    brand: Brand,
    edition: Edition,
    panel: Panel,
    measures: Measures,
    box: tuple[float, float],
    taken: float,
    names: float,
) -> Cover:
    """``box`` is that of the mark, ``taken`` the height of date, bar, title and what stands with them, ``names`` of the issuers."""
    theme, wide = shown_theme(brand, panel), panel.width > WIDE
    if not is_own(panel):
        return Cover()
    at_foot = theme in AT_FOOT
    emblem = emblem_of(brand, edition, panel, measures)
    height = panel.height - measures.top - measures.foot
    if theme == "quiet":
        push = above_title(brand, panel, measures)
    else:
        push = 0.0 if theme == "red" else height - taken - names - ABOVE_NAMES * measures.unit
    mark = None
    if theme != "red":
        wanted = MARK.get(theme, (0.0, 0.0))[wide] * measures.measure / (112.0 if wide else 79.0) * box[0] / 62
        room = max(0.0, push - 8 * measures.unit) if theme != "picture" else 0.0
        shrink = min(1.0, room / (wanted * box[1] / box[0])) if wanted else 0.0
        replaced = emblem[0] > 0 and not at_foot
        size = 0.0 if replaced else wanted * shrink
        mark = (size, size * box[1] / box[0])
    return Cover(max(0.0, push), mark, emblem, at_foot, beside_names(brand, edition, panel, measures))


def rules(brand: Brand, panel: Panel, language: Language, measures: Measures, cover: Cover, manner: Manner) -> str:
    """The style sheet of a theme, behind leaflet.css."""
    theme, unit = shown_theme(brand, panel), measures.unit
    start, end = ("right", "left") if language.direction == "rtl" else ("left", "right")
    found = []
    if theme == "quiet":
        found += [
            f".panel .bar {{ position: absolute; top: {cover.push - BELOW_HAIRLINE * unit:.3f}mm; left: 0; right: 0; width: auto;"
            " height: .35pt; margin: 0; }",
            f".panel .date {{ margin-bottom: {TO_TITLE * unit:.3f}mm; }}",
            f".panel .issuers {{ border-top: .35pt solid var(--ink); padding-top: {BELOW_HAIRLINE * unit:.3f}mm; }}",
            ".masthead::after { content: ''; display: block; border-bottom: .35pt solid var(--ink);"
            " margin-top: calc(var(--band) * 9 - .35pt); margin-bottom: calc(0pt - var(--band) * 9); }",
            "p.lede { font-family: var(--text); font-weight: 400; }",
            "main h2, main h3, main h4, main h5, main h6 { font-family: var(--text); }",
        ]
    if brand.theme == "picture":
        found.append("main h2, main h3, main h4, main h5, main h6 { color: var(--accent); }")
    if theme == "black":
        found += [
            ".cover .bar { display: none; } .masthead .date { margin-bottom: calc(var(--unit) * 4); }",
            ".cover .date { color: var(--date-colour); }",
            ".panel .date { position: absolute; left: 0; right: 0;"
            f" bottom: calc(var(--names-height) + {0.6 * ABOVE_NAMES * unit:.3f}mm); }}",
            "p.lede { font-weight: var(--heavy); } main h2, main h3, main h4 { font-weight: var(--title-weight); }",
        ]
    if brand.theme != "red":
        found.append("p.lede.red { color: var(--ink); }")
    if cover.push:
        found.append(f".panel {{ box-sizing: border-box; padding-top: {cover.push:.3f}mm; }}")
    if cover.mark is not None:
        found.append(f".panel .mark {{ top: 0; bottom: auto; {start}: 0; {end}: auto; }}")
    if cover.emblem[0] and (manner != "white" or theme == "quiet"):
        place = "bottom: 0; " + f"{end}: 0;" if cover.at_foot else f"top: 0; {start}: 0;"
        width, height = cover.emblem
        found.append(
            f".panel::after {{ content: ''; position: absolute; {place} width: {width:.3f}mm; height: {height:.3f}mm;"
            " background: url(emblem) no-repeat; background-size: 100% 100%; }"
        )
        if cover.beside:
            found.append(f".panel .issuers {{ {end}: {cover.beside:.3f}mm; }}")
    return "\n".join(found)


def pictures(
    brand: Brand, edition: Edition, panel: Panel, measures: Measures, cover: Cover, manner: Manner, names: float
) -> tuple[engine.Resource, ...]:
    """The emblem for its ground and the picture with its bleed, as the style sheets name them."""
    theme = shown_theme(brand, panel)
    shown = theming.emblem(brand, edition, "light" if theme == "quiet" else "dark")
    found = [engine.Resource("emblem", shown.image.data, shown.image.media_type)] if shown and is_own(panel) else []
    if theme == "picture" and brand.picture and manner != "white":
        found.append(
            engine.Resource("ground.jpg", _ground(brand.picture.image, panel, measures, cover, names), "image/jpeg")
        )
    return tuple(found)


def _ground(image: ImageFile, panel: Panel, measures: Measures, cover: Cover, names: float) -> bytes:
    """The picture over the panel and its bleed, under a scrim on which everything from the date downwards can be read."""
    width, height = panel.width + 2 * BLEED, panel.height + 2 * BLEED
    own = min(image.width / width, image.height / height) * 25.4
    dots = max(LEAST_DOTS, min(DOTS, own)) / 25.4
    side, top = measures.sides[panel.number - 1] + BLEED, measures.top + cover.push - LINE * measures.label + BLEED
    letters = (side, top, width - side, height - measures.foot - BLEED)
    head = (side, measures.top + BLEED, side + cover.emblem[0], measures.top + BLEED + cover.emblem[1])
    made = cover_pictures.scrimmed(
        image,
        round(width * dots),
        round(height * dots),
        _px(letters, dots),
        _px(head, dots) if cover.emblem[0] else None,
    )
    return made.data


def _px(box: tuple[float, float, float, float], dots: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(edge * dots) for edge in box)
    return left, top, right, bottom


def ground(brand: Brand, panel: Panel, measures: Measures, manner: Manner) -> str:
    """What lies below the cover in CSS where it is the picture, else empty; the engine places it by the margins."""
    if shown_theme(brand, panel) != "picture" or manner == "white":
        return ""
    width, height = panel.width + 2 * BLEED, panel.height + 2 * BLEED
    left, top = measures.sides[panel.number - 1] + BLEED, measures.top + BLEED
    return f"url(ground.jpg) no-repeat -{left:.3f}mm -{top:.3f}mm / {width:g}mm {height:g}mm"


def names_height(names: float) -> str:
    """The height of the issuers, in pt, as a variable."""
    return f"{names / POINTS_PER_MM:.3f}mm"
