from __future__ import annotations

import copy
import decimal
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tally.money import MINOR_DIGITS, CurrencyError, Money

currencies = st.sampled_from(sorted(MINOR_DIGITS))
cents = st.integers(-(10**12), 10**12)


@st.composite
def money(draw: st.DrawFn, currency: str | None = None) -> Money:
    code = currency or draw(currencies)
    return Money(Decimal(draw(cents)).scaleb(-MINOR_DIGITS[code]), code)


def test_equal_content_is_equal_and_hashes_alike() -> None:
    assert Money("4.80", "EUR") == Money(Decimal("4.8"), "EUR")
    assert hash(Money("4.80", "EUR")) == hash(Money(Decimal("4.8"), "EUR"))


def test_same_number_in_another_currency_is_another_value() -> None:
    assert Money("4.80", "EUR") != Money("4.80", "USD")
    assert Money(0, "EUR") != Money(0, "JPY")


def test_equality_leaves_a_foreign_type_its_say() -> None:
    class Anything:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    assert Money(1, "EUR") == Anything()
    assert Money(1, "EUR") != 1


@pytest.mark.parametrize("name", ["amount", "currency", "note"])
def test_no_public_attribute_can_be_set(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Money(1, "EUR"), name, Decimal(2))


def test_amount_and_currency_can_be_read() -> None:
    price = Money("4.80", "EUR")
    assert (price.amount, price.currency) == (Decimal("4.80"), "EUR")


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float is inexact"):
        Money(0.1, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "currency", "message"),
    [
        ("4.805", "EUR", "finer than one cent of EUR"),
        ("0.5", "JPY", "finer than one cent of JPY"),
        ("1", "XXX", "unknown currency"),
        ("four", "EUR", "not a number"),
        ("NaN", "EUR", "not an amount"),
        ("Infinity", "EUR", "not an amount"),
        ("1" + "0" * 30, "EUR", "too many digits"),
    ],
)
def test_an_invalid_amount_is_refused_at_the_door(amount: str, currency: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Money(amount, currency)


def test_three_digits_are_kept_where_the_currency_has_them() -> None:
    assert str(Money("1.234", "TND")) == "1.234 TND"


def test_minus_zero_prints_as_zero() -> None:
    assert str(Money("-0.00", "EUR")) == "0.00 EUR"
    assert str(Money.rounded("-0.004", "EUR")) == "0.00 EUR"


@pytest.mark.parametrize(
    ("exact", "rounded"), [("2.345", "2.34"), ("2.355", "2.36"), ("-2.345", "-2.34")]
)
def test_rounding_goes_half_to_even(exact: str, rounded: str) -> None:
    assert Money.rounded(exact, "EUR") == Money(rounded, "EUR")


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1,234.50 EUR", ".", "1234.50"),
        ("1.234,50 EUR", ",", "1234.50"),
        (" -4,80 EUR ", ",", "-4.80"),
        ("+1234567 EUR", ".", "1234567"),
        ("0 EUR", ".", "0"),
    ],
)
def test_parse_reads_both_conventions(text: str, mark: str, amount: str) -> None:
    assert Money.parse(text, decimal_mark=mark) == Money(amount, "EUR")


@pytest.mark.parametrize(
    "text",
    ["4,80 EUR", "1,23,456.00 EUR", "4.80", "EUR", "", "4.80EUR", "٤ EUR", "1. EUR", "0,800 EUR"],
)
def test_parse_refuses_what_it_would_have_to_guess(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text)


@given(money())
def test_repr_evaluates_to_an_equal_value(amount: Money) -> None:
    assert eval(repr(amount)) == amount


@given(money())
def test_parse_reads_what_str_writes(amount: Money) -> None:
    assert Money.parse(str(amount)) == amount


@given(money())
def test_copies_and_pickles_are_equal(amount: Money) -> None:
    assert copy.deepcopy(amount) == pickle.loads(pickle.dumps(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "spec", "text"),
    [
        ("1234.5", "€,.2f", "€1,234.50"),
        ("-4.80", "€.2f", "-€4.80"),
        ("4.80", ">12", "    4.80 EUR"),
        ("4.80", "", "4.80 EUR"),
        ("0", "€.0f", "€0"),
    ],
)
def test_format_takes_a_symbol_or_a_width(amount: str, spec: str, text: str) -> None:
    assert format(Money(amount, "EUR"), spec) == text


def test_format_refuses_the_symbol_of_another_currency() -> None:
    with pytest.raises(ValueError, match="'€' is not USD"):
        f"{Money(1, 'USD'):€,.2f}"


@given(money("EUR"), money("EUR"), money("EUR"))
def test_addition_is_associative_and_commutative(a: Money, b: Money, c: Money) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a


@given(money("JPY"), money("JPY"))
def test_subtraction_undoes_addition(a: Money, b: Money) -> None:
    assert (a + b) - b == a
    assert a + -a == Money(0, "JPY")


@pytest.mark.parametrize("combine", [operator.add, operator.sub, operator.lt])
def test_mixed_currencies_are_refused_by_name(combine: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyError, match=r"1\.00 EUR with -?1\.00 USD"):
        combine(Money(1, "EUR"), Money(1, "USD"))


@pytest.mark.parametrize("combine", [operator.add, operator.sub, operator.lt, operator.ge])
@pytest.mark.parametrize("other", [1, 1.5, "1", None, Decimal(1)])
def test_money_and_a_plain_number_do_not_mix(
    combine: Callable[[Any, Any], object], other: object
) -> None:
    with pytest.raises(TypeError):
        combine(Money(1, "EUR"), other)
    with pytest.raises(TypeError):
        combine(other, Money(1, "EUR"))


def test_sum_needs_no_start() -> None:
    assert sum([Money("0.10", "EUR")] * 3) == Money("0.30", "EUR")


def test_a_factor_stands_on_either_side_and_rounds_once() -> None:
    assert Money("10.05", "EUR") * Decimal("0.5") == Money("5.02", "EUR")
    assert 3 * Money("0.10", "EUR") == Money("0.30", "EUR")


@pytest.mark.parametrize("factor", [1.1, "2", Money(2, "EUR")])
def test_only_exact_numbers_multiply(factor: Any) -> None:
    with pytest.raises(TypeError, match=r"unsupported operand|can't multiply"):
        Money(1, "EUR") * factor


@given(money("EUR"), money("EUR"))
def test_order_follows_the_amount(a: Money, b: Money) -> None:
    assert (a < b) == (a.amount < b.amount) == (not a >= b)
    assert (a <= b) == (a.amount <= b.amount) == (not a > b)


def test_a_zero_amount_is_still_true() -> None:
    assert Money(0, "EUR")


weights = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)


@given(money(), weights)
def test_allocating_never_loses_a_cent(amount: Money, weights: list[int]) -> None:
    shares = amount.allocate(weights)
    assert len(shares) == len(weights)
    assert sum(shares, start=Money(0, amount.currency)) == amount


@given(money("EUR"), weights)
def test_each_share_is_less_than_a_cent_from_exact(amount: Money, weights: list[int]) -> None:
    for share, weight in zip(amount.allocate(weights), weights, strict=True):
        distance = share.amount * sum(weights) - amount.amount * weight
        assert abs(distance) < Decimal("0.01") * sum(weights)


@given(money("EUR"), weights)
def test_a_zero_weight_gets_nothing(amount: Money, weights: list[int]) -> None:
    shares = amount.allocate([0, *weights])
    assert shares[0] == Money(0, "EUR")


def test_the_odd_cent_goes_to_the_first_of_equals() -> None:
    shares = Money("100.00", "EUR").allocate([1, 1, 1])
    assert [str(share.amount) for share in shares] == ["33.34", "33.33", "33.33"]


def test_a_debt_is_shared_without_losing_a_cent_either() -> None:
    shares = Money("-0.05", "EUR").allocate([3, 7])
    assert [str(share.amount) for share in shares] == ["-0.01", "-0.04"]


def test_a_coarse_decimal_context_is_an_error_and_no_lost_cent() -> None:
    amount = Money("12345.67", "EUR")
    with decimal.localcontext() as context:
        context.prec = 6
        with pytest.raises(ValueError, match="too many digits"):
            amount + Money("0.01", "EUR")
        shares = amount.allocate([1] * 1000)
    assert sum(shares, start=Money(0, "EUR")) == amount


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1], [-1]])
def test_weights_that_share_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        Money(1, "EUR").allocate(weights)
