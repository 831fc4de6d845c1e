from __future__ import annotations

import promise
import pytest
from splits import WRONG, Split, largest_remainder


def failing_tests(split: Split) -> list[str]:
    """Run every test of `promise` on one split; name those that fail."""
    failing = []
    for name, test in vars(promise).items():
        if name.startswith("test_"):
            try:
                test(split=split)
            except (Exception, pytest.fail.Exception):
                failing.append(name)
    return failing


def test_a_split_that_keeps_its_promises_passes() -> None:
    assert failing_tests(largest_remainder) == []


@pytest.mark.parametrize("split", WRONG, ids=lambda split: split.__name__)
def test_a_wrong_split_is_noticed(split: Split) -> None:
    assert failing_tests(split), f"no test of yours minds: {split.__doc__}"
