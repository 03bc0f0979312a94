"""web: the edition as one self-contained page, for light and dark, screen and paper, eye and ear.

Flow: (Statement, Edition, Language) -> faces, images and mark as data addresses -> ``web.html.j2`` -> bytes. No
script runs (the JSON-LD is data), nothing is fetched.

Generated text, in order: the names of the other editions' languages (only where there are several), the date, (the title),
the subtitle, the issuers; in the text the calls of notes; the heading of the notes and their numbers; the heading of the
downloads and for each its format and what it is; the heading and rows of the colophon. Not seen, but spoken: the labels of
the two navigations, and "back, number" at each note.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from markupsafe import Markup

from flugblatt.language import fonts, shaping
from flugblatt.language.font_subsets import Faces, faces
from flugblatt.language.table import Language, begun, language_of, name_in
from flugblatt.model import Direction, Edition, Product, Statement, Wish
from flugblatt.model.identifiers import edition_id, language_id
from flugblatt.model.targets import product
from flugblatt.xhtml import blocks, colophon, forms, quotation_mark, theming, web_head
from flugblatt.xhtml.notices import notices


@dataclass(frozen=True, slots=True)
class Download:
    """A sibling file: address, format, and what it is."""

    address: str
    form: str
    says: str
    foreign: bool = True


@dataclass(frozen=True, slots=True)
class Other:
    """An edition in the language switch, by its own name; ``called``: by that which readers of this one have for it, if it is
    another. ``address`` is empty for this one."""

    tag: str
    name: str
    direction: Direction
    address: str
    called: str = ""


def render(statement: Statement, edition: Edition, language: Language) -> bytes:
    """The whole page, UTF-8."""
    labels = language.labels
    rows = colophon.rows(statement, edition, language, "web", "", labels.verify_web)
    downloads = _downloads(statement, edition, language)
    others = _others(statement, edition)
    issuers, said = statement.issuers_of(edition), notices(statement, language)
    generated = "".join(
        (
            *(line for row in rows for line in (row.label, *row.lines)),
            *(download.form + download.says for download in downloads),
            *(other.name + other.called for other in others),
            *(issuer.name for issuer in issuers),
            *(notice.text for notice in said),
            forms.words(statement, edition, language),
            language.day(statement.date),
            labels.notes + labels.take + labels.edition + language.number(1234567890),
        )
    )
    made = faces(statement, edition, language, generated)
    serif = fonts.face_for(fonts.choose(language, edition.whole_text).text, 400)
    manner = blocks.Manner("end", lambda text: fonts.advance(serif, text), "", parted=True, scroll=True)
    manner = replace(
        manner, dateline=forms.dateline(statement, edition, language), end_mark=statement.kind == "press-release"
    )
    mark, (width, height) = quotation_mark.mark(language, theming.web_mark(statement.brand))
    picture = theming.picture(statement.brand, edition)
    emblem = theming.emblem(statement.brand, edition, "dark" if statement.brand.theme == "black" else "light")
    html = blocks.render(
        "web.html.j2",
        statement=statement,
        edition=edition,
        language=language,
        issuers=issuers,
        notices=said,
        identifier=f"urn:uuid:{edition_id(statement, edition)}",
        links=tuple(web_head.links(statement, edition)),
        metas=tuple(web_head.metas(statement, edition)),
        summary=statement.summary.for_language(edition.language),
        title=blocks.title(edition, language, manner),
        deep=forms.is_deep(edition),
        kind_above=forms.kind(statement, edition, language),
        addressee=forms.addressee(statement, edition),
        closing=forms.closing(statement, edition, language, columns=False),
        body=_with_images(blocks.body(edition, language, manner), edition),
        endnotes=_with_images(blocks.endnotes(edition, language, manner), edition),
        rows=rows,
        downloads=downloads,
        others=others,
        ground=picture and _pictured(picture),
        marked=not picture and not (emblem and statement.brand.theme == "quiet"),
        emblem=emblem and _pictured(emblem),
        mark=_address("image/svg+xml", mark),
        mark_ratio=round(width / height, 4),
        css=Markup(
            _font_rules(made)
            + theming.sheets("web", statement.brand)
            + _rules(language, made)
            + theming.web_rules(statement.brand)
        ),
        data=Markup(_json_ld(statement, edition)),
    )
    return html.encode()


def _pictured(shown: theming.Shown) -> dict[str, str]:
    """A picture of the brand as the template has it."""
    return {"src": _address(shown.image.media_type, shown.image.data), "alt": shown.alt, "language": shown.language}


def _downloads(statement: Statement, edition: Edition, language: Language) -> tuple[Download, ...]:
    name, labels = f"{edition.work}.{edition.language}", language.labels
    text = Download(f"{name}.txt", "TXT", labels.plain_text)
    if shaping.lacks_font(statement, edition):
        return (text,)
    return (
        Download(f"{name}.pdf", "PDF", f"{labels.archive_pdf}, {statement.page.capitalize()}"),
        Download(f"{name}.epub", "EPUB", labels.epub),
        text,
    )


def _others(statement: Statement, edition: Edition) -> tuple[Other, ...]:
    if len(statement.editions) == 1:
        return ()
    return tuple(
        Other(
            other.language,
            language.name,
            language.direction,
            "" if other is edition else f"../{other.language}/{other.work}.{other.language}.html",
            "" if other is edition else _called(other, edition, language.name),
        )
        for other in statement.editions
        for language in [language_of(other)]
    )


def _called(other: Edition, edition: Edition, own: str) -> str:
    """The name that readers of the edition have for the language of another; empty where it is the own one."""
    name = begun(name_in(other.language, edition.language), edition.language)
    return "" if name.casefold() == own.casefold() else name


def _with_images(fragment: Markup, edition: Edition) -> Markup:
    """The images of the work, each in place of its address."""
    text = str(fragment)
    for image in edition.images:
        text = text.replace(f'src="{Markup.escape(image.path)}"', f'src="{_address(image.media_type, image.data)}"')
    return Markup(text)


def _address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


def _font_rules(made: Faces) -> str:
    rules = (font_face(face.family, face.weight, face.italic, face.data) for face in made.embedded)
    return "\n".join(rules) + "\n"


@lru_cache(maxsize=32)
def font_face(family: str, weight: int, italic: bool, data: bytes) -> str:
    """The rule that brings a face into a page, as WOFF 2 in a data address (CSS Fonts 4, 4.1). It is kept for the next page with
    the same characters: packing takes most of a page's time."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{'italic' if italic else 'normal'};"
        f"src:url({_address('font/woff2', out.getvalue())}) format('woff2')}}"
    )


def _rules(language: Language, made: Faces) -> str:
    italic = language.script.emphasis == "italic"
    serif, sans, mono = (", ".join(f"'{name}'" for name in stack) for stack in (made.text, made.sans, made.mono))
    return (
        f":root{{--serif:{serif},serif;--sans:{sans},sans-serif;--mono:{mono},monospace;"
        f"--em-style:{'italic' if italic else 'normal'};"
        f"--em-weight:{'inherit' if italic else 'bold'};--tracking:{'-.012em' if italic else '0'};"
        f"--leading:{1.6 if italic else 1.8};--hyphens:{'auto' if language.hyphenate else 'manual'}}}\n"
    )


def _json_ld(statement: Statement, edition: Edition) -> str:
    """schema.org, only what the content gives; no character can end the element that it stands in."""
    publisher, rights, original = statement.publisher, statement.rights, statement.original
    named = (f"urn:uuid:{edition_id(statement, edition)}", *edition.identifiers.uris())
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": edition.title_text,
        "inLanguage": edition.language,
        "datePublished": statement.date,
        "alternateName": edition.subtitle,
        "identifier": list(named) if named[1:] else named[0],
        "author": [
            {"@type": "Person" if issuer.kind == "person" else "Organization", "name": issuer.name}
            | ({"sameAs": issuer.uri} if issuer.uri else {})
            for issuer in statement.issuers_of(edition)
        ],
        "dateModified": statement.revised if statement.revised != statement.date else "",
        "publisher": {"@type": "Organization", "name": publisher.name} if publisher else "",
        "url": statement.url,
    }
    if rights and rights.license:
        license_ = {"@type": "CreativeWork", "name": rights.license_name, "url": rights.license_address}
        value["license"] = {key: said for key, said in license_.items() if said}
    if original not in ("", edition.language):
        first = {"@type": "CreativeWork", "@id": language_id(statement, original).urn, "inLanguage": original}
        value["translationOfWork"] = first
    value = {name: said for name, said in value.items() if said != ""}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def page(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The target ``web``."""
    yield product("web", edition, render(statement, edition, language_of(edition)))
