"""What a late return costs in this house, in cents."""

from __future__ import annotations

from late import LateReturn


def bill(item: LateReturn) -> list[tuple[str, int]]:
    """The lines of the bill: what for, and how many cents."""
    lines = []
    if item.medium == "film":
        lines.append(("50 a day", 50 * item.days))
    else:
        lines.append(("10 a day", 10 * item.days))
    if item.days <= 2:
        lines.append(("grace", -lines[0][1]))
    total = sum(cents for _, cents in lines)
    if total > item.price:
        lines.append(("cap", item.price - total))
    if item.patron == "child":
        lines.append(("child", -sum(cents for _, cents in lines)))
    return lines
