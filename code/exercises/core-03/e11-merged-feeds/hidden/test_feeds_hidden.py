from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from feeds import Reading, merged

MIDNIGHT = datetime(2024, 2, 29)


def every(minutes: int, closed: list[int]) -> Iterator[Reading]:
    """Never ends by itself; notes that it was closed."""
    try:
        for number in count():
            assert number < 10_000, "this feed was to be read as a stream"
            time = MIDNIGHT + timedelta(minutes=minutes * number)
            yield Reading(time, f"every {minutes}", 0)
    finally:
        closed.append(minutes)


def test_feeds_without_an_end_are_closed_when_the_stream_is() -> None:
    closed: list[int] = []
    feeds = [every(minutes, closed) for minutes in (5, 7)]
    stream = merged(*feeds)
    for _ in range(6):
        next(stream)
    stream.close()
    assert sorted(closed) == [5, 7]
    assert list(stream) == []


@pytest.mark.parametrize("bad", [0, 1, 2])
def test_a_feed_that_cannot_be_closed_keeps_no_other_open(bad: int) -> None:
    closed: list[int] = []

    def stubborn() -> Iterator[Reading]:
        try:
            while True:
                yield Reading(MIDNIGHT, "stubborn", 0)
        finally:
            raise OSError("the line does not answer")

    feeds = [every(5, closed), every(7, closed)]
    feeds.insert(bad, stubborn())
    stream = merged(*feeds)
    next(stream)
    with pytest.raises(OSError, match="does not answer"):
        stream.close()
    assert sorted(closed) == [5, 7]


def test_after_the_last_reading_every_feed_is_closed() -> None:
    class Recorded:
        """An iterator that is no generator, with something to close."""

        def __init__(self) -> None:
            self.readings = iter([Reading(MIDNIGHT, "Brest", 312)])
            self.closed = False

        def __iter__(self) -> Iterator[Reading]:
            return self

        def __next__(self) -> Reading:
            return next(self.readings)

        def close(self) -> None:
            self.closed = True

    feed = Recorded()
    assert len(list(merged(feed, []))) == 1
    assert feed.closed


def test_the_level_plays_no_part_in_the_order() -> None:
    high = Reading(MIDNIGHT, "Brest", 690)
    low = Reading(MIDNIGHT, "Brest", -40)
    assert list(merged([high], [low])) == [high, low]
