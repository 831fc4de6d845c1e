from __future__ import annotations

from collections.abc import Callable

import pytest
from contract import DirectoryContract
from directory import RIGHT, WRONG, Directory


def failing_tests(make: Callable[[], Directory]) -> list[str]:
    """Run the contract on one kind of directory; name the tests that fail."""

    class Suite(DirectoryContract):
        def make(self) -> Directory:
            return make()

    failing = []
    for name in dir(Suite):
        if name.startswith("test_"):
            try:
                getattr(Suite(), name)()
            except (Exception, pytest.fail.Exception):
                failing.append(name)
    return failing


@pytest.mark.parametrize("make", RIGHT)
def test_both_adapters_pass(make: Callable[[], Directory]) -> None:
    assert failing_tests(make) == []


@pytest.mark.parametrize("make", WRONG)
def test_a_wrong_directory_is_noticed(make: Callable[[], Directory]) -> None:
    assert failing_tests(make), f"no test of yours minds: {make.__doc__}"
