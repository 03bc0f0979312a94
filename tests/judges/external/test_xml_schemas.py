"""The judge of schemas passes what is valid and fails for all else, offline; nothing hostile is followed or waited for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from lxml import etree

from flugblatt import resources
from flugblatt.judges.external import xml_schemas
from flugblatt.judges.records import iso2709
from tests.editions import edition
from tests.records.works import full, rendered

SCHEMAS = resources.SCHEMAS
PREMIS = """\
<premis xmlns="http://www.loc.gov/premis/v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">
<object xsi:type="intellectualEntity"><objectIdentifier><objectIdentifierType>URI</objectIdentifierType>
<objectIdentifierValue>urn:uuid:1</objectIdentifierValue></objectIdentifier></object></premis>"""
METS = """\
<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" OBJID="p" TYPE="Textual works"
 xmlns:csip="https://DILCIS.eu/XML/METS/CSIPExtensionMETS" csip:CONTENTINFORMATIONTYPE="OTHER" PROFILE="p">
<metsHdr CREATEDATE="2022-01-06T00:00:00Z" csip:OAISPACKAGETYPE="SIP"><agent ROLE="CREATOR" TYPE="OTHER"
 OTHERTYPE="SOFTWARE"><name>tool</name><note csip:NOTETYPE="SOFTWARE VERSION">1</note></agent></metsHdr>
<fileSec><fileGrp ID="g" USE="Documentation"><file ID="f" MIMETYPE="text/plain" SIZE="1"><FLocat LOCTYPE="URL"
 xlink:type="simple" xlink:href="a.txt"/></file></fileGrp></fileSec>
<structMap TYPE="PHYSICAL"><div LABEL="p"><fptr FILEID="g"/></div></structMap></mets>"""
BROKEN = [
    ("marc.xml", 'tag="245"', 'tag="24"', "schema-invalid"),
    ("mods.xml", "<typeOfResource>text<", "<typeOfResource>words<", "schema-invalid"),
    ("dc.xml", "dc:creator", "dc:maker", "schema-invalid"),
    ("onix.xml", "<LanguageCode>ger<", "<LanguageCode>deu<", "schema-invalid"),
    ("premis.xml", "objectIdentifierValue", "objectIdentifierText", "schema-invalid"),
    ("mets.xml", 'csip:OAISPACKAGETYPE="SIP"', 'csip:OAISPACKAGETYPE="BAG"', "schema-invalid"),
    ("mrc", "ger\x1f", "ger\x1e", "schema-unreadable"),
    ("datacite.xml", "publicationYear", "year", "schema-invalid"),
    ("internet-archive.csv", "mediatype", "type", "schema-invalid"),
    ("jsonld", '"datePublished"', '"publishedOn"', "schema-invalid"),
]


def sample(kind: str) -> str:
    others = {"premis.xml": PREMIS, "mets.xml": METS}
    tag = full().editions[0].language if kind == "internet-archive.csv" else "de"  # it lies with the first edition
    return others.get(kind) or rendered(full(), edition(full(), tag))[kind].decode()


@pytest.mark.parametrize("kind", xml_schemas.KINDS)
def test_a_valid_file_passes(kind: str) -> None:
    check = xml_schemas.judge(kind, sample(kind).encode())
    assert (check.check, check.verdict, check.findings) == ("schema", "passed", ())


def test_every_kind_is_broken_once() -> None:
    assert {kind for kind, *_ in BROKEN} == set(xml_schemas.KINDS)


@pytest.mark.parametrize(("kind", "old", "new", "code"), BROKEN)
def test_an_invalid_file_fails(kind: str, old: str, new: str, code: str) -> None:
    data = sample(kind).replace(old, new)
    assert data != sample(kind)
    check = xml_schemas.judge(kind, data.encode())
    assert check.verdict == "failed"
    assert {finding.code for finding in check.findings} == {code}


@pytest.mark.parametrize("kind", xml_schemas.KINDS)
@pytest.mark.parametrize("data", [b"", b"\0", b"<a", b"{", b"\xff\xfe<\0a\0/\0>\0", b"x" * 100])
def test_what_is_no_record_fails(kind: str, data: bytes) -> None:
    check = xml_schemas.judge(kind, data)
    assert check.verdict == "failed"
    assert {finding.code for finding in check.findings} <= {"schema-unreadable", "schema-invalid"}


def test_tools_are_named() -> None:
    assert {kind: xml_schemas.judge(kind, b"").tool for kind in xml_schemas.KINDS} == {
        "marc.xml": "lxml, MARC21slim 1.1",
        "mods.xml": "lxml, MODS 3.6",
        "dc.xml": "lxml, oai_dc 2.0",
        "premis.xml": "lxml, PREMIS 3.0",
        "mets.xml": "lxml, METS 1.12 with E-ARK CSIP 2.1",
        "onix.xml": "lxml, ONIX 3.1 of onixcheck 0.9.12",
        "mrc": "our checks, ISO 2709",
        "jsonld": "our checks, schema.org",
        "datacite.xml": "our checks, DataCite 4.6",
        "internet-archive.csv": "our checks, table of the Internet Archive",
    }


# --- Hostile files -------------------------------------------------------------------------------

XML_KINDS = [kind for kind in xml_schemas.KINDS if kind.endswith("xml")]


@pytest.mark.parametrize("kind", XML_KINDS)
def test_document_types_and_entities_are_refused(kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    body = re.sub(r"<\?xml.*?\?>\s*", "", sample(kind))
    name = body[1 : body.index(" ")]
    for subset in (
        "",
        f' SYSTEM "{(tmp_path / "secret").as_uri()}"',
        f' [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]',
        ' [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]',
    ):
        check = xml_schemas.judge(kind, f"<!DOCTYPE {name}{subset}>\n{body}".encode())
        assert {finding.code for finding in check.findings} == {"schema-hostile"}, check
        assert "secret" not in str(check.findings)


def test_a_bomb_of_entities_is_refused() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE mods [<!ENTITY e0 "ha">{lines}]><mods xmlns="http://www.loc.gov/mods/v3">&e11;</mods>'
    check = xml_schemas.judge("mods.xml", bomb.encode())
    assert check.verdict == "failed" and {finding.code for finding in check.findings} <= set(xml_schemas.CODES)


def test_too_deep_and_too_large() -> None:
    deep = "<relatedItem>" * 230 + "</relatedItem>" * 230
    check = xml_schemas.judge("mods.xml", f'<mods xmlns="http://www.loc.gov/mods/v3">{deep}</mods>'.encode())
    assert [finding.code for finding in check.findings] == ["schema-hostile"]
    for kind in ("mods.xml", "jsonld"):
        check = xml_schemas.judge(kind, b" " * (xml_schemas.LARGEST + 1))
        assert [finding.code for finding in check.findings] == ["schema-hostile"]
    check = xml_schemas.judge("jsonld", b"[" * 100_000)
    assert [finding.code for finding in check.findings] == ["schema-hostile"]


def test_the_schemas_that_a_document_names_for_itself_are_not_read(tmp_path: Path) -> None:
    """A document may not bring the schema that makes it valid, nor make anybody open a file."""
    own = tmp_path / "own.xsd"
    own.write_text(
        '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:own"><element name="a" type="date"/></schema>'
    )
    place = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:own {own.as_uri()}"'
    lax = f'<extension {place}><a xmlns="urn:own">no date</a></extension>'
    data = sample("mods.xml").replace("</mods>", f"{lax}</mods>").encode()
    assert xml_schemas.judge("mods.xml", data).verdict == "passed"
    whole = f'<a xmlns="urn:own" {place}>2022-01-06</a>'.encode()
    assert xml_schemas.judge("mods.xml", whole).verdict == "failed"


def test_a_schema_can_import_nothing_but_what_lies_here() -> None:
    parser = xml_schemas._parser(SCHEMAS)
    for address in ("https://example.org/a.xsd", "file:///etc/hostname", "../judges/schemas.py"):
        text = (
            '<schema xmlns="http://www.w3.org/2001/XMLSchema">'
            f'<import namespace="urn:a" schemaLocation="{address}"/><element name="x"/></schema>'
        )
        with pytest.raises((etree.XMLSchemaParseError, OSError)):
            etree.XMLSchema(etree.fromstring(text.encode(), parser))


# --- The schemas themselves ----------------------------------------------------------------------


def test_the_schemas_are_the_ones_of_the_table() -> None:
    table = (SCHEMAS / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE))
    others = (path for path in SCHEMAS.iterdir() if not path.name.endswith(".schema.json"))  # those are our own
    files = [path for path in others if path.is_file() and path.name != "README.md"]
    folders = [path for path in SCHEMAS.iterdir() if path.is_dir()]
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} | {
        f"{folder.name}/": checksum_of(folder) for folder in folders
    }


def checksum_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.json")):
        digest.update(path.relative_to(SCHEMAS).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def test_every_import_of_a_schema_lies_here() -> None:
    for path in SCHEMAS.glob("*.xsd"):
        for element in etree.parse(path).iter("{http://www.w3.org/2001/XMLSchema}import"):
            address = element.get("schemaLocation", "")
            if path.name != "xml.xsd":
                assert (SCHEMAS / xml_schemas.IMPORTS[address]).is_file()


# --- ISO 2709 and JSON-LD ------------------------------------------------------------------------


def good() -> bytes:
    return rendered(full(), edition(full(), "de"))["mrc"]


def test_a_record_is_read_back_whole() -> None:
    record = iso2709.read(good())
    assert record.leader[9] == "a" and record.fields[0].tag == "001"
    assert ("a", "Offener Brief an die Versammlung & alle") in next(
        field.subfields for field in record.fields if field.tag == "245"
    )


@pytest.mark.parametrize(
    "data",
    [
        good()[:-1],
        good() + b"\x1d",
        b"00001" + good()[5:],
        good()[:9] + b" " + good()[10:],
        good()[:20] + b"0000" + good()[24:],
        good()[:12] + b"00024" + good()[17:],
        good()[:27] + b"0001" + good()[31:],
        good()[:36] + b"99999" + good()[41:],
        good().replace(b"\x1faRat", b"\x1f\x1fRat", 1),
        good().replace("ü".encode(), b"\xfc\xfc", 1),
    ],
)
def test_a_record_that_departs_from_the_standard_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        iso2709.read(data)
    assert xml_schemas.judge("mrc", data).verdict == "failed"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://schema.org", "http://example.org"),
        ('"@type": "Person"', '"@type": "Robot"'),
        ('"name": "Maria Muster"', '"name": 7'),
        ('"name": "Maria Muster"', '"name": ""'),
        ('"url": "https://example.org/brief"', '"url": NaN'),
        ('"inLanguage": "de"', '"inLanguage": "de", "inLanguage": "de"'),
        ('"translator": "Tina Tolmetsch"', '"translator": {"name": "Tina Tolmetsch"}'),
        ('"translator": "Tina Tolmetsch"', '"price": "0"'),
    ],
)
def test_json_ld_that_is_not_strict_fails(old: str, new: str) -> None:
    assert old in sample("jsonld")
    assert xml_schemas.judge("jsonld", sample("jsonld").replace(old, new, 1).encode()).verdict == "failed"
