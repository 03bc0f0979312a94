"""A package that is built again differs nowhere, or the difference has a name and a cause."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from flugblatt.build import pipeline
from flugblatt.build.plan import Order
from flugblatt.judges.package import fixity
from flugblatt.judges.package.unpacking import File
from flugblatt.model import Check, Finding, Statement
from flugblatt.verification import package_layout, rebuilding, verify
from tests import editions
from tests.bagging import Files, again, files_of, tar_of
from tests.verification.conftest import GERMAN, YAML, found

Judge = Callable[[Files, Files], Check]


@pytest.fixture
def judge(work: Statement, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """The check of a package whose build gives another one."""

    def run(before: Files, after: Files) -> Check:
        def build(order: Order, say: object) -> SimpleNamespace:
            assert (order.content / "probe" / "de.md").is_file() and (order.content / "probe" / "bild.png").is_file()
            (order.out / "probe" / "archive").mkdir(parents=True)
            (order.out / "probe" / "archive" / "probe.tar").write_bytes(tar_of(after))
            return SimpleNamespace(exit_code=0, findings=[], failures=[], reports=[])

        monkeypatch.setattr(pipeline, "run", build)
        bag = fixity.Bag("probe", tuple(File(name, data) for name, data in before.items()))
        return rebuilding.judge(bag, package_layout.read(bag), work, lambda line: None).check

    return run


def path_of(files: Files, end: str) -> str:
    (path,) = (name for name in files if name.endswith(end))
    return path


def forged(data: bytes) -> bytes:
    return data[:5000] + bytes([data[5000] ^ 255]) + data[5001:]


def test_the_same_package_passes(files: Files, judge: Judge) -> None:
    check = judge(files, files)
    assert (check.check, check.verdict) == ("rebuild", "passed")
    assert check.detail == f"{len(files)} files, bit for bit"


def test_other_content_is_named_with_its_place(files: Files, judge: Judge) -> None:
    path = path_of(files, ".de.pdf")
    check = judge(again({**files, path: forged(files[path])}), files)
    findings = {finding.where: finding for finding in check.findings}
    assert findings[path].code == "rebuild-content" and "from byte 5,000 on" in findings[path].message
    assert "other content, as the tools are the same" in findings[path].message
    assert "manifest-sha512.txt" not in findings, "its checksums are those of the package"
    assert check.verdict == "failed" and any(where.startswith(f"{path}: ") for where in findings)


def test_another_version_of_a_tool_is_the_cause(files: Files, judge: Judge) -> None:
    path, papers = path_of(files, ".de.pdf"), [name for name in files if name.endswith(".proof.json")]
    older = {name: files[name].replace(b'"weasyprint": "', b'"weasyprint": "6') for name in papers}
    assert all(older[name] != files[name] for name in papers)
    check = judge(again({**files, **older, path: forged(files[path])}), files)
    assert check.verdict == "not run" and "made with other versions" in check.reason
    by_path = {finding.where: finding for finding in check.findings}
    assert by_path[path].code == "rebuild-tool" and "weasyprint 6" in by_path[path].message
    assert "here 70.0" in check.detail or "here" in check.detail


def test_another_judge_is_no_cause_for_another_page(files: Files, judge: Judge) -> None:
    path, paper = path_of(files, ".de.pdf"), path_of(files, ".de.proof.json")
    older = files[paper].replace(b"verapdf:3a 1.0", b"verapdf:3a 0.9")
    check = judge({**files, paper: older, path: forged(files[path])}, files)
    found = {finding.where: finding.code for finding in check.findings}
    assert found[path] == "rebuild-content" and found[paper] == "rebuild-tool" and check.verdict == "failed"


def test_a_file_that_differs_for_no_reader_is_compared(files: Files, work: Statement, judge: Judge) -> None:
    """Linearised by a shop, and packed again: manifest, lists and reports say the new checksums and sizes."""
    path = path_of(files, ".de.pdf")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files[path])) as pdf:
        pdf.save(out, linearize=True)
    check = judge(again({**files, path: out.getvalue()}), files)
    assert check.verdict == "passed", check.findings
    assert "of " in check.detail and "compared" in check.detail


@pytest.mark.parametrize(
    ("end", "old", "new"),
    [
        ("report.html", b"probe", b"prove"),
        ("README.txt", b"probe", b"prove"),
        ("descriptive/dc.xml", b"Verlag", b"Verlog"),
        ("de.thumb.jpg", b"\xff\xd9", b"\xff\xfe\x00\x04ab\xff\xd9"),
        ("de.html", b"</html>", b"</html><p>Nieder</p>"),
    ],
)
def test_what_no_other_judge_reads_is_red(end: str, old: bytes, new: bytes, files: Files, judge: Judge) -> None:
    path = path_of(files, end)
    assert old in files[path]
    check = judge(again({**files, path: files[path].replace(old, new, 1)}), files)
    assert check.verdict == "failed"
    assert path in {finding.where for finding in check.findings}


def test_files_on_one_side_only_are_named(files: Files, judge: Judge) -> None:
    path = path_of(files, ".de.txt")
    less = {name: data for name, data in files.items() if name != path}
    assert [(f.code, f.where) for f in judge(less, files).findings] == [("rebuild-missing", path)]
    assert [(f.code, f.where) for f in judge(files, less).findings] == [("rebuild-extra", path)]


def test_a_source_that_cannot_be_built_is_a_finding(
    files: Files, work: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Finding("glyph-missing", "error", "a character", "probe/de.md:1:1")

    def build(order: Order, say: object) -> SimpleNamespace:
        return SimpleNamespace(exit_code=3, findings=[problem], failures=[], reports=[])

    monkeypatch.setattr(pipeline, "run", build)
    bag = fixity.Bag("probe", tuple(File(name, data) for name, data in files.items()))
    check = rebuilding.judge(bag, package_layout.read(bag), work, lambda line: None).check
    assert [finding.code for finding in check.findings] == ["rebuild-failed"]
    assert "glyph-missing" in check.findings[0].message


def test_the_build_has_the_recorded_time_and_no_other(
    files: Files, work: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int | None] = []

    def build(order: Order, say: object) -> SimpleNamespace:
        seen.append(order.epoch)
        return SimpleNamespace(exit_code=3, findings=[], failures=[], reports=[])

    monkeypatch.setattr(pipeline, "run", build)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    info = files["bag-info.txt"]
    lines = [line for line in info.split(b"\n") if not line.startswith((b"Event-Time", b"Event-Time-Source"))]
    timed = b"\n".join((b"Event-Time: 2024-05-03T00:00:01Z", b"Event-Time-Source: SOURCE_DATE_EPOCH", *lines))
    for data in (info, timed, timed.replace(b"T00:00:01Z", b"T99")):
        bag = fixity.Bag("probe", tuple(File(name, one) for name, one in {**files, "bag-info.txt": data}.items()))
        rebuilding.judge(bag, package_layout.read(bag), work, lambda line: None)
    assert seen == [None, 1714694401, None]


def test_leaflets_that_the_statement_does_not_name_are_asked_for(
    files: Files, work: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    folder = f"data/{path_of(files, 'source/METS.xml').split('/')[1]}/representations/publications/data/de/leaflet"
    folded = {**files, f"{folder}/a5.read.pdf": b"x", f"{folder}/4xa6.read.pdf": b"x"}

    def build(order: Order, say: object) -> SimpleNamespace:
        asked.append(order.leaflets)
        (order.out / "probe" / "archive").mkdir(parents=True, exist_ok=True)
        made = folded if order.leaflets else files
        (order.out / "probe" / "archive" / "probe.tar").write_bytes(tar_of(made))
        return SimpleNamespace(exit_code=0, findings=[], failures=[], reports=[])

    monkeypatch.setattr(pipeline, "run", build)
    bag = fixity.Bag("probe", tuple(File(name, data) for name, data in folded.items()))
    assert rebuilding.judge(bag, package_layout.read(bag), work, lambda line: None).check.verdict == "passed"
    assert asked == [(), ("4xa6", "a5")]


@pytest.mark.slow
@pytest.mark.usefixtures("without_judges")
def test_a_built_package_is_the_same_when_it_is_built_again(tmp_path: Path) -> None:
    content, out = tmp_path / "content", tmp_path / "out"
    folder = editions.write(content, "probe", YAML, de=GERMAN, ar=editions.ARABIC)
    (folder / "bild.png").write_bytes(editions.png(30, 12))
    assert pipeline.run(Order(content, out, epoch=1714694401), lambda line: None).exit_code == 0
    package = out / "probe" / "archive" / "probe.tar"
    result = verify(package, required="reproduced")
    assert (result.verdict, result.grade, result.exit_code) == ("passed", "reproduced", 0), found(result)
    details = [check.detail for check in result.checks if check.check == "rebuild"]
    assert f"{len(files_of(package.read_bytes()))} files, bit for bit" in details, details
