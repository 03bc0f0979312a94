"""The command line: arguments in, an exit code out. The rooms do the work, ``terminal`` prints what came of it.

Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 a tool, font or library is missing, 5 a tool failed.
The rooms that do the work are imported by the command that needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt import terminal
from flugblatt.build import memory_sweeps, signals
from flugblatt.model.errors import FlugblattError, ToolFailed, UsageError
from flugblatt.terminal import translation
from flugblatt.terminal.arguments import command_first, parser

if TYPE_CHECKING:
    from flugblatt.build.last_run import Memory
    from flugblatt.build.pipeline import Outcome
    from flugblatt.doctor import ToolProbe
    from flugblatt.model import Grade
    from flugblatt.report.machine_reports import Result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code. What a user can cause never ends in a traceback."""
    words = command_first(list(sys.argv[1:] if arguments is None else arguments))
    if not sys.warnoptions:  # what libraries say to their programmers
        warnings.simplefilter("ignore")
    terminal.prepare()
    memory_sweeps.seldom()
    try:
        with signals.heeded():
            code = _run(words)
            terminal.flush()
        return code
    except (KeyboardInterrupt, signals.Terminated) as end:
        terminal.progress("interrupted; what was published before is as it was")
        return end.exit_code if isinstance(end, signals.Terminated) else 130
    except (FlugblattError, OSError) as error:
        terminal.fault(error)
        return error.exit_code if isinstance(error, FlugblattError) else ToolFailed.exit_code
    except Exception as error:
        from flugblatt.report import crash

        terminal.fault(crash.line(crash.of(error)))
        return ToolFailed.exit_code


def _run(words: list[str]) -> int:
    try:
        options = parser().parse_args(words)
    except SystemExit as end:  # argparse has printed help, or what is wrong with the words
        return int(end.code or 0)
    options.language_of_messages = options.language_of_messages or translation.preferred()
    translation.speak(options.language_of_messages)
    if "content" in options:
        _find_project(options)
    return RUN[options.command](options)


def _find_project(options: argparse.Namespace) -> None:
    """Content and output folder, where the words do not name them: those of the project, short for the current folder's."""
    from flugblatt import resources

    here = Path.cwd()
    project = options.project or resources.project_above(here) or here
    if options.project and not project.is_dir():
        raise UsageError(f"there is no folder {project}; `{resources.COMMAND} init {project}` makes a project of it")
    base = Path() if project == here else project
    options.content = options.content or base / resources.CONTENT
    if "out" in options:
        options.out = options.out or base / "out"


def _build(options: argparse.Namespace) -> int:
    """What the last run left and said where nothing has changed since, else a run."""
    from flugblatt.build import last_run

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdecimal():
        raise UsageError(f"SOURCE_DATE_EPOCH, a number of seconds since 1970, was expected, found {epoch!r}")
    if options.shared and not options.scheduler:
        raise UsageError("--shared is a folder of a cluster: name its scheduler with --scheduler ADDRESS")
    asked = last_run.question(options)
    said = None if options.force else last_run.recalled(asked, float(epoch or time.time()))
    if said:
        for line in said.problems:
            terminal.progress(line)
        _show(options.report, said.result)
        return said.exit_code
    return _run_whole(options, int(epoch) if epoch else None, last_run.noted(asked))


def _run_whole(options: argparse.Namespace, epoch: int | None, memory: Memory | None) -> int:
    from flugblatt.build import last_run, machine, store
    from flugblatt.build.pipeline import run
    from flugblatt.build.plan import Order

    order = Order(
        content=options.content,
        out=options.out,
        works=tuple(options.works),
        languages=tuple(options.language),
        targets=tuple(options.target),
        leaflets=tuple(options.leaflet),
        pairs=tuple(options.pair),
        jobs=options.jobs,
        force=options.force,
        strict=options.strict,
        sign=options.sign,
        epoch=epoch,
        embargoed=options.embargoed,
        scheduler=options.scheduler,
        shared=options.shared.absolute() if options.shared else None,
    )
    if options.quiet:
        outcome = run(order, terminal.silent)
    else:
        with terminal.Progress() as told:
            outcome = run(order, told.say)
    terminal.problems(outcome.findings)
    for failure in outcome.failures:
        terminal.fault(failure)
    if outcome.works and options.report == "json":
        outcome.report = store.report(order.out)
    _show(options.report, _result(options, outcome))
    places = machine.places()
    if memory and places and outcome.left:
        again = _result(options, outcome.told_again(outcome.report))
        said = last_run.Said(terminal.problem_lines(outcome.findings), again, outcome.exit_code)
        memory.keep(outcome.left, said, outcome.expires, places)
    return outcome.exit_code


def _result(options: argparse.Namespace, outcome: Outcome) -> str:
    """The result of a run as --report asks for it."""
    from flugblatt.report import machine_reports

    content, out = options.content.as_posix(), options.out.as_posix()
    lines = terminal.build_lines(outcome, options.out, options.verbose)
    lines = lines if outcome.exit_code or not options.quiet else iter(())
    report = machine_reports.as_json(outcome.report, content) if outcome.report else ""
    results = machine_reports.of_run(outcome.findings, outcome.reports, outcome.catalogue, content, out)
    return _in_form(options.report, report, lines, results)


def _tell(options: argparse.Namespace, value: str, lines: Iterable[str], results: Sequence[Result]) -> None:
    """A result as --report asks for it."""
    _show(options.report, _in_form(options.report, value, lines, results))


def _in_form(form: str, value: str, lines: Iterable[str], results: Sequence[Result]) -> str:
    from flugblatt.report import machine_reports

    match form:
        case "json":
            return value
        case "github":
            lines = machine_reports.github(results)
        case "sarif":
            return machine_reports.sarif(results)
        case "junit":
            return machine_reports.junit(results)
    return "".join(f"{line}\n" for line in lines)


def _show(form: str, result: str) -> None:
    """For people, and for servers that read what people read, in the terminal's own encoding; for programs in UTF-8."""
    (terminal.show_text if form in ("text", "github") else terminal.show_json)(result)


def _draft(options: argparse.Namespace) -> int:
    from flugblatt.build import draft

    made = draft.make(options.content, options.work, tuple(options.target), tuple(options.language), terminal.progress)
    terminal.problems(made.findings)
    terminal.show(terminal.draft_lines(made, options.verbose))
    if made.folder:
        terminal.open_files(draft.files(made))
    return made.exit_code


def _serve(options: argparse.Namespace) -> int:
    from flugblatt.serve import serve

    serve(options.content, options.out, options.work, options.port, terminal.address)
    return 0


def _init(options: argparse.Namespace) -> int:
    from flugblatt.build import new_project

    made = new_project.make(options.folder, options.language_of_messages)
    command = f"{_typed(sys.argv[0])} --project {options.folder}"
    terminal.show((*(str(options.folder / path) for path in made), translation.said(f"Build the example: {command}")))
    return 0


def _typed(program: str) -> str:
    """How this program was called, to be typed again."""
    from flugblatt import resources

    name = Path(program).name
    said = {"__main__.py": "python -m flugblatt", "flugblatt": "flugblatt", "flugblatt.exe": "flugblatt"}
    return f"python {program}" if name == "build.py" else said.get(name, resources.COMMAND)


def _new(options: argparse.Namespace) -> int:
    from flugblatt.build import new_work

    asks = sys.stdin is not None and sys.stdin.isatty() and not options.yes and "-" not in options.files
    order = new_work.Import(
        content=options.content,
        work=options.work,
        files=tuple(options.files),
        languages=tuple(options.language),
        date=options.date,
        issuers=tuple(options.issuer),
        kind=options.kind or "",
    )
    made = new_work.make(order, terminal.ask if asks else None)
    terminal.problems(made.findings)
    terminal.show(terminal.import_lines(made, _typed(sys.argv[0])))
    return made.exit_code


def _tables(options: argparse.Namespace) -> AbstractContextManager[None]:
    """The tables of the project in use: its own languages, formats and shops are known to its files."""
    from flugblatt import resources

    return resources.using(resources.beside(options.content))


def _check(options: argparse.Namespace) -> int:
    from flugblatt.package.signature import LARGEST_LIST
    from flugblatt.report.machine_reports import of_files
    from flugblatt.verification import read_small
    from flugblatt.verification.file_claims import as_json, examine

    allowed = read_small(options.allowed_signers, LARGEST_LIST) if options.allowed_signers else None
    with _tables(options):
        results = examine(tuple(options.files), own=options.profile == "flugblatt", allowed=allowed)
    judged = of_files((path.as_posix(), checks) for path, checks in results)
    _tell(options, as_json(results), terminal.check_lines(results), judged)
    return 0 if all(check.verdict == "passed" for _, checks in results for check in checks) else 1


def _prove(options: argparse.Namespace) -> int:
    from flugblatt import proving
    from flugblatt.proving.proof import graded
    from flugblatt.report.machine_reports import of_files
    from flugblatt.verification.proofs import prove

    with _tables(options):
        proofs = prove(options.source, tuple(options.artefacts), options.work)
    required = options.require
    told = ((proof, [route.check for route in proof.routes if route.decides]) for proof in proofs)
    judged = of_files((proof.path, (*checks, graded(proof, required))) for proof, checks in told)
    _tell(options, proving.as_json(options.source, proofs, required), terminal.proof_lines(proofs, required), judged)
    return 0 if all(proof.reaches(required) for proof in proofs) else 1


def _recover(options: argparse.Namespace) -> int:
    from flugblatt.verification.recovery import recover

    with _tables(options):
        recovered = recover(tuple(options.photos), options.to)
    terminal.show(tuple(map(translation.said, recovered.lines)))
    return 0 if recovered.good else 1


def _verify(options: argparse.Namespace) -> int:
    from flugblatt import verification
    from flugblatt.report.machine_reports import of_files

    required: Grade = "reproduced" if options.rebuild else options.require
    stamp = (options.timestamp, options.authorities)
    if None in stamp and stamp != (None, None):
        raise UsageError(
            "--timestamp FILE and --authorities FILE belong together: the stamp, and whom you trust to have made it"
        )
    result = verification.verify(options.package, required, options.allowed_signers, terminal.progress, stamp)
    package = options.package.as_posix()
    judged = of_files((f"{package}/{one.path}".rstrip("/"), one.checks) for one in result.judged)
    _tell(options, verification.as_json(result), terminal.verification_lines(result), judged)
    return result.exit_code


def _list(options: argparse.Namespace) -> int:
    from flugblatt import resources
    from flugblatt.tables.project_file import settings

    with resources.using(resources.beside(options.content)):
        settings()
        terminal.show(tuple(map(translation.said, _listed(options.what, options.content))))
    return 0


def _listed(what: str, content: Path) -> Iterator[str]:
    from flugblatt.leaflet.formats import formats, shops
    from flugblatt.model import targets
    from flugblatt.tables.themes import NAMES, look_of

    if what == "targets":
        yield from (
            f"{target.name:<12} {target.says}; judged by {', '.join(target.checks)}" for target in targets.TARGETS
        )
    elif what == "checks":
        yield from (f"{name:<14} {translation.said(says)}" for name, says in targets.CHECKS)
    elif what == "formats":
        yield from (f"{format.key:<12} {format.product}" for format in formats())
    elif what == "shops":
        yield from (f"{shop.key:<12} {shop.says}" for shop in shops())
    elif what == "themes":
        yield from (f"{name:<12} {look_of(name).says}" for name in NAMES)
    elif what == "languages":
        yield from _languages()
    elif what == "delivery":
        yield from _deliveries(content)
    else:
        yield from _works(content)


def _deliveries(content: Path) -> Iterator[str]:
    """For every work and shop what statement.yaml lacks; a work that cannot be read is named. What files lack says the report."""
    from flugblatt.build import bounded
    from flugblatt.content import works
    from flugblatt.report import delivery

    for name in works(content) if content.is_dir() else ():
        statement, _ = bounded.work(content, name)
        yield from delivery.lines(statement) if statement else (f"{name}  cannot be read: build it to learn why",)


def _languages() -> Iterator[str]:
    from flugblatt.content.edition_languages import edition_languages

    found = tuple(edition_languages())
    yield f"{'tag':<10} {'script':<6} {'direction':<9} {'labels':<6} {'fonts':<43} language"
    for each in found:
        named = each.english if each.name in (each.tag, each.english) else f"{each.english} · {each.name}"
        labels, fonts = ("read" if each.read else "unread") if each.labels else "no", ", ".join(each.families)
        yield f"{each.tag:<10} {each.script:<6} {each.direction:<9} {labels:<6} {fonts:<43} {named}"
    yield (
        f"{len(found)} languages, {sum(each.labels for each in found)} with labels of their own; the others have the English "
        "ones, marked as such. Labels are “read” where somebody who grew up with the language has read them, else “unread”.\n"
        "Any other language of the IANA registry can be set, too, if its script is among these."
    )


def _works(content: Path) -> Iterator[str]:
    from flugblatt import resources
    from flugblatt.content import works

    if not content.is_dir():
        raise UsageError(resources.without_content(content))
    if not works(content):
        yield f"no works yet: `{resources.COMMAND} new WORK --from FILE` makes one of a text"
    for work in works(content):
        editions = sorted(path.stem for path in (content / work).glob("*.md"))
        yield f"{work}: {', '.join(editions)}"


def _explain(options: argparse.Namespace) -> int:
    from flugblatt.report.explain import explain

    terminal.show((explain(options.code, spoken=translation.said),))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from flugblatt import doctor, resources

    with resources.using(resources.beside(options.content)):
        probes = doctor.probe(_fonts(options.content), options.tests)
    terminal.show(terminal.columns(doctor.describe(probes)))
    return doctor.exit_code(probes)


def _fonts(content: Path) -> Iterator[ToolProbe]:
    """The fonts of each edition of a project. A work that cannot be read is the build's to tell of."""
    from flugblatt import doctor
    from flugblatt.build import bounded
    from flugblatt.content import works

    try:
        from flugblatt.language import shaping, table
    except (ImportError, OSError):  # no Pango, no package: those are told of by themselves
        return
    for name in works(content) if content.is_dir() else ():
        statement, _ = bounded.work(content, name)
        if statement is None:
            continue
        for edition in statement.editions:
            lacking, package = shaping.lacking(statement, edition, table.language_of(edition))
            yield doctor.probe_fonts(name, edition.language, lacking, package)


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "draft": _draft,
    "serve": _serve,
    "init": _init,
    "new": _new,
    "check": _check,
    "prove": _prove,
    "recover": _recover,
    "verify": _verify,
    "list": _list,
    "explain": _explain,
    "doctor": _doctor,
}
