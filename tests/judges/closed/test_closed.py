"""What is closed says no where a reader could be deceived, and yes to every language and brand of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.judges.closed import mark_of_design, own_styles, page_guard
from flugblatt.language.table import describe
from flugblatt.xhtml import quotation_mark, web
from tests import editions

SHEET = own_styles.own_sheet("web")


def test_pages_of_every_construct_and_direction_pass(tmp_path: Path) -> None:
    statement = editions.read(editions.write_rich(tmp_path))
    for edition in statement.editions:
        page = web.render(statement, edition, describe(edition.language, edition.whole_text))
        assert page_guard.judge(page).findings == ()


@pytest.mark.parametrize(
    "data", [b"", b"x", b"<!DOCTYPE html>\n", b"<!DOCTYPE html>\n<html></html>", b"\xff", bytes(99)]
)
def test_garbage_is_no_page(data: bytes) -> None:
    assert page_guard.judge(data).verdict == "failed"


ACCENTS = {
    "dark": (":root{--red:#123456}\n@media (prefers-color-scheme:dark){:root{--red:#99CCFF}}\n", ()),
    "pale": (":root{--red:#FFEE00}\n", ("--red:#FFEE00 on #FFFFFF, which cannot be read",)),
    "no colour": (":root{--red:url(x)}\n", ("--red:url(x)",)),
    "unknown": (":root{--x:1}\n", ("--x:1",)),
}


@pytest.mark.parametrize(("rule", "faults"), ACCENTS.values(), ids=ACCENTS)
def test_an_accent_is_a_colour_that_can_be_read(rule: str, faults: tuple[str, ...]) -> None:
    assert own_styles.of_page(SHEET + rule).faults[:1] == faults


@pytest.mark.parametrize("tag", ["de", "fr", "ja", "he", "ar", "ru", "hi"])
def test_the_mark_of_every_language_is_a_quotation_mark(tag: str) -> None:
    svg, _ = quotation_mark.mark(describe(tag, ""))
    assert mark_of_design.fault_of(svg) == ""
    assert mark_of_design.fault_of(svg.replace(b' d="M', b' d="M1 1L9 9L5 5Z M')) != ""
