"""Wrong: adds the test for the class at hand, and none for promise 4.

Fails: test_a_subtly_broken_kind_is_noticed
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from loans import Loan, RenewalRefused

LENT = date(2028, 2, 1)

# The classes that break their promise, each with the number of the promise.
BROKEN: dict[str, int] = {"ExhibitionLoan": 3, "InterlibraryLoan": 1}


class LoanContract:
    """The tests; a subclass says for which kind of loan they run."""

    def make(self) -> Loan:
        """Return a loan that went out on the day LENT."""
        raise NotImplementedError

    def test_renewed_on_its_last_day_it_is_due_later(self) -> None:
        loan = self.make()
        before = loan.due
        loan.renew(today=before)
        assert loan.due > before

    def test_an_overdue_loan_is_not_renewed(self) -> None:
        loan = self.make()
        with pytest.raises(RenewalRefused):
            loan.renew(today=loan.due + timedelta(days=1))

    def test_sooner_or_later_a_renewal_is_refused(self) -> None:
        loan = self.make()
        with pytest.raises(RenewalRefused):
            for _ in range(100):
                loan.renew(today=loan.due)

    def test_renewed_on_its_first_day_it_is_due_later(self) -> None:
        loan = self.make()
        before = loan.due
        loan.renew(today=LENT)
        assert loan.due > before
