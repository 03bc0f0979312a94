"""The files of one format: everything that is made of its panels, as values.

Flow: panels on the screen, in white and for the press -> read, office, office-white, dummy, previews, press, job ticket, soft
proof -> ``Files``. The reading file is the screen's panels as they stand.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import pikepdf

from flugblatt.leaflet.dummy import dummy
from flugblatt.leaflet.formats import find_shop, office_paper
from flugblatt.leaflet.impose import office, written
from flugblatt.leaflet.job_ticket import job_ticket
from flugblatt.leaflet.press import chosen, press
from flugblatt.leaflet.preview import previews
from flugblatt.leaflet.sheets import Format, form_of
from flugblatt.leaflet.soft_proof import soft_proof
from flugblatt.model import Direction, Edition, Finding, Statement, targets
from flugblatt.model.identifiers import form_id, instance_id


@dataclass(frozen=True, slots=True)
class File:
    """``kind`` is its form in the table of targets; ``suffix`` follows the name of the format, as in ``dl6-roll.read.pdf``."""

    target: str
    kind: str
    suffix: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """Where findings forbid the press file, it and its ticket are absent."""

    files: tuple[File, ...]
    findings: tuple[Finding, ...]


def files(
    statement: Statement,
    edition: Edition,
    format: Format,
    direction: Direction,
    screen: bytes,
    white: bytes = b"",
    for_press: bytes = b"",
    profile: bytes = b"",
) -> Files:
    """Every file of ``format``. ``screen``, ``white`` and ``for_press`` are the panels in these manners, in reading order.

    Without ``white`` there is no file without full-bleed colour, without ``for_press`` none for the press. ``profile`` holds the
    bytes of the file that ``output_profile`` names. Raises UsageError for a shop that the table does not have, ValueError for
    panels that are not those of the format.
    """
    with pikepdf.open(io.BytesIO(screen)) as pdf:
        pages = len(pdf.pages)
    thickness = office_paper().thickness
    imposed = _named(office(screen, format, direction, thickness), statement, edition, form_of(format, "office"))
    made = [_file("read", screen), _file("office", imposed)]
    if white:
        plain = _named(office(white, format, direction, thickness), statement, edition, form_of(format, "office-white"))
        made.append(_file("office-white", plain))
    made.append(_file("dummy", dummy(format, pages, direction)))
    made += [_file("picture", preview.data, f".{preview.name}") for preview in previews(imposed, format, direction)]
    if not for_press:
        return Files(tuple(made), ())
    shop = find_shop(statement.shop)
    printed = press(for_press, format, shop, statement, edition, direction, profile)
    if printed.data:
        intent = chosen(shop, profile)
        name = f"{format.key}.press.pdf"
        ticket = job_ticket(printed.data, format, shop, statement, edition, direction, intent, pages, name)
        proof = soft_proof(printed.data, intent.data)
        made += [
            _file("press", printed.data, target="press"),
            _file("ticket", ticket, target="press"),
            _file("soft-proof", proof, target="press"),
        ]
    return Files(tuple(made), printed.findings)


def _file(kind: str, data: bytes, before: str = "", target: str = "leaflet") -> File:
    form = targets.form(target, kind)
    return File(target, kind, before + form.suffix, form.media_type, data)


def _named(data: bytes, statement: Statement, edition: Edition, form: str) -> bytes:
    """The imposed file with its own identifiers in XMP: it is another form of the edition than the reading file."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Metadata" not in pdf.Root:
            return data
        packet = pdf.Root.Metadata.read_bytes()
        for name, value in (
            ("DocumentID", form_id(statement, edition, form)),
            ("InstanceID", instance_id(statement, edition, form)),
        ):
            said = rf"<xmpMM:{name}>[^<]*</xmpMM:{name}>".encode()
            packet = re.sub(said, f"<xmpMM:{name}>uuid:{value}</xmpMM:{name}>".encode(), packet)
        pdf.Root.Metadata.write(packet)
        return written(pdf, pdf.pdf_version)
