"""What a first page says in the theme of a brand: its picture and its emblem with their words, and in which order the rest follows.

Flow: (Writing, place) -> the units of ``reference``, with figures and kind, as the theme has them. A page without a brand says what
``reference.title_page`` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges.fidelity.reference import (
    Stack,
    Writing,
    date,
    first_notices,
    named_issuers,
    said,
    title_and_subtitle,
)
from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit
from flugblatt.judges.fidelity.statement_facts import rows
from flugblatt.model import ByLanguage


def title_page(write: Writing, stack: Stack, shown: int | None = None) -> Iterator[Unit]:
    """Notices, date, title, subtitle, issuers as a PDF of the brand has them: before all else its picture and its emblem, each with
    its words; in the quiet theme the kind of the work before the date; where the black theme has a title page, with the date at its
    foot, the date behind the title."""
    theme, whole = write.statement.brand.theme, write.statement.page == "a5"
    yield from brand_figures(write, stack, whole)
    yield from first_notices(write, stack)
    if not (theme == "black" and whole):
        if theme == "quiet" and whole and (kind := kind_of_work(write)):
            yield said(write, write.inside(stack, "paragraph"), kind, "kind of the work", write.label_voice)
        yield date(write, stack)
    yield from title_and_subtitle(write, stack, named=theme == "quiet" and whole)
    if theme == "black" and whole:
        yield date(write, stack)
    yield from named_issuers(write, stack, shown)


def kind_of_work(write: Writing) -> str:
    """What the work is, as the colophon says it; empty where that says nothing."""
    every = rows(write.statement, write.edition, write.language, "", "", "")
    return next((row.lines[0] for row in every if row.label == write.language.labels.kind), "")


def brand_figures(write: Writing, stack: Stack, whole: bool = True) -> Iterator[Unit]:
    """The picture of the theme of that name, then the emblem in the version for its ground."""
    brand = write.statement.brand
    if brand.theme == "picture" and brand.picture and whole:
        yield _figure(write, stack, brand.picture.image.data, brand.picture.alt, "picture of the brand")
    if brand.logo:
        image = brand.logo.white if brand.theme == "black" and whole else brand.logo.color
        if image:
            yield _figure(write, stack, image.data, brand.logo.alt, "emblem of the brand")


def _figure(write: Writing, stack: Stack, data: bytes, words: ByLanguage[str], name: str) -> Unit:
    """A paragraph that is one picture; words that are not in the language of the edition are the first that were given."""
    own = words.for_language(write.edition.language)
    tag, alt = next(iter(words.named), ("", "")) if own is None else ("", own)
    here = write.inside(stack, "paragraph")
    voice = replace(write.voice, language=tag or write.voice.language, alt=alt)
    if not write.form.markup:
        return Unit(here, (Char(IMAGE, replace(voice, image="picture"), Spot("")),), name, "", Spot(""))
    shown = f"picture {hashlib.sha256(data).hexdigest()[:16]}"
    return Unit(here, (Char(IMAGE, replace(voice, image=shown), Spot("")),), name, "", Spot(""))
