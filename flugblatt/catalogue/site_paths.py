"""Where the catalogue's files lie, and how one names another: relative to itself, so that the folder can be mounted anywhere.

Flow: a path below the output folder, and the page that names it -> ``from_page``; where flugblatt.toml says where the project is
published also ``absolute``, for what outsiders read.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from flugblatt.tables.project_file import settings

INDEX, OPDS2, OPDS1, FEED, SITEMAP = "index.html", "opds.json", "opds.xml", "feed.xml", "sitemap.xml"
PLAIN = re.compile(r"[A-Za-z0-9/.+_~-]*")
"""A path that is an address as it stands."""
FOLDER = "_catalogue"
STYLE = f"{FOLDER}/style.css"
FIRST = {"index": INDEX, "opds2": OPDS2, "opds1": OPDS1, "feed": FEED, "sitemap": SITEMAP}
"""The first page of each kind; further ones lie in ``FOLDER``."""
SUFFIX = {"index": ".html", "opds2": ".json", "opds1": ".xml", "feed": ".feed.xml", "sitemap": ".sitemap.xml"}


def landing(work: str) -> str:
    return f"{work}/index.html"


def linkset(work: str) -> str:
    return f"{work}/linkset.json"


def report(work: str) -> str:
    return f"{work}/report.html"


def proof(work: str, language: str) -> str:
    return f"{work}/{language}/{work}.{language}.proof.json"


def shelf(kind: str, number: int, language: str = "") -> str:
    """A page of all editions, or of those in one language."""
    if number == 1 and not language:
        return FIRST[kind]
    return "/".join(part for part in (FOLDER, language, f"{number}{SUFFIX[kind]}") if part)


def from_page(path: str, page: str) -> str:
    """A path as ``page`` names it (RFC 3986, 4.2), each character that an address cannot have escaped."""
    folder, up = page.rpartition("/")[0], ""
    while folder and not path.startswith(f"{folder}/"):
        folder, up = folder.rpartition("/")[0], f"../{up}"
    return up + escaped(path[len(folder) + 1 :] if folder else path)


def escaped(path: str) -> str:
    return path if PLAIN.fullmatch(path) else quote(path, safe="/.+-_~")


def absolute(path: str) -> str:
    """Where a file lies when the project is published; empty where nobody has said where that is."""
    base = settings().base_url
    return f"{base.rstrip('/')}/{escaped(path)}" if base else ""


def outside(path: str, page: str) -> str:
    """The address for readers that know the page but not where it came from: absolute where that is known."""
    return absolute(path) or from_page(path, page)
