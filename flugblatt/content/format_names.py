"""The names of leaflet formats and print shops that a statement may write: the keys of the format table, no more.

Flow: the rows of the table -> ``names``. What they say of each is read, and proven, where leaflets are made.
"""

from __future__ import annotations

from typing import Literal

from flugblatt import resources


def names(kind: Literal["formats", "shops"]) -> tuple[str, ...]:
    """The names in the order of the table."""
    return tuple(resources.rows("formats")[kind])
