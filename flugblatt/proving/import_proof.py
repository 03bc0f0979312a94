"""The proof of an import: is the text of the new edition exactly that of the file that it was made from?

Flow: file, edition -> files of office programs by a reader of our own, pages, books and texts by the routes that ``prove`` goes
through them -> ``Check``, *not run* for a dialect of Markdown, which no reader of ours knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flugblatt.content.importing import kind_of
from flugblatt.content.markdown_source import read_edition
from flugblatt.judges.fidelity.sequence import Spot, Unit
from flugblatt.model import Check, Finding, Place, Source
from flugblatt.model.checks import said_of
from flugblatt.model.errors import FlugblattError, UsageError
from flugblatt.proving import foreign_markup, source
from flugblatt.proving.line_comparison import compare_lines, expected_lines
from flugblatt.proving.proof import TOOL
from flugblatt.proving.source import Original

NAME = "import"
AROUND = "fidelity-extra"
ROUTES = {"web page": foreign_markup.page, "EPUB": foreign_markup.book, "text": foreign_markup.text}


def judge(data: bytes, path: Path, edition: Path) -> Check:
    """Whether every word of a file is in the edition, in its order, and nothing else."""
    kind = kind_of(data, path.name)
    written = _original(edition)
    if kind in source.OFFICE:
        try:
            original = source.office_original(data, path)
        except UsageError as error:
            return Check.not_run(NAME, str(error), TOOL)
        assert original is not None
        compared = compare_lines(original, map(_placed(edition), expected_lines(written)), ours=True)
        return Check.of(NAME, TOOL, compared.findings, compared.detail)
    if route := ROUTES.get(kind):
        try:
            check = route(written, data).check
        except FlugblattError:
            raise
        except Exception as error:  # whatever hostile bytes make a library throw
            return Check.not_run(NAME, f"{path.name} cannot be read: {said_of(error)}", TOOL)
        return Check.of(NAME, check.tool, (_weighed(finding) for finding in check.findings), check.detail)
    return _by_words(data, edition)


def _original(path: Path) -> Original:
    """The edition with all its faults: those that a reader of works finds are told by him."""
    edition, _ = read_edition(path.absolute().parent, path.stem, Source(str(path), path.read_bytes()))
    return Original(edition, True, True, False, describes=True)


def _placed(path: Path) -> Callable[[Unit], Unit]:
    """Units whose places are those of a file, for findings in which it is the one that is judged."""

    def placed(unit: Unit) -> Unit:
        chars = tuple(replace(char, place=_spot(path, char.place)) for char in unit.chars)
        return replace(unit, chars=chars, place=_spot(path, unit.place))

    return placed


def _spot(path: Path, place: Place | Spot) -> Spot:
    return place if isinstance(place, Spot) else Spot(f"{path}:{place.line}:{place.column}")


def _weighed(finding: Finding) -> Finding:
    """Text around that of the edition was lost: an edition is to have all of a file."""
    return replace(finding, severity="error") if finding.code == AROUND else finding


def _by_words(data: bytes, edition: Path) -> Check:
    """Markdown: the same letters and figures in the same order, if nothing was converted; else a person must look."""
    original, written = data.decode("utf-8-sig", "replace").replace("\r\n", "\n"), edition.read_text("utf-8")
    title, _, below = written.partition("\n\n")
    named = re.search(rf"(?m)^title\s*[:=]\s*[\"']?{re.escape(title[2:])}[\"']?\s*$", original)
    if written.strip() and (original.endswith(written) or (named and below and original.endswith(below))):
        return Check.of(NAME, TOOL, (), "the same bytes, but for the front matter")
    reason = "another Markdown, which only its own program reads: read the new edition beside it"
    return Check.not_run(NAME, reason, TOOL)
