"""A table as text: its values, the file and line of every key, and the problems found so far.

Flow: the files of a table -> ``read`` (TOML, faults of syntax with their lines) -> ``Reader`` -> ``problem``, which puts down a
finding at its line and goes on -> ``done``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from flugblatt import resources
from flugblatt.model import Finding, FindingCode
from flugblatt.model.errors import ContentError
from flugblatt.resources import TableFile

CODE_OF = {
    "languages": "language-table",
    "formats": "format-table",
    "libraries": "library-table",
    "shops-ebook": "ebook-shop-table",
    "package": "package-table",
    "language-codes": "code-table",
    "cataloguing": "cataloguing-table",
    "catalogue": "catalogue-table",
    "project": "project-file",
}
"""The code of the findings of each table."""
CODES: Mapping[str, FindingCode] = {
    code: FindingCode(
        f"The table of {table}, or what the project adds to it in flugblatt.toml or styles/ beside content/, has a row that "
        "cannot be used: a key is misspelt, missing, given twice or of another kind. Nothing is made before it is mended.",
        "Mend the line that the finding names, as it says there; the file of the package is the manual of its keys.",
    )
    for table, code in CODE_OF.items()
}
Path = tuple[str, ...]
Place = tuple[str, int]
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]', re.DOTALL
)
_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"\n]*\"|'[^'\n]*')"
_DOTTED = rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*"
_HEADER = re.compile(rf"\s*\[(\[?){_DOTTED}\]")
_KEY = re.compile(rf"{_DOTTED}=")


def read(table: str, files: tuple[TableFile, ...] | None = None) -> Reader:
    """The reader of a table, of the project in use unless ``files`` are given. Raises ContentError for what is no TOML."""
    files = resources.table_files(table) if files is None else files
    faults = tuple(fault for file in files for fault in _syntax(file, table))
    if faults:
        raise ContentError(faults)
    return Reader(table, files)


class Reader:
    """Holds the rows of a table and gathers problems; ``here`` is the row that is being looked at, by its path."""

    def __init__(self, table: str, files: tuple[TableFile, ...]) -> None:
        self.data = resources.merged(files, table)
        self.code = CODE_OF[table]
        self.findings: list[Finding] = []
        self.here: Path = ()
        self._table, self._files = table, files
        self._own: dict[Path, Place] = {}
        for file in files:
            if file in resources.own():
                self._learn(file)

    def problem(self, key: str, message: str, hint: str = "") -> None:
        """Puts down what is wrong with ``key`` of the row, or with the row itself where it is empty."""
        path, line = self._place(key)
        said = f"[{'.'.join(self.here)}] {message}" if self.here else message
        self.findings.append(Finding(self.code, "error", said, f"{path}:{line}:1", hint))

    def done(self) -> None:
        """Raises ContentError with all problems, by file and line, where there are any."""
        if self.findings:
            raise ContentError(tuple(sorted(self.findings, key=_in_order)))

    def _learn(self, file: TableFile) -> None:
        """Remembers the places of a file's keys. What two files of a project both say is a problem: which one is meant?"""
        known = dict(_places(file, self._table))
        for path in known.keys() & self._own.keys():
            if not any(other[: len(path)] == path != other for other in known):
                self.here = path[:-1]
                self.findings.append(self._twice(path[-1], known[path], self._own[path]))
        self._own |= known

    @cached_property
    def _package(self) -> dict[Path, Place]:
        files = (file for file in self._files if file not in resources.own())
        return {path: place for file in files for path, place in _places(file, self._table)}

    def _twice(self, key: str, place: Place, before: Place) -> Finding:
        message = f"[{'.'.join(self.here)}] {key} is given already, at {before[0]}:{before[1]}"
        return Finding(self.code, "error", message, f"{place[0]}:{place[1]}:1", "keep one of the two")

    def _place(self, key: str) -> Place:
        """Where a key stands, else its row; a row that the project changes is the project's."""
        path = (*self.here, key) if key else self.here
        above = [path[:length] for length in range(len(path), 0, -1)]
        own = [self._own[one] for one in above if len(one) >= len(self.here) and one in self._own]
        every = [known[one] for one in above for known in (self._own, self._package) if one in known]
        return next(iter((*own, *every)), (self._files[0].path, 1))


def _in_order(finding: Finding) -> tuple[str, int, int]:
    path, line, column = finding.where.rsplit(":", 2)
    return path, int(line), int(column)


def _syntax(file: TableFile, table: str) -> Iterator[Finding]:
    try:
        resources.rows_of(file, table)
    except (ValueError, RecursionError) as error:
        message = re.sub(r" \(at .*\)$", "", str(error))
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = found.groups() if found else (str(file.data.count(b"\n") + 1), "1")
        if isinstance(error, UnicodeDecodeError):
            line, message = str(file.data.count(b"\n", 0, error.start) + 1), "expected UTF-8, found other bytes"
        yield Finding(CODE_OF[table], "error", message, f"{file.path}:{line}:{column}", "mend the line as TOML")


# --- Places --------------------------------------------------------------------------------------


def _places(file: TableFile, table: str) -> Iterator[tuple[Path, Place]]:
    """The place of every table and of every key in it, by its path. The file is known to be TOML."""
    above = ("libraries",) if table == "libraries" and file.name != resources.PROJECT_FILE else ()
    row, seen, counts = above, set[Path](), Counter[Path]()
    for line, statement in _statements(file.data.decode("utf-8")):
        if header := _HEADER.match(statement):
            row = (*above, *_names(header[2]))
            if header[1]:
                counts[row] += 1
                row = (*row, str(counts[row]))
        key = _KEY.match(statement)
        path = (*row, *_names(key[1])) if key else row
        for prefix in (path[:length] for length in range(1, len(path) + 1)) if header or key else ():
            if prefix not in seen:
                seen.add(prefix)
                yield prefix, (file.path, line)


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, dotted)]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a TOML text, each with its number; what runs over several lines is one."""
    start = depth = 0
    for token in _TOKEN.finditer(text + "\n"):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if token[0] == "\n" and not depth:
            yield text.count("\n", 0, start) + 1, text[start : token.start()]
            start = token.end()
