"""The judge of glyphs: a good file, every way to paint other glyphs than the text says, and texts in many scripts."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name

from flugblatt.judges import glyphs
from flugblatt.judges.glyphs import painted_glyphs
from flugblatt.judges.pdf.font_codes import read_font
from flugblatt.language import shaping
from flugblatt.language.table import describe
from flugblatt.model import Check
from flugblatt.typeset import archive_pdf
from tests import editions
from tests.conftest import examples
from tests.judges.mutations import remapped
from tests.judges.repainting import Codes, code_of, falsify, font_named, lead, repaint, spoiled

GERMAN = """\
# Offene Worte an alle

Ein Vorspann über Auflage und Schiffe.

Am 6. Januar 2024 traten Donaudampfschifffahrtsgesellschaftskapitäne, Verfassungsgerichtsentscheidungen und
Nachbarschaftsvereinigungen zusammen; Versammlungsvorbereitungsgruppen unterschrieben erwartungsgemäß offiziell.

Ein f\u0301 mit\u00a0Zeichen\u200c, Rede\u2010, Nord-Süd und »dies« (so).
"""
ACCENTED = "Ein f\u0301 mit"
HYPHENATED = re.compile("[a-zäöüß]\u00ad$")
ARABIC = """\
# رسالة مفتوحة «17/2024» في Bern (EU)

فقرة أولى، «نصّ» [واحد].

فقرة ثانية فيها رقم 2024 وكلمة [Berlin (a)]{lang=de dir=ltr} و Wien (1,234) ثم 12.5%.

Berlin وكلمة أخرى هنا (ب)، هٰذَا نَصٌّ مُشَكَّلٌ.
"""
MIXED = "# Titel\n\nEin Vorspann.\n\nEin ☂ Schirm, ein ↻ Pfeil und [日本]{lang=ja} danach, x\u20dd auch.\n"


def rendered(folder: Path, text: str, tag: str) -> bytes:
    statement = editions.read(editions.write(folder, f"probe-{tag}", editions.PLAIN_YAML, **{tag: text}))
    edition = statement.editions[0]
    made = archive_pdf.render(statement, edition, describe(tag, edition.whole_text))
    assert not made.findings
    return made.data


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return rendered(tmp_path_factory.mktemp("german"), GERMAN, "de")


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return rendered(tmp_path_factory.mktemp("arabic"), ARABIC, "ar")


def codes_of(check: Check) -> set[str]:
    return {finding.code for finding in check.findings}


SERIF = "Source-Serif-4,"


# --- A good file ---------------------------------------------------------------------------------


def test_the_glyphs_of_a_good_file_are_those_of_its_text(german: bytes) -> None:
    check = glyphs.judge(german)
    assert (check.check, check.verdict, check.findings) == ("glyphs", "passed", ())
    assert check.tool.startswith("HarfBuzz ")
    counts = re.match(r"(\d+) of (\d+) runs, (\d+) fonts", check.detail)
    assert counts is not None and counts[1] == counts[2] and int(counts[1]) > 20
    assert "onum" in check.detail, "figures are set in old style"
    painting = painted_glyphs.read(german)
    assert sum(bool(run.hyphens) for run in painting.runs) >= 2
    assert any(run.actual is not None and not run.hyphens for run in painting.runs)


@pytest.mark.needs("fonts-noto-core")
def test_right_to_left_text_is_proven_in_visual_order(arabic: bytes) -> None:
    check = glyphs.judge(arabic)
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize("words", ["الماء ١٢٫٥٪ لكم (٢٠٢٤).", "الماء ١٢٣ و١٢٪ لكم.", "۱۲٫۵ و١/٢"])
@pytest.mark.parametrize("tag", ["ar", "en"])
def test_figures_among_words_from_right_to_left_are_proven(tmp_path: Path, tag: str, words: str) -> None:
    said = {"ar": words, "en": f"Words [{words}]{{lang=ar}} and words."}[tag]
    assert glyphs.judge(rendered(tmp_path, f"# {said}\n\n{said}\n\n{said}\n", tag)).findings == ()


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize(
    "words", ["[الماء لكم كلمة طويلة جدا]{lang=ar}", "[人人有水喝的權利與自由人人有水]{lang=zh-Hant}"]
)
def test_a_title_with_words_of_another_script_fits_its_page_and_is_proven(tmp_path: Path, words: str) -> None:
    assert glyphs.judge(rendered(tmp_path, f"# Words {words} and words.\n\nWords.\n", "en")).findings == ()


def test_a_run_in_several_fonts_is_proven_font_by_font(tmp_path: Path) -> None:
    data = rendered(tmp_path, MIXED, "de")
    painting = painted_glyphs.read(data)
    assert any(len({glyph.font for glyph in run.glyphs}) > 2 for run in painting.runs)
    check = glyphs.judge(data)
    assert (check.verdict, check.findings) == ("passed", ())


# --- Other glyphs than the text's ----------------------------------------------------------------


def test_a_glyph_changed_under_truthful_actual_text_is_found(german: bytes) -> None:
    check = repaint(german, 2, ACCENTED, lambda codes: [codes[2], *codes[1:]])
    assert (check.verdict, codes_of(check)) == ("failed", {"glyphs-mismatch"})
    (finding,) = check.findings
    assert finding.where.startswith(f"page 2, '{ACCENTED}")
    assert re.search(
        r"expected glyph \d+ \('E' U\+0045\) as glyph no. 1 .* found glyph \d+ \('n' U\+006E\)", finding.message
    )


def test_swapped_glyphs_are_found(german: bytes) -> None:
    check = repaint(german, 2, ACCENTED, lambda codes: [codes[1], codes[0], *codes[2:]])
    assert codes_of(check) == {"glyphs-mismatch"}
    assert check.findings[0].where.startswith(f"page 2, '{ACCENTED}")


@pytest.mark.parametrize(
    "edit",
    [lambda codes: codes[:-1], lambda codes: [*codes, codes[-1]], lambda codes: []],
    ids=["lost", "doubled", "all lost"],
)
def test_a_glyph_too_few_or_too_many_is_found(german: bytes, edit: Callable[[Codes], Codes]) -> None:
    assert codes_of(repaint(german, 2, ACCENTED, edit)) == {"glyphs-mismatch"}


def test_another_glyph_as_automatic_hyphen_is_found(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        font = font_named(pdf, SERIF)
        lead(pdf, font, {code_of(font, "\u00ad"): code_of(font, "n")})

    check = spoiled(german, change)
    assert codes_of(check) == {"glyphs-mismatch"}
    assert len(check.findings) == sum(bool(HYPHENATED.search(run.text)) for run in painted_glyphs.read(german).runs)


@pytest.mark.parametrize("letter", ["n", ","])
def test_a_glyph_that_calls_itself_a_soft_hyphen_is_found(german: bytes, letter: str) -> None:
    """The reader drops U+00AD: what is painted for it must be a hyphen, and at the end of a line."""
    check = spoiled(german, lambda pdf: falsify(pdf, SERIF, letter, "\u00ad"))
    assert "glyphs-mismatch" in codes_of(check) <= {"glyphs-mismatch", "glyphs-unicode"}


def test_two_hyphens_of_one_glyph_are_told_apart(german: bytes) -> None:
    """The source's U+2010 and the automatic hyphen are one glyph with two codes; so are space and no-break space."""
    runs = painted_glyphs.read(german).runs
    text = next(run for run in runs if run.text.startswith(ACCENTED))
    font = text.glyphs[0].font
    codes = {glyph.said: glyph.code for run in runs for glyph in run.glyphs if glyph.font == font}
    assert len({codes[char] for char in "-\u2010\u00ad"}) == 3
    with pikepdf.open(io.BytesIO(german)) as pdf:
        glyph_map = font_named(pdf, SERIF).DescendantFonts[0].CIDToGIDMap.read_bytes()
    leads = {char: int.from_bytes(glyph_map[2 * codes[char] : 2 * codes[char] + 2], "big") for char in codes if char}
    assert leads["\u2010"] == leads["\u00ad"] and leads[" "] == leads["\u00a0"]


@pytest.mark.parametrize("wrong, right", [("\u00ad", "\u2010"), (" ", "\u00a0")], ids=["hyphen", "space"])
def test_the_other_code_of_the_same_glyph_is_found_under_actual_text(german: bytes, wrong: str, right: str) -> None:
    """The picture stays, and ActualText too: only a plain reader would read another text."""
    with pikepdf.open(io.BytesIO(german)) as pdf:
        font = font_named(pdf, SERIF)
        old, new = (code_of(font, char).to_bytes(2, "big") for char in (right, wrong))
    check = repaint(german, 2, ACCENTED, lambda codes: [{old: new}.get(code, code) for code in codes])
    (finding,) = check.findings
    assert finding.code in ("glyphs-unicode", "glyphs-mismatch") and finding.where.startswith(f"page 2, '{ACCENTED}")


def test_falsified_to_unicode_is_found_wherever_it_is_read(german: bytes) -> None:
    check = spoiled(german, lambda pdf: falsify(pdf, SERIF, "t", "d"))
    assert codes_of(check) == {"glyphs-mismatch", "glyphs-unicode"}
    assert any("expected glyph" in finding.message and "'d' U+0064" in finding.message for finding in check.findings)
    assert all(finding.where.startswith(("page 2, ", "page 3, ")) for finding in check.findings)


def test_falsified_to_unicode_under_actual_text_is_found(german: bytes) -> None:
    check = spoiled(german, lambda pdf: falsify(pdf, SERIF, "\u0301", "\u0300"))
    (finding,) = check.findings
    assert finding.code == "glyphs-unicode"
    assert finding.where.startswith(f"page 2, '{ACCENTED}")


def test_falsified_actual_text_is_found(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        stream = page.Contents.read_bytes()
        old, new = (text.encode("utf-16-be").hex().encode() for text in ("mit\u00a0Z", "mir\u00a0Z"))
        assert stream.count(old) == 1
        page.Contents = pdf.make_stream(stream.replace(old, new))

    check = spoiled(german, change)
    (finding,) = check.findings
    assert finding.code == "glyphs-mismatch"
    assert finding.where.startswith("page 2, 'Ein f\u0301 mir")
    assert "'r' U+0072" in finding.message and "'t' U+0074" in finding.message


@pytest.mark.parametrize("code", [b"\x00\x00", b"\xff\xf0"], ids=["notdef", "beyond"])
def test_a_glyph_that_the_font_lacks_is_found(german: bytes, code: bytes) -> None:
    check = repaint(german, 2, ACCENTED, lambda codes: [code, *codes[1:]])
    assert codes_of(check) == {"glyphs-notdef"}
    assert check.findings[0].where.startswith(f"page 2, '{ACCENTED}")


def test_a_dotted_circle_for_a_faulty_sequence_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a text is refused before anything is made of it, so here nobody refuses."""
    monkeypatch.setattr(shaping, "faults", lambda *_: ())
    monkeypatch.setattr(archive_pdf, "refuse_faults", lambda *_: [])
    check = glyphs.judge(rendered(tmp_path, "# Titel\n\nEin Vorspann.\n\n\u0483 steht allein.\n", "de"))
    (finding,) = check.findings
    assert finding.code == "glyphs-circle" and finding.where.startswith("page 2, '\u0483 ")


# --- Right to left -------------------------------------------------------------------------------


@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize(
    "edit",
    [
        lambda codes: [codes[1], codes[0], *codes[2:]],
        lambda codes: codes[::-1],
        lambda codes: [codes[-2], *codes[1:]],
    ],
    ids=["swapped", "reversed", "changed"],
)
def test_other_glyphs_than_right_to_left_text_says_are_found(arabic: bytes, edit: Callable[[Codes], Codes]) -> None:
    check = repaint(arabic, 2, "فقرة ثانية", edit)
    assert codes_of(check) == {"glyphs-mismatch"}
    assert check.findings[0].where.startswith("page 2, 'فقرة ثانية")


@pytest.mark.needs("fonts-noto-core")
def test_falsified_actual_text_of_the_structure_is_found(arabic: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for element in pdf.objects:
            if isinstance(element, Dictionary) and str(element.get("/ActualText", "")).startswith("فقرة ثانية"):
                element.ActualText = pikepdf.String(str(element.ActualText).replace("رقم", "قلم"))

    check = spoiled(arabic, change)
    (finding,) = check.findings
    assert finding.code == "glyphs-mismatch" and finding.where.startswith("page 2, 'فقرة ثانية فيها قلم")


@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize("mode, verdict", [("/RlTb", "passed"), ("/LrTb", "failed")])
def test_the_writing_mode_of_the_structure_counts(arabic: bytes, mode: str, verdict: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.StructTreeRoot.K[0].A = Dictionary(O=Name.Layout, WritingMode=Name(mode))

    check = spoiled(arabic, change)
    assert check.verdict == verdict
    assert codes_of(check) <= {"glyphs-mismatch"}


# --- Fonts ---------------------------------------------------------------------------------------


def test_another_font_program_under_the_same_name_is_found(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        programs = [font_named(pdf, name).DescendantFonts[0].FontDescriptor for name in (SERIF, "Alegreya-Sans-Medium")]
        programs[0].FontFile2 = programs[1].FontFile2

    check = spoiled(german, change)
    (finding,) = check.findings
    assert (check.verdict, finding.code) == ("failed", "glyphs-font")
    assert finding.where.startswith("page 2, ") and "expected the font Source-Serif-4" in finding.message


def test_an_outline_exchanged_inside_the_program_is_found(german: bytes) -> None:
    """The glyphs keep their numbers, and the reader sees other letters."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = font_named(pdf, SERIF)
        texts = {text: code for code, text in read_font(font).to_unicode.items()}
        descriptor = font.DescendantFonts[0].FontDescriptor
        program = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
        one, other = (program.getGlyphName(texts[letter]) for letter in "nu")
        table = program["glyf"]
        table[one], table[other] = table[other], table[one]
        out = io.BytesIO()
        program.save(out)
        descriptor.FontFile2 = pdf.make_stream(out.getvalue())

    check = spoiled(german, change)
    (finding,) = check.findings
    assert finding.code == "glyphs-font" and "outline of glyph" in finding.message


def test_codes_led_to_other_glyphs_are_found(german: bytes) -> None:
    """A CIDToGIDMap that exchanges two glyphs under every text."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = font_named(pdf, SERIF)
        one, other = (code_of(font, letter) for letter in "nu")
        lead(pdf, font, {one: other, other: one})

    check = spoiled(german, change)
    assert codes_of(check) == {"glyphs-mismatch"}


def test_a_code_that_leads_nowhere_is_found(german: bytes) -> None:
    """A CIDToGIDMap that ends before a further code of a glyph."""

    def change(pdf: pikepdf.Pdf) -> None:
        font = font_named(pdf, SERIF)
        known = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
        last = max(read_font(font).to_unicode)
        assert last >= 1000
        font.DescendantFonts[0].CIDToGIDMap = pdf.make_stream(known[: 2 * last])

    assert codes_of(spoiled(german, change)) == {"glyphs-notdef"}


def test_a_font_without_an_original_at_hand_is_not_run(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        font_named(pdf, SERIF).BaseFont = Name("/ABCDEF+Nowhere-Serif")

    check = spoiled(german, change)
    assert (check.verdict, check.findings) == ("not run", ())
    assert "Nowhere-Serif" in check.reason


def test_a_font_of_another_type_is_found(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        font_named(pdf, SERIF).Subtype = Name.Type3

    assert codes_of(spoiled(german, change)) == {"glyphs-kind"}


def test_another_form_of_the_same_letter_is_told_apart_from_another_letter(german: bytes) -> None:
    """Others say a ligature for two letters: read, and no lie."""
    wide = spoiled(german, lambda pdf: remapped(pdf, "u", "\uff55"))
    other = spoiled(german, lambda pdf: remapped(pdf, "u", "w"))
    assert "glyphs-compatible" in codes_of(wide) - codes_of(other)
    assert "glyphs-unicode" in codes_of(other) - codes_of(wide)


# --- Text that nothing says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "before, after",
    [(b"", b""), (b"/Span BMC ", b" EMC"), (b"/P <</MCID 999>> BDC ", b" EMC")],
    ids=["bare", "marked", "unknown"],
)
def test_text_outside_of_the_structure_is_found(german: bytes, before: bytes, after: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        font = next(name for name, font in page.Resources.Font.items() if str(font.BaseFont).endswith(SERIF))
        extra = b" " + before + b"BT " + font.encode() + b" 9 Tf 50 50 Td <00140014> Tj ET" + after
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + extra)

    (finding,) = spoiled(german, change).findings
    assert (finding.code, finding.where) == ("glyphs-unmarked", "page 2")


def test_text_in_a_picture_is_found(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        form = pdf.make_stream(b"BT /F 9 Tf <0014> Tj ET", {"/Type": Name.XObject, "/Subtype": Name.Form})
        page.Resources.XObject = Dictionary({"/Extra": form})
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" /Artifact BMC /Extra Do EMC")

    (finding,) = spoiled(german, change).findings
    assert (finding.code, finding.where) == ("glyphs-unmarked", "page 2") and "Extra" in finding.message


def test_a_file_without_tags_is_not_run(german: bytes) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot

    check = spoiled(german, change)
    assert check.verdict == "not run" and "structure tree" in check.reason


def test_a_file_that_cannot_be_read_fails() -> None:
    assert codes_of(glyphs.judge(b"no PDF")) == {"glyphs-unreadable"}


# --- No mutation survives ------------------------------------------------------------------------


def mutated(data: bytes, seed: int) -> Check:
    """One glyph somewhere under ActualText exchanged for another that its font paints elsewhere."""
    chance = random.Random(seed)
    painting = painted_glyphs.read(data)
    runs = [run for run in painting.runs if run.actual is not None and len(run.glyphs) > 2 and run.actual.strip()]
    run = chance.choice(runs)
    place = chance.randrange(len(run.glyphs))
    font = run.glyphs[place].font
    others = {glyph.code for each in painting.runs for glyph in each.glyphs if glyph.font == font}
    code = chance.choice(sorted(others - {run.glyphs[place].code})).to_bytes(2, "big")

    def edit(codes: Codes) -> Codes:
        return [code if index == place else old for index, old in enumerate(codes)]

    return repaint(data, run.page, run.actual or "", edit)


@given(st.integers(0, 10_000))
@settings(max_examples=examples(40))
def test_no_exchange_of_a_glyph_under_actual_text_survives(german: bytes, seed: int) -> None:
    assert mutated(german, seed).verdict == "failed"


@pytest.mark.needs("fonts-noto-core")
@given(st.integers(0, 10_000))
@settings(max_examples=examples(40))
def test_no_exchange_of_a_glyph_in_right_to_left_text_survives(arabic: bytes, seed: int) -> None:
    assert mutated(arabic, seed).verdict == "failed"
