"""The fees of this house, as functions with names."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from late import LateReturn


class Named(NamedTuple):
    """A function, and what stands on the bill."""

    name: str
    apply: Callable[[LateReturn, int], int]


def per_day(medium: str, rate: int) -> Named:
    """So many cents a day, for one medium."""

    def add(item: LateReturn, cents: int) -> int:
        return cents + (rate * item.days if item.medium == medium else 0)

    return Named(f"{rate} a day", add)


def grace(days: int) -> Named:
    """Nothing, if it was a few days only."""
    return Named("grace", lambda item, cents: cents * (item.days > days))


def free(patron: str) -> Named:
    """Nothing, for one kind of patron."""
    return Named(patron, lambda item, cents: cents * (item.patron != patron))


CAP = Named("cap", lambda item, cents: min(cents, item.price))
