"""Judges colours by what a press has: no RGB and no Lab anywhere in the file, used or not. Inks of their own are judged in
``spot_plate``.

Flow: every object of the file -> colour spaces of resources, images, shadings, transparency groups and soft masks -> every
content stream (pages, forms, patterns, glyphs of Type 3 fonts) -> its operators and inline images.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from flugblatt.judges.pdf import colours
from flugblatt.judges.pdf.instructions import Instructions
from flugblatt.judges.preflight.case import found
from flugblatt.judges.preflight.file_structure import held
from flugblatt.model import Finding

HINT = "every colour of a press file is given in CMYK"


def judge(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """A finding for every place that uses a colour which no press has; each place once."""
    told: set[tuple[str, str, str]] = set()
    for code, message, where in _everything(pdf, Instructions()):
        if (code, message, where) not in told:
            told.add((code, message, where))
            yield found(code, message, where, HINT)


def _everything(pdf: pikepdf.Pdf, instructions: Instructions) -> Iterator[tuple[str, str, str]]:
    for number, page in enumerate(pdf.pages, 1):
        yield from _operators(page, page.obj.get("/Resources", Dictionary()), instructions, f"page {number}")
    for thing in pdf.objects:
        where = f"object {thing.objgen[0]}" if isinstance(thing, Stream | Dictionary | Array) else "file"
        for entry in held(thing):
            yield from _named(entry, where)
        if isinstance(thing, Stream) and (thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1):
            kind = "form" if thing.get("/Subtype") == Name.Form else "pattern"
            resources = thing.get("/Resources", Dictionary())
            yield from _operators(thing, resources, instructions, f"{kind} {thing.objgen[0]}")
        elif isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type3:
            for glyph in thing.get("/CharProcs", Dictionary()).values():
                where = f"glyph of font {thing.objgen[0]}"
                yield from _operators(glyph, thing.get("/Resources", Dictionary()), instructions, where)


def _named(thing: Any, where: str) -> Iterator[tuple[str, str, str]]:
    """The colour spaces that a dictionary names."""
    spaces = thing.get("/ColorSpace")
    if thing.get("/S") == Name.Transparency and "/CS" in thing:
        yield from _space("rgb-group", "transparency group", colours.space(thing["/CS"]), where)
    if "/ShadingType" in thing:
        yield from _space("rgb-shading", "shading", colours.space(spaces), where)
    elif isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
        if not thing.get("/ImageMask", False):
            of = colours.space(spaces)
            yield from _space("rgb-image", "image", of, where)
            if of.family == "unknown":
                yield "rgb-image", "an image with a colour space in the file; found one that keeps it to itself", where
    elif isinstance(spaces, Dictionary):
        for name, value in spaces.items():
            yield from _space("rgb-space", f"colour space {name[1:]}", colours.space(value, spaces), where)


def _operators(stream: Any, resources: Any, instructions: Instructions, where: str) -> Iterator[tuple[str, str, str]]:
    named = resources.get("/ColorSpace")
    for operator, operands in instructions.of(stream):
        match operator:
            case "rg" | "RG":
                values = " ".join(f"{float(value):g}" for value in operands)
                yield "rgb-operator", f"colours in CMYK; found RGB ({values} {operator})", where
            case "cs" | "CS":
                yield from _space("rgb-space", "colour space", colours.space(operands[0], named), where)
            case "INLINE IMAGE" | "BI":
                entries = operands[0].obj
                value = entries.get("/CS", entries.get("/ColorSpace"))
                if value is not None:
                    yield from _space("rgb-image", "inline image", colours.space(value, named), where)


def _space(code: str, thing: str, of: colours.Space, where: str) -> Iterator[tuple[str, str, str]]:
    if foreign := colours.is_foreign(of):
        yield code, f"CMYK in the {thing}; found {foreign} ({of.name})", where
