"""The format table: styles/formats.toml and the project's own as values, with every problem in one pass, each with its line.

Flow: ``table_reader`` (syntax, places) -> ``shapes`` (keys, kinds) -> ``Format``, ``Shop``, ``OutputCondition`` (words, sums) ->
``prove`` in both directions of writing -> ``Table``, or ContentError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from flugblatt import resources
from flugblatt.leaflet.folding import prove
from flugblatt.leaflet.sheets import ROLES, Axis, Cut, Fold, Format, OutputCondition, Panel, Paper, Rows, Shop
from flugblatt.model import Direction
from flugblatt.tables import shapes, table_reader
from flugblatt.tables.shapes import (
    ANYTHING,
    FLAG,
    NAME,
    WORD,
    WORDS,
    Row,
    Value,
    between,
    choice,
    is_number,
    several,
    sound,
    text,
)
from flugblatt.tables.table_reader import Reader

PATH = "styles/formats.toml"
LARGEST_SHEET = 2000.0  # mm; chosen: no sheet is larger than two A0
LARGEST_BLEED = 3.0  # mm that every panel is drawn with; shops ask for 1 to 3


def _are_words(value: object) -> bool:
    return bool(value) and WORDS.holds(value)


def _is_size(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(is_number(each) and 0 < each <= LARGEST_SHEET for each in value)
    )


def _is_fold(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) - {"across"} == {"front", "back", "to"}
        and value["to"] in ("front", "back")
        and isinstance(value.get("across", False), bool)
        and is_number(value["front"])
        and is_number(value["back"])
    )


def _are_cuts(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"x", "y"}
        and all(isinstance(each, list) and all(map(is_number, each)) for each in value.values())
    )


def _is_range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(is_number, value)) and 1 <= value[0] <= value[1] <= 3


NUMBER = Value("a number", lambda value: isinstance(value, int) and not isinstance(value, bool))
ROW_OF_PANELS = Value("", lambda value: bool(value) and several(NUMBER, "").holds(value))
SIDE = several(ROW_OF_PANELS, "rows of panels, as in [[4, 1]]")
SIZE = Value("[width, height] in millimetres", _is_size)
MEASURES = several(Value("", lambda value: is_number(value) and value > 0), "a list of millimetres")
SIZES = {
    "smallest": between(4, 200),
    "largest": between(4, 200),
    "leading": Value("[least, most] from 1 to 3", _is_range),
}
FORMAT = Row(
    {"product": WORD, "german": WORD, "closed": SIZE, "open": SIZE, "roles": Value(WORDS.expected, _are_words)},
    {
        "widths": MEASURES,
        "heights": MEASURES,
        "front": SIDE,
        "back": SIDE,
        "turned": several(NUMBER, "a list of panels"),
        "folds": several(Value("", _is_fold), '{ front = 97, back = 200, to = "back" }'),
        "cuts": Value("{ x = […], y = […] }", _are_cuts),
        "flip": choice("short", "long"),
        "booklet": FLAG,
        "excerpt": between(1, 9),
        **SIZES,
    },
)
PROCESS = ("cyan", "magenta", "yellow", "black", "all", "none")
_ANY_CASE = "|".join("".join(f"[{char.upper()}{char}]" for char in name) for name in PROCESS)
SPOT = text(
    rf"(?!(?:{_ANY_CASE})$)[A-Za-z0-9][A-Za-z0-9 .+-]{{0,40}}",
    "the name of an ink as its maker writes it, as in HKS 14 K; not one of the four",
)
SHOP = Row(
    {
        "says": WORD,
        "bleed": between(0, LARGEST_BLEED),
        "marks": FLAG,
        "output_condition": WORD,
        "booklets": choice("pages", "spreads"),
        "safe": between(0, 50),
        "fold_safe": between(0, 50),
    },
    {"paper": WORD, "spot": SPOT},
)
SURFACE = choice("coated", "uncoated")
PAPER = Row(
    {"says": WORD, "german": WORD, "grams": between(20, 1000), "volume": between(0.5, 3), "surface": SURFACE},
    {"output_condition": WORD},
)
PROFILE = text(r"[^/]+\.ic[cm]", "the name of an ICC file in styles/icc/")
CONDITION = Row(
    {"condition": WORD, "registry": WORD, "profile": PROFILE, "total_ink": between(100, 400)}, {"surface": SURFACE}
)
TABLE = Row(
    {},
    {
        "auto": ANYTHING,
        "office": WORD,
        "text": ANYTHING,
        "formats": shapes.Rows(ANYTHING, NAME),
        "shops": shapes.Rows(ANYTHING, NAME),
        "papers": shapes.Rows(ANYTHING, NAME),
        "output_conditions": shapes.Rows(ANYTHING, WORD),
    },
)
"""The rows are checked one by one: what is wrong with one of them does not keep the others from being proven."""
DEFAULTS = {"smallest": 8.5, "largest": 12.6, "leading": [1.36, 1.52]}
"""What the other rows are judged by where [text] is wrong."""


@dataclass(frozen=True, slots=True)
class Table:
    formats: tuple[Format, ...]
    shops: tuple[Shop, ...]
    conditions: tuple[OutputCondition, ...]
    auto: tuple[str, ...]
    office: Paper


def read(text: str, path: str = PATH) -> Table:
    """The table that ``text`` says. Raises ContentError with every problem, as ``path:line:1``."""
    return of(table_reader.read("formats", (resources.TableFile(PATH, path, text.encode()),)))


def of(reader: Reader) -> Table:
    """The table of a reader. Raises ContentError with every problem."""
    shapes.check(reader, reader.data, TABLE)
    given = reader.data.get("text", {})
    sizes = given if shapes.check(reader, given, Row(SIZES), "text") else DEFAULTS
    conditions = {key: _condition(reader, key, row) for key, row in _sound(reader, CONDITION, "output_conditions")}
    papers = {key: _paper(reader, key, row, conditions) for key, row in _sound(reader, PAPER, "papers")}
    shops = [_shop(reader, key, row, conditions, papers) for key, row in _sound(reader, SHOP, "shops")]
    formats = [_format(reader, key, row, sizes) for key, row in _sound(reader, FORMAT, "formats")]
    reader.here = ()
    auto, names = reader.data.get("auto", ()), reader.data.get("formats", {})
    if not _are_words(auto) or any(key not in names for key in auto):
        reader.problem("auto", "expected a list of names of formats")
    if "default" not in reader.data.get("shops", {}):
        reader.problem("shops", "there is no [shops.default]")
    office = papers.get(reader.data.get("office", ""))
    if office is None:
        reader.problem("office", "expected the name of a paper, a table [papers.NAME]")
    reader.done()
    assert office is not None, "a table without it has a problem"
    every = tuple(conditions.values())
    return Table(tuple(filter(None, formats)), tuple(filter(None, shops)), every, tuple(auto), office)


def _sound(reader: Reader, shape: Row, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = reader.data.get(name, {})
    return sound(reader, rows if isinstance(rows, dict) else {}, shape, name)


def _condition(reader: Reader, key: str, row: dict[str, Any]) -> OutputCondition:
    try:
        resources.profile(row["profile"])
    except OSError:
        reader.problem("profile", f"profile: there is no {row['profile']} in styles/icc/")
    total, surface = float(row["total_ink"]), row.get("surface", "")
    return OutputCondition(key, row["condition"], row["registry"], row["profile"], total, surface)


def _paper(reader: Reader, key: str, row: dict[str, Any], conditions: dict[str, OutputCondition]) -> Paper:
    named = row.get("output_condition", "")
    if named and named not in conditions:
        reader.problem("output_condition", f"there is no [output_conditions.{named}]")
    measures = float(row["grams"]), float(row["volume"])
    return Paper(key, row["says"], row["german"], *measures, row["surface"], conditions.get(named))


def _shop(
    reader: Reader,
    key: str,
    row: dict[str, Any],
    conditions: dict[str, OutputCondition],
    papers: dict[str, Paper],
) -> Shop | None:
    condition, paper = conditions.get(row["output_condition"]), papers.get(row.get("paper", ""))
    if condition is None:
        reader.problem("output_condition", f"there is no [output_conditions.{row['output_condition']}]")
        return None
    if "paper" in row and paper is None:
        reader.problem("paper", f"there is no [papers.{row['paper']}]")
        return None
    condition = paper.output_condition or condition if paper else condition
    if paper and condition.surface and paper.surface != condition.surface:
        reader.problem(
            "paper",
            f"the paper {paper.key} is {paper.surface}, and {condition.key} is of {condition.surface} paper",
            f"give [papers.{paper.key}] an output_condition with a profile of {paper.surface} paper",
        )
        return None
    bleed, safe, fold_safe = (float(row[name]) for name in ("bleed", "safe", "fold_safe"))
    return Shop(
        key, row["says"], bleed, row["marks"], condition, row["booklets"], safe, fold_safe, paper, row.get("spot", "")
    )


def _format(reader: Reader, key: str, row: dict[str, Any], sizes: dict[str, Any]) -> Format | None:
    before = len(reader.findings)
    closed, opened = _pair(row["closed"]), _pair(row["open"])
    booklet, flip = row.get("booklet", False), row.get("flip", "")
    roles = _roles(reader, row, booklet)
    sizes = {name: row.get(name, sizes[name]) for name in SIZES}
    if sizes["smallest"] > sizes["largest"]:
        reader.problem("smallest", f"smallest {sizes['smallest']:g} is larger than largest {sizes['largest']:g}")
    if len(reader.findings) > before:
        return None
    panels = _booklet(reader, row, roles, closed) if booklet else _panels(reader, row, roles, closed)
    if len(reader.findings) > before:
        return None
    row = row | _saddle(opened) if booklet else row
    front, back = _rows(reader, row, "front", len(panels)), _rows(reader, row, "back", len(panels))
    _all_placed(reader, front, back, len(panels))
    if bool(back) != bool(flip):
        reader.problem("flip", "flip is for formats with a back, and every format with a back has it")
    if row.get("excerpt") and (booklet or len(panels) > 1):
        reader.problem("excerpt", "an excerpt is for a poster, which has one panel")
    turned = tuple(row.get("turned", ()))
    if not all(1 <= number <= len(panels) for number in turned):
        reader.problem("turned", f"expected a list of panels, found {list(turned)!r}")
    folds = tuple(_folds(reader, row, opened))
    cuts = tuple(_cuts(row, opened, bool(back), flip))
    if len(reader.findings) > before:
        return None
    made = Format(
        key=key,
        product=row["product"],
        german=row["german"],
        closed=closed,
        open=opened,
        panels=panels,
        rows_front=front,
        rows_back=back,
        turned=turned,
        folds=folds,
        cuts=cuts,
        flip=flip,
        booklet=booklet,
        excerpt=int(row.get("excerpt", 0)),
        smallest=float(sizes["smallest"]),
        largest=float(sizes["largest"]),
        leading=_pair(sizes["leading"]),
    )
    return _proven(reader, made)


def _pair(value: list[float]) -> tuple[float, float]:
    return float(value[0]), float(value[1])


def _booklet(
    reader: Reader, row: dict[str, Any], roles: tuple[str, ...], closed: tuple[float, float]
) -> tuple[Panel, ...]:
    """The pages of the least booklet."""
    for name in ("widths", "heights", "front", "back", "turned", "folds", "cuts"):
        if name in row:
            reader.problem(name, f"{name} of a booklet is worked out", "leave the line out")
    if not row.get("flip"):
        reader.problem("flip", 'a booklet needs flip = "short" or "long"')
    first, inner, last = roles
    return tuple(Panel(at, *closed, role) for at, role in enumerate((first, inner, inner, last), 1))


def _saddle(opened: tuple[float, float]) -> dict[str, Any]:
    """What a table would say of a sheet of four pages, folded once."""
    half = opened[0] / 2
    return {"front": [[4, 1]], "back": [[2, 3]], "folds": [{"front": half, "back": half, "to": "back"}]}


def _proven(reader: Reader, format: Format) -> Format | None:
    seen: set[str] = set()
    directions: tuple[Direction, ...] = ("ltr", "rtl")
    for direction in directions:
        for pages in (4, 8, 12) if format.booklet else (0,):
            for fault in prove(format, pages, direction).faults:
                if fault not in seen and (direction == "ltr" or not seen):
                    seen.add(fault)
                    reader.problem(_key_of(fault), fault, "fold a sheet of paper and number its panels on both sides")
    return None if seen else format


def _roles(reader: Reader, row: dict[str, Any], booklet: bool) -> tuple[str, ...]:
    roles = row["roles"]
    for role in roles:
        parts = role.split("+")
        if any(part not in ROLES for part in parts) or parts != sorted(set(parts), key=ROLES.index):
            known = ", ".join(ROLES)
            reader.problem(
                "roles", f"there is no role {role!r}; the roles are {known}, several joined by + in this order"
            )
    if not roles[0].startswith("cover") or sum("cover" in role for role in roles) != 1:
        reader.problem("roles", "the first panel has the cover, and no other")
    if not any("body" in role.split("+") for role in roles):
        reader.problem("roles", "no panel has the body: the text has no place")
    if not roles[-1].endswith("back") or sum("back" in role for role in roles) != 1:
        reader.problem("roles", "the last panel has the back, and no other")
    if booklet and len(roles) != 3:
        reader.problem("roles", "a booklet has three roles: of the first, every inner and the last page")
    return tuple(roles)


def _panels(
    reader: Reader, row: dict[str, Any], roles: tuple[str, ...], closed: tuple[float, float]
) -> tuple[Panel, ...]:
    measures = []
    for key, otherwise in (("widths", closed[0]), ("heights", closed[1])):
        values = row.get(key, [otherwise] * len(roles))
        if len(values) != len(roles):
            reader.problem(key, f"{key}: expected one for each of the {len(roles)} panels, found {len(values)}")
            values = [otherwise] * len(roles)
        measures.append(values)
    return tuple(
        Panel(number, float(width), float(height), role)
        for number, (width, height, role) in enumerate(zip(*measures, roles, strict=True), 1)
    )


def _rows(reader: Reader, row: dict[str, Any], key: str, panels: int) -> Rows:
    value = row.get(key, [])
    for number in (number for line in value for number in line):
        if not 0 <= number <= panels:
            reader.problem(
                key, f"{key}: there is no panel {number!r}; the panels are 1 to {panels}, 0 is an empty place"
            )
            return ()
    return tuple(tuple(line) for line in value)


def _all_placed(reader: Reader, front: Rows, back: Rows, panels: int) -> None:
    if not front:
        reader.problem("front", "front is missing or empty")
    placed = [number for rows in (front, back) for row in rows for number in row]
    for number in range(1, panels + 1):
        if front and number not in placed:
            reader.problem("front", f"panel {number} stands on no side of the sheet")


def _folds(reader: Reader, row: dict[str, Any], opened: tuple[float, float]) -> Iterator[Fold]:
    for fold in row.get("folds", []):
        axis: Axis = "y" if fold.get("across", False) else "x"
        flip, upright = row.get("flip", ""), axis == "x"
        extent = opened[0 if upright else 1]
        mirrored = extent - fold["front"] if upright == _upright(flip, opened) else fold["front"]
        if abs(mirrored - fold["back"]) > 0.01:
            reader.problem(
                "folds",
                f"a fold at {fold['front']:g} of the front is at {mirrored:g} of the back, not at {fold['back']:g}",
            )
            continue
        yield Fold("front", axis, float(fold["front"]), fold["to"])
        yield Fold("back", axis, float(fold["back"]), fold["to"])


def _cuts(row: dict[str, Any], opened: tuple[float, float], two_sided: bool, flip: str) -> Iterator[Cut]:
    value = row.get("cuts", {})
    for axis, extent in (("x", opened[0]), ("y", opened[1])):
        for at in value.get(axis, []):
            yield Cut("front", cast(Axis, axis), float(at))
            if two_sided:
                mirrored = extent - at if (axis == "x") == _upright(flip, opened) else at
                yield Cut("back", cast(Axis, axis), float(mirrored))


def _upright(flip: str, opened: tuple[float, float]) -> bool:
    """Whether the sheet is turned about an upright line."""
    return (opened[1] <= opened[0]) if flip == "short" else (opened[1] >= opened[0])


def _key_of(fault: str) -> str:
    """The key that a fault of the geometry is about."""
    if " fold " in fault.partition("does not run")[0] and "does not run" in fault:
        return "folds"
    if "does not run" in fault:
        return "cuts"
    if fault.startswith("folded"):
        return "folds"
    return "front" if fault.startswith("front:") else "back"
