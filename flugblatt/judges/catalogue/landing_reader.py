"""A landing page read back: what people see of it, its head for programs, and the facts that are kept beside it.

Flow: ``expected`` from the statement and its published files, ``read`` from the page and the kept facts, by the same names.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from flugblatt.judges.catalogue import pages_read
from flugblatt.judges.catalogue.pages_read import first, outside, own_text, resolved
from flugblatt.judges.catalogue.signposts import files_of, main_of, signposts, texts_of
from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata.fields import Fields, flattened, gathered, instant
from flugblatt.language.table import language_of
from flugblatt.model import Artefact, Edition, Statement
from flugblatt.model.cases import Case

Pairs = Iterator[tuple[str, str]]
SHOWN = (
    ("bilingual", ""),
    ("bilingual", "leaflet"),
    ("archive-pdf", ""),
    ("large-print", ""),
    ("epub", ""),
    ("kepub", ""),
    ("web", ""),
    ("leaflet", "read"),
    ("text", ""),
)
"""The forms that the list of editions offers, in its order; of several leaflets the first."""
SIGNPOSTS = ("cite-as", "type", "author", "license", "item", "describedby")


def expected(case: Case) -> Pairs:
    """What the page and the facts must say."""
    return (pair for part in (_page, _head, _metas, _data, _kept) for pair in part(case))


def read(case: Case) -> Pairs:
    """What they say."""
    tree, here = pages_read.page(case.data), f"{case.statement.work}/index.html"
    scripts = tree.xpath("//script[@type='application/ld+json']/text()")
    yield from _page_found(tree, here)
    yield from _head_found(tree, here)
    for name, value in flattened("", json.loads(scripts[0])):
        yield f"data {name}", _path(name, value, here)
    yield from _kept_found(json.loads(case.beside))
    yield from (("loaded", said) for said in pages_read.loads(tree))


def _path(name: str, value: str, page: str) -> str:
    return resolved(value, page) if name.endswith("contentUrl") else value


# --- What people see -----------------------------------------------------------------------------


def _page(case: Case) -> Pairs:
    statement, main = case.statement, main_of(case)
    yield "language", f"{main.language} {language_of(main).direction}"
    yield "title", main.title_text
    yield "heading", main.title_text
    yield "subtitle", main.subtitle
    yield "summary", statement.summary.for_language(main.language) or ""
    yield from (("notices", said) for said in _notices(statement, main))
    yield "date", statement.date
    yield from (("issuers", issuer.name) for issuer in statement_facts.issuers(statement, main))
    for edition in (*statement.editions, *statement.pairs()):
        tag = edition.tags
        for side in edition.sides:
            language = language_of(side)
            yield f"{tag} titles", f"{side.language} {language.direction} {side.title_text}"
            yield f"{tag} languages", f"{side.language} {language.direction} {language.name}"
        yield "editions", tag
        files = files_of(case, tag)
        for file in files:
            yield f"{tag} files", f"{file.path} {file.sha256}"
        for target, kind in SHOWN:
            offered = [file.path for file in files if (file.target, file.kind) == (target, kind)]
            yield from ((f"{tag} offered", path) for path in offered[:1])
        yield f"{tag} offered", f"{statement.work}/{tag}/{statement.work}.{tag}.proof.json"
    for file in (*_of_work(case), *case.earlier):
        yield "files", f"{file.path} {file.sha256}"


def _notices(statement: Statement, edition: Edition) -> list[str]:
    return [said for said, _ in statement_facts.notices(statement, edition, language_of(edition))]


def _of_work(case: Case) -> list[Any]:
    listed = (*case.statement.editions, *case.statement.pairs())
    owned = {file.path for edition in listed for file in files_of(case, edition.tags)}
    return [file for file in case.files or () if file.path not in owned]


def _page_found(tree: HtmlElement, here: str) -> Pairs:
    root = tree.xpath("//html")[0]
    yield "language", f"{root.get('lang')} {root.get('dir')}"
    yield "title", first(tree, "//head/title")
    yield "heading", first(tree, "//h1")
    yield "subtitle", first(tree, "//p[@class='subtitle']")
    yield "summary", first(tree, "//p[@class='summary']")
    yield from (("notices", own_text(one)) for one in tree.xpath("//div[@class='notices']/p"))
    yield from (("date", date) for date in tree.xpath("//div[@class='head']//time/@datetime"))
    yield from (("issuers", own_text(one)) for one in tree.xpath("//div[@class='issuers']/p"))
    for item in tree.xpath("//ul[@class='editions']/li"):
        tag, names = item.get("id"), item.xpath("./h2/bdi")
        yield "editions", tag
        for name in names:
            yield f"{tag} languages", f"{name.get('lang')} {name.get('dir')} {own_text(name)}"
        for title in item.xpath("./div[@class='called']/p/bdi")[: len(names)]:
            yield f"{tag} titles", f"{title.get('lang')} {title.get('dir')} {own_text(title)}"
        yield from ((f"{tag} files", said) for said in _files(item, here))
        links = item.xpath("./ul[@class='forms']/li/a/@href")
        yield from ((f"{tag} offered", resolved(href, here)) for href in links)
    for section in tree.xpath("//section"):
        yield from (("files", said) for said in _files(section, here))


def _files(element: HtmlElement, here: str) -> Iterator[str]:
    for file in element.xpath(".//ul[@class='files']/li"):
        yield f"{resolved(file.xpath('string(./a/@href)'), here)} {first(file, './code').replace(' ', '')}"


# --- The head ------------------------------------------------------------------------------------


def _head(case: Case) -> Pairs:
    statement = case.statement
    landing = f"{statement.work}/index.html"
    base = pages_read.base_url()
    yield "link canonical", statement.url or (outside(landing) if base else "")
    for edition in statement.editions:
        for file in texts_of(case, edition.language):
            if file.target == "web":
                yield "link alternate", f"{outside(file.path)} {file.media_type} {edition.language}"
    yield "link alternate", f"{outside('feed.xml')} application/atom+xml"
    yield "link linkset", f"{outside(f'{statement.work}/linkset.json')} application/linkset+json"
    yield from ((f"link {relation}", said) for relation, said in signposts(case))


def _head_found(tree: HtmlElement, here: str) -> Pairs:
    for link in tree.xpath("//head/link[not(starts-with(@rel, 'schema.'))]"):
        words = (resolved(link.get("href", ""), here), link.get("type", ""), link.get("hreflang", ""))
        yield f"link {link.get('rel')}", " ".join(filter(None, words))
    plain = ("viewport", "color-scheme")
    for meta in tree.xpath("//head/meta[@content]"):
        name = meta.get("name") or meta.get("property") or ""
        if name not in plain:
            content = meta.get("content", "")
            value = resolved(content, here) if name in PLACES else content
            yield f"meta {name}", f"{value} ({meta.get('lang')})" if meta.get("lang") else value


PLACES = ("og:image", "citation_pdf_url", "citation_fulltext_html_url")
"""Properties that hold an address of the folder."""


def _metas(case: Case) -> Pairs:
    statement, main = case.statement, main_of(case)
    files = {(file.target, file.kind): file for file in reversed(files_of(case, main.language))}
    for name, value in (*_citation(statement, main), *_dublin_core(statement, main)):
        yield f"meta {name}", value
    for target, name in (("archive-pdf", "citation_pdf_url"), ("web", "citation_fulltext_html_url")):
        if (target, "") in files:
            yield f"meta {name}", outside(files[target, ""].path)
    summary = statement.summary.for_language(main.language) or ""
    yield "meta description", summary
    yield "meta og:description", summary
    yield "meta og:type", "website"
    yield "meta og:title", main.title_text
    yield "meta og:locale", main.language.replace("-", "_")
    yield from (("meta og:url", said) for name, said in _head(case) if name == "link canonical")
    card = files.get(("pictures", "card"))
    if card:
        yield "meta og:image", outside(card.path)
        yield "meta og:image:width", "1200"
        yield "meta og:image:height", "630"
        yield "meta og:image:alt", main.title_text
    yield "meta twitter:card", "summary_large_image" if card else "summary"


def _citation(statement: Statement, main: Edition) -> Pairs:
    yield "citation_title", main.title_text
    yield from (("citation_author", issuer.name) for issuer in statement_facts.issuers(statement, main))
    yield "citation_publication_date", "/".join(statement.date.split("-"))
    yield "citation_language", main.language
    yield "citation_publisher", statement.publisher.name if statement.publisher else ""
    yield "citation_doi", statement.identifiers.doi
    yield from (("citation_isbn", isbn.written) for isbn in main.identifiers.isbns)
    yield "citation_issn", statement.identifiers.issn
    yield "citation_series_title", statement.series.title if statement.series else ""
    yield from (("citation_keywords", subject) for subject in statement.subject_words(main.language))


def _dublin_core(statement: Statement, main: Edition) -> Pairs:
    yield "DC.title", f"{main.title_text} ({main.language})"
    for edition in statement.editions:
        if edition.language != main.language:
            yield "DCTERMS.alternative", f"{edition.title_text} ({edition.language})"
        yield "DC.language", edition.language
    yield from (("DC.creator", issuer.name) for issuer in statement_facts.issuers(statement, main))
    yield "DC.publisher", statement.publisher.name if statement.publisher else ""
    yield from (("DC.subject", subject) for subject in statement.subject_words(main.language))
    yield "DC.date", statement.date
    yield "DCTERMS.modified", statement.revised if statement.revised != statement.date else ""
    yield "DC.type", "Text"
    yield "DC.identifier", f"urn:uuid:{statement_facts.work_id(statement)}"
    yield "DC.identifier", f"doi:{statement.identifiers.doi}" if statement.identifiers.doi else ""
    yield "DC.rights", statement.rights.statement if statement.rights else ""


# --- schema.org ----------------------------------------------------------------------------------


def _data(case: Case) -> Pairs:
    statement, main = case.statement, main_of(case)
    publisher, rights, series = statement.publisher, statement.rights, statement.series
    yield "data @context", "https://schema.org"
    yield "data @type", "CreativeWork"
    yield "data @id", f"urn:uuid:{statement_facts.work_id(statement)}"
    yield "data name", main.title_text
    yield "data alternateName", main.subtitle
    yield from _parties("data author", statement, main)
    yield "data datePublished", statement.date
    yield "data dateModified", statement.revised if statement.revised != statement.date else ""
    yield "data description", statement.summary.for_language(main.language) or ""
    yield from (("data keywords", subject) for subject in statement.subject_words(main.language))
    yield "data identifier", f"doi:{statement.identifiers.doi}" if statement.identifiers.doi else ""
    yield from (("data url", said) for name, said in _head(case) if name == "link canonical")
    if publisher:
        yield "data publisher @type", "Organization"
        yield "data publisher name", publisher.name
        yield "data publisher url", publisher.url
    if rights:
        yield "data license", rights.license_address
        yield "data copyrightNotice", rights.statement
    if series:
        yield "data isPartOf @type", "CreativeWorkSeries"
        yield "data isPartOf name", series.title
        yield "data isPartOf issn", series.issn
    withdrawn = statement.withdrawn
    if withdrawn or statement.embargoed:
        yield "data creativeWorkStatus @type", "DefinedTerm"
        yield "data creativeWorkStatus name", "Withdrawn" if withdrawn else "Embargoed"
        reason = withdrawn.reason.for_language(main.language) if withdrawn else statement.embargo
        yield "data creativeWorkStatus description", reason or ""
    yield "data expires", withdrawn.date if withdrawn else ""
    yield "data http://purl.org/dc/terms/replaces", statement.supersedes
    for edition in statement.editions:
        yield from _example(case, edition)
    for pair in statement.pairs():
        yield "data workExample @type", "CreativeWork"
        yield "data workExample @id", f"urn:uuid:{statement_facts.edition_id(statement, pair)}"
        for side in pair.sides:
            yield "data workExample name", side.title_text
            yield "data workExample inLanguage", side.language
        for file in files_of(case, pair.tags):
            yield from _encoding(file)


def _example(case: Case, edition: Edition) -> Pairs:
    statement, of = case.statement, "data workExample"
    yield f"{of} @type", "CreativeWork"
    yield f"{of} @id", f"urn:uuid:{statement_facts.edition_id(statement, edition)}"
    yield f"{of} name", edition.title_text
    yield f"{of} inLanguage", edition.language
    if statement_facts.issuers(statement, edition) != statement_facts.issuers(statement, main_of(case)):
        yield from _parties(f"{of} author", statement, edition)
    yield f"{of} translator", edition.translator
    numbers = (isbn.written.replace("-", "").replace(" ", "") for isbn in edition.identifiers.isbns)
    yield from ((f"{of} identifier", f"urn:isbn:{number}") for number in numbers)
    for file in texts_of(case, edition.language):
        yield from _encoding(file)
    book = next((file.data for file in texts_of(case, edition.language) if file.target == "epub"), b"")
    for name, value in _access(book):
        yield f"{of} {name}", value


def _encoding(file: Artefact) -> Pairs:
    of = "data workExample encoding"
    yield f"{of} @type", "MediaObject"
    yield f"{of} contentUrl", outside(file.path)
    yield f"{of} encodingFormat", file.media_type
    yield f"{of} contentSize", f"{file.size} bytes"
    yield f"{of} sha256", file.sha256


def _access(book: bytes) -> Pairs:
    """The terms on accessibility that the finished book has."""
    said = _terms(book) if book else {}
    for term in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        yield from ((term, value) for value in said.get(term, ()))
    for way in said.get("accessModeSufficient", ()):
        yield "accessModeSufficient @type", "ItemList"
        yield from (("accessModeSufficient itemListElement", mode) for mode in way.split(","))
    yield from (("accessibilitySummary", value) for value in said.get("accessibilitySummary", ()))


def _terms(book: bytes) -> Fields:
    """schema.org's terms in the package document (EPUB Accessibility 1.1, 2.2)."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        (path,) = container.xpath("//@full-path")
        package = etree.fromstring(archive.read(str(path)))
    metas = package.xpath("//*[local-name()='meta'][starts-with(@property, 'schema:')]")
    return gathered((meta.get("property").removeprefix("schema:"), meta.text or "") for meta in metas)


def _parties(name: str, statement: Statement, edition: Edition) -> Pairs:
    for issuer in statement_facts.issuers(statement, edition):
        yield f"{name} @type", "Person" if issuer.kind == "person" else "Organization"
        yield f"{name} name", issuer.name
        yield f"{name} sameAs", issuer.uri


# --- The kept facts ------------------------------------------------------------------------------


def _kept(case: Case) -> Pairs:
    statement = case.statement
    yield "kept work", statement.work
    yield "kept identifier", str(statement_facts.work_id(statement))
    yield "kept date", statement.date
    dates = [statement.revised or statement.date, *([statement.withdrawn.date] if statement.withdrawn else [])]
    yield "kept stamp", max(map(instant, dates)).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"
    yield "kept first", main_of(case).language
    for edition in statement.editions:
        tag, given = edition.language, edition.identifiers
        identifier = statement_facts.edition_id(statement, edition)
        yield "kept editions", f"{tag} {language_of(edition).direction} {identifier} {edition.title_text}"
        yield f"kept {tag} subtitle", edition.subtitle
        yield f"kept {tag} translator", edition.translator
        yield f"kept {tag} summary", statement.summary.for_language(tag) or ""
        yield from ((f"kept {tag} subjects", word) for word in statement.subject_words(tag))
        yield from ((f"kept {tag} notices", said) for said in _notices(statement, edition))
        for issuer in statement_facts.issuers(statement, edition):
            yield f"kept {tag} issuers", " ".join(filter(None, (issuer.name, issuer.kind, issuer.uri)))
        named = (given.doi, *(isbn.written for isbn in given.isbns), given.urn_nbn, given.uri)
        yield from ((f"kept {tag} identifiers", name) for name in named)
        yield from ((f"kept {tag} files", f"{file.path} {file.size} {file.sha256}") for file in files_of(case, tag))
    for pair in statement.pairs():
        yield "kept pairs", f"{pair.tags} {statement_facts.edition_id(statement, pair)}"
        yield from ((f"kept {pair.tags} files", f"{f.path} {f.size} {f.sha256}") for f in files_of(case, pair.tags))
    yield from (("kept files", f"{file.path} {file.size} {file.sha256}") for file in _of_work(case))
    yield from (("kept earlier", f"{file.path} {file.size} {file.sha256}") for file in case.earlier)


def _kept_found(facts: dict[str, Any]) -> Pairs:
    yield "kept work", facts["work"]
    yield "kept identifier", facts["uuid"]
    yield "kept date", facts["date"]
    yield "kept stamp", facts["stamp"]
    yield "kept first", facts["first"]
    for edition in facts["editions"]:
        tag = edition["language"]
        yield "kept editions", f"{tag} {edition['direction']} {edition['uuid']} {edition['title']}"
        for word in ("subtitle", "translator", "summary"):
            yield f"kept {tag} {word}", edition[word]
        yield from ((f"kept {tag} subjects", word) for word in edition["subjects"])
        yield from ((f"kept {tag} notices", notice["text"]) for notice in edition["notices"])
        for issuer in edition["issuers"]:
            yield f"kept {tag} issuers", " ".join(filter(None, (issuer["name"], issuer["kind"], issuer["uri"])))
        numbers = (isbn["written"] for isbn in edition["isbns"])
        named = (edition["doi"], *numbers, edition["urn_nbn"], edition["uri"])
        yield from ((f"kept {tag} identifiers", name) for name in named)
        yield from ((f"kept {tag} files", _file(file)) for file in edition["files"])
    for pair in facts["pairs"]:
        yield "kept pairs", f"{pair['tags']} {pair['uuid']}"
        yield from ((f"kept {pair['tags']} files", _file(file)) for file in pair["files"])
    yield from (("kept files", _file(file)) for file in facts["files"])
    yield from (("kept earlier", _file(file)) for file in facts["earlier"])


def _file(file: dict[str, Any]) -> str:
    return f"{file['path']} {file['size']} {file['sha256']}"
