from __future__ import annotations

import ast
import inspect
from collections import namedtuple
from datetime import date, timedelta

import fees
import house
from late import LateReturn

DUE = date(2028, 2, 25)
Rule = namedtuple("Rule", ["name", "apply"])


def late(days: int, medium: str = "book") -> LateReturn:
    return LateReturn(medium, "adult", DUE, DUE + timedelta(days=days), price=900)


def flat(cents: int) -> Rule:
    return Rule(f"plus {cents}", lambda item, before: before + cents)


def test_the_rules_are_asked_in_the_order_given() -> None:
    half = Rule("half", lambda item, cents: cents // 2)
    assert fees.bill(late(3), [flat(100), half]) == [("plus 100", 100), ("half", -50)]
    assert fees.bill(late(3), [half, flat(100)]) == [("plus 100", 100)]


def test_a_fee_is_never_below_zero() -> None:
    lines = fees.bill(late(3), [flat(30), flat(-50), flat(20)])
    assert lines == [("plus 30", 30), ("plus -50", -30), ("plus 20", 20)]


def test_rules_may_come_from_a_generator_and_have_the_same_name() -> None:
    lines = fees.bill(late(3), (flat(cents) for cents in (5, 5)))
    assert lines == [("plus 5", 5), ("plus 5", 5)]


def test_who_is_in_time_is_not_even_asked_about() -> None:
    def never(item: LateReturn, cents: int) -> int:
        raise AssertionError("asked about an item that is not late")

    assert fees.bill(late(0), [Rule("never", never)]) == []


def test_only_the_rules_that_are_given_count() -> None:
    assert fees.bill(late(3), []) == []
    assert fees.bill(late(3), [flat(1)]) == [("plus 1", 1)]


def test_the_engine_knows_no_medium_and_no_patron() -> None:
    tree = ast.parse(inspect.getsource(fees))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not read & {"medium", "patron", "price"}


def test_a_third_medium_costs_what_its_rule_says() -> None:
    score = late(5, "score")
    assert house.bill(score) == []
    assert fees.bill(score, [*house.RULES, flat(70)]) == [("plus 70", 70)]
