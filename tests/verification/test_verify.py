"""A good package passes; each thing that can be done to one is red in the right place, and none is a traceback."""

import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flugblatt import cli, terminal, verification
from flugblatt.build import production
from flugblatt.judges.package import fixity
from flugblatt.model import Artefact, Check, Grade, Statement
from flugblatt.model.errors import ToolMissing, UsageError
from flugblatt.model.targets import chosen
from flugblatt.package import signature
from flugblatt.verification import Judged, Verification, as_json, inflation, sandbox
from tests import editions
from tests.bagging import Files, again, entry, files_of, lay, tag_manifests, tar_of, tarred
from tests.commands import PATIENCE
from tests.packages import lay_tar, packaged
from tests.verification.conftest import GERMAN, YAML, Silent, codes, die, found, reading

PUBLISHED = "representations/publications/data"
Verify = Callable[[Files | bytes], Verification]


def path_of(files: Files, end: str) -> str:
    """The file of this name in the bag, or the only one that ends so."""
    (path,) = [end] if end in files else [name for name in files if name.endswith(end)]
    return path


# --- Good ----------------------------------------------------------------------------------------


def test_a_good_package_passes_and_no_file_is_passed_over(tar: bytes, files: Files, verified: Verify) -> None:
    result = verified(tar)
    assert found(result) == set()
    assert (result.verdict, result.exit_code) == ("passed", 0)
    assert {one.path for one in result.judged} == {"", *files}
    assert all(one.checks or one.unjudged for one in result.judged)
    made = {one.path.rpartition("/")[2]: {check.check for check in one.checks} for one in result.judged if one.checks}
    assert made[""] == {"fixity", "layout", "source", "metadata", "format-id"}
    assert made["probe.de.pdf"] == {
        "verapdf:3a",
        "verapdf:ua1",
        "fidelity",
        "glyphs",
        "visual",
        "metadata",
        "format-id",
    }
    assert made["probe.ar.epub"] == {"guard", "epubcheck", "fidelity", "a11y", "metadata", "format-id"}
    assert made["probe.de.mrc"] == made["probe.ar.onix.xml"] == made["dc.xml"] == {"schema", "metadata"}
    assert made["probe.de.proof.json"] == made["report.json"] == {"certificate"}
    unjudged = {one.path.rpartition("/")[2] for one in result.judged if one.unjudged}
    assert {
        "README.txt",
        "report.html",
        "de.md",
        "bild.png",
        "statement.yaml",
        "mets.xsd",
        "probe.de.card.png",
    } <= unjudged


def test_a_folder_passes_like_its_tar(files: Files, tmp_path: Path, without_judges: None) -> None:
    assert reading(lay(tmp_path / "another-name", files)).verdict == "passed"


@pytest.mark.slow
def test_the_java_judges_pass_it_too(tar: bytes, tmp_path: Path) -> None:
    result = reading(lay_tar(tmp_path, tar))
    assert found(result) == set() and result.verdict == "passed"
    assert {"verapdf:3a", "verapdf:wtpdf", "epubcheck"} <= {check.check for check in result.checks}
    assert all(check.tool.startswith("veraPDF ") for check in result.checks if check.check.startswith("verapdf"))


# --- What happens to files -------------------------------------------------------------------------

KINDS = (
    ".de.pdf",
    ".de.a4f.pdf",
    ".ar.epub",
    ".de.html",
    ".de.txt",
    ".de.proof.json",
    "source/data/de.md",
    "statement.yaml",
    "bild.png",
    ".de.mrc",
    ".ar.onix.xml",
    "descriptive/dc.xml",
    "documentation/report.json",
    "report.html",
    "schemas/mets.xsd",
    "bag-info.txt",
    "README.txt",
    "bagit-profile.json",
    "tagmanifest-sha512.txt",
    "manifest-sha256.txt",
)


@pytest.mark.parametrize("end", KINDS)
def test_one_flipped_bit_is_found_in_each_kind_of_file(end: str, files: Files, tmp_path: Path) -> None:
    path = path_of(files, end)
    data = bytearray(files[path])
    data[len(data) // 2] ^= 16
    check = fixity.judge(fixity.read(lay_tar(tmp_path, tar_of({**files, path: bytes(data)}))))
    assert check.verdict == "failed"
    places = {finding.where.partition(":")[0] for finding in check.findings}
    assert path in places or path.startswith("tagmanifest")


def test_a_flipped_bit_is_red_beside_all_that_is_still_good(files: Files, verified: Verify) -> None:
    path = path_of(files, ".de.txt")
    result = verified({**files, path: files[path].replace(b"Vorspann", b"Vorspamn")})
    assert {("fixity-changed", path.removeprefix(result.folder), "fixity")} <= found(result)
    assert ("fidelity-changed", "fidelity") in {(code, check) for code, _, check in found(result)}
    others = [one for one in result.judged if one.path.endswith(".pdf")]
    assert others and all(check.verdict == "passed" for one in others for check in one.checks)
    assert result.exit_code == 1


@pytest.mark.usefixtures("without_judges")
def test_files_added_removed_renamed_and_swapped_under_new_checksums_are_found(files: Files, verified: Verify) -> None:
    """The bag itself is whole again: layout, METS, PREMIS and certificates tell."""
    changed = dict(files)
    root = path_of(files, "source/METS.xml").removesuffix("representations/source/METS.xml")
    changed[f"{root}representations/publications/data/de/beside.pdf"] = b"%PDF-1.7"
    changed[f"{root}notes.txt"] = b"x"
    del changed[path_of(files, ".ar.txt")]
    html = path_of(files, ".de.html")
    changed[html.replace(".de.html", ".de.htm")] = changed.pop(html)
    result = verified(again(changed))
    assert "fixity" not in {check for _, _, check in found(result)}
    assert {
        ("layout-unknown", f"{PUBLISHED}/de/beside.pdf", "layout"),
        ("layout-unknown", "notes.txt", "layout"),
        ("layout-missing", f"{PUBLISHED}/ar/probe.ar.txt", "layout"),
        ("layout-missing", f"{PUBLISHED}/de/probe.de.html", "layout"),
        ("layout-unknown", f"{PUBLISHED}/de/probe.de.htm", "layout"),
    } <= {(code, place.removeprefix(root), check) for code, place, check in found(result)}
    assert {"package-unlisted", "package-missing", "certificate-differs"} <= codes(result)


def swap(files: Files, one: str, other: str) -> Files:
    first, second = path_of(files, one), path_of(files, other)
    return {**files, first: files[second], second: files[first]}


def test_editions_that_are_swapped_under_new_checksums_are_found(files: Files, verified: Verify) -> None:
    changed = files
    for end in (
        "pdf",
        "a4f.pdf",
        "large.pdf",
        "epub",
        "html",
        "txt",
        "proof.json",
        "mrc",
        "marc.xml",
        "mods.xml",
        "jsonld",
    ):
        changed = swap(changed, f".de.{end}", f".ar.{end}")
    result = verified(again(changed))
    red = {one.path.rpartition("/")[2] for one in result.judged for check in one.checks if check.verdict == "failed"}
    expected = {
        "pdf",
        "a4f.pdf",
        "large.pdf",
        "epub",
        "html",
        "txt",
        "proof.json",
        "mrc",
        "marc.xml",
        "mods.xml",
        "jsonld",
    }
    assert {f"probe.{tag}.{end}" for tag in ("de", "ar") for end in expected} <= red
    assert "fixity" not in {check for _, _, check in found(result)}


def test_a_source_that_is_exchanged_is_found_by_every_form(files: Files, verified: Verify) -> None:
    path = path_of(files, "source/data/de.md")
    result = verified(again({**files, path: files[path].replace(b"Vorspann", b"Nachspann")}))
    proofs = {
        one.path.rpartition(".")[2] for one in result.judged for c in one.checks if c.check == "fidelity" and c.findings
    }
    assert proofs == {"pdf", "epub", "html", "txt"}
    assert "certificate-differs" in codes(result) and "package-changed" in codes(result)


@pytest.mark.usefixtures("without_judges")
def test_a_source_with_an_error_is_no_crash(files: Files, verified: Verify) -> None:
    path = path_of(files, "statement.yaml")
    result = verified(again({**files, path: b"date: [\n"}))
    assert ("yaml-syntax", "source") in {(code, check) for code, _, check in found(result)}
    assert result.verdict == "failed"


def test_a_file_with_a_changed_word_is_found_though_everything_agrees_with_it(
    work: Statement, verified: Verify, tmp_path: Path
) -> None:
    """Certificate, report, records, METS, PREMIS and all manifests are made anew for the forged files."""
    other = editions.write(tmp_path / "other", "probe", YAML, de=GERMAN.replace("Satz", "Witz"), ar=editions.ARABIC)
    (other / "bild.png").write_bytes(editions.png(30, 12))
    forged = _made(editions.read(other), "archive-pdf", "text")

    def forge(artefact: Artefact) -> Artefact:
        return replace(artefact, body=forged.get(artefact.path, artefact.data))

    result = verified(packaged(work, forge))
    red = {one.path.rpartition("/")[2] for one in result.judged for c in one.checks if c.verdict == "failed"}
    assert red == {"probe.de.pdf", "probe.de.txt"}
    for one in result.judged:
        for check in one.checks:
            if one.path.endswith((".de.pdf", ".de.txt")) and check.check == "fidelity":
                assert any("U+0053" in finding.message and "U+0057" in finding.message for finding in check.findings), (
                    check
                )
    assert result.exit_code == 1


def _made(statement: Statement, *targets: str) -> dict[str, bytes]:
    """The German files of a statement, by their paths."""
    made = production.render(statement, editions.edition(statement, "de"), chosen(targets))
    return {product.artefact.path: product.artefact.data for product in made}


@pytest.mark.usefixtures("without_judges")
def test_mets_that_disagrees_with_the_manifest_is_found(files: Files, verified: Verify) -> None:
    path = path_of(files, "publications/METS.xml")
    digest = hashlib.sha256(files[path_of(files, ".de.pdf")]).hexdigest().encode()
    result = verified(again({**files, path: files[path].replace(digest, b"0" * 64)}))
    assert {
        ("package-changed", f"{PUBLISHED}/de/probe.de.pdf"),
        ("package-manifest", f"{PUBLISHED}/de/probe.de.pdf"),
    } <= {(code, place) for code, place, _ in found(result)}


@pytest.mark.usefixtures("without_judges")
def test_a_record_with_another_title_is_found(files: Files, verified: Verify) -> None:
    dc, mods = path_of(files, "descriptive/dc.xml"), path_of(files, ".de.mods.xml")
    changed = {path: files[path].replace(b"Ein Titel", b"Kein Titel") for path in (dc, mods)}
    assert all(changed[path] != files[path] for path in changed)
    result = verified(again({**files, **changed}))
    red = {one.path for one in result.judged for c in one.checks if c.check == "metadata" and c.verdict == "failed"}
    assert {dc, mods} <= red


@pytest.mark.usefixtures("without_judges")
def test_schemas_of_the_package_are_not_used(files: Files, verified: Verify) -> None:
    """A schema that would pass anything, and a record that only it would pass."""
    schema, record = path_of(files, "schemas/mods.xsd"), path_of(files, ".de.mods.xml")
    loose = b'<schema xmlns="http://www.w3.org/2001/XMLSchema"/>'
    broken = files[record].replace(b"<titleInfo", b"<nonsense/><titleInfo", 1)
    result = verified(again({**files, schema: loose, record: broken}))
    assert ("schema-invalid", "schema") in {(code, check) for code, _, check in found(result)}
    told = next(one for one in result.judged if one.path == schema)
    assert not told.checks and "not the one of this toolchain" in told.unjudged


@pytest.mark.usefixtures("without_judges")
def test_another_work_of_the_same_name_is_found(files: Files, verified: Verify) -> None:
    """The folder of one work around the source of another: the identifiers do not fit."""
    path = path_of(files, "statement.yaml")
    result = verified(again({**files, path: files[path].replace(b"/probe", b"/other")}))
    places = {place for code, place, _ in found(result) if code == "layout-root"}
    assert places == {result.folder.rstrip("/"), "bag-info.txt"}


# --- Hostile ---------------------------------------------------------------------------------------

HOSTILE = {
    "zip slip": entry("../../../etc/evil", b"x"),
    "tar slip": entry("/etc/evil", b"x"),
    "symlink": entry("probe/data/evil", kind=tarfile.SYMTYPE, link="/etc/passwd"),
    "hard link": entry("probe/data/evil", kind=tarfile.LNKTYPE, link="probe/bagit.txt"),
    "device": entry("probe/data/evil", kind=tarfile.CHRTYPE),
    "twice": entry("probe/bagit.txt", b"x"),
    "capitals": entry("probe/BAGIT.TXT", b"x"),
    "not NFC": entry("probe/data/u\u0308", b"x"),
    "sparse": entry("probe/data/huge", kind=b"S"),
}


@pytest.mark.parametrize("member", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_package_is_refused_unopened(
    member: tuple[tarfile.TarInfo, bytes], files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("nothing of a hostile package may be opened")

    monkeypatch.setattr(verification, "Workers", never)
    monkeypatch.setattr(verification, "Outside", never)
    good = [entry(f"probe/{name}", data) for name, data in files.items()]
    result = reading(lay_tar(tmp_path, tarred([*good, member])))
    assert result.exit_code == 1 and result.says == "no package that could be opened"
    assert [check.check for check in result.checks] == ["fixity"] and result.checks[0].findings
    assert sorted(path.name for path in tmp_path.iterdir()) == ["probe.tar"]


@pytest.mark.usefixtures("without_judges")
def test_a_book_that_the_guard_refuses_is_judged_no_further(files: Files, verified: Verify) -> None:
    path = path_of(files, ".de.epub")
    result = verified(again({**files, path: b"PK\x03\x04" + bytes(100)}))
    (book,) = (one for one in result.judged if one.path == path)
    verdicts = {check.check: check.verdict for check in book.checks}
    assert verdicts.pop("guard") == "failed" and set(verdicts.values()) == {"not run"}


@pytest.mark.usefixtures("without_judges")
def test_a_page_that_inflates_is_judged_no_further(
    files: Files, verified: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inflation, "limit", lambda name: 2**22)
    bomb = b"%PDF-1.7\n1 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(bytes(2**20), 9) + b"\nendstream"
    path = path_of(files, ".de.pdf")
    result = verified(again({**files, path: bomb}))
    (page,) = (one for one in result.judged if one.path == path)
    assert {finding.code for check in page.checks for finding in check.findings} == {"judge-inflated"}


def test_a_judge_that_dies_is_a_verdict_on_its_file_alone(
    files: Files, verified: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_work", die)
    result = verified(files)
    dead = {place for code, place, _ in found(result) if code == "judge-crashed"}
    assert dead == {f"{PUBLISHED}/de/probe.de.txt"}
    (other,) = (one for one in result.judged if one.path.endswith(".ar.txt"))
    assert [check.verdict for check in other.checks if check.check == "fidelity"] == ["passed"]


@pytest.mark.parametrize("data", [b"", b"x", bytes(10240), b"\x1f\x8b\x08" + bytes(30)])
def test_what_is_no_package_is_red(data: bytes, tmp_path: Path) -> None:
    assert reading(lay_tar(tmp_path, data)).exit_code == 1


def test_what_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        reading(tmp_path / "gone.tar")


@pytest.mark.slow
@settings(max_examples=15)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=64))
def test_a_package_with_any_bytes_exchanged_ends_in_a_verdict(tar: bytes, at: int, new: bytes) -> None:
    changed = bytearray(tar)
    at %= len(changed)
    changed[at : at + len(new)] = new
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "Outside", Silent)
        result = reading(lay_tar(Path(folder), bytes(changed)))
    assert result.verdict == ("failed" if bytes(changed) != tar else "passed")
    assert list(terminal.verification_lines(result)) and json.loads(as_json(result))


@pytest.mark.slow
@settings(max_examples=15)
@given(st.data())
def test_any_content_of_any_file_under_good_checksums_ends_in_a_verdict(files: Files, data: st.DataObject) -> None:

    name = data.draw(st.sampled_from(sorted(name for name in files if name.startswith("data/"))))
    content = data.draw(st.binary(max_size=200))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "Outside", Silent)
        result = reading(lay_tar(Path(folder), tar_of(again({**files, name: content}))))
    assert result.verdict == "failed"
    assert list(terminal.verification_lines(result)) and json.loads(as_json(result))


# --- Signature -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "press"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True, timeout=PATIENCE)
    (path.parent / "allowed").write_text(f"press@example.org {path.with_suffix('.pub').read_text()}")
    return path


def signed(folder: Path, key: Path, files: Files) -> Path:
    """The signature over these files, beside where a tar will lie."""
    path = folder / f"probe{signature.SUFFIX}"
    path.write_bytes(signature.sign(key, files[signature.SIGNED]))
    return path


def test_a_signed_package_names_who_signed(
    tar: bytes, files: Files, key: Path, tmp_path: Path, without_judges: None
) -> None:
    signed(tmp_path, key, files)
    result = reading(lay_tar(tmp_path, tar), allowed_signers=key.parent / "allowed")
    (check,) = (check for check in result.checks if check.check == "signature")
    assert check.verdict == "passed" and "press@example.org" in check.detail
    assert result.exit_code == 0 and result.closing.startswith("The signature proves who made the package")
    renamed = reading((tmp_path / "probe.tar").rename(tmp_path / "other.tar"), allowed_signers=key.parent / "allowed")
    assert renamed.verdict == "passed"


def test_the_signature_of_an_earlier_version_lies_beside_that_of_the_present(
    tar: bytes, files: Files, key: Path, tmp_path: Path, without_judges: None
) -> None:
    signed(tmp_path, key, files).rename(tmp_path / f"probe.2024-06-02{signature.SUFFIX}")
    (tmp_path / f"probe{signature.SUFFIX}").write_bytes(b"that of another version")
    earlier = lay_tar(tmp_path, tar).rename(tmp_path / "probe.2024-06-02.tar")
    assert reading(earlier, allowed_signers=key.parent / "allowed").verdict == "passed"


def test_a_folder_has_its_signature_beside_it(files: Files, key: Path, tmp_path: Path, without_judges: None) -> None:
    signed(tmp_path, key, files)
    assert reading(lay(tmp_path / "probe", files), allowed_signers=key.parent / "allowed").verdict == "passed"
    assert reading(tmp_path / "probe" / ".." / "probe", allowed_signers=key.parent / "allowed").verdict == "passed"


def test_manifests_that_are_edited_consistently_break_the_signature(
    files: Files, key: Path, tmp_path: Path, without_judges: None
) -> None:
    signed(tmp_path, key, files)
    edited = again({**files, "README.txt": files["README.txt"] + b"!\n"})
    result = reading(lay_tar(tmp_path, tar_of(edited)), allowed_signers=key.parent / "allowed")
    assert codes(result) == {"signature-stale"} and result.exit_code == 1
    assert result.closing == "Nothing proves who made this package."
    assert reading(lay_tar(tmp_path, tar_of(edited))).verdict == "passed"  # it agrees with itself


def test_a_signature_that_is_removed_or_foreign_is_red(
    tar: bytes, files: Files, key: Path, tmp_path: Path, without_judges: None
) -> None:
    package = lay_tar(tmp_path, tar)
    assert codes(reading(package, allowed_signers=key.parent / "allowed")) == {"signature-missing"}
    signed(tmp_path, key, files)
    (tmp_path / "nobody").write_text("")
    assert codes(reading(package, allowed_signers=tmp_path / "nobody")) == {"signature-foreign"}


def test_without_the_option_the_last_line_says_what_is_not_proven(
    tar: bytes, files: Files, key: Path, tmp_path: Path, without_judges: None
) -> None:
    last = list(terminal.verification_lines(reading(lay_tar(tmp_path, tar))))[-1]
    assert last.strip().startswith("This proves that the package agrees with itself, not who made it.")
    signed(tmp_path, key, files)
    assert "--allowed-signers" in reading(tmp_path / "probe.tar").closing


def test_a_missing_list_and_a_missing_tool_are_said(
    tar: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = lay_tar(tmp_path, tar)
    with pytest.raises(UsageError, match="allowed"):
        reading(package, allowed_signers=tmp_path / "allowed")
    (tmp_path / "allowed").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="openssh-client"):
        reading(package, allowed_signers=tmp_path / "allowed")


# --- Printing ------------------------------------------------------------------------------------


def test_the_result_is_printed_and_nothing_hostile_reaches_the_terminal(
    files: Files, tmp_path: Path, without_judges: None, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = path_of(files, ".de.proof.json")
    evil = {**files, certificate: files[certificate].replace(b"text fidelity", b"\\u001b[2J\\u202e")}
    package = lay_tar(tmp_path, tar_of(tag_manifests(again(evil))))
    assert cli.main(["verify", str(package), "--require", "read"]) == 1
    text = capsys.readouterr().out
    assert all(
        char.isprintable() for line in text.split("\n") for char in line.replace("\u2068", "").replace("\u2069", "")
    )
    assert "certificate failed" in text and "✕ this package is not good" in text
    assert "data/uuid" not in text.replace("in data/uuid", "")
    assert cli.main(["verify", "--report", "json", str(package), "--require", "read"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["verdict"] == "failed" and len(value["files"]) == len(files) + 1


def test_the_tar_of_the_package_reads_as_it_was_written(tar: bytes, files: Files) -> None:
    """The independent writer of the tests and the package's own agree on what the files are."""
    assert files_of(tar_of(files)) == files
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        assert {member.name.partition("/")[0] for member in opened} == {"probe"}


# --- Leaflets ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_leaflets_are_judged_as_text_and_as_paper(tmp_path: Path, verified: Verify) -> None:
    statement = editions.read(editions.write(tmp_path / "content", "probe", YAML, de=editions.PLAIN))
    good = packaged(statement, leaflets=("a5",))
    result = verified(good)
    assert result.verdict == "passed", found(result)
    made = {one.path.rpartition("/")[2]: {check.check for check in one.checks} for one in result.judged}
    assert made["a5.read.pdf"] == {"verapdf:ua1", "fidelity", "glyphs", "visual", "preflight", "format-id"}
    assert made["a5.job.txt"] == {"metadata", "format-id"} and made["a5.front.png"] == {"format-id"}
    assert made["a5.press.pdf"] == {"fidelity", "glyphs", "visual", "preflight", "format-id"}
    files = files_of(good)
    office, press = path_of(files, "a5.office.pdf"), path_of(files, "a5.press.pdf")
    red = {
        one.path.rpartition("/")[2]: {check.check for check in one.checks if check.verdict == "failed"}
        for one in verified(again({**files, press: files[office]})).judged
    }
    assert "preflight" in red["a5.press.pdf"] and "format-id" in red["a5.press.pdf"]


# --- Grades ----------------------------------------------------------------------------------------

GRADES: list[tuple[Grade | None, Grade, int, str]] = [
    ("reproduced", "reproduced", 0, "✓ reproduced: every file"),
    ("compared", "compared", 0, "✓ compared: nothing that a reader meets"),
    ("compared", "reproduced", 1, "– not enough: --require reproduced wants more than compared"),
    (None, "compared", 1, "– not enough: --require compared wants more than read"),
    (None, "read", 0, "✓ read: nothing was built again"),
]


@pytest.mark.parametrize(("remade", "required", "code", "words"), GRADES)
def test_the_grade_is_told_and_is_the_exit_code(remade: Grade | None, required: Grade, code: int, words: str) -> None:
    whole, schema = (
        Judged("", (Check("layout", "passed", "t"),)),
        Judged("schemas/x.xsd", (Check("rebuild", "passed", "t"),)),
    )
    result = Verification("x.tar", "a package", (whole, schema), "The end.", required, "", remade)
    lines = "\n".join(terminal.verification_lines(result))
    assert (result.exit_code, words in lines) == (code, True), lines
    assert "no judge reads these; they are those that were built again of the packaged source: x.xsd" in lines.replace(
        "\n    ", " "
    )
    assert json.loads(as_json(result))["required"] == required


def test_what_failed_has_no_grade() -> None:
    failed = Judged("", (Check("layout", "failed", "t"),))
    result = Verification("x.tar", "a package", (failed,), "The end.", "read", "", "reproduced")
    assert (result.grade, result.exit_code) == (None, 1)
