"""The judge of the text in leaflets passes what is the edition, read, imposed and for the press, and fails whatever is not."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name, Stream

from flugblatt.judges import fidelity, glyphs
from flugblatt.model import Check, Edition, Statement
from flugblatt.model.cases import Case
from tests import editions, leaflets
from tests.judges.mutations import any_font, assert_failed, drawn_more, elements, opened, redrawn, saved, say

KINDS = ("read", "office", "office-white", "press")


@dataclass(frozen=True, slots=True)
class Made:
    statement: Statement
    edition: Edition
    files: dict[str, bytes]


@cache
def made(format_key: str, tag: str = "de") -> Made:
    """The files of a leaflet, by kind."""
    if format_key == "2xa5":
        statement, one = editions.read(leaflets.REAL), leaflets.of_the_statement(format_key)
    else:
        with tempfile.TemporaryDirectory() as folder:
            statement = editions.read(leaflets.write_letter(Path(folder), tag))
        one = leaflets.of_the_letter(format_key, tag)
    files = {file.suffix.split(".")[1]: file.data for file in one.files if "pdf" in file.suffix}
    return Made(statement, editions.edition(statement, tag), files)


def judged(format_key: str, kind: str, data: bytes | None = None, tag: str = "de", **changes: Any) -> Check:
    """``changes`` are of the statement, which the file then does not show."""
    one = made(format_key, tag)
    target: str = "press" if kind == "press" else "leaflet"
    statement = replace(one.statement, **changes)
    held = one.files[kind] if data is None else data
    return fidelity.judge(Case(statement, one.edition, target, held, (), format_key, kind))  # type: ignore[arg-type]


def spoiled(format_key: str, kind: str, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    pdf = opened(made(format_key).files[kind])
    change(pdf)
    return saved(pdf)


# --- What passes ---------------------------------------------------------------------------------


@pytest.mark.sample(4)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format_key", ["a5-4", "2xa5", "booklet-a6"])
def test_a_leaflet_says_the_edition(format_key: str, kind: str) -> None:
    check = judged(format_key, kind)
    assert (check.verdict, check.findings) == ("passed", ()), check.findings
    proof = glyphs.judge(made(format_key).files[kind])
    assert proof.verdict == "passed", proof.findings


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_to_left_leaflet_says_the_edition(kind: str) -> None:
    check = judged("a5-4", kind, tag="ar")
    assert (check.verdict, check.findings) == ("passed", ()), check.findings
    proof = glyphs.judge(made("a5-4", "ar").files[kind])
    assert proof.verdict == "passed", proof.findings


# --- What fails ----------------------------------------------------------------------------------

OTHERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "another date": ({"date": "2024-05-04"}, "fidelity-generated", "date of the title page"),
    "another address": ({"url": "https://example.org/x"}, "fidelity-generated", "address beside the share code"),
    "no address": ({"url": ""}, "fidelity-extra", "example.org/brief"),
    "no imprint": ({"imprint": None}, "fidelity-extra", "Druck"),
    "another kind of work": ({"kind_given": False}, "fidelity-generated", "source of the pull quote"),
}


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("kind", ["read", "press"])
def test_generated_text_that_is_not_as_computed_fails(name: str, kind: str) -> None:
    changes, code, words = OTHERS[name]
    check = judged("a5-4", kind, **changes)
    assert_failed(check, code, words)


def test_another_pull_quote_fails() -> None:
    one = made("a5-4")
    other = replace(one.edition, pull_quote="Jeder soll es wissen und weitersagen")
    for kind in KINDS:
        target = "press" if kind == "press" else "leaflet"
        check = fidelity.judge(Case(one.statement, other, target, one.files[kind], (), "a5-4", kind))  # type: ignore[arg-type]
        assert_failed(check, "fidelity-generated", "weitersagen")


@pytest.mark.parametrize("kind", ["read", "office", "press"])
def test_a_block_that_is_lost_or_moved_fails(kind: str) -> None:
    def lost(pdf: pikepdf.Pdf) -> None:
        del elements(pdf, "Part")[0].K[1]

    def moved(pdf: pikepdf.Pdf) -> None:
        kids = elements(pdf, "Part")[0].K
        first, second = kids[0], kids[1]
        kids[0], kids[1] = second, first

    assert_failed(judged("a5-4", kind, spoiled("a5-4", kind, lost)), "fidelity-missing", "Ein Satz im Rand")
    assert_failed(judged("a5-4", kind, spoiled("a5-4", kind, moved)), "fidelity-order", "elsewhere")


@pytest.mark.parametrize("kind", ["read", "office", "press"])
def test_text_that_is_not_drawn_as_it_is_said_fails(kind: str) -> None:
    def other(pdf: pikepdf.Pdf) -> None:
        for page in range(1, len(pdf.pages) + 1):
            try:
                redrawn(pdf, page, "Gründe", "Gründn")
                return
            except AssertionError:
                continue
        raise AssertionError("the heading is nowhere")

    assert judged("a5-4", kind, spoiled("a5-4", kind, other)).verdict == "failed"


def test_actual_text_that_lies_fails() -> None:
    def lie(pdf: pikepdf.Pdf) -> None:
        say(elements(pdf, "H1")[0], "Andere Worte1")

    assert_failed(judged("a5-4", "read", spoiled("a5-4", "read", lie)), "fidelity-hidden", "Andere")


def test_a_number_on_a_panel_that_has_none_fails() -> None:
    stray = spoiled("booklet-a6", "read", lambda pdf: _numbered(pdf, 1))
    assert_failed(judged("booklet-a6", "read", stray), "fidelity-generated", "at the foot")


def _numbered(pdf: pikepdf.Pdf, page: int) -> None:
    font, code = any_font(pdf, page)
    drawn_more(
        pdf, page, f"/Artifact <</Type/Pagination/Subtype/Footer>> BDC BT {font} 9 Tf 60 60 Td <{code}> Tj ET EMC"
    )


def test_something_attached_fails() -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, b"hidden", filename="note.txt")

    assert_failed(judged("a5-4", "read", spoiled("a5-4", "read", attach)), "fidelity-extra", "note.txt")


def test_an_outline_in_a_press_file_fails() -> None:
    def outlined(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Offene Worte", 0))

    assert_failed(judged("a5-4", "press", spoiled("a5-4", "press", outlined)), "fidelity-extra", "no outline")


def test_a_file_of_another_format_or_of_none_fails() -> None:
    assert judged("a5-4", "read", b"%PDF-1.7").verdict == "failed"
    one = made("a5-4")
    unknown = fidelity.judge(Case(one.statement, one.edition, "leaflet", one.files["read"], (), "a5-5", "read"))
    assert_failed(unknown, "fidelity-unreadable", "a5-5")


# --- White text ----------------------------------------------------------------------------------


def test_white_text_on_white_fails() -> None:
    """The cover's ground is what makes its white text text."""

    def bleached(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        content = page.obj.Contents.read_bytes()
        red = b"0.772549 0.12549 0.184314"
        assert red in content, content[:300]
        page.obj.Contents = Stream(pdf, content.replace(red, b"1 1 1"))

    assert_failed(judged("a5-4", "read", spoiled("a5-4", "read", bleached)), "fidelity-hidden", "in white")


# --- Copies --------------------------------------------------------------------------------------


def copies_of(pdf: pikepdf.Pdf) -> list[Stream]:
    found = [
        thing
        for page in pdf.pages
        for thing in page.obj.Resources.get("/XObject", {}).values()
        if isinstance(thing, Stream)
        and thing.get("/Subtype") == Name.Form
        and b"Tj" in thing.read_bytes().replace(b"TJ", b"Tj")
    ]
    assert found, "this format has copies"
    return found


@pytest.mark.parametrize("kind", ["office", "press"])
def test_a_copy_that_says_something_else_fails(kind: str) -> None:
    """One glyph of the copy is another: what is cut from the right half of the sheet is not what is on the left."""

    def other(pdf: pikepdf.Pdf) -> None:
        copy = copies_of(pdf)[0]
        kept = list(pikepdf.parse_content_stream(copy))
        shows = [at for at, one in enumerate(kept) if str(one.operator) in ("Tj", "TJ")]
        del kept[shows[len(shows) // 2]]
        copy.write(pikepdf.unparse_content_stream(kept))

    data = spoiled("2xa5", kind, other)
    assert_failed(judged("2xa5", kind, data), "fidelity-extra", "expected a copy of what the page says")
    check = glyphs.judge(data)
    assert check.verdict == "failed" and {finding.code for finding in check.findings} == {"glyphs-unmarked"}


@pytest.mark.parametrize("kind", ["office", "press"])
def test_a_copy_that_is_no_artifact_fails(kind: str) -> None:
    """A copy that assistive technology would read is said twice."""

    def bare(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes()
            changed = re.sub(rb"/Artifact <<\s*/Type\s*/Layout\s*>> BDC(?=\s+/copy)", b"/Span <<>> BDC", content)
            assert changed != content
            page.obj.Contents = Stream(pdf, changed)

    data = spoiled("2xa5", kind, bare)
    assert_failed(judged("2xa5", kind, data), "fidelity-extra", "not an artifact")
    assert glyphs.judge(data).verdict == "failed"


def test_a_form_with_text_that_is_not_drawn_fails() -> None:
    def hidden(pdf: pikepdf.Pdf) -> None:
        copy = copies_of(pdf)[0]
        twin = Stream(
            pdf, copy.read_bytes(), Type=Name.XObject, Subtype=Name.Form, BBox=copy.BBox, Resources=copy.Resources
        )
        pdf.pages[0].obj.Resources.XObject["/Twin"] = pdf.make_indirect(twin)

    assert_failed(judged("2xa5", "office", spoiled("2xa5", "office", hidden)), "fidelity-extra", "Twin")
