"""Acceptance tests of the inventory tracker.

Run them from the folder that holds your inventory.py:
python -m pytest <where the book is>/code/projects/inventory
"""

import pytest
from inventory import Inventory, NotEnoughError


@pytest.fixture
def stock():
    inventory = Inventory()
    inventory.receive("TEA-1", 10)
    inventory.receive("CUP-7", 2)
    return inventory


def test_what_was_received_is_on_hand(stock):
    stock.receive("TEA-1", 5)
    assert stock.on_hand("TEA-1") == 15


def test_an_article_that_never_came_has_none_on_hand(stock):
    assert stock.on_hand("POT-9") == 0


def test_shipping_takes_from_the_shelf(stock):
    stock.ship("TEA-1", 4)
    assert stock.on_hand("TEA-1") == 6


def test_shipping_more_than_there_is_changes_nothing(stock):
    with pytest.raises(NotEnoughError) as refused:
        stock.ship("CUP-7", 5)
    assert (refused.value.sku, refused.value.missing) == ("CUP-7", 3)
    assert stock.on_hand("CUP-7") == 2


@pytest.mark.parametrize("quantity", [0, -1])
@pytest.mark.parametrize("action", ["receive", "ship", "reserve"])
def test_a_quantity_is_positive(stock, action, quantity):
    with pytest.raises(ValueError):
        getattr(stock, action)("TEA-1", quantity)


def test_a_code_means_the_same_article_in_any_spelling(stock):
    stock.receive(" tea-1 ", 1)
    assert stock.on_hand("Tea-1") == 11


def test_what_is_reserved_is_on_hand_and_not_available(stock):
    stock.reserve("TEA-1", 8)
    assert (stock.on_hand("TEA-1"), stock.available("TEA-1")) == (10, 2)
    with pytest.raises(NotEnoughError) as refused:
        stock.ship("TEA-1", 3)
    assert refused.value.missing == 1


def test_a_reservation_can_be_released_once(stock):
    first = stock.reserve("TEA-1", 8)
    second = stock.reserve("TEA-1", 1)
    assert first != second
    stock.release(first)
    assert stock.available("TEA-1") == 9
    with pytest.raises(KeyError):
        stock.release(first)


def test_a_reservation_can_be_shipped(stock):
    order = stock.reserve("TEA-1", 8)
    stock.ship_reserved(order)
    assert (stock.on_hand("TEA-1"), stock.available("TEA-1")) == (2, 2)
    with pytest.raises(KeyError):
        stock.ship_reserved(order)


def test_what_runs_low_is_listed_by_code(stock):
    stock.receive("ART-3", 1)
    stock.ship("ART-3", 1)
    assert stock.low(3) == ["ART-3", "CUP-7"]


def test_it_can_be_asked_like_a_collection(stock):
    assert "tea-1" in stock
    assert "POT-9" not in stock
    assert len(stock) == 2
    assert list(stock) == ["CUP-7", "TEA-1"]
