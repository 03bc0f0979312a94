"""Production of one edition: every renderer in its order, and the judges that need no Java.

Flow: (Statement, Edition, targets) -> archive-pdf -> its Pagination -> cover, epub, web, text, leaflets -> ``Product``s. It
runs the same in this process and in a worker, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from flugblatt import proving
from flugblatt.build.plan import FOLDED
from flugblatt.judges import fidelity, glyphs, metadata, preflight
from flugblatt.judges.epub import guard
from flugblatt.judges.external import siegfried
from flugblatt.judges.metadata import ticket
from flugblatt.judges.preflight.panel_layout import Kind
from flugblatt.language import shaping
from flugblatt.language.table import Language, describe
from flugblatt.model import Artefact, Check, Edition, Finding, NotDue, PageStart, Statement
from flugblatt.model.errors import ContentError
from flugblatt.model.targets import Target, form_of
from flugblatt.typeset import archive_pdf
from flugblatt.typeset.xmp import ACCESS

TICKET = ".job.txt"


@dataclass(frozen=True, slots=True)
class Product:
    """An artefact, what the rendering itself found, the checks made so far, and the pages of archive-pdf that it names.

    A leaflet has the name of its format, its kind of file, the file that the judges hold it against (the one in reading order; for
    a job ticket the press file), and how its text was fitted.
    """

    artefact: Artefact
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    pages: tuple[PageStart, ...] = ()
    format: str = ""
    kind: Kind = "read"
    beside: bytes = b""
    fit: str = ""


def produce(
    statement: Statement, edition: Edition, targets: tuple[Target, ...], leaflets: tuple[str, ...] = ("auto",)
) -> tuple[Product | NotDue, ...]:
    """Everything of one edition, rendered and judged but for the Java judges."""
    return tuple(
        made if isinstance(made, NotDue) else judged(statement, edition, made)
        for made in render(statement, edition, targets, leaflets)
    )


def render(
    statement: Statement, edition: Edition, targets: tuple[Target, ...], leaflets: tuple[str, ...] = ("auto",)
) -> Iterator[Product | NotDue]:
    """The products in the order of ``targets``, each as soon as it is made; ``leaflets`` names formats, "auto" or "all".
    ContentError where the fonts cannot set the edition, unless it is wanted as plain text alone."""
    language = describe(edition.language, edition.whole_text)
    wanted = {target.name: target for target in targets if target.scope == "edition"}
    if not wanted:
        return
    if set(wanted) != {"text"}:
        shaping.check(edition, language)
    made = archive_pdf.render(statement, edition, language) if {"archive-pdf", "epub"} & set(wanted) else None
    for name, target in wanted.items():
        if name in FOLDED:
            continue
        findings: tuple[Finding, ...] = ()
        if name == "archive-pdf" and made:
            data, findings = made.data, made.findings
        elif name == "access-pdf":
            accessible = archive_pdf.render(statement, edition, language, ACCESS)
            data, findings = accessible.data, accessible.findings
        else:
            data = RENDERERS[name](statement, edition, language, made)
        pages = made.pagination.pages if made else ()
        yield Product(Artefact(name, target.path(edition), target.forms[0].media_type, data), findings, pages=pages)
    if set(FOLDED) & set(wanted):
        yield from _leaflets(statement, edition, language, tuple(wanted), leaflets)


def _leaflets(
    statement: Statement, edition: Edition, language: Language, wanted: tuple[str, ...], asked: tuple[str, ...]
) -> Iterator[Product | NotDue]:
    """The files of every format asked for. What "auto" and "all" stand for and the content does not suffice for, as a picture
    too coarse for print, is not due; what was named is red. ContentError for an accent too pale to be read."""
    from flugblatt import leaflet

    profile = statement.output_profile.data if statement.output_profile else b""
    for made in leaflet.render(statement, edition, language, asked, profile, "press" in wanted):
        if refused := tuple(finding for finding in made.findings if finding.code == "accent-contrast"):
            raise ContentError(refused)
        folder = f"{edition.work}/{edition.language}/leaflet/{made.format}"
        data = {file.suffix: file.data for file in made.files}
        read, press = data.get(".read.pdf", b""), data.get(".press.pdf", b"")
        fit = (
            f"{made.fit.size_pt:g}/{made.fit.leading_pt:.4g} pt, {made.fit.fill:.0%} filled, {made.fit.layouts} layouts"
        )
        lacking = [target for target, there in (("leaflet", read), ("press", press)) if target in wanted and not there]
        for target in lacking:
            if made.format in asked:
                path = f"{folder}.{'read' if target == 'leaflet' else 'press'}.pdf"
                yield Product(Artefact(target, path, "application/pdf", b""), made.findings, fit=fit)
            else:
                errors = [finding.message for finding in made.findings if finding.severity == "error"]
                told = "; ".join(error.removeprefix(f"{made.format}: ") for error in errors)
                yield NotDue(target, edition.language, f"{made.format}: {told}")
        for file in made.files:
            if file.target in wanted:
                kind = cast(Kind, file.suffix.removeprefix(".").partition(".")[0])
                artefact = Artefact(file.target, folder + file.suffix, file.media_type, file.data)
                beside = press if file.suffix == TICKET else read
                kept = tuple(finding for finding in made.findings if press or finding.severity == "warning")
                findings = kept if kind == "read" else ()
                yield Product(artefact, findings, format=made.format, kind=kind, beside=beside, fit=fit)


def judged(statement: Statement, edition: Edition, product: Product) -> Product:
    """The product with the checks that run in this process, as the table of targets names them."""
    artefact = product.artefact
    if not artefact.data:
        failed = Check("fidelity", "failed", "our checks", product.findings, detail=product.fit)
        return replace(product, checks=(failed,))
    form = form_of(artefact.target, artefact.path)
    judges: dict[str, Callable[[], Check]] = {
        "guard": lambda: guard.judge(artefact.data),
        "fidelity": lambda: _faithful(statement, edition, product),
        "glyphs": lambda: glyphs.judge(artefact.data),
        "preflight": lambda: _preflight(statement, edition, product),
        "metadata": lambda: (
            ticket.judge(artefact.data, product.beside)
            if artefact.path.endswith(TICKET)
            else metadata.judge(statement, edition, artefact.target, artefact.data)
        ),
        "format-id": lambda: siegfried.judge(artefact.data, form.pronom),
    }
    return replace(product, checks=tuple(judges[name]() for name in form.checks if name in judges))


def _faithful(statement: Statement, edition: Edition, product: Product) -> Check:
    """The Check ``fidelity``, with what the rendering itself found."""
    artefact = product.artefact
    check = fidelity.judge(
        statement, edition, artefact.target, artefact.data, product.pages, product.format, product.kind
    )
    errors = any(finding.severity == "error" for finding in product.findings)
    searched = artefact.media_type == "application/pdf" and product.kind == "read"
    return replace(
        check,
        readers=proving.as_plain_text(edition, artefact.data) if searched else (),
        verdict="failed" if errors else check.verdict,
        findings=(*product.findings, *check.findings),
    )


def _preflight(statement: Statement, edition: Edition, product: Product) -> Check:
    """The Check ``preflight``; it says how the text was fitted, and in the reading file nothing of paper."""
    check = preflight.judge(statement, edition, product.format, product.kind, product.artefact.data, product.beside)
    return replace(check, detail="; ".join(filter(None, (product.fit, check.detail))))


def _epub(statement: Statement, edition: Edition, language: Language, made: archive_pdf.Typeset | None) -> bytes:
    from flugblatt import epub
    from flugblatt.epub import cover

    assert made is not None
    return epub.render(statement, edition, language, made.pagination, cover.render(statement, edition, language))


def _web(statement: Statement, edition: Edition, language: Language, made: archive_pdf.Typeset | None) -> bytes:
    from flugblatt.xhtml import web

    return web.render(statement, edition, language)


def _text(statement: Statement, edition: Edition, language: Language, made: archive_pdf.Typeset | None) -> bytes:
    from flugblatt.xhtml import plain_text

    return plain_text.render(statement, edition, language)


Renderer = Callable[[Statement, Edition, Language, archive_pdf.Typeset | None], bytes]
RENDERERS: dict[str, Renderer] = {"epub": _epub, "web": _web, "text": _text}
