"""Words of scripts without spaces: a line ends between two of them, and a title too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.language.table import describe
from flugblatt.language.word_breaks import bounds, pieces
from flugblatt.model import Place, Text, plain_text
from flugblatt.xhtml.line_setting import cut
from flugblatt.xhtml.title_setting import Room, set_words
from tests.unspaced import SCRIPTS, WORDS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ปฏิญญาสากลว่าด้วย", ("ปฏิญญา", "สากล", "ว่า", "ด้วย")),
        ("สิทธิ ฯลฯ และ", ("สิทธิ ", "ฯลฯ ", "และ")),
        ("ສິດທິມະນຸດ", ("ສິດທິ", "ມະນຸດ")),
        ("ប្រជាជនកម្ពុជា", ("ប្រជាជន", "កម្ពុជា")),
        ("ပြည်သူ့ဥပဒေ", ("ပြည်", "သူ့", "ဥပဒေ")),
        ("ꦲꦏ꧀ꦱꦫ", ("ꦲ", "ꦏ꧀ꦱ", "ꦫ")),
        ("ᨣ᩠ᩅᩣ᩠ᨾᨾᨶᩩᩔ", ("ᨣ᩠ᩅᩣ᩠ᨾ", "ᨾ", "ᨶᩩ", "ᩔ")),
        ("Das Recht der Völker", ("Das ", "Recht ", "der ", "Völker")),
        ("世界人権宣言", ("世界人権宣言",)),
        ("ว่า\u200bด้วย", ("ว่า\u200b", "ด้วย")),
        ("", ()),
    ],
)
def test_pieces(text: str, parts: tuple[str, ...]) -> None:
    assert pieces(text) == parts


def test_a_character_beyond_the_first_plane_shifts_nothing() -> None:
    assert bounds("😀 ปฏิญญาสากล") == (8,)


def test_no_bound_beside_a_space_or_a_break_of_the_source() -> None:
    assert bounds("ว่า ด้วย") == bounds("ว่า\u200bด้วย") == bounds("Das Recht 世界人権") == ()


def test_a_stack_of_mon_is_never_cut() -> None:
    text = "ဗီုပြၚ်သ္ပဂုဏ်သိက္ခာကဵုအခေါၚ်အရာမၞိဟ်"
    assert all(text[end] not in "\u1039\u103a" and text[end - 1] != "\u1039" for end in bounds(text))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_title_is_broken_between_words(script: str) -> None:
    title = "".join(WORDS[script]) + " " + "".join(reversed(WORDS[script]))
    lines = set_words(title, describe("xx", "a"), lambda text: float(len(text)), Room(24, 1, 1)).lines
    ends = {sum(map(len, pieces(title)[:count])) for count in range(len(pieces(title)) + 1)}
    done = 0
    for part in cut((Text(title, Place(1, 1)),), lines):
        done += len(plain_text(part))
        assert done in ends
    assert done == len(title) and len(lines) > 2
    assert all(len(line) <= 24 for line in lines)


@given(st.text(alphabet="กขคงจนมยรลวสอะาิีุูเแโไ่้์ฯๆ ສິດທິມະນຸດក្ខមនុស្សမြန်မာꦱꦏ꧀ᨾᨶᩩ\u200bab-(. ", max_size=80))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert all(0 < end < len(text) for end in bounds(text))


def test_words_of_the_table_are_parted_at_their_ends_and_not_within() -> None:
    assert pieces("សេចក្តីប្រកាសជាសកលស្តីពីសិទ្ធិមនុស្ស") == ("សេចក្តី", "ប្រកាស", "ជា", "សកល", "ស្តីពី", "សិទ្ធិមនុស្ស")


def test_a_zero_width_space_of_the_author_is_a_place_to_break() -> None:
    assert pieces("សិទ្ធិ\u200bមនុស្ស")[0] == "សិទ្ធិ\u200b"
