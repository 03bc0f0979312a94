"""Plates of half the resolution, for faults that are not on them."""

from __future__ import annotations

import pytest

from flugblatt.judges.preflight import plates


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plates, "RESOLUTION", 100.0)
