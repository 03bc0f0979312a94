"""The small work whose files are forged, made once, and the judges that each forgery is shown to.

Flow: sources -> ``files()`` -> a forger changes bytes -> ``red(kind, data)``, the findings of the first judge that says no,
the last one beside the file made again.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from flugblatt.judges import judge_table, sameness
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Finding, Statement, Wish
from flugblatt.model.cases import Case
from flugblatt.model.targets import form
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import plain_text, web
from tests import editions
from tests.sharing import shared

TEXT = """\
# We will not leave the valley

Nobody may take the water without asking us.

On 18 June the council will vote. We ask for *three* things, and for **nothing** more:[^asked]

1. Wait for the report.
2. Publish the figures.

## Who writes

We are [the keepers of the wells](https://wells.example.org/keepers), and not a party.

| Well | Level |
|------|------:|
| Mill | 4.10 |
| Church | 9.82 |

![A dry well beside a full one](wells.png)

![The map of the valley](map.png)

> Look first. Look again.

[^asked]: We asked twice, in writing.
"""
YAML = """\
date: 2026-05-04
kind: open-letter
issuers: [The Keepers of the Wells, {name: Miriam Aronsfeld, kind: person}]
publisher: {name: Reading Room, place: Upper Sill}
summary: {en: A letter about water.}
subjects: {en: [Water]}
rights: {license: CC-BY-4.0}
url: https://wells.example.org/letter
editions:
  en: {subtitle: To those who will decide}
"""
ORDER = ("guard", "metadata", "fidelity", "glyphs", "visual", "a11y", "preflight")
"""The judges of this process, the quick ones first."""


@dataclass(frozen=True)
class Files:
    statement: Statement
    edition: Edition
    data: dict[str, bytes]


@shared
def files() -> Files:
    """The files of the work by their targets, as they are published."""
    from flugblatt import epub, leaflet

    with tempfile.TemporaryDirectory() as folder:
        work = editions.write(Path(folder), "wells", YAML, en=TEXT)
        (work / "wells.png").write_bytes(editions.png(40, 20))
        (work / "map.png").write_bytes(editions.png(20, 40))
        statement = editions.read(work)
    edition = editions.edition(statement, "en")
    language = language_of(edition)
    pdf = archive_pdf.render(statement, edition, language)
    (book,) = epub.books(statement, edition, Wish(("epub",), pages=pdf.pagination.pages))
    (folded,) = leaflet.render(statement, edition, language, ("dl6-z",))
    made = {
        "archive-pdf": pdf.data,
        "epub": book.artefact.data,
        "web": web.render(statement, edition, language),
        "text": plain_text.render(statement, edition, language),
        "leaflet": next(one.data for one in folded.files if one.kind == "read"),
    }
    return Files(statement, edition, made)


def red(target: str, data: bytes) -> tuple[Finding, ...]:
    """The errors that the first judge of this kind of file finds; none where all are green."""
    made = files()
    kind, format_ = ("read", "dl6-z") if target == "leaflet" else ("", "")
    case = Case(made.statement, made.edition, target, data, format=format_, kind=kind)
    for name in ORDER:
        if name in form(target, kind).checks:
            check = judge_table.judge(name, case)
            if check.verdict == "failed":
                return tuple(finding for finding in check.findings if finding.severity == "error")
    return compared(target, data)


def compared(target: str, data: bytes) -> tuple[Finding, ...]:
    """The errors that are found beside the file made again, which is the true one."""
    made = files()
    kind = "read" if target == "leaflet" else ""
    check = sameness.judge(data, made.data[target], form(target, kind).media_type)
    return tuple(finding for finding in check.findings if finding.severity == "error")
