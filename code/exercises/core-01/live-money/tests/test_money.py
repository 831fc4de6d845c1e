from decimal import Decimal

import pytest
from money import Money

COFFEE = Money(Decimal("4.80"), "EUR")
LUNCH = Money(Decimal(980), "JPY")


def test_1_the_same_amount_is_equal() -> None:
    assert Money(Decimal("4.8"), "EUR") == COFFEE
    assert Money(Decimal("4.80"), "USD") != COFFEE


def test_2_equal_amounts_count_once_in_a_set() -> None:
    seen = {COFFEE, Money(Decimal("4.80"), "EUR"), LUNCH}
    assert len(seen) == 2
    assert Money(Decimal("4.8"), "EUR") in seen


def test_3_the_built_in_sum_adds_amounts() -> None:
    assert sum([COFFEE] * 3) == Money(Decimal("14.40"), "EUR")


def test_the_rule_still_holds_in_a_sum() -> None:
    with pytest.raises(ValueError, match="EUR and JPY"):
        sum([COFFEE, LUNCH])
