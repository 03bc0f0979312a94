"""Whole packages for tests, made as the pipeline makes them, but for the Java judges, whose verdicts are written in."""

import json
from collections.abc import Callable
from pathlib import Path

from flugblatt import archive, certificate, leaflet, production, proof_report, records
from flugblatt.languages import Language, describe
from flugblatt.model import Artefact, Check, Deposited, Edition, Statement
from flugblatt.report import Entry, WorkReport, as_json, check_value
from flugblatt.targets import TARGETS

PRONOM = {target.name: target.pronom for target in TARGETS}
JAVA = {
    target.name: [name for name in target.checks if name.startswith(("verapdf", "epubcheck"))] for target in TARGETS
}


LEAFLET = (Check("preflight", "passed", "our checks"),)
Forge = Callable[[Artefact], Artefact]


def packaged(statement: Statement, forge: Forge = lambda artefact: artefact, leaflets: tuple[str, ...] = ()) -> bytes:
    """The tar of the work's package, with the leaflets of these formats. ``forge`` may exchange what the judges have passed,
    before certificates, records, lists and checksums are made, so that all of them agree with it."""
    entries, deposited = [], []
    for edition in statement.editions:
        for product in production.produce(statement, edition, TARGETS):
            target = product.artefact.target
            checks = (*(Check(name, "passed", f"{name} 1.0") for name in JAVA[target]), *product.checks)
            assert all(check.verdict == "passed" for check in checks), [check.findings for check in checks]
            artefact = forge(product.artefact)
            deposited.append(Deposited(artefact, edition.language, PRONOM[target], checks))
            entries.append(Entry(edition.language, artefact, False, tuple(map(check_value, checks))))
        for made_leaflet in leaflet.render(statement, edition, _language(edition), leaflets) if leaflets else ():
            assert not any(finding.severity == "error" for finding in made_leaflet.findings), made_leaflet.findings
            for file in made_leaflet.files:
                path = f"{statement.work}/{edition.language}/leaflet/{made_leaflet.format}{file.suffix}"
                deposited.append(
                    Deposited(Artefact(file.target, path, file.media_type, file.data), edition.language, "", LEAFLET)
                )
    made = tuple(entries)
    papers = [
        Artefact("report", proof_report.path(statement), "text/html", proof_report.render(statement, made)),
        Artefact("report", f"{statement.work}/report.json", "application/json", _report(statement, made)),
    ]
    recorded = []
    for edition in statement.editions:
        data = certificate.render(statement, edition, made)
        papers.append(Artefact("certificate", certificate.path(edition), "application/json", data))
        files = tuple(one.artefact for one in deposited if one.language == edition.language and one.pronom)
        recorded += records.render(statement, edition, _language(edition), files)
    stamp = statement.stamp
    tools = (("WeasyPrint", "70.0"),)
    return archive.package(statement, tuple(deposited), tuple(recorded), tuple(papers), stamp, "revised", tools).data


def _language(edition: Edition) -> Language:
    return describe(edition.language, edition.whole_text)


def _report(statement: Statement, entries: tuple[Entry, ...]) -> bytes:
    value = json.loads(as_json((WorkReport(statement, entries, 0.0),), 0.0))
    value.pop("timings")
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def lay_tar(folder: Path, data: bytes, name: str = "probe.tar") -> Path:
    (folder / name).write_bytes(data)
    return folder / name
