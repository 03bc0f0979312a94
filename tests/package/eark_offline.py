"""Runs eark-validator 1.1.3 in an environment of its own, without a network: its verdict of each folder as one JSON object.

Usage: .cache/eark/bin/python tests/archive/eark_offline.py [--mended] FOLDER…

At its import the validator fetches four vocabularies of the E-ARK specifications; the same files lie in its package, so
they are handed over from there, and any other address is refused. It does not look at the METS of representations, so that
its own schema and CSIP rules are put to those here. ``--mended`` reads rule SIP14 as the E-ARK SIP profile 2.1 words it.
"""

from __future__ import annotations

import importlib.util
import io
import json
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

HOME = Path(importlib.util.find_spec("eark_validator").submodule_search_locations[0])  # type: ignore[union-attr, index]
VOCABULARIES = HOME / "ipxml/resources/vocabs"


def from_package(address: Any, *_: Any, **__: Any) -> io.BytesIO:
    return io.BytesIO((VOCABULARIES / str(address).rsplit("/", 1)[1]).read_bytes())


urllib.request.urlopen = from_package
from eark_validator import mets, packages, rules  # noqa: E402
from eark_validator.specifications.specification import SpecificationType, SpecificationVersion  # noqa: E402

VERSION = SpecificationVersion.V2_1_0


def mend(folder: Path) -> None:
    """SIP14: the profile means the archival creator and csip:NOTETYPE; the rule asks the program for a plain NOTETYPE."""
    original = rules.get_schematron_path

    def mended(version: str, specification: str, section: str) -> str:
        path = original(version, specification, section)
        if (specification, section) != ("SIP", "metsHdr"):
            return str(path)
        text = Path(path).read_text(encoding="utf-8")
        for old, new in (
            ("mets:agent[@ROLE = 'CREATOR']/mets:note", "mets:agent[@ROLE = 'ARCHIVIST']/mets:note"),
            ("@NOTETYPE = 'IDENT", "@csip:NOTETYPE = 'IDENT"),
        ):
            assert old in text, old
            text = text.replace(old, new)
        copy = folder / "mets_metsHdr_rules.xml"
        copy.write_text(text, encoding="utf-8")
        return str(copy)

    rules.get_schematron_path = mended


def row(message: Any) -> dict[str, str]:
    return {
        "rule": str(message.rule_id),
        "severity": message.severity.value,
        "message": str(message.message),
        "location": str(message.location),
    }


def judged(folder: Path) -> dict[str, Any]:
    report = packages.PackageValidator(folder, VERSION).validation_report
    found: dict[str, Any] = {"structure": [row(message) for message in report.structure.messages]}
    if report.metadata:
        found["schema"] = [row(message) for message in report.metadata.schema_results.messages]
        found["rules"] = [row(message) for message in report.metadata.schematron_results.messages]
    for path in sorted((folder / "representations").glob("*/METS.xml")):
        by_schema = mets.MetsValidator(str(path.parent))
        by_schema.validate_mets("METS.xml")
        by_rules = rules.ValidationProfile(SpecificationType.CSIP, VERSION)
        by_rules.validate(path)
        found[path.parent.name] = [row(one) for one in (*by_schema.validation_errors, *by_rules.get_all_results())]
    return found


if __name__ == "__main__":
    arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        if arguments[:1] == ["--mended"]:
            arguments = arguments[1:]
            mend(Path(scratch))
        print(json.dumps({argument: judged(Path(argument).absolute()) for argument in arguments}))
