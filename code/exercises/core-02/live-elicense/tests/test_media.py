from __future__ import annotations

from collections.abc import Callable

import pytest
from media import Book, ELicense, lend_all, trolley


def book() -> Book:
    return Book("Krabat", "Jugend K 12")


def license() -> ELicense:
    return ELicense("Krabat", seats=2, loans_left=3)


BOOKS = [make for make in (book, license) if isinstance(make(), Book)]


@pytest.mark.parametrize("make", BOOKS)
def test_1_whatever_is_a_book_keeps_the_promises(make: Callable[[], Book]) -> None:
    item = make()
    assert item.shelf
    for _ in range(30):
        item.lend("P-0412")
        assert not item.can_lend()
        item.give_back("P-0412")
        assert item.can_lend()


def test_2_the_desk_lends_both_in_one_go() -> None:
    assert lend_all([book(), license()], "P-0412") == ["Krabat", "Krabat"]


def test_3_a_license_counts_its_seats_and_its_loans() -> None:
    item = license()
    assert lend_all([item, item, item], "P-0412") == ["Krabat", "Krabat"]
    item.give_back("P-0412")
    item.lend("P-0077")
    item.give_back("P-0077")
    assert not item.can_lend()
    with pytest.raises(ValueError, match="Krabat"):
        item.lend("P-0901")


def test_the_trolley_goes_its_round() -> None:
    books = [book(), Book("Momo", "Jugend E 3")]
    assert trolley(books) == ["Jugend E 3: Momo", "Jugend K 12: Krabat"]
