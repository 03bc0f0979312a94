"""Judges the output intent: which printing condition the colours of the file are meant for, and its ICC profile.

Flow: catalog -> the one output intent of PDF/X -> its names -> its profile, parsed (ICC.1:2010, 7.2).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import ImageCms
from pypdf import PdfReader

from flugblatt import resources
from flugblatt.judges.preflight.case import Case, found
from flugblatt.model import Finding

WHERE = "output intent"


def judge(case: Case, reader: PdfReader) -> Iterator[Finding]:
    """What is wrong with the output intents of a press file."""
    intents = _intents(reader)
    if len(intents) != 1:
        message = f"exactly one output intent of PDF/X (GTS_PDFX); found {len(intents)}"
        yield found("intent", message, "catalog")
        return
    intent, layout = intents[0], case.layout
    identifier = str(intent.get("/OutputConditionIdentifier", ""))
    registry = str(intent.get("/RegistryName", ""))
    if case.statement.output_profile:
        if not identifier:
            yield found("intent", "an output condition with a name; found none", WHERE)
    elif identifier != layout.condition or registry != layout.registry:
        message = f"the output condition {layout.condition} of {layout.registry}; found {identifier} of {registry}"
        yield found("intent", message, WHERE)
    data = profile(reader)
    if not data:
        yield found("profile", "the ICC profile in the file; found none", WHERE)
        return
    yield from _profile(data, intent)
    if not case.statement.output_profile and data != resources.profile(layout.profile):
        yield found("profile", f"the profile {layout.profile} byte for byte; found other bytes", WHERE)


def judge_alone(reader: PdfReader) -> Iterator[Finding]:
    """What is wrong with the output intents of any press file (ISO 15930-7, 6.2.4)."""
    intents = _intents(reader)
    if len(intents) != 1:
        yield found("intent", f"exactly one output intent of PDF/X (GTS_PDFX); found {len(intents)}", "catalog")
    elif not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield found("intent", "an output condition with a name; found none", WHERE)
    elif data := profile(reader):
        yield from _profile(data, intents[0])
    else:
        yield found("profile", "the ICC profile in the file; found none", WHERE)


def profile(reader: PdfReader) -> bytes:
    """The embedded profile of the first output intent of PDF/X; empty where there is none."""
    for intent in _intents(reader):
        stream = intent.get("/DestOutputProfile")
        if stream is not None and hasattr(stream.get_object(), "get_data"):
            return bytes(stream.get_object().get_data())
    return b""


def _intents(reader: PdfReader) -> list[Any]:
    entries = reader.root_object.get("/OutputIntents")
    resolved = [entry.get_object() for entry in (entries.get_object() if entries is not None else ())]
    return [intent for intent in resolved if intent.get("/S") == "/GTS_PDFX"]


def _profile(data: bytes, intent: Any) -> Iterator[Finding]:
    """The header of the profile, and whether a colour engine can read it."""
    components = intent["/DestOutputProfile"].get_object().get("/N")
    if components != 4:
        yield found("profile", f"a profile of four inks (N 4); found N {components}", WHERE)
    if len(data) < 132 or data[36:40] != b"acsp" or struct.unpack(">I", data[:4])[0] != len(data):
        yield found("profile", "an ICC profile as long as it says; found other bytes", WHERE)
        return
    kind, colours, connection = data[12:16], data[16:20], data[20:24]
    if kind != b"prtr" or colours != b"CMYK" or connection not in (b"Lab ", b"XYZ ") or data[8] > 4:
        told = " ".join(part.decode("latin-1").strip() for part in (kind, colours, connection))
        yield found("profile", f"a profile of a printer in CMYK (prtr CMYK, ICC 4 or older); found {told}", WHERE)
        return
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(data))
    except (ImageCms.PyCMSError, OSError) as error:
        yield found("profile", f"a profile that can be read; found one that cannot ({error})", WHERE)
