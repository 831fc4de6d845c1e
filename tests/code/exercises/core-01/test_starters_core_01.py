"""What the page of exercises says about the starters of core 01 is so."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from tally.money import CurrencyError, Money

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/core-01"


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


def starter(slug: str, name: str) -> ModuleType:
    path = FOLDER / slug / "starter" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_teaching_cafes_makes_electricity_match() -> None:
    category = starter("e1-category-keywords", "category").Category
    cafes, electricity = category("Cafés"), category("Electricity")
    cafes.learn("café")
    assert electricity.matches("Café Müller")
    assert "keywords" in vars(cafes)


def test_a_payee_that_learns_is_lost() -> None:
    payee = starter("e4-payee-as-key", "payee").Payee("Café Müller")
    seen = {payee}
    payee.learn("CAFE MUELLER")
    assert payee not in seen
    assert payee != "Café Müller"


def test_the_first_in_the_kitty_pays_every_odd_cent() -> None:
    kitty = starter("e5-fair-kitty", "kitty").Kitty(["Zoë", "Jörg", "Ana"], "EUR")
    for _ in range(12):
        kitty.share(Money("10.00", "EUR"))
    assert kitty.total("Zoë") - kitty.total("Jörg") == Money("0.12", "EUR")


def test_a_rate_of_minus_one_turns_a_conversion_into_a_refund() -> None:
    rate = starter("e6-validated-rate", "exchange").ExchangeRate("EUR", "USD", 1)
    rate.rate = -1
    assert rate.convert(Money("5.00", "EUR")) == Money("-5.00", "USD")
    with pytest.raises(CurrencyError):
        rate.convert(Money(5, "JPY"))


def test_the_starter_of_the_bag_keeps_currencies_apart() -> None:
    bag = starter("e7-money-bag", "money_bag").MoneyBag(Money(5, "EUR"), Money(980, "JPY"))
    assert bag["EUR"] == Money(5, "EUR")


def test_the_starter_computes_balances_and_cannot_be_looped_over() -> None:
    balances = starter("e9-running-balance", "balances").Balances(
        Money("100.00", "EUR"), [Money("-4.80", "EUR")]
    )
    assert balances.after(1) == Money("95.20", "EUR")
    with pytest.raises(TypeError, match="not iterable"):
        iter(balances)


def test_the_two_classes_of_the_last_exercise_work() -> None:
    envelopes = starter("e10-which-class-stays", "envelopes")
    name = envelopes.StatementName("Household").for_month(date(2026, 2, 28))
    assert name == "household-2026-02.csv"
    assert envelopes.StatementName.month_of(name) == "2026-02"
    groceries = envelopes.Envelope.parse("Groceries: 5.00 EUR")
    groceries.spend(Money("-5.00", "EUR"))
    assert groceries.held == Money("10.00", "EUR")
    with pytest.raises(ValueError, match="Groceries holds"):
        groceries.spend(Money("10.01", "EUR"))


def test_all_five_splits_pass_the_test_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FOLDER / "e11-write-the-tests" / "starter")
    splits = importlib.import_module("splits")
    given = importlib.import_module("promise")
    for split in (splits.largest_remainder, *splits.WRONG):
        given.test_three_friends_share_nine_euros(split)
