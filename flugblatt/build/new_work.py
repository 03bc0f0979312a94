"""A work made of files of other programs: ``new WORK --from FILE…``.

Flow: files -> their languages, told by options, names, the files or their words, and confirmed -> Markdown (``content.importing``)
-> statement.yaml of what was given or answered -> the folder, whole or not at all -> each edition proven against its file
(``proving.import_proof``) -> the work read as every work is -> ``NewWork``.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from flugblatt.build import bounded, project
from flugblatt.build.new_project import modeline
from flugblatt.content import importing, language_tags
from flugblatt.content.importing import declared_languages
from flugblatt.content.importing.declared_languages import Guess
from flugblatt.content.importing.import_record import ImportedText, Row
from flugblatt.content.standing import WORK, plain_name_of_work
from flugblatt.model import Check, Finding
from flugblatt.model.errors import ContentError, UsageError
from flugblatt.model.findings import shown
from flugblatt.proving import import_proof

Ask = Callable[[str], str]
STDIN = "-"
STATEMENT = "statement.yaml"
LARGEST = 100 * 2**20  # bytes of a file; chosen: above any statement with pictures
NEEDED = {"date": "when it was published, as 2024-05-03", "issuers": "who issued it"}
"""The keys that statement.yaml must have, and what each says."""
OF_TEXTS = {"summary", "subjects", "subtitle"}
"""Keys that front matter says in the language of its edition."""
UNPROVEN = Check.not_run(import_proof.NAME, "not compared yet")
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/’'–-]*[\w.)])?")
_OTHER_VALUES = {"yes", "no", "true", "false", "null", "on", "off", "y", "n"}
"""Words that YAML (1.1 or 1.2) takes for something else than words."""


@dataclass(frozen=True, slots=True)
class Import:
    """What the command line asks for: ``languages`` are empty or one for each file; the facts are empty where not given."""

    content: Path
    work: str
    files: tuple[str, ...]
    languages: tuple[str, ...] = ()
    date: str = ""
    issuers: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NewEdition:
    """An edition made of the file ``name``; ``why`` says who says its language."""

    path: Path
    name: str
    language: str
    why: str
    text: ImportedText
    data: bytes
    proof: Check


@dataclass(frozen=True, slots=True)
class NewWork:
    """``findings`` are those of the work as it was written; ``missing`` are keys of statement.yaml, and what each says."""

    statement: Path
    editions: tuple[NewEdition, ...]
    findings: tuple[Finding, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def exit_code(self) -> int:
        """1 where a text is not that of its file, 3 where something is to be added or mended, 0 where the work can be built."""
        if any(edition.proof.verdict == "failed" for edition in self.editions):
            return 1
        return ContentError.exit_code if any(finding.severity == "error" for finding in self.findings) else 0


def make(order: Import, ask: Ask | None) -> NewWork:
    """The work, written, or with more editions. ``ask`` is somebody at a terminal. UsageError where an edition is there already, a
    file cannot be read, or its language is not known; then nothing is written."""
    folder = order.content / order.work
    if not WORK.fullmatch(order.work):
        named = plain_name_of_work(order.work)
        hint = f"; write {named}" if named else ""
        raise UsageError(f"a name of a-z, 0-9 and - was expected for the work, found {shown(order.work)}{hint}")
    there = (folder / STATEMENT).is_file()
    if folder.exists() and not there:
        raise UsageError(f"{folder} is there already, and stays as it is: give the new work another name")
    if there and (order.date or order.issuers or order.kind):
        raise UsageError(
            f"{folder / STATEMENT} is there already, and stays as it is: leave out --date, --issuer and --kind"
        )
    if order.languages and len(order.languages) != len(order.files):
        raise UsageError(f"--language once for each file was expected, or not at all: {len(order.files)} files")
    with project.opened(order.content):
        editions = tuple(_editions(order, folder, ask))
        if there:
            _add(folder, editions)
        else:
            facts = _facts(order, editions, ask)
            _write(folder, editions, modeline(order.content) + _yaml(facts, editions))
        proven = tuple(replace(one, proof=import_proof.judge(one.data, Path(one.name), one.path)) for one in editions)
        _, findings = bounded.work(folder.parent, folder.name)
    missing = tuple((key, says) for key, says in NEEDED.items() if not there and not facts.get(key))
    return NewWork(folder / STATEMENT, proven, findings, missing)


# --- Editions ------------------------------------------------------------------------------------


def _editions(order: Import, folder: Path, ask: Ask | None) -> Iterator[NewEdition]:
    taken: dict[str, str] = {}
    pictures = _pictures_of(folder)
    for number, file in enumerate(order.files):
        data = _read(file)
        name = "text.txt" if file == STDIN else Path(file).name
        given = order.languages[number] if order.languages else ""
        language, why = _language(data, name, given, order, ask)
        if language in taken:
            raise UsageError(
                f"{shown(name)} and {shown(taken[language])} are both in {language}: an edition is one file"
            )
        if (folder / f"{language}.md").exists():
            raise UsageError(f"{folder / f'{language}.md'} is there already, and stays as it is")
        taken[language] = name
        text = importing.convert(data, name, language, None if file == STDIN else Path(file).absolute().parent)
        text = _apart(text, language, pictures)
        pictures |= dict(text.pictures)
        yield NewEdition(folder / f"{language}.md", name, language, why, _without_facts(text), data, UNPROVEN)


def _apart(text: ImportedText, language: str, taken: dict[str, bytes]) -> ImportedText:
    """The text with other names for those pictures whose names another edition has for other pictures."""
    for name, data in text.pictures:
        if taken.get(name, data) != data:
            own = f"{language}-{name}"
            pictures = tuple((own if one == name else one, other) for one, other in text.pictures)
            rows = (*text.rows, Row("changed", f"the name of a picture, which another edition has: {own}"))
            text = replace(text, text=text.text.replace(f"]({name})", f"]({own})"), pictures=pictures, rows=rows)
    return text


def _read(file: str) -> bytes:
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if file == STDIN else _bytes_of(Path(file))
    except OSError as error:
        raise UsageError(f"{shown(file)}: {error.strerror}") from error
    if len(data) > LARGEST:
        raise UsageError(f"{shown(file)} is larger than {LARGEST:,} bytes, as no statement is")
    return data


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _language(data: bytes, name: str, given: str, order: Import, ask: Ask | None) -> tuple[str, str]:
    """The language of a file and who says so. UsageError where nobody does."""
    if given:
        return _right(given), "as --language says"
    kind = importing.kind_of(data, name)
    text = importing.convert(data, name, "und")
    written = next((value for key, value in text.front_matter if key == "language"), "")
    if written and language_tags.problem(written) is None:
        return written, "as its front matter says"
    found = declared_languages.guess(data, kind, name, text.text)
    if ask:
        return _confirmed(found, name, ask)
    if not found.sure:
        raise UsageError(_unsure(found, name, order))
    return found.tag, f"{found.name}, recognised by {found.why}"


def _confirmed(found: Guess, name: str, ask: Ask) -> tuple[str, str]:
    usual = f" [{found.tag}, {found.name}, recognised by {found.why}]" if found.tag else ""
    answer = ask(f"Language of {shown(name)}{usual}:")
    if not answer and not found.tag:
        raise UsageError(f"the language of {shown(name)} is not known; type --language with its tag, as de or be")
    return (_right(answer), "as you said") if answer else (found.tag, f"{found.name}, confirmed")


def _unsure(found: Guess, name: str, order: Import) -> str:
    tags = " ".join(f"--language {found.tag if file.endswith(name) and found.tag else 'TAG'}" for file in order.files)
    said = [f"the language of {shown(name)} is not certain: {found.why}", f"type {tags}"]
    return "; ".join([*said, *([f"or --language {found.other} in its place"] if found.other else [])])


def _right(tag: str) -> str:
    if problem := language_tags.problem(tag):
        raise UsageError(f"--language: {problem.message}; {problem.hint}")
    return tag


def _without_facts(text: ImportedText) -> ImportedText:
    """The record, with what front matter says that statement.yaml has no key for."""
    unknown = tuple(Row("left out", f"front matter: {key[1:]}") for key, _ in text.front_matter if key.startswith("?"))
    return replace(text, rows=(*text.rows, *dict.fromkeys(unknown)))


# --- statement.yaml ------------------------------------------------------------------------------


def _facts(order: Import, editions: tuple[NewEdition, ...], ask: Ask | None) -> dict[str, list[str]]:
    """What is known of the work: as the options say, else as front matter says, else as somebody answers."""
    given = {"date": [order.date], "issuers": list(order.issuers), "kind": [order.kind]}
    facts = {key: list(filter(None, values)) for key, values in given.items()}
    for edition in editions:
        written: dict[str, list[str]] = {}
        for key, value in edition.text.front_matter:
            if key in ("date", "issuers", "kind", "url", "original"):
                written.setdefault(key, []).append(value)
        facts = written | {key: values for key, values in facts.items() if values or key not in written}
    for key, says in NEEDED.items():
        if ask and not facts.get(key):
            several = ", several with ; between them" if key == "issuers" else ""
            answer = ask(f"{key} ({says}{several}; nothing: later):")
            facts[key] = list(filter(None, map(str.strip, answer.split(";") if key == "issuers" else [answer])))
    return facts


def _yaml(facts: dict[str, list[str]], editions: tuple[NewEdition, ...]) -> str:
    lines = []
    for key in ("date", "kind", "issuers", "original", "url"):
        values = facts.get(key, [])
        if key == "issuers" and values:
            lines += ["issuers:", *(f"  - {_scalar(value)}" for value in values)]
        elif values:
            lines.append(f"{key}: {values[0] if key == 'date' else _scalar(values[0])}")
        elif key in NEEDED:
            lines.append(f"# {key}:  {NEEDED[key]}")
    for key in ("summary", "subjects"):
        said = [(one.language, _said(one, key)) for one in editions if _said(one, key)]
        lines += [f"{key}:"] if said else []
        lines += [f"  {tag}: {_list(values) if key == 'subjects' else _scalar(values[0])}" for tag, values in said]
    subtitles = [(one.language, _said(one, "subtitle")) for one in editions if _said(one, "subtitle")]
    lines += ["editions:"] if subtitles else []
    for tag, values in subtitles:
        lines += [f"  {tag}:", f"    subtitle: {_scalar(values[0])}"]
    return "\n".join(lines) + "\n"


def _said(edition: NewEdition, key: str) -> list[str]:
    return [value for name, value in edition.text.front_matter if name == key]


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(_scalar, values))}]"


def _scalar(text: str) -> str:
    """Words as YAML reads them: as they are, or in quotation marks where they would be something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHER_VALUES:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


# --- The folder ----------------------------------------------------------------------------------


def _pictures_of(folder: Path) -> dict[str, bytes]:
    """The files that lie in a work already, by their names: no picture takes the name of one."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".md" and path.is_file()}


def _add(folder: Path, editions: tuple[NewEdition, ...]) -> None:
    """More editions of a work; a file that is there stays as it is."""
    for edition in editions:
        for name, data in edition.text.pictures:
            if not (folder / name).exists():
                _picture(folder, name, data)
        edition.path.write_bytes(edition.text.text.encode("utf-8", "replace"))


def _write(folder: Path, editions: tuple[NewEdition, ...], yaml: str) -> None:
    """The folder of the work, whole or not at all."""
    made = folder.parent / f".{folder.name}.new"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    try:
        for edition in editions:
            (made / edition.path.name).write_bytes(edition.text.text.encode("utf-8", "replace"))
            for name, data in edition.text.pictures:
                _picture(made, name, data)
        (made / STATEMENT).write_bytes(yaml.encode("utf-8", "replace"))
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _picture(folder: Path, name: str, data: bytes) -> None:
    """A picture of an edition; one with the name of another picture keeps its place, since each edition may bring the same."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
