"""The table of themes: what differs between the four in measure, and how each looks, in words.

Flow: ``styles/themes.toml`` -> ``TABLE`` -> ``look_of`` a theme. The names are those of the model; a project adds none.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from flugblatt import resources
from flugblatt.model.brand import Theme

NAMES: tuple[Theme, ...] = get_args(Theme)


@dataclass(frozen=True, slots=True)
class Page:
    """A cover or card, in px: the largest title, its leading by size, the widest mark."""

    title: float
    leading: float
    mark: float


@dataclass(frozen=True, slots=True)
class Look:
    """A row of the table; its keys are explained there."""

    says: str
    title: Literal["sans", "serif"]
    weight: int
    tracking: float
    size: float
    leading: float
    mark: float
    cover: Page
    card: Page


@cache
def look_of(theme: Theme) -> Look:
    row: dict[str, Any] = _rows()[theme]
    return Look(**row | {name: Page(**row[name]) for name in ("cover", "card")})


@cache
def _rows() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = tomllib.loads((resources.STYLES / "themes.toml").read_text(encoding="utf-8"))
    if tuple(rows) != NAMES:
        raise ValueError(f"styles/themes.toml has the themes {', '.join(rows)}; {', '.join(NAMES)} were expected")
    return rows
