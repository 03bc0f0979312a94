"""The declared normalisations: each does what it says, is counted, and there are no others."""

import pytest

from flugblatt.judges.fidelity.normalisations import NORMALISATIONS, counts, plain, source_text
from flugblatt.judges.fidelity.sequence import Char, Spot, Voice, collapse
from tests.judges import mutations

ROWS = {
    "leading-bom": lambda: source_text("\ufeffWort\ufeff".encode()) == "Wort\ufeff",
    "crlf": lambda: source_text(b"a\r\nb\n\rc\rd") == "a\nb\n\rc\rd",
    "blank-runs": lambda: plain("\t a \t\r\n\n b\nc ") == "a b c",
    "soft-hyphens": lambda: plain("Tren\u00adnung \u00ad \u00adb\u00ad") == "Trennung b",
}
KEPT_APART = {
    "composed and decomposed": ("Café", "Cafe\u0301"),
    "the angstrom sign and the letter": ("\u212b", "Å"),
    "ligature": ("ﬁ", "fi"),
    "case": ("Straße", "straße"),
    "sharp s": ("Maße", "Masse"),
    "quotation marks": ("„so“", '"so"'),
    "English and German quotation marks": ("“so”", "„so“"),
    "apostrophes": ("geht’s", "geht's"),
    "hyphen and hyphen-minus": ("Nord\u2010Süd", "Nord-Süd"),
    "no-break hyphen": ("Nord\u2011Süd", "Nord-Süd"),
    "en dash": ("a – b", "a - b"),
    "no-break space": ("6.\u00a0Januar", "6. Januar"),
    "narrow no-break space": ("z.\u202fB.", "z. B."),
    "ideographic space": ("一\u3000二", "一 二"),
    "a space and none": ("ein Mal", "einMal"),
    "zero width joiner": ("क्\u200dष", "क्ष"),
    "zero width non-joiner": ("می\u200cخواهم", "میخواهم"),
    "zero width space": ("ab\u200bc", "abc"),
    "word joiner": ("a\u2060b", "ab"),
    "a BOM in the text": ("a\ufeffb", "ab"),
    "ellipsis": ("…", "..."),
    "figures": ("٢٠٢٤", "2024"),
    "Cyrillic and Latin": ("а", "a"),
    "variation selector": ("☺\ufe0e", "☺"),
    "line separator": ("a\u2028b", "a b"),
    "form feed": ("a\fb", "a b"),
    "next line": ("a\u0085b", "a b"),
}


def test_every_row_has_its_test() -> None:
    assert [row.id for row in NORMALISATIONS] == list(ROWS)
    assert all(row.rule and row.reason for row in NORMALISATIONS)
    assert set(counts(b"", ())) == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_a_row_does_what_it_says(row: str) -> None:
    assert ROWS[row]()


@pytest.mark.parametrize("name", KEPT_APART)
def test_nothing_else_is_normalised(name: str) -> None:
    one, other = KEPT_APART[name]
    assert plain(one) != plain(other)
    assert (plain(one), plain(other)) == (one, other)
    assert source_text(one.encode()) == one


def test_characters_with_voices_go_the_same_way() -> None:
    text = " \t Ein\u00ad  Wort\r\n\u00ad \u00a0 \u2003und \u00ad\tnoch eines \n"
    chars = collapse(Char(char, Voice(), Spot("")) for char in text)
    assert "".join(char.char for char in chars) == plain(text) == "Ein Wort \u00a0 \u2003und noch eines"


def test_occasions_are_counted() -> None:
    source = "\ufeff# a\r\n\r\nb\u00adc\r\nd\r\n".encode()
    assert counts(source, ("a", "b\u00adc\nd", " e  f \t g ")) == {
        "leading-bom": 1,
        "crlf": 4,
        "blank-runs": 3,
        "soft-hyphens": 1,
    }
    assert set(counts(b"# a\n\nb c\n", ("a", "b c")).values()) == {0}


def test_soft_hyphens_that_are_written_as_entities_are_counted() -> None:
    assert counts(b"# a\n\nb&shy;c\n", ("a", "b\u00adc"))["soft-hyphens"] == 1


@pytest.mark.parametrize(
    ("old", "new"), [("Café", "Cafe\u0301"), ("„Zitat“", '"Zitat"'), ("Ein Zitat", "Ein\u00a0Zitat")]
)
@pytest.mark.parametrize("target", ["web", "text"])
def test_the_judge_tells_them_apart(target: str, old: str, new: str) -> None:
    data = mutations.forms().of(target)
    mutations.assert_failed(mutations.judged(target, mutations.swapped(data, old, new)), "fidelity-changed")


@pytest.mark.parametrize(("old", "new"), [("Café", "Ca\u00adfé"), ("Ein Zitat", "Ein  \n Zitat")])
def test_the_judge_lets_the_declared_ones_pass(old: str, new: str) -> None:
    check = mutations.judged("web", mutations.swapped(mutations.forms().web, old, new))
    assert (check.verdict, check.findings) == ("passed", ())
