"""Formats and print shops by name: what styles/formats.toml and the project's own tables say, read once and proven.

Flow: the table -> ``format_table`` (every problem with its line) -> ``find``, ``formats``, ``shops``, ``find_shop``.
"""

from __future__ import annotations

from functools import cache

from flugblatt import resources
from flugblatt.leaflet.format_table import Table, of
from flugblatt.leaflet.sheets import Format, Paper, Shop
from flugblatt.model.errors import UsageError
from flugblatt.tables import table_reader

DEFAULT_SHOP = "default"


def formats() -> tuple[Format, ...]:
    """Every format, in the order of the table. Raises ContentError, with the lines, where the table is wrong."""
    return _table().formats


def auto() -> tuple[Format, ...]:
    """The formats that ``leaflets: auto`` tries, in their order."""
    return tuple(find(key) for key in _table().auto)


def find(key: str) -> Format:
    """The format of this name. Raises UsageError with the names there are."""
    for format in formats():
        if format.key == key:
            return format
    raise UsageError(f"there is no leaflet format {key!r}; the formats are {', '.join(each.key for each in formats())}")


def shops() -> tuple[Shop, ...]:
    """Every print-shop profile, in the order of the table."""
    return _table().shops


def find_shop(key: str) -> Shop:
    """The print shop of this name, the default one for none. Raises UsageError with the names there are."""
    for shop in shops():
        if shop.key == (key or DEFAULT_SHOP):
            return shop
    raise UsageError(f"there is no print shop {key!r}; the shops are {', '.join(each.key for each in shops())}")


def office_paper() -> Paper:
    """What office printers are fed with."""
    return _table().office


def profile_of(shop: Shop) -> bytes:
    """The ICC profile of the shop's output condition, as it lies in styles/icc/."""
    return resources.profile(shop.output_condition.profile)


@resources.of_project
@cache
def _table() -> Table:
    return of(table_reader.read("formats"))
