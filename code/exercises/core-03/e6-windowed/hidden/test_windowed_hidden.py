import gc
import weakref
from itertools import count, islice

import pytest
from windowed import windowed


class Level:
    """Something that a weak reference can watch."""


def test_nothing_is_taken_before_a_window_is_asked_for() -> None:
    taken = []
    windows = windowed((taken.append(n) for n in range(3)), 2)
    assert taken == []
    next(iter(windows))
    assert len(taken) == 2


def test_a_wrong_size_is_refused_at_the_call() -> None:
    with pytest.raises(ValueError):
        windowed([1, 2], 0)


def test_windows_that_were_given_do_not_change() -> None:
    first, second = windowed([1, 2, 3], 2)
    assert (first, second) == ((1, 2), (2, 3))
    assert isinstance(first, tuple)


def test_a_stream_that_goes_on_for_long_is_fine() -> None:
    def tides():
        for number in count():
            assert number < 10_000, "this stream was to be read as a stream"
            yield number

    assert list(islice(windowed(tides(), 2), 2)) == [(0, 1), (1, 2)]


def test_what_has_left_the_window_is_let_go() -> None:
    born: list[weakref.ref[Level]] = []

    def levels():
        for _ in range(1000):
            level = Level()
            born.append(weakref.ref(level))
            yield level
            del level

    windows = iter(windowed(levels(), 2))
    for _ in range(900):
        next(windows)
    gc.collect()
    assert sum(level() is not None for level in born) < 100
