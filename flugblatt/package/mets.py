"""METS as the E-ARK specifications want it: CSIP 2.1 and SIP 2.1, a root METS and one for each representation.

Flow: parts -> ``representation`` (its files, its PREMIS) -> ``package`` (metadata, documentation, schemas, a pointer to each
representation), both of them one METS 1.12 document.

Who is who: the archival creators (SIP9) are the issuers; the submitting agent (SIP15) is the publisher, or the issuers where
no publisher is given. An identification code is written where ``statement.yaml`` gives an address of the body, and nowhere
else. CSIP12 keeps the role CREATOR for the program, so that the submitting agent has the role OTHER, SUBMITTER.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from lxml import etree

from flugblatt import __version__
from flugblatt.model import Edition, Issuer, Statement
from flugblatt.model.identifiers import work_id
from flugblatt.package.contents import DESCRIPTIVE, DOCUMENTATION, REPRESENTATIONS, Part
from flugblatt.package.premis import time_of
from flugblatt.records.tree import add, written

NS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
PREFIXES = {None: NS, "csip": CSIP, "sip": SIP, "xlink": XLINK}
PROFILE_CSIP = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
PROFILE_SIP = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
CATEGORY = "Textual works – Digital"
INFORMATION = "public statement"
"""The content information type: none of the vocabulary's, hence OTHER with this name (CSIP4, CSIP5)."""
METS, PREMIS = "METS.xml", "metadata/preservation/premis.xml"
DESCRIPTIONS = (
    (".marc.xml", "MARC", ""),
    (".mrc", "MARC", ""),
    (".mods.xml", "MODS", ""),
    ("dc.xml", "DC", ""),
    (".onix.xml", "OTHER", "ONIX"),
    (".jsonld", "OTHER", "schema.org JSON-LD"),
    (".datacite.xml", "OTHER", "DataCite"),
    (".internet-archive.csv", "OTHER", "Internet Archive"),
)
"""End of a record's name: its MDTYPE, and OTHERMDTYPE."""
AGENT_TYPES = {"person": "INDIVIDUAL"}


@dataclass(frozen=True, slots=True)
class Group:
    """A file group: what it is used for, and its files by paths relative to the METS."""

    use: str
    parts: tuple[Part, ...]


def root_name(statement: Statement) -> str:
    """The OBJID of the package and the name of its root folder (CSIPSTR2)."""
    return f"uuid-{work_id(statement)}"


def representation(statement: Statement, folder: str, parts: tuple[Part, ...], moment: datetime) -> bytes:
    """The METS of one representation, whose files and PREMIS are those of ``parts`` below ``folder``."""
    inside = tuple(replace(part, path=part.path.removeprefix(f"{folder}/")) for part in _below(parts, f"{folder}/"))
    data, premis = _below(inside, "data/"), _below(inside, PREMIS)
    document = _Document(statement, folder, moment)
    root = document.begin(folder.rsplit("/", 1)[-1], PROFILE_CSIP)
    document.metadata(root, (), premis)
    document.files(root, (Group("Representations", data),))
    document.map(root, (Group("Representations", data),))
    return written(root)


def package(statement: Statement, parts: tuple[Part, ...], moment: datetime) -> bytes:
    """The root METS of the package with these parts, the METS of its representations among them."""
    document = _Document(statement, "", moment)
    root = document.begin(root_name(statement), PROFILE_SIP)
    pointers = tuple(
        Group(folder.replace("representations", "Representations"), (part,))
        for folder in REPRESENTATIONS
        for part in parts
        if part.path == f"{folder}/{METS}"
    )
    folders = (("Documentation", f"{DOCUMENTATION}/"), ("Schemas", "schemas/"))
    plain = tuple(Group(use, inside) for use, folder in folders if (inside := _below(parts, folder)))
    document.metadata(root, _below(parts, f"{DESCRIPTIVE}/"), _below(parts, PREMIS))
    document.files(root, (*plain, *pointers))
    document.map(root, plain, pointers)
    return written(root)


def _below(parts: tuple[Part, ...], folder: str) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.path.startswith(folder))


class _Document:
    """One METS document; ``seed`` keeps its identifiers apart from those of the package's other documents."""

    def __init__(self, statement: Statement, seed: str, moment: datetime) -> None:
        self._statement = statement
        self._seed = seed
        self._time = time_of(moment)

    def _id(self, role: str, path: str = "") -> str:
        """An xml:id, the same every time and unique in the package."""
        return f"uuid-{uuid.uuid5(work_id(self._statement), f'mets {self._seed} {role} {path}')}"

    def begin(self, name: str, profile: str) -> etree._Element:
        label = main_edition(self._statement).title_text
        root = etree.Element(etree.QName(NS, "mets"), nsmap=PREFIXES, OBJID=name, LABEL=label, TYPE=CATEGORY)
        _say_information(root)
        root.set("PROFILE", profile)
        header = add(root, "metsHdr", CREATEDATE=self._time, LASTMODDATE=self._time, RECORDSTATUS="NEW")
        header.set(etree.QName(CSIP, "OAISPACKAGETYPE"), "SIP")
        program = add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
        add(program, "name", "flugblatt")
        add(program, "note", __version__).set(etree.QName(CSIP, "NOTETYPE"), "SOFTWARE VERSION")
        if profile == PROFILE_SIP:
            self._parties(header)
        return root

    def _parties(self, header: etree._Element) -> None:
        statement = self._statement
        issuers = statement.issuers_of(main_edition(statement))
        for issuer in issuers:
            _party(header, issuer, ROLE="ARCHIVIST")
        publisher = statement.publisher
        senders = (Issuer(publisher.name, uri=publisher.url),) if publisher else issuers
        for sender in senders:
            _party(header, sender, ROLE="OTHER", OTHERROLE="SUBMITTER")
        contact = statement.contact
        if contact and contact.name:
            person = add(header, "agent", ROLE="OTHER", OTHERROLE="CONTACT", TYPE="INDIVIDUAL")
            add(person, "name", contact.name)
            for word in filter(None, (contact.email, contact.phone)):
                add(person, "note", word)

    def metadata(self, root: etree._Element, records: tuple[Part, ...], premis: tuple[Part, ...]) -> None:
        """A dmdSec for each record (CSIP17: one for each set of metadata), and one amdSec with the PREMIS."""
        for part in records:
            section = add(root, "dmdSec", ID=self._id("dmd", part.path), CREATED=self._time, STATUS="CURRENT")
            kind, other = next(
                (row[1:] for row in DESCRIPTIONS if part.path.endswith(row[0])), ("OTHER", part.media_type)
            )
            self._reference(section, part, kind, other)
        section = add(root, "amdSec", ID=self._id("amdSec"))
        for part in premis:
            element = add(section, "digiprovMD", ID=self._id("amd", part.path), STATUS="CURRENT", CREATED=self._time)
            self._reference(element, part, "PREMIS", "", "3.0")

    def _reference(self, parent: etree._Element, part: Part, kind: str, other: str, version: str = "") -> None:
        name = self._id("mdRef", part.path)
        element = add(parent, "mdRef", ID=name, MDTYPE=kind, OTHERMDTYPE=other, MDTYPEVERSION=version)
        _locate(element, part.path)
        self._describe(element, part)

    def files(self, root: etree._Element, groups: tuple[Group, ...]) -> None:
        section = add(root, "fileSec", ID=self._id("fileSec"))
        for group in groups:
            element = add(section, "fileGrp", ID=self._id("group", group.use), USE=group.use)
            _say_information(element)
            for part in group.parts:
                file = add(element, "file", ID=self._id("file", part.path))
                self._describe(file, part)
                if len(part.formats) == 1:  # a choice of formats is for PREMIS to tell
                    (format_,) = part.formats
                    file.set(etree.QName(SIP, "FILEFORMATNAME"), format_.name or format_.key)
                    if format_.version:
                        file.set(etree.QName(SIP, "FILEFORMATVERSION"), format_.version)
                    file.set(etree.QName(SIP, "FILEFORMATREGISTRY"), "PRONOM")
                    file.set(etree.QName(SIP, "FILEFORMATKEY"), format_.key)
                _locate(add(file, "FLocat"), part.path)

    def _describe(self, element: etree._Element, part: Part) -> None:
        element.set("MIMETYPE", part.media_type.partition(";")[0])
        element.set("SIZE", str(len(part.data)))
        element.set("CREATED", self._time)
        element.set("CHECKSUM", hashlib.sha256(part.data).hexdigest())
        element.set("CHECKSUMTYPE", "SHA-256")

    def map(self, root: etree._Element, plain: tuple[Group, ...], pointers: tuple[Group, ...] = ()) -> None:
        """The structural map: Metadata, the file groups, and a division for each representation."""
        whole = add(root, "structMap", ID=self._id("structMap"), TYPE="PHYSICAL", LABEL="CSIP")
        top = add(whole, "div", ID=self._id("div", "package"), LABEL=str(root.get("OBJID")))
        division = add(top, "div", ID=self._id("div", "Metadata"), LABEL="Metadata")
        for attribute, tag in (("DMDID", "dmdSec"), ("ADMID", "digiprovMD")):
            names = [str(section.get("ID")) for section in root.iter(etree.QName(NS, tag))]
            if names:
                division.set(attribute, " ".join(names))
        for group in plain:
            division = add(top, "div", ID=self._id("div", group.use), LABEL=group.use)
            add(division, "fptr", FILEID=self._id("group", group.use))
        if pointers:
            above = add(top, "div", ID=self._id("div", "Representations"), LABEL="Representations")
            for group in pointers:
                add(above, "fptr", FILEID=self._id("group", group.use))
            for group in pointers:
                division = add(above, "div", ID=self._id("div", group.use), LABEL=group.use)
                pointer = add(division, "mptr")
                _locate(pointer, group.parts[0].path)
                pointer.set(etree.QName(XLINK, "title"), self._id("group", group.use))


def main_edition(statement: Statement) -> Edition:
    """The original, or the first edition where no original is named."""
    return next((one for one in statement.editions if one.language == statement.original), statement.editions[0])


def _party(header: etree._Element, party: Issuer, **role: str) -> None:
    agent = add(header, "agent", **role, TYPE=AGENT_TYPES.get(party.kind, "ORGANIZATION"))
    add(agent, "name", party.name)
    if party.uri:
        add(agent, "note", party.uri).set(etree.QName(CSIP, "NOTETYPE"), "IDENTIFICATIONCODE")


def _say_information(element: etree._Element) -> None:
    element.set(etree.QName(CSIP, "CONTENTINFORMATIONTYPE"), "OTHER")
    element.set(etree.QName(CSIP, "OTHERCONTENTINFORMATIONTYPE"), INFORMATION)


def _locate(element: etree._Element, path: str) -> None:
    element.set("LOCTYPE", "URL")
    element.set(etree.QName(XLINK, "type"), "simple")
    element.set(etree.QName(XLINK, "href"), quote(path))
