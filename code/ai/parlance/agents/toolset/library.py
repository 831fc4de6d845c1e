"""The Harbourside Tool Library, as small as four tools need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from parlance.domain.errors import ToolError


class Kind(StrEnum):
    """What is lent."""

    DRILL = "drill"
    LADDER = "ladder"
    WASHER = "pressure washer"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing, on a shelf or out on loan."""

    id: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Loan:
    """Who has what until when, and a late fee in pence."""

    id: str
    item: Item
    member: str
    due: date
    extended: bool = False
    fee: int = 0


class Library:
    """Items and loans, in memory. `today` is asked whenever a day matters."""

    def __init__(
        self,
        items: Iterable[Item],
        loans: Iterable[Loan] = (),
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._items = list(items)
        self._loans = {loan.id: loan for loan in loans}
        self._today = today

    def find(self, words: str, kind: Kind | None) -> list[Item]:
        """Give the items whose names have all the words."""
        wanted = words.casefold().split()
        return [
            item
            for item in self._items
            if kind in (None, item.kind)
            and all(word in item.name.casefold() for word in wanted)
        ]

    def is_free(self, item: Item) -> bool:
        """Say whether nobody has it."""
        return all(loan.item != item for loan in self._loans.values())

    def loan(self, id: str, member: str) -> Loan:
        """Give a member's own loan; another's is not there."""
        loan = self._loans.get(id)
        if loan is None or loan.member != member:
            raise ToolError(f"no loan {id!r:.40} of this member")
        return loan

    def loans(self, member: str) -> list[Loan]:
        """Give all loans of a member, the first due first."""
        own = [o for o in self._loans.values() if o.member == member]
        return sorted(own, key=lambda loan: loan.due)

    def extend(self, id: str, member: str, days: int) -> Loan:
        """Let a loan run on, once, for up to 14 days, unless it is late."""
        loan = self.loan(id, member)
        if not 1 <= days <= 14:
            raise ToolError(f"a loan is extended by 1 to 14 days, not {days}")
        if loan.extended:
            raise ToolError("it has been extended once already")
        if loan.due < self._today():
            raise ToolError(f"it was due on {loan.due}: bring it back")
        due = loan.due + timedelta(days=days)
        return self._keep(replace(loan, due=due, extended=True))

    def waive(self, id: str, member: str) -> int:
        """Let a fee go, and say how much it was."""
        loan = self.loan(id, member)
        if not loan.fee:
            raise ToolError("there is no fee on it")
        self._keep(replace(loan, fee=0))
        return loan.fee

    def _keep(self, loan: Loan) -> Loan:
        self._loans[loan.id] = loan
        return loan
