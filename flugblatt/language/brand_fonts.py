"""The families of a brand: those of the font files that brand.yaml names, for the text and for what stands about it.

Flow: brand.yaml of the project in use, which its reader has judged -> its files, laid where programs can open them -> ``family``
of a role, with its faces by weight and style. A project without own fonts has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from fontTools.ttLib import TTFont
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from flugblatt import resources

Role = Literal["text", "sans"]


@dataclass(frozen=True, slots=True)
class BrandFace:
    file: Path
    weight: int
    italic: bool


@dataclass(frozen=True, slots=True)
class BrandFamily:
    name: str
    license: str
    faces: tuple[BrandFace, ...]


def family(role: Role) -> BrandFamily | None:
    """The family of a role; None where brand.yaml names none."""
    return families().get(role)


def named(name: str) -> BrandFamily | None:
    """The family of this name, whatever its role."""
    return next((one for one in families().values() if one.name == name), None)


@resources.of_project
@cache
def families() -> dict[Role, BrandFamily]:
    """The families by role."""
    files = resources.own_fonts()
    data = next((file.data for file in resources.own() if file.name == resources.BRAND_FILE), b"")
    try:
        said: Any = YAML(typ="safe", pure=True).load(data.decode("utf-8-sig")) if files else None
    except (YAMLError, ValueError):
        return {}  # its reader says so
    given = said.get("fonts") if isinstance(said, dict) else None
    if not isinstance(given, dict):
        return {}
    found: dict[Role, BrandFamily] = {}
    roles: tuple[Role, ...] = ("text", "sans")
    for role in roles:
        names = given.get(role) or []
        listed = [names] if isinstance(names, str) else names
        paths = [files[name] for name in listed if name in files]
        if paths:
            name = _name(paths[0])
            found[role] = BrandFamily(name, str(given.get("license", "")), tuple(map(_face, paths)))
    return found


def _name(file: Path) -> str:
    with TTFont(file, lazy=True) as font:
        return str(font["name"].getBestFamilyName())


def _face(file: Path) -> BrandFace:
    with TTFont(file, lazy=True) as font:
        table = font["OS/2"]
        return BrandFace(file, int(table.usWeightClass), bool(table.fsSelection & 1))
