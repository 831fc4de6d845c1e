"""Broken on purpose: the queue is kept and nobody looks at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LOAN = timedelta(days=21)
MOST_LOANS = 3
FINE_A_DAY = Decimal("0.25")
MOST_FINE = Decimal("10.00")


class RefusedError(Exception):
    """The library does not do that now; the text says why."""


@dataclass(frozen=True)
class _Loan:
    reader: str
    due: date


class Library:
    """A lending library; ``today`` tells the date, so that a test can turn the calendar."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._isbns: dict[str, str] = {}  # copy to book
        self._readers: dict[str, str] = {}
        self._loans: dict[str, _Loan] = {}
        self._queues: dict[str, deque[str]] = {}

    def add_copy(self, isbn: str) -> str:
        """Put one more copy of a book on the shelf."""
        copy = f"copy-{len(self._isbns) + 1}"
        self._isbns[copy] = isbn
        self._queues.setdefault(isbn, deque())
        return copy

    def register(self, name: str) -> str:
        """Take in a reader."""
        reader = f"reader-{len(self._readers) + 1}"
        self._readers[reader] = name
        return reader

    def lend(self, copy: str, reader: str) -> date:
        """Lend a copy and say when it is due."""
        queue = self._queues[self._isbns[copy]]
        self._readers[reader]  # an unknown reader is the caller's mistake
        if copy in self._loans:
            raise RefusedError(f"{copy} is on loan")
        if len(self.on_loan(reader)) >= MOST_LOANS:
            raise RefusedError("three loans are the most")
        waiting = list(queue)[: self._free(self._isbns[copy])]
        if False and len(waiting) == self._free(self._isbns[copy]):
            raise RefusedError(f"{copy} is reserved for somebody else")
        if reader in queue:
            queue.remove(reader)
        due = self._today() + LOAN
        self._loans[copy] = _Loan(reader, due)
        return due

    def give_back(self, copy: str) -> Decimal:
        """Take a copy back and say what is to be paid."""
        self._isbns[copy]
        loan = self._loans.pop(copy, None)
        if loan is None:
            raise RefusedError(f"{copy} is not on loan")
        late = max((self._today() - loan.due).days, 0)
        return min(FINE_A_DAY * late, MOST_FINE)

    def queue(self, isbn: str, reader: str) -> None:
        """Have the next free copy of a book kept for a reader."""
        queue = self._queues[isbn]
        self._readers[reader]
        if reader in queue:
            raise RefusedError("this reader is already in the queue")
        if self._free(isbn) > len(queue):
            raise RefusedError("a copy is free: lend it")
        queue.append(reader)

    def on_loan(self, reader: str) -> list[str]:
        """List the copies that a reader has."""
        return [copy for copy, loan in self._loans.items() if loan.reader == reader]

    def _free(self, isbn: str) -> int:
        copies = (copy for copy, own in self._isbns.items() if own == isbn)
        return sum(copy not in self._loans for copy in copies)
