"""Signatures within a PDF (ISO 32000-2, 12.8): a publisher or a reader's office signs a file by a state behind it, and changes
nothing that anybody sees.

Flow: an opened file -> fields of signatures without a place on a page, what they name, and what programs need to verify them later
-> taken out of the file as it lies in memory -> the objects that they are made of, and a Finding for each that could be seen, or
says something else. Whether a signature is true is not judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from flugblatt.judges.sameness import tolerated
from flugblatt.model import Finding

ALONE = ("/DSS", "/Extensions", "/Perms")
"""Beside the form: certificates and answers for later (ETSI EN 319 142-1, 5.4.2), names of the extensions that this is, and which
signature permits what."""
FORM = ("/Fields", "/SigFlags")
FIELD = ("/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V", "/Lock", "/SV", "/AP", "/Ff")
SIGNATURE = (
    *(
        "/Type",
        "/Filter",
        "/SubFilter",
        "/Contents",
        "/Cert",
        "/ByteRange",
        "/Reference",
        "/M",
        "/Name",
        "/Location",
        "/Reason",
    ),
    *("/ContactInfo", "/R", "/V", "/Prop_Build", "/Prop_AuthTime", "/Prop_AuthType", "/Changes"),
)
DER = b"\x30"
"""How certificates and answers begin (X.690, 8.9)."""
PADDED = re.compile(rb"<[0-9A-Fa-f]*>")
Objects = set[tuple[int, int]]


def are_in(pdf: pikepdf.Pdf) -> bool:
    """Whether a file says that it is signed."""
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    return isinstance(fields, pikepdf.Array) and any(
        isinstance(field, pikepdf.Dictionary) and field.get("/FT") == "/Sig" and "/V" in field for field in fields
    )


def taken_out(pdf: pikepdf.Pdf, expected: pikepdf.Pdf, data: bytes) -> tuple[Objects, tuple[Finding, ...]]:
    """The objects of the signatures, which the file in memory has no more; what in them is not as it must be."""
    form, reached = pdf.Root.AcroForm, Objects()
    fields = list(form.get("/Fields", ()))
    findings = [*_unknown("AcroForm", form, FORM)]
    for field in fields:
        findings += _field(field, data)
    gone = [form, *(pdf.Root[key] for key in ALONE if key in pdf.Root and key not in expected.Root)]
    for value in gone:
        findings += _reach(value, reached)
    numbers = {field.objgen for field in fields}
    for page in pdf.pages:
        own = page.obj.get("/Annots")
        kept = [one for one in own or () if one.objgen not in numbers or not one.is_indirect]
        if own is not None and len(kept) != len(own):
            if own.is_indirect:
                reached.add(own.objgen)
            if kept:
                page.obj.Annots = pikepdf.Array(kept)
            else:
                del page.obj.Annots
    for key in ("/AcroForm", *(key for key in ALONE if key not in expected.Root)):
        if key in pdf.Root:
            del pdf.Root[key]
    return reached, tuple(findings)


def _field(field: Any, data: bytes) -> Iterator[Finding]:
    where = f"signature {str(field.get('/T', ''))[:40]}"
    if field.get("/FT") != "/Sig":
        yield Finding("same-extra", "error", "expected no field of a form but signatures; found one", where)
        return
    yield from _unknown(where, field, FIELD)
    left, low, right, high = (float(number) for number in field.get("/Rect", (0, 0, 0, 0)))
    if left != right and low != high:
        message = "expected a signature without a place on the page; found one that is painted there"
        yield Finding("same-extra", "error", message, where)
    value = field.get("/V")
    if value is None:
        return
    yield from _unknown(where, value, SIGNATURE)
    start, length, again, rest = (int(number) for number in value.get("/ByteRange", (1, 0, 0, 0)))
    if start or again + rest > len(data) or not PADDED.fullmatch(data[length:again]):
        message = "expected a signature of all bytes of the file but its own; found one that leaves some out"
        yield Finding("same-around", "error", message, where)


def _unknown(where: str, value: Any, known: tuple[str, ...]) -> Iterator[Finding]:
    for key in dict(value.items()):
        if key not in known:
            yield Finding("same-extra", "error", f"expected no {key} in a signature; found one", where)


def _reach(value: Any, reached: Objects) -> Iterator[Finding]:
    """Notes the objects that a value leads to but pages; a stream among them is a certificate, or an appearance of nothing."""
    due = [value]
    while due:
        one = due.pop()
        if getattr(one, "is_indirect", False):
            if one.objgen in reached:
                continue
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") in ("/Page", "/Catalog"):
                continue
            reached.add(one.objgen)
        if isinstance(one, pikepdf.Stream):
            words = one.read_bytes()
            if not words.startswith(DER) and words.strip():
                message = (
                    f"expected certificates alone beside a signature; found {len(words):,} bytes of something else"
                )
                yield Finding("same-extra", "error", message, "signature")
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            due += [item for key, item in one.items() if key not in tolerated.STREAM]
        elif isinstance(one, pikepdf.Array):
            due += list(one)
