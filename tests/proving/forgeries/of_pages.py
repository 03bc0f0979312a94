"""Forgeries of the web page: what each makes a reader believe, and how."""

from __future__ import annotations

import re

from tests.proving.forgeries import spoils
from tests.proving.forgeries.spoils import Spoil, after, before, behind, both, style, swap

LIE = "<p>The council has already agreed.</p>"
FIRST = "<p>On "
MARK = rb"(\.mark\{background:url\(data:image/svg\+xml;base64,)[^)]*"

TEXT: dict[str, Spoil] = {
    "a word is another": swap("Nobody may take", "Anybody may take"),
    "a word is left out": swap("will not leave the valley</h1>", "will leave the valley</h1>"),
    "a figure is another": swap(">4.10<", ">41.0<"),
    "letters of another script": swap("We ask", "Wе ask"),
    "a paragraph is left out": lambda data: re.sub(rb"<p>On .*?</p>\n", b"", data, count=1, flags=re.DOTALL),
    "a paragraph more": before('<h2 id="who-writes">', LIE + "\n"),
    "a word struck out": swap("asking us", "<s>asking us</s>"),
    "a word deleted": swap("asking us", "<del>asking us</del>"),
    "small print": swap("asking us", "<small>asking us</small>"),
    "marks that turn the text": swap("asking us", "\u202easking us\u202c"),
    "a joiner in a word": swap("Nobody", "No\u200dbody"),
    "the direction is turned": swap(FIRST, '<p class="lede" dir="rtl">On '),
    "the language is another": swap('<html lang="en"', '<html lang="ru"'),
    "a link leads elsewhere": swap("https://wells.example.org/keepers", "https://we11s.example.org/keepers"),
    "a link with a name of a user": swap("https://wells.example.org/keepers", "https://wells.example.org@example.com/"),
    "a link that runs": swap("https://wells.example.org/keepers", "javascript:alert(1)"),
    "an alternative text is another": swap("A dry well beside a full one", "A full well"),
    "a note is another": swap("We asked twice", "We never asked"),
    "the number of a note covers words": swap('<p class="number"><a', '<p class="number">not <a'),
    "a picture is another": lambda data: re.sub(
        rb"data:image/png;base64,[A-Za-z0-9+/=]+",
        b"data:image/png;base64," + spoils.another_picture().encode(),
        data,
        count=1,
    ),
    "pictures change places": lambda data: _turned(data),
    "a picture from elsewhere": lambda data: re.sub(
        rb"data:image/png;base64,[A-Za-z0-9+/=]+", b"https://example.com/x.png", data, count=1
    ),
    "rows change places": both(
        swap("<td>Mill</td>", "<td>X</td>"),
        swap("<td>Church</td>", "<td>Mill</td>"),
        swap("<td>X</td>", "<td>Church</td>"),
    ),
}
AROUND: dict[str, Spoil] = {
    "the date of the header": swap('<p class="date">May 4, 2026', '<p class="date">May 4, 2016'),
    "the title of the header": swap('<h1 id="title">We will not leave', '<h1 id="title">We will leave'),
    "the subtitle": swap("To those who will decide</p>", "To those who have decided</p>"),
    "an issuer is another": swap("<p>Miriam Aronsfeld</p>", "<p>The Council</p>"),
    "an issuer more": after("<p>Miriam Aronsfeld</p>", "<p>The Council</p>"),
    "a sentence in the header": before('<div class="bar">', "<p>This letter was withdrawn.</p>"),
    "a notice": before('<p class="date">', '<p class="notice">This letter was withdrawn.</p>\n'),
    "the checksum of the colophon": lambda data: re.sub(
        rb"(SHA-256 of the text</dt><dd[^>]*>)[0-9a-f]{8}", rb"\g<1>00000000", data
    ),
    "the identifier of the colophon": lambda data: re.sub(
        rb"urn:uuid:[0-9a-f]{8}(?=[^\"]*</dd>)", b"urn:uuid:00000000", data
    ),
    "the date of the colophon": swap('<dd class="text">May 4, 2026', '<dd class="text">May 4, 2016'),
    "the licence of the colophon": swap("CC-BY-4.0<br>", "CC0-1.0<br>"),
    "a row more in the colophon": before("</dl>", '<div><dt>Signed</dt><dd class="text">The Council</dd></div>'),
    "a download leads elsewhere": swap('href="wells.en.pdf"', 'href="https://example.com/wells.en.pdf"'),
    "words on the mark": swap('<div class="mark"></div>', '<div class="mark">withdrawn</div>'),
}
HEAD: dict[str, Spoil] = {
    "the title of the window": swap("<title>We will not leave", "<title>We will leave"),
    "the author": swap('<meta name="author" content="Miriam Aronsfeld">', '<meta name="author" content="The Council">'),
    "the date": swap('name="dcterms.date" content="2026-05-04"', 'name="dcterms.date" content="2016-05-04"'),
    "the summary": swap(
        'name="description" content="A letter about water."', 'name="description" content="Withdrawn."'
    ),
    "the title of a shared link": swap(
        'property="og:title" content="We will not', 'property="og:title" content="We will'
    ),
    "the picture of a shared link": swap('content="wells.en.card.png"', 'content="https://example.com/x.png"'),
    "the title that scholars cite": swap(
        'name="citation_title" content="We will not', 'name="citation_title" content="We will'
    ),
    "the address that counts": swap(
        'rel="canonical" href="https://wells.example.org', 'rel="canonical" href="https://example.com'
    ),
    "going elsewhere": before("<title>", '<meta http-equiv="refresh" content="0;url=https://example.com/">\n'),
    "a base": before("<title>", '<base href="https://example.com/">\n'),
    "a style sheet from elsewhere": before("<title>", '<link rel="stylesheet" href="https://example.com/x.css">\n'),
    "a style sheet in an address": before("<title>", '<link rel="stylesheet" href="data:text/css,p{display:none}">\n'),
    "an icon": before("<title>", '<link rel="icon" href="https://example.com/x.ico">\n'),
    "a page loaded before": before("<title>", '<link rel="prefetch" href="https://example.com/">\n'),
    "robots sent away": before("<title>", '<meta name="robots" content="noindex">\n'),
    "a name in the data": swap('"name": "We will not', '"name": "We will'),
    "a key twice in the data": swap('"@type": "CreativeWork",', '"@type": "CreativeWork", "name": "Withdrawn",'),
    "an author more in the data": swap('"author": [', '"author": [{"@type": "Person", "name": "X"},'),
    "a key more in the data": swap('"inLanguage": "en",', '"inLanguage": "en", "abstract": "Withdrawn.",'),
    "a script": before("</head>", "<script>document.title=1</script>\n"),
    "a script of modules": swap('<script type="application/ld+json">', '<script type="module" id="x">'),
    "words in the head": before("<meta charset", "The council has agreed."),
    "no encoding": swap('<meta charset="utf-8">\n', ""),
    "another encoding": swap('charset="utf-8"', 'charset="utf-7"'),
}
FORM: dict[str, Spoil] = {
    "words behind the end": behind("The council has agreed.\n"),
    "markup behind the end": behind(LIE),
    "a comment behind the end": behind("<!-- x -->"),
    "a second body": before("</html>", f"<body>{LIE}</body>"),
    "a second html": behind(f"<html><body>{LIE}</body></html>"),
    "attributes of a second body": before("</body>", '<body style="color:white">'),
    "attributes of html": swap('<html lang="en"', '<html style="visibility:hidden" lang="en"'),
    "html is hidden": swap('<html lang="en"', '<html hidden lang="en"'),
    "attributes of head": swap("<head>", '<head style="display:block">'),
    "attributes of body": swap("<body>", '<body onload="go()">'),
    "a class of body": swap("<body>", '<body class="switch">'),
    "words before the doctype": lambda data: b"The council has agreed." + data,
    "another doctype": swap("<!DOCTYPE html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 3.2//EN">'),
    "a comment": before("<main>", "<!-- x -->"),
    "a character by name": swap("asking us", "asking&nbsp;us"),
    "words in a table": swap("<tbody>", "<tbody>The council has agreed."),
    "a paragraph that is not closed": before("</main>", "<p>agreed"),
    "an element that browsers overlook the end of": before("<main>", "<div/>"),
    "a frame": before("<main>", '<iframe srcdoc="x"></iframe>'),
    "a drawing with words": before("<main>", "<svg><text>agreed</text></svg>"),
    "a field": before("<main>", '<input value="agreed">'),
    "a template": before("<main>", f"<template>{LIE}</template>"),
    "an older browser": before("<main>", f"<noscript>{LIE}</noscript>"),
    "a paragraph is hidden": swap(FIRST, '<p class="lede" hidden="hidden">On '),
    "a paragraph is silent": swap(FIRST, '<p class="lede" aria-hidden="true">On '),
    "a paragraph is not printed": swap(FIRST, '<p class="switch">On '),
    "a paragraph as the ground": swap(FIRST, '<p class="ground">On '),
    "a paragraph as the emblem": swap(FIRST, '<p class="emblem">On '),
    "words as the mark of the end": swap("asking us", '<span class="end">asking us</span>'),
    "a paragraph in the navigation": swap(FIRST, '<p class="lede"><nav>On '),
    "a paragraph has a style": swap(FIRST, '<p class="lede" style="color:#fff">On '),
    "words that hang over others": swap("asking us", '<span class="hung" style="margin-left:-1.4em">asking us</span>'),
    "an attribute without quotes": swap(FIRST, "<p class=lede>On "),
    "an attribute twice": swap(FIRST, '<p class="lede" class="red">On '),
    "a title that is shown": swap(FIRST, '<p class="lede" title="withdrawn">On '),
}
RULES = {
    "no display": "p{display:none}",
    "no display by a variable": ":root{--x:none}p{display:var(--x)}",
    "a column of a table": "p{display:table-column}",
    "nearly white": "p{color:#fefefe}",
    "nearly white by its name": "p{color:floralwhite}",
    "transparent": "p{opacity:.02}",
    "ink like paper": ":root{--ink:#FEFEFE}",
    "ink by another variable": ":root{--ink:var(--paper)}",
    "ink of the dark": "@media (prefers-color-scheme:dark){:root{--ink:#161413}}",
    "ink in print": "@media print{:root{--ink:#FFFFFF}}",
    "over the words": "main::after{content:'';position:fixed;inset:0;background:#fff}",
    "words by rules": "main p::before{content:'Not: '}",
    "struck out": "strong{text-decoration:line-through}",
    "moved away": "main{margin-left:-99rem}",
    "moved by an offset": "p{position:relative;left:200vw}",
    "turned away": "p{rotate:y 90deg}",
    "cut off": "main{max-height:1px;overflow:clip}",
    "cut by a path": "p{clip-path:inset(100%)}",
    "blended": "p{mix-blend-mode:screen}",
    "capitals": "p{text-transform:uppercase}",
    "turned around": "p{unicode-bidi:bidi-override;direction:rtl}",
    "another order": "main{display:flex;flex-direction:column-reverse}",
    "only on paper": "@media print{main{display:none}}",
    "only narrow": "@media (max-width:9000px){h1{font-size:1px}}",
    "imported": "@import url(https://example.com/x.css);",
    "a font for one letter": "@font-face{font-family:'Statement Serif';unicode-range:U+6E;src:local(x)}",
    "figures of the list": "ol{list-style:upper-roman inside!important}",
}
FONTS: dict[str, Spoil] = {
    "letters change places": spoils.page_font(spoils.exchanged_map),
    "outlines change places": spoils.page_font(spoils.exchanged_outlines),
    "a letter is empty": spoils.page_font(spoils.emptied),
    "a letter has no width": spoils.page_font(spoils.without_width),
    "the layout exchanges letters": spoils.page_font(spoils.substituted),
    "bytes beside the font": spoils.page_font(spoils.with_private_data),
    "the mark is another drawing": lambda data: re.sub(MARK, rb"\1" + _words_drawn(), data),
    "a font in the place of another": lambda data: _font_for_font(data),
}
FORGERIES: dict[str, Spoil] = {
    **{f"text: {name}": spoil for name, spoil in TEXT.items()},
    **{f"around: {name}": spoil for name, spoil in AROUND.items()},
    **{f"head: {name}": spoil for name, spoil in HEAD.items()},
    **{f"form: {name}": spoil for name, spoil in FORM.items()},
    **{f"style: {name}": style(rule) for name, rule in RULES.items()},
    **{f"font: {name}": spoil for name, spoil in FONTS.items()},
}


def _turned(data: bytes) -> bytes:
    """The two pictures in each other's places."""
    one, other = re.findall(rb"data:image/png;base64,[A-Za-z0-9+/=]+", data)[:2]
    return data.replace(one, b"@").replace(other, one).replace(b"@", other)


def _words_drawn() -> bytes:
    import base64

    return base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" preserveAspectRatio="none">'
        b'<path d="M0 0L9 0L9 9L0 9ZM3 3L6 3L6 6L3 6Z" fill="#C5202F"/></svg>'
    )


def _font_for_font(data: bytes) -> bytes:
    """A font whose letters are those of a private alphabet: what is read is not what is shown."""

    def rotated(font: object) -> None:
        for table in font["cmap"].tables:  # type: ignore[index]
            codes = sorted(code for code in table.cmap if 97 <= code <= 122)
            names = [table.cmap[code] for code in codes]
            table.cmap.update(zip(codes, names[1:] + names[:1], strict=True))

    return spoils.page_font(rotated)(data)
