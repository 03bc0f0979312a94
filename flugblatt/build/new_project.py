"""A project of one's own: ``init`` makes a folder with an example, in the language of who asks.

Flow: folder, language -> ``templates/project`` -> the files, by their names in the project -> written, or refused where
something is there already.
"""

from __future__ import annotations

from pathlib import Path

from flugblatt import resources
from flugblatt.build.json_schemas import STATEMENT
from flugblatt.model.errors import UsageError

EXAMPLES = {"de": "beispiel", "en": "example"}
"""The languages that README and example are written in, each with the name of the example."""
SCHEMAS = ".schemas"
"""The folder of a project that holds the JSON Schemas which its files name in their first line, for editors."""
VERSIONED = {".git"}
"""What may be there already: a folder may be put under version control first."""


def modeline(content: Path) -> str:
    """The first line of a statement.yaml that tells editors its schema; empty where the project has none."""
    schema = content.absolute().parent / SCHEMAS / STATEMENT
    return f"# yaml-language-server: $schema=../../{SCHEMAS}/{STATEMENT}\n" if schema.is_file() else ""


def files(language: str) -> dict[str, bytes]:
    """The files of a new project, by their paths in it."""
    work = f"content/{EXAMPLES[language]}"
    sources = {
        resources.PROJECT_FILE: f"flugblatt.{language}.toml",
        ".gitignore": "gitignore",
        "README.md": f"README.{language}.md",
        f"{work}/statement.yaml": f"statement.{language}.yaml",
        f"{work}/{language}.md": f"example.{language}.md",
    }
    made = {path: (resources.TEMPLATES / "project" / name).read_bytes() for path, name in sources.items()}
    return made | {
        f"{SCHEMAS}/{path.name}": path.read_bytes() for path in sorted(resources.SCHEMAS.glob("*.schema.json"))
    }


def make(folder: Path, language: str) -> tuple[str, ...]:
    """Writes a new project into ``folder`` and returns the paths in it. UsageError where something is there already."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder that is empty or not there yet")
    there = sorted(path.name for path in folder.iterdir() if path.name not in VERSIONED) if folder.is_dir() else []
    if there:
        named = f"{there[0]}{f' and {len(there) - 1} more' if len(there) > 1 else ''}"
        raise UsageError(f"{folder} holds {named}, which stays as it is; name a folder that is empty or not there yet")
    made = files(language)
    for path, data in made.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tuple(made)
