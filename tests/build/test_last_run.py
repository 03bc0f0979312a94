"""Nothing to do is nothing: said from memory if nothing at all has changed, and never otherwise."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.build import last_run, machine, pipeline, store
from flugblatt.terminal.arguments import parser
from tests import editions
from tests.commands import PATIENCE
from tests.commands import run as build
from tests.test_import_table import ROOT, imported, module, modules

NOW = 1_700_000_000.0
SAID = last_run.Said(("one/de.md:3: warning",), "one\n", 3)


@dataclass(frozen=True)
class Project:
    """A project whose last run is remembered; ``java`` and ``font`` stand for what the machine has."""

    folder: Path
    java: Path
    font: Path
    tool: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def work(self) -> Path:
        return self.folder / "content" / "one"

    def asked(self, *words: str) -> last_run.Question:
        options = parser().parse_args(["build", *words])
        return last_run.question(
            Namespace(**vars(options) | {"content": self.folder / "content", "out": self.folder / "out"})
        )

    def said(self, *words: str, now: float = NOW) -> last_run.Said | None:
        return last_run.recalled(self.asked(*words), now)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    folder, tools = tmp_path / "project", tmp_path / "tools"
    files = ("content/one/statement.yaml", "content/one/de.md", "content/one/bild.png", "content/two/de.md")
    files += ("out/one/de/one.de.txt", "out/one/report.html", "out/report.json", "out/index.html")
    files += ("out/_catalogue/part.html", "out/.state/one.json", "flugblatt.toml", "styles/formats.toml")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"this is {name}")
    (tools / "fonts").mkdir(parents=True)
    made = Project(folder, tools / "java", tools / "fonts" / "Noto.ttf", tools / "engine.py")
    for path in (made.java, made.font, made.tool):
        path.write_text("1")
    monkeypatch.setattr(resources, "SYSTEM_FONTS", (tools / "fonts",))
    monkeypatch.setattr(resources, "toolchain_files", lambda: (("engine.py", made.tool),))
    memory = last_run.Memory(made.asked())
    memory.keep(last_run.outputs(made.out, ("one",)), SAID, NOW + 100, (made.java,))
    return made


def again(path: Path, text: str = "") -> None:
    """Another text of the same length, with the time of the file set back to what it was."""
    before = path.stat()
    path.write_text(text or path.read_text()[::-1])
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size and path.stat().st_mtime_ns == before.st_mtime_ns


CHANGES: dict[str, Callable[[Project], object]] = {
    "an edition, to the same length and with its old time": lambda project: again(project.work / "de.md"),
    "statement.yaml": lambda project: (project.work / "statement.yaml").write_text("date: 2024-05-03"),
    "a picture": lambda project: again(project.work / "bild.png"),
    "a new edition": lambda project: (project.work / "en.md").write_text("# A"),
    "an edition is gone": lambda project: (project.work / "de.md").unlink(),
    "a strange folder in a work": lambda project: (project.work / "folder").mkdir(),
    "a new work": lambda project: (project.folder / "content" / "three").mkdir(),
    "a file beside the works": lambda project: (project.folder / "content" / "note").write_text(""),
    "a work is gone": lambda project: shutil.rmtree(project.folder / "content" / "two"),
    "the project's file": lambda project: again(project.folder / "flugblatt.toml"),
    "a table of the project": lambda project: again(project.folder / "styles" / "formats.toml"),
    "a new table of the project": lambda project: (project.folder / "styles" / "libraries.toml").write_text(""),
    "a brand": lambda project: (project.folder / "brand.yaml").write_text(""),
    "an output, to the same length": lambda project: again(project.out / "one" / "de" / "one.de.txt"),
    "an output is gone": lambda project: (project.out / "one" / "de" / "one.de.txt").unlink(),
    "a strange file among the outputs": lambda project: (project.out / "one" / "strange").write_text(""),
    "a strange folder among the outputs": lambda project: (project.out / "one" / "strange").mkdir(),
    "a page of the work": lambda project: again(project.out / "one" / "report.html"),
    "the report": lambda project: again(project.out / "report.json"),
    "a page of the catalogue": lambda project: again(project.out / "_catalogue" / "part.html"),
    "a first page of the catalogue": lambda project: (project.out / "index.html").unlink(),
    "a strange folder of publications": lambda project: (project.out / "strange").mkdir(),
    "all outputs are gone": lambda project: shutil.rmtree(project.out / "one"),
    "a state": lambda project: again(project.out / ".state" / "one.json"),
    "a run that was ended": lambda project: (project.out / ".staging").mkdir(),
    "a run that has begun": lambda project: last_run.forget(project.out),
    "Java": lambda project: again(project.java, "2"),
    "no Java": lambda project: project.java.unlink(),
    "a font": lambda project: again(project.font, "2"),
    "a new font": lambda project: project.font.with_name("Other.ttf").write_text(""),
    "the toolchain": lambda project: again(project.tool, "2"),
}


def test_where_nothing_has_changed_the_last_run_is_told_again(project: Project) -> None:
    assert project.said() == SAID


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_seen(project: Project, change: str) -> None:
    CHANGES[change](project)
    assert project.said() is None


def test_times_alone_do_not_make_a_source_another(project: Project) -> None:
    for path in (project.work / "de.md", project.work / "bild.png", project.folder / "flugblatt.toml"):
        os.utime(path, (1, 1))
    assert project.said() == SAID


def test_links_that_lead_nowhere_or_in_a_circle_are_files_as_others(project: Project) -> None:
    for folder in (project.work, project.out / "one"):
        (folder / "nowhere").symlink_to(folder / "none")
        (folder / "circle").symlink_to(folder)
    assert project.said() is None
    assert last_run.tree(project.out / "one") == last_run.tree(project.out / "one")
    assert last_run.noted(project.asked()) is None or project.said() is None


@pytest.mark.parametrize(
    "words", [("one",), ("--target", "text"), ("--language", "de"), ("--strict",), ("--embargoed",), ("--quiet",)]
)
def test_another_question_has_no_answer(project: Project, words: tuple[str, ...]) -> None:
    assert project.said(*words) is None


def test_how_many_work_at_it_is_no_other_question(project: Project) -> None:
    assert project.said("--jobs", "2") == SAID


def test_the_environment_is_part_of_the_question(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert project.said() is None


def test_an_embargo_that_has_ended_is_something_to_do(project: Project) -> None:
    assert project.said(now=NOW + 99) == SAID
    assert project.said(now=NOW + 100) is None


def test_of_works_that_are_not_asked_for_only_their_names_count(project: Project) -> None:
    memory = last_run.Memory(project.asked("one"))
    memory.keep(last_run.outputs(project.out, ("one",)), SAID, None, (project.java,))
    again(project.folder / "content" / "two" / "de.md")
    assert project.said("one") == SAID
    (project.folder / "content" / "three").mkdir()
    assert project.said("one") is None


def test_a_source_that_is_edited_while_it_is_read_is_read_again(project: Project) -> None:
    """What was noted before the run is what counts, and a file that was written in the same moment is compared by its bytes."""
    edition = project.work / "de.md"
    edition.write_text("old")
    memory = last_run.Memory(project.asked())
    noted = edition.stat()
    edition.write_text("new")
    memory.keep(last_run.outputs(project.out, ("one",)), SAID, None, (project.java,))
    value = json.loads((project.out / ".state" / last_run.NAME).read_text())
    assert value["sources"]["one/de.md"][:4] != list(last_run.standing(edition)), noted
    assert project.said() is None


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"schema": 1}', b'{"schema": 99}']
)
def test_a_memory_that_cannot_be_read_is_none(project: Project, data: bytes) -> None:
    (project.out / ".state" / last_run.NAME).write_bytes(data)
    assert project.said() is None


@pytest.mark.parametrize("key", ["question", "outputs", "sources", "said", "places", "machine", "toolchain"])
@pytest.mark.parametrize("value", [None, 7, "x", [], {}])
def test_a_memory_of_another_shape_is_none(project: Project, key: str, value: object) -> None:
    file = project.out / ".state" / last_run.NAME
    file.write_text(json.dumps(json.loads(file.read_text()) | {key: value}))
    assert project.said() is None


@pytest.mark.parametrize("value", ["x", [], {}])
def test_a_memory_with_no_time_where_one_should_be_is_none(project: Project, value: object) -> None:
    file = project.out / ".state" / last_run.NAME
    file.write_text(json.dumps(json.loads(file.read_text()) | {"expires": value}))
    assert project.said() is None


def test_nothing_that_makes_or_judges_an_output_imports_what_fingerprints_leave_out() -> None:
    graph = {module(path): imported(path) | named_in(path) for path in modules()}
    reached: set[str] = set()
    waiting = [
        "build.production",
        "build.deposit",
        "build.project_catalogue",
        "build.store",
        "build.plan",
        "build.workers",
    ]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [*graph.get(name, ()), *(name[:at] for at, char in enumerate(name) if char == ".")]
    files = {f"flugblatt/{name.replace('.', '/')}" for name in reached}
    assert {
        file for file in files if f"{file}.py".startswith(store.UNRELATED) or f"{file}/".startswith(store.UNRELATED)
    } == set()
    assert all((ROOT.parent / name).exists() for name in store.UNRELATED)


def named_in(path: Path) -> set[str]:
    """The modules that a file names in words, as the tables of targets and judges do."""
    words = {node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)}
    names = {
        str(word).partition(":")[0].removeprefix("flugblatt.") for word in words if str(word).startswith("flugblatt.")
    }
    return {
        name
        for name in names
        if (ROOT / f"{name.replace('.', '/')}.py").is_file() or (ROOT / name.replace(".", "/")).is_dir()
    }


def test_a_fingerprint_knows_fonts_and_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "SYSTEM_FONTS", (tmp_path,))

    def digest() -> str:
        machine.digest.cache_clear()
        return store.toolchain()

    seen = [digest()]
    (tmp_path / "Noto.ttf").write_bytes(b"1" * 9000)
    seen.append(digest())
    (tmp_path / "Noto.ttf").write_bytes(b"2" * 9000)
    seen.append(digest())
    monkeypatch.setattr(machine, "java_version", lambda: "another")
    seen.append(digest())
    monkeypatch.setattr(machine, "_version", lambda library: f"{library[0]} of tomorrow")
    seen.append(digest())
    monkeypatch.undo()
    machine.digest.cache_clear()
    assert len(set(seen)) == 5


@pytest.mark.usefixtures("one_java")
def test_a_second_build_says_what_the_first_has_left_and_imports_no_engine(tmp_path: Path) -> None:
    """From the command line: the same words as a whole run says, no file of the output written, no engine, parser or Java."""
    editions.write(tmp_path / "content", "probe", editions.PLAIN_YAML, de=editions.PLAIN)
    words = ("--content", tmp_path / "content", "--out", tmp_path / "out", "--target", "text")
    assert build(*words).returncode == 0
    last_run.forget(tmp_path / "out")
    whole = build(*words)
    before = last_run.tree(tmp_path / "out")
    command = [sys.executable, "-X", "importtime", ROOT.parent / "build.py", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT.parent)
    assert (done.returncode, done.stdout) == (0, whole.stdout) and ", as it was" in done.stdout
    assert last_run.tree(tmp_path / "out") == before
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "json" in names
    assert (
        names & {"weasyprint", "pymupdf", "fitz", "lxml", "icu", "icu4py", "jinja2", "jpype", "markdown_it", "ruamel"}
        == set()
    )


@pytest.mark.usefixtures("one_java")
def test_files_as_they_were_are_counted_and_named_only_where_asked(tmp_path: Path) -> None:
    editions.write(tmp_path / "content", "probe", editions.PLAIN_YAML, de=editions.PLAIN)
    words = ("--content", tmp_path / "content", "--out", tmp_path / "out", "--target", "text", "--target", "web")
    first, second, named = build(*words), build(*words), build(*words, "--verbose")
    count = first.stdout.count(" passed") - 1
    assert "  de/probe.de.txt  " in first.stdout and count > 2
    assert (
        f"\nprobe\n  2 files, as they were: {count} passed\n" in second.stdout and "probe.de.txt" not in second.stdout
    )
    assert named.stdout.count(", as it was") == 2


@pytest.mark.usefixtures("one_java")
def test_one_edited_word_makes_the_files_of_one_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    for work in ("one", "two"):
        editions.write(content, work, editions.PLAIN_YAML, de=editions.PLAIN, en="# A title\n\nA lede.\n\nA text.\n")
    words = ("--content", content, "--out", tmp_path / "out", "--target", "text", "--jobs", "1")
    assert build(*words).returncode == 0
    edition = content / "one" / "en.md"
    edition.write_text(edition.read_text().replace("A text", "A word"))
    made: list[tuple[str, str]] = []
    render = pipeline.production.render

    def noting(statement, edition, *rest):  # type: ignore[no-untyped-def]
        made.append((statement.work, edition.language))
        return render(statement, edition, *rest)

    monkeypatch.setattr(pipeline.production, "render", noting)
    assert build(*words).returncode == 0
    assert made == [("one", "en")]
    assert build(*words).returncode == 0 and made == [("one", "en")]
