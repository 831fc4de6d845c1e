"""Wrong: answers the letter and forgets the rest of the format.

Fails: test_the_format_decides_the_text
"""

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
        if spec.endswith("a") and self.money < Money(0, self.money.currency):
            return f"({-self.money})"
        return format(str(self), spec.removesuffix("a"))
