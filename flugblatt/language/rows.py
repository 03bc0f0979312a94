"""The rows of the language table: scripts, fonts and languages of styles/languages.toml and of the project's own tables.

Flow: ``table_reader`` -> ``TABLE`` (keys and kinds, as data) -> what a shape cannot say (labels whole or not at all, tags, files
of fonts) -> ``rows``, or ContentError with every problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

from language_tags import tags

from flugblatt import resources
from flugblatt.model import Kind
from flugblatt.tables import shapes, table_reader
from flugblatt.tables.shapes import FLAG, WORD, WORDS, Row, Rows, Value, between, choice, several, text
from flugblatt.tables.table_reader import Reader


@dataclass(frozen=True, slots=True)
class Script:
    """How a script is set. Sizes and leading in pt on the A5 page; ``text`` and ``sans`` are families in order."""

    code: str
    text: tuple[str, ...]
    sans: tuple[str, ...]
    size: float
    leading: float
    lede: float
    title: float
    title_leading: float
    indent: str
    mark: str
    indent_always: bool = False
    justify: bool = False
    emphasis: str = "italic"


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that the toolchain adds, in the edition's language."""

    edition: str
    title: str
    kind: str
    from_: str
    others: str
    date: str
    revised: str
    embargoed: str
    withdrawn: str
    supersedes: str
    to: str
    signatories: str
    language: str
    translator: str
    original: str
    publisher: str
    contact: str
    imprint: str
    imprint_publisher: str
    imprint_printer: str
    imprint_responsible: str
    series: str
    subjects: str
    rights: str
    license: str
    changes: str
    address: str
    identifier: str
    sha256: str
    form: str
    verify: str
    verify_pdf: str
    verify_epub: str
    verify_web: str
    notes: str
    note: str
    back: str
    contents: str
    pages: str
    page: str
    cover: str
    title_page: str
    text: str
    whole_text: str
    picture: str
    landmarks: str
    take: str
    languages: str
    archive_pdf: str
    epub: str
    plain_text: str
    accessibility: str
    accessibility_pictures: str


LABELS = Row(
    dict.fromkeys((field.name.rstrip("_") for field in fields(Labels)), WORD)
    | {
        "others": text(r"[^{}]*\{n\}[^{}]*", "words with {n} for the number, as and {n} others"),
        "embargoed": text(r"[^{}]*\{date\}[^{}]*", "words with {date}, as embargoed until {date}"),
        "withdrawn": text(r"[^{}]*\{date\}[^{}]*", "words with {date}, as withdrawn: {date}"),
        "supersedes": text(r"[^{}]*\{work\}[^{}]*", "words with {work}, as supersedes: {work}"),
    }
)
KINDS = Row(dict.fromkeys(get_args(Kind), WORD))
HAND = Row(
    {"text": WORDS, "sans": WORDS},
    dict.fromkeys(("size", "leading", "lede", "title", "title_leading"), between(1, 200)),
)
BONDS = Row({}, dict.fromkeys(("figures", "units", "names"), WORDS))
BONDS_OF_LANGUAGE = Row(
    {},
    {
        **BONDS.optional,
        **{
            "abbreviations": several(text(r"\S+( \S+)+", ""), 'abbreviations of several words, as ["z. B."]'),
            "of": WORDS,
        },
        **{"one_letter": FLAG, "before": WORD, "after": WORD},
    },
)
LANGUAGE = Row(
    {},
    {
        "name": WORD,
        "mark": WORD,
        "weak": WORDS,
        "postposed": WORDS,
        "attributive": WORDS,
        "hyphenate": FLAG,
        "digits": Value("ten figures", lambda value: isinstance(value, str) and len(value) == 10),
        "read": FLAG,
        "labels": LABELS,
        "kinds": KINDS,
        "bonds": BONDS_OF_LANGUAGE,
        "hand": HAND,
        "ligatures_end": WORDS,
    },
)
SCRIPT = Row(
    {
        **{"text": WORDS, "sans": WORDS},
        **dict.fromkeys(("size", "leading", "lede", "title", "title_leading"), between(1, 200)),
        **{"indent": text(r"\d+(\.\d+)?(em|pt|mm)", "a length, as 1.4em"), "mark": WORD},
    },
    {"indent_always": FLAG, "justify": FLAG, "emphasis": choice("italic", "bold")},
)
FILE = text(r"[^/]+\.[ot]tf", "the name of a file, as Amiri-Regular.ttf")
STATIC = text(r"[^/-]+(-(Regular|(Medium|Bold|ExtraBold|Black)?(Italic)?))?\.[ot]tf", "")
FONT = Row(
    {"wheel": text(r"[a-z0-9_.]+", "the module of a wheel, as fontpkg_amiri")},
    {
        "files": several(STATIC, "names of files that end in their style, as Amiri-Bold.ttf"),
        "upright": FILE,
        "italic": FILE,
        "axes": Rows(between(-10_000, 10_000), text("[A-Za-z0-9]{4}", "an axis has four letters, as opsz")),
        "weights": several(between(1, 1000), "a list of weights, as [400, 700]"),
    },
)
PRICE = between(0, 1000)
LINES = Row(
    {
        "grid": WORDS,
        "letters": WORDS,
        "scripts": Rows(
            Row(dict.fromkeys(("hyphen", "row", "page", "letter", "pair", "short", "spaces"), PRICE)),
            text("[A-Z][a-z]{3}|other", "a script is named by its ISO 15924 code, as Cyrl"),
        ),
    }
)
CODE = text("[A-Z][a-z]{3}|other", "a script is named by its ISO 15924 code, as Cyrl")
TAG = Value(
    "a language is named by its tag, as de, be or sr-Latn", lambda tag: tags.check(tag) and tags.tag(tag).format == tag
)
TABLE = Row(
    {},
    {
        "scripts": Rows(SCRIPT, CODE),
        "other_scripts": Rows(WORDS, CODE),
        "fonts": Rows(FONT, text("[A-Za-z0-9 ]+", "a family has letters, figures and spaces alone")),
        "languages": Rows(LANGUAGE, TAG),
        "articles": Rows(WORDS, TAG),
        "bonds": BONDS,
        "words": Rows(WORDS, TAG),
        "lines": LINES,
    },
)


@resources.of_project
@cache
def rows() -> dict[str, Any]:
    """The table of the project in use. Raises ContentError with every problem, each with its line."""
    reader = table_reader.read("languages")
    shapes.check(reader, reader.data, TABLE)
    for _, row in _rows(reader, "languages"):
        for lacking in {"labels", "kinds"} - row.keys() if {"labels", "kinds"} & row.keys() else ():
            reader.problem("", f"{lacking} is missing: labels and kinds come whole or not at all")
    for _, row in _rows(reader, "fonts"):
        if "files" not in row and not {"upright", "weights"} <= row.keys():
            reader.problem("", "files is missing, or else upright and weights")
        for key in ("files", "upright", "italic"):
            for name in _absent(row.get("wheel"), row.get(key, [])):
                reader.problem(key, f"{key}: there is no {name!r} in the wheel {row['wheel']}")
    reader.done()
    return reader.data


def _rows(reader: Reader, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = reader.data.get(name)
    for key, row in rows.items() if isinstance(rows, dict) else ():
        if isinstance(row, dict):
            reader.here = (name, key)
            yield key, row


def _absent(wheel: object, named: object) -> list[str]:
    """The files that an installed wheel does not have; of one that is not installed nothing is known."""
    known = isinstance(wheel, str) and all(part.isidentifier() for part in wheel.split("."))
    spec = find_spec(wheel) if isinstance(wheel, str) and known else None
    names = [named] if isinstance(named, str) else named if WORDS.holds(named) else []
    if spec is None or spec.origin is None or not isinstance(names, list):
        return []
    return [name for name in names if not (Path(spec.origin).parent / "files" / name).is_file()]
