"""A ledger: entries in the order they were posted, each reference once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import overload

from tally.entry import Entry
from tally.money import Money

log = logging.getLogger(__name__)


class Ledger(Sequence[Entry]):
    """A named sequence of entries; posting one twice changes nothing."""

    def __init__(self, name: str, entries: Iterable[Entry] = ()) -> None:
        self.name = name
        self._entries: list[Entry] = []
        self._by_ref: dict[str, Entry] = {}
        for entry in entries:
            self.post(entry)

    def post(self, entry: Entry) -> bool:
        """Add the entry, or settle the one it repeats; True if added."""
        known = self._by_ref.get(entry.ref)
        if known is None:
            self._by_ref[entry.ref] = entry
            self._entries.append(entry)
            return True
        if known.amount != entry.amount:
            pending = known.amount
            known.amount = entry.amount
            log.info("%s settles %s", entry, pending)
        return False

    def total(self, currency: str) -> Money:
        """Sum of all entries in one currency; zero when there is none."""
        amounts = (entry.amount for entry in self)
        zero = Money(0, currency)
        return sum((a for a in amounts if a.currency == currency), start=zero)

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return self._entries[index]

    def __repr__(self) -> str:
        return f"<Ledger {self.name!r}: {len(self)} entries>"
