"""The bag around a package: BagIt 1.0 (RFC 8493), and the tar that holds it.

Flow: payload -> manifests, ``bag-info.txt``, README and profile -> tag manifests -> one tar, whose bytes depend on nothing but
the files and the moment: sorted, ``bagit.txt`` first, no owner, mode 644.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flugblatt import __version__
from flugblatt.model import Statement
from flugblatt.model.errors import ToolFailed
from flugblatt.model.identifiers import work_id
from flugblatt.model.work import PRODUCTS
from flugblatt.package.premis import Clock, time_of

ALGORITHMS = ("sha256", "sha512")
SIGNED = "tagmanifest-sha512.txt"
"""What a signature is made over: it covers every tag file, the manifests among them, and so the payload."""
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROFILE = "bagit-profile.json"
PROFILE_ID = "urn:uuid:6176962b-989a-5113-ae6d-2099685405b1"
BLOCK, RECORD = 512, 20 * 512
"""The block and the record of a tar, in bytes (POSIX.1-2017, pax, ustar Interchange Format)."""

Files = tuple[tuple[str, bytes], ...]
"""Paths with forward slashes, and bytes."""


def bag(
    statement: Statement, title: str, readme: bytes, payload: Files, moment: datetime, clock: Clock
) -> tuple[tuple[str, bytes], ...]:
    """Every file of the bag, relative to its base folder. ``payload`` has paths below ``data/``.

    ToolFailed for a path that is not in Unicode form NFC (RFC 8493, 6.1.1.5), or that is longer than one line.
    """
    for path, _ in payload:
        if not unicodedata.is_normalized("NFC", path) or set(path) & set("\r\n\\%"):
            raise ToolFailed(f"the file name {path!r} cannot stand in a bag")
    tags = (
        ("bagit.txt", DECLARATION),
        ("bag-info.txt", _info(statement, title, payload, moment, clock)),
        ("README.txt", readme),
        (PROFILE, profile()),
        *((f"manifest-{algorithm}.txt", _manifest(algorithm, payload)) for algorithm in ALGORITHMS),
    )
    sums = tuple((f"tagmanifest-{algorithm}.txt", _manifest(algorithm, tags)) for algorithm in ALGORITHMS)
    return (*tags, *sums, *payload)


def tag_manifest(package: bytes) -> bytes:
    """What a signature is made over: the SHA-512 tag manifest of a package that was just made."""
    with tarfile.open(fileobj=io.BytesIO(package)) as tar:
        for member in tar:
            if member.name.count("/") == 1 and member.name.endswith(f"/{SIGNED}"):
                file = tar.extractfile(member)
                if file:
                    return file.read()
    raise ToolFailed(f"the package has no {SIGNED}")


def _manifest(algorithm: str, files: Files) -> bytes:
    """The lines of a manifest, as ``sha512sum -c`` reads them too (RFC 8493, 2.1.3)."""
    rows = sorted((path, hashlib.new(algorithm, data).hexdigest()) for path, data in files)
    return "".join(f"{digest}  {path}\n" for path, digest in rows).encode()


def _info(statement: Statement, title: str, payload: Files, moment: datetime, clock: Clock) -> bytes:
    publisher, contact = statement.publisher, statement.contact
    issuers = dict.fromkeys(issuer.name for edition in statement.editions for issuer in statement.issuers_of(edition))
    numbers = (statement.identifiers, *(edition.identifiers for edition in statement.editions))
    languages = ", ".join(edition.language for edition in statement.editions)
    source = (
        "SOURCE_DATE_EPOCH" if clock == "SOURCE_DATE_EPOCH" else "statement.yaml, revised or date; no clock was read"
    )
    rows = [
        *(("Source-Organization", name) for name in ((publisher.name,) if publisher else issuers)),
        ("Organization-Address", publisher.address or publisher.place if publisher else ""),
        ("Contact-Name", contact.name if contact else ""),
        ("Contact-Phone", contact.phone if contact else ""),
        ("Contact-Email", contact.email if contact else ""),
        ("External-Description", f"{title} ({languages})"),
        ("Bagging-Date", f"{moment.year:04}-{moment:%m-%d}"),
        ("External-Identifier", work_id(statement).urn),
        *(
            ("External-Identifier", uri)
            for uri in dict.fromkeys(uri for given in numbers for uri in given.uris(*PRODUCTS))
        ),
        ("Internal-Sender-Identifier", statement.work),
        ("Bag-Software-Agent", f"flugblatt {__version__}"),
        ("BagIt-Profile-Identifier", PROFILE_ID),
        ("Event-Time", time_of(moment)),
        ("Event-Time-Source", source),
        ("Payload-Oxum", f"{sum(len(data) for _, data in payload)}.{len(payload)}"),
    ]
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in rows if value).encode()


def profile() -> bytes:
    """The BagIt profile 1.3.0 that our bags follow. It is registered nowhere; a copy lies in every bag."""
    info: dict[str, Any] = {
        label: {"required": label in ("Source-Organization", "External-Description")}
        for label in ("Source-Organization", "Organization-Address", "External-Description", "External-Identifier")
    }
    for label in ("Contact-Name", "Contact-Phone", "Contact-Email"):
        info[label] = {"required": False, "repeatable": False}
    for label in (
        "Bagging-Date",
        "Internal-Sender-Identifier",
        "Bag-Software-Agent",
        "Event-Time",
        "Event-Time-Source",
        "Payload-Oxum",
    ):
        info[label] = {"required": True, "repeatable": False}
    info["BagIt-Profile-Identifier"] = {"required": True, "repeatable": False, "values": [PROFILE_ID]}
    tags = ["bagit.txt", "bag-info.txt", "README.txt", PROFILE]
    value = {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": PROFILE_ID,
            "BagIt-Profile-Version": "1.3.0",
            "Source-Organization": "flugblatt",
            "External-Description": "A public statement in all its languages: a bag around an E-ARK package. Not registered.",
            "Version": "1",
        },
        "Bag-Info": info,
        "Manifests-Required": list(ALGORITHMS),
        "Manifests-Allowed": list(ALGORITHMS),
        "Tag-Manifests-Required": list(ALGORITHMS),
        "Tag-Manifests-Allowed": list(ALGORITHMS),
        "Tag-Files-Required": tags,
        "Tag-Files-Allowed": tags,
        "Allow-Fetch.txt": False,
        "Serialization": "optional",
        "Accept-Serialization": ["application/x-tar", "application/tar"],
        "Accept-BagIt-Version": ["1.0"],
    }
    return (json.dumps(value, indent=1) + "\n").encode()


# --- Tar -----------------------------------------------------------------------------------------


def tar(folder: str, files: Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """A tar of ``files`` in ``folder``, or at the top where that is empty; ``bagit.txt`` first, the rest by path.

    A name that ustar cannot hold (beyond ASCII, or too long to split) has an extended header (pax), and no other has. Files
    of a moment before 1970, which tar has no room for, are of 1970.
    """
    rows = sorted(files, key=lambda file: (file[0] != "bagit.txt", file[0]))
    made = bytearray()
    for path, data in rows:
        made += _header(f"{folder}/{path}" if folder else path, len(data), max(0, int(moment.timestamp())))
        made += data + bytes(-len(data) % BLOCK)
    made += bytes(2 * BLOCK)
    return bytes(made + bytes(-len(made) % RECORD))


def _header(name: str, size: int, seconds: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, seconds, 0o644
    if name.isascii():
        try:
            return member.tobuf(tarfile.USTAR_FORMAT, "ascii", "strict")
        except ValueError:
            pass
    return member.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")
