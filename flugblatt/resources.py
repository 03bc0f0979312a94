"""Where data lies: templates, styles, schemas, caches and the tables of a project. No other module asks.

In a checkout ``templates/``, ``styles/`` and the lock lie beside the package; an installed wheel carries them inside.
A table is a file of the package, with the rows of the project's own files (beside its ``content/``) laid over it.
Set-up asks before any package is installed, so that this page imports only the standard library at first.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

PACKAGE = Path(__file__).resolve().parent
CARRIED = ("templates", "styles", "requirements.lock")
"""What a wheel has inside the package."""
INSTALLED = all((PACKAGE / name).exists() for name in CARRIED)
"""Whether this is an installed wheel, and not a checkout."""
COMMAND = "flugblatt" if INSTALLED else "python build.py"
"""What people type."""
PIP = f"{sys.executable} -m pip"
CHECKOUT = PACKAGE.parent
"""The folder of the checkout; of an installed wheel a folder of packages, which has none of its files."""

ROOT = PACKAGE if INSTALLED else CHECKOUT
TEMPLATES = ROOT / "templates"
STYLES = ROOT / "styles"
LOCK = ROOT / "requirements.lock"
SCHEMAS = PACKAGE / "schemas"

PROFILES = STYLES / "icc"

SYSTEM_FONTS = tuple(
    Path("/usr/share/fonts") / name for name in ("truetype/noto", "opentype/noto", "truetype/hanazono")
)
"""Where Debian's packages lay the fonts that a work may need beyond those of the toolchain."""

TEMPORARY = "flugblatt-cache-"
"""How the name of a temporary cache folder begins."""


def toolchain_files() -> tuple[tuple[str, Path], ...]:
    """The toolchain's own files and the lock that pins the rest, under the names that they have in a checkout."""
    inside = _files(PACKAGE, "flugblatt", CARRIED if INSTALLED else ())
    beside = (_files(ROOT / name, name) if (ROOT / name).is_dir() else ((name, ROOT / name),) for name in CARRIED)
    return (*inside, *(file for files in beside for file in files))


def _files(folder: Path, name: str, without: tuple[str, ...] = ()) -> Iterator[tuple[str, Path]]:
    """Every file below a folder but what Python compiled, under names that begin with ``name``, sorted; not what is ``without``."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name == "__pycache__" or entry.name in without:
            continue
        if entry.is_dir():
            yield from _files(folder / entry.name, f"{name}/{entry.name}")
        else:
            yield f"{name}/{entry.name}", folder / entry.name


@cache
def cache_folder() -> Path:
    """The folder for what can be made again: faces cut from variable fonts, the engine's font folders.

    It is the user's cache folder. Where none can be written it is a temporary one, which ends with this process and which
    the processes that it starts share through XDG_CACHE_HOME (XDG Base Directory Specification 0.8).
    """
    import platformdirs

    folder = platformdirs.user_cache_path("flugblatt")
    if folder.is_absolute() and _can_be_written(folder):
        return folder
    home = Path(tempfile.mkdtemp(prefix=TEMPORARY))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["XDG_CACHE_HOME"] = str(home)
    return home / "flugblatt"


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


# --- Tables --------------------------------------------------------------------------------------

PROJECT_FILE = "flugblatt.toml"
BRAND_FILE = "brand.yaml"
BRAND_FOLDER = "_brand/"
"""How the names of a brand's pictures and fonts begin among the project's own files and in a package, where those of a work lie
beside them."""
CONTENT = "content"
"""The folder of a project that its works lie in."""
TABLES = {
    "languages": ("languages",),
    "formats": ("formats", "shops"),
    "libraries": ("libraries",),
    "shops-ebook": ("shops-ebook",),
    "package": ("package",),
    "language-codes": (),
    "cataloguing": (),
    "catalogue": ("catalogue",),
}
"""Each table of the package, with the files in a project's ``styles/`` that may add to it; codes and the terms of cataloguing
are facts of standards."""
SECTIONS = {
    "languages": ("languages", "fonts"),
    "formats": ("formats", "shops", "papers", "output_conditions"),
    "libraries": ("libraries",),
    "shops-ebook": ("ebook_shops",),
}
"""The tables of ``flugblatt.toml`` that add to a table of the package. In ``styles/libraries.toml`` the rows stand alone."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of rows: its ``name`` in the project (``styles/formats.toml``), its ``path`` as messages say it, its bytes."""

    name: str
    path: str
    data: bytes


_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_OF_BRAND = rf"(?:(?:brand|fonts)/)?{_NAME}\.(?:svg|png|jpe?g|ttf|otf)"
"""What brand.yaml may name: pictures and fonts beside it, or in a folder ``brand`` or ``fonts``."""
_OWN = re.compile(
    rf"{re.escape(PROJECT_FILE)}|{re.escape(BRAND_FILE)}|styles/[^/]+\.toml|styles/icc/[^/]+\.ic[cm]|{BRAND_FOLDER}{_OF_BRAND}"
)
Cached = TypeVar("Cached", bound="_lru_cache_wrapper[Any]")
_own: tuple[TableFile, ...] = ()
_kept: list[_lru_cache_wrapper[Any]] = []


def of_project(function: Cached) -> Cached:
    """Marks a cached function that reads tables: it forgets what it knows when another project is used."""
    _kept.append(function)
    return function


def beside(content: Path) -> tuple[TableFile, ...]:
    """The project's own files of tables, profiles and brand: those beside the folder ``content``, and no others."""
    project = Path(os.path.abspath(content)).parent
    styles, here = project / "styles", Path.cwd()
    found = [] if styles.resolve() == STYLES.resolve() else [*styles.glob("*.toml"), *styles.glob("icc/*.ic[cm]")]
    paths = [path for path in (*sorted(found), project / PROJECT_FILE) if path.is_file()]
    return tuple(
        TableFile(
            f"{before}{path.relative_to(project).as_posix()}",
            str(path.relative_to(here) if path.is_relative_to(here) else path),
            path.read_bytes(),
        )
        for before, path in (*_of_brand(project), *(("", path) for path in paths))
    )


def _of_brand(project: Path) -> Iterator[tuple[str, Path]]:
    """brand.yaml and the pictures and fonts that it names, each with what its name begins with; nothing where it is not there."""
    file = project / BRAND_FILE
    if not file.is_file():
        return
    yield "", file
    words = set(re.findall(r"[A-Za-z0-9_./-]+", file.read_bytes().decode("utf-8", "replace")))
    for name in sorted(word for word in words if re.fullmatch(_OF_BRAND, word)):
        path = project / name
        if path.is_file() and path.resolve().is_relative_to(project.resolve()):
            yield BRAND_FOLDER, path


def project_files(content: Path) -> tuple[Path, ...]:
    """The files beside ``content`` that a build may read, those of ``styles/`` apart: its tables, and where there is a brand, what
    lies there with it."""
    project = Path(os.path.abspath(content)).parent
    if (project / BRAND_FILE).is_file():
        brand = (path for path in project.iterdir() if path.is_file() and not path.name.startswith("."))
        below = (path for name in ("brand", "fonts") for path in (project / name).glob("*") if path.is_file())
        return tuple(sorted((*brand, *below)))
    return tuple(path for path in (project / PROJECT_FILE,) if path.is_file())


def project_above(folder: Path) -> Path | None:
    """The nearest project from ``folder`` upwards: a folder with flugblatt.toml or content/. None where there is none."""
    here = Path(os.path.abspath(folder))
    found = (
        place for place in (here, *here.parents) if (place / PROJECT_FILE).is_file() or _holds_works(place / CONTENT)
    )
    return next(found, None)


def _holds_works(content: Path) -> bool:
    """Whether a folder has works, or nothing but folders: a folder of this name may be part of a program, too."""
    if not content.is_dir() or any(content.glob("*/statement.yaml")) or any(content.glob("*/*.md")):
        return content.is_dir()
    return all(path.is_dir() for path in content.iterdir() if not path.name.startswith("."))


def without_content(content: Path) -> str:
    """What is said where a project has no works, and what to type."""
    return f"there is no content folder {content}; `{COMMAND} init DIR` makes a project with an example in DIR"


def is_own(name: str) -> bool:
    """Whether a file of this name is one of a project's tables, profiles or brand."""
    return _OWN.fullmatch(name) is not None


def own() -> tuple[TableFile, ...]:
    """The files of the project in use, the one that counts most last."""
    return _own


def own_fonts() -> dict[str, Path]:
    """The fonts of the brand in use by the names that brand.yaml has for them, each laid in the cache under a name of its bytes."""
    found: dict[str, Path] = {}
    for file in _own:
        if file.name.startswith(BRAND_FOLDER) and file.name.endswith((".ttf", ".otf")):
            place = cache_folder() / "brand" / f"{hashlib.sha256(file.data).hexdigest()[:24]}{file.name[-4:]}"
            if not place.is_file():
                place.parent.mkdir(parents=True, exist_ok=True)
                with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as made:
                    made.write(file.data)
                Path(made.name).replace(place)
            found[file.name.removeprefix(BRAND_FOLDER)] = place
    return found


def use(files: tuple[TableFile, ...]) -> None:
    """From here on the tables of this process are the package's with these laid over them."""
    global _own
    if files != _own:
        _own = files
        for function in _kept:
            function.cache_clear()


@contextmanager
def using(files: tuple[TableFile, ...]) -> Iterator[None]:
    """These tables within a block, those of before after it."""
    before = _own
    use(files)
    try:
        yield
    finally:
        use(before)


def table_files(table: str) -> tuple[TableFile, ...]:
    """The files of a table, the package's first; what a later one says counts."""
    names = {f"styles/{name}.toml" for name in TABLES[table]} | ({PROJECT_FILE} if table in SECTIONS else set())
    return (_of_package(table), *(file for file in _own if file.name in names))


@cache
def rows_of(file: TableFile, table: str) -> dict[str, Any]:
    """What a file says of a table, not to be changed. ValueError for what is no TOML."""
    value = tomllib.loads(file.data.decode("utf-8"))
    if file.name != PROJECT_FILE or table == "project":
        return {"libraries": value} if table == "libraries" else value
    return {name: value[name] for name in SECTIONS[table] if name in value}


def merged(files: tuple[TableFile, ...], table: str) -> dict[str, Any]:
    """The rows of these files, key by key; lists are replaced whole. ValueError for what is no TOML."""
    found: dict[str, Any] = {}
    for file in files:
        found = _laid_over(found, rows_of(file, table))
    return found


@of_project
@cache
def rows(table: str) -> dict[str, Any]:
    """A table as plain values, as it stands, for readers that judge it no further."""
    return merged(table_files(table), table)


def profile(name: str) -> bytes:
    """The ICC profile ``styles/icc/<name>``, the project's own before the package's. OSError where there is none."""
    own = (file.data for file in _own if file.name == f"styles/icc/{name}")
    return next(own, None) or (PROFILES / name).read_bytes()


@cache
def _of_package(table: str) -> TableFile:
    name = f"styles/{table}.toml"
    return TableFile(name, name, (STYLES / f"{table}.toml").read_bytes())


def _laid_over(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    return under | {
        key: _laid_over(under[key], value) if isinstance(value, dict) and isinstance(under.get(key), dict) else value
        for key, value in over.items()
    }
