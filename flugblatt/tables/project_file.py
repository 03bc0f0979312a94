"""flugblatt.toml: what a project says of itself, beside its own rows of tables.

Flow: the file -> ``TABLE`` -> ``settings``, or ContentError with every problem. A project without the file has no settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import PurePosixPath

from flugblatt import resources
from flugblatt.model import Cataloguing, Finding
from flugblatt.model.findings import shown
from flugblatt.tables import shapes, table_reader
from flugblatt.tables.cataloguing import AGENCY, catalogue_languages
from flugblatt.tables.limits import LARGEST, LIMITS
from flugblatt.tables.shapes import ANYTHING, WORD, Row, Rows, between, text
from flugblatt.tables.table_reader import CODE_OF

TABLE = Row(
    {},
    {
        "base_url": text(r'https://[^\s/?#<>"]+(/[^\s?#<>"]*)?', "an https address without ? and #"),
        "cataloguing": Row(
            {}, {"language": WORD, "agency": text(AGENCY.pattern, "the MARC code of an agency, as DE-101")}
        ),
        "limits": Row({}, {name: between(1, LARGEST) for name in LIMITS}),
        **{section: Rows(ANYTHING, ANYTHING) for sections in resources.SECTIONS.values() for section in sections},
    },
)
"""The rows of the sections are judged with the tables that they add to."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` is where the project is published, empty where it is not said; ``limits`` are names and numbers; ``cataloguing``
    holds for the records of all works."""

    base_url: str = ""
    limits: tuple[tuple[str, float], ...] = ()
    cataloguing: Cataloguing = field(default_factory=Cataloguing)


@resources.of_project
@cache
def settings() -> Settings:
    """The settings of the project in use. Raises ContentError with every problem, also for a table of an unknown name."""
    files = tuple(file for file in resources.own() if file.name == resources.PROJECT_FILE)
    reader = table_reader.read("project", files)
    reader.findings += _misnamed()
    shapes.check(reader, reader.data, TABLE)
    given = reader.data.get("cataloguing", {})
    language = given.get("language") if isinstance(given, dict) else None
    if language is not None and language not in catalogue_languages():
        reader.here = ("cataloguing",)
        reader.problem(
            "language", f"language: expected {' or '.join(catalogue_languages())}, found {shown(repr(language))}"
        )
    reader.done()
    limits = tuple(reader.data.get("limits", {}).items())
    return Settings(reader.data.get("base_url", ""), limits, Cataloguing(**given))


def cataloguing() -> Cataloguing:
    """Who catalogues the works of the project, where their statement.yaml does not say otherwise."""
    return settings().cataloguing


def _misnamed() -> Iterator[Finding]:
    """The files in styles/ that are named like no table: nobody would read them."""
    known = [f"{name}.toml" for names in resources.TABLES.values() for name in names]
    for name, path in ((PurePosixPath(file.name).name, file.path) for file in resources.own()):
        if name.endswith(".toml") and name not in (*known, resources.PROJECT_FILE):
            near = get_close_matches(name, known, 1)
            message = f"there is no table {name}; the tables of a project are {', '.join(known)}"
            hint = f"did you mean {near[0]}?" if near else ""
            yield Finding(CODE_OF["project"], "error", message, f"{path}:1:1", hint)
