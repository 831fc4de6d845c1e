"""Wrong: Any is no type: whatever comes in is fine with mypy.

Fails: test_mypy_refuses_what_is_no_clock
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any


def letters(loans: Iterable[tuple[str, date]], clock: Any) -> list[str]:
    """Write one line for each loan that is overdue today."""
    today = clock.today()
    return [
        f"{card}: {(today - due).days} days late ({clock.zone}, {today})"
        for card, due in loans
        if due < today
    ]
