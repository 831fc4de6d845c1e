"""What the desk lends. Items know their rules, loans know what is out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, NamedTuple, Self

from typing_extensions import override

from stacks.loan import Loan


class Terms(NamedTuple):
    """For how long an item goes out, and how often that may be repeated."""

    days: int
    renewals: int = 0


class Item(ABC):
    """A title that can be lent, in whatever form; see ItemContract."""

    terms: ClassVar[Terms]

    def __init__(self, ref: str, title: str) -> None:
        self.ref = ref
        self.title = title

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> Self:
        """Make one from a row of a catalog."""
        return cls(row["ref"], row["title"])

    @abstractmethod
    def refusal(self, loans: Sequence[Loan], today: date) -> str | None:
        """Why it cannot go out today, given all its loans; None if it can."""

    def due(self, today: date, extra_days: int = 0) -> date:
        """Return the last day in time: terms and extra days at most."""
        return today + timedelta(self.terms.days + extra_days)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.ref}: {self.title}>"


class PrintCopy(Item):
    """One paper copy, with a place on a shelf."""

    terms = Terms(days=28, renewals=2)

    def __init__(self, ref: str, title: str, shelf: str) -> None:
        super().__init__(ref, title)
        self.shelf = shelf

    @classmethod
    @override
    def from_row(cls, row: Mapping[str, str]) -> Self:
        return cls(row["ref"], row["title"], row["shelf"])

    @override
    def refusal(self, loans: Sequence[Loan], today: date) -> str | None:
        return "is out" if any(loan.is_open for loan in loans) else None


class Laptop(Item):
    """A laptop for use in the house, back on its shelf by closing time."""

    terms = Terms(days=0)

    def __init__(self, ref: str, title: str, shelf: str) -> None:
        super().__init__(ref, title)
        self.shelf = shelf
        self.checked = True

    @classmethod
    @override
    def from_row(cls, row: Mapping[str, str]) -> Self:
        return cls(row["ref"], row["title"], row["shelf"])

    @override
    def refusal(self, loans: Sequence[Loan], today: date) -> str | None:
        if any(loan.is_open for loan in loans):
            return "is out"
        return None if self.checked else "waits for a check"

    @override
    def due(self, today: date, extra_days: int = 0) -> date:
        return super().due(today)  # the house closes for every member


class ELicense(Item):
    """A metered license: so many loans, so many at a time, until a day."""

    terms = Terms(days=21)

    def __init__(
        self,
        ref: str,
        title: str,
        *,
        uses: int,
        seats: int,
        ends: date,
    ) -> None:
        super().__init__(ref, title)
        self.uses = uses
        self.seats = seats
        self.ends = ends

    @classmethod
    @override
    def from_row(cls, row: Mapping[str, str]) -> Self:
        return cls(
            row["ref"],
            row["title"],
            uses=int(row["uses"]),
            seats=int(row["seats"]),
            ends=date.fromisoformat(row["ends"]),
        )

    @override
    def refusal(self, loans: Sequence[Loan], today: date) -> str | None:
        if today > self.ends:
            return f"ended on {self.ends}"
        if len(loans) >= self.uses:
            return f"has used its {self.uses} loans"
        if sum(loan.is_open for loan in loans) >= self.seats:
            return "is out"
        return None

    @override
    def due(self, today: date, extra_days: int = 0) -> date:
        return min(super().due(today, extra_days), self.ends)
