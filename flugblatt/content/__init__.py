"""The content room: the folder of a work -> Statement, finding every problem of the work in one pass.

Flow: works -> names of folders -> read_work -> editions (markdown_source) -> statement.yaml (metadata) -> Statement.
``finding_codes`` holds the table of all codes that this room can find a source with.
"""

from __future__ import annotations

import re
from pathlib import Path

from flugblatt.content import language_tags
from flugblatt.content.finding_codes import CODES, finding_at
from flugblatt.content.images import inside
from flugblatt.content.markdown_source import read_edition
from flugblatt.content.metadata import read_statement
from flugblatt.model import Edition, Finding, Place, Source, Statement

__all__ = ["CODES", "read_work", "works"]

_WORK = re.compile("[a-z0-9-]+")
_START = Place(1, 1)
_MISNAMED = (".markdown", ".mkd", ".mdown", ".mdwn", ".yml", ".yaml", ".md")


def works(content: Path) -> tuple[str, ...]:
    """The names of the folders of works in ``content``, sorted; a name that is not allowed is found by read_work."""
    return tuple(sorted(path.name for path in content.iterdir() if path.is_dir() and not path.name.startswith(".")))


def read_work(folder: Path) -> tuple[Statement | None, tuple[Finding, ...]]:
    """The Statement of a folder, None where an error was found; with every finding, by file, line and column."""
    findings: list[Finding] = []
    if not _WORK.fullmatch(folder.name):
        message = f"a folder name of a-z, 0-9 and - was expected, found {_shown(folder.name)}"
        findings.append(finding_at("work-name", _shown(folder.name), _START, message, "rename the folder"))
    editions = _editions(folder, findings)
    statement = _statement(folder, editions, findings)
    ordered = tuple(sorted(set(findings), key=_order))
    return (None if any(finding.severity == "error" for finding in ordered) else statement), ordered


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    path, line, column = finding.where.rsplit(":", 2)
    return path, int(line), int(column), finding.code, finding.message


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _editions(folder: Path, findings: list[Finding]) -> tuple[Edition, ...]:
    editions: list[Edition] = []
    names: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        where = f"{_shown(folder.name)}/{_shown(path.name)}"
        if path.suffix != ".md" or path.name.startswith("."):
            if path.suffix.lower() in _MISNAMED and path.name != "statement.yaml" and path.is_file():
                right = "statement.yaml" if path.suffix.lower() in (".yml", ".yaml") else f"{path.stem}.md"
                message = f"statement.yaml or <language>.md was expected, found {_shown(path.name)}"
                findings.append(finding_at("file-name", where, _START, message, f"rename it to {_shown(right)}"))
            continue
        language = path.stem
        if language.lower() in names:
            message = f"one edition for each language was expected, found {path.name} beside {names[language.lower()]}"
            findings.append(finding_at("tag-twice", where, _START, message, "keep one of them"))
            continue
        names[language.lower()] = path.name
        problem = language_tags.problem(language)
        if problem is not None:
            code = "tag-not-canonical" if language_tags.canonical(language) else "tag-not-valid"
            hint = f"rename it to {problem.instead}.md" if problem.instead else problem.hint
            findings.append(finding_at(code, where, _START, _shown(problem.message), hint))
        source = _source(folder, path.name, findings)
        if source is not None:
            edition, problems = read_edition(folder, language, source)
            editions.append(edition)
            findings.extend(problems)
    if not names:
        message = "an edition <language>.md was expected, found none"
        findings.append(finding_at("edition-missing", _shown(folder.name), _START, message, "write the text to de.md"))
    return tuple(sorted(editions, key=lambda edition: edition.language))


def _statement(folder: Path, editions: tuple[Edition, ...], findings: list[Finding]) -> Statement | None:
    if not (folder / "statement.yaml").exists():
        where = f"{_shown(folder.name)}/statement.yaml"
        message = "statement.yaml was expected, found none"
        findings.append(
            finding_at("statement-missing", where, _START, message, "write it, with at least date and issuers")
        )
        return None
    source = _source(folder, "statement.yaml", findings)
    if source is None:
        return None
    statement, problems = read_statement(folder, source, editions)
    findings.extend(problems)
    return statement


def _source(folder: Path, name: str, findings: list[Finding]) -> Source | None:
    where = f"{_shown(folder.name)}/{_shown(name)}"
    path = inside(folder, name)
    if isinstance(path, str):
        findings.append(finding_at("file-unreadable", where, _START, path, "copy the file into the work's folder"))
        return None
    try:
        return Source(where, path.read_bytes())
    except OSError as error:
        message = f"a file that may be read was expected, found {error.strerror}"
        findings.append(finding_at("file-unreadable", where, _START, message, "change its permissions"))
        return None
