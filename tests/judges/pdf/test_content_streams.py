"""The reader of content streams: what a page paints, in order, with its place, its marks and its state."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from flugblatt.judges.pdf import content_streams
from flugblatt.judges.pdf.painted import Area, Begin, End, Form, Item, Page, Picture, Shading, Text, flat

ONE_BYTE = Dictionary(
    Type=Name.Font,
    Subtype=Name.Type1,
    BaseFont=Name("/ABCDEF+Probe"),
    Encoding=Name.WinAnsiEncoding,
    FirstChar=32,
    Widths=Array([250] + [500] * 94),
)


def page(operators: str, forms: dict[str, str] | None = None, **resources: Any) -> Page:
    """What a page of 200 by 100 pt with these operators paints; ``forms`` are form XObjects by name."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 100))
    held = Dictionary(Font=Dictionary(F=ONE_BYTE), **resources)
    named = {
        f"/{name}": Stream(pdf, data.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 50]))
        for name, data in (forms or {}).items()
    }
    held.XObject = Dictionary(named)
    pdf.pages[0].obj.Resources = held
    pdf.pages[0].obj.Contents = Stream(pdf, operators.encode())
    out = io.BytesIO()
    pdf.save(out)
    return content_streams.read(out.getvalue()).pages[0]


def texts(items: tuple[Item, ...]) -> list[Text]:
    return [item for item in flat(items) if isinstance(item, Text)]


def test_things_come_in_the_order_of_painting() -> None:
    kinds = [
        type(item)
        for item in page(
            "0 0 9 9 re f /P BMC BT /F 9 Tf (a) Tj ET EMC q 5 0 0 5 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x01 EI Q /S sh /X Do",
            {"X": ""},
        ).items
    ]
    assert kinds == [Area, Begin, Text, End, Picture, Shading, Form]


def test_glyphs_have_codes_texts_and_places_on_the_page() -> None:
    (text,) = texts(page("2 0 0 2 10 20 cm BT /F 10 Tf 1 0 0 1 5 5 Tm [( a)-100(b )] TJ ET").items)
    assert (text.codes, text.text) == ((32, 97, 98, 32), " ab ")
    assert text.places == pytest.approx((0, 2.5, 8.5, 13.5))
    assert text.size == 20
    assert text.start == pytest.approx((25, 30)) and text.end == pytest.approx((47, 30)), "from a to b, no spaces"
    assert text.box[:3:2] == pytest.approx((25, 47))
    assert [text.origin(place)[0] for place in range(4)] == pytest.approx([20, 25, 37, 47])


def test_spacing_stretch_and_the_operators_of_lines_move_text_on() -> None:
    first, second, third = texts(page('BT /F 10 Tf 50 Tz 1 Tc 12 TL (aa) Tj T* (a) Tj 3 2 (a a) " ET').items)
    assert first.places == pytest.approx((0, 3)) and first.gaps == 2
    assert second.start[1] == -12 and third.start[1] == -24
    assert third.places == pytest.approx((0, 3.5, 7.25)), "the space is wider by the word spacing"


def test_marks_stand_in_one_another_and_are_handed_to_what_is_painted() -> None:
    shown = page(
        "/P <</MCID 3>> BDC /Span <</ActualText (x) /Lang (ru)>> BDC BT /F 9 Tf (a) Tj ET EMC EMC "
        "/Artifact <</Type /Pagination /Subtype /Footer>> BDC 0 0 1 1 re f EMC EMC"
    )
    ((outer, inner),) = [text.marks for text in texts(shown.items)]
    assert (outer.tag, outer.mcid, outer.actual) == ("/P", 3, None)
    assert (inner.mcid, inner.actual, inner.spoken) == (None, "x", (("/Lang", "ru"),))
    ((artifact,),) = [item.marks for item in shown.items if isinstance(item, Area)]
    assert (artifact.kind, artifact.subtype) == ("/Pagination", "/Footer")
    assert [item.begun for item in shown.items if isinstance(item, End)] == [True, True, True, False]


def test_a_form_is_painted_where_it_stands_with_the_marks_around_it() -> None:
    shown = page("q 1 0 0 1 60 0 cm /Artifact BMC /X Do EMC Q", {"X": "1 0 0 rg BT /F 9 Tf 5 5 Td (a) Tj ET"})
    (text,) = texts(shown.items)
    assert text.start == (65, 5) and text.state.clip == (60, 0, 110, 50)
    assert [mark.tag for mark in text.marks] == ["/Artifact"] and text.colours[0].values == (1, 0, 0)
    (form,) = [item for item in shown.items if isinstance(item, Form)]
    assert form.shows_text and form.state.fill.values == (0,), "what the form sets ends with it"


def test_fonts_alpha_and_overprinting_come_from_the_graphics_state() -> None:
    states = Dictionary(G=Dictionary(OP=True, OPM=1, ca=0.5, CA=0.25, LW=3, Font=Array([ONE_BYTE, 7])))
    shown = page("/G gs BT (a) Tj ET 0 0 50 0 re S 1 Tr BT (b) Tj ET", ExtGState=states)
    first, second = texts(shown.items)
    assert (first.state.font and first.state.font.name, first.size) == ("Probe", 7)
    assert first.overprints and first.state.overprint_mode == 1
    assert (first.state.fill_alpha, first.state.stroke_alpha) == (0.5, 0.25)
    (line,) = [item for item in shown.items if isinstance(item, Area)]
    assert (line.stroked, line.thin, line.box) == (True, 3, (-1.5, -1.5, 51.5, 1.5))
    assert second.colours == (second.state.stroke,)


def test_the_clip_is_the_box_of_the_path_and_ends_with_its_state() -> None:
    shown = page("q 10 10 20 20 re W n 0 0 15 15 re f Q 0 0 15 15 re 9 9 m 8 8 l f")
    first, second = [item for item in shown.items if isinstance(item, Area)]
    assert first.state.clip == (10, 10, 30, 30) and first.whole
    assert second.state.clip[0] == -float("inf") and not second.whole


def test_text_in_a_font_without_a_name_is_handed_out_as_bytes() -> None:
    (text,) = texts(page("BT /Nix 9 Tf (ab) Tj ET").items)
    assert (text.state.font, text.codes, text.texts) == (None, (97, 98), ())


def test_a_pattern_is_named_by_the_colour_that_it_stands_for() -> None:
    (area,) = [item for item in page("/Pattern cs /Hatch scn 0 0 9 9 re f").items if isinstance(item, Area)]
    assert (area.colour.space.family, area.colour.pattern) == ("pattern", "Hatch")


def test_forms_that_are_not_painted_are_named_too() -> None:
    (inner,) = page("", {"Twin": "BT /F 9 Tf (a) Tj ET"}).inner
    assert (inner.kind, inner.name, inner.shows_text) == ("XObject", "Twin", True)


def test_a_form_in_itself_is_painted_once() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    form = pdf.make_indirect(Stream(pdf, b"0 0 1 1 re f /X Do", Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].obj.Resources = form.Resources
    pdf.pages[0].obj.Contents = Stream(pdf, b"/X Do")
    out = io.BytesIO()
    pdf.save(out)
    assert sum(isinstance(item, Area) for item in flat(content_streams.read(out.getvalue()).pages[0].items)) == 1


def test_forms_that_paint_one_another_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten forms, each of which paints the next ten times, would paint 10^10 things."""
    monkeypatch.setattr(content_streams, "MOST_NESTED", 100)
    pdf = pikepdf.new()
    pdf.add_blank_page()
    below: Any = None
    for _ in range(10):
        form = Stream(pdf, b"/X Do " * 10, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(X=below)) if below is not None else Dictionary()
        below = pdf.make_indirect(form)
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=below))
    pdf.pages[0].obj.Contents = Stream(pdf, b"/X Do")
    out = io.BytesIO()
    pdf.save(out)
    with pytest.raises(ValueError, match="paint one another"):
        content_streams.read(out.getvalue())


@pytest.mark.parametrize(
    ("form", "repeats"),
    [("(bc) Tj", True), ("(b) Tj [(c)] TJ", True), ("(cb) Tj", False), ("(x) Tj", False), ("/Nix 9 Tf (bc) Tj", False)],
)
def test_a_form_repeats_what_the_page_has_painted_before(form: str, repeats: bool) -> None:
    shown = page("BT /F 9 Tf (abcd) Tj ET /X Do", {"X": f"BT /F 9 Tf {form} ET"})
    (item,) = [item for item in shown.items if isinstance(item, Form)]
    assert item.repeats is repeats
