import pytest
from envelopes import Envelope
from tally.money import CurrencyError, Money


class Savings(Envelope):
    """An envelope of another kind."""


def test_a_subclass_is_read_as_what_it_is() -> None:
    assert type(Savings.parse("Bicycle: 80.00 EUR")) is Savings


def test_spending_less_than_nothing_is_refused() -> None:
    groceries = Envelope("Groceries", Money("5.00", "EUR"))
    with pytest.raises(ValueError):
        groceries.spend(Money("-5.00", "EUR"))
    assert groceries.held == Money("5.00", "EUR")


def test_no_envelope_starts_with_less_than_nothing() -> None:
    with pytest.raises(ValueError):
        Envelope("Groceries", Money("-0.01", "EUR"))


def test_another_currency_is_refused() -> None:
    groceries = Envelope("Groceries", Money("5.00", "EUR"))
    with pytest.raises(CurrencyError):
        groceries.spend(Money(5, "JPY"))


def test_the_money_cannot_be_set_from_outside() -> None:
    groceries = Envelope("Groceries", Money("5.00", "EUR"))
    with pytest.raises(AttributeError):
        groceries.held = Money("500.00", "EUR")
