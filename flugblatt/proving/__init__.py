"""The proof of any pair: is the text of an artefact exactly the text of a source? Nothing else is needed, nothing rendered.

Flow: source -> ``Original``, out of a package by ``package_editions`` -> each artefact by its bytes: one of this toolchain
(``toolchain_forms``, ``toolchain_leaflets``) or any other (``foreign_pdf``, ``foreign_markup``), a PDF also by
``plain_extraction``, by its glyphs and, where others made it, by what can be seen of it (``foreign_sight``) -> ``Proof`` with a
verdict for every route.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from flugblatt import resources
from flugblatt.judges.closed import page_guard
from flugblatt.judges.epub import guard as book_guard
from flugblatt.judges.fidelity import second_parser
from flugblatt.judges.fidelity.tagged_pdf import read as read_structure
from flugblatt.judges.pdf import garbage_collection
from flugblatt.language.rows import rows as languages
from flugblatt.model import Check, Edition
from flugblatt.model.errors import UsageError
from flugblatt.proving import (
    foreign_markup,
    foreign_pdf,
    foreign_sight,
    import_proof,
    leaflet_claims,
    package_editions,
    plain_extraction,
    toolchain_forms,
    toolchain_leaflets,
)
from flugblatt.proving import source as original
from flugblatt.proving.artefact_claims import kind_of
from flugblatt.proving.difference_messages import named
from flugblatt.proving.proof import TOOL, Proof, Route, as_json, not_run, run_route
from flugblatt.proving.source import Original

__all__ = ["Proof", "Route", "as_json", "as_plain_text", "prove"]

OF_OFFICE = (
    "other characters, or marks of its own: it has signs for lists, notes, links and tables, which only the edition between the "
    "two explains: name the folder of the work with --work"
)
TAKING_TURNS = (
    "two languages stand side by side, and plain extraction does not tell them apart: only structure proves each"
)
CLOSED = (
    "every part of the file is a known one: style sheet, fonts, elements and addresses can hide, move or add no text"
)
OURS_ALONE = ("glyphs-unmarked", "glyphs-kind", "glyphs-compatible")
"""Text outside of the structure, fonts of a kind that this judge does not read, ligatures that say so: others make such."""
Routes = tuple[str, list[Route]]
"""What an artefact was taken for, in words, and the routes through it."""


def prove(source: Path, artefacts: tuple[Path, ...], work: Path | None = None) -> tuple[Proof, ...]:
    """What each artefact proves; of a package, each is compared with the edition in its own language. ``work`` is the folder of
    the work that was made of the source: its edition stands between the two, is proven first, and then explains all marks of
    an artefact. UsageError for a file that is missing or of no known kind, and where a package or a work has no edition for
    it, before anything is judged; ContentError where the source is faulty or the package not whole."""
    loaded = [(path, original.read_bytes(path)) for path in artefacts]
    known = [(path, data, kind_of(path, data)) for path, data in loaded]
    package = package_editions.read(source) if package_editions.is_package(source) else None
    tables = resources.beside(work.parent) if work else original.tables_of(source)
    with resources.using(package.tables if package else tables):
        languages()
        if work:
            text, between = _of_work(source, work)
            proofs = (_prove(text, path, data, kind, between) for path, data, kind in known)
            return tuple(replace(proof, source=str(source)) for proof in proofs)
        if package:
            texts = [package_editions.source_for(package, path, kind, data) for path, data, kind in known]
        else:
            texts = [original.read(source)] * len(known)
        return tuple(_prove(text, path, data, kind) for text, (path, data, kind) in zip(texts, known, strict=True))


def _of_work(source: Path, work: Path) -> tuple[Original, Route]:
    """The edition of a work that has the text of the source, or the one that has most of it, and the proof of that."""
    data = original.read_bytes(source)
    editions = sorted(work.glob("*.md"))
    if not editions:
        raise UsageError(f"{work} is no folder of a work: it has no edition <language>.md")
    checks = [(path, import_proof.judge(data, source, path)) for path in editions]
    path, check = min(checks, key=lambda one: (one[1].verdict != "passed", len(one[1].findings)))
    return original.read(path), _only_against(Route(check, sure=f"the text of {source.name} is that of {path.name}"))


def _prove(text: Original, path: Path, data: bytes, kind: str, between: Route | None = None) -> Proof:
    judges: dict[str, Callable[[Original, Path, bytes], Routes]] = {
        "PDF": _pdf,
        "EPUB": _book,
        "page": _page,
        "text": _mail,
        "picture": _picture,
    }
    says, routes = judges[kind](text, path, data)
    if text.marked:  # a source without marks has nothing to parse
        routes.insert(0, _only_against(run_route("source", _source, text)))
    if between:
        routes.insert(0, between)
    told = (replace(route, check=_named(route.check)) for route in routes)
    return Proof(text.path, str(path), says, hashlib.sha256(data).hexdigest(), tuple(told))


def _named(check: Check) -> Check:
    return replace(check, findings=tuple(map(named, check.findings)))


def _source(text: Original) -> Route:
    """Route ``source``: the bytes of a Markdown source read by a second parser, so that no paragraph is lost before all
    else begins."""
    sure = "what was read of the source is what a second parser reads of it"
    return Route(Check.of("source", TOOL, second_parser.check(text.edition)), sure=sure)


def _only_against(route: Route) -> Route:
    """A route that proves no text by itself: it counts where it failed."""
    return replace(route, decides=route.check.verdict == "failed")


def _pdf(text: Original, path: Path, data: bytes) -> Routes:
    if said := leaflet_claims.read(data):
        structure = run_route("structure", toolchain_leaflets.judge, text, data, said)
        reason = toolchain_leaflets.without_plain(said)
        plain = _not_run(reason) if reason else _plain(text, data, True, False)
        kind = toolchain_leaflets.KINDS[said.kind]
        return f"a leaflet of this toolchain, {kind}", [structure, _glyphs(data, True), *plain]
    if both := original.several(original.in_pdf, data):
        routes = [run_route("fidelity", toolchain_forms.pair, text, data, path, both), _glyphs(data, True)]
        return "two editions side by side, a PDF of this toolchain", [*routes, *_not_run(TAKING_TURNS)]
    if attached := original.carried(original.in_pdf, data):
        structure = run_route("structure", toolchain_forms.pdf, text, data, attached)
        around = run_route("fidelity", toolchain_forms.with_statement, text, data, path, attached)
        structure = replace(structure, left_out=()) if around.check.verdict == "passed" else structure
        routes = [structure, around, _glyphs(data, True), *_plain(text, data, True, False)]
        return "a PDF of this toolchain", routes
    structure = run_route("structure", foreign_pdf.judge, text, data)
    untagged = structure.check.verdict == "not run"
    sight = run_route("sight", foreign_sight.judge, data)
    routes = [structure, _glyphs(data, False), *_plain(text, data, False, untagged), sight]
    return "a PDF of others, untagged" if untagged else "a tagged PDF of others", routes


def _plain(text: Original, data: bytes, own: bool, decides: bool) -> list[Route]:
    """Both routes through plain extraction; where structure decides they are told, and do not count."""
    if reason := plain_extraction.without_order(text):
        return _not_run(reason, decides)

    @cache
    def measure() -> plain_extraction.Measure:
        return plain_extraction.measure(text, read_structure(data) if own else None)

    def run(name: str) -> Route:
        return plain_extraction.judge(name, text, data, measure(), decides)

    return [replace(run_route(name, run, name), decides=decides) for name in plain_extraction.TOOLS]


@garbage_collection.paused()
def as_plain_text(edition: Edition, data: bytes) -> tuple[Check, ...]:
    """What two everyday readers see of a PDF of ours, who know nothing of its structure: how the text comes out when it is
    searched or copied. ``prove`` lists the differences."""
    said = leaflet_claims.read(data)
    reason = toolchain_leaflets.without_plain(said) if said else ""
    reason = TAKING_TURNS if edition.beside else reason
    routes = _not_run(reason) if reason else _plain(Original(edition, True, True, True), data, True, False)
    return tuple(replace(route.check, findings=()) for route in routes)


def _not_run(reason: str, decides: bool = False) -> list[Route]:
    """Both routes through plain extraction, not run."""
    return [not_run(name, reason, tool, decides) for name, tool in plain_extraction.TOOLS.items()]


def _glyphs(data: bytes, own: bool) -> Route:
    """Route ``glyphs``: what ``OURS_ALONE`` lists is an error in files of ours alone."""
    from flugblatt.judges import glyphs

    check = glyphs.judge(data)
    if not own and check.verdict != "not run":
        weighed = (
            replace(finding, severity="warning") if finding.code in OURS_ALONE else finding
            for finding in check.findings
        )
        check = Check.of("glyphs", check.tool, weighed, check.detail)
    if (
        own and check.verdict == "not run"
    ):  # a file of ours has glyphs that can be shaped again: nobody may take that away
        return Route(check)
    return _only_against(Route(check, sure="each glyph shaped again from its text with the font that is embedded"))


def _book(text: Original, path: Path, data: bytes) -> Routes:
    if attached := original.carried(original.in_book, data):
        closed = _only_against(Route(book_guard.judge(data, own=True), sure=CLOSED))
        return "an EPUB of this toolchain", [run_route("spine", toolchain_forms.book, text, data, attached), closed]
    styles = run_route("styles", foreign_markup.styles_of_book, data)
    return "an EPUB of others", [run_route("spine", foreign_markup.book, text, data), styles]


def _page(text: Original, path: Path, data: bytes) -> Routes:
    if toolchain_forms.is_page(data):
        closed = _only_against(Route(page_guard.judge(data), sure=CLOSED))
        return "a web page of this toolchain", [run_route("DOM", toolchain_forms.page, text, data), closed]
    styles = run_route("styles", foreign_markup.styles_of_page, data)
    return "a web page of others", [run_route("DOM", foreign_markup.page, text, data), styles]


def _mail(text: Original, path: Path, data: bytes) -> Routes:
    if toolchain_forms.is_mail(data):
        route = run_route("text", toolchain_forms.mail, text, data)
        unexplained = text.notes_known and route.check.verdict == "failed"
        return "a text of this toolchain", [not_run("text", OF_OFFICE) if unexplained else route]
    return "a text of others", [run_route("text", foreign_markup.text, text, data)]


def _picture(text: Original, path: Path, data: bytes) -> Routes:
    """No route tells the text of a picture: it is made again or not proven."""
    return "a picture", [
        not_run("text", "no reader of ours tells the text of a picture: only one that is made again is proven")
    ]
