from collections.abc import Sequence

import pytest
from balances import Balances
from tally.money import CurrencyError, Money


def euros(*amounts: str) -> list[Money]:
    return [Money(amount, "EUR") for amount in amounts]


@pytest.fixture
def balances() -> Balances:
    (opening,) = euros("100.00")
    return Balances(opening, euros("-4.80", "-95.20", "20.00"))


def test_the_first_is_the_opening_balance(balances: Balances) -> None:
    assert balances[0] == Money("100.00", "EUR")
    assert len(balances) == 4


def test_each_amount_is_added_to_the_balance_before(
    balances: Balances,
) -> None:
    assert [balances[i] for i in range(4)] == euros(
        "100.00", "95.20", "0.00", "20.00"
    )


def test_the_end_can_be_asked_for_too(balances: Balances) -> None:
    assert balances[-1] == Money("20.00", "EUR")
    assert balances[1:3] == euros("95.20", "0.00")


def test_the_rest_of_a_sequence_comes_for_free(balances: Balances) -> None:
    assert isinstance(balances, Sequence)
    assert Money("0.00", "EUR") in balances
    assert balances.index(Money("95.20", "EUR")) == 1
    assert list(reversed(balances))[0] == Money("20.00", "EUR")
    written = {name for name in vars(Balances) if name.startswith("__")}
    assert not written & {"__contains__", "__iter__", "__reversed__"}


def test_another_currency_is_refused_at_once() -> None:
    with pytest.raises(CurrencyError):
        Balances(Money(100, "EUR"), [Money(980, "JPY")])
