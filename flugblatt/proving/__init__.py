"""The proof of any pair: is the text of an artefact exactly the text of a source? Nothing else is needed, nothing rendered.

Flow: source -> ``original``, out of a package ``packaged`` -> each artefact by its bytes: one of ours (``ours``, ``whole``,
``leaflets``) or any other (``tagged``, ``markup``, ``lines``), a PDF also by plain ``extraction`` and by its glyphs ->
``Proof`` with a verdict for every route.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from flugblatt import resources
from flugblatt.judges.fidelity import second_parser
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice
from flugblatt.judges.pdf import garbage_collection
from flugblatt.judges.pdf.structure_tree import read as read_structure
from flugblatt.language.rows import rows as languages
from flugblatt.model import Check, Edition
from flugblatt.model.errors import UsageError
from flugblatt.proving import (
    claims,
    extraction,
    foreign_markup,
    foreign_pdf,
    own_files,
    own_leaflets,
    proof,
    source_in_package,
    with_statement,
)
from flugblatt.proving import source as original
from flugblatt.proving.claims import Claims
from flugblatt.proving.differences import named
from flugblatt.proving.lines import compare_lines, expected_lines, trimmed
from flugblatt.proving.proof import Proof, Route, as_json
from flugblatt.proving.source import Attached, Original

__all__ = ["Proof", "Route", "as_json", "as_plain_text", "prove"]

MARKUP = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def prove(source: Path, artefacts: tuple[Path, ...]) -> tuple[Proof, ...]:
    """What each artefact proves; of a package, each is compared with the edition in its own language. UsageError for a file
    that is missing or of no known kind, and where a package has no edition for it, before anything is judged; ContentError
    where the source is faulty or the package not whole."""
    loaded = tuple((path, original.read_bytes(path)) for path in artefacts)
    kinds = tuple(_kind(path, data) for path, data in loaded)
    package = source_in_package.read(source) if source_in_package.is_package(source) else None
    with resources.using(package.tables if package else original.tables_of(source)):
        languages()
        each = [(path, kind, data) for (path, data), kind in zip(loaded, kinds, strict=True)]
        texts = (
            [source_in_package.source_for(package, *one) for one in each]
            if package
            else [original.read(source)] * len(each)
        )
        return tuple(_prove(text, path, data, kind) for text, (path, kind, data) in zip(texts, each, strict=True))


def _kind(path: Path, data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        if data[30:58].startswith(b"mimetypeapplication/epub+zip"):
            return "EPUB"
    elif MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) or path.suffix.lower() in (".html", ".htm", ".xhtml"):
        return "page"
    elif path.suffix.lower() == ".txt":
        return "text"
    raise UsageError(f"{path} is no PDF, EPUB, HTML page or .txt file; prove compares those with a source")


def _prove(text: Original, path: Path, data: bytes, kind: str) -> Proof:
    routes = {"PDF": _pdf, "EPUB": _book, "page": _page, "text": _mail}[kind]
    says, found = routes(text, path, data)
    found = (*_source(text), *found)
    told = tuple(
        replace(one, check=replace(one.check, findings=tuple(map(named, one.check.findings)))) for one in found
    )
    return Proof(text.path, str(path), says, hashlib.sha256(data).hexdigest(), told)


Found = tuple[str, tuple[Route, ...]]


def _source(text: Original) -> tuple[Route, ...]:
    """Route ``source``: the bytes of a Markdown source read by a second parser, so that no paragraph is lost before all
    else begins; a source without marks has nothing to parse."""
    if not text.marked:
        return ()

    def run() -> Route:
        findings = second_parser.check(text.edition)
        return proof.route("source", findings, "", "what was read of the source is what a second parser reads of it")

    return (_only_against(_guarded("source", run)),)


def _only_against(route: Route) -> Route:
    """A route that proves no text by itself: it counts where it failed."""
    return replace(route, decides=route.check.verdict == "failed")


def _guarded(name: str, run: Callable[[], Route]) -> Route:
    """The route; what a library throws at hostile bytes is a verdict, too."""
    try:
        return run()
    except foreign_pdf.Unreadable as reason:
        return proof.not_run(name, str(reason))
    except Exception as error:
        return proof.unreadable(name, error)


def _pdf(text: Original, path: Path, data: bytes) -> Found:
    said = _said(data)
    if said:
        structure = _guarded("structure", lambda: own_leaflets.judge(text, data, said))
        reason = own_leaflets.without_plain(said)
        plain = _not_gone(reason) if reason else _plain(text, data, True, False)
        return f"a leaflet of this toolchain, {own_leaflets.KINDS[said.kind]}", (structure, _glyphs(data, True), *plain)
    attached = _attached(original.in_pdf, data)
    if attached:
        structure = _guarded("structure", lambda: own_files.pdf(text, data, attached))
        around = _guarded(with_statement.NAME, lambda: with_statement.judge(text, data, path, attached))
        routes = [replace(structure, left_out=()) if around.check.verdict == "passed" else structure, around]
        routes += [_glyphs(data, True), *_plain(text, data, True, False)]
        return "a PDF of this toolchain", tuple(routes)
    structure = _guarded("structure", lambda: foreign_pdf.judge(text, data))
    decides = structure.check.verdict == "not run"
    routes = [structure, _glyphs(data, False), *_plain(text, data, False, decides)]
    return "a PDF of others, untagged" if decides else "a tagged PDF of others", tuple(routes)


def _plain(text: Original, data: bytes, own: bool, decides: bool) -> list[Route]:
    """Both routes through plain extraction; where structure decides they are told, and do not count."""
    if reason := extraction.without_order(text):
        return _not_gone(reason, decides)

    @cache
    def measure() -> extraction.Measure:
        return extraction.measure(text, read_structure(data) if own else None)

    def run(name: str) -> Route:
        return extraction.judge(name, text, data, measure(), decides)

    return [replace(_guarded(name, partial(run, name)), decides=decides) for name in extraction.TOOLS]


@garbage_collection.paused()
def as_plain_text(edition: Edition, data: bytes) -> tuple[Check, ...]:
    """What two everyday readers see of a PDF of ours, who know nothing of its structure: how the text comes out when it is
    searched or copied. ``prove`` lists the differences."""
    said = _said(data)
    reason = own_leaflets.without_plain(said) if said else ""
    routes = _not_gone(reason) if reason else _plain(Original(edition, True, True, True), data, True, False)
    return tuple(replace(route.check, findings=()) for route in routes)


def _said(data: bytes) -> Claims | None:
    """What a leaflet of ours says of itself; None for any other PDF, and for one that cannot be read."""
    try:
        return claims.read(data)
    except Exception:  # the routes say what is wrong with it
        return None


def _not_gone(reason: str, decides: bool = False) -> list[Route]:
    """Both routes through plain extraction, not gone."""
    return [proof.not_run(name, reason, tool, decides) for name, tool in extraction.TOOLS.items()]


def _attached(reader: Callable[[bytes], tuple[Attached, ...]], data: bytes) -> Attached | None:
    """The one source that a file of ours carries; None for a file of others, and for one that cannot be read."""
    try:
        sources = reader(data)
    except Exception:  # the routes say what is wrong with it
        return None
    return sources[0] if len(sources) == 1 else None


def _glyphs(data: bytes, own: bool) -> Route:
    """Route ``glyphs``: text that is drawn outside of the structure is an error in files of ours alone."""
    from flugblatt.judges import glyphs

    check = glyphs.judge(data)
    sure = "each glyph shaped again from its text with the font that is embedded"
    if own or check.verdict == "not run":
        return _only_against(Route(check, True, sure))
    findings = tuple(
        replace(finding, severity="warning") if finding.code == "glyphs-unmarked" else finding
        for finding in check.findings
    )
    return _only_against(proof.route("glyphs", findings, check.detail, sure, check.tool))


def _book(text: Original, path: Path, data: bytes) -> Found:
    attached = _attached(original.in_book, data)
    if attached:
        return "an EPUB of this toolchain", (_guarded("spine", lambda: own_files.book(text, data, attached)),)
    return "an EPUB of others", (_guarded("spine", lambda: foreign_markup.book(text, data)),)


def _page(text: Original, path: Path, data: bytes) -> Found:
    if own_files.is_page(data):
        return "a web page of this toolchain", (_guarded("DOM", lambda: own_files.page(text, data)),)
    return "a web page of others", (_guarded("DOM", lambda: foreign_markup.page(text, data)),)


def _mail(text: Original, path: Path, data: bytes) -> Found:
    if own_files.is_mail(data):
        return "a text of this toolchain", (_guarded("text", lambda: own_files.mail(text, data)),)
    return "a text of others", (_guarded("text", lambda: _lines(text, data)),)


def _lines(text: Original, data: bytes) -> Route:
    """Route ``text`` of a file of others: a line is a block, or several lines without an empty one between them are."""
    content = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = [(number, line) for number, line in enumerate(content.split("\n"), 1)]
    expected = expected_lines(text)
    wanted = {unit.text for unit in expected}
    units: list[Unit] = []
    group: list[tuple[int, str]] = []
    for number, line in (*lines, (0, "")):
        if line.strip():
            group.append((number, line))
            continue
        apart = any(" ".join(words.split()) in wanted for _, words in group)
        for part in [[one] for one in group] if apart else [group] if group else []:
            units.append(_unit(part))
        group = []
    compared = compare_lines(text, expected, tuple(units), ours=False)
    sure = (
        "characters and their order; spaces at line ends as the source has them; a text says nothing of kinds and links"
    )
    return proof.route("text", compared.findings, compared.detail, sure)


def _unit(lines: list[tuple[int, str]]) -> Unit:
    chars = [
        Char(char, Voice(), Spot(f"line {number}"))
        for at, (number, line) in enumerate(lines)
        for char in (("\n" if at else "") + line)
    ]
    kept = trimmed(chars)
    return Unit((("block", lines[0][0]),), kept, "", "", kept[0].place)
