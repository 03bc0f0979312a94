"""The names of leaflet formats and print shops that a statement may write: the keys of styles/formats.toml, no more.

Flow: styles/formats.toml -> ``names``. What the table says of each is read, and proven, where leaflets are made.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Literal

from flugblatt import resources


@cache
def names(kind: Literal["formats", "shops"]) -> tuple[str, ...]:
    """The names in the order of the table; none where it is no TOML, which is for its own reader to say."""
    try:
        value = tomllib.loads(resources.FORMATS.read_text(encoding="utf-8")).get(kind)
    except (OSError, ValueError):
        return ()
    return tuple(value) if isinstance(value, dict) else ()
