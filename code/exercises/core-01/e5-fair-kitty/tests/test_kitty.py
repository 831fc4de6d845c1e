from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kitty import Kitty
from tally.money import Money

NAMES = ["Zoë", "Jörg", "Ana"]
CENT = Money("0.01", "EUR")


def euros(cents: int) -> Money:
    return Money(Decimal(cents) / 100, "EUR")


def test_the_shares_of_a_bill_add_up_to_the_bill() -> None:
    dealt = Kitty(NAMES, "EUR").share(Money("100.00", "EUR"))
    assert list(dealt) == NAMES
    assert sum(dealt.values()) == Money("100.00", "EUR")


def test_the_spare_cent_does_not_always_hit_the_same_person() -> None:
    kitty = Kitty(NAMES, "EUR")
    for _ in range(3):
        kitty.share(Money("0.01", "EUR"))
    assert [kitty.total(name) for name in NAMES] == [CENT, CENT, CENT]


def test_a_stranger_has_no_total() -> None:
    with pytest.raises(KeyError):
        Kitty(NAMES, "EUR").total("Eve")


@given(st.lists(st.integers(-10_000, 10_000).map(euros), max_size=12))
def test_totals_are_never_more_than_one_cent_apart(
    bills: list[Money],
) -> None:
    kitty = Kitty(NAMES, "EUR")
    for bill in bills:
        assert sum(kitty.share(bill).values()) == bill
        totals = [kitty.total(name) for name in NAMES]
        assert max(totals) - min(totals) <= CENT
