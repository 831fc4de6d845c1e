"""Wrong: the answers are right and nothing was predicted.

Fails: test_nobody_asked_python
"""

from __future__ import annotations

import families


def _names(last: type) -> list[str]:
    return [cls.__name__ for cls in last.__mro__]


ORDERS: dict[str, list[str] | None] = {
    "chain": _names(families.chain()),
    "diamond": _names(families.diamond()),
    "two_roots": _names(families.two_roots()),
    "week": _names(families.week()),
    "counter": None,
}

NEXT: dict[tuple[str, str], str] = {
    ("Printed", "Printed"): "Item",
    ("BookWithDisc", "Printed"): "Recorded",
    ("Magazine", "Item"): "Reservable",
    ("Morning", "Returns"): "Loans",
    ("Saturday", "Returns"): "Evening",
}
