"""The command line: arguments in, an exit code out. The rooms do the work, ``terminal`` prints what came of it.

Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 a tool, font or library is missing, 5 a tool failed.
The rooms that do the work are imported by the command that needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from flugblatt import __version__, terminal
from flugblatt.model import Kind
from flugblatt.model.errors import FlugblattError, ToolFailed, UsageError

if TYPE_CHECKING:
    from flugblatt.report.machine_reports import Result

COMMANDS = ("build", "draft", "init", "new", "check", "prove", "verify", "list", "explain", "doctor")
PLACES = {
    "--project": "the project (default: the nearest folder upwards with flugblatt.toml or content/)",
    "--content": "where the works lie (default: content/ of the project)",
    "--out": "where to publish (default: out/ of the project)",
}
"""The options that say where a command works."""
REPORTS = ("text", "json", "github", "sarif", "junit")
"""How results are printed: for people, and for programs of four kinds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code. What a user can cause never ends in a traceback."""
    words = _command_first(list(sys.argv[1:] if arguments is None else arguments))
    terminal.prepare()
    try:
        code = _run(words)
        terminal.flush()
        return code
    except KeyboardInterrupt:
        terminal.progress("interrupted; what was published before is as it was")
        return 130
    except (FlugblattError, OSError) as error:
        terminal.fault(error)
        return error.exit_code if isinstance(error, FlugblattError) else ToolFailed.exit_code


def _command_first(words: list[str]) -> list[str]:
    """The words with the command before the places; ``build`` where none is named."""
    places: list[str] = []
    while words and words[0].partition("=")[0] in PLACES:
        taken = 1 if "=" in words[0] else 2
        places, words = [*places, *words[:taken]], words[taken:]
    if not words or (words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version")):
        words = ["build", *words]
    return [words[0], *places, *words[1:]]


def _run(words: list[str]) -> int:
    try:
        options = _parser().parse_args(words)
    except SystemExit as end:  # argparse has printed help, or what is wrong with the words
        return int(end.code or 0)
    if "content" in options:
        _find_project(options)
    return int(options.command(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=Path(sys.argv[0]).name.replace("__main__.py", "python -m flugblatt"),
        description="From one Markdown file per language and one metadata file: archival PDFs, an e-book, a web page,\n"
        "leaflets for office and press, library records and archive packages, each proven to say what the\nsource says.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Without a command, build. Where a command works:\n"
        + "".join(f"  {f'{name} DIR':<15} {says}\n" for name, says in PLACES.items())
        + "Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 something is missing, 5 a tool failed.",
    )
    parser.add_argument("--version", action="version", version=f"flugblatt {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make, check and publish works")
    option = build.add_argument
    option("works", nargs="*", metavar="WORK", help="folder under the content folder (default: all)")
    _take_places(build, *PLACES)
    option("--language", action="append", default=[], metavar="TAG", help="only this edition; may be repeated")
    option("--target", action="append", default=[], metavar="NAME", help="only this target; may be repeated")
    says = "leaflets in this format, or all, whatever statement.yaml says; may be repeated"
    option("--leaflet", action="append", default=[], metavar="FORMAT", help=says)
    says = "editions made at a time (default: one a processor)"
    option("--jobs", type=_count, default=0, metavar="N", help=says)
    option("--force", action="store_true", help="make again what is current")
    option("--strict", action="store_true", help="warnings fail")
    says = "tell of works under embargo in catalogue and feeds, and mark every output of theirs"
    option("--embargoed", action="store_true", help=says)
    option("--sign", type=Path, metavar="KEY", help="sign the packages with this private key of ssh")
    option("--report", choices=REPORTS, default="text", help="how to print the result")
    option("--quiet", action="store_true", help="say nothing of the progress, and of the result what is not good")
    option("--verbose", action="store_true", help="say every finding and detail")
    build.set_defaults(command=_build)

    says = "a quick look at a work, judged by our own judges; nothing is published"
    draft = commands.add_parser("draft", help=says)
    option = draft.add_argument
    option("work", metavar="WORK", help="folder under the content folder")
    option(
        "--target",
        action="append",
        default=[],
        metavar="NAME",
        help="this target (default: archive-pdf); may be repeated",
    )
    option("--language", action="append", default=[], metavar="TAG", help="only this edition; may be repeated")
    option("--verbose", action="store_true", help="say every finding and detail")
    _take_places(draft, "--project", "--content")
    draft.set_defaults(command=_draft)

    says = "make a project of one's own: a folder with an example"
    init = commands.add_parser("init", help=says)
    init.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty or not there yet")
    init.set_defaults(command=_init)

    says = "make a work of files of other programs, and prove that the text is the same"
    new = commands.add_parser("new", help=says)
    option = new.add_argument
    option("work", metavar="WORK", help="the name of its folder: a-z, 0-9 and -")
    says = "one for each edition: .docx .odt .rtf .html .epub .md .txt, or - for text on standard input"
    option("--from", dest="files", nargs="+", required=True, metavar="FILE", help=says)
    says = "the language of an edition, where it is not to be found out; once for each FILE, in their order"
    option("--language", action="append", default=[], metavar="TAG", help=says)
    option("--date", default="", metavar="DATE", help="when it was published, as 2024-05-03")
    option("--issuer", action="append", default=[], metavar="NAME", help="who issued it; may be repeated")
    option("--kind", choices=get_args(Kind), help="what it is (default: statement)")
    option("--yes", action="store_true", help="ask nothing: what is missing is listed")
    _take_places(new, "--project", "--content")
    new.set_defaults(command=_new)

    check = commands.add_parser("check", help="judge finished PDF, EPUB, bag or package files; renders nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--report", choices=REPORTS, default="text")
    check.set_defaults(command=_check)

    prove = commands.add_parser("prove", help="say whether the text of finished files is exactly the text of a source")
    says = (
        ".md, .txt, .docx, .odt, .rtf, a PDF or EPUB with its source inside, or a package (a .tar, or the folder that it "
        "holds), which is refused if it is not whole; of its editions the one in the language of each ARTEFACT counts"
    )
    prove.add_argument("source", type=Path, metavar="SOURCE", help=says)
    says = "the folder of the work that was made of SOURCE, whose edition explains what stands around and between its words"
    prove.add_argument("--work", type=Path, metavar="DIR", help=says)
    says = "PDF (a leaflet, too), EPUB, HTML page or .txt"
    prove.add_argument("artefacts", nargs="+", type=Path, metavar="ARTEFACT", help=says)
    prove.add_argument("--report", choices=REPORTS, default="text")
    prove.set_defaults(command=_prove)

    says = "say whether a package is whole, valid and proven, wherever it comes from"
    verify = commands.add_parser("verify", help=says)
    option = verify.add_argument
    option("package", type=Path, metavar="PACKAGE", help="a .tar, or the folder that it holds")
    option("--rebuild", action="store_true", help="also build from the packaged sources and compare every byte")
    option("--allowed-signers", type=Path, metavar="FILE", help="who may have signed it, as ssh-keygen reads it")
    option("--report", choices=REPORTS, default="text")
    verify.set_defaults(command=_verify)

    listing = commands.add_parser("list", help="list what there is")
    listing.add_argument(
        "what",
        nargs="?",
        default="works",
        choices=("works", "targets", "formats", "shops", "languages", "checks", "delivery"),
    )
    _take_places(listing, "--project", "--content")
    listing.set_defaults(command=_list)

    explain = commands.add_parser("explain", help="say what a code means and what to do")
    explain.add_argument("code", metavar="CODE")
    explain.set_defaults(command=_explain)

    doctor = commands.add_parser("doctor", help="say what this machine has and lacks")
    _take_places(doctor, "--project", "--content")
    doctor.set_defaults(command=_doctor)
    return parser


def _take_places(command: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        command.add_argument(name, type=Path, metavar="DIR", help=PLACES[name])


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


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 was expected, found {text!r}")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from flugblatt.build.pipeline import run
    from flugblatt.build.plan import Order
    from flugblatt.report import machine_reports

    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdecimal():
        raise UsageError(f"SOURCE_DATE_EPOCH, a number of seconds since 1970, was expected, found {epoch!r}")
    order = Order(
        content=options.content,
        out=options.out,
        works=tuple(options.works),
        languages=tuple(options.language),
        targets=tuple(options.target),
        leaflets=tuple(options.leaflet),
        jobs=options.jobs,
        force=options.force,
        strict=options.strict,
        sign=options.sign,
        epoch=int(epoch) if epoch else None,
        embargoed=options.embargoed,
    )
    outcome = run(order, terminal.silent if options.quiet else terminal.progress)
    terminal.problems(outcome.findings)
    for failure in outcome.failures:
        terminal.fault(failure)
    content, out = options.content.as_posix(), options.out.as_posix()
    results = machine_reports.of_run(outcome.findings, outcome.reports, outcome.catalogue, content, out)
    lines = terminal.build_lines(outcome, options.out, options.verbose)
    lines = lines if outcome.exit_code or not options.quiet else iter(())
    report = machine_reports.as_json(outcome.report, content) if outcome.report else ""
    _tell(options, report, lines, results)
    return outcome.exit_code


def _tell(options: argparse.Namespace, value: str, lines: Iterable[str], results: Sequence[Result]) -> None:
    """A result as --report asks for it."""
    from flugblatt.report import machine_reports

    match options.report:
        case "text":
            terminal.show(lines)
        case "json":
            terminal.show_json(value)
        case "github":
            terminal.show(machine_reports.github(results))
        case "sarif":
            terminal.show_json(machine_reports.sarif(results))
        case "junit":
            terminal.show_json(machine_reports.junit(results))


def _draft(options: argparse.Namespace) -> int:
    from flugblatt.build import draft

    made = draft.make(options.content, options.work, tuple(options.target), tuple(options.language), terminal.progress)
    terminal.problems(made.findings)
    terminal.show(terminal.draft_lines(made, options.verbose))
    if made.folder:
        terminal.open_files(draft.files(made))
    return made.exit_code


def _init(options: argparse.Namespace) -> int:
    from flugblatt.build import new_project

    language = new_project.language_of(os.environ)
    made = new_project.make(options.folder, language)
    command = f"{_typed(sys.argv[0])} --project {options.folder}"
    terminal.show((*(str(options.folder / path) for path in made), f"Build the example: {command}"))
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
    terminal.show(terminal.import_lines(made))
    return made.exit_code


def _check(options: argparse.Namespace) -> int:
    from flugblatt.report.machine_reports import of_files
    from flugblatt.verification.file_claims import as_json, examine

    results = examine(tuple(options.files))
    judged = of_files((path.as_posix(), checks) for path, checks in results)
    _tell(options, as_json(results), terminal.check_lines(results), judged)
    return 0 if all(check.verdict == "passed" for _, checks in results for check in checks) else 1


def _prove(options: argparse.Namespace) -> int:
    from flugblatt import proving
    from flugblatt.report.machine_reports import of_files

    proofs = proving.prove(options.source, tuple(options.artefacts), options.work)
    judged = of_files((proof.path, [route.check for route in proof.routes if route.decides]) for proof in proofs)
    _tell(options, proving.as_json(options.source, proofs), terminal.proof_lines(proofs), judged)
    return 0 if all(proof.verdict == "passed" for proof in proofs) else 1


def _verify(options: argparse.Namespace) -> int:
    from flugblatt import verification
    from flugblatt.report.machine_reports import of_files

    result = verification.verify(options.package, options.rebuild, options.allowed_signers, terminal.progress)
    package = options.package.as_posix()
    judged = of_files((f"{package}/{one.path}".rstrip("/"), one.checks) for one in result.judged)
    _tell(options, verification.as_json(result), terminal.verification_lines(result), judged)
    return result.exit_code


def _list(options: argparse.Namespace) -> int:
    from flugblatt import resources
    from flugblatt.tables.project_file import settings

    with resources.using(resources.beside(options.content)):
        settings()
        terminal.show(tuple(_listed(options.what, options.content)))
    return 0


def _listed(what: str, content: Path) -> Iterator[str]:
    from flugblatt.leaflet.formats import formats, shops
    from flugblatt.model import targets

    if what == "targets":
        yield from (
            f"{target.name:<12} {target.says}; judged by {', '.join(target.checks)}" for target in targets.TARGETS
        )
    elif what == "checks":
        yield from (f"{name:<14} {says}" for name, says in targets.CHECKS)
    elif what == "formats":
        yield from (f"{format.key:<12} {format.product}" for format in formats())
    elif what == "shops":
        yield from (f"{shop.key:<12} {shop.says}" for shop in shops())
    elif what == "languages":
        yield from _languages()
    elif what == "delivery":
        yield from _deliveries(content)
    else:
        yield from _works(content)


def _deliveries(content: Path) -> Iterator[str]:
    """For every work and shop what statement.yaml lacks; a work that cannot be read is named. What files lack says the report."""
    from flugblatt.content import read_work, works
    from flugblatt.report import delivery

    for name in works(content) if content.is_dir() else ():
        statement, _ = read_work(content / name)
        yield from delivery.lines(statement) if statement else (f"{name}  cannot be read: build it to learn why",)


def _languages() -> Iterator[str]:
    from flugblatt.content.edition_languages import edition_languages

    found = tuple(edition_languages())
    yield f"{'tag':<10} {'script':<6} {'direction':<9} {'labels':<6} {'fonts':<43} language"
    for each in found:
        named = each.english if each.name in (each.tag, each.english) else f"{each.english} · {each.name}"
        labels, fonts = "yes" if each.labels else "no", ", ".join(each.families)
        yield f"{each.tag:<10} {each.script:<6} {each.direction:<9} {labels:<6} {fonts:<43} {named}"
    yield (
        f"{len(found)} languages, {sum(each.labels for each in found)} with labels of their own; the others have the English "
        "ones, marked as such.\nAny other language of the IANA registry can be set, too, if its script is among these."
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

    terminal.show((explain(options.code),))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from flugblatt import doctor, resources

    with resources.using(resources.beside(options.content)):
        probes = doctor.probe(_families())
    terminal.show(doctor.describe(probes))
    return doctor.exit_code(probes)


def _families() -> tuple[tuple[str, str], ...]:
    """Each family of the language table with the languages that it sets."""
    from flugblatt.language import table

    found: dict[str, list[str]] = {}
    for tag in table.known():
        script = table.describe(tag, table.sample(tag)).script
        for family in (*script.text[:1], *script.sans[:1]):
            found.setdefault(family, []).append(tag)
    return tuple((family, ", ".join(tags)) for family, tags in found.items())
