"""Two editions on a sheet of A4: a leaflet for a desk at which people of both languages come by, passage beside passage.

Flow: two editions -> the rows of ``typeset.facing_pages``, in two columns of one page -> set smaller, until the sheet holds them
on its two sides; where it never does, as many pages as the text wants, in the largest size -> PDF.

Its text is that of the book: title, issuers, the edition with its notes, the colophon; no running foot. The edition that runs to
the right stands on the left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.model import Artefact, Edition, Finding, Product, Statement, Wish
from flugblatt.model.targets import form, product, row
from flugblatt.typeset import edition_page, engine, facing_pages, xmp
from flugblatt.typeset.facing_pages import Manner

KIND = "leaflet"
CLAIMS = replace(xmp.BILINGUAL, target="bilingual/leaflet")
COLUMN = 84 * edition_page.POINTS_PER_MM
SHEET = Manner(
    COLUMN, COLUMN, 90 * edition_page.POINTS_PER_MM, 0.62, 1.0, True, ("archive.css", "facing.css", "sheet.css")
)
SIZES = (1.0, 0.95, 0.9, 0.85)
"""Of the size of the book, which is 9.6 pt for Latin letters: chosen, as what is smaller than 8 pt is not read."""
SIDES = 2


def bilingual(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``bilingual``: the facing pages, then the sheet."""
    data, findings, lines = facing_pages.render(statement, edition)
    yield replace(product("bilingual", edition, data, findings), lines=lines)
    data, findings, lines = render(statement, edition)
    target = row("bilingual")
    artefact = Artefact(target.name, target.path(edition, KIND), form(target.name, KIND).media_type, data, KIND)
    yield Product(artefact, findings, lines=lines)


def render(statement: Statement, edition: Edition) -> tuple[bytes, tuple[Finding, ...], str]:
    """The sheet as PDF/A-3a and PDF/UA-1, and what was found on the way. Raises as ``facing_pages.render`` does."""
    largest = made = _set(statement, edition, SIZES[0])
    # A text takes as much less room as its letters are smaller, up and across.
    if (len(largest.document.pages) - 1) * SIZES[-1] ** 2 < SIDES:
        for size in SIZES[1:]:
            if len(made.document.pages) <= SIDES:
                break
            made = _set(statement, edition, size)
    if len(made.document.pages) > SIDES:
        made = largest
    return facing_pages.finished(statement, edition, made, CLAIMS, sheet=True)


def _set(statement: Statement, edition: Edition, size: float) -> engine.Layout:
    return facing_pages.laid_out(facing_pages.compose(statement, edition, replace(SHEET, text=size)), CLAIMS)
