"""Acceptance tests of the library project.

Run them from the folder that holds your library.py:
python -m pytest <where the book is>/code/projects/library
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from library import Library, RefusedError

ISBN = "978-0-14-044913-6"


class Days:
    """A calendar that the test turns."""

    def __init__(self):
        self.today = date(2028, 2, 10)  # a leap year

    def __call__(self):
        return self.today

    def wait(self, days):
        self.today += timedelta(days=days)


@pytest.fixture
def days():
    return Days()


@pytest.fixture
def library(days):
    return Library(today=days)


def test_a_loan_is_due_in_twenty_one_days(library):
    copy, reader = library.add_copy(ISBN), library.register("Zoë")
    assert library.lend(copy, reader) == date(2028, 3, 2)


def test_two_copies_of_a_book_are_two_things(library):
    first, second = library.add_copy(ISBN), library.add_copy(ISBN)
    reader = library.register("Zoë")
    library.lend(first, reader)
    library.lend(second, library.register("Ø. Berg"))
    assert library.on_loan(reader) == [first]


def test_two_readers_of_a_name_are_two_people(library):
    assert library.register("Anna Li") != library.register("Anna Li")


def test_a_copy_is_lent_once_at_a_time(library):
    copy = library.add_copy(ISBN)
    library.lend(copy, library.register("Zoë"))
    with pytest.raises(RefusedError, match="on loan"):
        library.lend(copy, library.register("Ø. Berg"))


def test_a_reader_has_three_copies_at_most(library):
    reader = library.register("Zoë")
    copies = [library.add_copy(ISBN) for _ in range(4)]
    for copy in copies[:3]:
        library.lend(copy, reader)
    with pytest.raises(RefusedError, match="three"):
        library.lend(copies[3], reader)
    library.give_back(copies[0])
    library.lend(copies[3], reader)


@pytest.mark.parametrize(
    ("days_out", "fine"), [(0, "0.00"), (21, "0.00"), (22, "0.25"), (31, "2.50"), (400, "10.00")]
)
def test_a_late_copy_costs_a_quarter_a_day_up_to_ten(library, days, days_out, fine):
    copy = library.add_copy(ISBN)
    library.lend(copy, library.register("Zoë"))
    days.wait(days_out)
    paid = library.give_back(copy)
    assert isinstance(paid, Decimal)
    assert paid == Decimal(fine)


def test_a_copy_that_is_here_cannot_be_given_back(library):
    with pytest.raises(RefusedError, match="not on loan"):
        library.give_back(library.add_copy(ISBN))


def test_a_returned_copy_waits_for_the_first_in_the_queue(library):
    copy = library.add_copy(ISBN)
    first, second, third = (library.register(name) for name in ("A", "B", "C"))
    library.lend(copy, first)
    library.queue(ISBN, second)
    library.queue(ISBN, third)
    library.give_back(copy)
    for other in (first, third):
        with pytest.raises(RefusedError, match="reserved"):
            library.lend(copy, other)
    library.lend(copy, second)
    library.give_back(copy)
    library.lend(copy, third)


def test_nobody_queues_twice_or_for_what_is_free(library):
    copy = library.add_copy(ISBN)
    reader = library.register("Zoë")
    with pytest.raises(RefusedError, match="free"):
        library.queue(ISBN, reader)
    library.lend(copy, library.register("B"))
    library.queue(ISBN, reader)
    with pytest.raises(RefusedError, match="already"):
        library.queue(ISBN, reader)


def test_what_is_unknown_is_a_key_error(library):
    reader = library.register("Zoë")
    with pytest.raises(KeyError):
        library.lend("no such copy", reader)
    with pytest.raises(KeyError):
        library.lend(library.add_copy(ISBN), "no such reader")
    with pytest.raises(KeyError):
        library.queue("no such book", reader)
