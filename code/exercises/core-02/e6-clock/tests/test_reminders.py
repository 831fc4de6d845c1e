from __future__ import annotations

import inspect
from datetime import date

import pytest
import reminders
from mypy_says import complaints

DAY = date(2028, 3, 1)
LOANS = [("P-0412", date(2028, 2, 28)), ("P-0077", DAY), ("P-0901", date(2028, 2, 1))]

CALLER = """
from datetime import date

from reminders import letters


class TowerClock:
    zone = "Europe/Berlin"

    def today(self) -> date:
        return date(2028, 3, 1)


class TextClock:
    zone = "Europe/Berlin"

    def today(self) -> str:
        return "2028-03-01"


class Sundial:
    def today(self) -> date:
        return date(2028, 3, 1)


letters([], TowerClock())  # a clock
letters([], TextClock())  # the day is text
letters([], Sundial())  # no zone
"""


@pytest.fixture(scope="module")
def refused() -> set[str]:
    """The calls that mypy refuses, by their comments."""
    told = complaints(reminders=inspect.getsource(reminders), caller=CALLER)
    places = [line.split(":")[1] for line in told if line.startswith("caller.py")]
    return {CALLER.splitlines()[int(place) - 1].partition("  # ")[2] for place in places}


class StoppedClock:
    zone = "Asia/Tokyo"

    def today(self) -> date:
        return DAY


def test_letters_go_to_those_who_are_late_by_the_clock_given() -> None:
    assert reminders.letters(LOANS, StoppedClock()) == [
        "P-0412: 2 days late (Asia/Tokyo, 2028-03-01)",
        "P-0901: 29 days late (Asia/Tokyo, 2028-03-01)",
    ]


def test_mypy_accepts_a_class_that_never_heard_of_the_letters(
    refused: set[str],
) -> None:
    assert "a clock" not in refused


def test_mypy_refuses_what_is_no_clock(refused: set[str]) -> None:
    assert refused == {"the day is text", "no zone"}
