"""The format table: every format proven on paper, so to speak, and a wrong table refused with its line."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.leaflet.folding import folded, prove
from flugblatt.leaflet.format_table import PATH, read
from flugblatt.leaflet.formats import auto, find, find_shop, formats, profile_of, shops
from flugblatt.leaflet.sheets import Format, Sheet, folds_of, imposition, panels_of
from flugblatt.model import Direction
from flugblatt.model.errors import ContentError, UsageError

TEXT = (Path(__file__).parent.parent.parent / PATH).read_text(encoding="utf-8")
FORMATS = formats()
KEYS = [format.key for format in FORMATS]


def pages_of(format: Format) -> tuple[int, ...]:
    return (4, 8, 12, 16, 36) if format.booklet else (0,)


# --- What the table says -------------------------------------------------------------------------


def test_the_formats_that_users_rely_on_are_there() -> None:
    assert KEYS == [
        "a4",
        "a5",
        "dl6-roll",
        "dl6-z",
        "a5-4",
        "a5-4-296",
        "booklet-a5",
        "booklet-a6",
        "2xa5",
        "4xa6",
        "a3",
        "a2",
        "letter",
        "legal",
        "letter6-roll",
        "booklet-half-letter",
        "tabloid",
    ]
    assert [format.key for format in auto()] == ["dl6-roll", "a5-4"]
    assert {shop.key for shop in shops()} >= {"default", "bleed-2", "bleed-1", "marks", "spreads"}


def test_the_default_shop_takes_what_most_shops_take() -> None:
    shop = find_shop("")
    assert (shop.bleed, shop.marks, shop.output_condition.key, shop.booklets) == (3, False, "FOGRA39", "pages")
    assert shop.output_condition.total_ink == 300
    assert profile_of(shop)[36:40] == b"acsp"


def test_a_name_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="dl6-roll"):
        find("dl7")
    with pytest.raises(UsageError, match="bleed-2"):
        find_shop("nowhere")


def test_the_roll_fold_is_that_of_the_trade() -> None:
    roll = find("dl6-roll")
    front, back = imposition(roll)[0].front, imposition(roll)[0].back
    assert [(slot.panel, slot.x, slot.width) for slot in front] == [(5, 0, 97), (6, 97, 100), (1, 197, 100)]
    assert [(slot.panel, slot.x, slot.width) for slot in back] == [(2, 0, 100), (3, 100, 100), (4, 200, 97)]
    assert [fold.at for fold in folds_of(roll) if fold.side == "front"] == [97, 197]
    assert sorted(fold.at for fold in folds_of(roll) if fold.side == "back") == [100, 200]


def test_folded_in_a_zigzag_the_last_panel_to_be_read_is_outside_at_the_back() -> None:
    zigzag = find("dl6-z")
    assert prove(zigzag).outside == (1, 6)
    inner = imposition(zigzag)[0].back
    assert [slot.panel for slot in inner] == [2, 3, 6]
    assert panels_of(zigzag)[5].roles == ("back",)


# --- Proofs --------------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("key", KEYS)
def test_every_format_can_be_folded(key: str, direction: Direction) -> None:
    format = find(key)
    assert [prove(format, pages, direction).faults for pages in pages_of(format)] == [()] * len(pages_of(format))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("key", [format.key for format in FORMATS if format.rows_back])
def test_every_back_is_the_right_panel(key: str, direction: Direction) -> None:
    format = find(key)
    for pages in pages_of(format):
        proof = prove(format, pages, direction)
        assert {1, 2} in [set(pair) for pair in proof.backs]
        assert proof.outside == (1, len(panels_of(format, pages)))


@given(st.integers(min_value=1, max_value=40), st.sampled_from(["ltr", "rtl"]))
def test_a_booklet_of_any_multiple_of_four_is_read_from_first_to_last(sheets: int, direction: str) -> None:
    """Lay the sheets into one another, fold, and turn the leaves."""
    format = find("booklet-a5")
    made = imposition(format, 4 * sheets, direction)  # type: ignore[arg-type]
    hand = (
        1 if direction == "ltr" else -1
    )  # a left-to-right booklet opens to the left: its first leaves are on the right

    def sides(sheet: Sheet, first_half: bool) -> tuple[int, int]:
        outer = sorted(sheet.front, key=lambda slot: hand * slot.x)
        inner = sorted(sheet.back, key=lambda slot: hand * slot.x)
        return (outer[1].panel, inner[0].panel) if first_half else (inner[1].panel, outer[0].panel)

    read_pages = [page for sheet in made for page in sides(sheet, True)]
    read_pages += [page for sheet in reversed(made) for page in sides(sheet, False)]
    assert read_pages == list(range(1, 4 * sheets + 1))
    assert prove(format, 4 * sheets, direction).faults == ()  # type: ignore[arg-type]


def test_the_folded_roll_lies_flat_with_its_flap_inside() -> None:
    roll = find("dl6-roll")
    stack = folded(roll, imposition(roll)[0], "ltr")
    assert [(facet.front, facet.face_up) for facet in stack] == [(6, True), (5, False), (1, False)]
    flap = stack[1]
    assert flap.x >= stack[0].x and flap.x + flap.width == stack[0].x + stack[0].width - 3


def test_a_number_of_pages_that_a_format_does_not_have_is_refused() -> None:
    for key, pages in (("booklet-a5", 6), ("booklet-a5", 2), ("dl6-roll", 4)):
        with pytest.raises(ValueError, match=r"pages|panels"):
            panels_of(find(key), pages)


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("dl6-roll", {"rows_back": ((4, 3, 2),)}, "a fold at 200 does not run"),
        ("dl6-z", {"rows_back": ((3, 2, 6),)}, "behind panel 1 stands panel 3"),
        ("dl6-z", {"rows_back": ((2, 6, 3),)}, "in the order 2, 6, 3"),
        ("dl6-z", {"rows_front": ((5, 6, 1),), "rows_back": ((2, 3, 4),)}, "shows panels 1 and 4 outside"),
        ("a5-4", {"rows_front": ((1, 4),), "rows_back": ((3, 2),)}, "in the order 3, 2"),
        ("a5-4", {"rows_back": ((3, 2),)}, "behind panel 1 stands panel 3"),
        ("a5-4", {"flip": "long"}, "upside down"),
        ("a4", {"flip": "short"}, "upside down"),
        ("dl6-roll", {"folds": find("dl6-roll").folds[:2]}, "a panel sticks out or a fold is missing"),
        ("a5-4", {"closed": (148, 210)}, "folded the sheet measures 148.5 × 210, not 148 × 210"),
        ("4xa6", {"rows_back": ((2, 2), (2, 1))}, "behind panel 1 stands panel 1"),
        ("a5", {"turned": (2,)}, "do not stand the same way up"),
    ],
)
def test_a_wrong_geometry_is_found(key: str, changes: dict[str, object], said: str) -> None:
    faults = prove(replace(find(key), **changes)).faults  # type: ignore[arg-type]
    assert any(re.search(said, fault) for fault in faults), faults


# --- A wrong table -------------------------------------------------------------------------------


def refused(text: str) -> list[tuple[int, str]]:
    """The lines and messages of a table's problems."""
    with pytest.raises(ContentError) as caught:
        read(text)
    found = []
    for finding in caught.value.findings:
        path, line, _ = finding.where.rsplit(":", 2)
        assert (finding.code, finding.severity, path) == ("format-table", "error", PATH)
        found.append((int(line), finding.message))
    return found


def line_of(text: str, words: str, table: str) -> int:
    lines = text.splitlines()
    start = lines.index(f"[{table}]")
    return next(number for number, line in enumerate(lines[start:], start + 1) if line.startswith(words))


WRONG = [
    ("formats.dl6-roll", "widths", "widths = [100, 100, 100, 97, 97, 99]", "do not add up to the 297", "front"),
    ("formats.dl6-roll", "widths", "widths = [100, 100]", "one for each of the 6 panels", "widths"),
    ("formats.dl6-roll", "widths", "widths = [100, 100, 100, 97, 97, -1]", "list of millimetres", "widths"),
    ("formats.dl6-roll", "front", "front = [[5, 7, 1]]", "there is no panel 7", "front"),
    ("formats.dl6-roll", "front", "front = [[5, 5, 1]]", "panel 6 stands on no side", "front"),
    ("formats.dl6-roll", "back", "back = [[3, 2, 4]]", "behind panel 1 stands panel 3", "back"),
    ("formats.dl6-roll", "back", "back = 3", "rows of panels", "back"),
    (
        "formats.dl6-roll",
        "folds",
        'folds = [{ front = 96, back = 201, to = "back" }, { front = 197, back = 100, to = "back" }]',
        "a fold at 96 does not run between panels; they meet at 97, 197",
        "folds",
    ),
    (
        "formats.dl6-roll",
        "folds",
        'folds = [{ front = 97, back = 97, to = "back" }, { front = 197, back = 100, to = "back" }]',
        "is at 200 of the back, not at 97",
        "folds",
    ),
    ("formats.dl6-roll", "folds", 'folds = [{ front = 97, to = "back" }]', "expected { front = 97", "folds"),
    ("formats.dl6-roll", "flip", 'flip = "left"', 'expected "short" or "long"', "flip"),
    ("formats.dl6-roll", "flip", 'flip = "long"', "is at 97 of the back", "folds"),
    (
        "formats.a5-4",
        "folds",
        'folds = [{ front = 148.5, back = 148.5, to = "front" }]',
        "shows panels 2 and 3",
        "folds",
    ),
    ("formats.a5-4", "closed", "closed = [148.5]", "expected [width, height]", "closed"),
    ("formats.a5-4", "closed", "closed = [nan, 210]", "expected [width, height]", "closed"),
    ("formats.a5-4", "roles", 'roles = ["cover", "body", "bodi", "back"]', "there is no role 'bodi'", "roles"),
    ("formats.a5-4", "roles", 'roles = ["body", "body", "body", "back"]', "the first panel has the cover", "roles"),
    ("formats.a5-4", "roles", 'roles = ["cover", "back", "body", "quote"]', "the last panel has the back", "roles"),
    ("formats.a5-4", "roles", 'roles = ["cover", "quote", "quote", "back"]', "the text has no place", "roles"),
    ("formats.a5-4", "product", 'prodact = "x"', "there is no key 'prodact'", "prodact"),
    ("formats.a5-4", "product", "product = 7", "expected words", "product"),
    ("formats.booklet-a5", "booklet", 'booklet = "yes"', "expected true or false", "booklet"),
    ("formats.booklet-a5", "flip", "widths = [1]", "is worked out", "widths"),
    ("formats.2xa5", "cuts", "cuts = { x = [148] }", "a cut at 148 does not run", "cuts"),
    ("formats.2xa5", "cuts", "cuts = [148]", "expected { x", "cuts"),
    ("formats.a3", "excerpt", "smallest = 20", "smallest 20 is larger than largest", "smallest"),
    (
        "formats.a5-4",
        "flip",
        'flip = "short"\nexcerpt = 2',
        "an excerpt is for a poster, which has one panel",
        "excerpt",
    ),
    ("formats.a3", "front", 'front = [[1]]\nflip = "long"', "every format with a back", "flip"),
    ("shops.marks", "bleed", "bleed = 5", "expected a number from 0 to 3", "bleed"),
    ("shops.marks", "marks", 'marks = "yes"', "expected true or false", "marks"),
    ("shops.marks", "booklets", 'booklets = "sheets"', 'expected "pages" or "spreads"', "booklets"),
    ("output_conditions.FOGRA39", "profile", 'profile = "../x.icc"', "the name of an ICC file", "profile"),
]


@pytest.mark.parametrize(("table", "key", "instead", "said", "where"), WRONG)
def test_a_wrong_line_is_refused_where_it_stands(table: str, key: str, instead: str, said: str, where: str) -> None:
    spoilt = with_line(table, key, instead)
    assert lines_refused(spoilt, table, said)[0] == line_of(spoilt, f"{where} =", table)


@pytest.mark.parametrize(
    ("table", "key", "instead", "said"),
    [
        ("formats.booklet-a5", "open", "open = [296, 210]", "do not add up"),
        ("shops.marks", "output_condition", 'output_condition = "FOGRA99"', "there is no [output_conditions.FOGRA99]"),
    ],
)
def test_what_is_wrong_only_beside_another_line_is_refused(table: str, key: str, instead: str, said: str) -> None:
    assert lines_refused(with_line(table, key, instead), table, said)


def with_line(table: str, key: str, instead: str) -> str:
    """The table with another line for a key."""
    lines = TEXT.splitlines()
    lines[line_of(TEXT, f"{key} =", table) - 1] = instead
    return "\n".join(lines) + "\n"


def lines_refused(spoilt: str, table: str, said: str) -> list[int]:
    found = [line for line, message in refused(spoilt) if said in message and f"[{table}]" in message]
    assert found, refused(spoilt)
    return found


def test_what_is_no_toml_is_refused_at_its_line() -> None:
    spoilt = TEXT.replace("[formats.dl6-z]", "[formats.dl6-z")
    line = TEXT.splitlines().index("[formats.dl6-z]") + 1
    assert [found for found, _ in refused(spoilt)] == [line]


def test_a_missing_key_is_refused_at_its_table() -> None:
    spoilt = TEXT.replace('product = "poster A2, one side"\n', "")
    assert refused(spoilt) == [(spoilt.splitlines().index("[formats.a2]") + 1, "[formats.a2] product is missing")]


def test_every_problem_is_told_in_one_run() -> None:
    spoilt = (
        TEXT.replace('flip = "long"', 'flip = "wide"')
        .replace("bleed = 2", "bleed = -2")
        .replace("marks = true", "marks = 1")
    )
    assert len(refused(spoilt)) == TEXT.count('flip = "long"') + 2


def test_auto_names_formats_that_are_there() -> None:
    assert refused(TEXT.replace('auto = ["dl6-roll"', 'auto = ["dl9"'))[0][1] == "expected a list of names of formats"


def test_a_format_and_a_shop_can_be_added_without_code() -> None:
    more = """
[formats.dl4-cross]
product = "folded leaflet A6, 8 panels, cross fold"
german = "Faltblatt DIN A6, 8 Seiten, Kreuzbruch"
closed = [105, 148.5]
open = [210, 297]
roles = ["cover", "body", "body", "body", "body", "body", "body", "back"]
front = [[5, 4], [8, 1]]
back = [[3, 6], [2, 7]]
turned = [3, 4, 5, 6]
folds = [{ front = 148.5, back = 148.5, to = "back", across = true }, { front = 105, back = 105, to = "back" }]
flip = "long"

[shops.here]
says = "no bleed at all"
bleed = 0
marks = true
output_condition = "FOGRA39"
booklets = "pages"
safe = 4
fold_safe = 8
"""
    table = read(TEXT + more)
    made = next(format for format in table.formats if format.key == "dl4-cross")
    assert prove(made).outside == (1, 8)
    assert next(shop for shop in table.shops if shop.key == "here").safe == 4
