"""Words below and above the line, breaks, comments and named anchors in every form, and each found where it is lost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest

from flugblatt.judges import fidelity
from flugblatt.judges.fidelity import second_parser
from flugblatt.model import Check, Paragraph, Shifted
from flugblatt.model.cases import Case
from tests.judges.mutations import Forms, assert_failed, elements, in_book, made, opened, saved, swapped

TEXT = """\
<!-- a draft -->
# Water H<sub>2</sub>O

Many words about CO<sub>2</sub> and m<sup>2</sup><!-- not printed -->, *x<sup>th</sup>*.

## Part {#named}

Street 1<br>12345 Town<br/>
Country, see [the part](#named).

| a<sub>1</sub> | b |
|---|---|
| 1<br>2 | 3 |
"""


@cache
def _forms() -> Forms:
    with TemporaryDirectory() as folder:
        work = Path(folder) / "marks"
        work.mkdir()
        (work / "statement.yaml").write_text("date: 2026-05-21\nissuers: [Council]\n", encoding="utf-8")
        (work / "en.md").write_text(TEXT, encoding="utf-8")
        return made(work)


def _judged(target: str, data: bytes) -> Check:
    forms = _forms()
    return fidelity.judge(Case(forms.statement, forms.edition, target, data, forms.pages))


@pytest.mark.parametrize("target", ["archive-pdf", "epub", "web", "text"])
def test_every_form_has_them(target: str) -> None:
    check = _judged(target, _forms().of(target))
    assert check.verdict == "passed", check.findings
    assert b"not printed" not in _forms().of(target)


def test_a_subscript_that_stands_above_the_line_is_found() -> None:
    forms = _forms()
    web = swapped(forms.web, "CO<sub>2</sub>", "CO<sup>2</sup>")
    assert_failed(_judged("web", web), "fidelity-kind", "below or above the line")
    book = in_book(forms.epub, "EPUB/text.xhtml", "CO<sub>2</sub>", "CO2")
    assert_failed(_judged("epub", book), "fidelity-kind", "below or above the line")
    pdf = opened(forms.pdf)
    shifted = [span for span in elements(pdf, "Span") if "/BaselineShift" in _attributes(span)]
    assert [float(_attributes(span)["/BaselineShift"]) for span in shifted] == [-1.5, -1.5, 3.5, 3.5, -1.5]
    del shifted[2]["/A"]
    assert_failed(_judged("archive-pdf", saved(pdf)), "fidelity-kind", "below or above the line")


def _attributes(element: Any) -> Any:
    return element.get("/A", pikepdf.Dictionary())


def test_the_second_parser_finds_a_subscript_that_the_edition_lost() -> None:
    edition = _forms().edition
    assert second_parser.check(edition) == ()
    block = edition.blocks[0]
    assert isinstance(block, Paragraph)
    plain = tuple(part for node in block.children for part in (node.children if isinstance(node, Shifted) else (node,)))
    changed = replace(edition, blocks=(replace(block, children=plain), *edition.blocks[1:]))
    assert {finding.code for finding in second_parser.check(changed)} == {"fidelity-source"}


def test_an_anchor_that_the_source_names_is_that_of_the_heading() -> None:
    assert b'<h2 id="named">' in _forms().web and b'href="#named"' in _forms().web
