"""Every process that makes files looks for rings of values seldom."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from flugblatt import cli, resources
from flugblatt.build import memory_sweeps, workers


@pytest.fixture(autouse=True)
def python_as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_a_command_looks_seldom() -> None:
    assert cli.main(["--version"]) == 0
    assert gc.get_threshold() == memory_sweeps.THRESHOLDS > (700, 10, 10)


def test_a_process_of_the_pool_looks_seldom() -> None:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn, workers._begin, (resources.own(),)) as pool:
        assert pool.submit(gc.get_threshold).result() == memory_sweeps.THRESHOLDS
