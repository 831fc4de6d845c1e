"""The balance of an account, before and after each booking."""

from __future__ import annotations

from collections.abc import Iterable

from tally.money import Money


class Balances:
    """The opening balance, then the balance after each amount."""

    def __init__(self, opening: Money, amounts: Iterable[Money]) -> None:
        self._opening = opening
        self._amounts = list(amounts)

    def after(self, count: int) -> Money:
        """The balance after the first ``count`` amounts."""
        return sum(self._amounts[:count], start=self._opening)
