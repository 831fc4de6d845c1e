from __future__ import annotations

import ast
import inspect
from datetime import date, timedelta

import lending
import pytest
from lending import NotLent, lend

DAY = date(2028, 2, 1)

TABLE = [
    ("book", "adult", date(2028, 2, 29), 10),
    ("book", "child", date(2028, 2, 29), 0),
    ("book", "school", date(2028, 3, 28), 10),
    ("film", "adult", date(2028, 2, 8), 50),
    ("film", "child", date(2028, 2, 8), 0),
    ("film", "school", date(2028, 2, 15), 50),
    ("laptop", "adult", date(2028, 2, 4), 200),
    ("laptop", "school", date(2028, 2, 7), 200),
]


@pytest.mark.parametrize(("medium", "patron", "due", "cents"), TABLE)
def test_the_terms_are_what_they_were(medium: str, patron: str, due: date, cents: int) -> None:
    loan = lend(medium, patron, DAY)
    assert loan.due == due
    assert loan.fine(due + timedelta(days=3)) == 3 * cents
    assert loan.fine(due - timedelta(days=3)) == 0


def test_a_child_gets_no_laptop() -> None:
    with pytest.raises(NotLent):
        lend("laptop", "child", DAY)


def test_four_classes_do() -> None:
    tree = ast.parse(inspect.getsource(lending))
    classes = [n for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    names = {cls.name for cls in classes}
    bases = {ast.unparse(base) for cls in classes for base in cls.bases}
    assert len(names) <= 4
    assert not names & bases
