"""The judge of job tickets, on a real press file, and that it can say no."""

import pytest

from flugblatt.judges.metadata import ticket as job_ticket
from flugblatt.leaflet.files import files
from flugblatt.leaflet.formats import find
from tests.leaflet import specimens

Pair = tuple[bytes, bytes]


@pytest.fixture(scope="module", params=["dl6-roll", "booklet-a6", "a5"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A ticket and its press file."""
    statement, edition = specimens.work(tmp_path_factory.mktemp("ticket"))
    screen, press = (specimens.panels(request.param, manner) for manner in ("screen", "press"))
    made = files(statement, edition, find(request.param), "ltr", screen, b"", press)
    found = {file.suffix: file.data for file in made.files}
    return found[".job.txt"], found[".press.pdf"]


def test_a_ticket_of_the_very_file_passes(pair: Pair) -> None:
    check = job_ticket.judge(*pair)
    assert (check.check, check.verdict, check.findings) == ("metadata", "passed", ())


@pytest.mark.parametrize(
    ("name", "code", "where"),
    [
        (b"SHA-256", "metadata-missing", "ticket: SHA-256"),
        (b"ICC profile", "metadata-missing", "ticket: ICC profile, embedded"),
        (b"Bleed", "metadata-missing", "ticket: Bleed"),
        (b"Fonts", "metadata-changed", "ticket: Fonts"),
    ],
)
def test_a_missing_line_is_found(pair: Pair, name: bytes, code: str, where: str) -> None:
    ticket = b"\n".join(line for line in pair[0].split(b"\n") if not line.startswith(name))
    (finding,) = job_ticket.judge(ticket, pair[1]).findings
    assert (finding.code, finding.where) == (code, where)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"  3 mm", b"  2 mm"), (b"Sans-Bold", b"Sans-Black"), (b"(Schriften)   ", b"(Schriften)   Arial, ")],
)
def test_another_fact_is_found(pair: Pair, old: bytes, new: bytes) -> None:
    assert old in pair[0]
    (finding,) = job_ticket.judge(pair[0].replace(old, new), pair[1]).findings
    assert finding.code == "metadata-changed"


def test_another_size_than_that_of_the_pages_is_found(pair: Pair) -> None:
    ticket = pair[0].replace(b"297 \xc3\x97", b"296 \xc3\x97").replace(b"105 \xc3\x97", b"106 \xc3\x97")
    ticket = ticket.replace(b"210 \xc3\x97 148", b"211 \xc3\x97 148").replace(b"148 \xc3\x97", b"149 \xc3\x97")
    (finding,) = job_ticket.judge(ticket, pair[1]).findings
    assert finding.where in ("ticket: Open size", "ticket: Size") and finding.code == "metadata-changed"


def test_a_ticket_of_another_file_is_found(pair: Pair) -> None:
    (finding,) = job_ticket.judge(pair[0], pair[1] + b"\n").findings
    assert finding.where == "ticket: SHA-256"


@pytest.mark.parametrize("press", [b"", b"no PDF", b"%PDF-1.6\n%%EOF"])
def test_what_cannot_be_read_ends_in_a_verdict(pair: Pair, press: bytes) -> None:
    check = job_ticket.judge(pair[0], press)
    assert check.verdict == "failed" and check.findings[0].code == "metadata-unreadable"
    assert job_ticket.judge(b"\xff\xfe", pair[1]).verdict == "failed"
