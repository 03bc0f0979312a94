"""The bag as others see it: valid, checked by one command, and the same tar every time."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import bagit
import bagit_profile
import pytest

from flugblatt import package
from flugblatt.judges.package import fixity, information_package, unpacking
from flugblatt.model.errors import ToolFailed
from tests import deposits, editions

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return deposits.unpacked(deposits.package(), tmp_path)


# --- The bag -------------------------------------------------------------------------------------


def validate(bag: Path) -> int:
    command = [str(Path(sys.executable).parent / "bagit.py"), "--validate", "--quiet", str(bag)]
    return subprocess.run(command, check=False, capture_output=True).returncode


def test_the_bag_is_valid_for_the_reference_program(bag: Path) -> None:
    assert validate(bag) == 0
    (bag / "data" / "extra.txt").write_text("x")
    assert validate(bag) == 1


def test_the_bag_is_whole_and_its_lists_agree_for_our_judges() -> None:
    data = deposits.package()
    found = fixity.of(unpacking.unpack_tar(io.BytesIO(data), len(data)))
    assert fixity.judge(found).findings == ()
    assert information_package.judge(found).findings == ()
    assert information_package.formats(found).findings == ()


def test_the_bag_follows_its_profile(bag: Path) -> None:
    text = (bag / "bagit-profile.json").read_text(encoding="utf-8")
    name = json.loads(text)["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    profile = bagit_profile.Profile(name, profile=text)
    assert profile.validate(bagit.Bag(str(bag))), str(profile.report)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda bag: (bag / "more.txt").write_text("x"), "Tag-Files-Allowed"),
        (lambda bag: (bag / "README.txt").unlink(), "Required tag file"),
        (lambda bag: cut(bag / "bag-info.txt", "Bagging-Date"), "Bagging-Date"),
        (lambda bag: (bag / "manifest-sha512.txt").unlink(), "sha512"),
    ],
)
def test_a_bag_against_the_profile_is_found(bag: Path, spoil, says: str) -> None:  # type: ignore[no-untyped-def]
    text = (bag / "bagit-profile.json").read_text(encoding="utf-8")
    profile = bagit_profile.Profile(json.loads(text)["BagIt-Profile-Info"]["BagIt-Profile-Identifier"], profile=text)
    spoil(bag)
    assert not profile.validate(bagit.Bag(str(bag)))
    assert says in str(profile.report)


def cut(file: Path, label: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith(label)), encoding="utf-8")


def test_the_commands_of_the_readme_check_the_package_with_coreutils_alone(bag: Path) -> None:
    readme = (bag / "README.txt").read_text(encoding="utf-8")
    commands = list(dict.fromkeys(re.findall(r"^ {4}(sha512sum .*)$", readme, re.MULTILINE)))
    assert commands == ["sha512sum -c manifest-sha512.txt", "sha512sum -c tagmanifest-sha512.txt"]
    lines = []
    for command in commands:
        done = subprocess.run(
            command.split(), cwd=bag, capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]}
        )
        lines += done.stdout.splitlines()
    assert all(line.endswith(": OK") for line in lines)
    checked = {line.removesuffix(": OK") for line in lines}
    assert checked == {path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()} - {
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    }
    one = next((bag / "data").rglob("*.pdf"))
    one.write_bytes(one.read_bytes()[:-1] + b"x")
    assert subprocess.run(commands[0].split(), cwd=bag, capture_output=True, check=False).returncode == 1


def test_bag_info_says_who_what_and_when(bag: Path) -> None:
    rows = [line.split(": ", 1) for line in (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()]
    assert ["Source-Organization", "Verlag"] in rows
    assert ["Organization-Address", "Berlin"] in rows
    assert ["External-Identifier", "doi:10.1000/182"] in rows
    assert ["Bagging-Date", "2024-06-02"] in rows
    assert ["Event-Time-Source", "statement.yaml, revised or date; no clock was read"] in rows
    assert not [row for row in rows if row[0].startswith("Contact")]


def test_a_recorded_time_is_that_of_the_environment() -> None:
    statement = deposits.rich()
    data = deposits.make(statement, deposits.texts(statement), deposits.EPOCH, "SOURCE_DATE_EPOCH")
    info = deposits.files_of(data)["bag-info.txt"].decode()
    assert "Event-Time: 2024-06-03T04:05:06Z\nEvent-Time-Source: SOURCE_DATE_EPOCH\n" in info
    premis = deposits.inner(deposits.files_of(data))["metadata/preservation/premis.xml"].decode()
    assert set(re.findall("<eventDateTime>(.*?)<", premis)) == {"2024-06-03T04:05:06Z"}
    assert "No clock" not in premis
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert {member.mtime for member in tar} == {int(deposits.EPOCH.timestamp())}


# --- The tar -------------------------------------------------------------------------------------


def test_the_tar_names_no_owner_and_is_in_order() -> None:
    with tarfile.open(fileobj=io.BytesIO(deposits.package())) as tar:
        members = tar.getmembers()
    names = [member.name for member in members]
    assert names[0] == "rich/bagit.txt"
    assert names[1:] == sorted(names[1:])
    assert all(unicodedata.is_normalized("NFC", name) and name.startswith("rich/") for name in names)
    rows = {(one.uid, one.gid, one.uname, one.gname, one.mode, one.type, one.mtime) for one in members}
    assert rows == {(0, 0, "", "", 0o644, tarfile.REGTYPE, int(deposits.rich().stamp.timestamp()))}
    assert len(deposits.package()) % 10240 == 0


def test_long_and_foreign_names_come_back_from_the_tar(tmp_path: Path) -> None:
    from flugblatt.package import bag

    names = (
        "bagit.txt",
        "data/" + "x" * 150 + ".txt",
        "data/" + "y" * 60 + "/" + "z" * 60 + ".txt",
        "data/Größe – 大.txt",
    )
    made = bag.tar("w", tuple((name, name.encode()) for name in names), datetime(2024, 1, 1, tzinfo=UTC))
    (tmp_path / "a.tar").write_bytes(made)
    subprocess.run(["tar", "xf", "a.tar"], cwd=tmp_path, check=True)
    assert {
        path.relative_to(tmp_path / "w").as_posix() for path in (tmp_path / "w").rglob("*") if path.is_file()
    } == set(names)
    found = unpacking.unpack_tar(io.BytesIO(made), len(made))
    assert found.findings == ()
    assert {file.name: file.data for file in found.files} == {f"w/{name}": name.encode() for name in names}


def test_a_time_that_tar_has_no_room_for_is_its_first() -> None:
    data = deposits.light_package("date: 1948-12-10\nissuers: [A]\n")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert {(member.mtime, *member.pax_headers) for member in tar if len(member.name) < 100} == {(0,)}
    assert b"Bagging-Date: 1948-12-10\n" in deposits.files_of(data)["bag-info.txt"]


PROGRAM = """
import hashlib, sys
from pathlib import Path
from tests import deposits, editions
statement = editions.read(Path(sys.argv[1]))
made = deposits.make(statement, deposits.texts(statement))
print(hashlib.sha256(made).hexdigest())
"""


@pytest.mark.needs("faketime")
def test_two_builds_elsewhere_at_another_time_give_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for number, (zone, locale, seed) in enumerate((("Asia/Tokyo", "C", "1"), ("America/Lima", "de_DE.UTF-8", "77"))):
        folder = editions.write_rich(tmp_path / str(number) / ("deep" * number or "x"))
        home = tmp_path / f"home{number}"
        home.mkdir()
        environment = {
            **{key: value for key, value in os.environ.items() if key in ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")},
            **{"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "HOME": str(home), "TMPDIR": str(home)},
            **{"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        }
        command = ["faketime", f"20{30 + number}-05-06 07:08:09", sys.executable, "-c", PROGRAM, str(folder)]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        digests.append(done.stdout)
    assert digests[0] == digests[1]


def test_the_signed_file_is_the_tag_manifest() -> None:
    assert package.tag_manifest(deposits.package()) == deposits.files_of(deposits.package())["tagmanifest-sha512.txt"]
    with pytest.raises(ToolFailed):
        package.tag_manifest(bytes(10240))
