"""Judges the file as a whole, read by pypdf: version, identifier, encryption, and whatever a press cannot print.

Flow: pypdf -> trailer, catalog, pages -> findings. Every object of the file is looked at for what it may not have, used or
not, by ``devices``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pypdf import PdfReader

from flugblatt.judges.preflight.case import found
from flugblatt.model import Finding

VERSION = "1.6"
ACTIONS = {"/OpenAction": "an action on opening", "/AA": "actions", "/AcroForm": "a form"}
TREES = {"/JavaScript": ("active", "JavaScript"), "/EmbeddedFiles": ("attached", "embedded files")}
CONTROLS = {
    "/TR": "a transfer function",
    "/TR2": "a transfer function",
    "/HTP": "a halftone phase",
    "/BG": "black generation",
    "/BG2": "black generation",
    "/UCR": "undercolour removal",
    "/UCR2": "undercolour removal",
}
"""Entries of a graphics state that belong to the device (ISO 15930-7 leaves them to the press)."""


def judge(press: bool, reader: PdfReader) -> Iterator[Finding]:
    """What pypdf finds in the file."""
    yield from _active(press, reader)
    if press:
        yield from _file(reader)


def _file(reader: PdfReader) -> Iterator[Finding]:
    said = str(reader.root_object.get("/Version", f"/{VERSION}"))[1:]
    header = reader.pdf_header.removeprefix("%PDF-")
    if header != VERSION or said != VERSION:
        message = f"PDF {VERSION}, which PDF/X-4 is (ISO 15930-7); found {header if header != VERSION else said}"
        yield found("version", message, "file")
    parts = reader.trailer.get("/ID")
    if not isinstance(parts, list) or len(parts) != 2 or not all(parts):
        yield found("id", "an identifier of the file, /ID, in two parts; found none", "file")


def _active(press: bool, reader: PdfReader) -> Iterator[Finding]:
    """Actions, scripts and forms in any file; in a press file annotations, layers and attached files too."""
    root = reader.root_object
    for key, name in ACTIONS.items():
        if key in root:
            yield found("active", f"a file that does nothing; found {name} ({key})", "catalog")
    names = root.get("/Names")
    for key, (code, name) in TREES.items():
        if names is not None and key in names.get_object() and (press or code == "active"):
            yield found(code, f"a file without {name}; found {key}", "catalog")
    for number, page in enumerate(reader.pages, 1):
        if "/AA" in page:
            yield found("active", "a page that does nothing; found actions (/AA)", f"page {number}")
        for annotation in page.get("/Annots") or () if press else ():
            kind = str(annotation.get_object().get("/Subtype", "/without a kind"))[1:]
            message = f"no annotations in a file for the press; found one ({kind})"
            yield found("annotation", message, f"page {number}")
    if not press:
        return
    for key, name in (("/AF", "associated files"), ("/Collection", "a collection of files")):
        if key in root:
            yield found("attached", f"a file without {name}; found {key}", "catalog")
    if "/OCProperties" in root:
        yield found("layer", "one picture that always prints; found layers (/OCProperties)", "catalog")


def devices(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """What in any object of the file would speak to the device instead of printing: functions, screens, PostScript."""
    for thing in pdf.objects:
        for entry in held(thing):
            for key, name in CONTROLS.items():
                if key in entry and _is_graphics_state(entry) and entry[key] not in (Name.Default, Name.Identity):
                    yield found("device", f"a file that leaves the press to the printer; found {name} ({key})", "file")
            if isinstance(entry, Stream) and entry.get("/Subtype") == Name.PS:
                yield found("device", "a file without PostScript; found a PostScript XObject", "file")
            for key, name in (("/OPI", "a picture that lies elsewhere"), ("/Ref", "a page of another file")):
                if key in entry and entry.get("/Subtype") in (Name.Form, Name.Image):
                    yield found("device", f"a whole file; found {name} ({key})", "file")


def _is_graphics_state(entry: Any) -> bool:
    return entry.get("/Type") == Name.ExtGState or bool(
        {"/op", "/OP", "/ca", "/CA", "/OPM", *CONTROLS} & set(entry.keys())
    )


def held(thing: Any, depth: int = 0) -> Iterator[Any]:
    """``thing`` and every dictionary that it holds directly; what it refers to is an object of its own."""
    if depth > 20 or not isinstance(thing, Dictionary | Stream | Array):
        return
    if not isinstance(thing, Array):
        yield thing
    for value in thing if isinstance(thing, Array) else thing.values():
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from held(value, depth + 1)
