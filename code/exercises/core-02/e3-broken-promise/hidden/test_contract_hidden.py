from __future__ import annotations

from datetime import date, timedelta

import pytest
from contract import LoanContract
from loans import Loan, RenewalRefused


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


class PartnerLoan(Loan):
    """Right: other numbers, and a renewal adds two days only."""

    days = 60
    renewals_allowed = 5

    def renew(self, today: date, *, by: str = "desk") -> None:
        before = self.due
        super().renew(today)
        self.due = before + timedelta(days=2)


class DayLoan(Loan):
    """Right: out for ten days, renewed once."""

    days = 10
    renewals_allowed = 1


class CourierLoan(Loan):
    """Wrong: counts the attempt, then refuses."""

    def renew(self, today: date) -> None:
        self.renewals += 1
        if self.renewals > 2 or today > self.due:
            raise RenewalRefused("the courier has left")
        self.due += timedelta(days=self.days)


class GraceLoan(Loan):
    """Wrong: refuses, and gives a week of grace."""

    def renew(self, today: date) -> None:
        try:
            super().renew(today)
        except RenewalRefused:
            self.due += timedelta(days=7)
            raise


class ForgivingLoan(Loan):
    """Wrong: an overdue loan is renewed."""

    def renew(self, today: date) -> None:
        super().renew(min(today, self.due))


class QuietLoan(Loan):
    """Wrong: does nothing where it should refuse."""

    def renew(self, today: date) -> None:
        if today <= self.due and self.renewals < 2:
            super().renew(today)


class EndlessLoan(Loan):
    """Wrong: is never refused while it is in time."""

    def renew(self, today: date) -> None:
        self.renewals = 0
        super().renew(today)


@pytest.mark.parametrize("kind", [PartnerLoan, DayLoan])
def test_a_kind_with_other_numbers_passes(kind: type[Loan]) -> None:
    assert failing_tests(kind) == []


@pytest.mark.parametrize("kind", [CourierLoan, GraceLoan, ForgivingLoan, QuietLoan, EndlessLoan])
def test_a_subtly_broken_kind_is_noticed(kind: type[Loan]) -> None:
    assert failing_tests(kind), f"no test of yours minds: {kind.__doc__}"
