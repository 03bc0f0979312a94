"""The one table of judges: every check by its name, and who makes it.

Flow: ``Case`` -> ``judge(name, case)`` or, for those of the Java process, ``ask(name, host, data)`` -> ``Check``. Production,
verification and the examination of single files all ask here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from flugblatt.model import Artefact, Check
from flugblatt.model.cases import Case, PageCase
from flugblatt.model.targets import load, row

if TYPE_CHECKING:
    from flugblatt.judges.external.java import JavaHost


def _guard(case: Case) -> Check:
    from flugblatt.judges import closed

    return closed.judge(case)


def _fidelity(case: Case) -> Check:
    from flugblatt.judges import fidelity

    return fidelity.judge(case)


def _glyphs(case: Case) -> Check:
    from flugblatt.judges import glyphs

    return glyphs.judge(case.data)


def _visual(case: Case) -> Check:
    from flugblatt.judges import visual

    return visual.judge_picture(case) if case.target == "pictures" else visual.judge(case)


def _a11y(case: Case) -> Check:
    from flugblatt.judges import a11y

    return a11y.judge(case)


def _preflight(case: Case) -> Check:
    from flugblatt.judges import preflight

    return preflight.judge(case.statement, case.edition, case.format, case.kind, case.data, case.beside)


def _large_print(case: Case) -> Check:
    from flugblatt.judges import large_print

    return large_print.judge(case.data)


def _metadata(case: Case) -> Check:
    check: Check = load(row(case.target).metadata)(case)
    return check


def _schema(case: Case) -> Check:
    """Of a record by its kind; of a package all its lists as one; of a transfer package its record."""
    from flugblatt.judges.catalogue import schema
    from flugblatt.judges.external import xml_schemas
    from flugblatt.judges.package import fixity, information_package, transfer

    if case.target == "catalogue":
        return schema.judge(case.kind, case.data)
    if case.target == "records":
        return xml_schemas.judge(case.kind, case.data)
    if case.target == "package":
        return information_package.schema(fixity.bag_in(case.data))
    return transfer.schema(case.data)


def _fixity(case: Case) -> Check:
    """Of a package its bag; of its signature what it covers; of a transfer package the published file in it."""
    from flugblatt.judges.package import fixity, transfer

    if case.target == "package":
        return fixity.judge(fixity.bag_in(case.data))
    (published,) = case.files or (Artefact("", "", "", b""),)
    return transfer.fixity(case.data, published)


def _format_id(case: Case) -> Check:
    """Of a package also what its lists say of the formats in it."""
    from flugblatt.judges.external import siegfried
    from flugblatt.judges.package import fixity, information_package

    check = siegfried.judge(case.data, case.form.pronom)
    if case.target != "package":
        return check
    inside = information_package.formats(fixity.bag_in(case.data))
    return Check.of(check.check, check.tool, (*check.findings, *inside.findings))


JUDGES: dict[str, Callable[[Case], Check]] = {
    "guard": _guard,
    "fidelity": _fidelity,
    "glyphs": _glyphs,
    "visual": _visual,
    "a11y": _a11y,
    "preflight": _preflight,
    "large-print": _large_print,
    "metadata": _metadata,
    "schema": _schema,
    "fixity": _fixity,
    "format-id": _format_id,
}
"""The judges of this process. Each is imported when it is first asked: most commands ask few."""
MODULES = {
    name: f"flugblatt.judges.{name.replace('-', '_')}"
    for name in ("fidelity", "glyphs", "visual", "a11y", "preflight", "large-print")
}
"""Where the judges are that have much to import."""


def prepare(target: str) -> None:
    """Imports what judges the files of a target, before there is any."""
    for name in MODULES.keys() & row(target).checks:
        import_module(MODULES[name])
    for reference in filter(None, (row(target).fidelity, row(target).metadata)):
        load(reference)


def judge(name: str, case: Case) -> Check:
    """The check of this name, for one that needs no Java. Never raises for what the file holds; ToolFailed or ToolMissing where
    its tool does."""
    return JUDGES[name](case)


def judge_page(name: str, page: PageCase) -> Check:
    """The check of this name, of a page of the catalogue. As ``judge``."""
    from flugblatt.judges import a11y, catalogue
    from flugblatt.judges.catalogue import schema

    if name == "schema":
        return schema.judge(page.kind, page.data)
    return a11y.of_page(page.data, page.path) if name == "a11y" else catalogue.of_project(page)


def needs_java(name: str) -> bool:
    """Whether a check is made by the Java process."""
    return name == "epubcheck" or name.startswith("verapdf:")


def ask(name: str, host: JavaHost, data: bytes) -> Check:
    """The check ``verapdf:<profile>`` or ``epubcheck`` of a file. ToolFailed where the process fails."""
    from flugblatt.judges.external import epubcheck, verapdf

    if name == "epubcheck":
        return epubcheck.judge(host, data)
    return verapdf.judge(host, data, name.removeprefix("verapdf:"))
