"""Balances in the columns of a statement."""

from __future__ import annotations

from tally.money import Money


class Balance:
    """What an account holds, printed as bookkeepers print it.

    >>> due = Balance(Money("-1234.50", "EUR"))
    >>> f"{due}"
    '-1,234.50 EUR'
    >>> f"{due:a}"
    '(1,234.50 EUR)'
    >>> f"{due:>18a}"
    '    (1,234.50 EUR)'
    >>> f"{Balance(Money('980', 'JPY')):.<12a}"
    '980 JPY.....'
    """

    def __init__(self, money: Money) -> None:
        self.money = money

    def __str__(self) -> str:
        return str(self.money)

    def __format__(self, spec: str) -> str:
        """Take a text format, with 'a' at its end for accounting."""
        text = str(self)
        if spec.endswith("a"):
            spec = spec.removesuffix("a")
            if text.startswith("-"):
                text = f"({text.removeprefix('-')})"
        return format(text, spec)
