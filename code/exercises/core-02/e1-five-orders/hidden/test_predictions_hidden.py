from __future__ import annotations

import ast
import inspect

import families
import predictions
import pytest

CASES = {
    "diamond": [("Printed", "Printed"), ("BookWithDisc", "Printed")],
    "two_roots": [("Magazine", "Item")],
    "week": [("Morning", "Returns"), ("Saturday", "Returns")],
}


def real_next(family: str, of: str, start: str) -> str:
    """Ask Python which class follows ``start`` in an object of ``of``."""
    last: type = getattr(families, family)()
    known = {cls.__name__: cls for cls in last.__mro__}
    order = [cls.__name__ for cls in known[of].__mro__]
    return order[order.index(start) + 1]


@pytest.mark.parametrize(
    ("family", "of", "start"),
    [(family, *pair) for family, pairs in CASES.items() for pair in pairs],
)
def test_super_goes_on_in_the_order_of_the_object(family: str, of: str, start: str) -> None:
    assert predictions.NEXT[of, start] == real_next(family, of, start)


def test_nobody_asked_python() -> None:
    tree = ast.parse(inspect.getsource(predictions))
    named = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    named |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    named |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    for line in ast.walk(tree):
        if isinstance(line, ast.Import):
            named |= {name.name for name in line.names}
    assert not named & {"families", "mro", "__mro__", "getmro", "inspect"}
