"""The messages of the toolchain, gathered from its code, for those who put them into other languages.

    python install/messages.py

brings ``styles/messages.TAG.po`` up to date: shapes that the code no longer has go, new ones come with an empty ``msgstr``; a
test says when that is due, and which are empty. A translation that is the same as the English says: this stays as it is.

Flow: every module -> the strings and f-strings that may be read by people -> a shape for each, with ``{0}``, ``{1}`` for what an
f-string fills in, and braces of the text doubled. Which strings people read no rule knows for certain: those of rooms that
find, refuse and tell (``TELLING``) with a word in small letters, and elsewhere what is given to a finding or an error.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the package beside this file, whatever the environment holds

from flugblatt import resources  # noqa: E402

WORDS = (
    *(
        "passed",
        "failed",
        "not run",
        "expected {0}; found {1}",
        "expected {0}; found: {1}",
        "{0} was expected, found none",
        "found {0}",
        "{0} times",
        "Why: {0}",
        "Right: {0}",
        "Wrong: {0}",
        "What to do: {0}",
    ),
    *(
        "{0} passed",
        "{0} failed",
        "{0} not run",
        "reading",
        "{0} done",
        "; found {0}",
        "expected nothing, found {0}",
        "no file",
        "nothing",
        "everything",
        "installed",
        "missing",
    ),
    *("kept", "changed", "what was done", "to what", "lines"),
    *("a GIF", "a PDF", "a control", "a noncharacter", "[words](https://…)"),
    *("packages of Python", "cache folder", "set-up", "{0}, and write only its name: ![…]({1})"),
    *(
        "the name of the file and {0} small words of the text",
        "the name of the file and what the file says of itself",
        "the name of the file and what the file says of itself and {0} small words of the text",
        "what the file says of itself and {0} small words of the text",
        "{0}, recognised by {1}",
        "underlining",
    ),
    "copy the title line by line, in straight quotes: [{0}",
)
"""Shapes that the code puts together of others, or that are one word."""
TELLING = (
    *(
        "build",
        "cli",
        "content",
        "doctor",
        "judges",
        "language",
        "leaflet/format_table",
        "leaflet/formats",
        "leaflet/source_code",
        "model",
        "package/signature",
        "package/time_stamp",
    ),
    *("proving", "report/crash", "report/explain", "resources", "tables", "terminal", "verification"),
)
SILENT = (
    *(
        "build/json_schemas",
        "build/new_project",
        "content/statement_schema",
    ),
    *("judges/catalogue/schema", "content/values", "terminal/arguments", "terminal/translation"),
)
"""Within those rooms: what is written into files, and lists of names."""
LABELS = re.compile(
    r"judges/(catalogue|records)/\w+|judges/metadata/\w+_fields|judges/epub/guard_lists|judges/closed/page_markup"
)
"""Modules full of names of fields: only sentences of theirs are gathered."""
TAKERS = ("Finding", "find", "ContentError", "UsageError", "ToolMissing", "ToolFailed", "NotDue", "not_due")
READERS = ("compile", "xpath", "XPath", "search", "match", "fullmatch", "sub", "execute", "add_argument", "split")
"""Functions that take patterns and lists of names."""
WORD = re.compile(r"(?<![\w{@#./-])[a-z][a-z-]*(?![\w(=@/])")
NO_WORDS = re.compile(
    r"[<>]/|\\[(wdsb.]|::|(?<!:)//|@[a-z]+ =|\n\s*\S+\n|\(\?|;\s*$|\{\{[^}]*:[^}]*;|starts-with|\$schema|^<\w|^\S+ @|contains\(|^m:"
)
"""Markup, patterns, style sheets, paths."""
AS_IT_IS = re.compile(
    r"^\w+: (…|\[|\{\{)[^a-z]*\w*: ?|^\w+: \W*$|^XMP |^dc:|^datacite"
    r"|^(\{0\})?(apt-get|brew|make (?!an? )|pip |python )|^\{0\} -m pip|^flugblatt-watch|^flugblatt[:]? \{0\}"
)
"""Keys of YAML, commands and names of fields, which no language says otherwise."""


def shapes() -> dict[str, str]:
    """Every shape of a message, with the module that has it, in the order of the modules."""
    found = dict.fromkeys(WORDS, "terminal")
    for path in sorted(resources.PACKAGE.rglob("*.py")):
        name = path.relative_to(resources.PACKAGE).with_suffix("").as_posix()
        if not name.startswith(SILENT):
            tree = ast.parse(path.read_text("utf-8"))
            for shape in _shapes(tree, any(name == room or name.startswith(f"{room}/") for room in TELLING)):
                if _is_read(shape, bool(LABELS.match(name))):
                    found.setdefault(shape, name)
    return found


def _shapes(tree: ast.Module, whole: bool) -> Iterator[str]:
    aside = set(_aside(tree))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in TAKERS)
    for top in [tree] if whole else calls:
        for node in ast.walk(top):
            if id(node) not in aside and (shape := _shape(node)):
                yield shape


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _aside(tree: ast.Module) -> Iterator[int]:
    """What is no message: docstrings, parts of f-strings, keys, patterns, examples of right and wrong."""
    for node in ast.walk(tree):
        apart: list[ast.AST] = []
        match node:
            case ast.Expr(value=ast.Constant() as text):
                yield id(text)
            case ast.JoinedStr():
                yield from (id(part) for part in node.values if isinstance(part, ast.Constant))
                apart = [
                    part.format_spec
                    for part in node.values
                    if isinstance(part, ast.FormattedValue) and part.format_spec
                ]
            case ast.Dict():
                apart = [key for key in node.keys if key]
            case ast.Call() if _called(node) == "FindingCode":
                apart = [*node.args[3:5], *(word.value for word in node.keywords if word.arg in ("right", "wrong"))]
            case ast.Call() if _called(node) in READERS:
                apart = [node]
        for one in apart:
            yield from map(id, ast.walk(one))


def _shape(node: ast.AST) -> str | None:
    def plain(text: str) -> str:
        return text.replace("{", "{{").replace("}", "}}")

    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return plain(node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, places = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(plain(str(part.value)))
        else:
            parts.append(f"{{{places}}}")
            places += 1
    return "".join(parts)


def _is_read(shape: str, labels: bool) -> bool:
    words = WORD.findall(shape)
    if (
        " " not in shape.strip()
        or NO_WORDS.search(shape)
        or AS_IT_IS.search(shape)
        or not any(len(word) > 2 for word in words)
    ):
        return False
    return bool(re.search(r"\b(expected|found|was|our|is|that)\b", shape)) if labels else True


def updated(path: Path) -> str:
    """The file with an entry for each shape, those that it has as they are."""
    had: dict[str, str] = {}
    if path.exists():
        with path.open("rb") as stream:
            had = {str(entry.id): str(entry.string) for entry in read_po(stream) if entry.id}
    catalog = Catalog(
        locale=path.suffixes[0][1:], project="flugblatt", fuzzy=False, header_comment="# Messages of flugblatt."
    )
    for shape, module in shapes().items():
        catalog.add(shape, had.get(shape, ""), auto_comments=[module])
    into = io.BytesIO()
    write_po(into, catalog, width=0, omit_header=True)
    return f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{into.getvalue().decode().rstrip()}\n'


if __name__ == "__main__":
    for file in sorted(resources.STYLES.glob("messages.*.po")):
        file.write_text(updated(file), "utf-8")
        empty = [entry.id for entry in read_po(file.open("rb")) if entry.id and not entry.string]
        print(f"{file.name}: {len(empty)} without a translation")
