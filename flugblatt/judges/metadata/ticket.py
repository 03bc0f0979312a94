"""Judges the ticket that goes to the print shop with a press file: does it speak of this file, and truly?

Flow: judge(ticket, press file) -> lines of the ticket -> the same facts read from the press file (pypdf, hashlib) -> Check
``metadata``.

Rule: checksum, open size, bleed, inks beside the four, output profile and fonts that the ticket names are those of the press file.
Reason: the shop sets up paper, folding machine and plates by the ticket; a ticket of an older file is paid for twice.
Passes: a ticket made of the very file. Fails: a line that is missing, or says something else than the file
(``metadata-missing``, ``metadata-changed``).
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator

import pikepdf
import pypdf

from flugblatt.model import Check, Finding
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

TOOL = "our checks, reading with pypdf"
MILLIMETRES = 25.4 / 72
TOLERANCE = 0.06  # mm: the ticket is written to a tenth


def of_ticket(case: Case) -> Check:
    """The Check ``metadata`` of a job ticket, beside its press file."""
    return judge(case.data, case.beside)


@survives("metadata", TOOL, "metadata-unreadable", "a ticket and a press file that can be read", "ticket")
def judge(ticket: bytes, press: bytes) -> Check:
    """The Check ``metadata`` of a ticket. Never raises for what either file holds."""
    return Check.of("metadata", TOOL, _findings(_lines(ticket.decode("utf-8")), press))


def _lines(text: str) -> dict[str, str]:
    """What stands before two or more blanks, without the words in brackets: what stands behind them."""
    pairs = (re.split(" {2,}", line, maxsplit=1) for line in text.splitlines() if re.match(r"\S.* {2,}\S", line))
    return {re.sub(r" \(.*\)$", "", name): value for name, value in pairs}


def _findings(said: dict[str, str], press: bytes) -> Iterator[Finding]:
    reader = pypdf.PdfReader(io.BytesIO(press))
    page = reader.pages[0]
    (intent,) = reader.root_object["/OutputIntents"].get_object()  # type: ignore[misc]
    profile = intent.get_object()["/DestOutputProfile"].get_object().get_data()
    yield from _compared(said, "SHA-256", hashlib.sha256(press).hexdigest())
    yield from _compared(said, "ICC profile, embedded", hashlib.sha256(profile).hexdigest())
    trim, bleed = page.trimbox, page.bleedbox
    widths = (float(trim.width) * MILLIMETRES, float(trim.height) * MILLIMETRES)
    # Sheets are as large as the open product; a booklet may go as single pages, as large as the closed one.
    names = ("Size",) if "Size" in said else ("Open size", "Closed size") if len(reader.pages) > 2 else ("Open size",)
    wrong = tuple(tuple(_measured(said, name, widths)) for name in names)
    if all(wrong):
        yield from wrong[0]
    yield from _measured(said, "Bleed", ((float(trim.left) - float(bleed.left)) * MILLIMETRES,))
    yield from _inks(said, press)
    named = {name for page in reader.pages for name in _fonts(page)}
    listed = {name.strip() for name in said.get("Fonts, all embedded", "").split(",")}
    if named != listed:
        message = f"expected the fonts {', '.join(sorted(named))}; found {', '.join(sorted(listed))}"
        yield Finding("metadata-changed", "error", message, "ticket: Fonts")


def _inks(said: dict[str, str], press: bytes) -> Iterator[Finding]:
    """Inks beside the four are those that the ticket names, and each is named."""
    with pikepdf.open(io.BytesIO(press)) as pdf:
        spaces = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Array) and len(thing) > 3]
        inks = {str(each[1])[1:] for each in spaces if each[0] == pikepdf.Name.Separation} - {"All", "None"}
    line = said.get("Colours", "")
    told = set(re.findall(r"with the spot colour (.*) \(", line))
    if told != inks:
        message = f"expected the inks beside the four: {', '.join(sorted(inks)) or 'none'}; found {line!r}"
        yield Finding("metadata-changed", "error", message, "ticket: Colours")


def _compared(said: dict[str, str], name: str, expected: str) -> Iterator[Finding]:
    if name not in said:
        yield Finding("metadata-missing", "error", f"expected {expected}; found no such line", f"ticket: {name}")
    elif said[name] != expected:
        yield Finding("metadata-changed", "error", f"expected {expected}; found {said[name]}", f"ticket: {name}")


def _measured(said: dict[str, str], name: str, expected: tuple[float, ...]) -> Iterator[Finding]:
    """A line of measures in mm, in this order."""
    words = " × ".join(f"{value:.4g}" for value in expected)
    found = tuple(float(number) for number in re.findall(r"\d+(?:\.\d+)?", said.get(name, ""))[: len(expected)])
    if name not in said:
        yield Finding("metadata-missing", "error", f"expected {words} mm; found no such line", f"ticket: {name}")
    elif len(found) != len(expected) or any(abs(a - b) > TOLERANCE for a, b in zip(found, expected, strict=True)):
        yield Finding("metadata-changed", "error", f"expected {words} mm; found {said[name]}", f"ticket: {name}")


def _fonts(holder: pypdf.PageObject | pypdf.generic.DictionaryObject, depth: int = 0) -> Iterator[str]:
    """The names of the fonts of a page and of the forms that it paints, without the mark of a subset."""
    resources = holder.get("/Resources", pypdf.generic.DictionaryObject()).get_object()
    for font in resources.get("/Font", pypdf.generic.DictionaryObject()).get_object().values():
        yield str(font.get_object()["/BaseFont"]).removeprefix("/").partition("+")[2].strip(",")
    for form in resources.get("/XObject", pypdf.generic.DictionaryObject()).get_object().values():
        if depth < 8 and form.get_object().get("/Subtype") == "/Form":
            yield from _fonts(form.get_object(), depth + 1)
