from __future__ import annotations

import time
from typing import Any

import pytest
from desk import Desk, LoggedMixin
from timed import TimedMixin


class StampedMixin(Desk):
    """Written later: takes an argument of its own, and keeps its own state."""

    def __init__(self, *, stamp: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stamp = stamp

    def lend(self, *args: Any, ink: str = "black", **kwargs: Any) -> str:
        return f"{super().lend(*args, **kwargs)} ({self.stamp}, {ink})"


class FrontDesk(TimedMixin, LoggedMixin, StampedMixin, Desk):
    """All three."""


def test_a_call_that_fails_is_timed_and_still_fails() -> None:
    readings = iter([10.0, 12.5])
    desk = FrontDesk(branch="Nord", log=[], stamp="N", clock=lambda: next(readings))
    with pytest.raises(ValueError, match="0 days"):
        desk.lend("P-0412", "Krabat", days=0)
    assert tuple(desk.durations) == (("lend", 2.5),)


def test_arguments_of_later_mixins_pass_through() -> None:
    desk = FrontDesk(branch="Nord", log=[], stamp="N")
    slip = desk.lend(card="P-0412", title="Krabat", ink="red")
    assert slip == "Nord: Krabat to P-0412 for 28 days (N, red)"


def test_an_argument_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(TypeError):
        FrontDesk(branch="Nord", log=[], stamp="N", seal="N")
    desk = FrontDesk(branch="Nord", log=[], stamp="N")
    with pytest.raises(TypeError):
        desk.lend("P-0412", "Krabat", weeks=1)


def test_its_state_cannot_clash_with_that_of_another_mixin() -> None:
    class Timed(TimedMixin, Desk):
        """Nothing but the mixin."""

    own = set(vars(Timed(branch="Nord"))) - set(vars(Desk(branch="Nord")))
    assert all(name.startswith("_TimedMixin__") for name in own), own


def test_nobody_changes_the_durations_from_outside() -> None:
    desk = FrontDesk(branch="Nord", log=[], stamp="N")
    assert isinstance(desk.durations, tuple)


def test_without_a_clock_it_reads_the_performance_counter() -> None:
    before = time.perf_counter()
    desk = FrontDesk(branch="Nord", log=[], stamp="N")
    desk.take_back("Krabat")
    ((name, seconds),) = desk.durations
    assert name == "take_back"
    assert 0 <= seconds <= time.perf_counter() - before
