"""A project of one's own: made once, in the language of who asks, and found from any folder within it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.build import json_schemas, new_project, project
from flugblatt.cli import main
from flugblatt.content import read_work
from flugblatt.terminal.arguments import SPOKEN
from tests import editions
from tests.commands import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("locale", "language"), [("de_AT.UTF-8", "de"), ("en_GB", "en"), ("C.UTF-8", "en"), ("", "en")]
)
def test_a_new_project_speaks_the_language_of_who_asks(
    locale: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", locale)
    monkeypatch.setenv("LANG", locale)
    done = run("init", tmp_path / "mine")
    work = f"content/{new_project.EXAMPLES[language]}"
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path / "mine").as_posix() for path in (tmp_path / "mine").rglob("*") if path.is_file()}
    schemas = {f".schemas/{name}" for name in json_schemas.files()}
    assert (
        schemas | {"flugblatt.toml", ".gitignore", "README.md", f"{work}/statement.yaml", f"{work}/{language}.md"}
        == made
    )
    assert len((tmp_path / "mine/README.md").read_text(encoding="utf-8").splitlines()) == 10


def test_the_language_that_is_typed_wins(tmp_path: Path) -> None:
    assert run("init", "--language-of-messages", "de", tmp_path / "mine").returncode == 0
    assert "Was dieses Projekt von sich sagt" in (tmp_path / "mine/flugblatt.toml").read_text(encoding="utf-8")


def test_there_is_an_example_in_every_language_of_messages() -> None:
    assert set(SPOKEN) == set(new_project.EXAMPLES)


@pytest.mark.parametrize("language", new_project.EXAMPLES)
def test_the_example_and_the_tables_of_a_new_project_are_good(language: str, tmp_path: Path) -> None:
    new_project.make(tmp_path, language)
    with project.opened(tmp_path / "content"):
        assert read_work(tmp_path / "content" / new_project.EXAMPLES[language])[1] == ()


@pytest.mark.parametrize("language", new_project.EXAMPLES)
def test_every_key_that_flugblatt_toml_shows_is_one(language: str, tmp_path: Path) -> None:
    """What stands behind # is taken away, and the file is read: each line may be used as it is."""
    new_project.make(tmp_path, language)
    file = tmp_path / "flugblatt.toml"
    lines = [
        line.removeprefix("# ")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "=" in line or "# [" in line
    ]
    shown = "\n".join(line.split("    ")[0] for line in lines if "NAME" not in line)
    file.write_text(shown, encoding="utf-8")
    with project.opened(tmp_path / "content"):
        assert "base_url" in shown and "[shops.corner]" in shown


def test_a_folder_with_files_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_text("mine")
    done = run("init", tmp_path)
    assert done.returncode == 2
    assert "letter.docx, which stays as it is; name a folder that is empty or not there yet" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]
    assert run("init", tmp_path / "letter.docx").returncode == 2


def test_a_folder_under_version_control_may_become_a_project(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("init", tmp_path).returncode == 0


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A project with one work."""
    editions.write(tmp_path / "mine/content", "kurz", editions.PLAIN_YAML, de=editions.PLAIN)
    (tmp_path / "mine/flugblatt.toml").touch()
    return tmp_path / "mine"


@pytest.mark.parametrize("below", ["", "content", "content/kurz"])
def test_a_project_is_found_from_any_folder_within(below: str, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own / below)
    done = run("--target", "text")
    assert done.returncode == 0, done.stderr
    assert (own / "out/kurz/de/kurz.de.txt").is_file()
    assert run("list").stdout == "kurz: de\n"


def test_project_names_it_from_outside(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("list", "--project", own).stdout == "kurz: de\n"
    assert run("--project", own, "list").stdout == "kurz: de\n"
    assert run(f"--project={own}", "list", "works").stdout == "kurz: de\n"
    assert run("--project", tmp_path / "none", "list").returncode == 2


def test_content_and_out_override_the_project(own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own)
    editions.write(tmp_path / "other", "lang", editions.PLAIN_YAML, de=editions.PLAIN)
    assert run("list", "--content", tmp_path / "other").stdout == "lang: de\n"
    assert run("--content", tmp_path / "other", "--out", tmp_path / "o", "--target", "text").returncode == 0
    assert (tmp_path / "o/lang/de/lang.de.txt").is_file() and not (own / "out").exists()


def test_the_nearest_project_counts(own: Path) -> None:
    (own / "content/kurz/content").mkdir()
    assert resources.project_above(own / "content/kurz") == own / "content/kurz"
    assert resources.project_above(ROOT / "tests/build") == ROOT


def test_where_there_is_no_project_the_message_names_init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ((), ("list",)):
        done = run(*words)
        assert done.returncode == 2 and " init DIR` makes a project" in done.stderr


def test_the_help_shows_where_a_command_works() -> None:
    shown = run("--help").stdout
    assert all(f"{name} DIR" in shown for name in ("--project", "--content", "--out"))


def test_a_new_work_names_the_schema_of_its_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_project.make(tmp_path, "en")
    (tmp_path / "a.txt").write_text(
        "The title\n\nThis is a sentence that is for all of the people.\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run("new", "w", "--from", "a.txt", "--yes", "--date", "2024", "--issuer", "Union").returncode == 0
    first, *_ = (tmp_path / "content/w/statement.yaml").read_text(encoding="utf-8").splitlines()
    named = first.removeprefix("# yaml-language-server: $schema=")
    assert (tmp_path / "content/w" / named).resolve() == tmp_path / ".schemas/statement.schema.json"


@pytest.mark.parametrize(
    ("program", "typed"),
    [
        ("/x/flugblatt/__main__.py", "python -m flugblatt --project"),
        ("../x/build.py", "python ../x/build.py --project"),
        ("/usr/bin/flugblatt", "flugblatt --project"),
    ],
)
def test_init_names_the_command_that_was_typed(
    program: str,
    typed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", [program])
    assert main(["init", str(tmp_path / "own")]) == 0
    assert f"Build the example: {typed} " in capsys.readouterr().out


def test_a_project_without_works_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "content").mkdir()
    assert main(["list", "--project", str(tmp_path)]) == 0
    assert "no works yet: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "judge"),
    [("check", "flugblatt.verification.file_claims.examine"), ("prove", "flugblatt.verification.proofs.prove")],
)
def test_finished_files_are_judged_with_the_tables_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, judge: str
) -> None:
    known: list[tuple[str, ...]] = []
    monkeypatch.setattr(judge, lambda *_, **__: known.append(tuple(file.name for file in resources.own())) or ())
    (tmp_path / "flugblatt.toml").write_text("")
    files = ("a.pdf", "b.pdf")
    assert run(command, *files, "--project", tmp_path).returncode == 0
    assert run("--project", tmp_path, command, *files).returncode == 0
    assert known == [("flugblatt.toml",)] * 2


def test_commands_that_need_no_project_take_one(tmp_path: Path) -> None:
    assert run("explain", "fidelity", "--project", tmp_path).returncode == 0
    done = run("verify", tmp_path / "nothing.tar", "--project", tmp_path)
    assert done.returncode == 2 and "nothing.tar" in done.stderr
