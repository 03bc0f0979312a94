"""Leaflets: one text, folded, fitted and ready for the press.

Flow: (Statement, Edition, Language, formats asked for) -> ``due`` -> ``fit`` (size and leading at which the text fills its panels)
-> ``panels`` in the manners "screen", "white" and "press" -> ``files`` (read, office, dummy, previews, press, job ticket).
The formats are those of styles/formats.toml; ``composition`` says which text a leaflet has, and in which order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flugblatt.language.table import Language, language_of
from flugblatt.leaflet import source_code
from flugblatt.leaflet.copyfit import Fitted, fit, fit_if_held, with_emptiness
from flugblatt.leaflet.files import File, files
from flugblatt.leaflet.formats import auto, find, formats
from flugblatt.leaflet.panel_pages import Panels, panels
from flugblatt.leaflet.poster import Poster
from flugblatt.leaflet.sheets import Format
from flugblatt.model import Artefact, Edition, Finding, FindingCode, NotDue, Product, Statement, Wish
from flugblatt.model.errors import ContentError

__all__ = ["Fit", "Fitted", "Leaflet", "Panels", "fit", "fitted", "panels", "render"]

AUTO, ALL = "auto", "all"
INKS = "Save the picture as PNG or JPEG in RGB, 8 bits; in a drawing, use plain colours or a gradient of few colours."
CODES: Mapping[str, FindingCode] = {
    "leaflet-overfull": FindingCode(
        "The text does not fit the panels of this format, not even at the smallest size that it allows.",
        "Take the format that the message names, or a booklet; `leaflets: auto` chooses one that holds the text.",
    ),
    "leaflet-crowded": FindingCode(
        "Something that cannot be divided, as a picture or a table, is larger than a panel of this format.",
        "Take a larger format.",
    ),
    "leaflet-empty": FindingCode(
        "The text fills less than two thirds of the panels of a format that `leaflets: auto` chose.",
        "Write the format that the message names: it needs less paper; or leave it, the leaflet is a good one.",
        severity="warning",
    ),
    "accent-contrast": FindingCode(
        "Text in the accent colour would be too near to its ground: 4.5 : 1 is the least (WCAG 2.2, 1.4.3).",
        "Give a darker accent in statement.yaml.",
    ),
    "output-profile": FindingCode(
        "The ICC profile is not one of a printing condition in CMYK, or is damaged.",
        "Give the ICC profile of paper and press that the print shop names: output_profile in statement.yaml.",
    ),
    "press-colour": FindingCode("A colour that cannot be turned into the four inks of the press.", INKS),
    "press-image": FindingCode("A picture that cannot be turned into the four inks of the press.", INKS),
    "press-resolution": FindingCode(
        "A picture of less than 200 dots per inch as it is printed.", "Give a larger one, or print it smaller."
    ),
    "press-font": FindingCode(
        "A font that is not in the file, or is drawn by a program of its own, as coloured emoji are.",
        "Write another character, or words, in its place.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text was fitted: size and leading in pt, the part of its panels that it takes, panels, layouts of the engine."""

    size_pt: float
    leading_pt: float
    fill: float
    pages: int
    layouts: int


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One format of an edition. Where a finding is an error, ``files`` is empty or lacks the press file that it forbids.
    ``unsourced`` says why it bears no code with its source, where the statement wants one."""

    format: str
    fit: Fit
    files: tuple[File, ...]
    findings: tuple[Finding, ...]
    lines: str = ""
    unsourced: str = ""


def render(
    statement: Statement,
    edition: Edition,
    language: Language,
    asked: tuple[str, ...] = (),
    profile: bytes = b"",
    press: bool = True,
) -> tuple[Leaflet, ...]:
    """Every due format with its files. ``asked`` names formats, "all" or "auto"; without it ``leaflets`` of the statement counts.

    ``profile`` holds the bytes of the file that ``output_profile`` names; without ``press`` there is no file for the press.
    Raises UsageError for a format or a shop that is not in the table, ContentError for a character that no font has.
    """
    made = []
    for found in fitted(statement, edition, language, asked or statement.leaflets):
        size = Fit(found.size_pt, found.leading_pt, round(found.fill, 4), found.pages, found.layouts)
        if not found.holds:
            made.append(Leaflet(found.format.key, size, (), found.findings))
            continue
        screen, white = panels(found, "screen"), panels(found, "white")
        inked = panels(found, "press") if press else None
        written = files(
            statement,
            edition,
            found.format,
            language.direction,
            screen.data,
            white.data,
            inked.data if inked else b"",
            profile,
        )
        complaints = (*screen.findings, *white.findings, *(inked.findings if inked else ()))
        findings = (*found.findings, *dict.fromkeys(complaints), *written.findings)
        lacking = _unsourced(found) if statement.source_code else ""
        made.append(Leaflet(found.format.key, size, written.files, findings, screen.lines, lacking))
    return tuple(made)


def _unsourced(found: Fitted) -> str:
    """Why a leaflet bears no code with its source; empty where it bears one."""
    made = found.composition
    if isinstance(made, Poster):
        return source_code.POSTER
    return "" if made.sourced else source_code.why_not(made.statement, made.edition, made.panels[-1].role != "back")


def fitted(statement: Statement, edition: Edition, language: Language, asked: tuple[str, ...]) -> tuple[Fitted, ...]:
    """The edition fitted into every format of ``asked``, in the order of the table.

    "auto" stands for the formats of the table's ``auto`` list that the text fits or, if it fits none, for the one booklet with the
    fewest pages; a format that is named and does not hold the text is there with its finding.
    """
    wanted = _named(asked)
    found = {format.key: fit(statement, edition, language, format) for format in wanted}
    if AUTO in asked:
        for format in auto():
            if format.key not in found and (made := fit_if_held(statement, edition, language, format)):
                found[format.key] = made
        chosen = tuple(each for key, each in found.items() if key not in asked)
        found |= {each.format.key: each for each in with_emptiness(chosen)}
        if not any(found[format.key].holds for format in auto() if format.key in found):
            booklets = [fit(statement, edition, language, format) for format in formats() if format.booklet]
            if booklets:
                fewest = min(booklets, key=lambda booklet: booklet.pages)
                found.setdefault(fewest.format.key, fewest)
    return tuple(found[format.key] for format in formats() if format.key in found)


def _named(asked: tuple[str, ...]) -> tuple[Format, ...]:
    if ALL in asked:
        return formats()
    return tuple(find(key) for key in dict.fromkeys(asked) if key != AUTO)


def products(statement: Statement, edition: Edition, wish: Wish) -> Iterator[Product | NotDue]:
    """The targets ``leaflet`` and ``press``: the files of every format asked for, and which of them bear no code with their source.

    What "auto" and "all" stand for and the content does not suffice for, as a picture too coarse for print, is not due; what was
    named is red. ContentError for an accent too pale to be read.
    """
    language = language_of(edition)
    profile = statement.output_profile.data if statement.output_profile else b""
    for made in render(statement, edition, language, wish.leaflets, profile, "press" in wish.targets):
        if refused := tuple(finding for finding in made.findings if finding.code == "accent-contrast"):
            raise ContentError(refused)
        folder = f"{edition.work}/{edition.language}/leaflet/{made.format}"
        fit = _told(made)
        data = {file.kind: file.data for file in made.files}
        read, press = data.get("read", b""), data.get("press", b"")
        yield from _lacking(edition, made, wish, folder, fit, {"leaflet": read, "press": press})
        if made.unsourced:
            target = wish.targets[0]
            yield NotDue(target, edition.language, f"{made.format}: no code with the source: {made.unsourced}")
        for file in made.files:
            if file.target in wish.targets:
                kept = tuple(finding for finding in made.findings if press or finding.severity == "warning")
                yield Product(
                    Artefact(file.target, folder + file.suffix, file.media_type, file.data, file.kind),
                    kept if file.kind == "read" else (),
                    format=made.format,
                    beside=press if file.kind == "ticket" else read,
                    fit=fit,
                    lines=made.lines,
                )


def _told(made: Leaflet) -> str:
    """How the format was fitted, in words; of a poster that it does not bear the whole text."""
    sizes = f"{made.fit.size_pt:g}/{made.fit.leading_pt:.4g} pt"
    if count := find(made.format).excerpt:
        sentences = "one sentence" if count == 1 else f"up to {count} sentences"
        return f"title {sizes}; an excerpt: {sentences} of the text, not the whole"
    return f"{sizes}, {made.fit.fill:.0%} filled, {made.fit.layouts} layouts"


def _lacking(
    edition: Edition, made: Leaflet, wish: Wish, folder: str, fit: str, main: dict[str, bytes]
) -> Iterator[Product | NotDue]:
    """What is said of a target whose main file could not be made: red where its format was named, else not due."""
    for target in (target for target in wish.targets if target in main and not main[target]):
        if made.format in wish.leaflets:
            path = f"{folder}.{'read' if target == 'leaflet' else 'press'}.pdf"
            kind = "read" if target == "leaflet" else "press"
            yield Product(Artefact(target, path, "application/pdf", b"", kind), made.findings, fit=fit)
        else:
            errors = [finding.message for finding in made.findings if finding.severity == "error"]
            told = "; ".join(error.removeprefix(f"{made.format}: ") for error in errors)
            yield NotDue(target, edition.language, f"{made.format}: {told}")
