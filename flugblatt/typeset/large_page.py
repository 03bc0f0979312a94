"""Measures and rules of large print: what depends on script, title and language, as text for ``large.css`` over ``archive.css``.

Flow: (statement, edition, language) -> sizes from the script's row -> ``look``, as ``edition_page`` has it for the page of the
archive. No theme, accent or mark has a say here: black on white, in the sans, flush left, nothing under ``LEAST``.

The sans of every script is sized in the table so that it looks as large as that of Latin: ``lede``. ``LARGER`` makes of Latin's
10.8 pt letters whose x-height is that of Arial in 18 pt, by which RNIB and DIN 1450 count large print, as faces differ.
"""

from __future__ import annotations

import math

from flugblatt import resources
from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import Edition, Statement
from flugblatt.typeset import edition_page
from flugblatt.typeset.edition_page import POINTS_PER_MM, FoldOut, Look
from flugblatt.xhtml.issuer_names import Space, set_names
from flugblatt.xhtml.table_setting import LARGE_SIZES
from flugblatt.xhtml.title_setting import Room

LEAST = 18.0  # pt; as large print is told of; RNIB's begins at 16
LARGER = 1.9  # of the script's ``lede``: Latin's 20.5 pt have the x-height of Arial in 18 pt (0.458 and 0.519 em)
LOOSER = 1.12  # measured: Latin's 13.5 pt of leading become 28.7 pt, 1.4 of the size
TITLE = 1.25  # of the script's title; chosen by eye: 41 pt in Latin letters
SMALLEST_TITLE = 24.0  # pt; chosen: still larger than the text
SIDE = 20.0  # mm; chosen: the least margin that a hole punch leaves free
SHEETS = {"a5": (210.0, 297.0), "a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""mm: the page by that of the archive. A measure has about 50 letters; a sheet twice as wide, A3 or Tabloid, folds out."""


def look(
    statement: Statement,
    edition: Edition,
    language: Language,
    chosen: fonts.Families,
    tongues: dict[str, fonts.Families],
) -> Look:
    """All of the edition in its sans, as large as large print is."""
    families = in_sans(chosen)
    script = language.script
    size = round(max(LEAST, LARGER * script.lede), 2)
    leading = round(LARGER * LOOSER * script.leading, 2)
    face = fonts.face_for(families.sans, 800)
    wide, tall = SHEETS[statement.page]
    measure, turned, folded = ((side - 2 * SIDE) * POINTS_PER_MM for side in (wide, tall, 2 * wide))
    room = Room(
        *(measure, script.title * TITLE, SMALLEST_TITLE),
        leading=script.title_leading / script.title,
        most=edition_page.MOST_TITLE_LINES,
    )
    title, lines = edition_page.set_edition(edition, language, face, room)
    space = Space(measure, size, size, leading / size, columns=1)
    medium = fonts.face_for(families.sans, edition_page.weights(families)[2])
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    names = set_names(issuers, medium, language, space, (math.inf,))
    front = edition_page.Front(names, (0.0, 0.0, 0.0))
    variables = edition_page.variables(statement, language, families, title, front) | {
        "size": f"{size:g}pt",
        "leading": f"{leading:g}pt",
        "leading-2": f"{2 * leading:g}pt",
        "lede": f"{size:g}pt",
        "small": f"{max(LEAST, LARGE_SIZES[-1][1] * size):.2f}pt",
        "indent": "0",
        "title-tracking": "0",
        "hyphens": "none",
        "align": edition_page.start(language),
        "em-style": "normal",
        "em-weight": "700",
        "red": "#000",
        "names": f"{size:g}pt",
        "names-leading": f"{leading:g}pt",
    }
    side = edition_page.start(language)
    foot = (
        f"content: counter(page, {edition_page.figures_of(language)}); direction: {language.direction};"
        f" text-align: {side}; vertical-align: top; padding-top: 14pt; color: #000;"
        f" font: 700 {size:g}pt/{leading:g}pt {edition_page.stack(families.sans)};"
    )
    rules = [
        edition_page.declared(":root", variables),
        edition_page.counter_style(language),
        f"@page {{ size: {wide:g}mm {tall:g}mm; @bottom-{side} {{ {foot} }} }}",
        f"@page turned {{ size: {tall:g}mm {wide:g}mm; }}",
        *edition_page.bookmarks(edition, language),
        *edition_page.spans_of_others({tag: in_sans(stack) for tag, stack in tongues.items()}),
    ]
    sheets = ((resources.STYLES / name).read_text(encoding="utf-8") for name in ("archive.css", "large.css"))
    css = "".join(sheets) + "\n".join(rules)
    em = (measure / size, turned / size, folded / size)
    sheet = FoldOut(tall, 2 * SIDE, size)
    return Look("large", families, *em, title, lines, names, False, css, LARGE_SIZES, fold_out=sheet)


def in_sans(families: fonts.Families) -> fonts.Families:
    """The same with the sans for everything but code."""
    return fonts.Families(families.sans, families.sans, families.sans)
