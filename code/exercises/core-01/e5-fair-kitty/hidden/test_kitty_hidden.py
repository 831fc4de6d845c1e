import pytest
from hypothesis import given
from hypothesis import strategies as st
from kitty import Kitty
from tally.money import CurrencyError, Money


@given(
    st.integers(1, 7),
    st.lists(st.integers(-50, 50).map(lambda yen: Money(yen, "JPY"))),
)
def test_the_rule_holds_for_any_number_of_people(
    people: int, bills: list[Money]
) -> None:
    names = [f"person {number}" for number in range(people)]
    kitty = Kitty(names, "JPY")
    zero, one_yen = Money(0, "JPY"), Money(1, "JPY")
    paid = dict.fromkeys(names, zero)
    for bill in bills:
        for name, share in kitty.share(bill).items():
            paid[name] += share
    totals = [kitty.total(name) for name in names]
    assert totals == list(paid.values())
    assert sum(totals, start=zero) == sum(bills, start=zero)
    assert max(totals) - min(totals) <= one_yen


def test_a_bill_in_another_currency_changes_nothing() -> None:
    kitty = Kitty(["Zoë", "Jörg"], "EUR")
    kitty.share(Money("0.01", "EUR"))
    before = [kitty.total("Zoë"), kitty.total("Jörg")]
    with pytest.raises(CurrencyError):
        kitty.share(Money("3.00", "USD"))
    assert [kitty.total("Zoë"), kitty.total("Jörg")] == before


def test_a_kitty_needs_somebody_and_knows_each_only_once() -> None:
    with pytest.raises(ValueError):
        Kitty([], "EUR")
    with pytest.raises(ValueError):
        Kitty(["Zoë", "Zoë"], "EUR")
