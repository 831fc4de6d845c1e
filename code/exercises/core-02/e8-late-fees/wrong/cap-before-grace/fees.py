"""Puts a bill together from rules that it does not know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from late import LateReturn


class Rule(Protocol):
    """One reason to change a fee."""

    @property
    def name(self) -> str:
        """What stands on the bill."""

    def apply(self, item: LateReturn, cents: int) -> int:
        """What the fee is, given what it was before this rule."""


def bill(item: LateReturn, rules: Iterable[Rule]) -> list[tuple[str, int]]:
    """Ask the rules in turn; list those that made a difference."""
    lines, cents = [], 0
    if item.days == 0:
        return []
    for rule in rules:
        after = max(rule.apply(item, cents), 0)
        if after != cents:
            lines.append((rule.name, after - cents))
        cents = after
    return lines
