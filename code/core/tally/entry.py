"""One line of a bank statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Self
from unicodedata import normalize

from tally.money import Money


class Entry:
    """A booking that keeps its identity while its details are corrected.

    Two entries are the same when the bank gave them the same reference, so
    there is no ``__eq__``: two coffees on one day are two entries.
    """

    def __init__(
        self,
        ref: str,
        day: date,
        payee: str,
        amount: Money,
        tags: Iterable[str] = (),
    ) -> None:
        """Raise ValueError for a blank reference or payee."""
        ref = ref.strip()
        if not ref:
            raise ValueError(f"no reference for {payee!r}")
        self._ref = ref
        self._amount = amount
        self.day = day
        self.payee = payee
        self._tags: set[str] = set()
        for tag in tags:
            self.tag(tag)

    @classmethod
    def from_row(
        cls,
        row: Mapping[str, str],
        *,
        date_format: str = "%Y-%m-%d",
        decimal_mark: str = ".",
    ) -> Self:
        """Build an entry from text fields; ValueError says what is wrong."""
        amount = f"{row['amount']} {row['currency']}"
        return cls(
            row["ref"],
            datetime.strptime(row["day"], date_format).date(),
            row["payee"],
            Money.parse(amount, decimal_mark=decimal_mark),
            row.get("tags", "").split(),
        )

    @property
    def ref(self) -> str:
        """The bank's reference: the identity, hence without a setter."""
        return self._ref

    @property
    def payee(self) -> str:
        """Who was paid, or paid; never empty."""
        return self._payee

    @payee.setter
    def payee(self, payee: str) -> None:
        # Banks send accents composed or decomposed; NFC composes them.
        payee = normalize("NFC", payee).strip()
        if not payee:
            raise ValueError(f"no payee for {self._ref!r}")
        self._payee = payee

    @property
    def amount(self) -> Money:
        """Signed; a payment out is negative. May change, its currency not."""
        return self._amount

    @amount.setter
    def amount(self, amount: Money) -> None:
        if amount.currency != self._amount.currency:
            raise ValueError(f"{self._ref}: {self._amount} cannot become {amount}")
        self._amount = amount

    @property
    def tags(self) -> frozenset[str]:
        """The tags so far; `tag` adds one."""
        return frozenset(self._tags)

    def tag(self, name: str) -> None:
        """Add a tag of one word, lower-cased."""
        if name.split() != [name]:
            raise ValueError(f"a tag is one word: {name!r}")
        self._tags.add(name.lower())

    def __repr__(self) -> str:
        kind = type(self).__name__
        if not hasattr(self, "_payee"):  # a debugger stopped in __init__
            return f"<{kind}, unfinished>"
        return f"<{kind} {self._ref} {self.day} {self._payee!r} {self._amount}>"
