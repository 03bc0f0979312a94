"""What a package says of its files is so, and each lie is found under its own code, though every checksum of the bag is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from flugblatt.judges.package import information_package
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Finding
from flugblatt.model.checks import MOST_FINDINGS
from tests import deposits

Files = dict[str, bytes]
METS, PREMIS = "METS.xml", "metadata/preservation/premis.xml"
SOURCE, PUBLICATIONS = "representations/source", "representations/publications"
TEXT = f"{PUBLICATIONS}/data/de/rich.de.txt"
PDF = f"{PUBLICATIONS}/data/de/rich.de.pdf"


@pytest.fixture
def files() -> Files:
    return deposits.files_of(deposits.package())


def codes(files: Files) -> set[str]:
    check = information_package.judge(deposits.bag_of(files))
    assert check.check == "metadata"
    assert (check.verdict == "passed") is (check.findings == ())
    return {finding.code for finding in check.findings}


def text(old: str, new: str, count: int = 1) -> Callable[[bytes], bytes]:
    """A change of XML: ``old`` is a pattern, replaced once or ``count`` times."""
    return lambda data: re.sub(old, new, data.decode(), count=count, flags=re.DOTALL).encode()


def test_a_package_of_ours_passes(files: Files) -> None:
    bag = deposits.bag_of(files)
    for check in (information_package.judge(bag), information_package.formats(bag)):
        assert (check.verdict, check.findings) == ("passed", ())
    assert re.fullmatch(r"\d+ files", information_package.judge(bag).detail)


# --- Lists: METS ---------------------------------------------------------------------------------

# Where a METS is changed, another that lists it no longer fits: its own code stands beside.
LISTED = {"package-changed", "package-manifest"}
DESCRIBED = {"package-fixity"}


@pytest.mark.parametrize(
    ("path", "change", "expected"),
    [
        (METS, text('OBJID="[^"]*"', 'OBJID="other"'), {"package-identity"}),
        (METS, text("E-ARK-SIP.xml", "E-ARK-DIP.xml"), {"package-identity"}),
        (METS, text('OAISPACKAGETYPE="SIP"', 'OAISPACKAGETYPE="AIP"'), {"package-identity"}),
        (METS, text('OTHERTYPE="SOFTWARE"', ""), {"package-identity"}),
        (METS, text('"SOFTWARE VERSION"', '"IDENTIFICATIONCODE"'), {"package-identity"}),
        (METS, text('ROLE="ARCHIVIST"', 'ROLE="EDITOR"', 9), {"package-identity"}),
        (METS, text("SUBMITTER", "SENDER", 9), {"package-identity"}),
        (METS, text('href="documentation/', 'href="../documentation/'), {"package-link", "package-unlisted"}),
        (METS, text('href="documentation/', 'href="file:///documentation/'), {"package-link", "package-unlisted"}),
        (METS, text('href="documentation/report.html', 'href="documentation/none.html'), {"package-missing", "package-unlisted"}),
        (METS, text('<file [^>]*>\\s*<FLocat [^>]*report.html"/>\\s*</file>', ""), {"package-unlisted"}),
        (METS, text('(<file [^>]*>\\s*<FLocat [^>]*report.html"/>\\s*</file>)', "\\1\\1"), {"package-twice", "package-structure"}),
        (METS, text('SIZE="\\d+"', 'SIZE="1"'), {"package-changed"}),
        (METS, text('CHECKSUM="..', 'CHECKSUM="00'), {"package-changed", "package-manifest"}),
        (METS, text('CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE="MD5"'), {"package-changed"}),
        (METS, text("<structMap .*</structMap>", ""), {"package-structure"}),
        (METS, text('TYPE="PHYSICAL"', 'TYPE="LOGICAL"'), {"package-structure"}),
        (METS, text(' DMDID="[^ ]* ', ' DMDID="'), {"package-structure"}),
        (METS, text(' ADMID="', ' ADMID="uuid-other '), {"package-structure"}),
        (METS, text('<fptr FILEID="[^"]*"/>', '<fptr FILEID="uuid-other"/>'), {"package-structure"}),
        (METS, text('<div [^>]*LABEL="Representations/source">.*?</div>', ""), {"package-structure"}),
        (METS, text('xlink:title="[^"]*"', 'xlink:title="uuid-other"'), {"package-structure"}),
        (METS, text('<mptr ([^>]*)representations/source/', '<mptr \\1representations/publications/'), {"package-structure"}),
        (METS, text('CREATEDATE="2024', 'CREATEDATE="2025'), {"package-time"}),
        (f"{SOURCE}/{METS}", text('OBJID="source"', 'OBJID="x"'), {"package-identity"} | LISTED | DESCRIBED),
        (f"{SOURCE}/{METS}", text('SIZE="\\d+"', 'SIZE="1"'), LISTED | DESCRIBED),
        (f"{SOURCE}/{METS}", text('href="data/', 'href="../data/'), {"package-link", "package-unlisted"} | LISTED | DESCRIBED),
        (METS, lambda data: data[:-9], {"package-unreadable"}),
        (METS, text("<mets ", '<!DOCTYPE mets [<!ENTITY a "b">]><mets '), {"package-unreadable"}),
    ],
)  # fmt: skip
def test_a_lie_in_mets_is_found(files: Files, path: str, change: Callable[[bytes], bytes], expected: set[str]) -> None:
    found = deposits.changed(files, path, change)
    assert codes(found) == expected


def test_a_changed_file_is_found_though_the_manifests_fit(files: Files) -> None:
    found = deposits.changed(files, TEXT, lambda data: data.replace(b"e", b"a", 1))
    assert codes(found) == {"package-changed", "package-manifest", "package-fixity"}


def test_a_manifest_that_says_other_than_mets_is_found(files: Files) -> None:
    name = "manifest-sha256.txt"
    lines = files[name].decode().splitlines(keepends=True)
    changed = ["0" * 64 + line[64:] if line.endswith("rich.de.txt\n") else line for line in lines]
    assert codes({**files, name: "".join(changed).encode()}) == {"package-manifest"}
    left_out = [line for line in lines if not line.endswith("rich.de.txt\n")]
    assert codes({**files, name: "".join(left_out).encode()}) == {"package-manifest"}


def test_a_file_added_or_taken_away_is_found(files: Files) -> None:
    more = deposits.resummed({**files, deposits.placed(files, "documentation/more.txt"): b"x"})
    assert codes(more) == {"package-unlisted", "package-object"}
    less = {name: data for name, data in files.items() if name != deposits.placed(files, TEXT)}
    assert codes(deposits.resummed(less)) == {"package-missing", "package-object"}


def test_two_files_exchanged_are_found(files: Files) -> None:
    one, other = (deposits.placed(files, f"{SOURCE}/data/{name}.md") for name in ("de", "ar"))
    swapped = deposits.resummed({**files, one: files[other], other: files[one]})
    assert codes(swapped) == {"package-changed", "package-manifest", "package-fixity"}


def test_a_file_listed_by_the_wrong_mets_is_found(files: Files) -> None:
    """A published file in the root METS instead of its representation's."""
    mets = files[deposits.placed(files, f"{PUBLICATIONS}/{METS}")].decode()
    (entry,) = re.findall(r'<file (?:(?!<file ).)*?rich\.de\.txt"/>\s*</file>', mets, re.DOTALL)
    found = deposits.changed(files, f"{PUBLICATIONS}/{METS}", lambda data: data.replace(entry.encode(), b""))
    moved = entry.replace('href="data/', f'href="{PUBLICATIONS}/data/')
    found = deposits.changed(found, METS, text("(<fileGrp [^>]*>)", "\\1" + moved.replace("\\", "\\\\")))
    assert codes(found) == {"package-unlisted"} | LISTED | DESCRIBED


# --- History: PREMIS -----------------------------------------------------------------------------

OBJECT = (
    '<object xsi:type="file">(?:(?!<object[ >]).)*?<originalName>documentation/report.html</originalName>.*?</object>'
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (text(OBJECT, ""), {"package-object", "package-reference"}),
        (text(f"({OBJECT})", "\\1\\1"), {"package-object", "package-reference"}),
        (text("documentation/report.html", "documentation/none.html"), {"package-object"}),
        (text("<size>\\d+<", "<size>1<"), {"package-fixity"}),
        (text("<messageDigest>..", "<messageDigest>00"), {"package-fixity"}),
        (text("SHA-512", "SHA-1"), {"package-fixity"}),
        (text("(<relatedObjectIdentifierValue>)[^<]*", "\\1urn:uuid:none"), {"package-reference"}),
        (text("(<linkingObjectIdentifierValue>)[^<]*", "\\1urn:uuid:none"), {"package-reference"}),
        (text("(<linkingAgentIdentifierValue>)[^<]*", "\\1urn:uuid:none"), {"package-reference"}),
        (text("<agent>.*?</agent>", ""), {"package-reference"}),
        (text("<linkingAgentIdentifier>.*?</linkingAgentIdentifier>", "", 99), {"package-event"}),
        (text(">information package creation<", ">ingestion<"), {"package-event"}),
        (text(">message digest calculation<", ">fixity check<"), {"package-event"}),
        (text("<eventOutcome>passed<", "<eventOutcome>failed<"), {"package-verdict"}),
        (text("<eventOutcome>passed<", "<eventOutcome>not run<"), {"package-verdict"}),
        (text("<eventDateTime>2024", "<eventDateTime>2023"), {"package-time"}),
        (lambda data: data + b"<", {"package-unreadable"}),
    ],
)
def test_a_lie_in_premis_is_found(files: Files, change: Callable[[bytes], bytes], expected: set[str]) -> None:
    assert codes(deposits.changed(files, PREMIS, change)) - LISTED == expected


def test_a_published_file_without_a_verdict_is_found(files: Files) -> None:
    premis = files[deposits.placed(files, PREMIS)].decode()
    (name,) = re.findall(
        r"<objectIdentifierValue>([^<]*)</objectIdentifierValue>(?:(?!<object[ >]).)*?<originalName>" + re.escape(PDF),
        premis,
        re.DOTALL,
    )
    event = f"<event>(?:(?!<event>).)*?>validation<(?:(?!<event>).)*?{name}.*?</event>"
    found = deposits.changed(files, PREMIS, text(event, "", 99))
    check = information_package.judge(deposits.bag_of(found))
    assert ("package-verdict", PDF) in {(finding.code, finding.where) for finding in check.findings}


def test_a_representation_of_other_files_is_found(files: Files) -> None:
    path = f"{SOURCE}/{PREMIS}"
    spoiled = deposits.changed(files, path, text("(<relationshipSubType>)has part", "\\1has friend"))
    assert "package-object" in codes(spoiled)
    gone = {name: data for name, data in files.items() if name != deposits.placed(files, path)}
    assert "package-object" in codes(deposits.resummed(gone))


def test_the_time_is_that_of_bag_info(files: Files) -> None:
    info = files["bag-info.txt"].replace(b"Event-Time: 2024", b"Event-Time: 2025")
    assert codes({**files, "bag-info.txt": info}) == {"package-time"}


# --- Formats -------------------------------------------------------------------------------------


def format_findings(files: Files) -> tuple[Finding, ...]:
    check = information_package.formats(deposits.bag_of(files))
    assert check.check == "format-id"
    assert (check.verdict == "passed") is (check.findings == ())
    return check.findings


def test_another_format_in_premis_is_found(files: Files) -> None:
    found = format_findings(deposits.changed(files, PREMIS, text("fmt/479", "fmt/276")))
    assert [finding.code for finding in found] == ["package-format"]
    assert (
        found[0].message
        == "expected fmt/479, as Siegfried finds in the bytes; found fmt/276 in metadata/preservation/premis.xml"
    )


def test_another_format_in_mets_is_found(files: Files) -> None:
    found = format_findings(deposits.changed(files, f"{PUBLICATIONS}/{METS}", text("fmt/483", "fmt/1")))
    assert {(finding.code, "fmt/1 in" in finding.message) for finding in found} == {("package-format", True)}


def test_bytes_of_another_format_are_found(files: Files) -> None:
    found = format_findings(deposits.changed(files, PDF, lambda data: b"%PDF-1.4\n%%EOF\n"))
    assert {finding.where for finding in found} == {PDF}


def test_a_file_without_a_format_is_found(files: Files) -> None:
    found = format_findings(deposits.changed(files, PREMIS, text(OBJECT, "")))
    assert [(finding.code, finding.where) for finding in found] == [("package-format", "documentation/report.html")]


def test_formats_of_a_damaged_list_are_not_known(files: Files) -> None:
    found = format_findings(deposits.changed(files, PREMIS, lambda data: data[:-9]))
    assert [finding.code for finding in found] == ["package-unreadable"]


# --- Layout --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "gone", [METS, PREMIS, f"{SOURCE}/{METS}", f"{PUBLICATIONS}/{METS}", "schemas/", "documentation/"]
)
def test_a_package_without_its_parts_is_none(files: Files, gone: str) -> None:
    left = {name: data for name, data in files.items() if not name.startswith(deposits.placed(files, gone))}
    assert codes(left) == {"package-layout"}
    assert [finding.code for finding in format_findings(left)] == ["package-layout"]


def test_a_bag_of_something_else_is_no_package(files: Files) -> None:
    assert codes({**files, "data/stray.txt": b"x"}) == {"package-layout"}
    assert codes({**files, "data/other/METS.xml": b"x"}) == {"package-layout"}
    assert codes({"bagit.txt": b"x"}) == {"package-layout"}
    unread = Bag("rich", (), (Finding("fixity-tar", "error", "x", "package"),))
    assert {finding.code for finding in information_package.judge(unread).findings} == {"package-layout"}


def test_every_code_is_shown_to_be_found() -> None:
    text_of_this_page = Path(__file__).read_text(encoding="utf-8")
    assert {code for code in information_package.CODES if f'"{code}"' not in text_of_this_page} == set()


def test_findings_are_at_most_a_hundred(files: Files) -> None:
    spoiled = deposits.changed(files, PREMIS, text("<eventDateTime>2024", "<eventDateTime>2023", 999))
    spoiled = deposits.changed(spoiled, PREMIS, text("<messageDigest>..", "<messageDigest>00", 999))
    spoiled = deposits.changed(spoiled, METS, text('CHECKSUM="..', 'CHECKSUM="00', 999))
    check = information_package.judge(deposits.bag_of(spoiled))
    assert len(check.findings) == MOST_FINDINGS
    assert "the first 100 of" in check.detail
