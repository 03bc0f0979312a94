"""Files made to bring a judge down cost themselves a verdict, and nothing else: no traceback, no full memory, no endless wait."""

import io
import os
import time
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest

from flugblatt import resources
from flugblatt.judges import visual
from flugblatt.model.errors import UsageError
from flugblatt.resources import TableFile
from flugblatt.verification import file_claims, proofs

LOW = TableFile(
    "flugblatt.toml",
    "flugblatt.toml",
    b"[limits]\njudging_seconds = 2\ninflated_bytes = 4000000\npages = 3\ntext_bytes = 90\n",
)
NAMES = ("flate.pdf", "encrypted.pdf", "cut.pdf", "boxes.pdf", "spinning.pdf")


def spin(data: bytes) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


pytestmark = pytest.mark.fresh_process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(300, 300))
        page.Contents = pdf.make_stream(b"q Q")
        pdf.save(place / "spinning.pdf", linearize=False)
        pdf.save(place / "encrypted.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        page.MediaBox = pikepdf.Array([pikepdf.Name.A, pikepdf.String("b")])
        pdf.save(place / "boxes.pdf")
        page.MediaBox = pikepdf.Array([0, 0, 300, 300])
        packed = zlib.compress(bytes(8_000_000))
        page.Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)
        pdf.save(place / "flate.pdf")
    (place / "cut.pdf").write_bytes((place / "boxes.pdf").read_bytes()[:90])
    with zipfile.ZipFile(place / "bomb.epub", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("a.opf", bytes(8_000_000))
    (place / "source.md").write_text("# Title\n\nWords.\n", encoding="utf-8")
    os.mkfifo(place / "pipe.pdf")
    return place


def test_each_is_a_verdict_of_prove(folder: Path) -> None:
    with resources.using((LOW,)):
        told = proofs.prove(folder / "source.md", tuple(folder / name for name in NAMES))
    assert all(proof.verdict != "passed" for proof in told)
    assert [finding.code for finding in told[0].routes[0].check.findings] == ["judge-inflated"]
    assert "inflated_bytes = 8000000" in told[0].routes[0].check.findings[0].hint


def test_each_is_a_verdict_of_check_without_java(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visual, "judge_alone", spin)
    made = {}
    with resources.using((LOW,)):
        for name in (*NAMES, "bomb.epub"):
            made[name] = file_claims._examined(folder / name, file_claims._kind(folder / name), False, None)
    codes = {name: [finding.code for check in checks for finding in check.findings] for name, checks in made.items()}
    assert codes["flate.pdf"] == ["judge-inflated"] and codes["spinning.pdf"] == ["judge-crashed"]
    assert codes["bomb.epub"] == ["guard-size"]
    assert "password" in made["encrypted.pdf"][0].reason and "cannot be read" in made["cut.pdf"][0].reason


def test_pages_and_characters_have_limits(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(4):
            pdf.add_blank_page()
        pdf.save(tmp_path / "long.pdf")
    (tmp_path / "long.txt").write_text("word " * 20, encoding="utf-8")
    (tmp_path / "source.md").write_text("# Title\n\nWords.\n", encoding="utf-8")
    with resources.using((LOW,)):
        pages, text = proofs.prove(tmp_path / "source.md", (tmp_path / "long.pdf", tmp_path / "long.txt"))
        (check,) = file_claims._pdf((tmp_path / "long.pdf").read_bytes(), False)
    assert isinstance(check, file_claims.Check) and [one.code for one in check.findings] == ["judge-limit"]
    assert "at most 3 pages; found 4" in pages.routes[0].check.findings[0].message
    assert "at most 90 bytes; found 100" in text.routes[0].check.findings[0].message


@pytest.mark.parametrize("judge", [lambda path: file_claims.examine((path,)), lambda path: proofs.prove(path, (path,))])
def test_a_pipe_is_not_waited_for(folder: Path, judge: object) -> None:
    with pytest.raises(UsageError, match="a pipe or a device"):
        judge(folder / "pipe.pdf")  # type: ignore[operator]


def test_what_a_bag_of_others_must_be(tmp_path: Path) -> None:
    import bagit

    (tmp_path / "bag" / "sub").mkdir(parents=True)
    (tmp_path / "bag" / "sub" / "a b ü.txt").write_text("words", encoding="utf-8")
    bagit.make_bag(str(tmp_path / "bag"), checksums=["md5"])
    ((_, (fixity,)),) = file_claims.examine((tmp_path / "bag",))
    assert fixity.verdict == "passed", fixity.findings
    ((_, (strict,)),) = file_claims.examine((tmp_path / "bag",), own=True)
    assert {finding.code for finding in strict.findings} >= {"fixity-bag"}
    (tmp_path / "bag" / "data" / "sub" / "a b ü.txt").write_text("Words", encoding="utf-8")
    ((_, (fixity,)),) = file_claims.examine((tmp_path / "bag",))
    assert [finding.code for finding in fixity.findings] == ["fixity-changed"]


@pytest.mark.parametrize(
    "encoding", ["idna", "IDNA", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "rot13"]
)
def test_an_encoding_that_is_none_of_text_is_told(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "bag" / "data").mkdir(parents=True)
    (tmp_path / "bag" / "data" / "a.txt").write_text("a")
    declared = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {encoding}\n"
    (tmp_path / "bag" / "bagit.txt").write_text(declared)
    (tmp_path / "bag" / "manifest-md5.txt").write_text("0cc175b9c0f1b6a831c399e269772661  data/a.txt\n")
    ((_, (fixity,)),) = file_claims.examine((tmp_path / "bag",))
    assert [(finding.code, finding.where) for finding in fixity.findings] == [("fixity-bag", "bagit.txt")]
    (tmp_path / "bag" / "bagit.txt").write_text(declared.replace(encoding, "UTF-8"))
    ((_, (fixity,)),) = file_claims.examine((tmp_path / "bag",))
    assert fixity.verdict == "passed"


def test_a_file_for_the_press_reaches_preflight(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        with pdf.open_metadata() as metadata:
            metadata["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        stream = io.BytesIO()
        pdf.save(stream)
    (first, *_) = file_claims._pdf(stream.getvalue(), False)
    assert isinstance(first, file_claims.Check) and first.check == "preflight" and first.verdict == "failed"
    codes = {finding.code for finding in first.findings}
    assert {"preflight-box-missing", "preflight-intent"} <= codes and "preflight-unreadable" not in codes
