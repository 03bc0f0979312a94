"""Signs and verifies the tag manifest of a package, or a single file, with ssh-keygen; the key stays where its owner keeps it.

Flow: sign(key, bytes) -> ssh-keygen -Y sign -> the detached signature. judge(signature, bytes, allowed signers, what they are)
-> ssh-keygen -Y check-novalidate, find-principals, verify -> Check ``signature``.

Rule: the signature is one over exactly these bytes, made for flugblatt (the namespace), by a key that the list of
allowed signers names and that is valid today (PROTOCOL.sshsig and ssh-keygen(1), ALLOWED SIGNERS, of OpenSSH).
Reason: checksums can be made anew by whoever changes a file; a signature only by who has the key. The tag manifest holds the
checksums of the manifests, and so covers every file of the package but the tag manifests themselves.
Passes: a package or a file with the signature beside it that its publisher made when it was packed.
Fails: with one of its codes. Who belongs to a key is not known here: it is what the list says, and
whoever verifies keeps that list.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.errors import ToolFailed, ToolMissing, UsageError
from flugblatt.model.findings import shown

CODES: Mapping[str, FindingCode] = {
    "signature-missing": FindingCode(
        "No signature lies beside the package or the file.",
        "Ask the publisher for the file .sig beside it. One of your own: build it with --sign KEY.",
    ),
    "signature-stale": FindingCode(
        "A signature over something else: the package or the file was changed after it was signed.",
        "Do not trust it: take it from its publisher again. One of your own: sign it again with --sign KEY.",
    ),
    "signature-foreign": FindingCode(
        "A signature by a key that the list of allowed signers does not name, or not for today.",
        "Ask the owner of the key by another way than the one the package came; only then add it to the list.",
    ),
    "signature-unreadable": FindingCode(
        "A file that is no signature of ssh-keygen, or one made for something else than flugblatt.",
        "Take the signature from its publisher again. One of your own is made with --sign KEY, not by hand.",
    ),
}
NAMESPACE = "flugblatt"
SIGNED = "tagmanifest-sha512.txt"
SUFFIX = f".{SIGNED}.sig"
"""The signature of the package <work>.tar is <work>.tagmanifest-sha512.txt.sig, beside it."""
OF_FILE = ".sig"
"""The signature of a file <name> is <name>.sig, beside it."""
BEGIN = b"-----BEGIN SSH SIGNATURE-----"
LARGEST_SIGNATURE = 64 * 2**10  # chosen, like what follows: signatures have a kilobyte, lists a line for a person
LARGEST_LIST = 2**20
PATIENCE = 60.0  # s; chosen: time to touch a key that asks for it
KEPT = ("PATH", "HOME", "SSH_AUTH_SOCK", "SSH_SK_PROVIDER")
INSTALL = "apt-get install openssh-client"


Answer = subprocess.CompletedProcess[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """What is said of a thing without its signature, and of one that is not the thing that was signed."""

    missing: str
    ask: str
    stale: str
    changed: str


PACKAGE = Signed(
    "expected a signature beside the package; found none",
    f"ask for the file that ends in {SUFFIX}, and put it beside the package",
    "expected a signature of this tag manifest; found one of another",
    "the package was changed after it was signed, or the signature belongs to another package",
)
FILE = Signed(
    "expected a signature beside the file; found none",
    f"ask for the file of the same name that ends in {OF_FILE}, and put it beside the file",
    "expected a signature of this file; found one of another",
    "the file was changed after it was signed, or the signature belongs to another file",
)


def sign(key: Path, tag_manifest: bytes) -> bytes:
    """The detached signature over ``tag_manifest``, or the bytes of a file, in the armoured form of ssh-keygen.

    ``key`` is a private key, or the public half of one that an agent holds; nothing of it is stored, and nobody is asked for
    a passphrase.

    UsageError where the key cannot be used, with what to do; ToolMissing without ssh-keygen; ToolFailed if it fails."""
    demand(key)
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        signed = Path(folder) / SIGNED
        signed.write_bytes(tag_manifest)
        answer = _keygen(folder, "sign", "-f", str(key.absolute()), "-n", NAMESPACE, str(signed))
        try:
            signature = (Path(folder) / f"{SIGNED}.sig").read_bytes()
        except OSError:
            signature = b""
    if answer.returncode or not signature.startswith(BEGIN):
        raise _refusal(key, answer)
    return signature


def demand(key: Path) -> None:
    """UsageError where ``key`` is no file that may be read, ToolMissing without ssh-keygen: to be asked before a build."""
    _program()
    try:
        if not key.is_file():
            raise UsageError(f"there is no key file {key}; to make one, type: ssh-keygen -t ed25519 -f {key}")
        key.open("rb").close()
    except OSError as error:
        raise UsageError(f"the key {key} cannot be read: {error.strerror}") from error


def _refusal(key: Path, answer: Answer) -> Exception:
    said = answer.stderr
    if "UNPROTECTED" in said:
        return UsageError(f"the key {key} may be read by others, so ssh-keygen refuses it; type: chmod 600 {key}")
    if "passphrase" in said:
        return UsageError(f"the key {key} has a passphrase; load it into your agent first: ssh-add {key}")
    if "No private key found" in said or "agent" in said:
        return UsageError(f"the private half of {key} is neither beside it nor in your agent; type: ssh-add KEY")
    if "load" in said.lower() or "invalid format" in said:
        return UsageError(f"{key} is no key that ssh-keygen can read; to make one, type: ssh-keygen -t ed25519 -f KEY")
    return ToolFailed(f"ssh-keygen did not sign (code {answer.returncode}): {_last(said)}")


# --- Verifying -----------------------------------------------------------------------------------


def judge(signature: bytes | None, tag_manifest: bytes | None, allowed_signers: bytes, of: Signed = PACKAGE) -> Check:
    """The Check ``signature`` of a tag manifest, or of the bytes of a file. ``allowed_signers`` is the content of such a list,
    which whoever verifies brings along.

    UsageError where that list cannot be used; ToolMissing without ssh-keygen; never raises for what the package holds."""
    _program()
    if len(allowed_signers) > LARGEST_LIST:
        raise UsageError(f"the list of allowed signers is larger than {LARGEST_LIST:,} bytes")
    if signature is None:
        return _failed("signature-missing", of.missing, of.ask)
    if tag_manifest is None:
        return _failed("signature-stale", f"expected a {SIGNED} that was signed; the package has none")
    if len(signature) > LARGEST_SIGNATURE or not signature.startswith(BEGIN):
        return _failed("signature-unreadable", "expected a signature of ssh-keygen; found another file")
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        signature_file, list_file = Path(folder) / "signature", Path(folder) / "allowed_signers"
        signature_file.write_bytes(signature)
        list_file.write_bytes(allowed_signers)
        about = ("-s", str(signature_file))
        fits = _keygen(folder, "check-novalidate", "-n", NAMESPACE, *about, given=tag_manifest)
        if fits.returncode:
            return _misfit(fits, of)
        key = _key_of(fits.stdout)
        listed = _keygen(folder, "find-principals", *about, "-f", str(list_file))
        names = [line for line in listed.stdout.split("\n") if line and not line.startswith("!")]
        if listed.returncode or not names:
            return _stranger(listed, key)
        who = ("-I", names[0], "-f", str(list_file))
        verified = _keygen(folder, "verify", "-n", NAMESPACE, *about, *who, given=tag_manifest)
        if verified.returncode:
            return _stranger(verified, key)
    return Check("signature", "passed", "ssh-keygen", detail=f"signed by {shown(names[0])}, {key}")


def covers(signature: bytes, tag_manifest: bytes, of: Signed = PACKAGE) -> Check:
    """The Check ``fixity`` of a signature just made: it is one over this tag manifest or file, whoever made it."""
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        (Path(folder) / "signature").write_bytes(signature)
        about = ("-s", str(Path(folder) / "signature"))
        answer = _keygen(folder, "check-novalidate", "-n", NAMESPACE, *about, given=tag_manifest)
    if answer.returncode:
        return replace(_misfit(answer, of), check="fixity")
    return Check("fixity", "passed", "ssh-keygen", detail=_key_of(answer.stdout))


def _misfit(answer: Answer, of: Signed) -> Check:
    if "incorrect signature" in answer.stderr:
        return _failed("signature-stale", of.stale, of.changed)
    found = f"; ssh-keygen says: {_last(answer.stderr)}" if answer.stderr else ""
    return _failed("signature-unreadable", f"expected a signature made for {NAMESPACE}; found another file{found}")


def _stranger(answer: Answer, key: str) -> Check:
    said = answer.stderr
    if "expired" in said or "not yet valid" in said:
        message = f"expected a key that the list allows today; found {key}, which it allows at another time"
        return _failed("signature-foreign", message, "the list says from when to when a key is valid")
    if "not permitted" in said:
        message = (
            f"expected a key that the list allows for {NAMESPACE}; found {key}, which it allows for something else"
        )
        return _failed("signature-foreign", message)
    if "allowed_signers" in said and "No principal matched" not in said.split("\n", 1)[0]:
        raise UsageError(f"the list of allowed signers cannot be read: {_last(said.split(chr(10), 1)[0])}")
    message = f"expected a signature by an allowed signer; found one by {key}, which the list does not name"
    hint = "do not add a key to the list because a package came with it: ask its owner by another way"
    return _failed("signature-foreign", message, hint)


def _failed(code: str, message: str, hint: str = "") -> Check:
    return Check("signature", "failed", "ssh-keygen", (Finding(code, "error", message, "signature", hint),))


def _key_of(said: str) -> str:
    """Kind and fingerprint of the key, from: Good "flugblatt" signature with ED25519 key SHA256:…"""
    return shown(said.strip().rpartition(" with ")[2])


# --- The program ---------------------------------------------------------------------------------


def _program() -> str:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise ToolMissing(f"ssh-keygen is missing, which signs packages and verifies signatures; type: {INSTALL}")
    return program


def _keygen(folder: str, action: str, *arguments: str, given: bytes = b"") -> Answer:
    """ssh-keygen without terminal, window and prompt: a question that nobody can answer ends it at once."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        done = subprocess.run(
            [_program(), "-Y", action, *arguments],
            input=given,
            capture_output=True,
            cwd=folder,
            env={**kept, "LC_ALL": "C", "SSH_ASKPASS_REQUIRE": "never"},
            timeout=PATIENCE,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"ssh-keygen gave no answer within {PATIENCE:g} s; does a key wait to be touched?") from error
    out, complaint = (text.decode("utf-8", "replace").replace(folder, "") for text in (done.stdout, done.stderr))
    return Answer(done.args, done.returncode, out, complaint)


def _last(said: str) -> str:
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    return shown(lines[-1]) if lines else "nothing"
