"""A time stamp stands or falls with the tag manifest and the certificates of authorities that are given."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flugblatt.model import Check
from flugblatt.package.time_stamp import judge

pytestmark = pytest.mark.needs("openssl")

MANIFEST = b"0123  bagit.txt\n"
CONFIGURATION = """\
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha512
[stamping]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority, a stranger, and a stamp of the manifest: response and token."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    (folder / "data").write_bytes(MANIFEST)
    new = ("-newkey", "rsa:2048", "-nodes", "-days", "30")
    for name in ("root", "stranger"):
        openssl(folder, "req", "-x509", *new, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    openssl(folder, "req", *new[:3], "-subj", "/CN=clock", "-keyout", "clock.key", "-out", "clock.csr")
    signing = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30")
    extension = ("-extfile", "tsa.cnf", "-extensions", "stamping")
    openssl(folder, "x509", "-req", "-in", "clock.csr", *signing, *extension, "-out", "clock.pem")
    openssl(folder, "ts", "-query", "-data", "data", "-sha512", "-cert", "-out", "query")
    reply = ("ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query")
    by = ("-signer", "clock.pem", "-inkey", "clock.key")
    openssl(folder, *reply, *by, "-out", "stamp.tsr")
    openssl(folder, *reply, *by, "-token_out", "-out", "stamp.tst")
    return folder


def code(check: Check) -> str:
    assert check.check == "timestamp" and check.verdict == "failed"
    (finding,) = check.findings
    return finding.code


@pytest.mark.parametrize("name", ["stamp.tsr", "stamp.tst"])
def test_a_stamp_is_verified(authority: Path, name: str) -> None:
    check = judge((authority / name).read_bytes(), MANIFEST, (authority / "root.pem").read_bytes())
    assert check.verdict == "passed", check.findings
    assert check.detail.startswith("these bytes were there at 20") and "Z, as the authority says" in check.detail


def test_a_stamp_of_other_bytes_is_found(authority: Path) -> None:
    check = judge((authority / "stamp.tsr").read_bytes(), MANIFEST + b"x", (authority / "root.pem").read_bytes())
    assert code(check) == "timestamp-stale"


def test_a_package_without_tag_manifest_has_no_time(authority: Path) -> None:
    assert code(judge((authority / "stamp.tsr").read_bytes(), None, b"")) == "timestamp-stale"


def test_an_authority_that_is_not_given_is_found(authority: Path) -> None:
    check = judge((authority / "stamp.tsr").read_bytes(), MANIFEST, (authority / "stranger.pem").read_bytes())
    assert code(check) == "timestamp-foreign"


@pytest.mark.parametrize("data", [b"", b"x", b"0\x03\x02\x01\0", bytes(2000)])
def test_garbage_is_no_stamp(data: bytes) -> None:
    assert code(judge(data, MANIFEST, b"")) == "timestamp-unreadable"
