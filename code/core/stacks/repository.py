"""Where loans are kept: three methods to write, the rest to inherit."""

from __future__ import annotations

import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any

from typing_extensions import override

from stacks.loan import Loan, LoanError, LoanRow

log = logging.getLogger(__name__)


class Loans(ABC):
    """All loans, open and closed. A change counts once it is saved."""

    @abstractmethod
    def _read(self, ref: str) -> LoanRow | None:
        """Return the row stored under a reference, if there is one."""

    @abstractmethod
    def _write(self, row: LoanRow) -> None:
        """Store the row, in place of one with the same reference."""

    @abstractmethod
    def _rows(self) -> Iterable[LoanRow]:
        """Return all rows, in the order in which they were added."""

    def get(self, ref: str) -> Loan:
        """Return the loan, or raise LoanError."""
        row = self._read(ref)
        if row is None:
            raise LoanError(f"no loan {ref}")
        return Loan(row)

    def add(self, loan: Loan) -> None:
        """Keep a new loan; its reference must be new too."""
        if self._read(loan.ref) is not None:
            raise LoanError(f"{loan.ref} is taken")
        self._write(loan.row)

    def save(self, loan: Loan) -> None:
        """Keep what has changed in a loan that was added before."""
        self.get(loan.ref)
        self._write(loan.row)

    def save_all(self, loans: Iterable[Loan]) -> None:
        """Save each of them."""
        for loan in loans:
            self.save(loan)

    def next_ref(self) -> str:
        """Return a reference above all that are stored; a gap stays a gap."""
        tails = [row.ref[1:] for row in self._rows()]
        numbers = [int(tail) for tail in tails if tail.isdecimal()]
        return f"L{max(numbers, default=0) + 1:04}"

    def of_item(self, item: str) -> list[Loan]:
        """All loans of an item, closed ones too."""
        return [Loan(row) for row in self._rows() if row.item == item]

    def open_of(self, card: str) -> list[Loan]:
        """Return what a patron has at home."""
        loans = (Loan(row) for row in self._rows() if row.card == card)
        return [loan for loan in loans if loan.is_open]

    def overdue(self, today: date) -> list[Loan]:
        """Return what should be back."""
        loans = (Loan(row) for row in self._rows())
        return [loan for loan in loans if loan.is_overdue(today)]


class MemoryLoans(Loans):
    """Loans in a dict, for tests and for trying things out."""

    def __init__(self) -> None:
        self._by_ref: dict[str, LoanRow] = {}

    @override
    def _read(self, ref: str) -> LoanRow | None:
        return self._by_ref.get(ref)

    @override
    def _write(self, row: LoanRow) -> None:
        self._by_ref[row.ref] = row

    @override
    def _rows(self) -> Iterable[LoanRow]:
        return self._by_ref.values()


class SqliteLoans(Loans):
    """Loans in a table. Whoever opened the connection closes it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        with db:
            db.execute(
                "CREATE TABLE IF NOT EXISTS loan (ref TEXT PRIMARY KEY,"
                " item TEXT, card TEXT, due TEXT, days INTEGER,"
                " renewals INTEGER, returned TEXT)"
            )

    @override
    def _read(self, ref: str) -> LoanRow | None:
        found = self._select("WHERE ref = ?", ref)
        return found[0] if found else None

    @override
    def _write(self, row: LoanRow) -> None:
        texts = [str(v) if isinstance(v, date) else v for v in row]
        with self._db:
            self._db.execute(
                "INSERT INTO loan VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (ref) DO UPDATE SET item = excluded.item,"
                " card = excluded.card, due = excluded.due,"
                " days = excluded.days, renewals = excluded.renewals,"
                " returned = excluded.returned",
                texts,
            )

    @override
    def _rows(self) -> Iterable[LoanRow]:
        return self._select("")

    @override
    def next_ref(self) -> str:
        query = (
            "SELECT max(CAST(substr(ref, 2) AS INTEGER)) FROM loan"
            " WHERE substr(ref, 2) NOT GLOB '*[^0-9]*'"
        )
        (highest,) = self._db.execute(query).fetchone()
        return f"L{(highest or 0) + 1:04}"

    @override
    def of_item(self, item: str) -> list[Loan]:
        return self._loans("WHERE item = ?", item)

    @override
    def open_of(self, card: str) -> list[Loan]:
        return self._loans("WHERE card = ? AND returned IS NULL", card)

    @override
    def overdue(self, today: date) -> list[Loan]:
        late = "WHERE returned IS NULL AND due < ?"
        return self._loans(late, str(today))

    def _loans(self, condition: str, *values: str) -> list[Loan]:
        return [Loan(row) for row in self._select(condition, *values)]

    def _select(self, condition: str, *values: str) -> list[LoanRow]:
        query = f"SELECT * FROM loan {condition} ORDER BY rowid"
        return [_row(*columns) for columns in self._db.execute(query, values)]


def _row(*columns: Any) -> LoanRow:
    ref, item, card, due, days, renewals, returned = columns
    due = date.fromisoformat(due)
    back = date.fromisoformat(returned) if returned else None
    return LoanRow(ref, item, card, due, days, renewals, back)


class Audited(Loans):
    """A mixin, left of a repository: each stored change is logged."""

    @override
    def add(self, loan: Loan) -> None:
        super().add(loan)
        log.info("added %r", loan)

    @override
    def save(self, loan: Loan) -> None:
        super().save(loan)
        log.info("saved %r", loan)
