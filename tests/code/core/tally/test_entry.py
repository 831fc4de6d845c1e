from __future__ import annotations

from datetime import date
from unicodedata import normalize

import pytest
from tally.entry import Entry
from tally.money import Money

ROW = {
    "ref": "NB-0017",
    "day": "2026-02-28",
    "payee": "Café Müller",
    "amount": "-4.80",
    "currency": "EUR",
}


def coffee(ref: str = "NB-0017", tags: tuple[str, ...] = ()) -> Entry:
    return Entry(ref, date(2026, 2, 28), "Café Müller", Money("-4.80", "EUR"), tags)


def test_two_coffees_on_one_day_are_two_entries() -> None:
    assert coffee("NB-0017") != coffee("NB-0018")
    assert len({coffee("NB-0017"), coffee("NB-0018")}) == 2


def test_tags_of_two_entries_are_independent() -> None:
    first, second = coffee(), coffee("NB-0018")
    first.tag("Food")
    assert first.tags == {"food"}
    assert second.tags == set()


@pytest.mark.parametrize("name", ["", "eating out", " food", "food\n"])
def test_a_tag_that_would_not_survive_saving_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="one word"):
        coffee().tag(name)
    with pytest.raises(ValueError, match="one word"):
        coffee(tags=(name,))


def test_composed_and_decomposed_accents_name_one_payee() -> None:
    decomposed = normalize("NFD", "Café Müller")
    entry = Entry("x", date(2026, 2, 28), decomposed, Money(0, "EUR"))
    assert entry.payee == "Café Müller"


@pytest.mark.parametrize(
    ("ref", "payee"), [("", "Café"), (" ", "Café"), ("NB-1", ""), ("NB-1", "  ")]
)
def test_reference_and_payee_are_required(ref: str, payee: str) -> None:
    with pytest.raises(ValueError, match=r"no (reference|payee) for"):
        Entry(ref, date(2026, 2, 28), payee, Money(0, "EUR"))


def test_spaces_around_a_reference_make_no_second_booking() -> None:
    assert coffee(" NB-0017 ").ref == "NB-0017"


def test_the_payee_can_be_corrected_and_keeps_its_form() -> None:
    entry = coffee()
    entry.payee = normalize("NFD", " Café Möller ")
    assert entry.payee == "Café Möller"


def test_a_payee_cannot_be_emptied_later() -> None:
    entry = coffee()
    with pytest.raises(ValueError, match="no payee for 'NB-0017'"):
        entry.payee = "  "
    assert entry.payee == "Café Müller"


def test_a_tag_cannot_be_added_past_the_rule() -> None:
    entry = coffee(tags=("food",))
    with pytest.raises(AttributeError):
        entry.tags.add("eating out")  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        entry.tags = frozenset({"eating out"})  # type: ignore[misc]
    assert entry.tags == {"food"}


def test_the_reference_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        coffee().ref = "NB-9"  # type: ignore[misc]


def test_the_amount_can_be_corrected() -> None:
    entry = coffee()
    entry.amount = Money("-5.30", "EUR")
    assert entry.amount == Money("-5.30", "EUR")


def test_a_correction_cannot_change_the_currency() -> None:
    entry = coffee()
    message = f"^{entry.ref}: -4.80 EUR cannot become -4.80 USD$"
    with pytest.raises(ValueError, match=message):
        entry.amount = Money("-4.80", "USD")
    assert entry.amount == Money("-4.80", "EUR")


def test_a_row_becomes_an_entry() -> None:
    entry = Entry.from_row(ROW | {"tags": "food travel"})
    assert (entry.ref, entry.day, entry.payee) == ("NB-0017", date(2026, 2, 28), "Café Müller")
    assert entry.amount == Money("-4.80", "EUR")
    assert entry.tags == {"food", "travel"}


def test_from_row_builds_the_class_it_is_called_on() -> None:
    class Refund(Entry):
        pass

    assert type(Refund.from_row(ROW)) is Refund


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert Entry.from_row(ROW | {"day": "2024-02-29"}).day == date(2024, 2, 29)
    with pytest.raises(ValueError, match="day is out of range"):
        Entry.from_row(ROW | {"day": "2026-02-29"})


def test_repr_names_what_a_person_needs_to_find_the_booking() -> None:
    assert repr(coffee()) == "<Entry NB-0017 2026-02-28 'Café Müller' -4.80 EUR>"


def test_an_entry_that_is_still_being_built_has_a_repr() -> None:
    assert repr(Entry.__new__(Entry)) == "<Entry, unfinished>"
