"""What a program that reads PDFs out loud finds in the files for reading: an opinion beside veraPDF's, by rules of its own."""

import io
from pathlib import Path

import outloud
import pikepdf
import pytest

from tests import leaflets
from tests.judges.mutations import forms

ORDER = {"ORD-001"}
"""It warns where tags come in another order than they are painted: those of notes stand at their calls."""


def leaflet(tag: str) -> bytes:
    made = leaflets.of_the_letter("a5-4", tag)
    return next(file.data for file in made.files if file.kind == "read")


def found(folder: Path, data: bytes) -> outloud.Result:
    (folder / "read.pdf").write_bytes(data)
    return outloud.check(folder / "read.pdf")


@pytest.mark.parametrize("made", [lambda: forms().pdf, lambda: leaflet("de"), lambda: leaflet("ar")])
def test_it_finds_no_error_in_the_files_for_reading(made, tmp_path: Path) -> None:
    result = found(tmp_path, made())
    assert (result.errors, {finding.rule for finding in result.findings} - ORDER) == (0, set())


def test_it_can_say_no(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(forms().pdf)) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo, pdf.Root.Lang
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    assert found(tmp_path, spoilt.getvalue()).errors > 0
