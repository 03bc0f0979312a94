"""The README of a package: for whoever opens it in fifty years, in English and in the languages of its editions.

Flow: parts -> what the folder is, how to check it with one command, what each file is -> UTF-8 text with lines that end in LF.
The words lie in ``styles/package.toml``; names of editions and labels of forms come from the language table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache

from flugblatt import __version__, resources
from flugblatt.language.rows import TAG
from flugblatt.language.table import Labels, language_of, nearest
from flugblatt.model import Edition, Statement
from flugblatt.model.identifiers import work_id
from flugblatt.model.targets import TARGETS
from flugblatt.package.contents import DESCRIPTIVE, DOCUMENTATION, PUBLICATIONS, SOURCE, Part
from flugblatt.package.mets import root_name
from flugblatt.package.premis import Clock, clock_note, time_of
from flugblatt.tables.shapes import WORD, Row, Rows, read

COMMANDS = ("sha512sum -c manifest-sha512.txt", "sha512sum -c tagmanifest-sha512.txt")
RULE = "=" * 78
RECORDS = (
    (".mrc", "MARC 21, for library systems (ISO 2709)"),
    (".marc.xml", "MARC 21 as XML"),
    (".mods.xml", "MODS"),
    (".dc.xml", "Dublin Core"),
    ("dc.xml", "Dublin Core of the whole work"),
    (".onix.xml", "ONIX, for the book trade"),
    (".jsonld", "schema.org, for search engines"),
    (".datacite.xml", "DataCite, for the agency that registers a DOI"),
    (".internet-archive.csv", "a table for uploads to the Internet Archive"),
)
"""End of a record's name: what it is."""
OTHERS = (
    ("METS.xml", "the list of everything in its folder, with checksums (METS)"),
    ("premis.xml", "formats, checksums, and what was done to each file, with what (PREMIS)"),
    (".proof.json", "certificate: the text of each file is the text of its source"),
    ("statement.yaml", "what is known of the statement: date, issuers, rights"),
    (".html", "report of the checks, for people"),
    (".json", "report of the checks, for programs"),
    (".md", "text of the edition, as it was written"),
    (".toml", "rows that the project added to the tables of the toolchain"),
    (".xsd", "schema"),
    (".dtd", "schema"),
    (".svg", "picture"),
    (".png", "picture"),
    (".jpg", "picture"),
    (".txt", "text"),
    (".pdf", "PDF"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of the README in one language."""

    package: str
    check: str
    good: str
    sources: str
    publications: str
    records: str
    reports: str


TABLE = Rows(Row(dict.fromkeys((field.name for field in fields(Words)), WORD)), TAG)


def render(statement: Statement, title: str, parts: tuple[Part, ...], moment: datetime, clock: Clock) -> bytes:
    """README.txt. ``parts`` are all files of the information package."""
    root = f"data/{root_name(statement)}"
    lines = [title, f"{statement.date}  {work_id(statement).urn}", "", *_english(root, parts)]
    lines += ["", f"Made by flugblatt {__version__}, {time_of(moment)}. {clock_note(clock)}"]
    for edition in statement.editions:
        words = nearest(edition.language, rows())
        if words and not edition.language.startswith("en"):
            lines += ["", RULE, "", *_section(edition, words, root, parts)]
    return ("\n".join(lines) + "\n").encode()


def _english(root: str, parts: tuple[Part, ...]) -> list[str]:
    words = rows()["en"]
    lines = [words.package, "", words.check, "", *(f"    {command}" for command in COMMANDS), ""]
    lines += [
        f"{words.good} The first command reads the files under data/, the second those beside this one. The sums show",
        "that the package is whole and agrees with itself; who made it is shown by a signature, which lies beside the",
        "package if there is one, and is made over tagmanifest-sha512.txt.",
        "",
        "The folder is a bag (BagIt 1.0, RFC 8493). Inside, under data/, lies one E-ARK information package (CSIP 2.1, SIP).",
        "",
    ]
    folders = (
        (SOURCE, words.sources),
        (PUBLICATIONS, words.publications),
        (DESCRIPTIVE, words.records),
        (DOCUMENTATION, words.reports),
        ("metadata/preservation", "What was done, with what, when"),
        ("schemas", "The rules that the XML files follow"),
    )
    tags = (
        ("bagit.txt", "says that this is a bag"),
        ("bag-info.txt", "who, what and when, in a few lines"),
        ("bagit-profile.json", "the rules that this bag follows"),
        ("manifest-*.txt", "checksums of every file under data/"),
        ("tagmanifest-*.txt", "checksums of the files beside data/"),
    )
    lines += [f"{name}\n    {says}" for name, says in tags]
    lines += [f"{root}/METS.xml\n    {_says(Part('METS.xml', b'', ''))}"]
    for folder, heading in folders:
        held = [part for part in parts if part.path.startswith(f"{folder}/")]
        if held:
            lines += ["", heading, "-" * len(heading)]
            lines += [f"{root}/{part.path}\n    {_says(part)}" for part in held]
    return lines


def _section(edition: Edition, words: Words, root: str, parts: tuple[Part, ...]) -> list[str]:
    """The section of one edition: its own files, under the words of its language."""
    language = language_of(edition)
    lines = [f"{language.name} ({edition.language})", edition.title_text, "", words.package, ""]
    lines += [words.check, "", *(f"    {command}" for command in COMMANDS), "", words.good]
    own = [part for part in parts if part.language == edition.language]
    records = [part for part in parts if part.path.startswith(DESCRIPTIVE) and f".{edition.language}." in part.path]
    reports = [part for part in parts if part.path.startswith(DOCUMENTATION)]
    for heading, held in (
        (words.sources, [part for part in own if part.path.startswith(SOURCE)]),
        (words.publications, [part for part in own if part.path.startswith(PUBLICATIONS)]),
        (words.records, records),
        (words.reports, reports),
    ):
        if held:
            lines += ["", heading]
            lines += [f"    {root}/{part.path}{_label(part, language.labels)}" for part in held]
    return lines


def _label(part: Part, labels: Labels) -> str:
    known = {"archive-pdf": labels.archive_pdf, "epub": labels.epub, "text": labels.plain_text}
    return f"\n        {known[part.target]}" if part.target in known else ""


def _says(part: Part) -> str:
    """What a file is, in English."""
    made = {target.name: target.says for target in TARGETS}
    if part.target in made:
        return made[part.target]
    table = RECORDS if part.path.startswith(DESCRIPTIVE) else OTHERS
    return next((says for ending, says in table if part.path.endswith(ending)), part.target or part.media_type)


@resources.of_project
@cache
def rows() -> dict[str, Words]:
    """The words by language. Raises ContentError where the table is wrong."""
    return {tag: Words(**row) for tag, row in read("package", TABLE).items()}
