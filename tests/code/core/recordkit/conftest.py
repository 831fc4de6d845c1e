"""A store with the tables of the gauges, and readings to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from recordkit import Store, model
from recordkit.gauges import Reading, Station

MIDNIGHT = datetime(2024, 2, 29, tzinfo=UTC)  # of a leap day


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as opened:
        opened.create(Station, Reading)
        yield opened


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def make(hour: int = 0, level_cm: int = 231, station: str = "DE-001") -> Reading:
        taken_at = MIDNIGHT + timedelta(hours=hour)
        return Reading(station=station, taken_at=taken_at, level_cm=level_cm)

    return make


@pytest.fixture(autouse=True)
def _only_the_tables_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_tables", dict(model._tables))
