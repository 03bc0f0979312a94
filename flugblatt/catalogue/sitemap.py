"""The sitemap, where it is known where the project is published: landing pages and web pages, each with its other languages.

Flow: the facts of all works in parts -> ``render`` a part; of several parts ``index`` (sitemaps.org, protocol 0.9; Google's
xhtml:link for languages). A part has at most 50,000 addresses and 50 MB: a shelf of works stays far below.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from flugblatt.catalogue import site_paths
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.records.tree import add, root, written

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
DAY = len("2026-01-01")


def render(works: Iterable[WorkFacts]) -> bytes:
    """The addresses of these works."""
    urls = root("urlset", SPACE, xhtml=XHTML)
    for facts in works:
        pages = [(edition.language, file.path) for edition in facts.editions if (file := edition.file("web"))]
        for path in (site_paths.landing(facts.work), *(path for _, path in pages)):
            url = add(urls, "url")
            add(url, "loc", site_paths.absolute(path))
            add(url, "lastmod", facts.stamp[:DAY])
            for tag, other in pages if len(pages) > 1 else ():
                href = site_paths.absolute(other)
                etree.SubElement(url, f"{{{XHTML}}}link", rel="alternate", hreflang=tag, href=href)
    return written(urls)


def index(parts: Iterable[tuple[str, str]]) -> bytes:
    """A list of parts: the path of each, and its last change."""
    listed = root("sitemapindex", SPACE)
    for path, stamp in parts:
        one = add(listed, "sitemap")
        add(one, "loc", site_paths.absolute(path))
        add(one, "lastmod", stamp[:DAY])
    return written(listed)
