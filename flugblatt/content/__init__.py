"""The content room: the folder of a work -> Statement, finding every problem of the work in one pass.

Flow: works -> names of folders -> read_work -> editions (markdown_source) -> statement.yaml (metadata) -> Statement.
``finding_codes`` holds the table of all codes that this room can find a source with.
"""

from __future__ import annotations

import re
from pathlib import Path

from flugblatt.content import language_tags
from flugblatt.content.finding_codes import CODES, finding_at
from flugblatt.content.images import inside, is_plain
from flugblatt.content.markdown_source import read_edition
from flugblatt.content.metadata import read_statement, switched_on
from flugblatt.content.parties import ISBN_FOR_EACH
from flugblatt.content.refused_files import Refused
from flugblatt.content.standing import WORK, plain_name_of_work, superseded
from flugblatt.content.tag_scripts import check_script
from flugblatt.model import Edition, Finding, Place, Source, Statement
from flugblatt.resources import COMMAND
from flugblatt.tables.limits import limit, raising

__all__ = ["CODES", "isbns_of_others", "read_work", "superseded", "works"]

_START = Place(1, 1)
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".txt", ".html", ".htm", ".epub", ".pdf", ".pages")
_LETTERS = (".docx", ".doc", ".odt", ".rtf")
"""What is taken for a text whatever its name; notes, pages and books may lie beside one."""
_LEFT_ALONE = (".doc", ".pdf", ".pages")
"""What `new` cannot read."""
_NOTES = ("readme", "changelog", "license", "licence", "notes", "notizen", "todo", "liesmich")
"""Names of files for those who work on a text, which are no editions."""
_DOUBLED = re.compile(r"(?i)(.+?)\.(md|ya?ml)\.(?:txt|md|ya?ml)")
"""Names with two endings, of which some systems show the first alone."""
_MISNAMED = (".markdown", ".mkd", ".mdown", ".mdwn", ".yml", ".yaml", ".md")


def works(content: Path) -> tuple[str, ...]:
    """The names of the folders of works in ``content``, sorted; a name that is not allowed is found by read_work."""
    return tuple(sorted(path.name for path in content.iterdir() if path.is_dir() and not path.name.startswith(".")))


def read_work(folder: Path) -> tuple[Statement | None, tuple[Finding, ...]]:
    """The Statement of a folder, None where an error was found; with every finding, by file, line and column."""
    findings: list[Finding] = []
    if not WORK.fullmatch(folder.name):
        message = f"a folder name of a-z, 0-9 and - was expected, found {_shown(folder.name)}"
        named = plain_name_of_work(folder.name)
        hint = (
            f"rename it to {named}" if named else "rename it to its subject and year in Latin letters, like appeal-2022"
        )
        findings.append(finding_at("work-name", _shown(folder.name), _START, message, hint))
    editions = _editions(folder, findings)
    statement = _statement(folder, editions, findings)
    ordered = tuple(sorted(set(findings), key=_order))
    return (None if any(finding.severity == "error" for finding in ordered) else statement), ordered


def isbns_of_others(statement: Statement, named: dict[str, str]) -> tuple[Finding, ...]:
    """A finding for each ISBN that another work has; ``named`` are those of the works before, and gets those of this one."""
    found: list[Finding] = []
    for isbn in (isbn for edition in statement.editions for isbn in edition.identifiers.isbns):
        other = named.setdefault(isbn.number, statement.work)
        if other != statement.work:
            message = f"an ISBN for one product was expected, found {isbn.written} in the work {other}, too"
            found.append(finding_at("yaml-isbn-twice", statement.source.path, isbn.place, message, ISBN_FOR_EACH))
    return tuple(found)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    path, line, column = finding.where.rsplit(":", 2)
    return path, int(line), int(column), finding.code, finding.message


def _shown(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _editions(folder: Path, findings: list[Finding]) -> tuple[Edition, ...]:
    editions: list[Edition] = []
    names: dict[str, str] = {}
    switches = _switches(folder)
    for path in sorted(folder.iterdir()):
        where, language = f"{_shown(folder.name)}/{_shown(path.name)}", path.stem
        if path.suffix != ".md" or path.name.startswith("."):
            findings.extend(_misnamed(path, where))
        elif language.lower() in names:
            message = f"one edition for each language was expected, found {path.name} beside {names[language.lower()]}"
            findings.append(finding_at("tag-twice", where, _START, message, "keep one of them"))
        else:
            names[language.lower()] = path.name
            editions += _read_edition(folder, path.name, where, switches, findings)
    findings.extend(_unread(folder, names))
    return tuple(sorted(editions, key=lambda edition: edition.language))


def _switches(folder: Path) -> frozenset[str]:
    try:
        path = inside(folder, "statement.yaml")
        if isinstance(path, Refused) or path.stat().st_size > limit("metadata_bytes"):
            return frozenset()
        return switched_on(path.read_bytes())
    except OSError:
        return frozenset()


def _misnamed(path: Path, where: str) -> tuple[Finding, ...]:
    doubled = _DOUBLED.fullmatch(path.name)
    if not (doubled or path.suffix.lower() in _MISNAMED) or path.name == "statement.yaml" or not path.is_file():
        return ()
    stem, ending = (doubled[1], f".{doubled[2].lower()}") if doubled else (path.stem, path.suffix.lower())
    right = "statement.yaml" if ending in (".yml", ".yaml") else f"{stem}.md"
    message = f"statement.yaml or <language>.md was expected, found {_shown(path.name)}"
    return (finding_at("file-name", where, _START, message, f"rename it to {_shown(right)}"),)


def _read_edition(
    folder: Path, name: str, where: str, switches: frozenset[str], findings: list[Finding]
) -> tuple[Edition, ...]:
    language = name.removesuffix(".md")
    problem = language_tags.problem(language)
    if problem is not None:
        code = "tag-not-canonical" if language_tags.canonical(language) else "tag-not-valid"
        findings.append(finding_at(code, where, _START, _shown(problem.message), _renaming(language, problem)))
        if not is_plain(name):
            return ()
    source = _source(folder, name, findings)
    if source is None:
        return ()
    edition, problems = read_edition(folder, language, source, switches)
    findings.extend(problems)
    findings.extend(check_script(edition) if problem is None else ())
    return (edition,)


def _unread(folder: Path, names: dict[str, str]) -> tuple[Finding, ...]:
    """What is said of texts in the form of an office program or a book, and of a work without any text."""
    documents = [path for path in sorted(folder.iterdir()) if _is_unread(path, names)]
    if not names:
        message = "an edition <language>.md was expected, found none"
        near = next((path for path in sorted(folder.iterdir()) if path.suffix != ".md" and _is_misnamed(path)), None)
        hint = _importing(folder, documents[0].name) if documents else "write the text to de.md"
        if near:
            hint = f"it is there: rename {_shown(near.name)} to {_shown(near.name.partition('.')[0])}.md"
        return (finding_at("edition-missing", _shown(folder.name), _START, message, hint),)
    return tuple(
        finding_at(
            "file-unread",
            f"{_shown(folder.name)}/{_shown(path.name)}",
            _START,
            f"{path.stem if _is_tag(path.stem) else '<language>'}.md was expected, found {_shown(path.name)}, which is not read",
            f"{_importing(folder, path.name)}; or move the file out of the folder",
        )
        for path in documents
    )


def _importing(folder: Path, name: str) -> str:
    """What makes an edition of a file of another program."""
    if name.lower().endswith(_LEFT_ALONE):
        return f"save its text as {Path(name).stem if _is_tag(Path(name).stem) else 'de'}.md"
    path = f"{folder.name}/{_shown(name)}"
    named = f'"{path}"' if " " in path else path
    return f"make an edition of it: {COMMAND} new {folder.name} --from {named}"


def _is_misnamed(path: Path) -> bool:
    named = path.suffix.lower() in (*_MISNAMED[:4], ".md") or re.fullmatch(r"(?i).+\.md\.txt", path.name)
    return bool(named) and path.is_file() and not path.name.startswith(".")


def _renaming(stem: str, problem: language_tags.Problem) -> str:
    if stem.lower() in _NOTES:
        return "no edition: move it out of the folder of the work"
    if not problem.instead:
        return "the text is there: rename it to the tag of its language, like de.md, be.md or sr-Latn.md"
    asked = f"{problem.hint}; " if problem.hint.startswith("did you mean") else ""
    return f"{asked}rename it to {problem.instead}.md"


def _is_unread(path: Path, names: dict[str, str]) -> bool:
    """Whether a file is the text of an edition in the form of an office program or a book, or a letter of an office program."""
    named = path.suffix.lower() in _DOCUMENTS if _is_tag(path.stem) else path.suffix.lower() in _LETTERS
    return named and path.stem.lower() not in names and not path.name.startswith((".", "~")) and path.is_file()


def _is_tag(stem: str) -> bool:
    return language_tags.canonical(stem) == stem


def _statement(folder: Path, editions: tuple[Edition, ...], findings: list[Finding]) -> Statement | None:
    if not (folder / "statement.yaml").exists():
        where = f"{_shown(folder.name)}/statement.yaml"
        message = "statement.yaml was expected, found none"
        beside = sorted(path.name for path in folder.iterdir())
        near = next((name for name in beside if re.fullmatch(r"(?i).+\.ya?ml(?:\.txt)?", name)), "")
        hint = (
            f"it is there: rename {_shown(near)} to statement.yaml"
            if near
            else "write it, with at least date and issuers"
        )
        findings.append(finding_at("statement-missing", where, _START, message, hint))
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
    if isinstance(path, Refused):
        hint = path.hint or "copy the file into the work's folder"
        findings.append(finding_at("file-unreadable", where, _START, path.message, hint))
        return None
    name_of_limit = "text_bytes" if name.endswith(".md") else "metadata_bytes"
    try:
        if (size := path.stat().st_size) > limit(name_of_limit):
            message = f"at most {limit(name_of_limit):,} bytes were expected, found {size:,}"
            hint = raising(name_of_limit, ["part the text into several works"] if name.endswith(".md") else ())
            findings.append(finding_at("over-limit", where, _START, message, hint))
            return None
        return Source(where, path.read_bytes())
    except OSError as error:
        message = f"a file that may be read was expected, found {error.strerror}"
        findings.append(finding_at("file-unreadable", where, _START, message, "change its permissions"))
        return None
