"""The balance of an account, before and after each booking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from tally.money import Money


class Balances(Sequence[Money]):
    """The opening balance, then the balance after each amount."""

    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        self._opening = opening
        self._amounts = tuple(amounts)
        self._after(len(self._amounts))  # refuses a second currency now

    def __len__(self) -> int:
        return len(self._amounts) + 1

    @overload
    def __getitem__(self, index: int) -> Money: ...
    @overload
    def __getitem__(self, index: slice) -> list[Money]: ...
    def __getitem__(self, index: int | slice) -> Money | list[Money]:
        # A range knows negative numbers, slices and where it ends.
        counts = range(len(self))[index]
        if isinstance(counts, range):
            return [self._after(count) for count in counts]
        return self._after(counts)

    def _after(self, count: int) -> Money:
        return sum(self._amounts[:count], start=self._opening)
