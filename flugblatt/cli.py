"""The command line: arguments, progress, printing, exit code. Results on standard output, progress on standard error.

Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 a tool, font or library is missing, 5 a tool failed.
The rooms that do the work are imported by the command that needs them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt import __version__

if TYPE_CHECKING:
    from flugblatt.build.pipeline import Outcome
    from flugblatt.model import Verdict
    from flugblatt.report.run_report import Entry

COMMANDS = ("build", "check", "prove", "verify", "list", "explain", "doctor")
SIGNS: dict[Verdict, str] = {"passed": "✓", "failed": "✕", "not run": "–"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code. What a user can cause never ends in a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "build")
    options = _parser().parse_args(words)
    try:
        return int(options.command(options))
    except KeyboardInterrupt:
        print("interrupted; what was published before is as it was", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        from flugblatt.model.errors import ContentError, FlugblattError

        if isinstance(error, FlugblattError):
            print(error if isinstance(error, ContentError) else f"flugblatt: {error}", file=sys.stderr)
            return error.exit_code
        if isinstance(error, OSError) and error.filename:
            print(f"flugblatt: {error.strerror}: {error.filename}", file=sys.stderr)
            return 5
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=Path(sys.argv[0]).name.replace("__main__.py", "python -m flugblatt"),
        description="From one Markdown file per language and one metadata file: archival PDFs, an e-book, a web page, "
        "leaflets for office and press, library records and archive packages, each proven to say what the source says.",
        epilog="Without a command, build. Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 something is "
        "missing, 5 a tool failed.",
    )
    parser.add_argument("--version", action="version", version=f"flugblatt {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make, check and publish works")
    build.add_argument("works", nargs="*", metavar="WORK", help="folder under the content folder (default: all)")
    build.add_argument(
        "--content", type=Path, default=Path("content"), metavar="DIR", help="where the works lie (default: content)"
    )
    build.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="where to publish (default: out)")
    build.add_argument(
        "--language", action="append", default=[], metavar="TAG", help="only this edition; may be repeated"
    )
    build.add_argument(
        "--target", action="append", default=[], metavar="NAME", help="only this target; may be repeated"
    )
    build.add_argument(
        "--leaflet",
        action="append",
        default=[],
        metavar="FORMAT",
        help="leaflets in this format, or all, whatever statement.yaml says; may be repeated",
    )
    build.add_argument(
        "--jobs", type=_count, default=0, metavar="N", help="editions made at a time (default: one a processor)"
    )
    build.add_argument("--force", action="store_true", help="make again what is current")
    build.add_argument("--strict", action="store_true", help="warnings fail")
    build.add_argument("--sign", type=Path, metavar="KEY", help="sign the packages with this private key of ssh")
    build.add_argument("--report", choices=("text", "json"), default="text", help="how to print the result")
    build.add_argument("--verbose", action="store_true", help="say every finding and detail")
    build.set_defaults(command=_build)

    check = commands.add_parser("check", help="judge finished PDF, EPUB, bag or package files; renders nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--report", choices=("text", "json"), default="text")
    check.set_defaults(command=_check)

    prove = commands.add_parser("prove", help="say whether the text of finished files is exactly the text of a source")
    prove.add_argument(
        "source",
        type=Path,
        metavar="SOURCE",
        help=".md, .txt, a PDF or EPUB with its source inside, or a package (a .tar, or the folder that it holds), which is "
        "refused if it is not whole; of its editions the one in the language of each ARTEFACT counts",
    )
    prove.add_argument(
        "artefacts", nargs="+", type=Path, metavar="ARTEFACT", help="PDF (a leaflet, too), EPUB, HTML page or .txt"
    )
    prove.add_argument("--report", choices=("text", "json"), default="text")
    prove.set_defaults(command=_prove)

    verify = commands.add_parser(
        "verify", help="say whether a package is whole, valid and proven, wherever it comes from"
    )
    verify.add_argument("package", type=Path, metavar="PACKAGE", help="a .tar, or the folder that it holds")
    verify.add_argument(
        "--rebuild", action="store_true", help="also build from the packaged sources and compare every byte"
    )
    verify.add_argument(
        "--allowed-signers", type=Path, metavar="FILE", help="who may have signed it, as ssh-keygen reads it"
    )
    verify.add_argument("--report", choices=("text", "json"), default="text")
    verify.set_defaults(command=_verify)

    listing = commands.add_parser("list", help="list what there is")
    listing.add_argument(
        "what", nargs="?", default="works", choices=("works", "targets", "formats", "shops", "languages", "checks")
    )
    listing.add_argument(
        "--content",
        type=Path,
        default=Path("content"),
        metavar="DIR",
        help="where the works lie, with tables beside it",
    )
    listing.set_defaults(command=_list)

    explain = commands.add_parser("explain", help="say what a code means and what to do")
    explain.add_argument("code", metavar="CODE")
    explain.set_defaults(command=_explain)

    doctor = commands.add_parser("doctor", help="say what this machine has and lacks")
    doctor.set_defaults(command=_doctor)
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 was expected, found {text!r}")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from flugblatt.build.pipeline import run
    from flugblatt.build.plan import Order
    from flugblatt.model.errors import UsageError

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
    )
    outcome = run(order, lambda line: print(line, file=sys.stderr, flush=True))
    for finding in outcome.findings:
        print(finding, file=sys.stderr)
    for failure in outcome.failures:
        print(f"flugblatt: {failure}", file=sys.stderr)
    if options.report == "json":
        sys.stdout.write(outcome.report.decode())
    else:
        _print_table(outcome, options.out, options.verbose)
    return outcome.exit_code


def _print_table(outcome: Outcome, out: Path, verbose: bool) -> None:
    for report in outcome.reports:
        statement = report.statement
        print(f"\n{statement.work}")
        said: set[str] = set()
        for entry in report.entries:
            _print_entry(entry, verbose, said)
        for item in report.not_due:
            language = f"{item.language}: " if item.language else ""
            print(f"  not due: {item.target}: {language}{item.reason}")
        for path in report.removed:
            print(f"  taken away, since it is no longer current: {path}")
    for folder in outcome.rejected:
        print(f"\nnot published: a check failed; the rejected files and their report are in {folder}")
    verdicts = [check.verdict for report in outcome.reports for entry in report.entries for check in entry.checks]
    if verdicts:
        counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in SIGNS if verdicts.count(verdict))
        print(f"\n{counts}; report: {out / 'report.json'}")


def _print_entry(entry: Entry, verbose: bool, said: set[str]) -> None:
    from flugblatt.report.run_report import reader_words

    artefact = entry.artefact
    state = ", as it was" if entry.reused else ""
    print(f"  {artefact.path.partition('/')[2]}  {_size(len(artefact.data))}{state}")
    cells = [f"{SIGNS[check.verdict]} {check.check} {check.verdict}" for check in entry.checks]
    line = textwrap.fill("   ".join(cell.replace(" ", "\0") for cell in cells), 100, break_on_hyphens=False)
    print(textwrap.indent(line.replace("\0", " "), "    "))
    for check in entry.checks:
        if verbose and check.detail:
            print(f"      {check.check}: {check.detail} ({check.tool})")
        for reader in check.readers if verbose else ():
            print(f"      {reader_words(reader)} ({reader.tool})")
        if check.reason:
            print(f"      {check.check}: {check.reason}")
        for finding in check.findings if verbose else check.findings[:5]:
            line = str(finding)
            print(textwrap.indent(f"{finding.code}, as above" if line in said else line, "      "))
            said.add(line)
        if not verbose and len(check.findings) > 5:
            print(f"      and {len(check.findings) - 5} more: --verbose shows them")


def _size(count: int) -> str:
    return f"{count / 1000:,.0f} kB" if count >= 10_000 else f"{count:,} bytes"


def _check(options: argparse.Namespace) -> int:
    from flugblatt.model.checks import value_of
    from flugblatt.verification.single_files import examine

    results = examine(tuple(options.files))
    if options.report == "json":
        import json

        print(
            json.dumps(
                [{"path": str(path), "checks": [value_of(check) for check in checks]} for path, checks in results],
                ensure_ascii=False,
                indent=1,
            )
        )
    else:
        for path, checks in results:
            print(path)
            for check in checks:
                print(
                    f"  {SIGNS[check.verdict]} {check.check} {check.verdict}{': ' + check.reason if check.reason else ''}"
                )
                for finding in check.findings:
                    print(textwrap.indent(str(finding), "      "))
    return 0 if all(check.verdict == "passed" for _, checks in results for check in checks) else 1


def _prove(options: argparse.Namespace) -> int:
    from flugblatt import proving
    from flugblatt.proving.print_proof import as_json, as_text

    proofs = proving.prove(options.source, tuple(options.artefacts))
    print(as_json(options.source, proofs) if options.report == "json" else as_text(proofs))
    return 0 if all(proof.verdict == "passed" for proof in proofs) else 1


def _verify(options: argparse.Namespace) -> int:
    from flugblatt import verification

    return verification.run(
        options.package,
        options.rebuild,
        options.allowed_signers,
        options.report,
        lambda line: print(line, file=sys.stderr),
    )


def _list(options: argparse.Namespace) -> int:
    from flugblatt import resources
    from flugblatt.model import targets
    from flugblatt.tables.project_file import settings

    with resources.using(resources.beside(options.content)):
        settings()
        if options.what == "targets":
            for target in targets.TARGETS:
                print(f"{target.name:<12} {target.says}; judged by {', '.join(target.checks)}")
        elif options.what == "checks":
            for name, says in targets.CHECKS:
                print(f"{name:<14} {says}")
        elif options.what == "formats":
            from flugblatt.leaflet.formats import formats

            for format in formats():
                print(f"{format.key:<12} {format.product}")
        elif options.what == "shops":
            from flugblatt.leaflet.formats import shops

            for shop in shops():
                print(f"{shop.key:<12} {shop.says}")
        elif options.what == "languages":
            _list_languages()
        else:
            _list_works(options.content)
    return 0


def _list_languages() -> None:
    from flugblatt.content.edition_languages import edition_languages

    found = tuple(edition_languages())
    print(f"{'tag':<10} {'script':<6} {'direction':<9} {'labels':<6} {'fonts':<43} language")
    for each in found:
        named = each.english if each.name in (each.tag, each.english) else f"{each.english} · {each.name}"
        labels, fonts = "yes" if each.labels else "no", ", ".join(each.families)
        print(f"{each.tag:<10} {each.script:<6} {each.direction:<9} {labels:<6} {fonts:<43} {named}")
    print(
        f"{len(found)} languages, {sum(each.labels for each in found)} with labels of their own; the others have the English "
        "ones, marked as such.\nAny other language of the IANA registry can be set, too, if its script is among these."
    )


def _list_works(content: Path) -> None:
    from flugblatt.content import works
    from flugblatt.model.errors import UsageError

    if not content.is_dir():
        raise UsageError(f"there is no content folder {content}")
    for work in works(content):
        editions = sorted(path.stem for path in (content / work).glob("*.md"))
        print(f"{work}: {', '.join(editions)}")


def _explain(options: argparse.Namespace) -> int:
    from flugblatt.report.explain import explain

    print(explain(options.code))
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from flugblatt import doctor

    probes = doctor.probe(_families())
    print(doctor.describe(probes))
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
