"""Tests for any function that splits cents by weights."""

from __future__ import annotations

import pytest
from splits import Split

CASES = [
    (900, [1, 1, 1]),
    (100, [1, 1, 1]),
    (-100, [1, 1, 1]),
    (5, [0, 1, 1]),
    (101, [1, 2, 3]),
    (0, [2, 1]),
    (10**17 + 1, [1, 2, 3]),
]


def test_the_shares_add_up(split: Split) -> None:
    for cents, weights in CASES:
        assert sum(split(cents, list(weights))) == cents


def test_each_share_is_less_than_a_cent_away(split: Split) -> None:
    for cents, weights in CASES:
        whole = sum(weights)
        shares = split(cents, list(weights))
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share * whole - cents * weight) < whole


def test_weights_without_a_meaning_are_refused(split: Split) -> None:
    bad: list[list[int]] = [[], [0, 0], [2, -1]]
    for weights in bad:
        with pytest.raises(ValueError):
            split(100, weights)


def test_the_weights_stay_the_callers(split: Split) -> None:
    weights = [1, 2, 3]
    split(100, weights)
    assert weights == [1, 2, 3]
