"""Sides, blanks and numbers, without a page being set."""

from __future__ import annotations

from press.pdf.paginate import ARABIC, COVER, ROMAN, Block, find, lay_out


def labels(*blocks: Block) -> list[str]:
    return ["-" if place.blank else place.label for place in lay_out(blocks)]


def test_a_unit_that_wants_a_right_hand_page_gets_a_blank_before_it() -> None:
    assert labels(Block(1, True, ARABIC), Block(1, True, ARABIC)) == ["1", "-", "3"]


def test_a_unit_that_takes_any_side_follows_at_once() -> None:
    assert labels(Block(1, True, ARABIC), Block(2, False, ARABIC)) == ["1", "2", "3"]


def test_a_blank_page_counts_and_belongs_to_the_numbers_before_it() -> None:
    places = lay_out([Block(1, True, ROMAN), Block(1, True, ARABIC)])
    assert [place.label for place in places] == ["i", "ii", "1"]


def test_numbers_begin_anew_on_a_right_hand_page_in_front_matter_and_in_the_text() -> None:
    made = labels(Block(1, True, COVER), Block(3, False, ROMAN), Block(2, False, ARABIC))
    assert made == ["", "-", "i", "ii", "iii", "-", "1", "2"]


def test_a_name_is_found_on_the_page_of_its_unit() -> None:
    places = lay_out([Block(1, True, ARABIC), Block(2, True, ARABIC)])
    assert find(places, [{"a": 0}, {"b": 1}]) == {"a": 0, "b": 3}


def test_a_unit_without_pages_takes_no_place() -> None:
    assert labels(Block(0, True, ROMAN), Block(1, True, ARABIC)) == ["1"]
