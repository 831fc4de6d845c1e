from itertools import islice

import pytest
from balances import Balances
from tally.money import Money

FIVE = Money("5.00", "EUR")


def test_going_through_the_balances_comes_to_an_end() -> None:
    balances = Balances(FIVE, [FIVE, FIVE])
    assert len(list(islice(balances, 10))) == 3


@pytest.mark.parametrize("index", [3, -4])
def test_there_is_nothing_beyond_the_ends(index: int) -> None:
    with pytest.raises(IndexError):
        Balances(FIVE, [FIVE, FIVE])[index]


def test_amounts_that_come_later_do_not_change_it() -> None:
    amounts = [FIVE]
    balances = Balances(FIVE, amounts)
    amounts.append(FIVE)
    assert len(balances) == 2
    assert balances[-1] == Money("10.00", "EUR")


def test_nobody_can_add_a_balance_from_outside() -> None:
    balances = Balances(FIVE, (money for money in [FIVE]))
    assert not hasattr(balances, "append")
    with pytest.raises(TypeError):
        balances[0] = FIVE


def test_without_a_booking_there_is_one_balance() -> None:
    balances = Balances(FIVE, [])
    assert len(balances) == 1
    assert balances[0] == FIVE
