from __future__ import annotations

import pytest
from holds import HoldQueue

TITLE = "Die Entdeckung der Langsamkeit"


def test_cards_are_served_in_the_order_in_which_they_came() -> None:
    queue = HoldQueue(TITLE, ["P-0412", "P-0077"])
    assert queue.place("P-0901") == 3
    assert [queue.serve() for _ in range(3)] == ["P-0412", "P-0077", "P-0901"]


def test_a_card_waits_only_once() -> None:
    queue = HoldQueue(TITLE, ["P-0412"])
    with pytest.raises(ValueError, match="P-0412"):
        queue.place("P-0412")
    assert list(queue.waiting) == ["P-0412"]
    assert len(queue) == 1


def test_a_card_that_was_served_may_come_again() -> None:
    queue = HoldQueue(TITLE, ["P-0412", "P-0077"])
    queue.serve()
    assert queue.place("P-0412") == 2


def test_who_does_not_wait_cannot_withdraw() -> None:
    queue = HoldQueue(TITLE, ["P-0412", "P-0077"])
    queue.withdraw("P-0412")
    with pytest.raises(LookupError):
        queue.withdraw("P-0412")
    assert list(queue.waiting) == ["P-0077"]


def test_an_empty_queue_serves_nobody() -> None:
    with pytest.raises(LookupError):
        HoldQueue(TITLE).serve()
