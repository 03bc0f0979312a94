"""The route with the statement: a PDF that carries ``statement.yaml`` is judged with all that is printed around its text.

Flow: attached statement.yaml -> Statement with the edition of the source -> the judge of the text -> ``Route``.
"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf

from flugblatt.content.metadata import read_statement
from flugblatt.judges import fidelity
from flugblatt.model import Source
from flugblatt.model.cases import Case
from flugblatt.proving import proof
from flugblatt.proving.proof import Route
from flugblatt.proving.source import Attached, Original

NAME = "fidelity"


def judge(original: Original, data: bytes, path: Path, attached: Attached) -> Route:
    """Route ``fidelity``: the judge of the text with the statement.yaml that a PDF carries: title page, colophon and all."""
    with pikepdf.open(io.BytesIO(data)) as file:
        specification = file.attachments.get("statement.yaml")
        yaml = specification.get_file().read_bytes() if specification is not None else None
        target = "access-pdf" if file.pdf_version >= "2.0" else "archive-pdf"
    if yaml is None:
        return proof.not_run(NAME, "the file carries no statement.yaml")
    if not original.marked or attached.data != original.edition.source.data:
        return proof.not_run(
            NAME, "the file carries another source: what is printed around the text depends on its bytes"
        )
    work = re.fullmatch(rf"([a-z0-9-]+)\.{re.escape(attached.language)}(?:\.a4f)?\.pdf", path.name)
    edition = replace(original.in_language(attached.language), work=work[1] if work else "work")
    source = Source("statement.yaml", yaml)
    statement, findings = read_statement(Path(edition.work), source, (edition,))
    if statement is None or any(finding.severity == "error" for finding in findings):
        return proof.not_run(NAME, "its statement.yaml speaks of editions or files that are not at hand")
    if work is None and not (statement.identifiers.uri or statement.url):
        reason = f"its identifier is made from the name of the work, and {path.name} does not begin with it"
        return proof.not_run(NAME, reason)
    check = fidelity.judge(Case(statement, statement.editions[0], target, data))
    return Route(check, True, "exact: the text and all that is printed and said around it")
