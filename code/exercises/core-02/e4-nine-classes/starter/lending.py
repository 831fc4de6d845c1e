"""What may be lent to whom, for how long, and what a late return costs."""

from __future__ import annotations

from datetime import date, timedelta


class NotLent(Exception):
    """This medium is not lent to this kind of patron."""


class Loan:
    """An item that is out."""

    days = 0
    cents_a_day = 0

    def __init__(self, day: date) -> None:
        self.due = day + timedelta(days=self.days)

    def fine(self, returned: date) -> int:
        """Cents to pay for a late return."""
        return max((returned - self.due).days, 0) * self.cents_a_day


class BookForAdult(Loan):
    days = 28
    cents_a_day = 10


class BookForChild(BookForAdult):
    cents_a_day = 0


class BookForSchool(BookForAdult):
    days = 56


class FilmForAdult(Loan):
    days = 7
    cents_a_day = 50


class FilmForChild(FilmForAdult):
    cents_a_day = 0


class FilmForSchool(FilmForAdult):
    days = 14


class LaptopForAdult(Loan):
    days = 3
    cents_a_day = 200


class LaptopForChild(LaptopForAdult):
    def __init__(self, day: date) -> None:
        raise NotLent("laptops are lent to adults and schools")


class LaptopForSchool(LaptopForAdult):
    days = 6


KINDS: dict[tuple[str, str], type[Loan]] = {
    ("book", "adult"): BookForAdult,
    ("book", "child"): BookForChild,
    ("book", "school"): BookForSchool,
    ("film", "adult"): FilmForAdult,
    ("film", "child"): FilmForChild,
    ("film", "school"): FilmForSchool,
    ("laptop", "adult"): LaptopForAdult,
    ("laptop", "child"): LaptopForChild,
    ("laptop", "school"): LaptopForSchool,
}


def lend(medium: str, patron: str, day: date) -> Loan:
    """Lend an item; NotLent where the house says no."""
    return KINDS[medium, patron](day)
