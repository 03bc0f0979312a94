"""Judges whether what a package says of its files is so: METS and PREMIS against the bytes, the manifest and each other.

Flow: judge(bag) -> every METS and PREMIS read (``mets_reader``, ``premis_reader``) -> each file by its size, its
checksums, its place in the structural map and its object -> Check ``metadata``. formats(bag) -> every file identified again
by Siegfried -> Check ``format-id``.

Rule: data/ holds one E-ARK package, a folder named by the OBJID of its METS; every file in it is listed by exactly one METS,
with the size and SHA-256 of its bytes and of the manifest, and by one PREMIS object, with SHA-256, SHA-512 and the PRONOM
identifiers that an identifier finds; whatever refers to something by its identifier finds it; every event is of one time,
and no judge's verdict is other than passed.
Reason: an archive reads METS and PREMIS, and not the bag around them; eark-validator looks at neither checksums nor the
METS of representations, and passes a package whose files are gone.
Passes: a package as ``build`` makes it.
Fails: with one of its codes. Whether METS and PREMIS are valid by their schemas, the judge ``schema`` says; whether the bag is
whole, the judge ``fixity``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.external.siegfried import identify
from flugblatt.judges.package import mets_reader, premis_reader
from flugblatt.judges.package.fixity import Bag, bag_in
from flugblatt.judges.package.mets_reader import METS, PREMIS, Contents
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.cases import Case
from flugblatt.model.checks import unreadable

WHOLE = "Take the package from a whole copy. One of your own: never edit it, build it again."
CODES: Mapping[str, FindingCode] = {
    "package-layout": FindingCode("No E-ARK package, or one without a file or folder that every package has.", WHOLE),
    "package-unreadable": FindingCode("A METS or PREMIS file that cannot be read.", WHOLE),
    "package-identity": FindingCode(
        "A METS that is named otherwise than its folder, or says otherwise what it is and who made it.", WHOLE
    ),
    "package-link": FindingCode("A reference that leads out of the package.", WHOLE),
    "package-missing": FindingCode("A file that METS lists and that is not there.", WHOLE),
    "package-unlisted": FindingCode("A file that no METS lists.", WHOLE),
    "package-twice": FindingCode("A file that METS lists twice.", WHOLE),
    "package-changed": FindingCode("A file with another size or checksum than METS says.", WHOLE),
    "package-manifest": FindingCode("A checksum in METS that is not that of the bag's manifest.", WHOLE),
    "package-structure": FindingCode(
        "A structural map that leaves something out, or refers to what is not there.", WHOLE
    ),
    "package-object": FindingCode(
        "A file without a PREMIS object, an object without a file, or a representation of other files.", WHOLE
    ),
    "package-fixity": FindingCode("A file with another size or checksum than PREMIS says.", WHOLE),
    "package-reference": FindingCode(
        "A PREMIS event or relation that names something which PREMIS does not describe.", WHOLE
    ),
    "package-event": FindingCode(
        "An event that every package has and this one lacks, or one without a program.", WHOLE
    ),
    "package-verdict": FindingCode(
        "A PDF or e-book that no judge has passed, or a verdict other than passed.",
        "Build the work again, so that every file is judged; a package holds nothing that did not pass.",
    ),
    "package-time": FindingCode("A time other than the one that bag-info.txt gives.", WHOLE),
    "package-format": FindingCode("A file of another format than PREMIS or METS says.", WHOLE),
}
TOOL = "our checks"
LISTS = "METS and PREMIS that can be read"


def of_package(case: Case) -> Check:
    """The Check ``metadata`` of a package."""
    return judge(bag_in(case.data))


def judge(bag: Bag) -> Check:
    """The Check ``metadata`` of the package in ``bag``. Never raises for what it holds."""
    contents = mets_reader.contents(bag)
    detail = f"{len(contents.files)} files" if isinstance(contents, Contents) else ""
    return Check.of("metadata", TOOL, _findings(bag), detail)


def formats(bag: Bag) -> Check:
    """The Check ``format-id`` of the package in ``bag``: what Siegfried finds in each file's bytes against PREMIS and METS.

    ToolFailed if Siegfried crashes or leaves a report that cannot be read.
    """
    tool = f"pygfried {identify('', b'')[0]}"
    contents = mets_reader.contents(bag)
    if isinstance(contents, Finding):
        return Check.of("format-id", tool, (contents,))
    try:
        described = premis_reader.formats(contents)
        rows = (*described, *mets_reader.formats(contents))
    except Exception as error:  # as in ``judge``
        return Check.of("format-id", tool, (unreadable("package-unreadable", LISTS, error, contents.root),))
    found = {path: _identified(path, data) for path, data in contents.files.items() if path not in (METS, PREMIS)}
    findings = []
    for path, said, by in rows:
        if path in found and said != found[path]:
            message = f"expected {_words(found[path])}, as Siegfried finds in the bytes; found {_words(said)} in {by}"
            findings.append(Finding("package-format", "error", message, path))
    for path in sorted(found.keys() - {path for path, _, _ in described}):
        findings.append(Finding("package-format", "error", "expected a format in PREMIS; found none", path))
    return Check.of("format-id", tool, findings, f"{len(found)} files")


def schema(bag: Bag) -> Check:
    """The Check ``schema`` of the package in ``bag``: METS and PREMIS of every level, as one."""
    kinds = {METS: "mets.xml", PREMIS.rpartition("/")[2]: "premis.xml"}
    named = ((file.name.rpartition("/")[2], file) for file in bag.files)
    lists = [(file.name, kinds[name], file.data) for name, file in named if name in kinds]
    if not lists:
        missing = Finding("package-layout", "error", "expected METS and PREMIS; found neither", "package")
        return Check.of("schema", TOOL, (missing,))
    return xml_schemas.of_files(lists)


def _findings(bag: Bag) -> Iterator[Finding]:
    contents = mets_reader.contents(bag)
    if isinstance(contents, Finding):
        yield contents
        return
    for find in (mets_reader.findings, premis_reader.findings):
        try:
            yield from find(contents)
        except Exception as error:  # hostile bytes must end in a verdict, whatever they make a library throw
            yield unreadable("package-unreadable", LISTS, error, contents.root)


def _identified(path: str, data: bytes) -> tuple[str, ...]:
    """The PRONOM identifiers of a file, sorted."""
    return tuple(sorted(name for name, _ in identify(path.rpartition("/")[2], data)[1]))


def _words(names: tuple[str, ...]) -> str:
    return " and ".join(names) or "no format of PRONOM"
