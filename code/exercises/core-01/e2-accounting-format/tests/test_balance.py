import doctest

import balance
import pytest
from balance import Balance
from tally.money import Money

CASES = [
    # amount, currency, format, expected
    ("-4.80", "EUR", "", "-4.80 EUR"),
    ("-4.80", "EUR", "a", "(4.80 EUR)"),
    ("4.80", "EUR", "a", "4.80 EUR"),
    ("-4.80", "EUR", ">12", "   -4.80 EUR"),
    ("-4.80", "EUR", ">12a", "  (4.80 EUR)"),
    ("-4.80", "EUR", "*^14a", "**(4.80 EUR)**"),
    ("-1234567", "JPY", "a", "(1,234,567 JPY)"),
]


@pytest.mark.parametrize(("amount", "currency", "spec", "expected"), CASES)
def test_the_format_decides_the_text(
    amount: str, currency: str, spec: str, expected: str
) -> None:
    assert format(Balance(Money(amount, currency)), spec) == expected


def test_the_examples_in_the_docstring_hold() -> None:
    result = doctest.testmod(balance)
    assert result.attempted > 0
    assert result.failed == 0
