from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from feeds import Reading, merged

MIDNIGHT = datetime(2024, 2, 29)


class Line:
    """The line to a gauge: counts what is taken, knows if it is open."""

    def __init__(self, port: str, *minutes: int) -> None:
        self.port = port
        self.minutes = minutes
        self.open = False
        self.taken = 0

    def readings(self) -> Iterator[Reading]:
        self.open = True
        try:
            for minute in self.minutes:
                self.taken += 1
                yield at(minute, self.port)
        finally:
            self.open = False


def at(minute: int, port: str, cm: int = 0) -> Reading:
    return Reading(MIDNIGHT + timedelta(minutes=minute), port, cm)


def test_readings_come_in_order_of_time() -> None:
    brest, ominato = Line("Brest", 0, 20), Line("Ōminato", 10, 30)
    stream = merged(brest.readings(), ominato.readings())
    ports = [reading.port for reading in stream]
    assert ports == ["Brest", "Ōminato", "Brest", "Ōminato"]


def test_no_feed_and_empty_feeds_give_nothing() -> None:
    assert list(merged()) == []
    assert list(merged([], iter(()))) == []


def test_at_the_same_time_the_first_feed_comes_first() -> None:
    stream = merged([at(0, "Saint-Malo", 690)], [at(0, "Brest", 312)])
    assert [reading.port for reading in stream] == ["Saint-Malo", "Brest"]


def test_each_feed_is_one_reading_ahead_at_most() -> None:
    brest, ominato = Line("Brest", 0, 20, 40), Line("Ōminato", 10, 30)
    stream = iter(merged(brest.readings(), ominato.readings()))
    assert (brest.taken, ominato.taken) == (0, 0)
    next(stream)
    assert (brest.taken, ominato.taken) == (1, 1)


def test_who_stops_early_leaves_no_line_open() -> None:
    lines = [Line("Brest", 0, 20), Line("Ōminato", 10, 30)]
    feeds = [line.readings() for line in lines]  # held until the test ends
    with closing(merged(*feeds)) as stream:
        for reading in stream:
            if reading.port == "Ōminato":
                break
    assert [line.open for line in lines] == [False, False]


def test_an_error_in_one_feed_closes_the_others() -> None:
    def broken() -> Iterator[Reading]:
        yield at(0, "Saint-Malo")
        raise OSError("no carrier")

    line = Line("Brest", 0, 20)
    feed = line.readings()
    with pytest.raises(OSError, match="no carrier"):
        list(merged(broken(), feed))
    assert not line.open
