from __future__ import annotations

import inspect

import pytest
import reminders
from mypy_says import complaints

CALLER = """
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reminders import letters

DAY = date(2028, 3, 1)


@dataclass(frozen=True)
class StoppedClock:
    zone: str

    def today(self) -> date:
        return DAY


class Radio:
    @property
    def zone(self) -> str:
        return "Europe/Berlin"

    def today(self, station: str = "DCF77") -> date:
        return DAY


class Reading(NamedTuple):
    zone: str
    day: date

    def today(self) -> date:
        return self.day


class BrokenClock:
    zone = "Europe/Berlin"

    def today(self) -> date | None:
        return None


class AskedClock:
    zone = "Europe/Berlin"

    def today(self, zone: str) -> date:
        return DAY


letters([], StoppedClock("Europe/Berlin"))  # frozen
letters([], Radio())  # a property
letters([], Reading("Europe/Berlin", DAY))  # a tuple
letters([], BrokenClock())  # perhaps None
letters([], AskedClock())  # wants to know more
"""


@pytest.fixture(scope="module")
def refused() -> set[str]:
    """The calls that mypy refuses, by their comments."""
    told = complaints(reminders=inspect.getsource(reminders), caller=CALLER)
    places = [line.split(":")[1] for line in told if line.startswith("caller.py")]
    return {CALLER.splitlines()[int(place) - 1].partition("  # ")[2] for place in places}


@pytest.mark.parametrize("clock", ["frozen", "a property", "a tuple"])
def test_a_zone_that_can_only_be_read_is_enough(clock: str, refused: set[str]) -> None:
    assert clock not in refused


@pytest.mark.parametrize("clock", ["perhaps None", "wants to know more"])
def test_a_day_that_cannot_be_had_is_refused(clock: str, refused: set[str]) -> None:
    assert clock in refused


def test_mypy_finds_nothing_in_the_answer() -> None:
    assert complaints(reminders=inspect.getsource(reminders)) == []
