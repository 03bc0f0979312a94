"""The doctor sees what is missing, mends what it may, says what to type; tools are scripts on a PATH of the test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt import doctor, resources
from flugblatt.doctor import Library, Program, ToolProbe

ROOT = Path(__file__).parent.parent.parent
QPDF = Program("qpdf", "tests", ("qpdf", "--version"), "qpdf", "tests")
ABSENT = Library("Absent", ("libabsent-of-flugblatt.so.0",), "absent_version", "libabsent0")
C_LIBRARY = Library("C library", ("libc.so.6", "libSystem.B.dylib"), "gnu_get_libc_version", "libc6", (2, 0))


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def fake(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("script", "version"),
    [
        ("echo 'qpdf version 11.3.0'", "11.3.0"),
        ("echo 'pdftotext version 22.12.0' >&2", "22.12.0"),
        ("echo 'OpenSSH_9.2p1 Debian-2+deb12u5, OpenSSL 3.0.15'", "9.2p1"),
        ("echo v20.20.2; exit 1", "20.20.2"),
        ("echo broken; exit 1", ""),
        ("exit 0", ""),
    ],
)
def test_a_program_is_found_by_the_version_it_prints(bin_folder: Path, script: str, version: str) -> None:
    fake(bin_folder, "qpdf", script)
    assert doctor.probe_program(QPDF).found == version
    assert doctor.probe_program(QPDF).missing is (version == "")


def test_a_program_that_is_not_there_is_missing(bin_folder: Path) -> None:
    assert doctor.probe_program(QPDF).missing


def test_a_users_own_validator_is_named_beside_ours(bin_folder: Path) -> None:
    (verapdf,) = (program for program in doctor.OPTIONS if program.name == "verapdf")
    assert doctor.probe_program(verapdf).missing
    fake(bin_folder, "verapdf", "echo 'veraPDF 1.28.2'")
    assert doctor.probe_program(verapdf).found == "1.28.2"


def test_a_library_says_its_version() -> None:
    assert doctor.probe_library(C_LIBRARY).found.startswith("2.")


@pytest.mark.parametrize(
    "library",
    [ABSENT, replace(C_LIBRARY, version_function="no_such_function"), replace(C_LIBRARY, oldest=(99, 0))],
    ids=["absent", "without its function", "too old"],
)
def test_a_library_that_will_not_do_is_missing(library: Library) -> None:
    assert doctor.probe_library(library).missing


def test_wheels_are_compared_with_the_pinned_versions() -> None:
    wrong, absent = doctor.probe_wheels(("pytest==0.0.1", "no-such-package-of-flugblatt==1.0"))
    assert (wrong.name, wrong.wanted, wrong.missing) == ("pytest", "0.0.1", True)
    assert wrong.found
    assert (absent.name, absent.found, absent.missing) == ("no-such-package-of-flugblatt", "", True)
    (right,) = doctor.probe_wheels((f"pytest=={doctor.installed_version('pytest')}",))
    assert not right.missing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1.002", "1.2", True), ("4.004", "4.4", True), ("1.20", "1.2", False), ("2.0", "2", False), ("1.0", "1.0", True)],
)
def test_versions_are_compared_as_an_index_does(one: str, other: str, same: bool) -> None:
    assert doctor.same_version(one, other) is same


def test_exit_code_is_4_only_for_what_a_build_needs() -> None:
    here = ToolProbe("Pango", "pages", "1.50", "")
    option = ToolProbe("ssh-keygen", "signing", "", "type this", "option")
    tests = ToolProbe("qpdf", "tests", "", "type that", "tests")
    assert doctor.exit_code((here, option, tests)) == 0
    assert doctor.exit_code((replace(here, found=""), option)) == 4
    assert doctor.exit_code((replace(here, wanted="1.51"),)) == 4


def test_describe_names_what_to_type_under_what_is_missing() -> None:
    page = list(
        doctor.describe(
            (
                ToolProbe("Pango", "pages", "", "apt-get install libpango-1.0-0"),
                ToolProbe("lxml", "set-up", "5.0", "make build", wanted="6.0"),
                ToolProbe("qpdf", "tests", "11.3.0", "apt-get install qpdf", "tests"),
            )
        )
    )
    assert page[0].split() == ["Pango", "missing", "pages"]
    assert page[1] == "  hint: apt-get install libpango-1.0-0"
    assert "5.0, not 6.0" in page[2]
    assert page[3] == "  hint: make build"
    assert len(page) == 5, "a hint under what is not missing"


def test_everything_that_set_up_brings_is_found_here() -> None:
    lacking = [tool.name for tool in doctor.probe() if tool.missing and tool.scope == "build"]
    assert lacking == []


def test_a_language_whose_font_is_missing_is_told_the_package() -> None:
    probe = doctor.probe_family("Noto Serif of Nowhere", "the language xx")
    assert probe.missing
    assert "fonts-noto-core" in probe.mend
    assert not doctor.probe_family("Source Serif 4", "Latin, Greek and Cyrillic").missing


def test_fonts_that_only_some_works_need_stop_no_other() -> None:
    lacking = doctor.probe_family("Noto Serif of Nowhere", "the language xx")
    assert doctor.exit_code((lacking,)) == 0
    assert doctor.exit_code((replace(doctor.probe_family("Amiri", "ar"), found=""),)) == 4


def test_before_set_up_the_doctor_needs_no_package() -> None:
    """As make asks it: without site-packages, in the checkout."""
    command = (sys.executable, "-S", "-m", "flugblatt.doctor")
    told = subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (4, "")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert ["weasyprint", "missing", "set-up"] in lines
    assert ["pytest", "missing", "set-up"] in lines
    assert ["hint:", "make", "build"] in lines


# --- Mending -------------------------------------------------------------------------------------


@pytest.fixture
def apt(bin_folder: Path, tmp_path: Path) -> Path:
    """An apt-get that notes how it was called and installs nothing; the file of its notes."""
    notes = tmp_path / "apt-get.notes"
    fake(bin_folder, "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> "{notes}"')
    return notes


def as_user(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)


def test_nothing_is_installed_where_nothing_is_missing(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0)
    monkeypatch.setattr(doctor, "LIBRARIES", (C_LIBRARY,))
    assert doctor.mend("build") == 0
    assert not apt.exists()


def test_root_gets_the_missing_library(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 0)
    monkeypatch.setattr(doctor, "LIBRARIES", (C_LIBRARY, ABSENT))
    assert doctor.mend("build") == 4, "apt-get brought nothing, and the build was let go on"
    assert apt.read_text().splitlines() == [
        "noninteractive --quiet update",
        "noninteractive --quiet install --yes --no-install-recommends libabsent0",
    ]
    assert capfd.readouterr().err.splitlines()[-1] == "missing: Absent. Type: apt-get install libabsent0"


def test_root_goes_on_once_the_tool_is_there(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user(monkeypatch, 0)
    monkeypatch.setattr(doctor, "TEST_PROGRAMS", (QPDF,))
    monkeypatch.setattr(doctor, "TEST_FILES", ())
    monkeypatch.setenv("QPDF", str(bin_folder / "qpdf"))
    fake(bin_folder, "apt-get", 'printf "#!/bin/sh\\necho 11.3.0\\n" > "$QPDF"; /bin/chmod 755 "$QPDF"')
    assert doctor.probe_program(QPDF).missing
    assert doctor.mend("tests") == 0
    assert not doctor.probe_program(QPDF).missing


def test_anybody_else_is_told_in_one_line(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 1000)
    monkeypatch.setattr(doctor, "LIBRARIES", (ABSENT,))
    assert doctor.main(("build",)) == 4
    assert capfd.readouterr().err == "missing: Absent. Type: sudo apt-get install libabsent0\n"
    assert not apt.exists()


def test_without_apt_the_line_says_what_is_needed(
    bin_folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 0)
    monkeypatch.setattr(doctor, "LIBRARIES", (replace(ABSENT, package="libpango-1.0-0"),))
    assert doctor.main(("build",)) == 4
    assert capfd.readouterr().err == "missing: Absent. Type: install Pango 1.44 or newer and HarfBuzz\n"
    fake(bin_folder, "brew", "exit 0")
    assert doctor.main(("build",)) == 4
    assert capfd.readouterr().err == "missing: Absent. Type: brew install pango\n"


def test_a_missing_test_tool_stops_nothing(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 1000)
    monkeypatch.setattr(doctor, "TEST_PROGRAMS", (QPDF,))
    monkeypatch.setattr(doctor, "TEST_FILES", ())
    assert doctor.main(("tests",)) == 0
    assert "qpdf; tests that need them are not proven here" in capfd.readouterr().err


def test_an_unknown_argument_is_a_usage_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(("everything",)) == 2
    assert capfd.readouterr().err.startswith("usage: ")


def test_every_node_package_is_pinned_in_package_json() -> None:
    pinned = json.loads((resources.CHECKOUT / "package.json").read_text())["devDependencies"]
    assert {package for _, package in doctor.NODE_PACKAGES} <= set(pinned)
    assert all(version.replace(".", "").isdigit() for version in pinned.values())
