"""The detached signatures of single files: beside each PDF and each book of a work, from the build with a key on.

Flow: files of a report -> with a key a signature over each, asked at once whether it covers the file; without one those that lie
beside files that are the same -> papers of the work, which no package holds and no catalogue lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.build import store
from flugblatt.build.plan import Order
from flugblatt.model import Artefact
from flugblatt.model.errors import ToolFailed
from flugblatt.package import signature
from flugblatt.report.run_report import WorkReport

SIGNED = ("application/pdf", "application/epub+zip")


def papers(order: Order, report: WorkReport) -> tuple[Artefact, ...]:
    """The signatures. ToolFailed where the key does not sign, or signs something else."""
    return tuple(_made(order, report) if order.sign else _kept(order, report))


def _files(report: WorkReport) -> Iterator[Artefact]:
    for entry in report.entries:
        if entry.artefact.media_type in SIGNED:
            yield entry.artefact


def _made(order: Order, report: WorkReport) -> Iterator[Artefact]:
    assert order.sign
    for file in _files(report):
        data = file.data
        made = signature.sign(order.sign, data)
        if signature.covers(made, data, signature.FILE).verdict != "passed":
            raise ToolFailed(f"ssh-keygen made a signature that does not cover {file.path}")
        yield _paper(f"{file.path}{signature.OF_FILE}", made)


def _kept(order: Order, report: WorkReport) -> Iterator[Artefact]:
    for path, data in store.papers_beside(order.out, report.statement.work, _files(report), signature.OF_FILE):
        yield _paper(path, data)


def _paper(path: str, data: bytes) -> Artefact:
    return Artefact("signature", path, "application/x-ssh-signature", data)
