"""How titles are set: size and lines chosen together, by sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.language import fonts
from flugblatt.language.table import describe
from flugblatt.model import Place, Text, plain_text
from flugblatt.xhtml.line_setting import cut
from flugblatt.xhtml.title_setting import Room, SetTitle, bare, set_title, set_words

GERMAN = describe("de", "Deutsch")
COAL = "Wir sagen Nein zu der Vergabe von Geld auf neue Kohleverträge"


def in_letters(title: str, measure: float, tag: str = "de", **room: float) -> SetTitle:
    """The title in a room of so many letters, all of one width."""
    space = Room(measure, room.pop("size", 1), room.pop("smallest", 0.5), **room)  # type: ignore[arg-type]
    return set_words(title, describe(tag, title), lambda text: float(len(text)), space)


def test_a_title_breaks_by_sense() -> None:
    title = "Erklärung der belarusischen demokratischen Kräfte zu Kasachstan"
    made = in_letters(title, 23)
    assert made.lines == ("Erklärung", "der belarusischen", "demokratischen Kräfte", "zu Kasachstan")
    assert made.size == 1


def test_four_per_cent_smaller_beats_an_adjective_without_its_noun() -> None:
    made = in_letters(COAL, 22.6)
    assert made.lines == ("Wir sagen Nein", "zu der Vergabe von Geld", "auf neue Kohleverträge")
    assert 0.96 <= made.size < 1


@pytest.mark.parametrize(
    ("growth", "lines"),
    [
        (0.0, ("Die Wärme kommt", "künftig aus dem Fluss")),
        (1.6, ("Die Wärme", "kommt künftig", "aus dem Fluss")),
    ],
)
def test_a_much_larger_size_is_worth_a_line_more_where_a_title_may_grow(growth: float, lines: tuple[str, ...]) -> None:
    made = in_letters("Die Wärme kommt künftig aus dem Fluss", 22, largest=1.34, growth=growth)
    assert made.lines == lines
    assert made.size == pytest.approx(min(1.34, 22 / max(map(len, lines))), rel=0.01)


def test_no_more_than_four_per_cent() -> None:
    made = in_letters("Das sind auf neue Kohleverträge", 20)
    assert made.size == 1 or made.size >= 0.96


@pytest.mark.parametrize(
    ("tag", "title", "measure"),
    [
        ("de", "Das Recht der Völker auf ihr eigenes Schicksal", 16),
        ("en", "An open letter to the members of the city council", 17),
        ("fr", "Déclaration des forces démocratiques du Bélarus sur le Kazakhstan", 22),
        ("es", "Carta abierta a los miembros del consejo de la ciudad", 18),
        ("pl", "Oświadczenie w sprawie sytuacji na granicy i w lasach", 20),
        ("cs", "Prohlášení k událostem v Kazachstánu a o nás", 19),
        ("be", "Заява дэмакратычных сіл пра падзеі ў Казахстане", 20),
        ("uk", "Заява про події в Казахстані та про нас", 16),
        ("nl", "Open brief aan de leden van de raad over de haven", 17),
        ("sv", "Öppet brev till kommunens ledamöter om det gamla varvet", 20),
        ("km", "សេចក្តីប្រកាស អំពី សិទ្ធិ នៃ មនុស្ស", 16),
    ],
)
def test_no_line_ends_in_a_weak_word(tag: str, title: str, measure: int) -> None:
    language = describe(tag, title)
    lines = in_letters(title, measure, tag).lines
    assert len(lines) > 1
    assert all(bare(line.split(" ")[-1]) not in language.weak for line in lines[:-1])


@pytest.mark.parametrize(
    ("tag", "title", "measure"),
    [
        ("tr", "Kazakistan halkı için ortak açıklama", 16),
        ("hu", "Nyilatkozat a háború ellen és a béke mellett", 19),
        ("fi", "Avoin kirje kaupungin sataman puolesta", 22),
        ("hi", "मानव अधिकारों की सार्वभौम घोषणा", 16),
    ],
)
def test_no_line_begins_with_a_postposition(tag: str, title: str, measure: int) -> None:
    language = describe(tag, title)
    lines = in_letters(title, measure, tag).lines
    assert len(lines) > 1
    assert all(bare(line.split(" ")[0]) not in language.postposed for line in lines[1:])


def test_no_line_is_a_short_word_or_short_beside_the_longest() -> None:
    lines = in_letters("Wir fordern Gerechtigkeit für die Gefangenen", 23).lines
    assert min(map(len, lines)) >= 0.45 * max(map(len, lines))


def test_one_line_more_than_needed_and_no_more() -> None:
    title = "Offener Brief an die Mitglieder des Stadtrats von Nordhafen"
    for measure in range(14, 60):
        filled = in_letters(title, measure)
        fewest = -(-len(title) // measure)
        assert len(filled.lines) <= fewest + 2  # greedy lines waste up to one, and one is allowed


def test_a_short_title_grows_to_the_ceiling_and_its_measure() -> None:
    assert in_letters("Nie wieder", 20, largest=1.5).size == 1.5
    assert in_letters("Nie wieder", 12, largest=1.5).size == pytest.approx(1.2, rel=0.01)


def test_a_title_becomes_smaller_where_the_room_is_low() -> None:
    title = "Offener Brief an die Mitglieder des Stadtrats von Nordhafen über die Zukunft der Werft"
    made = in_letters(title, 20, smallest=0.3, height=3.0)
    assert made.fits and made.size * made.rows <= 3.0 and made.size < 0.9


def test_a_word_wider_than_the_measure_is_left_to_the_engine() -> None:
    made = in_letters("Die Donaudampfschifffahrtsgesellschaft heute", 10)
    assert made.broken and not made.fits
    assert made.lines == ("Die Donaudampfschifffahrtsgesellschaft heute",)


def test_a_thai_title_begins_a_line_with_its_weak_word() -> None:
    assert in_letters("ปฏิญญาสากลว่าด้วยสิทธิมนุษยชน", 20, "th").lines == ("ปฏิญญาสากล", "ว่าด้วยสิทธิมนุษยชน")


def test_the_lines_of_the_author_win_and_set_the_size() -> None:
    face = fonts.face_for(("Alegreya Sans",), 800)
    wanted = ("Nie", "wieder und nie allein")
    made = set_title("Nie wieder und nie allein", GERMAN, face, Room(300, 33, 12, 60), wanted)
    assert made.lines == wanted
    assert 33 < made.size < 40


def test_lines_that_no_size_holds_are_chosen_anew() -> None:
    face = fonts.face_for(("Alegreya Sans",), 800)
    title = "Nie wieder und nie allein und immer so weiter"
    made = set_title(title, GERMAN, face, Room(100, 33, 12), (title,))
    assert len(made.lines) > 1 and " ".join(made.lines) == title


@given(st.lists(st.text(alphabet="abcdefghij", min_size=1, max_size=14), min_size=1, max_size=12), st.integers(14, 30))
def test_the_lines_of_a_title_are_its_words_in_order(words: list[str], measure: int) -> None:
    title = " ".join(words)
    lines = in_letters(title, measure).lines
    assert " ".join(lines) == title
    assert all(len(line) <= measure / 0.96 for line in lines)
    parts = cut((Text(title, Place(1, 1)),), lines)
    assert "".join(plain_text(part) for part in parts) == title


def test_a_bond_is_never_parted() -> None:
    assert any("Abs. 2" in line for line in in_letters("Was Artikel 20 Abs. 2 des Grundgesetzes sagt", 15).lines)
    assert any("6. Januar" in line for line in in_letters("Zu den Ereignissen am 6. Januar im Hafen", 21).lines)
