"""What lies in a package: the published bytes, valid XML, no identifier of another work, twelve languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from flugblatt import package
from flugblatt.judges.external import xml_schemas
from flugblatt.judges.package import fixity, information_package, unpacking
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Deposited
from flugblatt.model.errors import ToolFailed
from flugblatt.xhtml import plain_text
from tests import deposits, editions

ROOT = Path(__file__).parent.parent.parent
KINDS = {"METS.xml": "mets.xml", "premis.xml": "premis.xml"}
URN = re.compile(rb"uuid[:-]([0-9a-f]{8}-[0-9a-f-]{27})")
PROFILE_ID = b"6176962b-989a-5113-ae6d-2099685405b1"


def test_every_file_is_the_published_one_and_every_source_the_one_it_was_made_from(tmp_path: Path) -> None:
    files = deposits.inner(deposits.files_of(deposits.package()))
    work = editions.write_rich(tmp_path)
    for path in work.iterdir():
        assert files.pop(f"representations/source/data/{path.name}") == path.read_bytes()
    for entry in deposits.rich_entries():
        name = entry.artefact.path.removeprefix("rich/")
        assert files.pop(f"representations/publications/data/{name}") == entry.artefact.data
    entries = deposits.rich_entries()
    for record in deposits.records_of(deposits.rich(), ((entry.language, entry.artefact) for entry in entries)):
        assert files.pop(f"metadata/descriptive/{record.path.rpartition('/')[2]}") == record.data
    for paper in deposits.papers_of(deposits.rich(), deposits.rich_entries()):
        beside = f"representations/publications/data/{paper.path.removeprefix('rich/')}"
        place = beside if paper.target == "certificate" else f"documentation/{paper.path.rpartition('/')[2]}"
        assert files.pop(place) == paper.data
    for schema in (ROOT / "flugblatt" / "schemas").glob("*.xsd"):
        assert files.pop(f"schemas/{schema.name}") == schema.read_bytes()
    made = {"METS.xml", "metadata/preservation/premis.xml"}
    inner = {f"representations/{name}/{path}" for name in ("source", "publications") for path in made}
    assert files.keys() == made | inner | {"metadata/descriptive/dc.xml"}


def test_every_xml_file_is_valid_by_its_schema() -> None:
    judged = []
    for path, data in deposits.inner(deposits.files_of(deposits.package())).items():
        name = path.rpartition("/")[2]
        kind = KINDS.get(name) or next(
            (kind for kind in xml_schemas.KINDS if name.endswith(f".{kind}") or name == kind), ""
        )
        if kind:
            check = xml_schemas.judge(kind, data)
            assert check.verdict == "passed", (path, check.findings)
            judged.append(kind)
    assert set(judged) == set(xml_schemas.KINDS)
    assert judged.count("mets.xml") == judged.count("premis.xml") == 3


def test_works_of_one_name_and_other_issuers_share_no_identifier() -> None:
    one, other = (
        deposits.light_package(f"date: 2024-05-03\nissuers: [{name}]\nrights: {{license: CC-BY-4.0}}\n")
        for name in ("Büro", "Rat")
    )
    ours, theirs = ({*URN.findall(whole_text(data))} for data in (one, other))
    assert len(ours) > 50
    assert ours & theirs == {PROFILE_ID}  # that of the rules which both bags follow


def whole_text(data: bytes) -> bytes:
    files = deposits.files_of(data)
    return b"\n".join((*files.values(), *(name.encode() for name in files)))


def test_the_record_of_the_work_holds_every_edition() -> None:
    record = deposits.inner(deposits.files_of(deposits.package()))["metadata/descriptive/dc.xml"].decode()
    for words in (
        '<dc:title xml:lang="de">Offene Worte an die Versammlung der Völker<',
        '<dc:title xml:lang="ar">رسالة مفتوحة<',
        "<dc:creator>Maria Muster<",
        "<dc:creator>المكتب<",
        '<dc:subject xml:lang="ar">حرية<',
        "<dc:publisher>Verlag<",
        "<dc:date>2024-05<",
        "<dc:identifier>doi:10.1000/182<",
        "<dc:language>ar<",
        "<dc:rights>CC-BY-4.0<",
    ):
        assert words in record
    assert record.count("<dc:relation>urn:uuid:") == 2
    bare = deposits.inner(deposits.files_of(deposits.light_package("date: 2024\nissuers: [Büro]\n")))
    assert not re.search("dc:(publisher|rights|subject|description)", bare["metadata/descriptive/dc.xml"].decode())


def test_a_file_of_another_format_than_was_judged_makes_no_package() -> None:
    statement = deposits.rich()
    (first, *_) = deposits.texts(statement)
    wrong = Deposited(first.artefact, first.language, "fmt/479", ())
    with pytest.raises(ToolFailed, match=r"was judged to be fmt/479 and is x-fmt/111"):
        package.package(statement, (wrong,), (), (), statement.stamp, "revised", ())


def test_siegfried_missing_or_crashing_makes_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from flugblatt.model.errors import ToolMissing
    from flugblatt.package import contents

    statement = deposits.rich()
    for answer in ({}, {"files": []}, {"files": [{"matches": [{}]}]}):
        fake = SimpleNamespace(identify=lambda *_, answer=answer, **__: answer)
        monkeypatch.setattr(contents.importlib, "import_module", lambda name, fake=fake: fake)
        with pytest.raises(ToolFailed, match="pygfried left a report"):
            package.package(statement, (), (), (), statement.stamp, "revised", ())
    monkeypatch.setattr(contents.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing, match="pip install pygfried"):
        package.package(statement, (), (), (), statement.stamp, "revised", ())


def test_two_files_of_one_place_make_no_package() -> None:
    statement = deposits.rich()
    paper = Artefact("report", "rich/report.html", "text/html", b"<!DOCTYPE html>")
    with pytest.raises(ToolFailed, match=r"two files .* documentation/report.html"):
        package.package(statement, (), (), (paper, paper), statement.stamp, "revised", ())


@pytest.mark.parametrize("name", ["Gro\u0308ße.txt", "a%20b.txt", "a\\b.txt", "a\nb.txt"])
def test_a_name_that_cannot_stand_in_a_bag_makes_no_package(name: str) -> None:
    statement = deposits.rich()
    paper = Artefact("report", f"rich/{name}", "text/plain", b"x")
    with pytest.raises(ToolFailed, match="cannot stand in a bag"):
        package.package(statement, (), (), (paper,), statement.stamp, "revised", ())


def test_what_else_a_work_was_made_from_lies_among_its_sources() -> None:
    statement = deposits.rich()
    paper = Artefact("source", "rich/press.icc", "application/vnd.iccprofile", b"\0" * 200)
    made = package.package(statement, (), (), (paper,), statement.stamp, "revised", ())
    assert deposits.inner(deposits.files_of(made.data))["representations/source/data/press.icc"] == paper.data


# --- Twelve languages ----------------------------------------------------------------------------


def test_the_practice_texts_are_one_package(practice_texts) -> None:  # type: ignore[no-untyped-def]
    statement = editions.read(practice_texts.content / "udhr")
    files = tuple(
        Deposited(
            Artefact(
                "text",
                f"udhr/{edition.language}/udhr.{edition.language}.txt",
                "text/plain",
                plain_text.render(statement, edition, describe(edition.language, edition.whole_text)),
            ),
            edition.language,
            "x-fmt/111",
            (Check("fidelity", "passed", "our checks"),),
        )
        for edition in statement.editions
    )
    records = deposits.records_of(statement, ((file.language, file.artefact) for file in files))
    papers = (Artefact("report", "udhr/report.html", "text/html", b"<!DOCTYPE html><title>x</title>"),)
    made = package.package(statement, files, records, papers, statement.stamp, "revised", deposits.TOOLS)
    assert made.path == "udhr/archive/udhr.tar"
    found = fixity.of(unpacking.unpack_tar(io.BytesIO(made.data), len(made.data)))
    assert fixity.judge(found).findings == ()
    assert information_package.judge(found).findings == ()
    assert information_package.formats(found).findings == ()
    readme = deposits.files_of(made.data)["README.txt"].decode()
    for edition in statement.editions:
        assert f"/{edition.language}.md" in readme
        assert edition.language.startswith("en") or f"({edition.language})\n{edition.title_text}\n" in readme
