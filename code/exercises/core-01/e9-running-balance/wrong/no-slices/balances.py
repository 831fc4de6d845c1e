"""Wrong: adds one to the index, and a slice is no number.

Fails: test_the_end_can_be_asked_for_too
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

from tally.money import Money


class Balances(Sequence[Money]):
    """The opening balance, then the balance after each amount."""

    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        self._opening = opening
        self._later = list(accumulate(amounts, initial=opening))[1:]

    def __len__(self) -> int:
        return len(self._later) + 1

    @overload
    def __getitem__(self, index: int) -> Money: ...
    @overload
    def __getitem__(self, index: slice) -> list[Money]: ...
    def __getitem__(self, index: int | slice) -> Money | list[Money]:
        return self._opening if index == 0 else self._later[index - 1]
