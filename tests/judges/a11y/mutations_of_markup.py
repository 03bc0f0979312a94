"""One table of what spoils a page, and one of what spoils a book: each is found by our judge, and by axe or Ace where they have the
rule.

A row: what stands there, what is to stand there, our code, and the rule of the other judge, empty where it has none.
"""

PAGE = (
    ('<html lang="de"', "<html", "a11y-language", "html-has-lang"),
    ("<title>Offene Worte an die Versammlung der Völker</title>", "<title></title>", "a11y-title", "document-title"),
    (' alt="Ein blaues Rechteck"', "", "a11y-name", "image-alt"),
    ('<a href="https://example.org/a">Link</a>', '<a href="https://example.org/a"></a>', "a11y-name", "link-name"),
    ('<h3 id="eine-tabelle">', "<h3></h3><h3>", "a11y-name", "empty-heading"),
    ('<h2 id="colophon">', '<h2 id="take">', "a11y-id", ""),
    ('<ol class="loose labelled" role="list">', '<ol class="loose labelled" role="liste">', "a11y-role", "aria-roles"),
    ('aria-current="page"', 'aria-curent="page"', "a11y-role", "aria-valid-attr"),
    ('<main class="deep">', "<div>", "a11y-landmark", "landmark-one-main"),
    ("<header>", "<p>Wort</p><header>", "a11y-landmark", "region"),
    (
        '<nav aria-label="Sprachen">',
        '<nav aria-label="Sprachen"></nav><nav aria-label="Sprachen">',
        "a11y-landmark",
        "landmark-unique",
    ),
    ('<h2 id="listen">Listen</h2>', '<h4 id="listen">Listen</h4>', "a11y-heading", "heading-order"),
    ('<ul class="tight">', '<ul class="tight"><div>Wort</div>', "a11y-list", "list"),
    ("<dl>\n<div><dt>", "<dl><p>Wort</p>\n<div><dt>", "a11y-list", "definition-list"),
    ('<th scope="col">Name</th>', '<th scope="col"></th>', "a11y-table", "empty-table-header"),
    ('<th scope="col" class="center">', '<th scope="column" class="center">', "a11y-table", "scope-attr-valid"),
    ("--grey:#5F5A56", "--grey:#B0B0B0", "a11y-contrast", "color-contrast"),
    ("initial-scale=1", "initial-scale=1,user-scalable=no", "a11y-zoom", "meta-viewport"),
    (
        '<meta name="dcterms.date"',
        '<meta http-equiv="refresh" content="90"><meta name="dcterms.date"',
        "a11y-zoom",
        "meta-refresh",
    ),
    ('tabindex="0"', 'tabindex="3"', "a11y-keyboard", "tabindex"),
    (
        '<section class="grid" aria-labelledby="take">',
        '<section class="grid" aria-hidden="true">',
        "a11y-keyboard",
        "aria-hidden-focus",
    ),
    ('lang="he"', 'lang="hebräisch"', "a11y-language", "valid-lang"),
    ('role="doc-endnotes" aria-labelledby="notes"', 'role="doc-endnotes" aria-labelledby="nichts"', "a11y-id", ""),
    ("</style>", ".lede{overflow-x:auto}</style>", "a11y-keyboard", ""),
    ("--ink:#EDE8E2", "--ink:#444444", "a11y-contrast", ""),
    ("footer dt{color:var(--grey)", "footer dt{opacity:.4;color:var(--grey)", "a11y-contrast", ""),
    ('<th scope="col" class="decimal">', '<th class="decimal">', "a11y-table", ""),
)
"""Those at the end axe has no rule for, or sees them only on a narrow screen, in dark, or where nothing else is spoilt."""

BOOK = (
    ("text.xhtml", ' alt="Ein blaues Rechteck"', "", "a11y-name", "image-alt"),
    (
        "text.xhtml",
        'epub:type="noteref" role="doc-noteref"',
        'epub:type="noteref"',
        "a11y-role",
        "epub-type-has-matching-role",
    ),
    ("text.xhtml", ' aria-label="2"', "", "a11y-pages", "pagebreak-label"),
    ("text.xhtml", '<th scope="col">Name</th>', '<th scope="col"></th>', "a11y-table", "empty-table-header"),
    ("style.css", "blockquote {", "blockquote { color: #BBBBBB;", "a11y-contrast", "color-contrast"),
    (
        "title.xhtml",
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="de" xml:lang="de"',
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"',
        "a11y-language",
        "html-has-lang",
    ),
    ("colophon.xhtml", "<title>Diese Ausgabe</title>", "<title></title>", "a11y-title", "document-title"),
    (
        "package.opf",
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>',
        '<meta property="schema:accessibilityFeature">everything</meta>',
        "a11y-metadata",
        "metadata-accessibilityfeature-invalid",
    ),
    (
        "package.opf",
        '<meta property="schema:accessModeSufficient">textual</meta>',
        "",
        "a11y-metadata",
        "metadata-accessmodesufficient",
    ),
    (
        "package.opf",
        '<meta property="schema:accessibilityHazard">none</meta>',
        "",
        "a11y-metadata",
        "metadata-accessibilityhazard",
    ),
    ("package.opf", '<meta property="schema:accessMode">visual</meta>', "", "a11y-metadata", ""),
    ("package.opf", '<meta property="schema:accessibilityFeature">pageNavigation</meta>', "", "a11y-metadata", ""),
    (
        "package.opf",
        '<meta property="pageBreakSource">urn:uuid:6ad5c5d0-5919-5bfe-a028-8412a600f58f</meta>',
        "",
        "a11y-pages",
        "",
    ),
    (
        "nav.xhtml",
        '<a href="text.xhtml#page-2">2</a></li>\n<li><a href="text.xhtml#page-3">3</a>',
        '<a href="text.xhtml#page-3">3</a></li>\n<li><a href="text.xhtml#page-2">2</a>',
        "a11y-pages",
        "",
    ),
    (
        "nav.xhtml",
        '<li><a href="text.xhtml#notes">Anmerkungen</a></li>\n</ol></li>\n<li><a href="colophon.xhtml">Diese Ausgabe</a></li>',
        '<li><a href="colophon.xhtml">Diese Ausgabe</a></li>\n</ol></li>\n<li><a href="text.xhtml#notes">Anmerkungen</a></li>',
        "a11y-order",
        "",
    ),
    ("nav.xhtml", 'epub:type="toc" id="toc" role="doc-toc"', 'id="toc"', "a11y-order", ""),
    ("text.xhtml", '<h2 id="listen">Listen</h2>', '<h4 id="listen">Listen</h4>', "a11y-heading", ""),
    ("text.xhtml", 'lang="be" xml:lang="be"', 'lang="be" xml:lang="ru"', "a11y-language", ""),
)
"""Ace finds none of those at the end: order of pages and contents, and what is said and not so."""
