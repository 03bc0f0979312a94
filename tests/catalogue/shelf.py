"""Published works for tests of the catalogue, without building one: statements with files that stand for the real ones.

Flow: a Statement -> ``groups`` (a small file for each form, each check passed) -> ``facts`` -> pages.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from flugblatt.catalogue import facts as facts_room
from flugblatt.catalogue import landing_page
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.catalogue.pages import Page, render, survey
from flugblatt.judges import judge_table
from flugblatt.model import Artefact, Check, Group, Statement
from flugblatt.model.cases import Case, PageCase
from flugblatt.model.targets import SINGLE, form, row

OPF = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u" xml:lang="{tag}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="u">urn:x:1</dc:identifier><dc:title>t</dc:title>
<dc:language>{tag}</dc:language><meta property="dcterms:modified">2024-06-02T08:30:00Z</meta>
<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary" xml:lang="de">Alles lässt sich vorlesen.</meta></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="n"/></spine></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>
<body><nav epub:type="toc"><ol><li><a href="nav.xhtml">t</a></li></ol></nav></body></html>"""
CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def book(tag: str) -> bytes:
    """An e-book with no more than its metadata."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        archive.writestr(zipfile.ZipInfo("META-INF/container.xml"), CONTAINER)
        archive.writestr(zipfile.ZipInfo("EPUB/package.opf"), OPF.format(tag=tag))
        archive.writestr(zipfile.ZipInfo("EPUB/nav.xhtml"), NAV)
    return out.getvalue()


def groups(statement: Statement) -> tuple[Group, ...]:
    """One group for each target of each edition and of the work."""
    work = statement.work
    found = []
    for edition in statement.editions:
        tag = edition.language
        for target in SINGLE:
            data = book(tag) if target.name == "epub" else f"{target.name} {tag}".encode()
            found.append(_group(target.name, tag, (target.path(edition), data, "")))
        pictures = row("pictures")
        shots = [(pictures.path(edition, of.kind), of.kind.encode(), of.kind) for of in pictures.forms]
        found.append(_group("pictures", tag, *shots))
        folder = f"{work}/{tag}/leaflet"
        found.append(_group("leaflet", tag, (f"{folder}/a5-4.read.pdf", b"leaflet", "read")))
        found.append(_group("press", tag, (f"{folder}/a5-4.press.pdf", b"press", "press")))
        records = [(f"{work}/records/{work}.{tag}{of.suffix}", b"record", of.kind) for of in row("records").forms]
        found.append(_group("records", tag, *records))
    for pair in statement.pairs():
        beside = row("bilingual")
        books = [(beside.path(pair, of.kind), f"{pair.tags} {of.kind}".encode(), of.kind) for of in beside.forms]
        found.append(_group("bilingual", pair.tags, *books))
    found.append(_group("package", "", (f"{work}/archive/{work}.tar", b"tar", "")))
    found.append(Group("dnb", "", "f", (), ("not due",)))
    return tuple(found)


def _group(target: str, tag: str, *files: tuple[str, bytes, str]) -> Group:
    made = []
    for path, data, kind in files:
        of = form(target, kind)
        checks = tuple(Check(name, "passed", "a tool") for name in of.checks)
        made.append((Artefact(target, path, of.media_type, data, kind), checks))
    return Group(target, tag, "f", tuple(made))


def facts(statement: Statement) -> WorkFacts:
    return facts_room.gather(statement, groups(statement))


def files(statement: Statement) -> tuple[Artefact, ...]:
    return tuple(made for group in groups(statement) for made, _ in group.files)


def pages(*works: WorkFacts) -> Iterator[Page]:
    """Every page of a catalogue of these works."""
    by_name = {facts.work: facts for facts in works}
    return render(survey(by_name.values()), by_name.__getitem__)


def checks(page: Page, *works: WorkFacts) -> tuple[Check, ...]:
    """What the judges say of a page of a catalogue of these works, but for that of formats."""
    by_name = {facts.work: facts_room.written(facts) for facts in works}
    made = page.artefact
    case = PageCase(made.kind, made.path, made.data, tuple(by_name[name] for name in page.works), page.language)
    return tuple(judge_table.judge_page(name, case) for name in case.form.checks if name != "format-id")


def landing_case(statement: Statement, kind: str, data: bytes) -> Case:
    """The landing page of a work, or its links, as the judge is asked."""
    kept = facts_room.written(facts(statement))
    return Case(statement, statement.editions[0], "catalogue", data, kind=kind, files=files(statement), beside=kept)


def write(folder: Path, *works: Statement) -> None:
    """The landing pages and the catalogue of these works, with files that stand for theirs, as a folder to be served."""
    known = [facts(statement) for statement in works]
    made = [artefact for one in known for artefact in landing_page.artefacts(one)]
    made += [page.artefact for page in pages(*known)]
    made += [artefact for statement in works for artefact in files(statement)]
    for artefact in made:
        (folder / artefact.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / artefact.path).write_bytes(artefact.data)
