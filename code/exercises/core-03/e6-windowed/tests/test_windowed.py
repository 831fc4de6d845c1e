from collections.abc import Iterator

import pytest
from windowed import windowed


class Poisoned:
    """Gives `healthy` levels, then raises if it is asked for one more."""

    def __init__(self, healthy: int) -> None:
        self.healthy = healthy
        self.taken = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        if self.taken == self.healthy:
            raise RuntimeError("asked for one level too many")
        self.taken += 1
        return self.taken * 10


def test_each_window_starts_one_further() -> None:
    assert list(windowed([3, 1, 4, 1, 5], 3)) == [
        (3, 1, 4),
        (1, 4, 1),
        (4, 1, 5),
    ]


def test_a_window_of_one_gives_each_item() -> None:
    assert list(windowed("ab", 1)) == [("a",), ("b",)]


def test_too_few_items_make_no_window() -> None:
    assert list(windowed([3, 1], 3)) == []
    assert list(windowed([], 1)) == []


def test_the_first_window_takes_as_many_items_as_it_shows() -> None:
    levels = Poisoned(healthy=3)
    assert next(iter(windowed(levels, 3))) == (10, 20, 30)


def test_each_further_window_takes_one_item() -> None:
    levels = Poisoned(healthy=5)
    windows = iter(windowed(levels, 3))
    taken = [(next(windows), levels.taken)[1] for _ in range(3)]
    assert taken == [3, 4, 5]
    with pytest.raises(RuntimeError, match="one level too many"):
        next(windows)


@pytest.mark.parametrize("size", [0, -1])
def test_a_window_has_a_size(size: int) -> None:
    with pytest.raises(ValueError):
        list(windowed([1, 2], size))
