from __future__ import annotations

from datetime import date, timedelta

import pytest
from stacks.loan import Loan, LoanError, LoanRow

DUE = date(2028, 2, 29)


def loan(renewals: int = 2) -> Loan:
    return Loan(LoanRow("L0001", "p-1", "c-17", DUE, days=28, renewals=renewals))


def test_a_renewal_adds_one_period_to_the_due_day() -> None:
    momo = loan()
    momo.renew(DUE - timedelta(3))
    assert momo.due == date(2028, 3, 28)


def test_the_due_day_itself_is_in_time() -> None:
    momo = loan()
    assert not momo.is_overdue(DUE)
    momo.renew(DUE)
    assert momo.due > DUE


def test_an_overdue_loan_is_not_renewed() -> None:
    momo = loan()
    with pytest.raises(LoanError, match="was due on 2028-02-29"):
        momo.renew(DUE + timedelta(1))
    assert momo.due == DUE


def test_renewals_run_out() -> None:
    momo = loan(renewals=1)
    momo.renew(DUE)
    with pytest.raises(LoanError, match="no renewals left"):
        momo.renew(DUE)


def test_a_refused_renewal_changes_nothing() -> None:
    momo = loan(renewals=0)
    before = momo.row
    with pytest.raises(LoanError):
        momo.renew(DUE)
    assert momo.row == before


def test_what_is_back_is_neither_renewed_nor_overdue() -> None:
    momo = loan()
    momo.give_back(DUE + timedelta(9))
    assert not momo.is_overdue(DUE + timedelta(10))
    with pytest.raises(LoanError, match="back already"):
        momo.renew(DUE)


def test_it_comes_back_once() -> None:
    momo = loan()
    momo.give_back(DUE)
    with pytest.raises(LoanError, match="back already"):
        momo.give_back(DUE + timedelta(1))
    assert momo.row.returned == DUE


def test_the_due_day_cannot_be_assigned() -> None:
    with pytest.raises(AttributeError):
        loan().due = date(2099, 1, 1)  # type: ignore[misc]


def test_a_row_taken_earlier_does_not_follow_the_loan() -> None:
    momo = loan()
    before = momo.row
    momo.renew(DUE)
    assert before.due == DUE


@pytest.mark.parametrize(("days", "renewals"), [(-1, 0), (28, -1)])
def test_a_loan_that_runs_backward_is_refused(days: int, renewals: int) -> None:
    with pytest.raises(ValueError, match="-1"):
        Loan(LoanRow("L0001", "p-1", "c-17", DUE, days, renewals))


def test_repr_names_the_loan_its_item_and_its_state() -> None:
    momo = loan()
    assert repr(momo) == "<Loan L0001: p-1 out, due 2028-02-29>"
    momo.give_back(DUE)
    assert "back" in repr(momo)
