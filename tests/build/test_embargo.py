"""The embargo: what the clock decides, what it does not, and what the command line does."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from flugblatt.build import embargo
from flugblatt.build.pipeline import run
from flugblatt.build.plan import Order
from tests import editions

YAML = "date: 2024-05-03\nissuers: [Büro]\nembargo: 2026-12-01T10:00:00+01:00\n"
ENDS = 1796115600  # seconds since 1970
HOUR = 3600


def order(folder: Path, epoch: int | None, embargoed: bool = False) -> Order:
    return Order(folder / "content", folder / "out", targets=("text",), epoch=epoch, embargoed=embargoed)


def statement(folder: Path, yaml: str = YAML):
    return editions.read(editions.write(folder / "content", "probe", yaml, de="# Titel\n\nText.\n"))


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (2 * 24 * HOUR + 3 * HOUR + 5, "2 days 3 hours left"),
        (24 * HOUR, "1 day left"),
        (HOUR + 30, "1 hour 1 minute left"),
        (1, "1 minute left"),
    ],
)
def test_before_its_end_nothing_tells_of_the_work_and_the_time_left_is_said(before, words, tmp_path):
    said = embargo.withheld(order(tmp_path, ENDS - before), statement(tmp_path))
    assert said.startswith(f"probe: under embargo until 2026-12-01T10:00:00+01:00, {words}: catalogue, landing page")


def test_from_its_end_on_and_with_the_option_and_without_an_embargo_all_may_tell(tmp_path):
    (tmp_path / "free").mkdir()
    work, free = statement(tmp_path), statement(tmp_path / "free", YAML.rpartition("embargo")[0])
    assert embargo.withheld(order(tmp_path, ENDS), work) == ""
    assert embargo.withheld(order(tmp_path, ENDS - HOUR, embargoed=True), work) == ""
    assert embargo.withheld(order(tmp_path, ENDS - HOUR), free) == ""


def test_the_clock_is_asked_where_no_epoch_is_set(tmp_path):
    moment = embargo.now(order(tmp_path, None))
    assert abs(datetime.datetime.now(datetime.UTC) - moment) < datetime.timedelta(minutes=1)
    assert embargo.now(order(tmp_path, 0)).isoformat() == "1970-01-01T00:00:00+00:00"


def test_the_option_alone_marks_an_output_and_the_clock_marks_none(tmp_path):
    statement(tmp_path)
    file = tmp_path / "out" / "probe" / "de" / "probe.de.txt"
    texts = []
    for epoch, embargoed in ((ENDS - HOUR, False), (ENDS + HOUR, False), (ENDS + HOUR, True), (ENDS, False)):
        assert run(order(tmp_path, epoch, embargoed), lambda line: None).exit_code == 0
        texts.append(file.read_text(encoding="utf-8"))
    before, after, marked, again = texts
    assert before == after == again
    assert marked == f"Sperrfrist bis Dienstag, 1. Dezember 2026 10:00 (UTC+01:00)\n\n{before}"
