"""PREMIS 3: what each file is, what was done to it, with what, and what may be done with it.

Flow: parts -> ``render``: the work and its editions as intellectual entities, a file object for each part, the events of the
build with the verdict of every judge, the agents with their versions, the rights that ``statement.yaml`` gives.
``representation`` says which files make up a representation.

Every identifier is a name made from the work's own (UUID version 5), so that two works have none in common.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lxml import etree

from flugblatt import __version__
from flugblatt.model import Check, Edition, Identifiers, Rights, Statement
from flugblatt.model.identifiers import edition_id, work_id
from flugblatt.model.targets import CHECKS
from flugblatt.package.contents import PUBLICATIONS, REPRESENTATIONS, SOURCE, Part, identifier
from flugblatt.records.tree import add, add_if, group, written

NS = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
VOCABULARY = "http://id.loc.gov/vocabulary/preservation"
CODES = {
    "creation": "cre",
    "format identification": "for",
    "information package creation": "ipc",
    "message digest calculation": "mes",
    "validation": "val",
}
"""Event types of the vocabulary of the Library of Congress, with their codes."""
OF_PROJECT = ("application/toml", "application/vnd.iccprofile")
"""Media types of what a project may lay over the tables and profiles of the toolchain."""
Clock = Literal["SOURCE_DATE_EPOCH", "revised"]
_VERSIONED = re.compile(r"(.*\S) (\d\S*.*)")


@dataclass(frozen=True, slots=True)
class Agent:
    """A program that took part in the build."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to files. ``seed`` names the event within the work; ``results`` are (identifier, role) of objects."""

    kind: str
    seed: str
    detail: str
    outcome: str
    note: str
    agents: tuple[Agent, ...]
    objects: tuple[tuple[str, str], ...]


OWN = Agent("flugblatt", __version__)


def time_of(moment: datetime) -> str:
    """A moment as every record of the package writes it: UTC, to the second."""
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%SZ}"


def clock_note(clock: Clock) -> str:
    """Where the times of the package come from."""
    if clock == "SOURCE_DATE_EPOCH":
        return "The time is that of SOURCE_DATE_EPOCH, which was set for this build."
    return "No clock was read: the time is that of the last change which statement.yaml names (revised, else date)."


def render(
    statement: Statement, parts: tuple[Part, ...], moment: datetime, clock: Clock, tools: tuple[tuple[str, str], ...]
) -> bytes:
    """The PREMIS of the package. ``parts`` are all its files but the root METS and this file; schema-valid PREMIS 3.0."""
    names = _Names(statement)
    root = etree.Element(etree.QName(NS, "premis"), nsmap={None: NS, "xsi": XSI}, version="3.0")
    _entities(root, statement, names)
    for part in parts:
        _file(root, statement, part, names, parts)
    events = tuple(_events(statement, parts, clock, tools, names))
    for event in events:
        _event(root, event, time_of(moment), names)
    for agent in sorted({agent for event in events for agent in event.agents}, key=lambda one: (one.name, one.version)):
        element = add(root, "agent")
        _identifier(element, "agent", names("agent", agent.name, agent.version))
        for name, text in (("Name", agent.name), ("Type", "software"), ("Version", agent.version)):
            add(element, f"agent{name}", text)
    if statement.rights and statement.rights != Rights():
        _rights(root, statement, statement.rights, names)
    return written(root)


def representation(statement: Statement, folder: str, parts: tuple[Part, ...]) -> bytes:
    """The PREMIS of one representation: which of the work's files it consists of."""
    names = _Names(statement)
    root = etree.Element(etree.QName(NS, "premis"), nsmap={None: NS, "xsi": XSI}, version="3.0")
    element = _object(root, "representation", names("representation", folder))
    add(element, "originalName", folder.rsplit("/", 1)[-1])
    _relationship(element, "structural", "is part of", names.work)
    for part in parts:
        if part.path.startswith(f"{folder}/data/"):
            _relationship(element, "structural", "has part", names("file", part.path))
    return written(root)


class _Names:
    """The identifiers of a work's objects, events and agents: each made of what it is and how it is called."""

    def __init__(self, statement: Statement) -> None:
        self._of_work = work_id(statement)
        self.work = self._of_work.urn

    def __call__(self, *seed: str) -> str:
        return uuid.uuid5(self._of_work, " ".join(("premis", *seed))).urn


# --- Objects -------------------------------------------------------------------------------------


def _entities(root: etree._Element, statement: Statement, names: _Names) -> None:
    """The work, and each edition as a part of it; a translation comes from the original where that is known."""
    work = _object(root, "intellectualEntity", names.work)
    of_work = _numbers(statement.identifiers)
    for kind, value in of_work:
        _identifier(work, "object", value, kind)
    originals = [edition for edition in statement.editions if edition.language == statement.original]
    for edition in statement.editions:
        element = _object(root, "intellectualEntity", edition_id(statement, edition).urn)
        for kind, value in _numbers(edition.identifiers):
            if (kind, value) not in of_work:
                _identifier(element, "object", value, kind)
        for kind, value in (("language", edition.language), ("title", edition.title_text)):
            group(element, "significantProperties", significantPropertiesType=kind, significantPropertiesValue=value)
        _relationship(element, "structural", "is part of", names.work)
        for original in originals:
            if edition is not original:
                _relationship(element, "derivation", "has source", edition_id(statement, original).urn)


def _numbers(given: Identifiers) -> tuple[tuple[str, str], ...]:
    """Kind and value of what others have given."""
    isbns = (("ISBN", isbn.written) for isbn in given.isbns)
    rows = (("DOI", given.doi), *isbns, ("ISSN", given.issn), ("URN:NBN", given.urn_nbn), ("URI", given.uri))
    return tuple((kind, value) for kind, value in rows if value)


def _file(root: etree._Element, statement: Statement, part: Part, names: _Names, parts: tuple[Part, ...]) -> None:
    element = _object(root, "file", names("file", part.path))
    characteristics = add(element, "objectCharacteristics")
    add(characteristics, "compositionLevel", "0")
    for algorithm, code in (("SHA-256", "sha256"), ("SHA-512", "sha512")):
        fixity = add(characteristics, "fixity")
        uri = f"{VOCABULARY}/cryptographicHashFunctions"
        add(fixity, "messageDigestAlgorithm", algorithm, authority="cryptographicHashFunctions", authorityURI=uri)
        add(fixity, "messageDigest", hashlib.new(code, part.data).hexdigest())
    add(characteristics, "size", str(len(part.data)))
    for format_ in part.formats:
        described = add(characteristics, "format")
        name = format_.name or format_.key
        group(described, "formatDesignation", formatName=name, formatVersion=format_.version)
        group(described, "formatRegistry", formatRegistryName="PRONOM", formatRegistryKey=format_.key)
    if not part.formats:
        described = add(characteristics, "format")
        group(described, "formatDesignation", formatName=part.media_type)
        add(described, "formatNote", "PRONOM has no format for these bytes; the name is the media type.")
    add(element, "originalName", part.path)
    for folder in REPRESENTATIONS:
        if part.path.startswith(f"{folder}/data/"):
            _relationship(element, "structural", "is part of", names("representation", folder))
    own = [edition for edition in statement.editions if edition.language in part.language.split("+")]
    if own:
        _relationship(element, "structural", "represents", *(edition_id(statement, edition).urn for edition in own))
        if part.path.startswith(f"{PUBLICATIONS}/"):
            sources = dict.fromkeys(names("file", path) for edition in own for path in _sources(edition, parts))
            _relationship(element, "derivation", "has source", *sources)


def _sources(edition: Edition, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The files that an edition is made from, by their paths in the package: its own, and the tables and profiles that the
    project lays over those of the toolchain."""
    names = ("statement.yaml", edition.source.path.rsplit("/", 1)[-1], *(image.path for image in edition.images))
    own = (part.path for part in parts if part.path.startswith(f"{SOURCE}/data/") and part.media_type in OF_PROJECT)
    return tuple(dict.fromkeys((*(f"{SOURCE}/data/{name}" for name in names), *own)))


# --- Events --------------------------------------------------------------------------------------


def _events(
    statement: Statement, parts: tuple[Part, ...], clock: Clock, tools: tuple[tuple[str, str], ...], names: _Names
) -> Iterator[Event]:
    own, note = (OWN,), clock_note(clock)
    makers = tuple(dict.fromkeys((OWN, *(Agent(name, version) for name, version in tools))))
    for edition in statement.editions:
        made = [
            part
            for part in parts
            if edition.language in part.language.split("+") and part.path.startswith(f"{PUBLICATIONS}/")
        ]
        if made:
            sources = ((names("file", path), "source") for path in _sources(edition, parts))
            outcomes = ((names("file", part.path), "outcome") for part in made)
            detail = f"The files of the edition {edition.language} were made from its sources. {note}"
            yield Event("creation", edition.language, detail, "made", "", makers, (*sources, *outcomes))
    everything = tuple((names("file", part.path), "source") for part in parts)
    detail = f"PRONOM identifiers were read from the bytes of every file. {note}"
    unknown = [part.path for part in parts if not part.formats]
    outcome = f"{len(parts) - len(unknown)} of {len(parts)} files are of a format that PRONOM knows"
    siegfried = (Agent(*identifier()),)
    yield Event("format identification", "", detail, outcome, "; ".join(unknown), siegfried, everything)
    detail = f"SHA-256 and SHA-512 were computed for every file. {note}"
    yield Event("message digest calculation", "", detail, f"{len(parts)} files", "", own, everything)
    meanings = dict(CHECKS)
    for part in parts:
        for check in part.checks:
            yield _validation(part, check, meanings.get(check.check, ""), names)
    detail = f"The package was put together, with its checksums. {note}"
    yield Event("information package creation", "", detail, "made", "", own, ((names.work, "outcome"),))


def _validation(part: Part, check: Check, meaning: str, names: _Names) -> Event:
    """What one judge said of one file, word for word; "not run" is written as such."""
    findings = [f"{finding.severity} {finding.code} {finding.where}: {finding.message}" for finding in check.findings]
    note = "; ".join(words for words in (check.reason, check.detail, *findings) if words)
    detail = f"{check.check}: {meaning}" if meaning else check.check
    agents = (_judge(check.tool),) if check.tool else ()
    objects = ((names("file", part.path), "source"),)
    return Event("validation", f"{check.check} {part.path}", detail, check.verdict, note, agents, objects)


def _judge(tool: str) -> Agent:
    """The agent of a judge; one without a version of its own is a part of flugblatt."""
    found = _VERSIONED.fullmatch(tool)
    return Agent(found[1], found[2]) if found else Agent(f"flugblatt, {tool}", __version__)


def _event(root: etree._Element, event: Event, time: str, names: _Names) -> None:
    element = add(root, "event")
    _identifier(element, "event", names("event", event.kind, event.seed))
    uri = f"{VOCABULARY}/eventType"
    value = f"{uri}/{CODES[event.kind]}"
    add(element, "eventType", event.kind, authority="eventType", authorityURI=uri, valueURI=value)
    add(element, "eventDateTime", time)
    group(element, "eventDetailInformation", eventDetail=event.detail)
    outcome = group(element, "eventOutcomeInformation", eventOutcome=event.outcome)
    if event.note:
        group(outcome, "eventOutcomeDetail", eventOutcomeDetailNote=event.note)
    for agent in event.agents:
        _link(element, "Agent", names("agent", agent.name, agent.version), "executing program")
    for name, role in event.objects:
        _link(element, "Object", name, role)


# --- Rights --------------------------------------------------------------------------------------


def _rights(root: etree._Element, statement: Statement, rights: Rights, names: _Names) -> None:
    """One statement of rights: the licence where there is one, else what ``statement.yaml`` says, word for word."""
    element = add(add(root, "rights"), "rightsStatement")
    _identifier(element, "rightsStatement", names("rights"))
    notes = [rights.statement, f"access: {rights.access}" if rights.access else ""]
    basis = "license" if rights.license else "otherRights"
    add(element, "rightsBasis", "license" if rights.license else "other")
    information = add(element, f"{basis}Information")
    if rights.license:
        kind = "URI" if rights.license.startswith("https:") else "SPDX"
        _identifier(information, "licenseDocumentation", rights.license, kind)
        add(information, "licenseTerms", rights.license)
    else:
        add(information, "otherRightsBasis", "statement.yaml")
    for note in filter(None, notes):
        add(information, f"{basis}Note", note)
    _link(element, "Object", names.work, "")


# --- Pieces --------------------------------------------------------------------------------------


def _object(root: etree._Element, kind: str, name: str) -> etree._Element:
    element = add(root, "object")
    element.set(etree.QName(XSI, "type"), kind)
    _identifier(element, "object", name)
    return element


def _identifier(parent: etree._Element, kind: str, value: str, of: str = "URI") -> etree._Element:
    name = f"{kind}Identifier"
    return group(parent, name, **{f"{name}Type": of, f"{name}Value": value})


def _relationship(parent: etree._Element, kind: str, subtype: str, *names: str) -> None:
    element = group(parent, "relationship", relationshipType=kind, relationshipSubType=subtype)
    for name in names:
        _identifier(element, "relatedObject", name)


def _link(parent: etree._Element, kind: str, name: str, role: str) -> None:
    add_if(_identifier(parent, f"linking{kind}", name), f"linking{kind}Role", role)
