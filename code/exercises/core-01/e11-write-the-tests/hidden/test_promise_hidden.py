from __future__ import annotations

import promise
import pytest
from splits import Split, largest_remainder


def failing_tests(split: Split) -> list[str]:
    failing = []
    for name, test in vars(promise).items():
        if name.startswith("test_"):
            try:
                test(split=split)
            except (Exception, pytest.fail.Exception):
                failing.append(name)
    return failing


def last_one_first(cents: int, weights: list[int]) -> list[int]:
    """Right, by another policy: of equal remainders the last gets the cent."""
    return largest_remainder(cents, weights[::-1])[::-1]


def heaviest_first(cents: int, weights: list[int]) -> list[int]:
    """Wrong: the shares come back in order of size."""
    return sorted(largest_remainder(cents, weights), reverse=True)


def through_float(cents: int, weights: list[int]) -> list[int]:
    """Wrong: a float cannot hold the cents of a large amount."""
    return largest_remainder(int(float(cents)), weights)


def accepts_any_weights(cents: int, weights: list[int]) -> list[int]:
    """Wrong: weights that make no sense are not refused."""
    try:
        return largest_remainder(cents, weights)
    except ValueError:
        return [0 for _ in weights]


def empties_the_list(cents: int, weights: list[int]) -> list[int]:
    """Wrong: the caller's list of weights is used up."""
    shares = largest_remainder(cents, weights)
    weights.clear()
    return shares


SUBTLE: list[Split] = [
    heaviest_first,
    through_float,
    accepts_any_weights,
    empties_the_list,
]


def test_a_right_split_with_another_policy_passes() -> None:
    assert failing_tests(last_one_first) == []


@pytest.mark.parametrize("split", SUBTLE, ids=lambda split: split.__name__)
def test_a_subtly_wrong_split_is_noticed(split: Split) -> None:
    assert failing_tests(split), f"no test of yours minds: {split.__doc__}"
