"""The landing page of a work: its editions side by side, every file with size and checksum, the proof beside it.

Flow: WorkFacts -> rows in the words of the original's or the first edition's language -> ``landing.html.j2`` -> its characters ->
the fonts as data addresses -> the bytes of ``index.html``. No script runs (the JSON-LD is data), nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_decimal_symbol
from markupsafe import Markup

from flugblatt import resources
from flugblatt.catalogue import accessibility_statements, page_head, relations, site_paths
from flugblatt.catalogue.facts import EditionFacts, FileFacts, WorkFacts
from flugblatt.catalogue.page_words import PageWords, words_of
from flugblatt.content.brand_file import project_brand
from flugblatt.language.table import Language, describe, locale_of, name_in
from flugblatt.model import Artefact
from flugblatt.model.targets import form
from flugblatt.xhtml import blocks, page_fonts, quotation_mark, theming

GROUPED = 8  # figures of a SHA-256 that stand together (LOOK.md: two lines of four groups of eight)


@dataclass(frozen=True, slots=True)
class Offered:
    """A form in the list of editions: its word, where it lies, and its media type."""

    word: str
    href: str
    type: str


@dataclass(frozen=True, slots=True)
class Filed:
    """A file with its size and checksum."""

    name: str
    href: str
    size: str
    digest: Markup


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition in the list, or two of them side by side; ``anchor`` is what the page names it by."""

    anchor: str
    sides: tuple[EditionFacts, ...]
    offered: tuple[Offered, ...]
    files: tuple[Filed, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line in the language of the page, or another that is marked."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row about the work: label and lines; ``style`` is ``link`` for addresses."""

    label: str
    lines: tuple[Line, ...]
    style: str = "text"


def artefacts(facts: WorkFacts) -> tuple[Artefact, Artefact]:
    """The landing page and the set of links of a work."""
    return (
        _made("landing", site_paths.landing(facts.work), render(facts)),
        _made("linkset", site_paths.linkset(facts.work), relations.linkset(facts)),
    )


def _made(kind: str, path: str, data: bytes) -> Artefact:
    return Artefact("catalogue", path, form("catalogue", kind).media_type, data, kind)


def render(facts: WorkFacts) -> bytes:
    """The whole page, UTF-8."""
    language, spoken = describe(facts.first, facts.main.title), words_of(facts.first)
    page = site_paths.landing(facts.work)
    brand = project_brand()
    mark, (width, height) = quotation_mark.mark(language, theming.web_mark(brand))
    values = {
        "facts": facts,
        "main": facts.main,
        "language": language,
        "words": spoken.words,
        "foreign": spoken.lang(facts.first),
        "page": page,
        "links": tuple(page_head.links(facts)),
        "metas": tuple(page_head.metas(facts)),
        "data": Markup(page_head.data(facts)),
        "count": counted(len(facts.editions), language, spoken.words),
        "editions": tuple(_every(facts, language, spoken.words)),
        "access": accessibility_statements.by_language(facts, spoken),
        "rows": tuple(_rows(facts, language)),
        "citation": citation(facts, language),
        "checked": spoken.words.checked.format(n=language.number(_checks(facts))),
        "packages": tuple(filed(file, page, language) for file in facts.files),
        "earlier": tuple(filed(file, page, language) for file in facts.earlier),
        "home": site_paths.from_page(site_paths.INDEX, page),
        "report": site_paths.from_page(site_paths.report(facts.work), page),
        "linkset": site_paths.from_page(site_paths.linkset(facts.work), page),
    }
    look = {"mark": css_address(mark), "mark_ratio": round(width / height, 4)}
    # Set once without fonts: what is embedded is exactly what that page shows.
    shown = blocks.render("landing.html.j2", css=Markup(""), mark="", mark_ratio=1, **values)
    named = ((language, facts.main.title), *((describe(one.language, one.title), one.title) for one in facts.editions))
    css = page_fonts.rules(named, shown) + (resources.STYLES / "catalogue.css").read_text(encoding="utf-8")
    css += theming.web_rules(brand)
    return blocks.render("landing.html.j2", css=Markup(css), **look, **values).encode()


def css_address(svg: bytes) -> Markup:
    """An SVG as a data address in a style sheet."""
    escapes = str.maketrans({"#": "%23", '"': "%22", "<": "%3C", ">": "%3E", " ": "%20"})
    return Markup("data:image/svg+xml," + svg.decode().translate(escapes))


def counted(editions: int, language: Language, words: PageWords) -> str:
    """How many editions there are, in words."""
    return words.edition if editions == 1 else words.editions.format(n=language.number(editions))


def size_words(size: int, language: Language) -> str:
    """A size as readers of the language write it: kB, from a million bytes on MB."""
    value, unit = (f"{size / 1e6:.1f}", "MB") if size >= 1_000_000 else (f"{size / 1e3:.0f}", "kB")
    return f"{language.number(value.replace('.', decimal_sign(language)))} {unit}"


@cache
def decimal_sign(language: Language) -> str:
    """What stands between the whole and its parts, by CLDR."""
    locale = locale_of(language.tag) if language.label_language == language.tag else None
    return get_decimal_symbol(locale or "en")


def citation(facts: WorkFacts, language: Language) -> str:
    """How the work is cited: who, what, when, and the address or identifier."""
    main = facts.main
    kind = language.kind(facts.kind) if facts.kind and language.label_language == language.tag else ""
    kind = "" if kind.casefold() in main.title.casefold() else kind
    titled = main.title if main.title[-1] in ".?!…。؟" else f"{main.title}."
    subtitled = f" {main.subtitle}." if main.subtitle else ""
    dated = ", ".join(part for part in (kind, language.day(facts.date)) if part)
    ended = dated if dated.endswith(".") else f"{dated}."
    address = relations.cite_as(facts) or f"urn:uuid:{facts.uuid}"
    return f"{'; '.join(issuer.name for issuer in main.issuers)}: {titled}{subtitled} {ended} {address}"


def _checks(facts: WorkFacts) -> int:
    alone = (file for edition in facts.editions for file in edition.files)
    every = (*facts.files, *alone, *(file for pair in facts.pairs for file in pair.files))
    return sum(len(file.passed) for file in every)


def _every(facts: WorkFacts, language: Language, words: PageWords) -> Iterator[Shown]:
    """Every edition, then the pairs of them."""
    page = site_paths.landing(facts.work)
    alone = ((edition.language, (edition,), edition.files) for edition in facts.editions)
    beside = ((pair.tags, facts.sides(pair), pair.files) for pair in facts.pairs)
    for anchor, sides, own in (*alone, *beside):
        files = tuple(filed(file, page, language) for file in own)
        proof = site_paths.from_page(site_paths.proof(facts.work, anchor), page)
        yield Shown(anchor, sides, tuple(_offered(own, page, words)), files, proof)


def _offered(files: tuple[FileFacts, ...], page: str, words: PageWords) -> Iterator[Offered]:
    wanted = (
        ("bilingual", "", "PDF"),
        ("bilingual", "leaflet", words.leaflet),
        ("archive-pdf", "", "PDF"),
        ("large-print", "", words.large_print),
        ("epub", "", "EPUB"),
        ("kepub", "", "Kobo"),
        ("web", "", words.web),
        ("leaflet", "read", words.leaflet),
        ("text", "", words.text),
    )
    for target, kind, word in wanted:
        if file := next((file for file in files if (file.target, file.kind) == (target, kind)), None):
            yield Offered(word, site_paths.from_page(file.path, page), file.media_type)


def filed(file: FileFacts, page: str, language: Language) -> Filed:
    """A file as ``page`` names it, with its size in the words of ``language``."""
    groups = (file.sha256[at : at + GROUPED] for at in range(0, len(file.sha256), GROUPED))
    digest = Markup("".join(f"<span>{group}</span>" for group in groups))  # figures alone, which the store computed
    return Filed(file.name, site_paths.from_page(file.path, page), size_words(file.size, language), digest)


def _rows(facts: WorkFacts, language: Language) -> Iterator[Row]:
    """What is known of the work, in the order of a colophon. What is unknown has no row."""
    labels, main = language.labels, facts.main
    publisher, contact, series, rights = facts.publisher, facts.contact, facts.series, facts.rights
    kind = language.kind(facts.kind) if facts.kind else ""
    said = [Line(f"{one.name}: {one.translator}", one.language) for one in facts.editions if one.translator]
    yield from _filled(labels.kind, Line(kind, language.label_lang))
    yield from _filled(labels.date, Line(language.day(facts.date)))
    yield from _filled(labels.revised, Line(language.day(facts.revised) if facts.revised else ""))
    yield from _filled(labels.original, _original(facts, language))
    yield from _filled(labels.translator, *said)
    found: tuple[tuple[str, tuple[str, ...], str], ...] = (
        (labels.publisher, (publisher.name, publisher.address or publisher.place) if publisher else (), "text"),
        (labels.contact, (contact.name, contact.email, contact.phone) if contact else (), "text"),
        (labels.series, (" ".join(filter(None, (series.title, series.number))),) if series else (), "text"),
        (labels.subjects, main.subjects, "text"),
        (labels.rights, (rights.statement,) if rights else (), "text"),
        (labels.license, (rights.license_name, rights.license_address) if rights else (), "link"),
        (labels.changes, tuple(f"{language.day(change.date)} {change.note}" for change in facts.changes), "text"),
        (labels.address, (facts.url,), "link"),
        ("DOI", (f"https://doi.org/{facts.doi}" if facts.doi else "",), "link"),
        ("ISBN", tuple(isbn.written for isbn in main.isbns), "identifier"),
        ("ISSN", (facts.issn,), "identifier"),
        ("URN", (main.urn_nbn,), "identifier"),
        (labels.identifier, (f"urn:uuid:{facts.uuid}",), "identifier"),
    )
    for label, lines, style in found:
        yield from _filled(label, *map(Line, lines), style=style)


def _filled(label: str, *lines: Line, style: str = "text") -> Iterator[Row]:
    """The row of the lines that say something; none where none does."""
    if told := tuple(line for line in lines if line.text):
        yield Row(label, told, style)


def _original(facts: WorkFacts, language: Language) -> Line:
    """The language of the original that is none of the editions, by the name that readers have for it, else by its own."""
    original = facts.original
    if original in ("", facts.first):
        return Line("")
    named = name_in(original, facts.first)
    return Line(named or describe(original, "").name, "" if named else original)
