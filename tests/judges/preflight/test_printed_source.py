"""The code with the source is read from the plates, and holds the files of the work or is red."""

from __future__ import annotations

from dataclasses import replace

from flugblatt.judges import preflight
from tests import editions
from tests.leaflets import with_its_source

CODE = "source-code"


def codes(old: bytes, new: bytes, wanted: bool = True) -> set[str]:
    """What is found where the source of the edition is another than the one in the code."""
    statement, data = with_its_source()
    edition = editions.edition(statement, "de")
    other = replace(edition, source=replace(edition.source, data=edition.source.data.replace(old, new)))
    judged = preflight.judge(replace(statement, source_code=wanted), other, "dl6-z", "read", data)
    return {finding.code for finding in judged.findings}


def test_the_judge_of_print_reads_the_source() -> None:
    assert codes(b"", b"") == set()


def test_a_code_with_another_source_is_found() -> None:
    assert codes(b"Erster", b"Letzter") == {f"preflight-{CODE}"}


def test_a_code_that_nobody_wanted_is_found() -> None:
    assert codes(b"", b"", wanted=False) == {f"preflight-{CODE}"}
