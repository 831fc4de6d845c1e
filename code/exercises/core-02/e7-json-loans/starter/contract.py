"""What the desk relies on, for every repository of loans."""

from __future__ import annotations

from datetime import date

import pytest
from loan_repository import Loan, LoanError, LoanRepository

KRABAT = Loan("L0002", "P-0412", "Krabat", date(2028, 2, 29))
MOMO = Loan("L0001", "P-0077", "Momo", date(2028, 3, 14))
MLOCI = Loan("L0003", "P-0412", "Válka s mloky", date(2028, 2, 29))


class LoanRepositoryContract:
    """The tests; a subclass says how a repository is made."""

    def make(self, *loans: Loan) -> LoanRepository:
        """Return a repository that holds these loans."""
        raise NotImplementedError

    def test_what_was_added_is_found(self) -> None:
        loans = self.make()
        loans.add(MLOCI)
        assert loans.get("L0003") == MLOCI

    def test_a_reference_is_taken_once(self) -> None:
        loans = self.make(KRABAT)
        with pytest.raises(LoanError, match="L0002"):
            loans.add(Loan("L0002", "P-0077", "Momo", date(2028, 3, 1)))
        assert loans.get("L0002") == KRABAT

    def test_an_unknown_reference_is_an_error(self) -> None:
        loans = self.make(KRABAT)
        with pytest.raises(LoanError, match="L0001"):
            loans.get("L0001")
        with pytest.raises(LoanError, match="L0001"):
            loans.remove("L0001")
        with pytest.raises(LoanError, match="L0001"):
            loans.replace(MOMO)

    def test_a_replaced_loan_keeps_its_reference(self) -> None:
        loans = self.make(KRABAT, MOMO)
        renewed = Loan("L0002", "P-0412", "Krabat", date(2028, 3, 28))
        loans.replace(renewed)
        assert loans.get("L0002") == renewed
        assert loans.get("L0001") == MOMO

    def test_a_removed_loan_is_gone(self) -> None:
        loans = self.make(KRABAT, MOMO)
        loans.remove("L0002")
        with pytest.raises(LoanError):
            loans.get("L0002")
        loans.add(KRABAT)

    def test_late_loans_come_in_order(self) -> None:
        loans = self.make(MLOCI, MOMO, KRABAT)
        assert loans.due_before(date(2028, 3, 1)) == (KRABAT, MLOCI)
        assert loans.due_before(date(2028, 3, 15)) == (KRABAT, MLOCI, MOMO)

    def test_on_its_due_date_nothing_is_late(self) -> None:
        assert self.make(KRABAT).due_before(KRABAT.due) == ()
