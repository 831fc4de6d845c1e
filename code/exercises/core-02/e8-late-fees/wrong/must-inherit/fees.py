"""Wrong: takes only what inherits from its own base class.

Fails: test_a_rule_is_added_without_an_edit
"""

from __future__ import annotations

from collections.abc import Iterable

from late import LateReturn


class Rule:
    """One reason to change a fee."""

    name = "?"

    def apply(self, item: LateReturn, cents: int) -> int:
        """What the fee is, given what it was before this rule."""
        raise NotImplementedError


def bill(item: LateReturn, rules: Iterable[Rule]) -> list[tuple[str, int]]:
    """Ask the rules in turn; list those that made a difference."""
    lines, cents = [], 0
    if item.days == 0:
        return []
    for rule in rules:
        if not isinstance(rule, Rule):
            raise TypeError(f"{rule!r} is no Rule")
        after = max(rule.apply(item, cents), 0)
        if after != cents:
            lines.append((rule.name, after - cents))
        cents = after
    return lines
