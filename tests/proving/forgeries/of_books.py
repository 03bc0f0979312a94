"""Forgeries of the book: what each makes a reader believe, and how."""

from __future__ import annotations

import io
import re

from PIL import Image

from tests.proving.forgeries import spoils
from tests.proving.forgeries.spoils import Spoil, after, before, behind, book_font, in_book, swap, with_file

TEXT, TITLE, NAV = "EPUB/text.xhtml", "EPUB/title.xhtml", "EPUB/nav.xhtml"
OPF, NCX, CSS = "EPUB/package.opf", "EPUB/toc.ncx", "EPUB/style.css"
COLOPHON, COVER, SOURCE = "EPUB/colophon.xhtml", "EPUB/cover.xhtml", "META-INF/source/en.md"
LIE = "<p>The council has already agreed.</p>"
STYLESHEET = '<link rel="stylesheet" type="text/css" href="style.css"/>'
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en" '
    f'xml:lang="en" dir="ltr"><head><title>x</title>{STYLESHEET}</head><body>{LIE}</body></html>'
)


def _painted(colour: str, form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1600, 2560), colour).save(out, form)
    return out.getvalue()


def _without(name: str, pattern: str) -> Spoil:
    return in_book(name, lambda data: re.sub(pattern.encode(), b"", data, count=1, flags=re.DOTALL))


def _replaced(name: str, content: bytes) -> Spoil:
    return in_book(name, lambda _: content)


INSIDE: dict[str, tuple[str, Spoil]] = {
    "a word is another": (TEXT, swap("Nobody may take", "Anybody may take")),
    "a figure is another": (TEXT, swap(">4.10<", ">41.0<")),
    "letters of another script": (TEXT, swap("We ask", "Wе ask")),
    "a paragraph more": (TEXT, before("</section>", LIE)),
    "a word struck out": (TEXT, swap("asking us", "<s>asking us</s>")),
    "a link leads elsewhere": (TEXT, swap("wells.example.org/keepers", "we11s.example.org/keepers")),
    "an alternative text is another": (TEXT, swap("A dry well beside a full one", "A full well")),
    "a note is another": (TEXT, swap("We asked twice", "We never asked")),
    "a paragraph is hidden": (TEXT, swap("<p>On ", '<p hidden="hidden">On ')),
    "a paragraph is silent": (TEXT, swap("<p>On ", '<p aria-hidden="true">On ')),
    "a paragraph has a style": (TEXT, swap("<p>On ", '<p style="color:#fff">On ')),
    "a class that hides": (TEXT, swap("<p>On ", '<p class="bar">On ')),
    "a comment": (TEXT, before("</body>", "<!-- agreed -->")),
    "an instruction of style": (TEXT, before("<!DOCTYPE", '<?xml-stylesheet href="data:text/css,p{display:none}"?>\n')),
    "a style sheet in an address": (
        TEXT,
        after("</title>", '<link rel="stylesheet" href="data:text/css,p{display:none}"/>'),
    ),
    "a style element": (TEXT, after("</title>", "<style>p{display:none}</style>")),
    "a style sheet from elsewhere": (
        TEXT,
        after("</title>", '<link rel="stylesheet" href="https://example.com/x.css"/>'),
    ),
    "no style sheet": (TEXT, swap(STYLESHEET, "")),
    "a script": (TEXT, after("</title>", "<script>document.title=1</script>")),
    "words behind the end": (TEXT, behind("agreed")),
    "markup behind the end": (TEXT, behind(LIE)),
    "a second body": (TEXT, before("</html>", f"<body>{LIE}</body>")),
    "another language": (TEXT, swap('lang="en"', 'lang="ru"')),
    "the title of the document": (TEXT, swap("<title>We will not", "<title>We will")),
    "the title of the title page": (TITLE, swap("<h1>We will not", "<h1>We will")),
    "the subtitle": (TITLE, swap("who will decide</p>", "who have decided</p>")),
    "an issuer": (TITLE, swap("<p>Miriam Aronsfeld</p>", "<p>The Council</p>")),
    "an issuer more": (TITLE, after("<p>Miriam Aronsfeld</p>", "<p>The Council</p>")),
    "the date of the title page": (TITLE, swap("May 4, 2026", "May 4, 2016")),
    "a notice": (TITLE, before('<p class="date">', '<p class="notice">Withdrawn.</p>')),
    "a row of the colophon": (COLOPHON, before("</dl>", '<dt>Signed</dt><dd class="text">The Council</dd>')),
    "the checksum of the colophon": (COLOPHON, lambda data: re.sub(rb">[0-9a-f]{8} ", b">00000000 ", data, count=1)),
    "the identifier of the colophon": (COLOPHON, swap("urn:uuid:", "urn:uuid:0000")),
    "the licence of the colophon": (COLOPHON, swap("CC-BY-4.0<br", "CC0-1.0<br")),
    "an entry of the contents": (NAV, swap(">Who writes</a>", ">Who agreed</a>")),
    "an entry leads elsewhere": (NAV, swap('href="text.xhtml#who-writes"', 'href="colophon.xhtml"')),
    "an entry more": (NAV, before("</ol>", '<li><a href="text.xhtml">The council agreed</a></li>')),
    "a landmark": (NAV, swap(">Cover</a>", ">Withdrawn</a>")),
    "the number of a page": (NAV, swap(">1</a>", ">7</a>")),
    "the title of the NCX": (NCX, swap("<docTitle><text>We will not", "<docTitle><text>We will")),
    "an entry of the NCX": (NCX, swap("<text>Who writes</text>", "<text>Who agreed</text>")),
    "the identifier of the NCX": (NCX, swap("urn:uuid:", "urn:uuid:0000")),
    "the title on the shelf": (OPF, swap(">We will not", ">We will")),
    "the subtitle on the shelf": (OPF, swap("who will decide<", "who have decided<")),
    "the creator": (OPF, swap(">Miriam Aronsfeld<", ">The Council<")),
    "the sorting name": (OPF, before("</metadata>", '<meta refines="#creator-1" property="file-as">Council</meta>')),
    "the date": (OPF, swap("<dc:date>2026", "<dc:date>2016")),
    "the publisher": (OPF, swap(">Reading Room<", ">The Council<")),
    "the description": (OPF, swap(">A letter about water.<", ">Withdrawn.<")),
    "the licence": (OPF, swap("licenses/by/4.0", "publicdomain/zero/1.0")),
    "the identifier": (OPF, swap("urn:uuid:", "urn:uuid:0000")),
    "a document out of the reading order": (OPF, swap('<itemref idref="text-xhtml"/>', "")),
    "a document read aside": (OPF, swap('<itemref idref="text-xhtml"/>', '<itemref idref="text-xhtml" linear="no"/>')),
    "read from the end": (OPF, swap("<spine", '<spine page-progression-direction="rtl"')),
    "the words of the cover": (COVER, swap("We will not", "We will")),
    "the source inside": (SOURCE, swap("Nobody may take", "Anybody may take")),
    "words by rules": (CSS, behind("p::before{content:'Not: '}")),
    "no display": (CSS, behind("p{display:none}")),
    "a column of a table": (CSS, behind("p{display:table-column}")),
    "nearly white": (CSS, behind("p{color:#fefefe}")),
    "struck out": (CSS, behind("strong{text-decoration:line-through}")),
    "moved away": (CSS, behind("p{margin-left:-99em}")),
    "over the words": (
        CSS,
        behind("p::after{content:'';position:absolute;top:0;left:0;right:0;bottom:0;background:#fff}"),
    ),
    "a value of ours changed": (CSS, swap("widows: 2", "widows: 2; opacity: .02")),
    "another side": (CSS, lambda data: data.replace(b"text-align: left", b"text-align: right", 1)),
}
FORGERIES: dict[str, Spoil] = {
    **{f"{name.rpartition('/')[2]}: {what}": in_book(name, spoil) for what, (name, spoil) in INSIDE.items()},
    "a paragraph is left out": _without(TEXT, r"<p>On .*?</p>\n"),
    "a second style sheet": with_file(
        "EPUB/more.css", b"p{display:none}", '<item href="more.css" id="more" media-type="text/css"/>'
    ),
    "a document that nobody comes to": with_file(
        "EPUB/more.xhtml", PAGE.encode(), '<item href="more.xhtml" id="more" media-type="application/xhtml+xml"/>'
    ),
    "a file that is not named": with_file("EPUB/images/more.png", _painted("red", "PNG")),
    "a file outside": with_file("META-INF/more.txt", b"agreed"),
    "the cover is another": _replaced("EPUB/cover.jpg", _painted("#C00000", "JPEG")),
    "a picture is another": _replaced("EPUB/images/wells.png", _painted("#C00000", "PNG")),
    "pictures change places": lambda data: spoils.repacked(
        data,
        lambda files: files.update(
            {
                "EPUB/images/wells.png": files["EPUB/images/map.png"],
                "EPUB/images/map.png": files["EPUB/images/wells.png"],
            }
        ),
    ),
    "font: letters change places": book_font(spoils.exchanged_map),
    "font: outlines change places": book_font(spoils.exchanged_outlines),
    "font: a letter is empty": book_font(spoils.emptied),
    "font: a letter has no width": book_font(spoils.without_width),
    "font: the layout exchanges letters": book_font(spoils.substituted),
    "an attribute that each paragraph gets": in_book(
        TEXT, swap("<!DOCTYPE html>", '<!DOCTYPE html [<!ATTLIST p hidden CDATA "hidden">]>')
    ),
    "bytes behind the zip": lambda data: data + b"agreed",
    "bytes before the zip": lambda data: b"agreed" + data,
    "a comment of the zip": lambda data: data[:-2] + b"\x06\0agreed",
}
HARMLESS: dict[str, Spoil] = {
    "another order of entries": lambda data: spoils.repacked(data, lambda files: None, turned=True),
    "packed by another program": lambda data: spoils.repacked(data, lambda files: None),
}
