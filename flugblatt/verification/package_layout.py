"""What stands where in a package: every file has a role by its place, or is found.

Flow: bag -> its one folder under data/ -> ``Item``s with their roles -> ``Layout``; layout and statement -> ``judge`` ->
Check ``layout``.

Rule: under data/ stands one folder, named uuid- and the identifier of the work; in it METS.xml, metadata, documentation,
schemas and the representations source and publications; every publication belongs to an edition of the source and to a
form that flugblatt makes, and no edition lacks a form.
Reason: a file that no judge looks at could say anything in the name of the issuers.
Passes: a package as ``flugblatt`` makes it.
Fails: with one of its codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flugblatt import resources
from flugblatt.judges.external import xml_schemas
from flugblatt.judges.package.fixity import Bag, info
from flugblatt.model import Check, Finding, FindingCode, Statement
from flugblatt.model.findings import shown
from flugblatt.model.identifiers import work_id
from flugblatt.model.targets import FIXED, PAIRED, Form, form, places, row
from flugblatt.report import certificate
from flugblatt.verification.verdicts import TOOL

CODES: Mapping[str, FindingCode] = {
    "layout-root": FindingCode(
        "A folder or a bag-info.txt with another name or identifier of the work than the source gives.",
        "Take the package from its publisher again. One of your own must not be renamed or edited: build it again.",
    ),
    "layout-unknown": FindingCode(
        "A file that has no place in a package of flugblatt.",
        "Trust no file that nobody judged: take the package from its publisher again, or build your own again.",
    ),
    "layout-missing": FindingCode(
        "A file that a package of flugblatt has and this one does not.",
        "Take the package from a complete copy, or build it again; it cannot be mended by hand.",
    ),
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
PUBLICATION = re.compile(r"([^/]+)/([a-z0-9-]+)\.([^/]+)")
LEAFLET = re.compile(
    r"([^/]+)/leaflet/([a-z0-9-]+)\.(?:([a-z-]+)\.pdf|job\.txt|(?:sheet-[0-9]+-)?(?:front|back)\.png|soft-proof\.png)"
)
MAY_LACK = ("large-print",)
"""The targets of every edition that a font may lack a sequence for."""
LEAFLET_PDFS = ("read", "office", "office-white", "dummy", "press")


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
    listed = [name for name in folders if bag.data(f"data/{name}/METS.xml") is not None]
    folder = next(iter(listed or folders), "")
    items = tuple(_item(file.name, folder, file.data) for file in bag.files)
    message = "expected a file of the package; found one without a place in it"
    unknown = (_unknown(message, item) for item in items if item.role == "unknown")
    return Layout(folder, _work(items) or bag.name, items, tuple(unknown))


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
        match = PUBLICATION.fullmatch(item.name) if item.role == "publication" else None
        if match and match[3].startswith(f"{match[1]}."):
            names[match[2]] = names.get(match[2], 0) + 1
    return max(sorted(names), key=names.__getitem__, default="")


# --- Leaflets among the publications ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaflet:
    """``language`` is the tag of the folder where it lies, ``beside`` the name of the file that it is held against: the reading
    file of the same format, for a ticket the press file."""

    language: str
    format: str
    kind: str
    beside: str

    @property
    def target(self) -> str:
        return "press" if self.kind in ("press", "ticket", "soft-proof") else "leaflet"

    @property
    def form(self) -> Form:
        return form(self.target, self.kind)


def leaflet(name: str) -> Leaflet | None:
    """The leaflet of a name below publications/data, None for anything else."""
    match = LEAFLET.fullmatch(name)
    if match is None or (match[3] and match[3] not in LEAFLET_PDFS):
        return None
    ends = {"job.txt": "ticket", "soft-proof.png": "soft-proof"}
    kind = match[3] or ends.get(name.rpartition("/")[2].partition(".")[2], "picture")
    beside = "press" if kind in ends.values() else "read"
    return Leaflet(match[1], match[2], kind, f"{match[1]}/leaflet/{match[2]}.{beside}.pdf")


def is_leaflet(name: str, published: set[str]) -> bool:
    """Whether a name is that of a leaflet; a picture or a ticket only where the file is there that it is held against."""
    found = leaflet(name)
    return found is not None and name in published and (name.endswith(".pdf") or found.beside in published)


# --- Judging -------------------------------------------------------------------------------------


def judge(layout: Layout, statement: Statement | None, bag: Bag) -> Check:
    """The Check ``layout``; without a statement nothing is known of the editions, and the rest is judged."""
    findings = list(layout.findings)
    if not layout.of("mets"):
        findings.append(_missing("METS.xml", "the package's METS"))
    if statement is not None:
        findings += [*_root(layout, statement), *_strangers(layout, statement), *_labels(bag, statement)]
    detail = "" if findings else f"{len(layout.items)} files, each with its place"
    return Check.of("layout", TOOL, findings, detail)


def _root(layout: Layout, statement: Statement) -> Iterator[Finding]:
    right = f"uuid-{work_id(statement)}"
    if layout.folder != right:
        message = f"expected the folder {right}, by the identifier of the work; found {shown(layout.folder)}"
        hint = "the identifier is made from identifiers.uri or url of statement.yaml, else from date, issuers and name"
        yield Finding("layout-root", "error", message, f"data/{layout.folder}", hint)


def _strangers(layout: Layout, statement: Statement) -> Iterator[Finding]:
    """Files in a place of the package that nothing gives them, and forms of an edition that are not there."""
    work, tags = statement.work, [edition.language for edition in statement.editions]
    sources = {"statement.yaml", *(f"{tag}.md" for tag in tags)}
    sources |= {image.path for edition in statement.editions for image in edition.images}
    sources |= {item.name for item in layout.of("source") if resources.is_own(item.name)}
    sources |= {image.path for image in statement.brand.images} | {font.path for font in statement.brand.font_files}
    if statement.output_profile:
        sources.add(statement.output_profile.path.rpartition("/")[2])
    records = {"dc.xml", *(f"{work}.{tag}.{kind}" for tag in tags for kind in xml_schemas.KINDS)}
    records.add(f"{work}.internet-archive.csv")
    folders = {*tags, *(pair.tags for pair in statement.pairs())}
    published = {item.name for item in layout.of("publication") if item.name.partition("/")[0] in folders}
    forms = dict(_forms(statement))
    leaflets = {name for name in published if is_leaflet(name, published)}
    known: dict[Role, tuple[set[str], str]] = {
        "source": (sources, "what statement.yaml and the editions need; found a file that nothing names"),
        "record": (records, "a record of the work (dc.xml) or of one of its editions; found another"),
        "publication": ({*forms, *leaflets}, f"a form of an edition of {work}; found a file of no known form"),
    }
    for role, (names, words) in known.items():
        yield from (_unknown(f"expected {words}", item) for item in layout.of(role) if item.name not in names)
    left_out = _not_due(layout, statement)
    for name, says in forms.items():
        if name not in published and name not in left_out:
            yield _missing(f"representations/publications/data/{name}", says)


def _not_due(layout: Layout, statement: Statement) -> set[str]:
    """The files that the package's own report says are not due, by their names."""
    try:
        told = json.loads(layout.data("documentation/report.json") or b"{}")
        said = {(one["target"], one["reason"].partition(":")[0]) for work in told["works"] for one in work["not_due"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
    return {
        row(target).path(edition).removeprefix(f"{edition.work}/")
        for target in MAY_LACK
        for edition in statement.editions
        if (target, edition.language) in said
    }


def _labels(bag: Bag, statement: Statement) -> Iterator[Finding]:
    """What bag-info.txt calls the work is what its source makes of it."""
    for label, right in (
        ("Internal-Sender-Identifier", statement.work),
        ("External-Identifier", work_id(statement).urn),
    ):
        if right not in (given := info(bag, label)):
            message = f"expected {label}: {right}; found {' and '.join(map(shown, given)) or 'none'}"
            yield Finding("layout-root", "error", message, "bag-info.txt")


def _forms(statement: Statement) -> Iterator[tuple[str, str]]:
    """What a package must hold for each edition: the name below publications/data, and what it is."""
    for edition in statement.editions:
        paths = [
            (path, f"{target.name} {form.kind}".strip()) for path, (target, form) in places(edition, FIXED).items()
        ]
        for path, name in (*paths, (certificate.path(edition), "certificate")):
            yield path.removeprefix(f"{edition.work}/"), f"{name} of the edition {edition.language}"
    for pair in statement.pairs():
        for path, (target, _) in places(pair, PAIRED).items():
            yield path.removeprefix(f"{pair.work}/"), f"{target.name} of the editions {pair.tags}"
        yield certificate.path(pair).removeprefix(f"{pair.work}/"), f"certificate of the editions {pair.tags}"


def _unknown(message: str, item: Item) -> Finding:
    return Finding("layout-unknown", "error", message, item.path)


def _missing(path: str, says: str) -> Finding:
    return Finding("layout-missing", "error", f"expected {says}; found none", path, "take it from a complete package")
