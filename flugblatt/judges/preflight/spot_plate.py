"""Judges the plate of a spot colour: what the print shop prints with an ink of its own is the accent, and nothing else.

Flow: every colour space of the file -> its inks by name, its alternate and the inks that it stands for -> every colour that is
painted: the accent is nowhere mixed from the four.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from flugblatt.judges.pdf.colours import PROCESS, full_inks
from flugblatt.judges.pdf.painted import Area, Text
from flugblatt.judges.preflight.case import Case, found
from flugblatt.judges.preflight.file_structure import held
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.model import Finding

NEAR = 0.006  # of an ink: what a sampled function of eight bits is off, and a little
BESIDE = (["{}"], ["{}", "/Black"])
"""The inks that may stand in one colour space: the spot colour alone, and with black."""


def judge(case: Case, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """What is wrong with the colour spaces of inks of their own."""
    ink = case.layout.spot
    wanted = tuple(value / 100 for value in case.statement.brand.accent.main.inks)
    allowed = [[each.format(f"/{ink}") for each in names] for names in BESIDE]
    for thing, where in _spaces(pdf):
        names = _names(thing)
        if names == ["/All"] or set(names) <= {"/None", *PROCESS}:
            continue
        told = ", ".join(name[1:] for name in names)
        if not ink or names not in allowed:
            yield found("spot", f"{_wanted(ink)}; found an ink of its own ({told})", where, _hint(ink))
        elif str(thing[2]) != "/DeviceCMYK":
            yield found("spot", f"{ink} with the four inks as its alternate; found {thing[2]!r}", where)
        elif len(names) == 1 and not _near(full_inks(thing[3]), wanted):
            inks = (
                " ".join(f"{value * 100:.0f}" for value in full_inks(thing[3]) or ())
                or "a function that cannot be read"
            )
            expected = " ".join(f"{value * 100:.0f}" for value in wanted)
            yield found("spot", f"{ink} to stand for C M Y K {expected}, the accent; found {inks}", where)


def judge_page(case: Case, page: Page) -> Iterator[Finding]:
    """Where the accent is mixed from the four inks, though the shop has one for it; once a page."""
    wanted = tuple(value / 100 for value in case.statement.brand.accent.main.inks)
    painted: tuple[Text | Area, ...] = (*page.texts, *page.areas)
    for item in painted if case.layout.spot else ():
        colours = item.colours if isinstance(item, Text) else (item.colour,)
        if any(colour.space.family == "cmyk" and _near(colour.inks, wanted) for colour in colours):
            message = f"the accent in the ink {case.layout.spot}; found it mixed of the four"
            yield found("spot", message, page.frame.where, "one plate prints what two or three would have to meet for")
            return


def _spaces(pdf: pikepdf.Pdf) -> Iterator[tuple[Array, str]]:
    """Every colour space that names its inks, in resources, pictures, shadings, and in other spaces; each once for each object."""
    for thing in pdf.objects:
        where = f"object {thing.objgen[0]}" if isinstance(thing, Stream | Dictionary | Array) else "file"
        entries = [entry.get("/ColorSpace") for entry in held(thing)]
        waiting = [*entries, thing]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Dictionary) and any(one is entry for entry in entries):
                waiting += [value for _, value in one.items()]
            elif isinstance(one, Array) and len(one) and isinstance(one[0], Name):
                if one[0] in (Name.Separation, Name.DeviceN) and len(one) > 3:
                    yield one, where
                elif one[0] in (Name.Indexed, Name.Pattern) and len(one) > 1:
                    waiting.append(one[1])


def _names(thing: Any) -> list[str]:
    """The inks that a colour space names."""
    return [str(thing[1])] if thing[0] == Name.Separation else [str(name) for name in thing[1]]


def _near(inks: tuple[float, ...] | None, wanted: tuple[float, ...]) -> bool:
    return inks is not None and all(abs(one - other) <= NEAR for one, other in zip(inks, wanted, strict=True))


def _wanted(ink: str) -> str:
    return f"no ink of its own but {ink}, alone or with black" if ink else "the four inks of the press"


def _hint(ink: str) -> str:
    return (
        "the shop prints with the inks that its table names"
        if ink
        else "a shop whose table has `spot` has such a plate"
    )
