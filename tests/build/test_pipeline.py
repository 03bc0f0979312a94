"""The pipeline from the command line: published whole, rejected beside, skipped where current, never a traceback."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain, count, repeat
from pathlib import Path
from typing import Any

import pytest

from flugblatt import terminal
from flugblatt.build import bounded, pipeline, workers
from flugblatt.build.plan import Order
from flugblatt.xhtml import plain_text
from tests import editions
from tests.commands import PATIENCE
from tests.commands import run as build
from tests.editions import PLAIN as TEXT
from tests.editions import PLAIN_YAML as YAML

ROOT = Path(__file__).parent.parent.parent
NAMES = (
    *(
        "probe.de.pdf",
        "probe.de.a4f.pdf",
        "probe.de.large.pdf",
        "probe.de.epub",
        "probe.de.kepub.epub",
        "probe.de.html",
    ),
    "probe.de.txt",
    *("probe.de.cover.jpg", "probe.de.thumb.jpg", "probe.de.card.png", "probe.de.proof.json"),
    *(
        f"leaflet/{format}.{suffix}"
        for format in ("dl6-roll", "a5-4")
        for suffix in ("read.pdf", "office.pdf", "office-white.pdf", "dummy.pdf", "front.png", "back.png")
    ),
    *(
        f"leaflet/{format}.{suffix}"
        for format in ("dl6-roll", "a5-4")
        for suffix in ("press.pdf", "job.txt", "soft-proof.png")
    ),
)
RECORDS = tuple(f"probe.de.{kind}" for kind in ("mrc", "marc.xml", "mods.xml", "dc.xml", "jsonld"))


pytestmark = pytest.mark.usefixtures("one_java")


def started(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as users start it."""
    command = [sys.executable, ROOT / "build.py", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def content(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published / "content", tmp_path / "published" / "content"))


@pytest.fixture
def out(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published / "out", tmp_path / "published" / "out"))


def report(out: Path) -> dict:  # type: ignore[type-arg]
    return json.loads((out / "report.json").read_text(encoding="utf-8"))


def artefacts(out: Path) -> list[dict]:  # type: ignore[type-arg]
    return [
        artefact for work in report(out)["works"] for edition in work["editions"] for artefact in edition["artefacts"]
    ]


def test_everything_is_published_and_every_verdict_is_passed(out: Path) -> None:
    assert sorted(tree(out / "probe" / "de")) == sorted(NAMES)
    assert sorted(tree(out / "probe" / "records")) == sorted(RECORDS)
    assert list(tree(out / "probe" / "archive")) == ["probe.tar"]
    verdicts = {check["verdict"] for artefact in artefacts(out) for check in artefact["checks"]}
    assert verdicts == {"passed"}
    named = {artefact["target"]: [check["check"] for check in artefact["checks"]] for artefact in artefacts(out)}
    assert named["archive-pdf"] == [
        "verapdf:3a",
        "verapdf:ua1",
        "fidelity",
        "glyphs",
        "visual",
        "metadata",
        "format-id",
    ]
    assert named["access-pdf"] == [
        "verapdf:4f",
        "verapdf:ua2",
        "verapdf:wtpdf",
        "fidelity",
        "glyphs",
        "visual",
        "metadata",
        "format-id",
    ]
    assert named["epub"] == ["guard", "epubcheck", "fidelity", "a11y", "metadata", "format-id"]
    (package,) = (made for made in report(out)["works"][0]["artefacts"] if made["target"] == "package")
    assert {check["check"]: check["verdict"] for check in package["checks"]} == dict.fromkeys(
        ("fixity", "schema", "metadata", "format-id"), "passed"
    )


def test_what_the_content_does_not_suffice_for_is_not_due(out: Path) -> None:
    said = {(item["target"], item["reason"]) for item in report(out)["works"][0]["not_due"]}
    assert said == {
        ("records", "de: probe.de.onix.xml: statement.yaml lacks publisher"),
        ("records", "de: probe.de.datacite.xml: statement.yaml lacks identifiers.doi"),
        ("records", "de: probe.internet-archive.csv: statement.yaml lacks url"),
        ("dnb", "de: statement.yaml lacks publisher and rights.access"),
    }


def test_the_report_names_no_path_of_the_machine(published: Path) -> None:
    text = (published / "out" / "report.json").read_text(encoding="utf-8")
    assert str(published) not in text and str(ROOT) not in text


def test_what_is_current_is_not_made_again(content: Path, out: Path) -> None:
    before = tree(out / "probe")
    result = build("--content", content, "--out", out)
    assert result.returncode == 0
    assert all(artefact["reused"] for artefact in artefacts(out))
    assert tree(out / "probe") == before


def test_force_makes_the_same_bytes_again(content: Path, out: Path) -> None:
    before = tree(out / "probe")
    targets = ("epub", "text", "records", "package")
    arguments = [word for target in targets for word in ("--target", target)]
    assert build("--content", content, "--out", out, "--force", *arguments).returncode == 0
    assert {artefact["target"]: artefact["reused"] for artefact in artefacts(out)} == {
        target: target not in targets
        for target in (
            *("archive-pdf", "access-pdf", "large-print", "epub", "kepub", "web", "text"),
            *("pictures", "leaflet", "press", "records"),
        )
    }
    reused = {made["target"]: made["reused"] for made in report(out)["works"][0]["artefacts"]}
    assert reused == {"package": False, "catalogue": True}
    assert tree(out / "probe") == before


def test_a_partial_build_keeps_what_is_current(content: Path, out: Path) -> None:
    before = tree(out / "probe")
    assert build("--content", content, "--out", out, "--target", "text", "--force").returncode == 0
    assert tree(out / "probe") == before


def test_a_partial_build_takes_stale_files_away_and_names_them(content: Path, tmp_path: Path) -> None:
    made = tmp_path / "out"
    assert build("--content", content, "--out", made, "--target", "text", "--target", "web").returncode == 0
    (content / "probe" / "de.md").write_text(TEXT.replace("noch einer", "noch zwei"), encoding="utf-8")
    result = build("--content", content, "--out", made, "--target", "text")
    assert result.returncode == 0
    assert set(tree(made / "probe")) == {"de/probe.de.txt", "de/probe.de.proof.json", "report.html"}
    assert "taken away" in result.stdout and "probe.de.html" in result.stdout


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("statement.yaml", "date: 6.1.2022\nissuers: [Büro]\n", "date"),
        ("de.md", TEXT + "\n<script>alert(1)</script>\n", "html"),
        ("de.md", "Kein Titel\n", "title"),
        ("de.md", TEXT + '\n[a](<b@example.org>"[a]\n\n[a]: https://example.org\n', "fidelity-source"),
    ],
)
def test_bad_input_is_refused_and_leaves_everything_as_it_was(
    content: Path, out: Path, name: str, data: str, code: str
) -> None:
    before = tree(out)
    (content / "probe" / name).write_text(data, encoding="utf-8")
    result = build("--content", content, "--out", out)
    assert result.returncode == 3
    assert f"probe/{name}:" in result.stderr and code in result.stderr and "hint:" in result.stderr
    assert "Traceback" not in result.stderr
    assert tree(out) == before


def test_an_accent_too_pale_to_be_read_is_refused_with_its_contrast(tmp_path: Path) -> None:
    work = tmp_path / "content" / "pale"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text(YAML + "accent: [0, 10, 80, 0]\n", encoding="utf-8")
    (work / "de.md").write_text(TEXT, encoding="utf-8")
    result = build("--content", tmp_path / "content", "--out", tmp_path / "out", "--target", "leaflet")
    assert result.returncode == 3
    assert (
        "pale/statement.yaml:3:9: error accent-pale" in result.stderr and "found #FFDF45 with 1.32:1" in result.stderr
    )
    assert not (tmp_path / "out" / "pale").exists()


def test_a_red_check_rejects_the_work_and_keeps_the_old_files(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renderer that changes one letter is found out by the reader, and nothing of the work is replaced."""
    made = tmp_path / "out"
    assert build("--content", content, "--out", made, "--target", "text").returncode == 0
    before = tree(made / "probe")
    true = plain_text.render
    monkeypatch.setattr(plain_text, "render", lambda *values: true(*values).replace(b"Vorspann", b"Vorspan"))
    result = build("--content", content, "--out", made, "--target", "text", "--force")
    assert result.returncode == 1, result.stderr
    assert tree(made / "probe") == before
    assert b"Vorspan." in (made / ".rejected" / "probe" / "de" / "probe.de.txt").read_bytes()
    rejected = json.loads((made / ".rejected" / "probe" / "report.json").read_text(encoding="utf-8"))
    checks = {check["check"]: check for check in rejected["works"][0]["editions"][0]["artefacts"][0]["checks"]}
    assert checks["fidelity"]["verdict"] == "failed"
    assert any("probe/de.md:3:" in finding["where"] for finding in checks["fidelity"]["findings"])
    assert "not published" in result.stdout


def test_a_finding_comes_whole_from_another_process(tmp_path: Path) -> None:
    work = tmp_path / "content" / "two"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text(YAML, encoding="utf-8")
    (work / "de.md").write_text(TEXT + "\nEin Zeichen \U00012000 hier.\n", encoding="utf-8")
    (work / "en.md").write_text("# A title\n\nA lede.\n\nA text.\n", encoding="utf-8")
    out = tmp_path / "out"
    result = started(
        "--content", tmp_path / "content", "--out", out, "--jobs", "2", "--target", "web", "--target", "pictures"
    )
    assert result.returncode == 3, result.stderr
    assert "two/de.md:7:13: error glyph-missing no font of the language de has the character" in result.stderr
    assert "not due: pictures: de: no font at hand has a character of it: two/de.md:7:13" in result.stdout
    assert "Traceback" not in result.stderr and (out / "two" / "en" / "two.en.card.png").is_file()
    assert (out / "two" / "de" / "two.de.html").is_file() and not (out / "two" / "de" / "two.de.card.png").exists()


def two_works(folder: Path, yaml: str = YAML) -> Path:
    for name in ("one", "two"):
        work = folder / "content" / name
        work.mkdir(parents=True)
        (work / "statement.yaml").write_text(yaml, encoding="utf-8")
        (work / "de.md").write_text(TEXT, encoding="utf-8")
    return folder / "content"


def failing_first(function: Any) -> Any:
    """``function``, whose first call, which is for the work one, fails as it does where a text is too deep."""
    calls = count()

    def call(*given: Any) -> Any:
        if next(calls) == 0:
            raise RecursionError("maximum recursion depth exceeded")
        return function(*given)

    return call


@pytest.mark.fresh_process
@pytest.mark.parametrize(
    ("module", "name"),
    [(bounded, "_misread"), (pipeline, "plan"), (pipeline, "_settle"), (workers.production, "render")],
)
def test_a_fault_of_our_own_costs_one_work_alone(
    module: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says what and where, with a file to attach; the other work is published, the exit code is that of a failed tool."""
    content, out = two_works(tmp_path), tmp_path / "out"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, name, failing_first(getattr(module, name)))
    outcome = pipeline.run(Order(content, out, targets=("text",), jobs=1), lambda line: None)
    (failure,) = outcome.failures
    assert outcome.exit_code == 5 and outcome.findings == []
    assert failure.startswith("one: not made, for a fault of the toolchain: RecursionError in test_pipeline.py:")
    (told,) = tmp_path.glob("flugblatt-crash-*.txt")
    assert told.name in failure and "maximum recursion depth" not in told.read_text(encoding="utf-8")
    assert (out / "two" / "de" / "two.de.txt").is_file() and not (out / "one").exists()


def built_by_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> pipeline.Outcome:
    """The run of two works by two processes, where so many submissions of the first meet a pool of which a process has died."""
    content, submit, calls = two_works(tmp_path), ProcessPoolExecutor.submit, count()

    def submitted(*given: Any) -> Any:
        if given[3].work == "one" and next(calls) < times:
            raise BrokenProcessPool("a child process terminated abruptly")
        return submit(*given)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submitted)
    (content / "two" / "en.md").write_text(TEXT, encoding="utf-8")
    return pipeline.run(Order(content, tmp_path / "out", targets=("text",), jobs=2), lambda line: None)


@pytest.mark.fresh_process
def test_a_process_that_is_ended_again_costs_one_work_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = built_by_two(tmp_path, monkeypatch, 2)
    assert outcome.failures == ["one: a process that made it was ended from outside, or ran out of memory"]
    assert outcome.exit_code == 5 and (tmp_path / "out/two/de/two.de.txt").is_file()


@pytest.mark.fresh_process
def test_a_work_whose_process_died_with_another_is_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = built_by_two(tmp_path, monkeypatch, 1)
    assert (outcome.failures, outcome.exit_code) == ([], 0)
    assert [report.statement.work for report in outcome.reports] == ["one", "two"]


def test_an_isbn_of_another_work_is_refused_at_its_line(tmp_path: Path) -> None:
    content = two_works(tmp_path, f"{YAML}identifiers: {{isbn: 978-3-16-148410-0}}\n")
    outcome = pipeline.run(Order(content, tmp_path / "out", targets=("text",), jobs=1), lambda line: None)
    (finding,) = outcome.findings
    line = YAML.count("\n") + 1
    assert (finding.code, finding.where) == ("yaml-isbn-twice", f"two/statement.yaml:{line}:21")
    assert "in the work one, too" in finding.message and outcome.exit_code == 3
    assert (tmp_path / "out" / "one").is_dir() and not (tmp_path / "out" / "two").exists()


def test_a_quiet_run_says_only_what_is_not_good(content: Path, tmp_path: Path) -> None:
    good = build("--content", content, "--out", tmp_path / "out", "--target", "text", "--quiet")
    assert (good.returncode, good.stdout, good.stderr) == (0, "", "")
    editions.write(content, "bad", YAML, de="Kein Titel\n")
    bad = build("--content", content, "--out", tmp_path / "out", "--target", "text", "--quiet")
    assert bad.returncode == 3 and "bad/de.md:1:1" in bad.stderr


def test_other_works_go_on(content: Path, tmp_path: Path) -> None:
    bad = content / "bad"
    bad.mkdir()
    (bad / "de.md").write_text("Kein Titel\n", encoding="utf-8")
    (bad / "statement.yaml").write_text(YAML, encoding="utf-8")
    result = build("--content", content, "--out", tmp_path / "out", "--target", "text")
    assert result.returncode == 3
    assert (tmp_path / "out" / "probe" / "de" / "probe.de.txt").is_file()


def test_records_and_packages_need_a_complete_work(content: Path, tmp_path: Path) -> None:
    made = tmp_path / "out"
    chosen = ("--target", "text", "--target", "records", "--target", "package")
    assert build("--content", content, "--out", made, *chosen).returncode == 0
    assert set(tree(made / "probe")) == {"de/probe.de.txt", "de/probe.de.proof.json", "report.html"}
    reasons = {item["target"]: item["reason"] for item in report(made)["works"][0]["not_due"]}
    assert set(reasons) == {"records", "package"} and all("without --target" in reason for reason in reasons.values())


def test_stale_records_and_packages_are_taken_away(content: Path, out: Path, tmp_path: Path) -> None:
    made = tmp_path / "out"
    shutil.copytree(out, made)
    (content / "probe" / "de.md").write_text(TEXT.replace("noch einer", "noch zwei"), encoding="utf-8")
    result = build("--content", content, "--out", made, "--target", "text")
    assert result.returncode == 0, result.stdout + result.stderr
    assert set(tree(made / "probe")) == {"de/probe.de.txt", "de/probe.de.proof.json", "report.html"}
    assert "archive/probe.tar" in result.stdout and "leaflet/a5-4.read.pdf" in result.stdout


def test_a_leaflet_format_that_is_named_is_made(content: Path, tmp_path: Path) -> None:
    made = tmp_path / "out"
    result = build("--content", content, "--out", made, "--target", "leaflet", "--leaflet", "a5", "--leaflet", "4xa6")
    assert result.returncode == 0, result.stdout + result.stderr
    names = {name.rpartition("/")[2].partition(".")[0] for name in tree(made / "probe" / "de" / "leaflet")}
    assert names == {"a5", "4xa6"}
    (detail,) = {
        check["detail"].partition(";")[0]
        for artefact in artefacts(made)
        for check in artefact["checks"]
        if check["check"] == "preflight" and artefact["path"].endswith("a5.read.pdf")
    }
    assert "pt" in detail and "% filled" in detail


@pytest.mark.slow
def test_a_leaflet_that_cannot_hold_the_text_is_refused_with_one_that_can(tmp_path: Path) -> None:
    work = tmp_path / "content" / "long"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text(YAML, encoding="utf-8")
    (work / "de.md").write_text(
        TEXT + "\n\n".join(["Noch ein Satz mit acht Worten, wie gesagt. " * 20] * 20), encoding="utf-8"
    )
    arguments = (
        "--content",
        tmp_path / "content",
        "--out",
        tmp_path / "out",
        "--target",
        "leaflet",
        "--leaflet",
        "4xa6",
    )
    result = build(*arguments)
    assert result.returncode == 1
    assert "leaflet-overfull" in result.stdout and "words" in result.stdout and "booklet" in result.stdout
    assert not (tmp_path / "out" / "long").exists()


@pytest.mark.slow
def test_a_coarse_picture_is_printed_no_larger_than_the_press_can(tmp_path: Path) -> None:
    work = tmp_path / "content" / "coarse"
    work.mkdir(parents=True)
    (work / "statement.yaml").write_text(YAML, encoding="utf-8")
    (work / "de.md").write_text(TEXT + "\n![Ein Bild](bild.png)\n", encoding="utf-8")
    (work / "bild.png").write_bytes(editions.png(160, 90))
    arguments = ("--content", tmp_path / "content", "--out", tmp_path / "out", "--target", "press", "--leaflet", "a5")
    assert build(*arguments).returncode == 0


@pytest.mark.needs("ssh-keygen")
def test_a_signed_package_says_who_made_it(content: Path, out: Path, tmp_path: Path) -> None:
    made, key = tmp_path / "out", tmp_path / "key"
    shutil.copytree(out, made)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True, timeout=PATIENCE)
    result = build("--content", content, "--out", made, "--sign", key)
    assert result.returncode == 0, result.stdout + result.stderr
    package = made / "probe" / "archive" / "probe.tar"
    assert package.read_bytes() == (out / "probe" / "archive" / "probe.tar").read_bytes()
    assert (package.parent / "probe.tagmanifest-sha512.txt.sig").is_file()
    signed = sorted(path.name for path in made.rglob("*.pdf.sig"))
    assert signed == sorted(f"{path.name}.sig" for path in made.rglob("*.pdf")) and signed
    signers = tmp_path / "signers"
    signers.write_text(f"presse@example.org {key.with_suffix('.pub').read_text()}")
    verified = build("verify", package, "--allowed-signers", signers)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "presse@example.org" in verified.stdout
    signers.write_text(signers.read_text().replace("AAAAC3NzaC1lZDI1NTE5AAAA", "AAAAC3NzaC1lZDI1NTE5AAAB"))
    assert build("verify", package, "--allowed-signers", signers).returncode != 0
    # A build without the key keeps the signature, as the package is current.
    assert build("--content", content, "--out", made).returncode == 0
    assert (package.parent / "probe.tagmanifest-sha512.txt.sig").is_file()
    assert sorted(path.name for path in made.rglob("*.pdf.sig")) == signed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--leaflet", "a7"), "booklet-a5"),
        (("--sign", "no/such/key"), "ssh-keygen -t ed25519"),
        (("--target", "papyrus"), "archive-pdf"),
        (("--language", "fr"), "de"),
        (("gibtesnicht",), "probe"),
        (("--jobs", "0"), "from 1"),
    ],
)
def test_usage_errors_name_what_there_is(
    content: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = build("build", "--content", content, "--out", tmp_path / "out", *arguments)
    assert result.returncode == 2
    assert message in result.stderr and "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_content_folder_is_a_usage_error(tmp_path: Path) -> None:
    result = build("--content", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert result.returncode == 2 and "no content folder" in result.stderr


def test_finished_files_are_judged_without_rendering(out: Path) -> None:
    result = build(
        "check", *(out / "probe" / "de" / name for name in ("probe.de.pdf", "probe.de.a4f.pdf", "probe.de.epub"))
    )
    assert result.returncode == 0, result.stdout + result.stderr
    for name in ("verapdf:3a", "verapdf:ua1", "verapdf:4f", "verapdf:ua2", "epubcheck", "guard", "format-id"):
        assert f"✓ {name} passed" in result.stdout


def test_a_finished_file_that_lies_is_found(out: Path, tmp_path: Path) -> None:
    data = (out / "probe" / "de" / "probe.de.pdf").read_bytes()
    lying = tmp_path / "lying.pdf"
    lying.write_bytes(data.replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<"))
    result = build("check", lying)
    assert result.returncode == 1 and "✕ verapdf:ua2 failed" in result.stdout


def test_check_refuses_what_it_cannot_judge(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("text")
    assert build("check", tmp_path / "x.txt").returncode == 2
    assert build("check", tmp_path / "gone.pdf").returncode == 2


def test_json_report_on_standard_output(content: Path, out: Path) -> None:
    result = build("--content", content, "--out", out, "--report", "json")
    assert [work["work"] for work in json.loads(result.stdout)["works"]] == ["probe"]


def test_parity_is_a_check_of_the_edition_that_fails_when_strict(tmp_path: Path) -> None:
    """Also where one edition alone is asked for; a reason in statement.yaml lets it pass."""
    texts = {"de": "# Titel\n\nAm 6. Januar 2024.\n", "be": "# Загаловак\n\n6 студзеня 2042 года.\n"}
    folder = editions.write(tmp_path / "content", "w", YAML + "original: de\n", **texts)
    order = Order(tmp_path / "content", tmp_path / "out", targets=("text",), languages=("be",))
    assert pipeline.run(order, print).exit_code == 0
    (edition,) = report(tmp_path / "out")["works"][0]["editions"]
    assert [(check["check"], len(check["findings"])) for check in edition["checks"]] == [("parity", 1)]
    assert pipeline.run(replace(order, strict=True), print).exit_code == 1
    with (folder / "statement.yaml").open("a", encoding="utf-8") as yaml:
        yaml.write("parity: {ignore: [{where: be.md:3, reason: counted otherwise}]}\n")
    assert pipeline.run(replace(order, strict=True), print).exit_code == 0


def test_a_stranger_among_the_files_of_a_work_is_moved_and_named(tmp_path: Path) -> None:
    order = Order(two_works(tmp_path), tmp_path / "out", targets=("text",), jobs=1)
    assert pipeline.run(order, lambda line: None).strangers == ()
    (tmp_path / "out" / "one" / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = pipeline.run(order, lambda line: None)
    assert (outcome.exit_code, outcome.strangers) == (0, (".strangers/one/mine.txt",))
    assert (tmp_path / "out" / ".strangers" / "one" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert any("it lies in" in line for line in terminal.build_lines(outcome, Path("out"), False))


def forever(*_: Any) -> Iterator[Any]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
    yield


def test_an_edition_that_takes_too_long_to_be_set_costs_its_work_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = two_works(tmp_path)
    (tmp_path / "flugblatt.toml").write_text("[limits]\nsetting_seconds = 1\n", encoding="utf-8")
    calls = chain((forever,), repeat(workers.production.render))
    monkeypatch.setattr(workers.production, "render", lambda *given: next(calls)(*given))
    outcome = pipeline.run(Order(content, tmp_path / "out", targets=("text",), jobs=1), lambda line: None)
    (finding,) = outcome.findings
    assert (outcome.exit_code, finding.code, finding.where) == (3, "over-limit", "one:1:1")
    assert "within 1 seconds" in finding.message and "setting_seconds = 2" in finding.hint
    assert (tmp_path / "out/two/de/two.de.txt").is_file()
