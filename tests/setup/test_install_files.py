"""What carries flugblatt to other machines is current and true: manual page, completions, locks, image, hooks and build servers.

No image is built here and no server asked: what can be read and run without either is.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from flugblatt import doctor
from flugblatt.terminal import arguments
from tests import editions
from tests.commands import run

ROOT = Path(__file__).parent.parent.parent
INSTALL = ROOT / "install"
LIBRARIES = {library.package for library in doctor.LIBRARIES}


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"install_{name}", INSTALL / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile with their words, in order."""
    text = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE))
    parted = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return [(word, rest.strip()) for word, _, rest in parted]


def test_manual_and_completions_are_those_of_the_command_line() -> None:
    made = script("manual").files()
    assert {name: (INSTALL / name).read_text() for name in made} == made, "python install/manual.py writes them"


def test_the_manual_has_every_command_and_option_and_no_word_that_roff_takes_for_its_own() -> None:
    page = (INSTALL / "flugblatt.1").read_text()
    for command in arguments.COMMANDS:
        assert f".SS {command}\n" in page
    assert r"\fB\-\-allowed\-signers\fR \fIFILE\fR" in page
    macros = {".TH", ".SH", ".SS", ".TP", ".PP", ".B"}
    lines = page.splitlines()
    assert {line.split()[0] for line in lines if line.startswith(".")} <= macros
    assert set(re.findall(r"\\(f[BIR]|.)", page)) <= {"fB", "fI", "fR", "-", "&", "e"}
    assert not [line for line in lines if line.startswith("'") or not line.strip()]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [(("dr",), ["draft"]), (("build", "--rep"), ["--report"]), (("build", "--report", "ju"), ["junit"])],
)
def test_a_shell_completes_what_was_begun(typed: tuple[str, ...], offered: list[str]) -> None:
    words = shlex.join(("flugblatt", *typed))
    asked = (
        f"source {INSTALL / 'flugblatt.bash'}; COMP_WORDS=({words}); COMP_CWORD={len(typed)}; "
        "_shtab_flugblatt flugblatt; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == offered, done.stderr


def test_the_lock_for_users_has_what_they_need_with_its_hashes_and_no_tool_of_tests() -> None:
    lock, names = script("runtime_lock"), set()
    whole = (ROOT / "requirements.lock").read_text()
    done = subprocess.run(["python3", INSTALL / "runtime_lock.py"], capture_output=True, text=True, check=True)
    for name, entry in lock.entries(done.stdout):
        names.add(name)
        assert entry in whole and "--hash=sha256:" in entry
    assert {"weasyprint", "starlette", "pypandoc-binary", "cffi"} <= names
    assert not {"pytest", "mypy", "shtab", "httpx2", "hatchling"} & names
    assert done.stdout.count("==") == len(names)


def test_the_image_is_slim_without_root_and_has_what_pages_need() -> None:
    found = instructions()
    assert [rest.split()[0] for word, rest in found if word == "FROM"] == ["debian:bookworm-slim"] * 2
    last = found[max(index for index, (word, _) in enumerate(found) if word == "FROM") :]
    installed = {name for word, rest in last if word == "RUN" for name in rest.split()}
    assert {*LIBRARIES, "fonts-noto-core", "fonts-noto-cjk"} <= installed
    users = [rest for word, rest in last if word == "USER"]
    assert users == ["flugblatt"] and last[-1] == ("ENTRYPOINT", '["flugblatt"]')
    assert [word for word, _ in last].index("USER") > [word for word, _ in last].index("COPY")
    assert all(
        "--require-hashes" in part or "--no-deps /wheel" in part
        for _, rest in found
        for part in rest.split("&&")
        if "pip install" in part
    )


def test_everything_that_the_image_copies_is_there_and_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        name for word, rest in instructions() if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]
    }
    assert copied <= let_in and all((ROOT / name).exists() for name in let_in)


def shell_lines(value: object) -> list[str]:
    """Every line of shell in a description for a build server."""
    if isinstance(value, dict):
        return [
            line for key, one in value.items() for line in shell_lines(one) if key not in ("default", "description")
        ]
    if isinstance(value, list):
        return [line for one in value for line in shell_lines(one)]
    return str(value).splitlines()


@pytest.mark.parametrize("file", ["action.yml", "install/gitlab-ci.yml"])
def test_build_servers_install_the_libraries_and_type_what_the_command_line_knows(file: str) -> None:
    lines = shell_lines(yaml.safe_load((ROOT / file).read_text()))
    assert set(" ".join(lines).split()) >= LIBRARIES
    typed = [line for line in lines if "--report" in line]
    assert len(typed) == 1
    words = shlex.split(
        re.split(r"flugblatt (?=-)", typed[0].partition(" > ")[0])[-1]
        .replace("$ARGUMENTS", "")
        .replace("$FLUGBLATT_ARGUMENTS", "")
    )
    options = arguments.parser().parse_args(arguments.command_first(words))
    assert options.command == "build" and options.report in ("github", "junit")


def test_the_hook_finds_what_is_wrong_with_the_sources_and_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    program, *words = shlex.split(hook["entry"])
    assert program == "flugblatt" and re.match(hook["files"], "content/probe/de.md")
    assert ".flugblatt/" in (ROOT / "templates/project/gitignore").read_text().splitlines()
    monkeypatch.chdir(tmp_path)
    editions.write(tmp_path / "content", "probe", editions.PLAIN_YAML, de=editions.PLAIN)
    assert run(*words).returncode == 0 and not (tmp_path / "out").exists()
    (tmp_path / "content/probe/de.md").write_text("Kein Titel\n")
    done = run(*words)
    assert done.returncode == 3 and "probe/de.md:1:1" in done.stderr
