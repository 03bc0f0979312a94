"""The format table: styles/formats.toml as values, with every problem of it in one pass, each with its line.

Flow: text -> ``table_reader`` (syntax, keys, types) -> ``Format``, ``Shop``, ``OutputCondition`` (words, sums) -> ``prove`` in both
directions of writing -> ``Table``, or ContentError.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from flugblatt.leaflet.folding import prove
from flugblatt.leaflet.sheets import ROLES, Axis, Cut, Fold, Format, OutputCondition, Panel, Rows, Shop
from flugblatt.leaflet.table_reader import Reader, in_order, is_number, parse
from flugblatt.model import Direction
from flugblatt.model.errors import ContentError

Sizes = tuple[float, float, tuple[float, float]]

PATH = "styles/formats.toml"
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FORMAT_KEYS = {
    "product": True,
    "german": True,
    "closed": True,
    "open": True,
    "roles": True,
    "widths": False,
    "heights": False,
    "front": False,
    "back": False,
    "turned": False,
    "folds": False,
    "cuts": False,
    "flip": False,
    "booklet": False,
    "smallest": False,
    "largest": False,
    "leading": False,
}
TEXT_KEYS = {"smallest": True, "largest": True, "leading": True}
SHOP_KEYS = dict.fromkeys(("says", "bleed", "marks", "output_condition", "booklets", "safe", "fold_safe"), True)
CONDITION_KEYS = dict.fromkeys(("condition", "registry", "profile", "total_ink"), True)
LARGEST_BLEED = 3.0


@dataclass(frozen=True, slots=True)
class Table:
    formats: tuple[Format, ...]
    shops: tuple[Shop, ...]
    conditions: tuple[OutputCondition, ...]
    auto: tuple[str, ...]


def read(text: str, path: str = PATH) -> Table:
    """The table that ``text`` says. Raises ContentError with every problem, as ``path:line:1``."""
    reader = parse(text, path)
    table = _table(reader)
    if reader.findings:
        raise ContentError(tuple(sorted(reader.findings, key=in_order)))
    return table


def _table(reader: Reader) -> Table:
    reader.here = ""
    known = ("auto", "text", "formats", "shops", "output_conditions")
    for key in reader.data:
        if key not in known:
            reader.here = key if isinstance(reader.data[key], dict) else ""
            reader.problem(key, f"there is no key {key!r} here; the keys are {', '.join(known)}")
    reader.here = "text"
    text = reader.fields(reader.data.get("text", {}), TEXT_KEYS)
    defaults = _sizes(reader, text, {}) if len(text) == len(TEXT_KEYS) else (8.5, 12.6, (1.36, 1.52))
    conditions = tuple(
        _each(reader, "output_conditions", CONDITION_KEYS, lambda key, row: _condition(reader, key, row))
    )
    by_name = {condition.key: condition for condition in conditions}
    shops = tuple(_each(reader, "shops", SHOP_KEYS, lambda key, row: _shop(reader, key, row, by_name)))
    formats = tuple(_each(reader, "formats", FORMAT_KEYS, lambda key, row: _format(reader, key, row, defaults)))
    reader.here = ""
    auto = reader.data.get("auto", [])
    names = reader.data.get("formats", {})
    if not (isinstance(auto, list) and auto and all(isinstance(key, str) and key in names for key in auto)):
        reader.problem("auto", "expected a list of names of formats")
    if "default" not in reader.data.get("shops", {}):
        reader.problem("shops", "there is no [shops.default]")
    return Table(formats, shops, conditions, tuple(auto) if isinstance(auto, list) else ())


def _each(reader: Reader, name: str, keys: dict[str, bool], make: Any) -> Iterator[Any]:
    tables = reader.data.get(name, {})
    if not isinstance(tables, dict):
        reader.problem(name, f"expected tables [{name}.NAME]")
        return
    for key, row in tables.items():
        reader.here = f"{name}.{key}"
        if not isinstance(row, dict):
            reader.here = name
            reader.problem(key, f"expected a table [{name}.{key}]")
            continue
        if name != "output_conditions" and not KEY.fullmatch(key):
            reader.problem("", "a name has small letters, figures and hyphens alone")
        before = len(reader.findings)
        fields = reader.fields(row, keys)
        if len(reader.findings) == before and (made := make(key, fields)) and len(reader.findings) == before:
            yield made


def _condition(reader: Reader, key: str, row: dict[str, Any]) -> OutputCondition:
    condition, registry, profile = (reader.word(row, name) for name in ("condition", "registry", "profile"))
    if "/" in profile or not profile.endswith((".icc", ".icm")):
        reader.problem("profile", f"expected the name of an ICC file in styles/icc/, found {profile!r}")
    return OutputCondition(key, condition, registry, profile, reader.number(row, "total_ink", 100, 400))


def _shop(reader: Reader, key: str, row: dict[str, Any], conditions: dict[str, OutputCondition]) -> Shop | None:
    condition = conditions.get(str(row["output_condition"]))
    if condition is None:
        reader.problem("output_condition", f"there is no [output_conditions.{row['output_condition']}]")
    if not isinstance(row["marks"], bool):
        reader.problem("marks", f"expected true or false, found {row['marks']!r}")
    if row["booklets"] not in ("pages", "spreads"):
        reader.problem("booklets", f'expected "pages" or "spreads", found {row["booklets"]!r}')
    bleed = reader.number(row, "bleed", 0, LARGEST_BLEED)
    safe, fold_safe = reader.number(row, "safe", 0, 50), reader.number(row, "fold_safe", 0, 50)
    if condition is None:
        return None
    line = reader.lines.get((reader.here, ""), 1)
    says = reader.word(row, "says")
    return Shop(key, says, bleed, bool(row["marks"]), condition, row["booklets"], safe, fold_safe, line)


def _format(reader: Reader, key: str, row: dict[str, Any], defaults: Sizes) -> Format | None:
    before = len(reader.findings)
    product, german = reader.word(row, "product"), reader.word(row, "german")
    closed, opened = reader.size(row, "closed"), reader.size(row, "open")
    booklet = row.get("booklet", False)
    if not isinstance(booklet, bool):
        reader.problem("booklet", f"expected true or false, found {booklet!r}")
    flip = row.get("flip", "")
    if flip not in ("short", "long", ""):
        reader.problem("flip", f'expected "short" or "long", found {flip!r}')
    roles = _roles(reader, row, bool(booklet))
    smallest, largest, leading = _sizes(reader, row, dict(zip(TEXT_KEYS, defaults, strict=True)))
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
    turned = row.get("turned", [])
    if not (isinstance(turned, list) and all(_is_panel(number, len(panels)) and number for number in turned)):
        reader.problem("turned", f"expected a list of panels, found {turned!r}")
    folds = tuple(_folds(reader, row, opened))
    cuts = tuple(_cuts(reader, row, opened, bool(back), flip))
    if len(reader.findings) > before:
        return None
    made = Format(
        key=key,
        product=product,
        german=german,
        closed=closed,
        open=opened,
        panels=panels,
        rows_front=front,
        rows_back=back,
        turned=tuple(turned),
        folds=folds,
        cuts=cuts,
        flip=flip,
        booklet=booklet,
        smallest=smallest,
        largest=largest,
        leading=leading,
        line=reader.lines.get((reader.here, ""), 1),
    )
    return _proven(reader, made)


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


def _sizes(reader: Reader, row: dict[str, Any], defaults: dict[str, Any]) -> Sizes:
    given = defaults | {key: row[key] for key in TEXT_KEYS if key in row}
    smallest, largest = reader.number(given, "smallest", 4, 200), reader.number(given, "largest", 4, 200)
    leading = given["leading"]
    if not (isinstance(leading, list | tuple) and len(leading) == 2 and all(map(is_number, leading))) or not (
        1 <= leading[0] <= leading[1] <= 3
    ):
        reader.problem("leading", f"leading: expected [least, most] from 1 to 3, found {leading!r}")
        leading = (1.4, 1.5)
    if smallest > largest:
        reader.problem("smallest", f"smallest {smallest:g} is larger than largest {largest:g}")
    return smallest, largest, (float(leading[0]), float(leading[1]))


def _roles(reader: Reader, row: dict[str, Any], booklet: bool) -> tuple[str, ...]:
    roles = row["roles"]
    if not (isinstance(roles, list) and roles and all(isinstance(role, str) for role in roles)):
        reader.problem("roles", "roles: expected a list of words in quotation marks")
        return ()
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
        if not (isinstance(values, list) and all(is_number(value) and value > 0 for value in values)):
            reader.problem(key, f"{key}: expected a list of millimetres, found {values!r}")
            values = [otherwise] * len(roles)
        elif len(values) != len(roles):
            reader.problem(key, f"{key}: expected one for each of the {len(roles)} panels, found {len(values)}")
            values = [otherwise] * len(roles)
        measures.append(values)
    return tuple(
        Panel(number, float(width), float(height), role)
        for number, (width, height, role) in enumerate(zip(*measures, roles, strict=True), 1)
    )


def _rows(reader: Reader, row: dict[str, Any], key: str, panels: int) -> Rows:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(line, list) and line for line in value):
        reader.problem(key, f"{key}: expected rows of panels, as in [[4, 1]], found {value!r}")
        return ()
    for number in (number for line in value for number in line):
        if not _is_panel(number, panels):
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
    value = row.get("folds", [])
    if not isinstance(value, list):
        reader.problem("folds", "folds: expected a list of { front = …, back = …, to = … }")
        return
    for fold in value:
        if not (
            isinstance(fold, dict)
            and set(fold) - {"across"} == {"front", "back", "to"}
            and fold["to"] in ("front", "back")
            and isinstance(fold.get("across", False), bool)
            and is_number(fold["front"])
            and is_number(fold["back"])
        ):
            reader.problem("folds", f'folds: expected {{ front = 97, back = 200, to = "back" }}, found {fold!r}')
            continue
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


def _cuts(
    reader: Reader, row: dict[str, Any], opened: tuple[float, float], two_sided: bool, flip: str
) -> Iterator[Cut]:
    value = row.get("cuts", {})
    if not (isinstance(value, dict) and set(value) <= {"x", "y"}) or not all(
        isinstance(each, list) and all(map(is_number, each)) for each in value.values()
    ):
        reader.problem("cuts", f"cuts: expected {{ x = […], y = […] }}, found {value!r}")
        return
    for axis, extent in (("x", opened[0]), ("y", opened[1])):
        for at in value.get(axis, []):
            yield Cut("front", cast(Axis, axis), float(at))
            if two_sided:
                mirrored = extent - at if (axis == "x") == _upright(flip, opened) else at
                yield Cut("back", cast(Axis, axis), float(mirrored))


def _upright(flip: str, opened: tuple[float, float]) -> bool:
    """Whether the sheet is turned about an upright line."""
    return (opened[1] <= opened[0]) if flip == "short" else (opened[1] >= opened[0])


def _is_panel(value: object, panels: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= panels


def _key_of(fault: str) -> str:
    """The key that a fault of the geometry is about."""
    if " fold " in fault.partition("does not run")[0] and "does not run" in fault:
        return "folds"
    if "does not run" in fault:
        return "cuts"
    if fault.startswith("folded"):
        return "folds"
    return "front" if fault.startswith("front:") else "back"
