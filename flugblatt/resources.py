"""Where data lies: templates, styles, schemas and caches. No other module asks.

In a checkout ``templates/``, ``styles/`` and the lock lie beside the package; an installed wheel carries them inside.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent
"""The folder of the checkout; in an installed wheel a folder of packages, which has none of its files."""


def _data(name: str) -> Path:
    carried = PACKAGE / name
    return carried if carried.exists() else CHECKOUT / name


TEMPLATES = _data("templates")
STYLES = _data("styles")
LOCK = _data("requirements.lock")
SCHEMAS = PACKAGE / "schemas"
CACHE = Path(platformdirs.user_cache_dir("flugblatt"))
"""What can be made again: original faces, the engine's font folders."""

FORMATS = STYLES / "formats.toml"
LANGUAGES = STYLES / "languages.toml"
LANGUAGE_CODES = STYLES / "language-codes.toml"
LIBRARIES = STYLES / "libraries.toml"
PACKAGE_WORDS = STYLES / "package.toml"
PROFILES = STYLES / "icc"
