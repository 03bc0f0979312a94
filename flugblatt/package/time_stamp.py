"""Verifies a token of a time-stamping authority over the tag manifest of a package, with openssl and without any network.

Flow: judge(token, tag manifest, certificates) -> openssl ts -verify -> the time that the token says -> Check ``timestamp``.

Rule: the token is one over exactly this tag manifest, by an authority whose certificate leads to one that is given (RFC 3161,
2.2 and 2.4.2).
Reason: a signature says who made a package, and not when; whoever has the key can sign with an earlier date. An authority says that
these bytes were there at its time, and the tag manifest holds the checksums that cover every file.
Passes: a token or a whole response of an authority that whoever verifies trusts.
Fails: with one of its codes. Whether the authority's clock was right is not known here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.errors import ToolFailed, ToolMissing
from flugblatt.model.findings import shown

CODES: Mapping[str, FindingCode] = {
    "timestamp-stale": FindingCode(
        "A time stamp of another tag manifest: the package was changed after it was stamped.",
        "Do not take the time for that of this package: ask its publisher for the package that was stamped.",
    ),
    "timestamp-foreign": FindingCode(
        "A time stamp whose authority does not lead to one of the certificates given.",
        "Take the certificates from the authority itself, by another way than the package came, and name them all in one file.",
    ),
    "timestamp-unreadable": FindingCode(
        "A file that is no time stamp.", "Ask for the response of the authority as it came: a file .tsr or .tst."
    ),
}
LARGEST = 2**20  # chosen: a token with its certificates has some kilobytes
PATIENCE = 60.0  # s; chosen: nothing is fetched
TIME = re.compile(r"Time stamp: (.+)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def judge(token: bytes, tag_manifest: bytes | None, authorities: bytes) -> Check:
    """The Check ``timestamp``. ToolMissing without openssl; never raises for what the package or the token holds."""
    program = shutil.which("openssl")
    if program is None:
        raise ToolMissing("openssl is missing, which verifies time stamps; type: apt-get install openssl")
    if tag_manifest is None:
        return _failed("timestamp-stale", "expected a tag manifest that was stamped; the package has none")
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        for name, data in (("token", token), ("data", tag_manifest), ("certificates.pem", authorities)):
            (Path(folder) / name).write_bytes(data)
        for kind in ((), ("-token_in",)):
            text = _asked(folder, program, "-reply", "-in", "token", *kind, "-text")
            if text.returncode == 0 and (time := TIME.search(text.stdout)):
                arguments = ("-in", "token", *kind, "-data", "data", "-CAfile", "certificates.pem")
                return _verified(_asked(folder, program, "-verify", *arguments), _moment(time[1]))
    return _failed("timestamp-unreadable", "expected a time stamp by RFC 3161; found another file")


def _verified(answer: subprocess.CompletedProcess[str], time: str) -> Check:
    said = answer.stdout + answer.stderr
    if answer.returncode == 0 and "Verification: OK" in said:
        return Check(
            "timestamp", "passed", "openssl", detail=f"these bytes were there at {time}, as the authority says"
        )
    if "message imprint mismatch" in said:
        return _failed("timestamp-stale", "expected a time stamp of this tag manifest; found one of other bytes")
    message = f"expected an authority that leads to the certificates given; openssl says: {_reason(said)}"
    return _failed("timestamp-foreign", message)


def _reason(said: str) -> str:
    """The last reason of openssl, without places in its own code."""
    reasons = re.findall(r"(?:error:[0-9A-F]*:[^:]*:[^:]*:|Verify error:)([^:\n]+)", said)
    return shown(reasons[-1]) if reasons else "nothing"


def _moment(said: str) -> str:
    """``Nov 27 12:00:00 2026 GMT`` as ISO 8601 has it; whatever else is said, as it is."""
    found = re.match(r"(\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT", said)
    if not found or found[1] not in MONTHS:
        return shown(said)
    return f"{found[4]}-{MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}T{found[3]}Z"


def _asked(folder: str, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(
            [program, "ts", *arguments],
            capture_output=True,
            cwd=folder,
            env={"LC_ALL": "C"},
            timeout=PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolFailed(f"openssl gave no answer within {PATIENCE:g} s") from error
    out, complaint = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, out, complaint)


def _failed(code: str, message: str) -> Check:
    return Check("timestamp", "failed", "openssl", (Finding(code, "error", message, "timestamp"),))
