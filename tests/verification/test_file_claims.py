"""check judges packages and transfer packages as files: whole, valid, and with lists that speak of what is there."""

from pathlib import Path

import pikepdf
import pytest

from flugblatt.cli import main
from flugblatt.model import Check
from flugblatt.model.errors import UsageError
from flugblatt.verification.file_claims import examine, kind_of
from tests import proofs
from tests.bagging import PAYLOAD, Files, again, bagged, entry, files_of, lay, tar_of, tarred
from tests.packages import lay_tar, packaged


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return files_of(packaged(proofs.plain_work(tmp_path_factory.mktemp("content"))))


def checks(path: Path) -> dict[str, Check]:
    ((_, made),) = examine((path,))
    return {check.check: check for check in made}


def test_a_package_is_judged_as_a_tar_and_as_a_folder(files: Files, tmp_path: Path) -> None:
    for path in (lay_tar(tmp_path, tar_of(files)), lay(tmp_path / "probe", files)):
        found = checks(path)
        assert list(found) == ["fixity", "schema", "metadata", "format-id"]
        assert {check.verdict for check in found.values()} == {"passed"}


def test_what_is_wrong_with_a_package_is_red_in_its_check(files: Files, tmp_path: Path) -> None:
    (mods,) = (name for name in files if name.endswith(".mods.xml"))
    broken = {**files, mods: files[mods].replace(b"<titleInfo", b"<nonsense/><titleInfo", 1)}
    found = checks(lay_tar(tmp_path, tar_of(broken)))
    assert {name: check.verdict for name, check in found.items()} == {
        "fixity": "failed",
        "schema": "failed",
        "metadata": "failed",
        "format-id": "passed",
    }
    assert found["schema"].findings[0].where.startswith(mods)
    under_cover = checks(lay_tar(tmp_path, tar_of(again(broken))))
    assert under_cover["fixity"].verdict == "passed" and under_cover["schema"].verdict == "failed"


def test_a_bag_without_a_package_is_judged_for_what_it_is(tmp_path: Path) -> None:
    payload = {name: data for name, data in PAYLOAD.items() if not name.endswith("METS.xml")}
    assert {name: check.verdict for name, check in checks(lay_tar(tmp_path, tar_of(bagged(payload)))).items()} == {
        "fixity": "passed"
    }


def test_a_hostile_package_is_refused(tmp_path: Path) -> None:
    tar = tarred([entry("probe/bagit.txt", b"x"), entry("probe/../../evil", b"x")])
    assert {name: check.verdict for name, check in checks(lay_tar(tmp_path, tar)).items()} == {"fixity": "failed"}


def test_a_transfer_package_is_judged_by_its_record_and_its_file(files: Files, tmp_path: Path) -> None:
    (record,) = (data for name, data in files.items() if name.endswith(".marc.xml"))
    tar = tarred([entry("catalogue_md.xml", record), entry("content/probe.de.txt", b"x")])
    found = checks(lay_tar(tmp_path, tar))
    assert found["schema"].verdict == found["fixity"].verdict == "passed" and found["format-id"].verdict == "not run"
    more = tarred([entry("catalogue_md.xml", record), entry("content/a.txt", b"x"), entry("content/b.txt", b"x")])
    assert checks(lay_tar(tmp_path, more))["fixity"].verdict == "failed"
    broken = tarred([entry("catalogue_md.xml", b"<record/>"), entry("content/probe.de.txt", b"x")])
    assert checks(lay_tar(tmp_path, broken))["schema"].verdict == "failed"


def test_what_is_none_of_these_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("text")
    with pytest.raises(UsageError, match="no PDF, EPUB, bag or package"):
        examine((tmp_path / "x.txt",))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/uuid-1/METS.xml", "mets.xml"),
        ("data/uuid-1/metadata/preservation/premis.xml", "premis.xml"),
        ("metadata/descriptive/probe.de.marc.xml", "marc.xml"),
        ("probe.zh-Hant.mrc", "mrc"),
        ("dc.xml", "dc.xml"),
        ("probe.de.dc.xml", "dc.xml"),
        ("probe.de.jsonld", "jsonld"),
        ("report.json", ""),
        ("schemas/mods.xsd", ""),
    ],
)
def test_records_are_known_by_their_names(path: str, kind: str) -> None:
    assert kind_of(path) == kind


@pytest.mark.parametrize("revision", [4, 6])
def test_a_file_with_a_password_is_told_as_that(
    revision: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By every reader alike, and without a place in memory."""
    path = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(user="u", owner="o", R=revision))
    (check,) = checks(path).values()
    assert check.verdict == "not run" and check.reason.endswith("a password protects it: save a copy without one")
    assert main(["prove", str(path), str(path)]) == 2
    assert "a.pdf cannot be read: a password protects it: save a copy without one" in capsys.readouterr().err
