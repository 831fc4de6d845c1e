from __future__ import annotations

from datetime import date

import lending
import pytest
from lending import NotLent, lend

DAY = date(2028, 2, 1)


@pytest.fixture(autouse=True)
def more_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    """A medium and a kind of patron that the module has never heard of."""
    monkeypatch.setitem(lending.MEDIA, "tablet", lending.MEDIA["laptop"])
    monkeypatch.setitem(lending.PATRONS, "club", lending.PATRONS["school"])
    monkeypatch.setitem(lending.PATRONS, "pupil", lending.PATRONS["child"])


def test_a_new_medium_is_one_entry() -> None:
    assert lend("tablet", "adult", DAY).due == date(2028, 2, 4)
    assert lend("tablet", "school", DAY).fine(date(2028, 2, 8)) == 200


def test_a_new_kind_of_patron_is_one_entry() -> None:
    assert lend("film", "club", DAY).due == date(2028, 2, 15)
    assert lend("book", "pupil", DAY).fine(date(2029, 1, 1)) == 0


def test_the_exception_belongs_to_the_objects() -> None:
    for medium, patron in [("tablet", "child"), ("laptop", "pupil")]:
        with pytest.raises(NotLent):
            lend(medium, patron, DAY)


def test_all_loans_are_of_one_class() -> None:
    kinds = {
        type(lend(medium, patron, DAY))
        for medium in ("book", "film")
        for patron in ("adult", "child", "school")
    }
    assert len(kinds) == 1


def test_an_unknown_name_is_a_key_error() -> None:
    for medium, patron in [("score", "adult"), ("book", "robot")]:
        with pytest.raises(KeyError):
            lend(medium, patron, DAY)
