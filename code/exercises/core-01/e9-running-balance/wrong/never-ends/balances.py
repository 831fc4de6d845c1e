"""Wrong: a slice is never out of range, so iteration finds no end.

Fails: test_going_through_the_balances_comes_to_an_end
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tally.money import Money


class Balances(Sequence[Money]):
    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        self._opening = opening
        self._amounts = list(amounts)
        self._after(len(self._amounts))

    def __len__(self) -> int:
        return len(self._amounts) + 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._after(i) for i in range(*index.indices(len(self)))]
        return self._after(index if index >= 0 else len(self) + index)

    def _after(self, count: int) -> Money:
        return sum(self._amounts[:count], start=self._opening)
