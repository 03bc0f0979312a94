"""A signature stands or falls with the tag manifest and the list of allowed signers; no key makes anything hang."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.model import Check
from flugblatt.model.errors import ToolFailed, ToolMissing, UsageError
from flugblatt.package import signature as signing
from flugblatt.package.signature import judge, sign
from tests.commands import PATIENCE

pytestmark = pytest.mark.needs("ssh-keygen")

MANIFEST = b"0123  bagit.txt\n"


def keygen(*arguments: str | Path, given: bytes = b"") -> bytes:
    command = ["ssh-keygen", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, input=given, timeout=PATIENCE).stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the key of a publisher, one of a stranger, and one with a passphrase."""
    folder = tmp_path_factory.mktemp("keys")
    for name, passphrase in (("publisher", ""), ("stranger", ""), ("secret", "open sesame")):
        keygen("-t", "ed25519", "-N", passphrase, "-C", name, "-f", folder / name)
    return folder


def listed(keys: Path, name: str = "publisher", who: str = "press@example.org", options: str = "") -> bytes:
    return f"{who} {options} {(keys / name).with_suffix('.pub').read_text()}".encode()


def code(check: Check) -> str:
    assert check.check == "signature" and check.verdict == "failed"
    (finding,) = check.findings
    return finding.code


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def test_what_is_signed_is_verified(keys: Path) -> None:
    signature = sign(keys / "publisher", MANIFEST)
    check = judge(signature, MANIFEST, listed(keys))
    assert check.verdict == "passed" and check.findings == ()
    assert check.detail.startswith("signed by press@example.org, ED25519 key SHA256:")
    assert signature == sign(keys / "publisher", MANIFEST)


def test_the_signature_is_one_that_ssh_keygen_knows(keys: Path, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(sign(keys / "publisher", MANIFEST))
    said = keygen("-Y", "check-novalidate", "-n", "flugblatt", "-s", tmp_path / "s", given=MANIFEST)
    assert b'Good "flugblatt" signature' in said


def test_a_key_beside_its_public_half_will_do(keys: Path) -> None:
    assert judge(sign(keys / "publisher.pub", MANIFEST), MANIFEST, listed(keys)).verdict == "passed"


def test_signing_writes_nothing_beside_the_key(keys: Path) -> None:
    before = sorted(path.name for path in keys.iterdir())
    sign(keys / "publisher", MANIFEST)
    assert sorted(path.name for path in keys.iterdir()) == before


def test_no_signature_is_red(keys: Path) -> None:
    assert code(judge(None, MANIFEST, listed(keys))) == "signature-missing"


@pytest.mark.parametrize("manifest", [b"", MANIFEST + b"\n", MANIFEST.replace(b"3", b"4"), None])
def test_a_signature_of_another_manifest_is_red(keys: Path, manifest: bytes | None) -> None:
    assert code(judge(sign(keys / "publisher", MANIFEST), manifest, listed(keys))) == "signature-stale"


LISTS = {
    "another key": ("stranger", ""),
    "another namespace": ("publisher", 'namespaces="file"'),
    "run out": ("publisher", 'valid-before="20200101"'),
    "not yet valid": ("publisher", 'valid-after="29990101"'),
}


@pytest.mark.parametrize(("name", "options"), LISTS.values(), ids=LISTS)
def test_a_key_that_is_not_allowed_is_red(keys: Path, name: str, options: str) -> None:
    check = judge(sign(keys / "publisher", MANIFEST), MANIFEST, listed(keys, name, options=options))
    assert code(check) == "signature-foreign" and "SHA256:" in check.findings[0].message


def test_an_empty_list_allows_nobody(keys: Path) -> None:
    assert code(judge(sign(keys / "publisher", MANIFEST), MANIFEST, b"")) == "signature-foreign"


def test_a_signature_for_something_else_is_red(keys: Path) -> None:
    other = keygen("-Y", "sign", "-f", keys / "publisher", "-n", "file", "-", given=MANIFEST)
    assert code(judge(other, MANIFEST, listed(keys))) == "signature-unreadable"


@pytest.mark.parametrize(
    "signature", [b"", b"\0" * 100, b"-----BEGIN PGP SIGNATURE-----\n", signing.BEGIN, signing.BEGIN + b"\n" * 10**6]
)
def test_garbage_is_red(keys: Path, signature: bytes) -> None:
    assert code(judge(signature, MANIFEST, listed(keys))) == "signature-unreadable"


def test_a_signature_that_is_cut_off_or_changed_is_red(keys: Path) -> None:
    signature = sign(keys / "publisher", MANIFEST)
    for at in range(40, len(signature) - 40, 37):
        changed = bytearray(signature)
        changed[at] = ord("A") if changed[at] != ord("A") else ord("B")
        for one in (bytes(changed), signature[:at]):
            assert code(judge(one, MANIFEST, listed(keys))) != "signature-missing"


HOSTILE = {
    "escape": "press\x1b[2J@example.org",
    "dash": "-f/etc/passwd",
    "pattern": "*",
    "negation": "*,!bob@example.org",
}


@pytest.mark.parametrize("who", HOSTILE.values(), ids=HOSTILE)
def test_a_strange_name_in_the_list_is_printed_safely(keys: Path, who: str) -> None:
    check = judge(sign(keys / "publisher", MANIFEST), MANIFEST, listed(keys, who=who))
    assert check.verdict == "passed" and check.detail.isprintable()


@pytest.mark.parametrize("content", [b"\xff\0\x80 garbage\n", b"a" * 5000, b"x ssh-ed25519 AAAA\n", b'a "unclosed\n'])
def test_a_list_that_is_none_allows_nobody(keys: Path, content: bytes) -> None:
    try:
        check = judge(sign(keys / "publisher", MANIFEST), MANIFEST, content)
    except UsageError as error:
        assert "allowed signers" in str(error) and str(error).isprintable()
    else:
        assert code(check) == "signature-foreign"


def test_an_endless_list_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="larger than"):
        judge(None, MANIFEST, b"#" * (signing.LARGEST_LIST + 1))


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_end_in_a_verdict(signature: bytes, content: bytes) -> None:
    assert judge(signing.BEGIN[:20] + signature, MANIFEST, content).verdict == "failed"


# --- Keys that cannot be used --------------------------------------------------------------------


def test_a_key_with_a_passphrase_asks_for_the_agent_and_never_hangs(keys: Path) -> None:
    with pytest.raises(UsageError, match="ssh-add"):
        sign(keys / "secret", MANIFEST)


def test_an_agent_signs_for_a_key_with_a_passphrase(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    try:
        while not socket.exists():
            assert agent.poll() is None
        ask = tmp_path / "ask"
        ask.write_text("#!/bin/sh\necho open sesame\n")
        ask.chmod(0o700)
        environment = {
            "SSH_AUTH_SOCK": str(socket),
            "SSH_ASKPASS": str(ask),
            "SSH_ASKPASS_REQUIRE": "force",
            "PATH": "/usr/bin",
        }
        added = ["ssh-add", "-q", str(keys / "secret")]
        subprocess.run(added, check=True, env=environment, stdin=subprocess.DEVNULL, timeout=PATIENCE)
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        signature = sign(keys / "secret", MANIFEST)
    finally:
        agent.terminate()
        agent.wait(10)
    assert judge(signature, MANIFEST, listed(keys, "secret")).verdict == "passed"


def test_other_keys_are_usage_errors(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no key file"):
        sign(tmp_path / "gone", MANIFEST)
    with pytest.raises(UsageError, match="no key file"):
        sign(tmp_path, MANIFEST)
    (tmp_path / "text").write_text("no key")
    (tmp_path / "text").chmod(0o600)
    with pytest.raises(UsageError, match="is no key"):
        sign(tmp_path / "text", MANIFEST)
    open_to_all = tmp_path / "open"
    open_to_all.write_bytes((keys / "publisher").read_bytes())
    open_to_all.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        sign(open_to_all, MANIFEST)
    alone = tmp_path / "alone.pub"
    alone.write_bytes((keys / "publisher.pub").read_bytes())
    with pytest.raises(UsageError, match="ssh-add"):
        sign(alone, MANIFEST)


def test_without_ssh_keygen_the_message_says_what_to_type(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="apt-get install openssh-client"):
        sign(keys / "publisher", MANIFEST)
    with pytest.raises(ToolMissing):
        judge(None, MANIFEST, b"")


def test_a_silent_ssh_keygen_is_a_failed_tool(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = tmp_path / "ssh-keygen"
    silent.write_text("#!/bin/sh\nexec sleep 60\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(signing, "PATIENCE", 0.2)
    with pytest.raises(ToolFailed, match="no answer"):
        sign(keys / "publisher", MANIFEST)


def test_every_code_is_a_finding_above() -> None:
    assert set(signing.CODES) == {f"signature-{name}" for name in ("missing", "stale", "foreign", "unreadable")}
