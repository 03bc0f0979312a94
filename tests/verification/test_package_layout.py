"""Every file has a place and a role, or is found; leaflets are known by names that the table of kinds has."""

import pytest

from flugblatt.judges.package.fixity import Bag
from flugblatt.judges.package.unpacking import File
from flugblatt.model import Statement
from flugblatt.verification import package_layout
from flugblatt.verification.package_layout import is_leaflet, leaflet
from flugblatt.verification.packaged_source import LARGEST_TEXT, read
from tests.bagging import Files


def plan(files: Files) -> package_layout.Layout:
    return package_layout.read(bag(files))


def bag(files: Files) -> Bag:
    return Bag("renamed", tuple(File(name, data) for name, data in files.items()))


def test_every_file_of_a_package_has_its_role(files: Files, work: Statement) -> None:
    found = plan(files)
    assert found.work == "probe" and found.findings == ()
    roles = {item.path.rpartition("/")[2]: item.role for item in found.items}
    assert roles["METS.xml"] == "mets" and roles["premis.xml"] == "premis" and roles["dc.xml"] == "record"
    assert roles["de.md"] == roles["bild.png"] == "source" and roles["probe.ar.epub"] == "publication"
    assert roles["report.html"] == "documentation" and roles["mods.xsd"] == "schema" and roles["bag-info.txt"] == "tag"
    assert package_layout.judge(found, work, bag(files)).verdict == "passed"


@pytest.mark.parametrize(
    "name",
    [
        "run.sh",
        "metadata/other/x.xml",
        "documentation/a/b.html",
        "documentation/statement.pdf",
        "schemas/x.html",
        "metadata/descriptive/other.de.mods.xml",
        "metadata/descriptive/probe.fr.mrc",
        "metadata/descriptive/mods.xml",
        "metadata/descriptive/x.pdf",
        "representations/more/data/x.pdf",
        "representations/more/METS.xml",
        "METS.xml.bak",
    ],
)
def test_what_has_no_place_is_found(name: str, files: Files, work: Statement) -> None:
    path = f"data/{plan(files).folder}/{name}"
    check = package_layout.judge(plan({**files, path: b"x"}), work, bag(files))
    assert [(finding.code, finding.where) for finding in check.findings] == [("layout-unknown", path)]


@pytest.mark.parametrize(
    "name", ["de/other.de.pdf", "de/probe.de.doc", "fr/probe.fr.pdf", "probe.de.pdf", "de/leaflet/x.exe"]
)
def test_publications_of_no_known_form_are_found(name: str, files: Files, work: Statement) -> None:
    path = f"data/{plan(files).folder}/representations/publications/data/{name}"
    check = package_layout.judge(plan({**files, path: b"x"}), work, bag(files))
    assert [(finding.code, finding.where) for finding in check.findings] == [("layout-unknown", path)]


def test_a_source_that_nothing_needs_is_found(files: Files, work: Statement) -> None:
    path = f"data/{plan(files).folder}/representations/source/data/notes.txt"
    check = package_layout.judge(plan({**files, path: b"x"}), work, bag(files))
    assert [(finding.code, finding.where) for finding in check.findings] == [("layout-unknown", path)]


@pytest.mark.parametrize(
    ("kind", "target"),
    [("read", "leaflet"), ("office", "leaflet"), ("office-white", "leaflet"), ("dummy", "leaflet"), ("press", "press")],
)
def test_leaflets_are_known_by_their_kind(kind: str, target: str) -> None:
    found = leaflet(f"de/leaflet/dl6-roll.{kind}.pdf")
    assert found is not None and "preflight" in found.form.checks
    assert (found.language, found.format, found.kind) == ("de", "dl6-roll", kind)
    assert found.beside == "de/leaflet/dl6-roll.read.pdf"
    assert found.target == target


def test_pictures_and_tickets_are_known_too() -> None:
    for end in ("front.png", "back.png", "sheet-2-front.png"):
        found = leaflet(f"ar/leaflet/a5-4.{end}")
        assert found is not None and found.form.checks == ("format-id",)
    ticket = leaflet("ar/leaflet/a5-4.job.txt")
    assert ticket is not None and ticket.beside == "ar/leaflet/a5-4.press.pdf"


@pytest.mark.parametrize(
    "name",
    [
        "de/leaflet/x.pdf",
        "de/leaflet/dl6.other.pdf",
        "de/dl6.read.pdf",
        "de/leaflet/a/b.read.pdf",
        "de/leaflet/a5.side.png",
        "de/leaflet/a5.job.txt.read",
    ],
)
def test_what_is_no_leaflet_is_none(name: str) -> None:
    assert leaflet(name) is None and not is_leaflet(name, {name})


def test_pictures_belong_to_a_leaflet_that_is_there(files: Files, work: Statement) -> None:
    folder = f"data/{plan(files).folder}/representations/publications/data/de/leaflet"
    alone = {**files, f"{folder}/a5.front.png": b"x"}
    assert {finding.code for finding in package_layout.judge(plan(alone), work, bag(files)).findings} == {
        "layout-unknown"
    }
    both = {**alone, f"{folder}/a5.read.pdf": b"x"}
    assert package_layout.judge(plan(both), work, bag(files)).verdict == "passed"


def test_an_endless_source_is_refused_before_it_is_parsed(files: Files) -> None:
    (path,) = (name for name in files if name.endswith("source/data/de.md"))
    statement, check = read(plan({**files, path: b"# T\n\n" + b"[" * LARGEST_TEXT}))
    assert statement is None and [finding.code for finding in check.findings] == ["source-size"]


def test_a_package_without_a_source_is_red(files: Files) -> None:
    bare = {name: data for name, data in files.items() if "/source/data/" not in name}
    statement, check = read(plan(bare))
    assert statement is None and check.verdict == "failed"
    assert package_layout.judge(plan(bare), None, bag(bare)).verdict == "passed"


def test_nothing_at_all_is_red(work: Statement) -> None:
    check = package_layout.judge(plan({"bagit.txt": b""}), work, bag({"bagit.txt": b""}))
    assert {finding.code for finding in check.findings} == set(package_layout.CODES) - {"layout-unknown"}
