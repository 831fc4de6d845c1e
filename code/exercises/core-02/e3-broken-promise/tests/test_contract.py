from __future__ import annotations

from datetime import date

import loans
import pytest
from contract import BROKEN, LoanContract
from loans import Loan


def failing_tests(kind: type[Loan]) -> list[str]:
    """Run the contract for one kind of loan; name the tests that fail."""

    class Suite(LoanContract):
        def make(self) -> Loan:
            return kind("P-0412", date(2028, 2, 1))

    failing = []
    for name in dir(Suite):
        if name.startswith("test_"):
            try:
                getattr(Suite(), name)()
            except (Exception, pytest.fail.Exception):
                failing.append(name)
    return failing


@pytest.mark.parametrize("kind", ["Loan", "ShortLoan", "StaffLoan"])
def test_a_kind_that_keeps_its_promises_passes(kind: str) -> None:
    assert failing_tests(getattr(loans, kind)) == []


@pytest.mark.parametrize("kind", ["ExhibitionLoan", "InterlibraryLoan"])
def test_a_kind_that_breaks_one_is_noticed(kind: str) -> None:
    assert failing_tests(getattr(loans, kind))


def test_the_broken_promises_are_named() -> None:
    assert BROKEN == {"ExhibitionLoan": 3, "InterlibraryLoan": 1}
