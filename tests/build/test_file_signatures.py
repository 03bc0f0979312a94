"""Signatures of single files: beside each PDF and book, kept while the file is the same, and gone with it."""

import subprocess
from pathlib import Path

import pytest

from flugblatt.build import file_signatures, store
from flugblatt.build.plan import Order
from flugblatt.model import Artefact, Check, Group, Statement
from flugblatt.model.errors import ToolFailed, UsageError
from flugblatt.package import signature
from flugblatt.report.run_report import WorkReport
from flugblatt.terminal import check_lines
from flugblatt.verification import file_claims
from tests import proofs
from tests.commands import PATIENCE

pytestmark = pytest.mark.needs("ssh-keygen")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "press"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True, timeout=PATIENCE)
    return path


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return proofs.plain_work(tmp_path_factory.mktemp("content"))


def report(statement: Statement, pdf: bytes = b"%PDF-1.7 one") -> WorkReport:
    files = {"archive-pdf": ("pdf", "application/pdf", pdf), "text": ("txt", "text/plain", b"one")}
    groups = [
        Group(target, "de", "f", ((Artefact(target, f"probe/de/probe.de.{ending}", media, data), ()),))
        for target, (ending, media, data) in files.items()
    ]
    return WorkReport(statement, tuple(groups), 0)


def order(out: Path, key: Path | None = None) -> Order:
    return Order(content=out, out=out, sign=key)


def publish(out: Path, made: WorkReport, papers: tuple[Artefact, ...]) -> None:
    store.publish(out, "probe", made.groups, papers)


def test_each_pdf_has_a_signature_that_covers_it_and_nothing_else_has(
    statement: Statement, tmp_path: Path, key: Path
) -> None:
    (made,) = file_signatures.papers(order(tmp_path, key), report(statement))
    assert made.path == "probe/de/probe.de.pdf.sig" and made.data.startswith(signature.BEGIN)
    assert signature.covers(made.data, b"%PDF-1.7 one", signature.FILE).verdict == "passed"


def test_a_build_without_the_key_keeps_it_while_the_file_is_the_same(
    statement: Statement, tmp_path: Path, key: Path
) -> None:
    assert file_signatures.papers(order(tmp_path), report(statement)) == ()
    made = file_signatures.papers(order(tmp_path, key), report(statement))
    publish(tmp_path, report(statement), made)
    assert file_signatures.papers(order(tmp_path), report(statement)) == made
    assert file_signatures.papers(order(tmp_path), report(statement, b"%PDF-1.7 other")) == ()
    (tmp_path / made[0].path).write_bytes(made[0].data.replace(b"A", b"B", 1))
    assert file_signatures.papers(order(tmp_path), report(statement)) == ()


def test_a_signature_of_something_else_is_not_published(
    statement: Statement, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = signature.sign(key, b"other")
    monkeypatch.setattr(signature, "sign", lambda key, data: other)
    with pytest.raises(ToolFailed, match=r"does not cover probe/de/probe\.de\.pdf"):
        file_signatures.papers(order(tmp_path, key), report(statement))


# --- Checked -------------------------------------------------------------------------------------


@pytest.fixture
def signed(tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that claims nothing, with the signature beside it; only the signature is judged."""
    monkeypatch.setattr(file_claims, "_examined", lambda *_: ())
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 one")
    (tmp_path / "a.pdf.sig").write_bytes(signature.sign(key, file.read_bytes()))
    return file


def judged(file: Path, allowed: bytes) -> Check:
    ((_, (check,)),) = file_claims.examine((file,), allowed=allowed)
    return check


def allowed(key: Path) -> bytes:
    return f"press@example.org {key.with_suffix('.pub').read_text()}".encode()


def test_who_signed_a_file_is_said(signed: Path, key: Path) -> None:
    check = judged(signed, allowed(key))
    assert check.verdict == "passed" and "signed by press@example.org" in "\n".join(check_lines([(signed, (check,))]))


def test_a_changed_file_a_stranger_and_a_missing_signature_are_red(signed: Path, key: Path) -> None:
    assert [one.code for one in judged(signed, b"").findings] == ["signature-foreign"]
    signed.write_bytes(b"%PDF-1.7 two")
    (changed,) = judged(signed, allowed(key)).findings
    assert changed.code == "signature-stale" and "this file" in changed.message
    signed.with_name("a.pdf.sig").unlink()
    (missing,) = judged(signed, allowed(key)).findings
    assert missing.code == "signature-missing" and "beside the file" in missing.message


def test_of_a_package_verify_says_it(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"")
    with pytest.raises(UsageError, match="verify --allowed-signers"):
        file_claims.examine((tmp_path / "a.tar",), allowed=b"")
