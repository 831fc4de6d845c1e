from __future__ import annotations

from datetime import date, timedelta

import fees
import house
import pytest
from late import LateReturn

DUE = date(2028, 2, 25)


def late(days: int, medium: str = "book", patron: str = "adult", price: int = 900) -> LateReturn:
    return LateReturn(medium, patron, DUE, DUE + timedelta(days=days), price)


CASES = [
    (late(-3), []),
    (late(0), []),
    (late(5), [("10 a day", 50)]),
    (late(5, "film"), [("50 a day", 250)]),
    (late(2), [("10 a day", 20), ("grace", -20)]),
    (late(2, "film", price=20), [("50 a day", 100), ("grace", -100)]),
    (late(100), [("10 a day", 1000), ("cap", -100)]),
    (late(20, "film"), [("50 a day", 1000), ("cap", -100)]),
    (late(5, patron="child"), [("10 a day", 50), ("child", -50)]),
    (late(1, patron="child"), [("10 a day", 10), ("grace", -10)]),
]


@pytest.mark.parametrize(("item", "lines"), CASES)
def test_the_bill_of_this_house(item: LateReturn, lines: list[tuple[str, int]]) -> None:
    assert house.bill(item) == lines


class Amnesty:
    """A rule that is written after the engine, and inherits nothing."""

    name = "amnesty"

    def apply(self, item: LateReturn, cents: int) -> int:
        return 0 if item.returned == date(2028, 2, 29) else cents


def test_a_rule_is_added_without_an_edit() -> None:
    lines = fees.bill(late(4), [*house.RULES, Amnesty()])
    assert lines == [("10 a day", 40), ("amnesty", -40)]
    assert fees.bill(late(5), [*house.RULES, Amnesty()]) == [("10 a day", 50)]
