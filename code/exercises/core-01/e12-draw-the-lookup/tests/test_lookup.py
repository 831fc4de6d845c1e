from datetime import date

import pytest
from lookup import steps
from tally import Entry, Money


class Refund(Entry):
    kind = "refund"


def booked(kind: type[Entry]) -> Entry:
    price = Money("-4.80", "EUR")
    return kind("NB-0017", date(2026, 2, 28), "Café Müller", price)


def test_entry_day_ends_at_the_instance() -> None:
    assert steps(booked(Entry), "day") == ["instance"]


def test_entry_tag_climbs_to_the_class_and_is_bound() -> None:
    assert steps(booked(Entry), "tag") == ["instance", "Entry", "bind"]


def test_the_bases_are_asked_after_the_class() -> None:
    refund = booked(Refund)
    assert steps(refund, "kind") == ["instance", "Refund"]
    assert steps(refund, "tag") == ["instance", "Refund", "Entry", "bind"]


def test_the_instance_hides_what_the_class_has() -> None:
    refund = booked(Refund)
    setattr(refund, "kind", "reversal")
    assert steps(refund, "kind") == ["instance"]


def test_a_name_that_no_box_has() -> None:
    with pytest.raises(AttributeError):
        steps(booked(Entry), "payeee")
