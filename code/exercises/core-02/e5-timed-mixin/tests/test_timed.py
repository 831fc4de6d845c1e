from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Desk, LoggedMixin
from timed import TimedMixin


class FrontDesk(TimedMixin, LoggedMixin, Desk):
    """Timed outside, logged inside."""


class BackDesk(LoggedMixin, TimedMixin, Desk):
    """The other way round."""


ORDERS = [FrontDesk, BackDesk]


def ticking() -> Callable[[], float]:
    """A clock that is half a second later each time it is read."""
    readings = iter(range(1000))
    return lambda: next(readings) / 2


@pytest.mark.parametrize("kind", ORDERS)
def test_each_call_is_timed(kind: Callable[..., FrontDesk]) -> None:
    desk = kind(branch="Nord", log=[], clock=ticking())
    desk.lend("P-0412", "Krabat")
    desk.take_back("Krabat")
    assert tuple(desk.durations) == (("lend", 0.5), ("take_back", 0.5))


@pytest.mark.parametrize("kind", ORDERS)
def test_the_slip_is_returned_and_logged_once(
    kind: Callable[..., FrontDesk],
) -> None:
    log: list[str] = []
    desk = kind(branch="Nord", log=log, clock=ticking())
    slips = [desk.lend("P-0412", "Krabat", days=7), desk.take_back("Krabat")]
    assert slips == [
        "Nord: Krabat to P-0412 for 7 days",
        "Nord: Krabat is back",
    ]
    assert log == slips


@pytest.mark.parametrize("kind", ORDERS)
def test_two_desks_have_nothing_in_common(kind: Callable[..., FrontDesk]) -> None:
    nord = kind(branch="Nord", log=[], clock=ticking())
    sued = kind(branch="Süd", log=[], clock=ticking())
    nord.take_back("Krabat")
    assert tuple(sued.durations) == ()
