"""Works for the tests of records: one that says everything, one that says the least, and files to describe.

Flow: yaml and Markdown -> ``full``, ``least`` … -> Statement; ``files`` -> the published files of an edition.
"""

import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from PIL import Image

from flugblatt import records
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Edition, Statement
from tests.editions import png, read, write

FULL_YAML = """\
date: 2024-05-03
revised: 2024-06-02T10:30:00+02:00
kind: open-letter
original: be
issuers:
  be:
    - Рада & Камітэт
    - {name: Марыя Узор, kind: person, sort_name: "Узор, Марыя", uri: "https://example.org/maryja"}
    - {name: Канферэнцыя <Мінск>, kind: conference}
  de:
    - {name: Rat & Komitee, uri: "https://example.org/rat", sort_name: "Komitee, Rat und"}
    - {name: Maria Muster, kind: person, sort_name: "Muster, Maria"}
    - {name: Konferenz <Minsk>, kind: conference}
  ar: [المجلس]
  yue: [委員會]
  zh-Hant: [委員會]
publisher: {name: Verlag Beispiel, place: Minsk, address: "Straße 1, 220000 Minsk", url: "https://example.org/verlag"}
contact: {name: Pressestelle, email: presse@example.org, phone: "+49 30 1234567"}
subjects:
  be: [Свабода]
  de:
    - Recht & Freiheit
    - {scheme: thema, code: JPVH, label: Wahlen}
    - {scheme: thema, code: 1DTB, label: Osteuropa}
    - {scheme: gnd, code: 4037764-4, label: Menschenrecht}
  ar: [حرية]
  yue: [自由]
  zh-Hant: [自由]
summary: {be: Пра што ідзе., de: Worum es <geht>., ar: ملخص, yue: 摘要。, zh-Hant: 摘要。}
rights: {statement: Alle dürfen dies drucken & teilen., license: "https://creativecommons.org/licenses/by/4.0/", access: open}
identifiers: {doi: 10.1000/182, issn: 2049-3630, urn_nbn: "urn:nbn:de:101:1-2022010612", uri: "https://example.org/id/brief"}
url: https://example.org/brief
price: {amount: 4.99, currency: EUR}
supplier: Buch & Handel
exemption: microenterprise
embargo: 2024-05-03T10:00:00+02:00
withdrawn: {date: 2024-07-01, reason: {be: Памылка, de: Ein Zitat war <falsch>.}}
supersedes: brief-2021
addressee: {de: [An die Versammlung, Platz 1], be: [Сходу]}
signatories:
  - {name: Anna & Karl, function: Vorsitz, place: Minsk}
  - Ola <Muster>
bilingual: [[de, ar]]
series: {title: Offene Briefe, issn: 0317-8471, number: "7"}
changes:
  - {date: 2024-05-20, note: Tippfehler}
  - {date: 2024-06-02, note: Anschrift & Name}
editions:
  de:
    subtitle: Ein Untertitel
    translator: Tina Tolmetsch
    identifiers: {isbn: {epub: 978-3-16-148410-0, pdf: 979-12-200-0852-5, print: 0-306-40615-2}}
  ar: {translator: دار الترجمة}
"""
EDITIONS = {
    "be": "# Адкрыты ліст да *сходу*\n\nПершы абзац.\n",
    "de": "# Offener Brief an die *Versammlung* & alle\n\nEin Absatz mit einem ![roten Rechteck](bild.png).\n\n"
    "| Ort | Zahl |\n|---|---|\n| Minsk | 1 |\n",
    "ar": "# رسالة مفتوحة\n\nفقرة أولى.\n",
    "yue": "# 公開信\n\n第一段。\n",
    "zh_Hant": "# 公開信\n\n第一段。\n",
}
LEAST_YAML = "date: 2022\nissuers: [Büro]\n"
LEAST = "# Ein Titel\n\nEin Absatz.\n"


@cache
def full() -> Statement:
    """A work that fills every key a record is made from: an original in Belarusian with four translations."""
    with TemporaryDirectory() as folder:
        work = write(Path(folder), "brief", FULL_YAML, **EDITIONS)
        (work / "bild.png").write_bytes(png(30, 12))
        return read(work)


@cache
def least() -> Statement:
    """A work that says no more than it must."""
    return made(LEAST_YAML, de=LEAST)


def made(yaml: str, name: str = "brief", **editions: str) -> Statement:
    """The work of a statement.yaml and of editions, by tag with underscores for hyphens."""
    with TemporaryDirectory() as folder:
        return read(write(Path(folder), name, yaml, **editions))


@cache
def pdf(pages: int) -> bytes:
    """A PDF of blank pages."""
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        document.add_blank_page()
    document.save(out, static_id=True)
    return out.getvalue()


def files(edition: Edition) -> tuple[Artefact, ...]:
    """The files of an edition that records list, and one that they do not."""
    path = f"{edition.work}/{edition.language}/{edition.work}.{edition.language}"
    forms = (
        ("text", ".txt", "text/plain", b"Text.\n"),
        ("archive-pdf", ".pdf", "application/pdf", pdf(3)),
        ("access-pdf", ".a4f.pdf", "application/pdf", pdf(4)),
        ("large-print", ".large.pdf", "application/pdf", pdf(9)),
        ("epub", ".epub", "application/epub+zip", book(CLAIM)),
        ("web", ".html", "text/html", b"<!doctype html>"),
    )
    made = (Artefact(target, path + suffix, media_type, data) for target, suffix, media_type, data in forms)
    return (*made, Artefact("pictures", f"{path}.cover.jpg", "image/jpeg", surface(), "cover"))


@cache
def surface() -> bytes:
    """A cover for shops without anything on it."""
    out = io.BytesIO()
    Image.new("RGB", (1600, 2560), (197, 32, 47)).save(out, "JPEG")
    return out.getvalue()


CLAIM = (
    '<meta property="schema:accessibilityFeature">tableOfContents</meta>'
    '<meta property="schema:accessibilityFeature">pageNavigation</meta>'
    '<meta property="schema:accessibilitySummary" xml:lang="de">Man kann ihn h&#246;ren &amp; f&#252;hlen.</meta>'
    '<meta property="dcterms:conformsTo" id="conf">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
)


@cache
def book(claim: str) -> bytes:
    """As much of an e-book as records read of it: its package document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in (
            ("META-INF/container.xml", '<container><rootfile full-path="EPUB/package.opf"/></container>'),
            ("EPUB/package.opf", f"<package><metadata>{claim}</metadata></package>"),
        ):
            packed.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def kind_of(artefact: Artefact) -> str:
    """What ends the name of a record: ``mods.xml``."""
    return artefact.kind


def rendered(statement: Statement, edition: Edition) -> dict[str, bytes]:
    """The records of an edition by kind."""
    language = describe(edition.language, edition.whole_text)
    made = records.render(statement, edition, language, files(edition))
    return {kind_of(artefact): artefact.data for artefact in made}
