"""One contract, every repository; a mixin must not break it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from stacks import Desk, Patron, PrintCopy, repository
from stacks.contracts import TODAY, LoansContract, broken, loan_of, returned
from stacks.loan import Loan, LoanRow
from stacks.repository import Audited, Loans, MemoryLoans, SqliteLoans


class AuditedMemory(Audited, MemoryLoans):
    pass


class AuditedSqlite(Audited, SqliteLoans):
    pass


class TestMemoryLoans(LoansContract):
    def make(self) -> Loans:
        return MemoryLoans()


class TestAuditedMemoryLoans(LoansContract):
    def make(self) -> Loans:
        return AuditedMemory()


class TestSqliteLoans(LoansContract):
    repository: type[SqliteLoans] = SqliteLoans

    @pytest.fixture(autouse=True)
    def database(self, tmp_path: Path) -> Iterator[None]:
        self.db = sqlite3.connect(tmp_path / "loans.sqlite")
        yield
        self.db.close()

    def make(self) -> Loans:
        return self.repository(self.db)


class TestAuditedSqliteLoans(TestSqliteLoans):
    repository = AuditedSqlite


class LiveLoans(MemoryLoans):
    """Hands out the object it keeps, as a first try does."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Loan] = {}

    def add(self, loan: Loan) -> None:
        super().add(loan)
        self.kept[loan.ref] = loan

    def save(self, loan: Loan) -> None:
        super().save(loan)
        self.kept[loan.ref] = loan

    def get(self, ref: str) -> Loan:
        return self.kept.get(ref) or super().get(ref)


def test_the_contract_notices_a_repository_that_hands_out_what_it_keeps() -> None:
    class Live(LoansContract):
        def make(self) -> Loans:
            return LiveLoans()

    assert broken(Live()) == [
        "test_a_change_after_adding_is_not_stored",
        "test_a_change_counts_once_it_is_saved",
    ]


class CountingLoans(MemoryLoans):
    """Numbers loans by how many there are."""

    def next_ref(self) -> str:
        return f"L{len(list(self._rows())) + 1:04}"


def test_the_contract_notices_a_reference_that_is_taken_behind_a_gap() -> None:
    class Counting(LoansContract):
        def make(self) -> Loans:
            return CountingLoans()

    assert broken(Counting()) == ["test_the_next_reference_is_free_behind_a_gap"]


class ThreeFields(MemoryLoans):
    """Keeps of a change what the methods of a loan move, and no more."""

    def _write(self, row: LoanRow) -> None:
        kept = self._by_ref.get(row.ref, row)
        moved = {name: getattr(row, name) for name in ("due", "renewals", "returned")}
        super()._write(kept._replace(**moved))


def test_the_contract_notices_a_repository_that_saves_part_of_a_row() -> None:
    class Partial(LoansContract):
        def make(self) -> Loans:
            return ThreeFields()

    assert broken(Partial()) == ["test_saving_keeps_the_whole_row"]


@pytest.mark.parametrize("kind", [MemoryLoans, SqliteLoans])
def test_references_of_another_house_do_not_stop_the_count(kind: type[Loans]) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        loans = kind(db) if kind is SqliteLoans else kind()  # type: ignore[call-arg]
        assert loans.next_ref() == "L0001"
        for ref in ("L0007", "ILL-b", "L12000b", "", "L9999"):
            loans.add(loan_of("p-1", ref))
        assert loans.next_ref() == "L10000"


def test_loans_survive_the_connection(tmp_path: Path) -> None:
    path = tmp_path / "loans.sqlite"
    first = sqlite3.connect(path)
    SqliteLoans(first).add(returned(loan_of("p-1")))
    first.close()
    second = sqlite3.connect(path)
    assert SqliteLoans(second).get("L0001").row.returned == TODAY
    second.close()


def test_the_audit_has_a_line_for_each_change(caplog: pytest.LogCaptureFixture) -> None:
    loans = AuditedMemory()
    with caplog.at_level(logging.INFO, "stacks.repository"):
        loans.add(loan_of("p-1"))
        loans.save_all([returned(loans.get("L0001"))])
    assert [line.split()[0] for line in caplog.messages] == ["added", "saved"]


def test_a_refused_change_is_not_in_the_audit(caplog: pytest.LogCaptureFixture) -> None:
    loans = AuditedMemory()
    with caplog.at_level(logging.INFO), pytest.raises(ValueError, match="no loan"):
        loans.save(loan_of("p-1"))
    assert caplog.messages == []


def test_the_queries_in_sql_agree_with_the_inherited_ones() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        loans = SqliteLoans(db)
        for n in range(12, 0, -1):
            loan = loan_of(f"p-{n % 3}", f"L{n:04}", card=f"c-{n % 2}")
            loans.add(returned(loan) if n % 4 == 0 else loan)
        for day in (date(2028, 2, 28), TODAY, date(2028, 3, 1)):
            assert _rows(loans.overdue(day)) == _rows(Loans.overdue(loans, day))
        for item in ("p-0", "p-1", "p-9"):
            assert _rows(loans.of_item(item)) == _rows(Loans.of_item(loans, item))
        for card in ("c-0", "c-1", "c-9"):
            assert _rows(loans.open_of(card)) == _rows(Loans.open_of(loans, card))
        assert loans.next_ref() == Loans.next_ref(loans) == "L0013"


def test_the_desk_reads_no_row_that_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(ref: str, *columns: Any) -> LoanRow:
        made.append(ref)
        return LoanRow(ref, *columns)

    with closing(sqlite3.connect(":memory:")) as db:
        loans = SqliteLoans(db)
        for n in range(1, 31):
            loans.add(returned(loan_of(f"p-{n % 10}", f"L{n:04}", card=f"c-{n}")))
        monkeypatch.setattr(repository, "LoanRow", counted)
        desk = Desk({"p-7": PrintCopy("p-7", "Momo", "JUG End")}, loans)
        assert desk.lend("p-7", Patron("c-7"), TODAY).ref == "L0031"
    assert made == ["L0007", "L0017", "L0027"]


def _rows(loans: list[Loan]) -> list[LoanRow]:
    return [loan.row for loan in loans]
