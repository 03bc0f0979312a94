"""Judges the style sheets of page and book: ours byte for byte, and around them only what is listed here.

Flow: style sheet -> rules of the fonts embedded -> the sheet of the toolchain as it lies in ``styles/`` -> values of the edition,
each by its own pattern, and colours by their contrast -> findings, and the fonts and the mark for those who judge them.

Whatever is no sheet of ours could hide, move or make text in ways that no list foresees; so it is not read, but refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flugblatt import resources
from flugblatt.model import Finding

FAMILY = r"Statement (?:Serif|Sans|Mono)(?: [1-9][0-9]?)?"
FACE_OF_PAGE = re.compile(
    rf"@font-face\{{font-family:'{FAMILY}';font-weight:[1-9]00;font-style:(?:normal|italic);"
    r"src:url\(data:font/woff2;base64,([A-Za-z0-9+/]+={0,2})\) format\('woff2'\)\}\n"
)
FACE_OF_BOOK = re.compile(
    rf'@font-face \{{ font-family: "{FAMILY}"; font-weight: [1-9]00; font-style: (?:normal|italic); '
    r'src: url\("fonts/[a-z0-9-]+\.[ot]tf"\); \}\n'
)
MARK = re.compile(
    r"\.mark\{background:url\(data:image/svg\+xml;base64,([A-Za-z0-9+/]+={0,2})\) no-repeat 0 0/100% 100%;"
    r"aspect-ratio:[0-9.]+\}\n"
)
ROOT = re.compile(r"(@media \(prefers-color-scheme:dark\)\{|@media print\{)?:root\{([^{}]*)\}(?(1)\})\n")


def _stack(quote: str, generic: str) -> str:
    return rf"(?:{quote}{FAMILY}{quote}, ?)+{generic}"


VALUES: Mapping[str, str] = {
    "--serif": _stack("'", "serif"),
    "--sans": _stack("'", "sans-serif"),
    "--mono": _stack("'", "monospace"),
    "--em-style": "italic|normal",
    "--em-weight": "inherit|bold",
    "--tracking": r"0|-?\.0[0-4][0-9]?em",
    "--leading": r"1\.[2-9][0-9]?|2",
    "--hyphens": "auto|manual",
    **dict.fromkeys(("--paper", "--ink", "--grey", "--red", "--line"), "#[0-9A-Fa-f]{6}"),
}
"""The properties that depend on edition and brand, and what each may say: nothing that hides or moves a text away."""
LEAST = {"--ink": 4.5, "--grey": 4.5, "--red": 3.0}
"""The contrast that each colour of texts needs on paper (WCAG 2.2, 1.4.3); in red stand large words alone."""
WORDS: Mapping[str, str] = {
    "SERIF": _stack('"', "serif"),
    "SANS": _stack('"', "sans-serif"),
    "MONO": _stack('"', "monospace"),
    "HYPHENATE": "auto|none",
    "HYPHENS": "auto|manual",
    "START": "left|right",
    "END": "left|right",
    "ACCENT": "#[0-9A-F]{6}",
    "EMPHASIS": r"font-style: italic;|font-style: normal; font-weight: bold;",
}
"""What stands in the sheet of the book in place of each capital word."""
OF_KOBO = "\ndiv#book-inner { margin-top: 0; margin-bottom: 0; }\n"
"""What Kobo's readers want besides."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What a style sheet of a page brings: its fonts and its mark, as base64, and its faults."""

    fonts: tuple[str, ...]
    mark: str
    faults: tuple[str, ...]


def of_page(css: str) -> PageStyle:
    """The style sheet of a web page."""
    fonts: list[str] = []
    at = 1 if css.startswith("\n") else 0
    while face := FACE_OF_PAGE.match(css, at):
        fonts.append(face[1])
        at = face.end()
    at += len(css[at:]) - len(css[at:].lstrip("\n"))
    sheet = own_sheet("web")
    if not css.startswith(sheet, at):
        return PageStyle(
            tuple(fonts), "", (f"a style sheet that is not that of this toolchain, {_parting(css[at:], sheet)}",)
        )
    at += len(sheet)
    at += next((len(theme) for theme in themes() if css.startswith(theme, at)), 0)
    said: list[tuple[str, dict[str, str]]] = []
    faults: list[str] = []
    while rule := ROOT.match(css, at):
        values = dict(part.partition(":")[::2] for part in rule[2].split(";") if part)
        faults += [f"{name}:{value}"[:80] for name, value in values.items() if not _may(name, value)]
        said.append((rule[1] or "", values))
        at = rule.end()
    mark = MARK.match(css, at)
    rest = css[mark.end() if mark else at :]
    if rest.strip("\n"):
        faults.append(f"rules after the style sheet: {rest.strip()[:60]!r}")
    if not faults:
        faults += _pale(said)
    return PageStyle(tuple(fonts), mark[1] if mark else "", tuple(faults))


def _may(name: str, value: str) -> bool:
    return name in VALUES and re.fullmatch(VALUES[name], value) is not None


def of_book(css: str) -> Iterator[str]:
    """Faults of the style sheet of a book."""
    at = 0
    while face := FACE_OF_BOOK.match(css, at):
        at = face.end()
    rest = css[at:].removesuffix(OF_KOBO)
    if not _pattern(own_sheet("epub")).fullmatch(rest):
        yield f"a style sheet that is not that of this toolchain, {_parting(rest, own_sheet('epub'))}"


def own_sheet(name: str) -> str:
    """A style sheet as it lies in ``styles/``."""
    return _lying(resources.STYLES / f"{name}.css")


@cache
def _lying(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def themes() -> tuple[str, ...]:
    """The sheets of our themes, which lie over that of the page."""
    return tuple(own_sheet(path.stem) for path in sorted(resources.STYLES.glob("web-*.css")))


@cache
def _pattern(sheet: str) -> re.Pattern[str]:
    """The sheet of a book with a pattern in place of each capital word, the same wherever the word stands."""
    met: set[str] = set()

    def one(word: re.Match[str]) -> str:
        if word[1] in met:
            return f"(?P={word[1]})"
        met.add(word[1])
        return f"(?P<{word[1]}>{WORDS[word[1]]})"

    parts = re.split(r"\b(" + "|".join(WORDS) + r")\b", sheet)
    pattern = ""
    for part in parts:
        pattern += one(match) if (match := re.fullmatch("(" + "|".join(WORDS) + ")", part)) else re.escape(part)
    return re.compile(pattern)


def _parting(found: str, own: str) -> str:
    """Where a sheet leaves ours, in words; within a word that the edition fills, it is said of the place before it."""
    at = next((at for at, (one, other) in enumerate(zip(found, own, strict=False)) if one != other), len(own))
    return f"near {found[max(0, at - 20) : at + 40]!r}"


# --- Colours -------------------------------------------------------------------------------------


def _pale(said: list[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """Texts that could not be read on their ground, in light, in dark and on paper, as the rules lie over those of the sheet."""
    own = [((rule[1] or "").strip(), _colours(rule[2])) for rule in _OWN_ROOT.finditer(own_sheet("web"))]
    for scheme in ("", "@media (prefers-color-scheme:dark){", "@media print{"):
        values: dict[str, str] = {}
        for asked, given in (*own, *said):
            if asked in ("", scheme):
                values |= given
        for name, least in LEAST.items():
            if _ratio(values[name], values["--paper"]) < least:
                yield f"{name}:{values[name]} on {values['--paper']}, which cannot be read"


_OWN_ROOT = re.compile(r"(@media \(prefers-color-scheme:dark\)\{|@media print\{\n)?:root\{([^{}]*)\}")


def _colours(rule: str) -> dict[str, str]:
    return dict(part.partition(":")[::2] for part in rule.split(";") if part.startswith("--"))


def _ratio(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, contrast ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def findings(faults: Iterable[str], where: str) -> Iterator[Finding]:
    for fault in faults:
        yield Finding("guard-style", "error", f"expected our style sheet and nothing else; found {fault}", where)
