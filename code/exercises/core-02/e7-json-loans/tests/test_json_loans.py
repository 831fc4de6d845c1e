from __future__ import annotations

from pathlib import Path

import pytest
from contract import LoanRepositoryContract
from json_loans import JsonLoans
from loan_repository import Loan, LoanRepository, MemoryLoans


class TestMemoryLoans(LoanRepositoryContract):
    def make(self, *loans: Loan) -> LoanRepository:
        return MemoryLoans(loans)


class TestJsonLoans(LoanRepositoryContract):
    @pytest.fixture(autouse=True)
    def in_a_folder(self, tmp_path: Path) -> None:
        self.path = tmp_path / "loans.json"

    def make(self, *loans: Loan) -> LoanRepository:
        repository = JsonLoans(self.path)
        for loan in loans:
            repository.add(loan)
        return repository
