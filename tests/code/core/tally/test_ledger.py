from __future__ import annotations

import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tally.entry import Entry
from tally.ledger import Ledger
from tally.money import Money


def entry(ref: str, amount: str = "-4.80", currency: str = "EUR") -> Entry:
    return Entry(ref, date(2026, 2, 28), "Café Müller", Money(amount, currency))


def test_an_empty_ledger_is_false_but_there() -> None:
    ledger = Ledger("household")
    assert len(ledger) == 0
    assert not ledger
    assert ledger is not None


def test_posting_a_statement_twice_changes_nothing() -> None:
    ledger = Ledger("household", [entry("a"), entry("b")])
    assert not ledger.post(entry("a"))
    assert [e.ref for e in ledger] == ["a", "b"]


def test_posting_the_same_object_twice_changes_nothing() -> None:
    coffee = entry("a")
    ledger = Ledger("household", [coffee, coffee])
    assert not ledger.post(coffee)
    assert list(ledger) == [coffee]


def test_two_equal_looking_bookings_are_both_kept() -> None:
    assert len(Ledger("household", [entry("a"), entry("b")])) == 2


def test_a_new_reference_is_added() -> None:
    ledger = Ledger("household")
    assert ledger.post(entry("a"))
    assert len(ledger) == 1


def test_a_settled_amount_replaces_the_pending_one(caplog: pytest.LogCaptureFixture) -> None:
    pending = entry("a", "-20.00")
    ledger = Ledger("household", [pending])
    with caplog.at_level(logging.INFO):
        assert not ledger.post(entry("a", "-22.50"))
    assert pending.amount == Money("-22.50", "EUR")
    assert "settles -20.00 EUR" in caplog.text


def test_settling_in_another_currency_is_refused(caplog: pytest.LogCaptureFixture) -> None:
    ledger = Ledger("household", [entry("a")])
    with (
        caplog.at_level(logging.INFO),
        pytest.raises(ValueError, match=r"^a: -4\.80 EUR cannot become -4\.80 USD$"),
    ):
        ledger.post(entry("a", "-4.80", "USD"))
    assert not caplog.text  # nothing settled, so the log may not say that it did


def test_sequence_methods_come_with_the_two_we_wrote() -> None:
    first, second = entry("a"), entry("b")
    ledger = Ledger("household", [first, second])
    assert ledger[0] is first
    assert ledger[-1] is second
    assert ledger[:1] == [first]
    assert second in ledger
    assert list(reversed(ledger)) == [second, first]
    assert ledger.index(second) == 1
    assert ledger.count(first) == 1


def test_an_entry_cannot_be_assigned_past_post() -> None:
    ledger = Ledger("household", [entry("a")])
    with pytest.raises(TypeError, match="item assignment"):
        ledger[0] = entry("b")  # type: ignore[index]


def test_two_ledgers_with_the_same_entries_are_two_ledgers() -> None:
    entries = [entry("a")]
    assert Ledger("household", entries) != Ledger("household", entries)


def test_totals_are_kept_per_currency() -> None:
    ledger = Ledger("trip", [entry("a"), entry("b", "-980", "JPY"), entry("c", "10.00")])
    assert ledger.total("EUR") == Money("5.20", "EUR")
    assert ledger.total("JPY") == Money(-980, "JPY")
    assert ledger.total("USD") == Money(0, "USD")


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_the_total_is_the_sum_of_the_entries(cents: list[int]) -> None:
    entries = [entry(str(i), f"{c / 100:.2f}") for i, c in enumerate(cents)]
    total = Ledger("any", entries).total("EUR")
    assert total.amount * 100 == sum(cents)


def test_repr_names_the_ledger_and_its_size() -> None:
    assert repr(Ledger("household", [entry("a")])) == "<Ledger 'household': 1 entries>"
