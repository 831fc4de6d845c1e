from __future__ import annotations

import contextlib
from collections.abc import MutableMapping, MutableSequence, MutableSet

import pytest
from holds import HoldQueue

TITLE = "Válka s mloky"


def test_the_list_given_at_the_start_stays_the_callers() -> None:
    cards = ["P-0412"]
    queue = HoldQueue(TITLE, cards)
    queue.place("P-0077")
    assert cards == ["P-0412"]
    cards.insert(0, "P-0666")
    assert list(queue.waiting) == ["P-0412", "P-0077"]


def test_the_rule_holds_for_the_first_cards_too() -> None:
    with pytest.raises(ValueError, match="P-0412"):
        HoldQueue(TITLE, ["P-0412", "P-0077", "P-0412"])


def test_the_first_cards_may_come_from_a_generator() -> None:
    queue = HoldQueue(TITLE, (f"P-{n:04}" for n in (412, 77)))
    assert list(queue.waiting) == ["P-0412", "P-0077"]


def test_nobody_jumps_the_queue_through_what_it_shows() -> None:
    queue = HoldQueue(TITLE, ["P-0412", "P-0077"])
    with contextlib.suppress(AttributeError, TypeError):
        queue.waiting.insert(0, "P-0666")  # type: ignore[attr-defined]
    assert queue.serve() == "P-0412"


def test_what_was_shown_does_not_change_later() -> None:
    queue = HoldQueue(TITLE, ["P-0412", "P-0077"])
    before = queue.waiting
    queue.serve()
    assert list(before) == ["P-0412", "P-0077"]


def test_no_public_attribute_is_a_way_in() -> None:
    queue = HoldQueue(TITLE, ["P-0412"])
    changeable = (MutableSequence, MutableSet, MutableMapping)
    for name in dir(queue):
        if not name.startswith("_"):
            assert not isinstance(getattr(queue, name), changeable), name
    with pytest.raises(AttributeError):
        queue.waiting = ("P-0666",)  # type: ignore[misc]
