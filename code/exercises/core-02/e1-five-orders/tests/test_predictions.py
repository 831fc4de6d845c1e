from __future__ import annotations

import families
import pytest
from predictions import ORDERS

FAMILIES = ["chain", "diamond", "two_roots", "week", "counter"]


def real_order(name: str) -> list[str] | None:
    """Build a family and ask Python; None if Python refuses."""
    try:
        last: type = getattr(families, name)()
    except TypeError:
        return None
    return [cls.__name__ for cls in last.__mro__]


@pytest.mark.parametrize("name", FAMILIES)
def test_the_order_is_predicted(name: str) -> None:
    assert ORDERS[name] == real_order(name)
