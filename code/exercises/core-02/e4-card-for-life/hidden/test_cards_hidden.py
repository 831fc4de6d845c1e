from __future__ import annotations

import cards
import pytest
from cards import Card, Refused


def test_a_birthday_while_blocked_counts_afterward() -> None:
    card = Card("c-17", "child")
    card.mark("blocked")
    card.move_to("adult")
    assert card.limit == 0
    card.mark("good")
    assert card.limit == 10


def test_a_warning_outlives_a_birthday() -> None:
    card = Card("c-17", "child", "warned")
    card.move_to("senior")
    assert card.limit == 5
    card.mark("good")
    assert card.limit == 10


def test_what_is_out_stays_out_when_the_limit_falls() -> None:
    card = Card("c-17", "adult")
    for title in ("Momo", "Krabat", "Ulysses"):
        card.borrow(title)
    card.mark("blocked")
    assert card.titles == ("Momo", "Krabat", "Ulysses")
    card.move_to("child")
    for title in ("Momo", "Krabat"):
        card.give_back(title)
        with pytest.raises(Refused):
            card.borrow("Alice")
    card.give_back("Ulysses")
    card.borrow("Alice")


def test_a_late_title_costs_what_the_age_says_at_its_return() -> None:
    card = Card("c-17", "adult")
    card.borrow("Momo")
    card.borrow("Krabat")
    card.give_back("Momo", days_late=1)
    card.move_to("senior")
    card.give_back("Krabat", days_late=1)
    assert card.owes == 30


def test_a_new_age_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cards.AGES, "pupil", cards.AGES["child"])
    limits = [Card("c-17", "pupil", name).limit for name in ("good", "warned", "blocked")]
    assert limits == [4, 2, 1]


def test_a_new_standing_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cards.STANDINGS, "moved away", cards.STANDINGS["blocked"])
    limits = [Card("c-17", age, "moved away").limit for age in ("adult", "senior", "child")]
    assert limits == [0, 0, 1]


def test_an_unknown_name_changes_nothing() -> None:
    card = Card("c-17", "child", "warned")
    with pytest.raises(KeyError):
        card.move_to("teenager")
    with pytest.raises(KeyError):
        card.mark("forgiven")
    assert card.limit == 2


def test_all_cards_are_of_one_class() -> None:
    card = Card("c-17", "child")
    kinds = {type(card)}
    for age in ("adult", "senior"):
        for standing in ("blocked", "good"):
            card.move_to(age)
            card.mark(standing)
            kinds.add(type(card))
    assert len(kinds) == 1
