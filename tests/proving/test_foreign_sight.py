"""PDFs of others: what hides, covers or adds words for the eye is an error, what cannot be told is said, a plain page is seen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flugblatt import proving
from flugblatt.proving import foreign_sight
from flugblatt.proving.proof import Proof, Route

WORDS = "BT /F 12 Tf 72 700 Td (The water) Tj ET BT /F 12 Tf 72 660 Td (Nobody may take it.) Tj ET"
PAGE = "BT /F 12 Tf 72 700 Td (The water) Tj ET %s BT /F 12 Tf 72 660 Td (Nobody may take it.) Tj ET %s"
Change = Callable[[Any, Any], None]


def pdf(content: str = WORDS, change: Change = lambda file, page: None) -> bytes:
    """A page as a program without tags writes it: a font that every reader has, text and paths."""
    out = io.BytesIO()
    with pikepdf.new() as file:
        page = file.add_blank_page(page_size=(595, 842)).obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        font.FirstChar, font.LastChar, font.Widths = 32, 126, Array([600] * 95)
        font.ToUnicode = file.make_stream(b"1 beginbfrange <20> <7E> <0020> endbfrange")
        page.Resources = Dictionary(Font=Dictionary(F=font), ExtGState=Dictionary(), XObject=Dictionary())
        page.Resources.ExtGState.Faint = Dictionary(ca=0.04, CA=0.04)
        page.Resources.ExtGState.Half = Dictionary(ca=0.5, CA=0.5)
        page.Resources.XObject.Picture = file.make_stream(
            b"\xff", Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
        )
        page.Resources.XObject.Form = form(file, b"1 g 60 690 200 30 re f")
        page.Contents = file.make_stream(content.encode())
        change(file, page)
        file.save(out, deterministic_id=True)
    return out.getvalue()


def form(file: Any, content: bytes) -> Any:
    return file.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 595, 842]))


def sight(data: bytes) -> Route:
    return foreign_sight.judge(data)


def proof(folder: Path, data: bytes) -> Proof:
    (folder / "en.md").write_text("# The water\n\nNobody may take it.\n", encoding="utf-8")
    (folder / "page.pdf").write_bytes(data)
    (made,) = proving.prove(folder / "en.md", (folder / "page.pdf",))
    return made


SEEN = {
    "words": WORDS,
    "words on a tint": "0.9 g 60 650 300 80 re f 0 g " + WORDS,
    "white on black": "0 g 60 650 300 80 re f 1 g " + WORDS,
    "a frame of two rectangles": WORDS
    + " 60 640 m 300 640 l 300 720 l 60 720 l h 61 641 m 61 719 l 299 719 l 299 641 l h f",
    "a rule between": PAGE % ("72 690 200 0.5 re f", ""),
    "rules in one path": PAGE % ("", "60 650 1 80 re 300 650 1 80 re 60 730 240 1 re f"),
    "grey": "0.5 g " + WORDS,
}


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN)
def test_a_plain_page_is_seen(content: str) -> None:
    route = sight(pdf(content))
    assert (route.check.verdict, route.decides) == ("passed", False), route.check


HARM = {
    "mode 3": "3 Tr " + WORDS,
    "tiny": WORDS.replace("/F 12 Tf", "/F 1 Tf"),
    "white on paper": "1 g " + WORDS,
    "pale": "0.93 0.95 0.9 rg " + WORDS,
    "yellow": "1 1 0 rg " + WORDS,
    "white ink": "0 0 0 0 k " + WORDS,
    "black on black": "0 g 60 650 300 80 re f " + WORDS,
    "transparent": "/Faint gs " + WORDS,
    "off the page": WORDS.replace("72 700", "72 900"),
    "clipped away": "q 0 0 20 20 re W n " + WORDS + " Q",
    "a rectangle over it": WORDS + " 1 g 60 690 200 30 re f",
    "a rectangle over the last word": WORDS + " 1 g 200 650 100 30 re f",
    "a shape over it": WORDS + " 1 g 60 690 m 260 690 l 260 730 l 60 730 l h f",
    "a picture over it": WORDS + " q 200 0 0 40 60 690 cm /Picture Do Q",
    "a form over it": WORDS + " /Form Do",
    "moved out of sight in a form": "q 1 0 0 1 0 400 cm " + WORDS + " Q",
}


@pytest.mark.parametrize("content", HARM.values(), ids=HARM)
def test_what_hides_words_is_an_error(content: str) -> None:
    check = sight(pdf(content)).check
    assert check.verdict == "failed" and {one.code for one in check.findings} == {"fidelity-hidden"}
    assert all(one.where == "page 1" for one in check.findings)


def annotated(**entries: Any) -> Change:
    def change(file: Any, page: Any) -> None:
        page.Annots = Array([file.make_indirect(Dictionary(Rect=Array([60, 690, 260, 720]), **entries))])

    return change


def drawn(file: Any, page: Any) -> None:
    annotated(Subtype=Name.Square, AP=Dictionary(N=form(file, b"BT /F 12 Tf (Not) Tj ET")))(file, page)


def off(file: Any, page: Any) -> None:
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


ADDED: dict[str, Change] = {
    "words of an annotation": annotated(Subtype=Name.FreeText, Contents=String("Everybody may")),
    "a stamp": annotated(Subtype=Name.Stamp, Contents=String("DRAFT")),
    "a form field": annotated(Subtype=Name.Widget, V=String("Everybody")),
    "an appearance with words": drawn,
    "a layer that is off": off,
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
def test_what_adds_words_or_switches_them_off_is_an_error(change: Change) -> None:
    check = sight(pdf(change=change)).check
    assert check.verdict == "failed" and [one.code for one in check.findings] == ["fidelity-extra"]


def on(file: Any, page: Any) -> None:
    off(file, page)
    file.Root.OCProperties.D = Dictionary()


def scripted(file: Any, page: Any) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("x"))


def masked(file: Any, page: Any) -> None:
    page.Resources.ExtGState.Mask = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(file, b"")))


def painted(more: str) -> bytes:
    return pdf(PAGE % (more, ""))


UNTOLD = {
    "a picture": (painted("q 20 0 0 20 400 400 cm /Picture Do Q"), "a picture may show words"),
    "outlines": (painted("300 300 m 310 310 320 310 330 300 c h f"), "outlines may show words"),
    "a thin veil": (pdf(WORDS + " /Half gs 1 g 60 690 200 30 re f"), "may hide them"),
    "drawn twice": (pdf(WORDS + " 1 g 60 690 200 30 re 60 690 200 30 re f"), "may hide them"),
    "a highlight": (pdf(change=annotated(Subtype=Name.Highlight)), "an annotation Highlight"),
    "a mask": (pdf(change=masked), "a mask may hide words"),
    "layers": (pdf(change=on), "layers may be switched off"),
    "scripts": (pdf(change=scripted), "it has scripts"),
}


@pytest.mark.parametrize(("data", "said"), UNTOLD.values(), ids=UNTOLD)
def test_what_cannot_be_told_is_said_and_decides_nothing(data: bytes, said: str) -> None:
    route = sight(data)
    assert (route.check.verdict, route.decides) == ("not run", False)
    assert "what the eye sees was not judged" in route.check.reason and said in route.check.reason


def test_pages_that_cannot_be_followed_are_not_judged(tmp_path: Path) -> None:
    route = next(one for one in proof(tmp_path, pdf("1 0 0 cm " + WORDS)).routes if one.check.check == "sight")
    assert route.check.verdict == "not run" and "cannot be followed" in route.check.reason


def test_a_link_is_nothing_beside_the_page() -> None:
    assert sight(pdf(change=annotated(Subtype=Name.Link, Contents=String("to the source")))).check.verdict == "passed"


def test_a_plain_pdf_is_read_and_one_with_hidden_words_is_not(tmp_path: Path) -> None:
    assert (proof(tmp_path, pdf()).verdict, proof(tmp_path, pdf()).grade) == ("passed", "read")
    hidden = proof(tmp_path, pdf("3 Tr " + WORDS))
    assert hidden.verdict == "failed"
