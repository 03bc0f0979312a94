"""Whole packages for tests, made as the pipeline makes them, but for the Java judges, whose verdicts are written in."""

from collections.abc import Callable
from pathlib import Path

from flugblatt import package, records
from flugblatt.build import production
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Deposited, Group, NotDue, Statement
from flugblatt.model.targets import TARGETS, Target, form
from flugblatt.report import certificate, html
from flugblatt.report.run_report import WorkReport, as_json

FOLDED = ("leaflet", "press")
Forge = Callable[[Artefact], Artefact]


def packaged(statement: Statement, forge: Forge = lambda artefact: artefact, leaflets: tuple[str, ...] = ()) -> bytes:
    """The tar of the work's package, with the leaflets of these formats. ``forge`` may exchange what the judges have passed,
    before certificates, records, lists and checksums are made, so that all of them agree with it."""
    targets = tuple(one for one in TARGETS if one.scope == "edition" and (leaflets or one.name not in FOLDED))
    groups, deposited, recorded = list[Group](), list[Deposited](), list[Artefact]()
    for edition in statement.editions:
        made = _made(statement, edition.language, targets, leaflets)
        own = [Deposited(forge(artefact), edition.language, pronom, checks) for artefact, pronom, checks in made]
        rows = tuple((one.artefact, one.checks) for one in own)
        groups.append(Group("archive-pdf", edition.language, "", rows))
        deposited += own
        language = describe(edition.language, edition.whole_text)
        recorded += records.render(statement, edition, language, tuple(one.artefact for one in own))
    report = WorkReport(statement, tuple(groups), 0)
    papers = (
        *certificate.papers(statement, report.entries),
        Artefact("report", "report.html", "text/html", html.render(statement, report.entries)),
        Artefact("report", "report.json", "application/json", as_json((report,), 0)),
    )
    tools = certificate.tools()
    return package.package(statement, tuple(deposited), tuple(recorded), papers, statement.stamp, "revised", tools).data


def _made(
    statement: Statement, language: str, targets: tuple[Target, ...], leaflets: tuple[str, ...]
) -> list[tuple[Artefact, str, tuple[Check, ...]]]:
    """The files of an edition with their formats and checks, all of them good."""
    found = []
    edition = next(one for one in statement.editions if one.language == language)
    for product in production.produce(statement, edition, targets, leaflets):
        assert not isinstance(product, NotDue), product
        of = form(product.artefact.target, product.artefact.kind)
        java = (name for name in of.checks if name.startswith(("verapdf", "epubcheck")))
        checks = (*(Check(name, "passed", f"{name} 1.0") for name in java), *product.checks)
        assert all(check.verdict == "passed" for check in checks), [check.findings for check in checks]
        found.append((product.artefact, of.pronom, checks))
    return found


def lay_tar(folder: Path, data: bytes, name: str = "probe.tar") -> Path:
    (folder / name).write_bytes(data)
    return folder / name
