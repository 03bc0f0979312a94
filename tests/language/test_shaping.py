"""Texts that the fonts cannot set are refused before anything is made of them."""

from pathlib import Path

import pytest

from flugblatt.build import production
from flugblatt.language import fonts, shaping
from flugblatt.language.table import describe
from flugblatt.model import Edition, Finding, NotDue, Product, Statement
from flugblatt.model.errors import ContentError, ToolMissing
from flugblatt.model.targets import chosen
from flugblatt.typeset import archive_pdf
from tests import editions

PATH = "probe"


def work(folder: Path, text: str, tag: str) -> tuple[Statement, Edition]:
    statement = editions.read(editions.write(folder, PATH, editions.PLAIN_YAML, **{tag: text}))
    return statement, statement.editions[0]


def found(folder: Path, text: str, tag: str) -> tuple[Finding, ...]:
    _, edition = work(folder, text, tag)
    return shaping.faults(edition, describe(tag, edition.whole_text))


def without(monkeypatch: pytest.MonkeyPatch, *families: str) -> None:
    """A machine on which families that begin so are not installed."""
    installed = fonts.faces_of
    monkeypatch.setattr(fonts, "faces_of", lambda family: () if family.startswith(families) else installed(family))
    monkeypatch.setattr(fonts, "coverage", fonts.coverage.__wrapped__)


@pytest.mark.needs("fonts-noto-core")
def test_a_sign_out_of_place_is_named_with_its_place_and_its_remedy(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "# शीर्षक\n\nपहला वाक्य।\n\nएक और ि वाक्य\nयहाँ।\n", "hi")
    assert (finding.code, finding.where) == ("dotted-circle", "probe/hi.md:5:7")
    assert "U+093F DEVANAGARI VOWEL SIGN I" in finding.message and "U+25CC" in finding.hint


@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize(
    "word, column, hint",
    [
        ("कंिम", 8, "perhaps U+093F DEVANAGARI VOWEL SIGN I belongs before U+0902 DEVANAGARI SIGN ANUSVARA: “किंम”"),
        ("र््क", 7, "perhaps the sign is one too many: “र्क”"),
        ("ंिक", 6, "look at the order of the signs of this word"),
    ],
)
def test_the_hint_says_what_mends_the_word(tmp_path: Path, word: str, column: int, hint: str) -> None:
    finding, *_ = found(tmp_path, f"# शीर्षक\n\nपहला वाक्य।\n\nशब्द {word} यहाँ।\n", "hi")
    assert finding.code == "dotted-circle" and finding.where == f"probe/hi.md:5:{column}"
    assert finding.hint.startswith(hint)


@pytest.mark.needs("fonts-noto-core")
def test_a_dotted_circle_of_the_source_is_text(tmp_path: Path) -> None:
    assert found(tmp_path, "# शीर्षक\n\nचिह्न ◌ि और \u00a0ि हैं।\n\nदूसरा।\n", "hi") == ()


def test_a_rare_ideograph_names_the_package_that_may_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chữ Nôm needs ideographs that Noto lacks: what is missing is a font, not a fault of the text."""
    without(monkeypatch, "HanaMin")
    _, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nDas Zeichen \U000275f1 steht hier.\n", "de")
    with pytest.raises(ToolMissing, match=r"(?s)probe/de\.md:5:13: .*U\+275F1.*apt-get install fonts-hanazono"):
        shaping.check(edition, describe("de", edition.whole_text))


def test_every_character_without_a_glyph_is_named_once_for_a_piece(tmp_path: Path) -> None:
    text = "# Titel\n\nEin Satz.\n\nEin \\* Zeichen \U00012000 hier, *\U00012000* da.\n"
    findings = found(tmp_path, text, "de")
    assert [(finding.code, finding.where) for finding in findings] == [
        ("glyph-missing", "probe/de.md:5:16"),
        ("glyph-missing", "probe/de.md:5:25"),
    ]


def test_a_code_block_counts_too(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, "# Titel\n\nEin Satz.\n\n```\neins\nzwei \U00012000\n```\n", "de")
    assert finding.where == "probe/de.md:7:6"


@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize("target", ["archive-pdf", "access-pdf", "epub", "web"])
def test_every_target_that_sets_text_refuses(tmp_path: Path, target: str) -> None:
    statement, edition = work(tmp_path, "# शीर्षक\n\nएक और ि वाक्य।\n\nदूसरा।\n", "hi")
    with pytest.raises(ContentError) as caught:
        list(production.render(statement, edition, chosen((target,))))
    assert [finding.code for finding in caught.value.findings] == ["dotted-circle"]


@pytest.mark.parametrize(
    ("char", "code", "hint"),
    [
        ("\U00012000", "glyph-missing", "mark the words with their language"),
        ("\ue000", "glyph-missing", "write another character"),
        ("\u0e01", "font-missing", "apt-get install fonts-noto-core, and mark the words"),
        ("\u2fe0", "glyph-missing", "write another character"),
        ("\U0001fb00", "font-missing", "apt-get install fonts-noto-core"),
    ],
)
def test_what_is_lacking_is_named_with_the_package_that_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, char: str, code: str, hint: str
) -> None:
    """Exit 4 where a package helps, 3 where none does."""
    without(monkeypatch, "Noto Sans Symbols", "Noto Sans Math", "Noto Serif Thai", "Noto Sans Thai")
    (finding,) = found(tmp_path, f"# Titel\n\nEin Satz.\n\nDas Zeichen {char} steht hier.\n", "de")
    assert (finding.code, finding.where) == (code, "probe/de.md:5:13")
    assert f"U+{ord(char):04X}" in finding.message and "tried Source Serif 4, " in finding.message
    assert finding.hint.startswith(hint)


def test_web_page_and_text_are_made_of_what_no_font_can_set(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nDas Zeichen \U00012000 hier.\n", "de")
    made = list(production.render(statement, edition, chosen(("archive-pdf", "epub", "web", "text"))))
    due = {one.target: one.reason for one in made if isinstance(one, NotDue)}
    assert set(due) == {"archive-pdf", "epub"} and all(reason.startswith(shaping.REASON) for reason in due.values())
    assert [one.artefact.target for one in made if isinstance(one, Product)] == ["web", "text"]


def test_a_whole_script_without_a_font_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "Noto Serif Thai", "Noto Sans Thai")
    (finding,) = found(tmp_path, "# ปฏิญญาสากล\n\nว่าด้วยสิทธิมนุษยชน\n", "th")
    assert (finding.code, finding.where) == ("font-missing", "probe/th.md:1:3")
    assert "characters of the text, among them U+0E1B THAI CHARACTER PO PLA" in finding.message
    assert finding.hint == "apt-get install fonts-noto-core"


@pytest.mark.needs("fonts-noto-core")
def test_the_text_form_sets_nothing(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# शीर्षक\n\nएक और ि वाक्य।\n\nदूसरा।\n", "hi")
    (product,) = production.render(statement, edition, chosen(("text",)))
    assert "ि" in product.artefact.data.decode()


@pytest.mark.needs("fonts-noto-core")
def test_what_only_drawing_shows_is_refused_before_the_file(tmp_path: Path) -> None:
    """A character of statement.yaml that no font has: found before anything is drawn, and by what draws, too."""
    yaml = "date: 2024-05-03\nissuers: [Büro \U00012000]\n"
    statement = editions.read(editions.write(tmp_path, PATH, yaml, de="# Titel\n\nEin Satz.\n\nNoch einer.\n"))
    edition = statement.editions[0]
    (finding,) = shaping.problems(statement, edition, describe("de", edition.whole_text))
    assert (finding.code, finding.where) == ("glyph-missing", f"{statement.source.path}:2:16")
    with pytest.raises(ContentError) as caught:
        archive_pdf.render(statement, edition, describe("de", edition.whole_text))
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == ("glyph-missing", statement.source.path) and "U+12000" in finding.message
