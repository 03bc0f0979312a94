"""The target ``pictures``: what shops, catalogues and social media show of an edition.

Flow: cover and card as pages -> PDFium -> ``cover`` 1600 by 2560 px for shops, ``thumb`` 400 by 640 px for lists, both of the
cover's page, and ``card`` 1200 by 630 px. Each goes to its judges beside the page that it was painted from.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.epub import cover, picture_page, social_card
from flugblatt.language.table import language_of
from flugblatt.model import Artefact, Edition, Product, Statement, Wish
from flugblatt.model.targets import row

SHOP = 1600, 2560  # px: what shops ask for at best; more than the 4 million pixels that they take inside a book
THUMB = 400, 640  # px


def pictures(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``pictures``: cover, thumb and card."""
    language = language_of(edition)
    front, card = cover.page(statement, edition, language), social_card.page(statement, edition, language)
    made = (
        ("cover", picture_page.jpeg(picture_page.painted(front, *SHOP)), front),
        ("thumb", picture_page.jpeg(picture_page.painted(front, *THUMB)), front),
        ("card", picture_page.png(picture_page.painted(card, social_card.WIDTH, social_card.HEIGHT)), card),
    )
    target = row("pictures")
    for (kind, data, page), form in zip(made, target.forms, strict=True):
        yield Product(Artefact(target.name, target.path(edition, kind), form.media_type, data, kind), beside=page)
