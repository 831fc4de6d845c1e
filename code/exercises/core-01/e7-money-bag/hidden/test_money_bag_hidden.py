import pytest
from hypothesis import given
from hypothesis import strategies as st
from money_bag import MoneyBag
from tally.money import Money

EURO = Money("4.80", "EUR")
YEN = Money(980, "JPY")
amounts = st.builds(
    Money, st.integers(-999, 999), st.sampled_from(["EUR", "JPY", "TND"])
)
bags = st.lists(amounts, max_size=5).map(lambda some: MoneyBag(*some))


class Voucher:
    """Knows how to be added to a bag, and equals any bag."""

    def __radd__(self, bag: object) -> str:
        return "voucher"

    def __eq__(self, other: object) -> bool:
        return True


@given(bags)
def test_a_bag_and_its_opposite_leave_nothing(a: MoneyBag) -> None:
    assert a + -a == MoneyBag()
    assert hash(a + -a) == hash(MoneyBag())


@given(bags, bags)
def test_equal_bags_have_equal_hashes(a: MoneyBag, b: MoneyBag) -> None:
    assert hash(a + b) == hash(b + a)


def test_adding_changes_neither_bag() -> None:
    one, other = MoneyBag(EURO), MoneyBag(YEN)
    kept = one
    one + other
    one += other
    assert kept == MoneyBag(EURO)
    assert other == MoneyBag(YEN)


def test_the_other_side_gets_its_turn() -> None:
    assert MoneyBag(EURO) + Voucher() == "voucher"
    assert MoneyBag(EURO) == Voucher()


def test_a_bag_is_not_the_money_in_it() -> None:
    assert MoneyBag(EURO) != EURO


def test_sum_of_nothing_but_a_start_is_that_start() -> None:
    assert sum([EURO, YEN], start=MoneyBag()) == MoneyBag(EURO, YEN)


def test_a_zero_of_another_type_is_a_zero_from_the_left() -> None:
    assert sum([MoneyBag(EURO)], start=0.0) == MoneyBag(EURO)
    with pytest.raises(TypeError):
        MoneyBag(EURO) + 0


@pytest.mark.parametrize("number", [1, -1, 0.5])
def test_only_the_zero_of_sum_is_let_in(number: float) -> None:
    with pytest.raises(TypeError):
        sum([MoneyBag(EURO)], start=number)
