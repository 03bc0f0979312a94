"""Reads a MARC 21 record in the exchange form of ISO 2709, strictly, and writes it as MARCXML for the judges.

Flow: bytes -> leader -> directory -> fields, each where the directory says -> ``Record``.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

SPACE = "http://www.loc.gov/MARC21/slim"
_RECORD, _FIELD, _SUBFIELD = b"\x1d", b"\x1e", b"\x1f"


@dataclass(frozen=True, slots=True)
class Field:
    """A control field has ``data``; a data field two indicators and subfields of code and text."""

    tag: str
    data: str = ""
    indicators: str = ""
    subfields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    leader: str
    fields: tuple[Field, ...]


def read(data: bytes) -> Record:
    """The one record of ``data``. ValueError says where it departs from ISO 2709 and MARC 21 (record structure)."""
    _require(len(data) >= 26 and data[:5].isdigit(), "no leader")
    leader = data[:24].decode("ascii")
    _require(int(leader[:5]) == len(data), f"{len(data)} bytes, where the leader says {leader[:5]}")
    _require(data.endswith(_RECORD) and data.count(_RECORD) == 1, "no record terminator at the end, or several")
    _require(leader[9] == "a", "leader/09 other than a (Unicode)")
    _require(leader[10:12] == "22" and leader[20:24] == "4500", "a leader of another structure")
    _require(leader[12:17].isdigit(), "no base address of data")
    base = int(leader[12:17])
    directory = data[24 : base - 1]
    _require(data[base - 1 : base] == _FIELD and len(directory) % 12 == 0, "a directory that does not end at the data")
    _require(directory.isdigit() or not directory, "a directory with an entry that is no number")
    fields, expected = [], 0
    for at in range(0, len(directory), 12):
        entry = directory[at : at + 12].decode("ascii")
        length, start = int(entry[3:7]), int(entry[7:])
        _require(start == expected and length > 1, f"a gap or an overlap before field {entry[:3]}")
        raw = data[base + start : base + start + length]
        _require(raw.endswith(_FIELD) and raw.count(_FIELD) == 1, f"a field {entry[:3]} of another length")
        fields.append(_field(entry[:3], raw[:-1]))
        expected = start + length
    _require(base + expected + 1 == len(data), "bytes behind the last field")
    return Record(leader, tuple(fields))


def _field(tag: str, raw: bytes) -> Field:
    text = raw.decode("utf-8")
    if tag < "010":
        _require(_SUBFIELD not in raw, f"subfields in the control field {tag}")
        return Field(tag, text)
    head, *parts = text.split("\x1f")
    _require(len(head) == 2 and bool(parts), f"a field {tag} without two indicators and a subfield")
    _require(all(len(part) > 1 for part in parts), f"an empty subfield in field {tag}")
    return Field(tag, "", head, tuple((part[0], part[1:]) for part in parts))


def as_xml(record: Record) -> bytes:
    """The record as MARCXML."""
    root = etree.Element(f"{{{SPACE}}}record", nsmap={None: SPACE})
    etree.SubElement(root, f"{{{SPACE}}}leader").text = record.leader
    for field in record.fields:
        if field.tag < "010":
            etree.SubElement(root, f"{{{SPACE}}}controlfield", tag=field.tag).text = field.data
            continue
        first, second = field.indicators[:1], field.indicators[1:]
        element = etree.SubElement(root, f"{{{SPACE}}}datafield", tag=field.tag, ind1=first, ind2=second)
        for code, text in field.subfields:
            etree.SubElement(element, f"{{{SPACE}}}subfield", code=code).text = text
    written: bytes = etree.tostring(root)
    return written


def _require(condition: bool, found: str) -> None:
    if not condition:
        raise ValueError(found)
