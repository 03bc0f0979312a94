"""The proof report of a work, for people: what was checked, what was found, and what no machine can judge.

Flow: (Statement, entries of all editions) -> verdict in words, counts, sections, findings set side by side ->
``report.html.j2`` -> its characters -> subsets of the fonts as data addresses -> the bytes of ``report.html``. No script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from flugblatt import __version__, resources
from flugblatt.language.table import language_of
from flugblatt.model import Check, Edition, Image, Statement, Verdict, leaves
from flugblatt.model.targets import CHECKS
from flugblatt.report import certificate, delivery, file_purposes
from flugblatt.report.finding_rows import Told, told, visible
from flugblatt.report.run_report import Entry, OfSources, reader_words
from flugblatt.report.side_by_side import Beside, beside
from flugblatt.xhtml import blocks, page_fonts

VERDICTS: tuple[Verdict, ...] = ("failed", "not run", "passed")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class Row:
    """One check of one artefact; ``readers`` says what other readers see, which has no weight in the verdict."""

    check: str
    verdict: str
    detail: str
    findings: tuple[Told, ...]
    readers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One artefact and its checks; ``address`` is relative to the page and empty where there is no file; ``purpose`` is what it is
    for, empty of a source."""

    name: str
    address: str
    rows: tuple[Row, ...]
    purpose: str = ""
    size: int = 0

    @property
    def file(self) -> str:
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Section:
    """One edition, two of them side by side, or the whole work where ``edition`` is None; ``beside`` is a translation beside its
    original."""

    edition: Edition | None
    groups: tuple[Group, ...]
    images: int = 0
    beside: Beside | None = None

    @property
    def sides(self) -> tuple[Edition, ...]:
        """The editions that it speaks of; none of the whole work."""
        return self.edition.sides if self.edition else ()

    @property
    def counts(self) -> Counter[str]:
        """How many checks of the section came to each verdict; a file without a check counts as one not run."""
        rows = Counter(row.verdict for group in self.groups for row in group.rows)
        rows["not run"] += sum(not group.rows for group in self.groups)
        return rows


def path(statement: Statement) -> str:
    """Where the page lies, relative to the output folder."""
    return f"{statement.work}/report.html"


def render(
    statement: Statement,
    entries: tuple[Entry, ...],
    strict: bool = False,
    sources: OfSources = (),
    signatures: tuple[str, ...] = (),
) -> bytes:
    """The whole page, UTF-8. ``entries`` are those of every edition, ``sources`` the checks of editions themselves; ``strict``:
    warnings keep a work from being published; ``signatures`` are the paths of those beside single files."""
    sections = tuple(_sections(statement, entries, sources))
    checks = [check for entry in entries for check in entry.checks] + [check for _, check in sources]
    counts = Counter(check.verdict for check in checks)
    first = next((edition for edition in statement.editions if edition.language == statement.original), None)
    edition = first or statement.editions[0]
    values = {
        "statement": statement,
        "verdict": verdict(entries, strict, sources),
        "title": edition.title_text,
        "title_language": language_of(edition),
        "language_of": language_of,
        "counts": [(name, counts[name]) for name in VERDICTS],
        "sections": sections,
        "images": sum(section.images for section in sections),
        "judged": [
            (name, says.partition(": ")[2] or says, certificate.tools_of(name, checks))
            for name, says in CHECKS
            if any(check.check == name for check in checks)
        ],
        "sources": [*(edition.source for edition in statement.editions), statement.source],
        "signatures": {_address(statement, path) for path in signatures},
        "deliveries": _deliveries(statement, entries),
        "package": next((entry.artefact for entry in entries if entry.artefact.name == f"{statement.work}.tar"), None),
        "checklist": file_purposes.CHECKLIST,
        "proven": file_purposes.PROVEN,
        "first": edition,
        "groups_of_eight": lambda digest: [digest[at : at + 8] for at in range(0, len(digest), 8)],
        "certificate_of": lambda edition: _address(statement, certificate.path(edition)),
        "version": __version__,
    }
    named = tuple((language_of(edition), edition.title_text) for edition in statement.editions)
    # Set once without fonts: what is embedded is exactly what that page shows.
    shown = blocks.render("report.html.j2", css=Markup(""), **values)
    css = page_fonts.rules(named, shown) + (resources.STYLES / "report.css").read_text(encoding="utf-8")
    return blocks.render("report.html.j2", css=Markup(css), **values).encode()


def _deliveries(statement: Statement, entries: tuple[Entry, ...]) -> tuple[delivery.Delivery, ...]:
    """What shops could be given, once the records of the work are made."""
    files = [entry.artefact for entry in entries]
    return delivery.deliveries(statement, files) if any(file.target == "records" for file in files) else ()


def verdict(entries: tuple[Entry, ...], strict: bool = False, sources: OfSources = ()) -> str:
    """What came of the work, in words. It is published only where every check of every artefact passed."""
    checks = [check for entry in entries for check in entry.checks] + [check for _, check in sources]
    counts = Counter(check.verdict for check in checks)
    unjudged = sum(not entry.checks for entry in entries)
    warnings = sum(finding.severity == "warning" for check in checks for finding in check.findings)
    if counts["failed"]:
        return f"Not published: {_number(counts['failed'], 'check')} failed"
    if counts["not run"]:
        return f"Not published: {_number(counts['not run'], 'check')} {_was(counts['not run'])} not run"
    if unjudged:
        return f"Not published: {_number(unjudged, 'file')} {_was(unjudged)} not judged"
    if not entries:
        return "Not published: nothing was made"
    if strict and warnings:
        return f"Not published: every check passed, but with {_number(warnings, 'warning')}"
    return "Proven: every check passed"


def _number(count: int, noun: str) -> str:
    figure = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
    return f"{figure} {noun}{'' if count == 1 else 's'}"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


# --- Sections ------------------------------------------------------------------------------------


def _sections(statement: Statement, entries: tuple[Entry, ...], sources: OfSources) -> Iterator[Section]:
    for edition in statement.editions:
        groups = _groups(statement, [entry for entry in entries if entry.language == edition.language])
        judged = next((check for tag, check in sources if tag == edition.language), None)
        if groups or judged:
            images = sum(isinstance(leaf, Image) for leaf in leaves((edition.title, edition.blocks, edition.notes)))
            shown = beside(statement, edition.language, judged) if judged else None
            groups += (_source(edition, judged),) if judged else ()
            yield Section(edition, groups, images, shown)
    for pair in (each for each in certificate.certified(statement, entries) if each.beside):
        yield Section(pair, _groups(statement, [entry for entry in entries if entry.language == pair.tags]))
    whole = _groups(statement, [entry for entry in entries if not entry.language])
    if whole:
        yield Section(None, whole)


def _source(edition: Edition, check: Check) -> Group:
    """The source itself; what was found in it stands below, beside the original, but for what has no line there."""
    name = edition.source.path.rpartition("/")[2]
    own = [finding for finding in check.findings if not finding.where.startswith(f"{edition.source.path}:")]
    row = _row(replace(check, findings=tuple(own)))
    count = len(check.findings) - len(own)
    said = f"{_number(count, 'difference')}, shown below" if count else "no difference"
    return Group(name, "", (replace(row, detail=f"{row.detail}: {said}"),))


def _groups(statement: Statement, entries: Iterable[Entry]) -> tuple[Group, ...]:
    return tuple(_group(statement, entry) for entry in entries)


def _group(statement: Statement, entry: Entry) -> Group:
    artefact = entry.artefact
    name, purpose = file_purposes.words_of(artefact.target, artefact.kind, artefact.name)
    address = _address(statement, artefact.path) if artefact.size else ""
    return Group(name, address, tuple(map(_row, entry.checks)), purpose, artefact.size)


def _address(statement: Statement, path: str) -> str:
    return path.removeprefix(f"{statement.work}/")


def _row(check: Check) -> Row:
    severities = Counter(finding.severity for finding in check.findings)
    said = check.reason or check.detail
    if not said and severities["error"]:
        said = f"{severities['error']} {'finding' if severities['error'] == 1 else 'findings'}"
    readers = tuple(visible(reader_words(reader)) for reader in check.readers)
    findings = tuple(told(finding) for finding in check.findings)
    return Row(check.check, check.verdict, visible(said), findings, readers)
