import pytest
from hypothesis import given
from hypothesis import strategies as st
from money_bag import MoneyBag
from tally.money import Money

EURO = Money("4.80", "EUR")
YEN = Money(980, "JPY")
NOTHING = MoneyBag()

amounts = st.builds(
    Money, st.integers(-999, 999), st.sampled_from(["EUR", "JPY", "TND"])
)
bags = st.lists(amounts, max_size=5).map(lambda some: MoneyBag(*some))


def test_a_bag_keeps_each_currency_apart() -> None:
    bag = MoneyBag(EURO, YEN, EURO)
    assert bag["EUR"] == Money("9.60", "EUR")
    assert bag["JPY"] == YEN
    assert bag["USD"] == Money(0, "USD")


def test_money_and_bags_add_up_in_any_order() -> None:
    assert MoneyBag(EURO) + YEN == MoneyBag(EURO, YEN)
    assert YEN + MoneyBag(EURO) == MoneyBag(EURO, YEN)


def test_sum_works_on_bags() -> None:
    assert sum([MoneyBag(EURO), MoneyBag(YEN)]) == MoneyBag(EURO, YEN)


def test_a_bag_does_not_add_to_a_number() -> None:
    with pytest.raises(TypeError):
        MoneyBag(EURO) + 1
    with pytest.raises(TypeError):
        1 + MoneyBag(EURO)


def test_equal_bags_are_one_key() -> None:
    assert len({MoneyBag(EURO, YEN), MoneyBag(YEN, EURO)}) == 1


@given(bags, bags, bags)
def test_addition_is_associative(
    a: MoneyBag, b: MoneyBag, c: MoneyBag
) -> None:
    assert (a + b) + c == a + (b + c)


@given(bags, bags)
def test_addition_is_commutative(a: MoneyBag, b: MoneyBag) -> None:
    assert a + b == b + a


@given(bags)
def test_the_empty_bag_is_the_identity(a: MoneyBag) -> None:
    assert a + NOTHING == a
    assert NOTHING + a == a
