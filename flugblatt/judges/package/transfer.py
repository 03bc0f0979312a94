"""Judges the transfer package of a library: does it hold the record and the published file, whole, and nothing else?

Flow: bytes of the tar -> ``unpacking`` -> the record by its schema, the file against the published one -> Checks.

Rule: a transfer package is a tar of exactly two files, a MARC record and the file as it was published, byte for byte.
Reason: libraries take what was published, not a copy made for them, and tell packages apart by their checksum.
Passes: a record that is valid MARCXML, beside the published PDF.
Fails: with one of its codes, or a record that its schema refuses.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.package import unpacking
from flugblatt.model import Artefact, Check, Finding, FindingCode

CODES: Mapping[str, FindingCode] = {
    "transfer-files": FindingCode(
        "A transfer package that does not hold exactly a record and the published file.",
        "Build the package again (--target dnb); do not add or take away files by hand.",
    ),
    "transfer-changed": FindingCode(
        "A file in the transfer package that is not the published one, byte for byte.",
        "Build the work whole, so that the package holds the file that is published.",
    ),
}
TOOL = "our checks"


def judge(data: bytes, published: Artefact) -> tuple[Check, ...]:
    """The Checks ``schema`` and ``fixity`` of a transfer package. Never raises for what ``data`` holds."""
    return schema(data), fixity(data, published)


def schema(data: bytes) -> Check:
    """The Check ``schema`` of the record in a transfer package."""
    records = [file for file in _unpacked(data).files if file.name.endswith(".xml")]
    if not records:
        return Check.not_run("schema", "the package holds no record")
    return xml_schemas.judge("marc.xml", records[0].data)


def fixity(data: bytes, published: Artefact) -> Check:
    """The Check ``fixity`` of a transfer package: a record and the published file, whole, and nothing else."""
    unpacked = _unpacked(data)
    files = {file.name: file.data for file in unpacked.files}
    name = published.path.rpartition("/")[2]
    found = list(unpacked.findings)
    copies = [path for path in files if path.rpartition("/")[2] == name]
    records = [path for path in files if path.endswith(".xml")]
    if len(files) != 2 or len(copies) != 1 or len(records) != 1:
        message = f"expected a record and {name}; found {', '.join(sorted(files)) or 'nothing'}"
        found.append(Finding("transfer-files", "error", message, "package"))
    found += [
        Finding("transfer-changed", "error", "expected the published file, byte for byte; found another", path)
        for path in copies
        if files[path] != published.data
    ]
    return Check.of("fixity", TOOL, found, f"{len(files)} files")


def _unpacked(data: bytes) -> unpacking.Unpacked:
    return unpacking.unpack_tar(io.BytesIO(data), len(data))
