import ast
import inspect
from datetime import date

import envelopes
import pytest
from envelopes import Envelope
from tally.money import Money


def classes() -> list[str]:
    tree = ast.parse(inspect.getsource(envelopes))
    return [n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]


def test_one_class_is_left_and_it_keeps_a_rule() -> None:
    assert classes() == ["Envelope"]


def test_the_names_come_from_functions() -> None:
    day = date(2026, 2, 28)
    name = envelopes.statement_name("Household", day)
    assert name == "household-2026-02.csv"
    assert envelopes.month_of(name) == "2026-02"


def test_an_envelope_can_be_read_from_a_line() -> None:
    groceries = Envelope.parse("Groceries: 250.00 EUR")
    assert groceries.purpose == "Groceries"
    assert groceries.held == Money("250.00", "EUR")


def test_what_is_not_in_it_cannot_be_spent() -> None:
    groceries = Envelope("Groceries", Money("250.00", "EUR"))
    groceries.spend(Money("249.99", "EUR"))
    with pytest.raises(ValueError):
        groceries.spend(Money("0.02", "EUR"))
    assert groceries.held == Money("0.01", "EUR")
