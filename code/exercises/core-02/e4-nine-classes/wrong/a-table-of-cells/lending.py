"""Wrong: one class, and nine entries that each repeat what two axes say.

Fails: test_a_new_medium_is_one_entry
"""

from __future__ import annotations

from datetime import date, timedelta


class NotLent(Exception):
    """This medium is not lent to this kind of patron."""


class Loan:
    """An item that is out."""

    def __init__(self, days: int, cents_a_day: int, day: date) -> None:
        self.due = day + timedelta(days=days)
        self._cents_a_day = cents_a_day

    def fine(self, returned: date) -> int:
        """Cents to pay for a late return."""
        return max((returned - self.due).days, 0) * self._cents_a_day


TERMS: dict[tuple[str, str], tuple[int, int]] = {
    ("book", "adult"): (28, 10),
    ("book", "child"): (28, 0),
    ("book", "school"): (56, 10),
    ("film", "adult"): (7, 50),
    ("film", "child"): (7, 0),
    ("film", "school"): (14, 50),
    ("laptop", "adult"): (3, 200),
    ("laptop", "school"): (6, 200),
}
MEDIA = {medium: medium for medium, _ in TERMS}
PATRONS = {patron: patron for _, patron in TERMS}


def lend(medium: str, patron: str, day: date) -> Loan:
    """Lend an item; NotLent where the house says no."""
    if medium in MEDIA and patron in PATRONS and (medium, patron) not in TERMS:
        raise NotLent(f"no {medium} for a {patron}")
    return Loan(*TERMS[medium, patron], day)
