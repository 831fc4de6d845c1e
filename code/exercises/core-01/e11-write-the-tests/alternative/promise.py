"""Tests for any function that splits cents by weights: two laws."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from splits import Split

AMOUNTS = st.integers(-(10**18), 10**18)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@settings(max_examples=200, derandomize=True, database=None)
@given(cents=AMOUNTS, weights=WEIGHTS.filter(any))
@example(cents=10**17 + 1, weights=[1, 2, 3])  # no float holds it
def test_a_split_keeps_its_promises(
    split: Split, cents: int, weights: list[int]
) -> None:
    given_weights = list(weights)
    shares = split(cents, weights)
    assert weights == given_weights
    assert sum(shares) == cents
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * whole - cents * weight) < whole


def test_weights_without_a_meaning_are_refused(split: Split) -> None:
    for weights in ([0, 0], [2, -1]):
        with pytest.raises(ValueError):
            split(100, weights)
