"""The cover of the e-book: one page of the engine, as a picture.

Flow: (Statement, Edition, Language) -> title lines and size -> ``cover.html.j2`` -> engine -> PDFium -> JPEG. Text on it, in
order: the date, the title, the issuers; all of it generated, and said again by the text alternative (title and issuers).
"""

from __future__ import annotations

import io
import math
from dataclasses import replace

import pypdfium2
from markupsafe import Markup

from flugblatt import resources
from flugblatt.language import fonts
from flugblatt.language.table import Language, describe
from flugblatt.model import Cover, Edition, Statement, plain_text, spans
from flugblatt.typeset import engine
from flugblatt.xhtml import blocks, quotation_mark
from flugblatt.xhtml.issuer_names import Space, set_names
from flugblatt.xhtml.line_setting import title_lines

# px: 3.1 million pixels, where shops take at most 4 million inside a book; 1400 is the least side they take.
WIDTH, HEIGHT = 1400, 2240
SIDE, TOP, FOOT = 130, 150, 130  # px, as the design was drawn, like what follows: 1 px is 0.1 mm
MARK_WIDTH, MARK_ABOVE_FOOT = 980, 400  # drawn: the mark at most so wide, and so far above the foot
# Drawn: date and issuers; the smallest was chosen by eye, for many issuers.
SMALL, SMALLEST, SMALL_LEADING = 54, 34, 74 / 54
# Drawn: 126, up to 150 where the longest line has room; the smallest was chosen by eye.
TITLE, LARGEST_TITLE, SMALLEST_TITLE = 126, 150, 64
MOST_LINES = 6  # chosen by eye: more leave no room for the mark
LENIENCE = 1.04  # chosen: a line may be so much wider than drawn before a title is set smaller
UNSPACED = frozenset(["Hans", "Hant", "Jpan", "Tibt"])
AIR, LEAST_MARK = 70, 320  # chosen by eye: between title, mark and issuers; a mark under 320 px is lost in a thumbnail
HAN_MARK_WIDTH = 440  # chosen by eye: the corner bracket is tall and narrow
DEEP = "#9E2225"
QUALITY = 90  # chosen by eye: no rings around letters; about 100 KB
POINTS_PER_PIXEL = 0.75  # CSS Values 4, 6.2: 96 px are 72 pt


def render(statement: Statement, edition: Edition, language: Language) -> Cover:
    """The cover, 1400 by 2240 pixels, sRGB JPEG without metadata."""
    issuers = tuple(issuer.name for issuer in statement.issuers_of(edition))
    date = language.day(statement.date)
    families = fonts.choose(language, "\n".join((edition.title_text, date, *issuers, language.labels.others)))
    spare = [family for tag, words in _foreign(edition) for family in fonts.choose(describe(tag, words), words).sans]
    families = replace(families, sans=tuple(dict.fromkeys((*families.sans, *spare))))
    heavy = 800 if families.sans[0] == "Alegreya Sans" else 700
    face = fonts.face_for(families.sans, heavy)
    ratio = language.script.title_leading / language.script.title
    size, lines, rows = _title(edition.title_text, language, face)
    mark, (mark_width, mark_height) = quotation_mark.mark(language, DEEP)
    medium = 500 if heavy == 800 else 400
    title_foot = TOP + 70 + 130 + rows * size * ratio
    below = HEIGHT - FOOT - title_foot - 2 * AIR
    space = Space(WIDTH - 2 * SIDE, SMALL, SMALLEST, SMALL_LEADING)
    names = set_names(issuers, fonts.face_for(families.sans, medium), language, space, (below - LEAST_MARK,))
    mark_foot = max(MARK_ABOVE_FOOT, FOOT + names.height + AIR)
    room = HEIGHT - mark_foot - title_foot - AIR
    width = MARK_WIDTH if mark_width > 40 else HAN_MARK_WIDTH
    height = width * mark_height / mark_width
    shrink = max(0.0, min(1.0, room / height))
    html = blocks.render(
        "cover.html.j2",
        edition=edition,
        language=language,
        date=date,
        lines=lines,
        names=names,
        css=Markup((resources.STYLES / "cover.css").read_text(encoding="utf-8")),
        sans=Markup(", ".join(f"'{family}'" for family in families.sans)),
        heavy=heavy,
        medium=medium,
        size=round(size, 2),
        leading=round(size * ratio, 2),
        tracking="-.012em" if language.script.emphasis == "italic" else "0",
        mark=(round(width * shrink, 2), round(height * shrink, 2)),
        mark_foot=round(mark_foot, 2),
        title_width=round(_width(lines, rows, size, face), 2),
        small=round(names.size, 2),
        small_leading=round(names.leading, 2),
        column=round(99.9 / len(names.columns), 3),
    )
    pdf = engine.picture(html, families.all, (engine.Resource("mark.svg", mark, "image/svg+xml"),))
    alt = " – ".join((edition.title_text, ", ".join(issuers))) if issuers else edition.title_text
    return Cover(_jpeg(pdf), WIDTH, HEIGHT, alt)


def _foreign(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The words of the title that are in another language, with its tag."""
    return tuple((span.language or "", plain_text(span.children)) for span in spans(edition.title))


def _title(title: str, language: Language, face: fonts.Face) -> tuple[float, tuple[str, ...], int]:
    """The size in px, the lines, and how many rows they take: as large as the longest line allows, from 126 up to 150,
    smaller for long titles. The engine breaks a long line into rows where the script parts neither words nor syllables
    for ``title_lines``, and a word that is too long at the smallest size."""
    measure = WIDTH - 2 * SIDE
    plain = title.replace("\u00ad", "")
    unspaced = language.script.code in UNSPACED
    size = float(TITLE)
    while True:
        lines = title_lines(plain, language.weak, lambda text: fonts.advance(face, text), LENIENCE * measure / size)
        widths = [fonts.advance(face, line) for line in lines]
        rows = sum(_rows(width * size, measure) for width in widths) if unspaced else len(lines)
        fits = unspaced or max(widths) * size <= LENIENCE * measure
        if (fits and rows <= MOST_LINES) or size <= SMALLEST_TITLE:
            break
        size -= 4
    if not fits:
        rows = sum(_rows(width * size, measure) for width in widths)
    if rows > len(lines):
        return size, lines, rows
    return min(LARGEST_TITLE if size == TITLE else size, measure / max(widths) * 0.995), lines, rows


def _rows(width: float, measure: float) -> int:
    """How many rows a line takes; a row that the engine breaks is up to a word short of the measure."""
    return 1 if width <= LENIENCE * measure else math.ceil(width / (measure * 0.86))


def _width(lines: tuple[str, ...], rows: int, size: float, face: fonts.Face) -> float:
    """The width in px that the rows of the title fill evenly."""
    if rows == len(lines):
        return WIDTH - 2 * SIDE
    longest = max(fonts.advance(face, line) * size for line in lines)
    return min(WIDTH - 2 * SIDE, longest / _rows(longest, WIDTH - 2 * SIDE) + 1.2 * size)


def _jpeg(pdf: bytes) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=1 / POINTS_PER_PIXEL).to_pil().convert("RGB")
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()
