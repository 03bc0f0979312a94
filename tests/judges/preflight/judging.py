"""What the preflight judge says of a specimen: its check, its codes, and its words.

Flow: bytes -> ``judged`` with the statement of the specimen, one thing of it changed -> ``codes``, ``told``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from flugblatt.judges import preflight
from flugblatt.model import Check
from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.leaflets import Design

Change = Callable[[pikepdf.Pdf], None]


def judged(data: bytes, kind: Any = "press", form: specimen.Form = specimen.ROLL, **changes: Any) -> Check:
    design = changes.pop("design", Design())
    statement, edition = specimen.statement(**changes)
    return preflight.judge(statement, edition, form.key, kind, data, specimen.read(form, design))


def codes(check: Check) -> set[str]:
    return {finding.code.removeprefix("preflight-") for finding in check.findings}


def told(check: Check) -> str:
    return "\n".join(map(str, check.findings))


def change_page(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value(pdf) if callable(value) else value

    return change


def graphics_state(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.ExtGState and thing.get("/op", False):
                for key, value in entries.items():
                    thing[f"/{key}"] = value

    return change


def paragraph(style: str, words: str = "Ein Wort mehr.") -> str:
    return f'<p style="{style}">{words}</p>'
