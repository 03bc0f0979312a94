"""The certificate: what it counts, which fonts it names, and that it never says passed where it may not."""

import base64
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from flugblatt.model import Artefact, Call, Check, Image, Statement, leaves
from flugblatt.model.checks import overall
from flugblatt.report import certificate
from flugblatt.report.run_report import Entry
from tests import editions, proofs


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return proofs.rich_work(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def light(rich: Statement) -> tuple[Entry, ...]:
    return proofs.light(rich)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return proofs.plain_work(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def laid_out(plain: Statement) -> tuple[Entry, ...]:
    return proofs.laid_out(plain, plain.editions[0])


def read(statement: Statement, tag: str, entries: tuple[Entry, ...]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(certificate.render(statement, editions.edition(statement, tag), entries))
    return value


def test_it_names_source_files_and_routes(rich: Statement, light: tuple[Entry, ...]) -> None:
    value = read(rich, "de", light)
    edition = editions.edition(rich, "de")
    assert value["verdict"] == "passed"
    assert value["source"] == {"path": "rich/de.md", "sha256": hashlib.sha256(edition.source.data).hexdigest()}
    assert value["statement"]["sha256"] == hashlib.sha256(rich.source.data).hexdigest()
    assert [artefact["path"] for artefact in value["artefacts"]] == ["rich/de/rich.de.html", "rich/de/rich.de.txt"]
    for artefact, entry in zip(value["artefacts"], light[2:], strict=True):
        assert artefact["sha256"] == hashlib.sha256(entry.artefact.data).hexdigest()
        assert artefact["bytes"] == len(entry.artefact.data)
        assert [route["route"] for route in artefact["routes"]] == ["fidelity"]
    assert value["tools"]["judges"]["fidelity"] == ["our checks"]
    assert value["tools"]["packages"]["weasyprint"]


def test_two_editions_side_by_side_have_one_certificate_that_names_both_sources(tmp_path: Path) -> None:
    folder = editions.write(tmp_path, "probe", editions.PLAIN_YAML + "bilingual: [[de, en]]\n")
    (folder / "de.md").write_text("# Eins\n\nZwei.\n")
    (folder / "en.md").write_text("# One\n\nTwo, three.\n")
    statement = editions.read(folder)
    made = Artefact("bilingual", "probe/de+en/probe.de+en.pdf", "application/pdf", b"x")
    paper = certificate.papers(statement, (Entry("de+en", made, False, (Check("fidelity", "passed", "a tool"),)),))
    assert [one.path for one in paper] == ["probe/de+en/probe.de+en.proof.json"]
    value = json.loads(paper[0].data)
    assert (value["language"], value["verdict"]) == ("de+en", "passed")
    assert [(one["language"], one["title"], one["text"]["characters"]) for one in value["editions"]] == [
        ("de", "Eins", 9),
        ("en", "One", 14),
    ]
    assert [one["source"]["path"] for one in value["editions"]] == ["probe/de.md", "probe/en.md"]


def test_other_readers_of_a_pdf_are_told_and_do_not_decide(plain: Statement, laid_out: tuple[Entry, ...]) -> None:
    pdf, book = read(plain, plain.editions[0].language, laid_out)["artefacts"]
    routes = [(route["route"], route["decides"], route["verdict"]) for route in pdf["routes"]]
    assert routes == [
        ("fidelity", True, "passed"),
        ("glyphs", True, "passed"),
        ("plain (pypdf)", False, "passed"),
        ("plain (PDFium)", False, "passed"),
    ]
    assert [route["route"] for route in book["routes"]] == ["fidelity"]

    def failing(check: Check) -> Check:
        return replace(check, readers=tuple(replace(reader, verdict="failed") for reader in check.readers))

    worse = tuple(replace(entry, checks=tuple(map(failing, entry.checks))) for entry in laid_out)
    value = read(plain, plain.editions[0].language, worse)
    assert value["verdict"] == value["artefacts"][0]["verdict"] == "passed"
    assert [route["verdict"] for route in value["artefacts"][0]["routes"]] == ["passed", "passed", "failed", "failed"]


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_its_counts_are_those_of_the_judge(rich: Statement, light: tuple[Entry, ...], tag: str) -> None:
    """The judge counts the figures of calls and the pictures too: they stand in what it compares."""
    edition = editions.edition(rich, tag)
    text = certificate.text_counts(edition)
    inline = list(leaves((edition.title, edition.blocks, edition.notes)))
    figures = sum(len(str(leaf.number)) for leaf in inline if isinstance(leaf, Call))
    images = sum(isinstance(leaf, Image) for leaf in inline)
    web = next(entry for entry in light if entry.language == tag and entry.artefact.target == "web")
    detail = next(check.detail for check in web.checks if check.check == "fidelity")
    assert detail == (
        f"{text['blocks']} of {text['blocks']} blocks equal, {text['characters'] + figures + images:,} characters"
    )


def test_declared_normalisations_are_counted(tmp_path: Path) -> None:
    source = (
        "\ufeff# Ein  Titel\r\n\r\nEine Zeile\r\nund\tnoch eine, ganz gewöhn\u00adlich.\r\n\r\n```\r\na  b\r\n```\r\n"
    )
    folder = editions.write(tmp_path, "probe", editions.PLAIN_YAML)
    (folder / "de.md").write_bytes(source.encode())
    rows = certificate.normalisations(editions.read(folder).editions[0])
    assert {row.id: row.count for row in rows} == {
        "leading-bom": 1,
        "crlf": source.count("\r\n"),
        "blank-runs": 4,
        "soft-hyphens": 1,
    }
    assert all(row.rule and row.reason for row in rows)


def test_a_plain_source_needs_no_normalisation(plain: Statement) -> None:
    assert [row.count for row in certificate.normalisations(plain.editions[0])] == [0, 0, 0, 0]


def test_a_changed_letter_is_no_proof(rich: Statement, light: tuple[Entry, ...]) -> None:
    bad = proofs.tampered(rich, light[3], "Vorspann", "Vorspanm")
    value = read(rich, "de", (light[2], bad))
    assert value["verdict"] == "failed"
    assert [artefact["verdict"] for artefact in value["artefacts"]] == ["passed", "failed"]
    assert value["artefacts"][1]["routes"][0]["errors"] == 1


def test_a_route_that_was_not_run_is_no_proof(rich: Statement, light: tuple[Entry, ...]) -> None:
    entry = proofs.with_check(light[2], check="glyphs", verdict="not run", tool="", reason="no font at hand")
    value = read(rich, "de", (entry, light[3]))
    assert value["verdict"] == "not run"
    assert value["artefacts"][0]["routes"][1]["reason"] == "no font at hand"


def test_nothing_judged_is_no_proof(rich: Statement, light: tuple[Entry, ...]) -> None:
    assert read(rich, "de", ())["verdict"] == "not run"
    unjudged = replace(light[2], checks=tuple(check for check in light[2].checks if check.check != "fidelity"))
    assert read(rich, "de", (unjudged, light[3]))["verdict"] == "not run"


def test_a_failed_route_outweighs_one_not_run() -> None:
    assert overall(("passed", "not run", "failed")) == "failed"
    assert overall(()) == "not run"


def test_what_bears_no_text_is_left_out(rich: Statement, light: tuple[Entry, ...]) -> None:
    picture = Artefact("leaflet", "rich/de/leaflet/a5-4.front.png", "image/png", b"\x89PNG", "picture")
    entry = Entry("de", picture, False, ())
    assert read(rich, "de", (*light, entry)) == read(rich, "de", light)
    spoken = replace(entry, artefact=replace(picture, path="rich/de/leaflet/a5-4.read.pdf", kind="read"))
    assert read(rich, "de", (*light, spoken)) != read(rich, "de", light)


def test_the_fonts_are_those_in_the_files(
    plain: Statement, laid_out: tuple[Entry, ...], rich: Statement, light: tuple[Entry, ...]
) -> None:
    pdf, book = (artefact["fonts"] for artefact in read(plain, "de", laid_out)["artefacts"])
    resources = pypdf.PdfReader(io.BytesIO(laid_out[0].artefact.data)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in resources.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        program = next(descriptor[key].get_data() for key in ("/FontFile2", "/FontFile3") if key in descriptor)
        row = {
            "name": descriptor["/FontName"][1:],
            "sha256": hashlib.sha256(program).hexdigest(),
            "bytes": len(program),
        }
        assert row in pdf
    with zipfile.ZipFile(io.BytesIO(laid_out[1].artefact.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.endswith(".ttf")}
    assert files and {row["name"]: row["sha256"] for row in book} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }
    faces = re.findall(rb"data:font/woff2;base64,([^)]*)", light[2].artefact.data)
    web = read(rich, "de", light)["artefacts"][0]["fonts"]
    assert {row["sha256"] for row in web} == {hashlib.sha256(base64.b64decode(face)).hexdigest() for face in faces}
    assert len(web) == len(faces) > 0
    assert read(rich, "de", light)["artefacts"][1]["fonts"] == []


@pytest.mark.parametrize("number", [0, 1])
def test_a_damaged_file_has_unknown_fonts(plain: Statement, laid_out: tuple[Entry, ...], number: int) -> None:
    artefact = laid_out[number].artefact
    damaged = proofs.entry(plain, plain.editions[0], artefact.target, artefact.data[: len(artefact.data) // 3])
    value = read(plain, "de", (damaged,))
    assert value["artefacts"][0]["fonts"] in (None, []) and value["verdict"] == "failed"
    assert certificate.fonts_of(replace(artefact, body=b"")) is None


def test_the_same_input_gives_the_same_bytes(rich: Statement, light: tuple[Entry, ...]) -> None:
    edition = editions.edition(rich, "ar")
    reused = tuple(replace(entry, reused=True) for entry in light)
    data = certificate.render(rich, edition, light)
    assert data == certificate.render(rich, edition, reused)
    assert data.endswith(b"\n") and "رسالة".encode() in data
    assert certificate.path(edition) == "rich/ar/rich.ar.proof.json"
