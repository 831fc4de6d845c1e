from __future__ import annotations

import ast
import inspect

import cards
import pytest
from cards import Card, Refused

TABLE = [
    ("adult", "good", 10, 20),
    ("adult", "warned", 5, 20),
    ("adult", "blocked", 0, 20),
    ("senior", "good", 10, 10),
    ("senior", "warned", 5, 10),
    ("senior", "blocked", 0, 10),
    ("child", "good", 4, 0),
    ("child", "warned", 2, 0),
    ("child", "blocked", 1, 0),
]


@pytest.mark.parametrize(("age", "standing", "limit", "cents"), TABLE)
def test_each_of_the_nine_does_what_it_did(age: str, standing: str, limit: int, cents: int) -> None:
    card = Card("c-17", age)
    card.borrow("Momo")
    card.mark(standing)
    card.give_back("Momo", days_late=3)
    assert card.owes == 3 * cents
    for number in range(limit):
        card.borrow(f"Band {number}")
    with pytest.raises(Refused, match="c-17"):
        card.borrow("Krabat")
    assert card.limit == len(card.titles) == limit


def test_the_card_stays_the_same_card() -> None:
    card = Card("c-17", "child")
    first_in_line = [card]
    card.borrow("Momo")
    card.move_to("adult")
    first_in_line[0].borrow("Krabat")
    card.give_back("Momo", days_late=2)
    assert card.titles == ("Krabat",)
    assert card.owes == 40
    assert first_in_line[0].limit == 10


def test_four_classes_do() -> None:
    tree = ast.parse(inspect.getsource(cards))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names = {cls.name for cls in classes}
    bases = {ast.unparse(base) for cls in classes for base in cls.bases}
    assert len(names) <= 4
    assert not names & bases
