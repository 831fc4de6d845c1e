"""The balance of an account, before and after each booking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import overload

from tally.money import Money


class Balances(Sequence[Money]):
    """The opening balance, then the balance after each amount."""

    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        self._balances = list(accumulate(amounts, initial=opening))

    def __len__(self) -> int:
        return len(self._balances)

    @overload
    def __getitem__(self, index: int) -> Money: ...
    @overload
    def __getitem__(self, index: slice) -> list[Money]: ...
    def __getitem__(self, index: int | slice) -> Money | list[Money]:
        return self._balances[index]
