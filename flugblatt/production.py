"""Production of one edition: every renderer in its order, and the judges that need no Java.

Flow: (Statement, Edition, targets) -> archive-pdf -> its Pagination -> cover, epub, web, text -> ``Product``s. It runs the
same in this process and in a worker, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flugblatt.judges import fidelity, format_id, glyphs, guard, metadata
from flugblatt.languages import Language, describe
from flugblatt.model import Artefact, Check, Edition, Finding, PageStart, Statement
from flugblatt.targets import TARGETS, Target
from flugblatt.typeset import archive
from flugblatt.typeset.xmp import ACCESS


@dataclass(frozen=True, slots=True)
class Product:
    """An artefact, what the rendering itself found, the checks made so far, and the pages of archive-pdf that it names."""

    artefact: Artefact
    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()
    pages: tuple[PageStart, ...] = ()


def produce(statement: Statement, edition: Edition, targets: tuple[Target, ...]) -> tuple[Product, ...]:
    """Everything of one edition, rendered and judged but for the Java judges."""
    return tuple(judged(statement, edition, product) for product in render(statement, edition, targets))


def render(statement: Statement, edition: Edition, targets: tuple[Target, ...]) -> Iterator[Product]:
    """The products in the order of ``targets``, each as soon as it is made."""
    language = describe(edition.language, edition.whole_text)
    wanted = {target.name: target for target in targets}
    if not wanted:
        return
    made = archive.render(statement, edition, language) if {"archive-pdf", "epub"} & set(wanted) else None
    for name, target in wanted.items():
        findings: tuple[Finding, ...] = ()
        if name == "archive-pdf" and made:
            data, findings = made.data, made.findings
        elif name == "access-pdf":
            accessible = archive.render(statement, edition, language, ACCESS)
            data, findings = accessible.data, accessible.findings
        else:
            data = RENDERERS[name](statement, edition, language, made)
        pages = made.pagination.pages if made else ()
        yield Product(Artefact(name, target.path(edition), target.media_type, data), findings, pages=pages)


def judged(statement: Statement, edition: Edition, product: Product) -> Product:
    """The product with the checks that run in this process."""
    artefact, checks = product.artefact, list[Check]()
    if artefact.target == "epub":
        checks.append(guard.judge(artefact.data))
    if artefact.data:
        faithful = fidelity.judge(statement, edition, artefact.target, artefact.data, product.pages)
        errors = any(finding.severity == "error" for finding in product.findings)
        checks.append(
            Check(
                faithful.check,
                "failed" if errors else faithful.verdict,
                faithful.tool,
                (*product.findings, *faithful.findings),
                faithful.reason,
                faithful.detail,
            )
        )
        if artefact.media_type == "application/pdf":
            checks.append(glyphs.judge(artefact.data))
        if artefact.target != "text":
            checks.append(metadata.judge(statement, edition, artefact.target, artefact.data))
        checks.append(format_id.judge(artefact.data, PRONOM[artefact.target]))
    else:
        checks.append(Check("fidelity", "failed", "our checks", product.findings))
    return Product(artefact, product.findings, tuple(checks), product.pages)


def _epub(statement: Statement, edition: Edition, language: Language, made: archive.Typeset | None) -> bytes:
    from flugblatt import cover, epub

    assert made is not None
    return epub.render(statement, edition, language, made.pagination, cover.render(statement, edition, language))


def _web(statement: Statement, edition: Edition, language: Language, made: archive.Typeset | None) -> bytes:
    from flugblatt import web

    return web.render(statement, edition, language)


def _text(statement: Statement, edition: Edition, language: Language, made: archive.Typeset | None) -> bytes:
    from flugblatt import plain

    return plain.render(statement, edition, language)


Renderer = Callable[[Statement, Edition, Language, archive.Typeset | None], bytes]
RENDERERS: dict[str, Renderer] = {"epub": _epub, "web": _web, "text": _text}
PRONOM = {target.name: target.pronom for target in TARGETS}
