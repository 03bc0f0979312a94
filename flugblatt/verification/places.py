"""What stands where in a package: every file has a role by its place, or is found.

Flow: bag -> its one folder under data/ -> ``Item``s with their roles -> ``Layout``; layout and statement -> ``judge`` ->
Check ``layout``.

Rule: under data/ stands one folder, named uuid- and the identifier of the work; in it METS.xml, metadata, documentation,
schemas and the representations source and publications; every publication belongs to an edition of the source and to a
form that flugblatt makes, and no edition lacks a form.
Reason: a file that no judge looks at could say anything in the name of the issuers.
Passes: a package as ``flugblatt`` makes it. Fails: see ``CODES``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from flugblatt import resources
from flugblatt.judges.package.fixity import Bag, info
from flugblatt.model import Check, Edition, Finding, Statement
from flugblatt.model.findings import shown
from flugblatt.model.identifiers import work_id
from flugblatt.model.targets import SINGLE
from flugblatt.report import certificate
from flugblatt.verification.leaflet_files import is_leaflet
from flugblatt.verification.single_files import kind_of
from flugblatt.verification.verdicts import verdict_of

CODES = {
    "layout-root": "a folder or a bag-info.txt with another name or identifier of the work than the source gives",
    "layout-unknown": "a file that has no place in a package of flugblatt",
    "layout-missing": "a file that a package of flugblatt has and this one does not",
}
Role = Literal["mets", "premis", "record", "documentation", "schema", "source", "publication", "tag", "unknown"]
TAG_FILES = {"bagit.txt", "bag-info.txt", "README.txt", "bagit-profile.json"}
MANIFEST = re.compile(r"(?:tag)?manifest-[a-z0-9]+\.txt")
PLACES: tuple[tuple[str, Role], ...] = (
    (r"(METS\.xml)", "mets"),
    (r"representations/(?:source|publications)/(METS\.xml)", "mets"),
    (r"(?:representations/(?:source|publications)/)?metadata/preservation/(premis\.xml)", "premis"),
    (r"metadata/descriptive/([^/]+)", "record"),
    (r"documentation/([a-z0-9-]+\.(?:html|json|txt|xml))", "documentation"),
    (r"schemas/(.+\.(?:xsd|dtd))", "schema"),
    (r"representations/source/data/(.+)", "source"),
    (r"representations/publications/data/(.+)", "publication"),
)
"""Path below the package's folder, and the role of the file; the group is its name in that place."""
FORM = re.compile(r"([^/]+)/([a-z0-9-]+)\.([^/]+)")


@dataclass(frozen=True, slots=True)
class Item:
    """``path`` is relative to the bag; ``name`` is what remains of it in the place of its role."""

    path: str
    name: str
    role: Role
    data: bytes


@dataclass(frozen=True, slots=True)
class Layout:
    """``folder`` is the one under data/; ``work`` the name of the work, by which its files are called."""

    folder: str
    work: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]

    def of(self, role: Role) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.role == role)

    def data(self, path: str) -> bytes | None:
        """The bytes of the file at ``path`` below the package's folder."""
        whole = f"data/{self.folder}/{path}"
        return next((item.data for item in self.items if item.path == whole), None)


def read(bag: Bag) -> Layout:
    """The layout of a bag, whatever it holds."""
    folders = sorted({file.name.split("/")[1] for file in bag.files if file.name.count("/") > 1})
    folders = [name for name in folders if any(file.name == f"data/{name}/METS.xml" for file in bag.files)] or folders
    folder = folders[0] if folders else ""
    items = tuple(_item(file.name, folder, file.data) for file in bag.files)
    findings = [
        Finding("layout-unknown", "error", "expected a file of the package; found one without a place in it", item.path)
        for item in items
        if item.role == "unknown"
    ]
    return Layout(folder, _work(items) or bag.name, items, tuple(findings))


def _item(path: str, folder: str, data: bytes) -> Item:
    if path in TAG_FILES or MANIFEST.fullmatch(path):
        return Item(path, path, "tag", data)
    below = path.removeprefix(f"data/{folder}/")
    for pattern, role in PLACES:
        match = re.fullmatch(pattern, below) if below != path else None
        if match:
            return Item(path, match[1], role, data)
    return Item(path, below, "unknown", data)


def _work(items: tuple[Item, ...]) -> str:
    """The name that the publications bear before their language: <tag>/<work>.<tag>.pdf."""
    names: dict[str, int] = {}
    for item in items:
        match = FORM.fullmatch(item.name) if item.role == "publication" else None
        if match and match[3].startswith(f"{match[1]}."):
            names[match[2]] = names.get(match[2], 0) + 1
    return max(sorted(names), key=names.__getitem__, default="")


# --- Judging -------------------------------------------------------------------------------------


def judge(layout: Layout, statement: Statement | None, bag: Bag) -> Check:
    """The Check ``layout``; without a statement nothing is known of the editions, and the rest is judged."""
    findings = list(layout.findings)
    if not layout.of("mets"):
        findings.append(_missing("METS.xml", "the package's METS"))
    if statement is not None:
        findings += [*_against(layout, statement), *_labels(bag, statement)]
    detail = f"{len(layout.items)} files, each with its place"
    return verdict_of("layout", tuple(findings), detail="" if findings else detail)


def _against(layout: Layout, statement: Statement) -> list[Finding]:
    findings: list[Finding] = []
    right = f"uuid-{work_id(statement)}"
    if layout.folder != right:
        message = f"expected the folder {right}, by the identifier of the work; found {shown(layout.folder)}"
        hint = "the identifier is made from identifiers.uri or url of statement.yaml, else from date, issuers and name"
        findings.append(Finding("layout-root", "error", message, f"data/{layout.folder}", hint))
    known = {f"{edition.language}.md" for edition in statement.editions} | {"statement.yaml"}
    known |= {image.path for edition in statement.editions for image in edition.images}
    if statement.output_profile:
        known.add(statement.output_profile.path.rpartition("/")[2])
    for item in layout.of("source"):
        if item.name not in known and not resources.is_own(item.name):
            message = "expected what statement.yaml and the editions need; found a file that nothing names"
            findings.append(Finding("layout-unknown", "error", message, item.path))
    described = {f"{statement.work}.{edition.language}" for edition in statement.editions}
    for item in layout.of("record"):
        kind = kind_of(item.name)
        if not kind or (item.name != "dc.xml" and item.name.removesuffix(f".{kind}") not in described):
            message = "expected a record of the work (dc.xml) or of one of its editions; found another"
            findings.append(Finding("layout-unknown", "error", message, item.path))
    tags = tuple(f"{edition.language}/" for edition in statement.editions)
    published = {item.name for item in layout.of("publication") if item.name.startswith(tags)}
    places = dict(forms(statement))
    for item in layout.of("publication"):
        if item.name not in places and not is_leaflet(item.name, published):
            message = f"expected a form of an edition of {statement.work}; found a file of no known form"
            findings.append(Finding("layout-unknown", "error", message, item.path))
    for name, says in places.items():
        if name not in published:
            findings.append(_missing(f"representations/publications/data/{name}", says))
    return findings


def _labels(bag: Bag, statement: Statement) -> list[Finding]:
    """What bag-info.txt calls the work is what its source makes of it."""
    findings = []
    for label, right in (
        ("Internal-Sender-Identifier", statement.work),
        ("External-Identifier", work_id(statement).urn),
    ):
        given = info(bag, label)
        if right not in given:
            found = " and ".join(map(shown, given)) or "none"
            findings.append(
                Finding("layout-root", "error", f"expected {label}: {right}; found {found}", "bag-info.txt")
            )
    return findings


def forms(statement: Statement) -> tuple[tuple[str, str], ...]:
    """What a package must hold for each edition: the name below publications/data, and what it is."""
    found = []
    for edition in statement.editions:
        for target in SINGLE:
            found.append((_below(target.path(edition), edition), f"{target.name} of the edition {edition.language}"))
        found.append((_below(certificate.path(edition), edition), f"certificate of the edition {edition.language}"))
    return tuple(found)


def _below(path: str, edition: Edition) -> str:
    return path.removeprefix(f"{edition.work}/")


def _missing(path: str, says: str) -> Finding:
    return Finding("layout-missing", "error", f"expected {says}; found none", path, "take it from a complete package")
