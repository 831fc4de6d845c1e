"""Acceptance tests of the shopping cart.

Run them from the folder that holds your cart.py:
python -m pytest <where the book is>/code/projects/cart
"""

from decimal import Decimal

import pytest
from cart import Cart, percent_off, three_for_two

TEA, CUP = Decimal("4.90"), Decimal("12.00")


def filled(*promotions):
    cart = Cart(promotions)
    cart.add("tea", TEA, 3)
    cart.add("cup", CUP)
    return cart


def test_an_empty_cart_costs_nothing():
    assert Cart().total() == Decimal("0.00")


def test_a_cart_adds_up():
    assert filled().total() == Decimal("26.70")


def test_the_same_article_is_one_line():
    cart = filled()
    cart.add("tea", TEA, 2)
    assert cart.lines() == [("tea", 5, Decimal("24.50")), ("cup", 1, Decimal("12.00"))]


def test_one_article_has_one_price():
    with pytest.raises(ValueError, match="price"):
        filled().add("tea", Decimal("5.20"))


def test_taking_the_last_one_out_removes_the_line():
    cart = filled()
    cart.remove("cup")
    assert [sku for sku, *_ in cart.lines()] == ["tea"]
    with pytest.raises(KeyError):
        cart.remove("cup")


def test_more_than_there_is_cannot_be_taken_out():
    cart = filled()
    with pytest.raises(ValueError):
        cart.remove("tea", 4)
    assert cart.total() == Decimal("26.70")


@pytest.mark.parametrize("quantity", [0, -2])
def test_quantities_are_positive(quantity):
    with pytest.raises(ValueError):
        Cart().add("tea", TEA, quantity)


def test_a_price_is_exact():
    cart = Cart()
    for _ in range(10):
        cart.add("pin", Decimal("0.10"))
    assert cart.total() == Decimal("1.00")
    with pytest.raises(TypeError):
        cart.add("nail", 0.1)


def test_the_third_is_free_each_time():
    cart = Cart([three_for_two("tea")])
    cart.add("tea", TEA, 7)
    assert cart.total() == 5 * TEA


def test_a_discount_is_rounded_half_up_to_the_cent():
    cart = Cart([percent_off(15)])
    cart.add("stamp", Decimal("0.90"))
    assert cart.total() == Decimal("0.76")  # 0.135 off is 0.14


def test_promotions_all_start_from_the_full_price():
    # 4.90 for the third tea, 10 % of 26.70: neither sees what the other took off
    assert filled(three_for_two("tea"), percent_off(10)).total() == Decimal("19.13")
    assert filled(percent_off(10), three_for_two("tea")).total() == Decimal("19.13")


def test_a_promotion_of_ones_own_is_a_function():
    def cup_for_free(lines):
        return sum((price for sku, _, price in lines if sku == "cup"), Decimal(0))

    assert filled(cup_for_free).total() == Decimal("14.70")


def test_no_pile_of_discounts_pays_the_customer():
    assert filled(percent_off(80), percent_off(80)).total() == Decimal("0.00")


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percentage_is_one(percent):
    with pytest.raises(ValueError):
        percent_off(percent)
