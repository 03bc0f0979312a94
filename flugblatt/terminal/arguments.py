"""The words of the command line: commands, options and what is said of them.

Flow: words -> ``command_first`` -> ``parser`` -> options, which ``cli`` carries out. Nothing is imported here that a command needs
to work, so that ``--help`` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from flugblatt import __version__
from flugblatt.model import Kind
from flugblatt.model.checks import GRADES

COMMANDS = (
    "build",
    "draft",
    "serve",
    "init",
    "new",
    "check",
    "prove",
    "recover",
    "verify",
    "list",
    "explain",
    "doctor",
)
PLACES = {
    "--project": "the project (default: the nearest folder upwards with flugblatt.toml or content/)",
    "--content": "where the works lie (default: content/ of the project)",
    "--out": "where to publish (default: out/ of the project)",
}
"""The options that say where a command works."""
SPOKEN = ("de", "en")
"""The languages of messages."""
REPORTS = ("text", "json", "github", "sarif", "junit")
"""How results are printed: for people, and for programs of four kinds."""


def command_first(words: list[str]) -> list[str]:
    """The words with the command before the places and the language; ``build`` where none is named."""
    places: list[str] = []
    while words and words[0].partition("=")[0] in (*PLACES, "--language-of-messages"):
        taken = 1 if "=" in words[0] else 2
        places, words = [*places, *words[:taken]], words[taken:]
    if not words or (words[0] not in COMMANDS and words[0] not in ("-h", "--help", "--version")):
        words = ["build", *words]
    return [words[0], *places, *words[1:]]


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; ``command`` is the name of the command."""
    whole = argparse.ArgumentParser(
        prog=Path(sys.argv[0]).name.replace("__main__.py", "python -m flugblatt"),
        description="From one Markdown file per language and one metadata file: archival PDFs, an e-book, a web page,\n"
        "leaflets for office and press, library records and archive packages, each proven to say what the\nsource says.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Without a command, build. Where a command works:\n"
        + "".join(f"  {f'{name} DIR':<15} {says}\n" for name, says in PLACES.items())
        + "Exit codes: 0 good, 1 a check failed, 2 usage, 3 content problem, 4 something is missing, 5 a tool failed.",
    )
    whole.add_argument("--version", action="version", version=f"flugblatt {__version__}")
    commands = whole.add_subparsers(dest="command", title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make, check and publish works")
    option = build.add_argument
    option("works", nargs="*", metavar="WORK", help="folder under the content folder (default: all)")
    _take_places(build, *PLACES)
    option("--language", action="append", default=[], metavar="TAG", help="only this edition; may be repeated")
    option("--target", action="append", default=[], metavar="NAME", help="only this target; may be repeated")
    says = "leaflets in this format, or all, whatever statement.yaml says; may be repeated"
    option("--leaflet", action="append", default=[], metavar="FORMAT", help=says)
    says = "these two editions side by side, whatever statement.yaml says; may be repeated"
    option("--pair", action="append", default=[], type=_pair, metavar="TAG,TAG", help=says)
    says = "editions made at a time (default: one a processor)"
    option("--jobs", type=_count, default=0, metavar="N", help=says)
    says = "make the works on the Dask cluster of this scheduler, as tcp://host:8786"
    option("--scheduler", default="", metavar="ADDRESS", help=says)
    says = "a folder that this machine and the workers see, for the files on their way (default: they travel as bytes)"
    option("--shared", type=Path, metavar="DIR", help=says)
    option("--force", action="store_true", help="make again what is current")
    option("--strict", action="store_true", help="warnings fail")
    says = "tell of works under embargo in catalogue and feeds, and mark every output of theirs"
    option("--embargoed", action="store_true", help=says)
    option("--sign", type=Path, metavar="KEY", help="sign packages, PDFs and books with this private key of ssh")
    option("--report", choices=REPORTS, default="text", help="how to print the result")
    option("--quiet", action="store_true", help="say nothing of the progress, and of the result what is not good")
    option("--verbose", action="store_true", help="say every finding and detail")

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

    says = "edit and see the works in the browser, on this machine alone"
    serve = commands.add_parser("serve", help=says)
    serve.add_argument(
        "work", nargs="?", default="", metavar="WORK", help="the work to open (default: the list of all)"
    )
    serve.add_argument("--port", type=_port, default=0, metavar="N", help="the port to answer at (default: a free one)")
    _take_places(serve, *PLACES)

    says = "make a project of one's own: a folder with an example"
    init = commands.add_parser("init", help=says)
    init.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty or not there yet")

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

    check = commands.add_parser("check", help="judge finished PDF, EPUB, bag or package files; renders nothing")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    says = "also by the stricter rules of our own files, whatever they claim"
    check.add_argument("--profile", choices=("flugblatt",), help=says)
    says = "who may have signed PDFs and EPUBs (FILE.sig beside each), as ssh-keygen reads it"
    check.add_argument("--allowed-signers", type=Path, metavar="FILE", help=says)
    check.add_argument("--report", choices=REPORTS, default="text")
    _take_places(check, "--project", "--content")

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
    _take_grade(prove)
    prove.add_argument("--report", choices=REPORTS, default="text")
    _take_places(prove, "--project", "--content")

    recover = commands.add_parser("recover", help="write the source that a printed sheet bears in its codes")
    recover.add_argument(
        "photos", nargs="+", type=Path, metavar="PHOTO", help="PNG, JPEG or PDF with the codes of one sheet"
    )
    says = "the folder for the source (default: recovered)"
    recover.add_argument("--to", type=Path, metavar="DIR", default=Path("recovered"), help=says)
    _take_places(recover, "--project", "--content")

    says = "say whether a package is whole, valid and proven, wherever it comes from"
    verify = commands.add_parser("verify", help=says)
    option = verify.add_argument
    option("package", type=Path, metavar="PACKAGE", help="a .tar, or the folder that it holds")
    _take_grade(verify)
    option("--rebuild", action="store_true", help="the same as --require reproduced: every byte of what is built again")
    option("--timestamp", type=Path, metavar="FILE", help="a time stamp (RFC 3161) of its tagmanifest-sha512.txt")
    option(
        "--authorities",
        type=Path,
        metavar="FILE",
        help="certificates (PEM) of the authorities that may have stamped it",
    )
    option("--allowed-signers", type=Path, metavar="FILE", help="who may have signed it, as ssh-keygen reads it")
    option("--report", choices=REPORTS, default="text")
    _take_places(verify, "--project", "--content")

    listing = commands.add_parser("list", help="list what there is")
    listing.add_argument(
        "what",
        nargs="?",
        default="works",
        choices=("works", "targets", "formats", "shops", "themes", "languages", "checks", "delivery"),
    )
    _take_places(listing, "--project", "--content")

    explain = commands.add_parser("explain", help="say what a code means and what to do")
    explain.add_argument("code", metavar="CODE")
    _take_places(explain, "--project", "--content")

    doctor = commands.add_parser(
        "doctor", help="say what the works of a project need, and what this machine lacks of it"
    )
    doctor.add_argument("--tests", action="store_true", help="also what only the tests of flugblatt itself need")
    _take_places(doctor, "--project", "--content")
    for command in commands.choices.values():
        says = "the language of what is said on the terminal (default: that of the locale, else en)"
        command.add_argument("--language-of-messages", choices=SPOKEN, help=says)
    return whole


def _take_grade(command: argparse.ArgumentParser) -> None:
    says = (
        "how strongly: reproduced (made again, every byte the same), compared (default: all that a reader meets, beside the file "
        "made again), read (the text that machines read; what the eye sees is not judged)"
    )
    command.add_argument("--require", choices=GRADES, default="compared", help=says)


def _take_places(command: argparse.ArgumentParser, *names: str) -> None:
    for name in names:
        command.add_argument(name, type=Path, metavar="DIR", help=PLACES[name])


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) < 2**16:
        raise argparse.ArgumentTypeError(f"a number from 0 to {2**16 - 1} was expected, found {text!r}")
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    first, _, second = text.partition(",")
    if not (first and second) or first == second or "," in second:
        raise argparse.ArgumentTypeError(f"two editions like de,be were expected, found {text!r}")
    return first, second


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 was expected, found {text!r}")
    return int(text)
