"""epub: the edition as EPUB 3.3, packed through EbookLib, which gets every file as finished bytes.

Flow: (Statement, Edition, Language, Pagination, Cover) -> content documents, navigation, faces, images -> EbookLib -> the
package document repaired -> zipped again with fixed times and order -> bytes.

Generated text, in spine order: the cover (its alternative text); the title page: date, (title), subtitle, issuers; the
navigation document: the headings of its three lists, in the contents the label of the title page, (the title and the
headings), the labels of notes and colophon, in the landmarks four labels, in the page list the page numbers; in the text
the calls, the heading of the notes and their numbers; the colophon: its heading and its rows. The title of each document
is (the title) or a label, or of a chapter (the heading): a long text has a file for each, and one for the notes. Spoken only:
"back, number" at each note, page numbers, (the title) at the text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from ebooklib import epub as ebook
from markupsafe import Markup

from flugblatt import resources
from flugblatt.epub import cover, kobo_spans
from flugblatt.epub.chapters import NOTES, TEXT, parts_of, relinked
from flugblatt.epub.navigation_document import Nav
from flugblatt.epub.navigation_document import navs as navs_of
from flugblatt.epub.package_document import identifier, new_book, zipped
from flugblatt.epub.page_list import marks as marks_of
from flugblatt.epub.page_list import with_pages
from flugblatt.language.font_subsets import Faces, faces, licences
from flugblatt.language.table import Language, language_of
from flugblatt.model import Cover, Edition, Pagination, Product, Statement, Wish
from flugblatt.model.targets import product
from flugblatt.xhtml import blocks as markup
from flugblatt.xhtml import colophon, forms
from flugblatt.xhtml.notices import notices

FORM = "EPUB 3.3"
NCX = "toc.ncx"
XHTML, CSS, JPEG = "application/xhtml+xml", "text/css", "image/jpeg"


def render(
    statement: Statement,
    edition: Edition,
    language: Language,
    pagination: Pagination,
    cover: Cover,
    claims: bool = True,
) -> bytes:
    """The whole book, the same bytes for the same input. ``claims``: it says that it conforms to EPUB Accessibility 1.1."""
    rows = colophon.rows(statement, edition, language, "epub", FORM, language.labels.verify_epub)
    navs = navs_of(statement, edition, language, pagination)
    made = faces(statement, edition, language, _generated(statement, edition, language, rows, navs))
    documents = _documents(statement, edition, language, pagination, cover, rows, navs)
    contents = documents.pop(NCX)
    book = new_book(statement, edition, language, claims)
    items = {name: _item(book, name, XHTML, text.encode()) for name, text in documents.items()}
    items["nav.xhtml"].properties = ["nav"]
    picture = _item(book, "cover.jpg", JPEG, cover.jpeg, "cover-image")
    picture.properties = ["cover-image"]
    _item(book, "style.css", CSS, _css(language, made, statement.brand.accent.main.screen).encode())
    for face in made.embedded:
        _item(book, f"fonts/{face.name}", "font/otf" if face.name.endswith("otf") else "font/ttf", face.data)
    for number, image in enumerate(edition.images, 1):
        _item(book, f"images/{image.path}", image.media_type, image.data, f"image-{number}")
    _item(book, NCX, "application/x-dtbncx+xml", contents.encode(), "ncx")
    outside = (
        *((f"META-INF/{name}", text.encode()) for name, text in licences(made)),
        (f"META-INF/source/{edition.language}.md", edition.source.data),
        ("META-INF/source/statement.yaml", statement.source.data),
    )
    book.spine = [(item, "yes") for item in items.values()]
    if language.direction == "rtl":
        book.direction = "rtl"
    packed = io.BytesIO()
    ebook.write_epub(packed, book, {"mtime": statement.stamp, "epub3_pages": False, "raise_exceptions": True})
    return zipped(packed.getvalue(), outside, statement, language)


# --- Documents -----------------------------------------------------------------------------------


def _documents(
    statement: Statement,
    edition: Edition,
    language: Language,
    pagination: Pagination,
    cover: Cover,
    rows: tuple[colophon.Row, ...],
    navs: tuple[Nav, ...],
) -> dict[str, str]:
    """The documents in the order of the spine, then the NCX."""
    labels = language.labels
    blocks, before = with_pages(edition, pagination)
    parts = parts_of(edition)
    manner = markup.Manner(
        "end",
        None,
        "images/",
        parted=True,
        epub=True,
        scroll=True,
        page_marks=before,
        title_at="title.xhtml",
        cuts=tuple(part.block for part in parts[1:]),
        dateline=forms.dateline(statement, edition, language),
        end_mark=statement.kind == "press-release",
    )
    paged = replace(edition, blocks=blocks)
    shared: dict[str, Any] = {
        "statement": statement,
        "edition": edition,
        "language": language,
        "issuers": statement.issuers_of(edition),
        "notices": notices(statement, language),
        "cover": cover,
        "rows": rows,
        "navs": navs,
        "marks": (),
        "title": markup.title(edition, language, replace(manner, notes_at="text.xhtml")),
        "endnotes": "",
        "anchor": "",
        "closing": "",
        "kind_above": forms.kind(statement, edition, language),
        "addressee": forms.addressee(statement, edition),
        "toc": navs[0].entries,
        "number": count(1).__next__,
        "identifier": identifier(statement, edition),
    }
    bodies = [Markup(part) for part in markup.body(paged, language, manner).split("\0")]
    endnotes = markup.endnotes(edition, language, manner)
    marks = marks_of(pagination)
    front = [mark for page, mark in zip(pagination.pages, marks, strict=True) if page.block < 0]
    back = [mark for page, mark in zip(pagination.pages, marks, strict=True) if page.block >= len(edition.blocks)]
    own: dict[str, dict[str, Any]] = {
        "cover.xhtml": {"part": "cover", "heading": labels.cover},
        "title.xhtml": {"part": "title", "heading": edition.title_text, "marks": front},
        "nav.xhtml": {"part": "nav", "heading": labels.contents},
    }
    for part, body in zip(parts, bodies, strict=True):
        heading = part.title or edition.title_text
        own[part.name] = {"part": "text", "heading": heading, "anchor": part.anchor, "body": body}
    own[parts[-1].name]["closing"] = forms.closing(statement, edition, language, columns=False, epub=True)
    if len(parts) == 1:
        own[TEXT]["endnotes"] = endnotes
    elif endnotes:
        own[NOTES] = {"part": "notes", "heading": labels.notes, "endnotes": endnotes}
    own["colophon.xhtml"] = {"part": "colophon", "heading": labels.edition, "marks": back}
    made = {name: markup.render("epub.xhtml.j2", **(shared | values)) for name, values in own.items()}
    made[NCX] = markup.render("toc.ncx.j2", **shared)
    return made if len(parts) == 1 else relinked(made)


def _generated(
    statement: Statement, edition: Edition, language: Language, rows: tuple[colophon.Row, ...], navs: tuple[Nav, ...]
) -> str:
    """Every character that the book adds, for the fonts."""
    labels = language.labels
    parts = [line for row in rows for line in (row.label, *row.lines)]
    parts += [entry.text for nav in navs for entry in nav.entries] + [nav.heading for nav in navs]
    parts += [issuer.name for issuer in statement.issuers_of(edition)]
    parts += [notice.text for notice in notices(statement, language)]
    parts += [language.day(statement.date), labels.notes, labels.edition, language.number(1234567890), "•"]
    parts.append(forms.words(statement, edition, language))
    return "".join(parts)


def _item(book: Any, name: str, media_type: str, data: bytes, uid: str = "") -> Any:
    item = ebook.EpubItem(uid or re.sub(r"[^a-z0-9-]", "-", name.lower()), name, media_type, data)
    book.add_item(item)
    return item


def _css(language: Language, made: Faces, accent: str) -> str:
    """The style sheet for this edition: families, sides and hyphens in place of the capital words."""
    rules = "".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: {"italic" if face.italic else "normal"}; src: url("fonts/{face.name}"); }}\n'
        for face in made.embedded
    )
    serif, sans, mono = (", ".join(f'"{name}"' for name in stack) for stack in (made.text, made.sans, made.mono))
    rtl, italic = language.direction == "rtl", language.script.emphasis == "italic"
    words = {
        "SERIF": f"{serif}, serif",
        "SANS": f"{sans}, sans-serif",
        "MONO": f"{mono}, monospace",
        "HYPHENATE": "auto" if language.hyphenate else "none",
        "HYPHENS": "auto" if language.hyphenate else "manual",
        "START": "right" if rtl else "left",
        "END": "left" if rtl else "right",
        "ACCENT": accent,
        "EMPHASIS": "font-style: italic;" if italic else "font-style: normal; font-weight: bold;",
    }
    text = (resources.STYLES / "epub.css").read_text(encoding="utf-8")
    return rules + re.sub(r"\b(" + "|".join(words) + r")\b", lambda match: words[match[1]], text)


def books(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product]:
    """The targets ``epub`` and ``kepub``, with the pages of archive-pdf."""
    language = language_of(edition)
    picture = cover.render(statement, edition, language)
    data = render(statement, edition, language, Pagination(wish.pages), picture, wish.claims)
    if "epub" in wish.targets:
        yield product("epub", edition, data, pages=wish.pages)
    if "kepub" in wish.targets:
        yield product("kepub", edition, kobo_spans.with_spans(data), pages=wish.pages)
