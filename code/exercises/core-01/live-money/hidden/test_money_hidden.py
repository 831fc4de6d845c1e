from decimal import Decimal

import pytest
from money import Money

COFFEE = Money(Decimal("4.80"), "EUR")


class AnyAmount:
    """Equals every amount, and can be added to one."""

    def __eq__(self, other: object) -> bool:
        return True

    def __radd__(self, other: object) -> str:
        return "any amount"


def test_an_amount_in_a_set_cannot_be_changed() -> None:
    coffee = Money(Decimal("4.80"), "EUR")
    seen = {coffee}
    with pytest.raises(AttributeError):
        coffee.amount = Decimal(5)
    with pytest.raises(AttributeError):
        coffee.currency = "USD"
    assert coffee in seen


def test_a_type_that_money_does_not_know_gets_its_turn() -> None:
    assert COFFEE == AnyAmount()
    assert COFFEE + AnyAmount() == "any amount"


def test_money_is_not_equal_to_its_number() -> None:
    assert COFFEE != Decimal("4.80")


@pytest.mark.parametrize("start", [5, -1, None])
def test_nothing_but_the_zero_of_sum_is_let_in(start: object) -> None:
    with pytest.raises(TypeError):
        sum([COFFEE], start=start)
