"""Wrong: the way through float loses digits, and yen have no cents.

Fails: test_no_digit_is_lost_in_a_large_amount
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
        if not spec.endswith("a"):
            return format(str(self), spec)
        amount = float(self.money.amount)
        digits = 0 if self.money.currency == "JPY" else 2
        text = f"{abs(amount):,.{digits}f} {self.money.currency}"
        return format(f"({text})" if amount < 0 else text, spec[:-1])
