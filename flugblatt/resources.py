"""Where data lies: templates, styles, schemas and caches. No other module asks.

In a checkout ``templates/``, ``styles/`` and the lock lie beside the package; an installed wheel carries them inside.
Set-up asks before any package is installed, so that this page imports only the standard library at first.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CARRIED = ("templates", "styles", "requirements.lock")
"""What a wheel has inside the package."""
INSTALLED = all((PACKAGE / name).exists() for name in CARRIED)
"""Whether this is an installed wheel, and not a checkout."""
CHECKOUT = PACKAGE.parent
"""The folder of the checkout; of an installed wheel a folder of packages, which has none of its files."""

ROOT = PACKAGE if INSTALLED else CHECKOUT
TEMPLATES = ROOT / "templates"
STYLES = ROOT / "styles"
LOCK = ROOT / "requirements.lock"
SCHEMAS = PACKAGE / "schemas"

FORMATS = STYLES / "formats.toml"
LANGUAGES = STYLES / "languages.toml"
LANGUAGE_CODES = STYLES / "language-codes.toml"
LIBRARIES = STYLES / "libraries.toml"
PACKAGE_WORDS = STYLES / "package.toml"
PROFILES = STYLES / "icc"

TEMPORARY = "flugblatt-cache-"
"""How the name of a temporary cache folder begins."""


def toolchain_files() -> tuple[tuple[str, Path], ...]:
    """The toolchain's own files and the lock that pins the rest, under the names that they have in a checkout."""
    places = {"flugblatt": PACKAGE} | {name: ROOT / name for name in CARRIED}
    return tuple(
        (path.relative_to(place.parent).as_posix(), path)
        for name, place in places.items()
        for path in sorted((place, *place.rglob("*")))
        if path.is_file() and "__pycache__" not in path.parts
        if name != "flugblatt" or path.relative_to(place).parts[0] not in CARRIED
    )


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
