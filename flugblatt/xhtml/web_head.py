"""The head of a web page for programs: search engines, reference managers, social networks, harvesters.

Flow: (Statement, Edition) -> ``links`` and ``metas``, as far as they are known when an edition is rendered: nothing of sizes or
checks. Addresses are relative, but for canonical and card, which outsiders read, where flugblatt.toml says where the project is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.language import shaping
from flugblatt.model import Edition, Statement
from flugblatt.model.targets import row
from flugblatt.tables.project_file import settings


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A link by RFC 8288."""

    relation: str
    href: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """A property; ``attribute`` is that of HTML (``name``) or RDFa (``property``), which Open Graph wants."""

    name: str
    content: str
    attribute: str = "name"


def links(statement: Statement, edition: Edition) -> Iterator[HeadLink]:
    """Canonical, editions in other languages, and FAIR Signposting from the page to its work."""
    if address := canonical(statement, edition):
        yield HeadLink("canonical", address)
    for other in statement.editions if len(statement.editions) > 1 else ():
        href = f"../{other.language}/{other.work}.{other.language}.html"
        yield HeadLink("alternate", href, "text/html", other.language)
    doi = edition.identifiers.doi
    if cited := f"https://doi.org/{doi}" if doi else statement.url:
        yield HeadLink("cite-as", cited)
    yield HeadLink("type", "https://schema.org/CreativeWork")
    yield HeadLink("collection", "../index.html", "text/html")
    for address in dict.fromkeys(issuer.uri for issuer in statement.issuers_of(edition) if issuer.uri):
        yield HeadLink("author", address)
    if statement.rights and statement.rights.license_address:
        yield HeadLink("license", statement.rights.license_address)


def canonical(statement: Statement, edition: Edition) -> str:
    """The page's own address where the project has one; of a lone edition that of the work. Translations are no copies of each
    other, so that several editions never share one."""
    if own := _absolute(row("web").path(edition)):
        return own
    return statement.url if len(statement.editions) == 1 else ""


def metas(statement: Statement, edition: Edition) -> Iterator[Meta]:
    """Open Graph with the card, and the tags of Highwire Press, with slashes in dates as they want them."""
    summary = statement.summary.for_language(edition.language) or ""
    yield Meta("og:type", "article", "property")
    yield Meta("og:title", edition.title_text, "property")
    yield Meta("og:locale", edition.language.replace("-", "_"), "property")
    if summary:
        yield Meta("og:description", summary, "property")
    if address := canonical(statement, edition):
        yield Meta("og:url", address, "property")
    if not shaping.lacks_font(statement, edition):
        card = row("pictures").path(edition, "card")
        yield Meta("og:image", _absolute(card) or card.rpartition("/")[2], "property")
        yield Meta("twitter:card", "summary_large_image")
    yield Meta("citation_title", edition.title_text)
    for issuer in statement.issuers_of(edition):
        yield Meta("citation_author", issuer.name)
    yield Meta("citation_publication_date", statement.date.replace("-", "/"))
    yield Meta("citation_language", edition.language)
    if edition.identifiers.doi:
        yield Meta("citation_doi", edition.identifiers.doi)


def _absolute(path: str) -> str:
    base = settings().base_url
    return f"{base.rstrip('/')}/{path}" if base else ""
