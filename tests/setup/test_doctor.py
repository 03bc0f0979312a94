"""The doctor sees what is missing, mends what it may, says what to type; tools are scripts on a PATH of the test."""

from __future__ import annotations

import json
import os
import re
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
    (verapdf,) = (program for program in doctor.OWN_VALIDATORS if program.name == "verapdf")
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


def test_describe_says_with_signs_what_is_there_and_with_one_command_what_mends_the_rest(bin_folder: Path) -> None:
    fake(bin_folder, "apt-get", "exit 0")
    probes = (
        ToolProbe("Pango", "setting pages", "", "?", package="libpango-1.0-0"),
        ToolProbe("lxml", "set-up", "5.0", "make build", wanted="6.0"),
        ToolProbe("jinja2", "set-up", "3.1", "make build", wanted="3.1"),
        ToolProbe("babel", "set-up", "2.0", "make build", wanted="2.0"),
        doctor.probe_fonts("appeal", "th", ("ก", "ข"), "fonts-noto-core"),
        doctor.probe_fonts("appeal", "de", (), ""),
        ToolProbe("ssh-keygen", "signing", "", "?", "option", package="openssh-client"),
        ToolProbe("qpdf", "tests", "", "?", "tests", package="qpdf"),
    )
    page = [re.sub(" +", " ", line) for line in doctor.describe(probes)]
    sudo = "" if os.geteuid() == 0 else "sudo "
    assert page == [
        "✗ Pango missing setting pages",
        "✗ lxml 5.0, not 6.0 set-up",
        "✓ packages of Python 2 set-up, each in the version that was tested",
        "✗ fonts for th missing appeal: ก ข",
        "✓ fonts for de installed appeal",
        "– ssh-keygen missing signing",
        "– qpdf missing tests",
        f"To build, type: {sudo}apt-get install libpango-1.0-0 fonts-noto-core && make build",
        f"For the rest, type: {sudo}apt-get install openssh-client",
        f"For the tests, type: {sudo}apt-get install qpdf",
    ]
    assert doctor.exit_code(probes) == 4


def test_users_are_not_told_of_what_only_tests_need() -> None:
    users, contributors = doctor.probe(), doctor.probe(tests=True)
    lacking = [tool.name for tool in users if tool.missing and tool.scope == "build"]
    assert lacking == [] and doctor.exit_code(users) == 0
    assert {tool.scope for tool in users} == {"build", "option"}
    names = {tool.name for tool in contributors} - {tool.name for tool in users}
    assert {"pytest", "qpdf", "axe", "unicode-data"} <= names and "weasyprint" not in names


def test_the_fonts_are_those_of_the_works_of_the_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flugblatt.language import fonts
    from tests import editions
    from tests.commands import run

    monkeypatch.setattr(doctor, "probe", lambda found, tests: tuple(found))
    thai, german = "# ข้อความ\n\nทุกคน\n", "# Titel\n\nEin Wort, ein [слово]{lang=be}.\n"
    editions.write(tmp_path / "content", "appeal", editions.PLAIN_YAML, de=german)
    done = run("doctor", "--project", tmp_path)
    assert done.returncode == 0 and "fonts for de" in done.stdout and "fonts for th" not in done.stdout
    editions.write(tmp_path / "content", "call", editions.PLAIN_YAML, th=thai)
    monkeypatch.setattr(fonts, "_system_files", lambda: ())
    done = run("doctor", "--project", tmp_path)
    assert done.returncode == 4 and "✗ fonts for th" in done.stdout and "✓ fonts for de" in done.stdout
    assert "fonts-noto-core" in done.stdout.splitlines()[-1]


def test_before_set_up_the_doctor_needs_no_package() -> None:
    """As make asks it: without site-packages, in the checkout."""
    command = (sys.executable, "-S", "-m", "flugblatt.doctor")
    told = subprocess.run(command, cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (4, "")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert ["✗", "weasyprint", "missing", "set-up"] in lines
    assert ["–", "pytest", "missing", "tests"] in lines
    assert ["To", "build,", "type:", "make", "build"] in lines


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
