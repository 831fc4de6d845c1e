"""What holds for every kind of loan, as one law about any series of calls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loans import Loan, RenewalRefused

LENT = date(2028, 2, 1)

# The classes that break their promise, each with the number of the promise.
BROKEN: dict[str, int] = {"ExhibitionLoan": 3, "InterlibraryLoan": 1}


class LoanContract:
    """The tests; a subclass says for which kind of loan they run."""

    def make(self) -> Loan:
        """Return a loan that went out on the day LENT."""
        raise NotImplementedError

    def test_each_call_extends_the_loan_or_changes_nothing(self) -> None:
        @given(st.lists(st.integers(0, 10), max_size=20))
        def law(waits: list[int]) -> None:
            loan, today = self.make(), LENT
            for days in waits:
                today += timedelta(days=days)
                before = loan.due, loan.renewals
                try:
                    loan.renew(today)
                except RenewalRefused:
                    assert (loan.due, loan.renewals) == before
                else:
                    assert today <= before[0] < loan.due

        law()

    def test_an_overdue_loan_is_not_renewed(self) -> None:
        loan = self.make()
        before = loan.due, loan.renewals
        with pytest.raises(RenewalRefused):
            loan.renew(today=loan.due + timedelta(days=1))
        assert (loan.due, loan.renewals) == before

    def test_sooner_or_later_a_renewal_is_refused(self) -> None:
        loan = self.make()
        with pytest.raises(RenewalRefused):
            for _ in range(100):
                loan.renew(today=loan.due)
