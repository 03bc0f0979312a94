"""Everything that is printed for people: signs, wrapped lines, findings; nothing that a file says moves the terminal.

Flow: words typed (``arguments``); a value of a room -> lines, in the language that is spoken (``translation``) -> ``show`` on
standard output; progress (``progress_line``) and faults on standard error (``streams``).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt.model import Check, Finding, Grade, Verdict
from flugblatt.model.errors import ContentError
from flugblatt.model.findings import escaped, shown
from flugblatt.terminal.progress_line import Progress as Progress
from flugblatt.terminal.streams import aside
from flugblatt.terminal.streams import flush as flush
from flugblatt.terminal.streams import prepare as prepare
from flugblatt.terminal.streams import progress as progress
from flugblatt.terminal.streams import show as show
from flugblatt.terminal.streams import show_json as show_json
from flugblatt.terminal.streams import show_text as show_text
from flugblatt.terminal.streams import silent as silent
from flugblatt.terminal.translation import said as translated

if TYPE_CHECKING:
    from flugblatt.build.draft import Draft
    from flugblatt.build.new_work import NewWork
    from flugblatt.build.pipeline import Outcome
    from flugblatt.proving.proof import Proof, Route
    from flugblatt.report.run_report import Entry
    from flugblatt.verification.verdicts import Judged, Verification

SIGNS: dict[Verdict, str] = {"passed": "✓", "failed": "✕", "not run": "–"}
PROVEN: dict[Grade, str] = {
    "reproduced": "reproduced: every byte is that of the file made again of the source",
    "compared": "compared: nothing that a reader meets differs from the file made again of the source",
    "read": "read: what the eye sees was not judged; the text that machines read is exactly that of the source",
}
OF_STATEMENT = (
    "names, addressee, signatories, notices and date are words of statement.yaml, and additions where that lacks:"
)
DISPROVEN = "not proven: this is not what comes of the source"
VERIFIED: dict[Verdict, str] = {
    "passed": "everything that can be judged is good",
    "failed": "this package is not good",
    "not run": "nothing was found wrong, but not everything could be checked here",
}
PACKAGED: dict[Grade, str] = {
    "reproduced": "reproduced: every file is that which was built again of the packaged source, byte for byte",
    "compared": "compared: nothing that a reader meets differs from what was built again of the packaged source",
    "read": "read: nothing was built again; the text that machines read is exactly that of the source, and what the eye sees is as "
    "the judges of this toolchain know it",
}
KNOWN = "no judge reads these; they are those that were built again of the packaged source"
IMPORTED: dict[Verdict, str] = {
    "passed": "proven: the text is exactly that of the file",
    "failed": "not proven: the text differs from that of the file; mend the edition where the findings say",
    "not run": "not proven",
}
MOST_LINES = 8  # chosen: more numbers of lines help nobody
WIDTH = 110  # columns; chosen: longer lines are hard to read, however wide the terminal is
MOST_FINDINGS = 5  # of a check; chosen: the report has all
MOST_LEFT_OUT = 12  # chosen: what is left out of a proof is read on one screen
FIRST_STRONG, POP = "\u2068", "\u2069"
QUOTED = re.compile(r"“.*?”|\".*?\"|'.*?'", re.DOTALL)
ISOLATE = re.compile(f"{FIRST_STRONG}[^{POP}]*{POP}")


# --- Problems -------------------------------------------------------------------------------------


def problems(found: Iterable[Finding]) -> None:
    """What was found in the sources, on standard error."""
    for line in problem_lines(found):
        aside(line)


def problem_lines(found: Iterable[Finding]) -> tuple[str, ...]:
    """What was found in the sources, each as it is printed."""
    return tuple(map(_finding, found))


def ask(question: str) -> str:
    """What somebody at the terminal answers in one line; empty where nothing."""
    print(f"{translated(question)} ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def fault(error: Exception | str) -> None:
    """What ended the run, or one work of it, on standard error."""
    match error:
        case ContentError():
            problems(error.findings)
        case OSError(strerror=str(reason)):
            progress(f"flugblatt: {reason}{f': {error.filename}' if error.filename else ''}")
        case _:
            progress(f"flugblatt: {translated(str(error))}")


# --- Lines ---------------------------------------------------------------------------------------


def _finding(finding: Finding) -> str:
    """What a hostile file made a judge say must not reach the terminal as it is."""
    message, hint = escaped(translated(finding.message)), escaped(translated(finding.hint))
    safe = replace(finding, message=message, where=escaped(finding.where), hint=hint)
    return isolated(str(safe))


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    return (_indented(_finding(finding)) for finding in findings)


def _indented(text: str) -> str:
    return textwrap.indent(text, "      ")


def isolated(text: str) -> str:
    """``text`` with every quoted stretch that has right-to-left letters in an isolate of its own (UAX #9, 2.4.2), so that
    a terminal orders it and what stands around it apart."""

    def quoted(match: re.Match[str]) -> str:
        words = match[0]
        mirrored = any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)
        return f"{words[0]}{FIRST_STRONG}{words[1:-1]}{POP}{words[-1]}" if mirrored else words

    return QUOTED.sub(quoted, text)


def _verdict(check: Check, says: str = "") -> str:
    word = translated(check.verdict)
    return f"{SIGNS[check.verdict]} {check.check} {word}{f': {escaped(translated(says))}' if says else ''}"


def _row(checks: Sequence[Check]) -> list[str]:
    """The verdicts of a file side by side, each on one line."""
    return _wrapped("   ".join(_verdict(check).replace(" ", "\0") for check in checks), 4, 4)


def _wrapped(text: str, first: int, rest: int) -> list[str]:
    """``text`` in lines, indented by so much. Words isolated or tied by U+0000 stay together: an isolate ends with its line."""
    tied = ISOLATE.sub(lambda match: match[0].replace(" ", "\0"), translated(text))
    lines = textwrap.wrap(tied, WIDTH, initial_indent=" " * first, subsequent_indent=" " * rest, break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


def _more(items: Sequence[object], most: int) -> str:
    return translated(f"and {len(items) - most} more") if len(items) > most else ""


def _counts(checks: Iterable[Check]) -> str:
    verdicts = [check.verdict for check in checks]
    return ", ".join(f"{verdicts.count(verdict)} {translated(verdict)}" for verdict in SIGNS if verdict in verdicts)


# --- Results -------------------------------------------------------------------------------------


def build_lines(outcome: Outcome, out: Path, verbose: bool) -> Iterator[str]:
    """A run: each work with its files and their verdicts, what is not due, what was taken away or not published. Files as they
    were, of which there is nothing to say, are counted; ``verbose`` names them."""
    for report in outcome.reports:
        yield f"\n{report.statement.work}"
        said: set[str] = set()
        quiet = [entry for entry in report.entries if not verbose and _is_quiet(entry)]
        counts = len(quiet) > 1
        for entry in report.entries:
            if not (counts and _is_quiet(entry)):
                yield from _file(entry, verbose, said)
        if counts:
            verdicts = _counts(check for entry in quiet for check in entry.checks)
            yield translated(f"  {len(quiet):,} files, as they were: {verdicts}")
        for tag, check in report.sources:
            yield translated(f"  {tag}.md  beside its original")
            yield from _row((check,))
            yield from _told(check, verbose, said)
        for item in report.not_due:
            whose = f"{item.language}: " if item.language else ""
            yield translated(f"  not due: {item.target}: {whose}{item.reason}")
        yield from (translated(f"  taken away, since it is no longer current: {path}") for path in report.removed)
    yield from _catalogue(outcome, verbose)
    yield from (translated(f"\nnot ours, and moved: it lies in {out / path} now") for path in outcome.strangers)
    for folder in outcome.rejected:
        yield translated(f"\nnot published: a check failed; the rejected files and their report are in {folder}")
    checks = [check for report in outcome.reports for check in report.checks]
    checks += [check for entry in outcome.catalogue for check in entry.checks]
    if checks:
        yield translated(f"\n{_counts(checks)}; report: {out / 'report.json'}")


def draft_lines(draft: Draft, verbose: bool) -> Iterator[str]:
    """The files of a draft with what our own judges say of them, and where they lie."""
    said = {draft.reason}
    for entry in draft.entries:
        yield from _file(entry, verbose, said)
    for item in draft.not_due:
        yield translated(f"  not due: {item.target}: {item.language}: {item.reason}")
    if draft.folder:
        checks = [check for entry in draft.entries for check in entry.checks]
        yield f"\n{_counts(checks)}: {translated(draft.reason)}"
        yield translated(f"nothing is published; the draft lies in {draft.folder}")


def open_files(paths: Iterable[Path]) -> None:
    """Show files with the programs of the machine, where a person sits at a terminal and there are such programs."""
    program = next(filter(None, map(shutil.which, ("xdg-open", "open"))), None)
    if program and sys.stdout is not None and sys.stdout.isatty():
        for path in paths:
            subprocess.Popen((program, path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def address(page: str) -> None:
    """Where a page is to be seen, at once; opened in the browser where a person sits at a terminal."""
    show((page,))
    progress("Ctrl+C ends it. Whoever has this address can edit the project.")
    if sys.stdout is not None and sys.stdout.isatty():
        import webbrowser

        webbrowser.open(page)


def _catalogue(outcome: Outcome, verbose: bool) -> Iterator[str]:
    """The catalogue of all works: its first pages, or what is wrong with one, and what it does not list."""
    pages = outcome.catalogue
    if pages:
        reused = all(entry.reused for entry in pages)
        yield translated(f"\ncatalogue  {len(pages):,} files{', as they were' if reused else ''}")
    for entry in pages:
        found = [finding for check in entry.checks for finding in check.findings]
        if found or "/" not in entry.page.path:
            yield f"  {entry.page.path}"
            yield from _row(entry.checks)
            yield from _findings(found if verbose else found[:MOST_FINDINGS])
    yield from (translated(f"  not listed: {said}") for said in outcome.left_out)


def _file(entry: Entry, verbose: bool, said: set[str]) -> Iterator[str]:
    """A published file; a finding that was told of another file is told by its code alone."""
    size = entry.artefact.size
    words = f"{size / 1000:,.0f} kB" if size >= 10_000 else f"{size:,} bytes"
    yield f"  {entry.artefact.path.partition('/')[2]}  {words}{translated(', as it was') if entry.reused else ''}"
    yield from _row(entry.checks)
    for check in entry.checks:
        yield from _told(check, verbose, said)


def _is_quiet(entry: Entry) -> bool:
    """Whether there is no more to say of a file than that it is as it was, and its checks passed."""
    return entry.reused and all(check.verdict == "passed" and not check.findings for check in entry.checks)


def _told(check: Check, verbose: bool, said: set[str]) -> Iterator[str]:
    """What a check found; what was told before by its code alone."""
    if verbose:
        yield from _details(check)
    if check.reason and check.reason not in said:
        yield f"      {check.check}: {translated(check.reason)}"
    for finding in check.findings if verbose else check.findings[:MOST_FINDINGS]:
        line = _finding(finding)
        yield _indented(translated(f"{finding.code}, as above") if line in said else line)
        said.add(line)
    if not verbose and (more := _more(check.findings, MOST_FINDINGS)):
        yield translated(f"      {more}: --verbose shows them")


def _details(check: Check) -> Iterator[str]:
    from flugblatt.report.run_report import reader_words

    if check.detail:
        yield f"      {check.check}: {translated(check.detail)} ({translated(check.tool)})"
    yield from (f"      {reader_words(reader)} ({reader.tool})" for reader in check.readers)


def columns(lines: Iterable[str]) -> Iterator[str]:
    """Lines of columns, which stand two blanks or more apart, in the language that is spoken, and under one another there, too."""
    rows = [re.split("  +", line, maxsplit=2) if "  " in line else [line] for line in lines]
    said = [[translated(cell) for cell in row] for row in rows]
    widths = [max((len(row[at]) for row in said if len(row) > at + 1), default=0) for at in range(2)]
    for row in said:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]])


def import_lines(made: NewWork, typed: str) -> Iterator[str]:
    """A work made of files: each edition with its language, its proof and what was done to its text, then what is missing, and what
    is to be typed next, where ``typed`` is how this program was called."""
    for edition in made.editions:
        yield translated(f"{edition.path}  from {escaped(edition.name)} ({edition.text.kind})")
        yield from _wrapped(f"language: {edition.language}, {edition.why}; --language TAG says otherwise", 2, 4)
        says = f"{IMPORTED[edition.proof.verdict]}: {edition.proof.detail or edition.proof.reason}".rstrip(": ")
        yield from _wrapped(f"{SIGNS[edition.proof.verdict]} {says}", 2, 4)
        yield from _findings(edition.proof.findings)
        for row in edition.text.rows:
            many = f" ({row.count})" if row.count > 1 else ""
            lines = _more(row.lines, MOST_LINES)
            named = ", ".join(map(str, row.lines[:MOST_LINES]))
            at = f"; line {named}{f' {lines}' if lines else ''}" if row.lines else ""
            wrapped = _wrapped(f"{escaped(row.what)}{many}{at}", 14, 14)
            yield f"  {translated(row.fate):<11} {wrapped[0].strip()}"
            yield from wrapped[1:]
        if edition.text.suggestions:
            said = "; ".join(f"{key}: {escaped(value)}" for key, value in edition.text.suggestions)
            yield from _wrapped(f"The file says of itself, and nobody has taken it over: {said}", 2, 4)
    yield str(made.statement)
    yield from (translated(f"  missing: {key}: {what}") for key, what in made.missing)
    if made.exit_code == 0:
        yield translated(f"To build it, type: {typed} build {made.statement.parent.name}")
    elif made.exit_code == ContentError.exit_code:
        yield translated(f"Mend what is said above, then type: {typed} build {made.statement.parent.name}")


def check_lines(results: Iterable[tuple[Path, tuple[Check, ...]]]) -> Iterator[str]:
    """Finished files, each with what was said of its claims."""
    for path, checks in results:
        yield str(path)
        for check in checks:
            who = check.detail if check.check == "signature" else ""
            yield f"  {_verdict(check, check.reason or who)}"
            yield from _findings(check.findings)


def proof_lines(proofs: Iterable[Proof], required: Grade) -> Iterator[str]:
    """Proofs: a line for each route with its differences below it, then the grade, and why it does not suffice."""
    from flugblatt.proving.proof import weakness

    for proof in proofs:
        yield f"{proof.path}: {translated(proof.kind)}"
        for route in proof.routes:
            yield from _route(route)
        if proof.verdict == "failed":
            yield f"  {SIGNS['failed']} {translated(DISPROVEN)} {proof.source}"
            if "statement.yaml" in proof.unmade:
                yield from _wrapped(f"hint: {translated(OF_STATEMENT)} {escaped(translated(proof.unmade))}", 2, 4)
            continue
        if proof.grade:
            sign = SIGNS["passed" if proof.reaches(required) else "not run"]
            yield f"  {sign} {translated(PROVEN[proof.grade])} {proof.source}"
        if not proof.reaches(required):
            yield from _wrapped(f"{SIGNS['not run']} not enough: {escaped(weakness(proof, required))}", 2, 4)


def _route(route: Route) -> Iterator[str]:
    check = route.check
    aside = translated(" (told, does not decide)") if check.verdict == "failed" and not route.decides else ""
    yield f"  {_verdict(check, check.reason or check.detail)}{aside}"
    if route.sure and check.verdict != "not run":
        yield from _wrapped(f"how sure: {route.sure}", 6, 8)
    if route.left_out:
        named = [f"“{words}”" if "“" not in words else words for words in map(escaped, route.left_out)]
        told = "; ".join(filter(None, (*named[:MOST_LEFT_OUT], _more(named, MOST_LEFT_OUT))))
        yield from _wrapped(f"not judged: {isolated(told)}", 6, 8)
    yield from _findings(check.findings)


def verification_lines(verification: Verification) -> Iterator[str]:
    """A package, then file by file what was found; what nobody judges is named in one paragraph at the end, by its reason."""
    yield f"{verification.path}: {translated(verification.says)}"
    for one in verification.judged:
        lines = _of_package(one) if not one.path else _packaged(one) if one.checks and not _only_rebuilt(one) else ()
        yield from (line.replace(verification.folder, "", 1) if verification.folder else line for line in lines)
    reasons: dict[str, list[str]] = {}
    for one in verification.judged:
        if one.unjudged:
            reasons.setdefault(one.unjudged, []).append(shown(one.path.rpartition("/")[2]))
    for reason, names in reasons.items():
        yield from _wrapped(f"– not run: {reason}: {', '.join(names)}", 2, 4)
    if again := [shown(one.path.rpartition("/")[2]) for one in verification.judged if _only_rebuilt(one)]:
        yield from _wrapped(f"{SIGNS['passed']} {translated(KNOWN)}: {', '.join(again)}", 2, 4)
    verdict, counts = verification.verdict, _counts(verification.checks)
    yield f"  {SIGNS[verdict]} {translated(VERIFIED[verdict])}: {counts or translated('no check was made')}"
    if verification.grade:
        enough = verification.exit_code == 0
        words = translated(PACKAGED[verification.grade])
        yield from _wrapped(f"{SIGNS['passed' if enough else 'not run']} {words}", 2, 4)
        if not enough:
            yield f"  {SIGNS['not run']} not enough: --require {verification.required} wants more than {verification.grade}"
    yield from _wrapped(verification.closing, 2, 4)


def _only_rebuilt(one: Judged) -> bool:
    """Whether a file has no judge of its own, and is that which was built again."""
    return bool(one.path) and [(check.check, check.verdict) for check in one.checks] == [("rebuild", "passed")]


def _of_package(one: Judged) -> Iterator[str]:
    yield translated("  the package")
    for check in one.checks:
        yield f"    {_verdict(check, check.reason or check.detail)}"
        yield from _findings(check.findings)


def _packaged(one: Judged) -> Iterator[str]:
    yield f"  {shown(one.path)}"
    yield from _row(one.checks)
    for check in one.checks:
        if check.reason:
            yield f"      {check.check}: {escaped(translated(check.reason))}"
        yield from _findings(check.findings)
