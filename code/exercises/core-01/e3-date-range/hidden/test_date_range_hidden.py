from datetime import date, datetime

import pytest
from date_range import DateRange

FEBRUARY = DateRange(date(2024, 2, 1), date(2024, 2, 29))


class Everything:
    """Says yes to every comparison and intersection it is asked for."""

    def __eq__(self, other: object) -> bool:
        return True

    def __gt__(self, other: object) -> bool:
        return True

    def __rand__(self, other: object) -> str:
        return "asked"


def test_a_moment_is_not_a_day() -> None:
    assert datetime(2024, 2, 10, 12) not in FEBRUARY


@pytest.mark.parametrize("thing", ["2024-02-10", None, 20240210])
def test_what_is_not_a_date_is_not_in_the_range(thing: object) -> None:
    assert thing not in FEBRUARY


def test_the_other_side_gets_its_turn() -> None:
    assert FEBRUARY == Everything()
    assert FEBRUARY < Everything()
    assert FEBRUARY & Everything() == "asked"


def test_a_number_has_no_common_days_and_no_place_in_the_order() -> None:
    with pytest.raises(TypeError):
        FEBRUARY & 3
    with pytest.raises(TypeError):
        FEBRUARY < 3


def test_a_range_differs_from_the_tuple_of_its_ends() -> None:
    assert FEBRUARY != (date(2024, 2, 1), date(2024, 2, 29))


def test_a_range_in_a_set_cannot_change() -> None:
    with pytest.raises(AttributeError):
        FEBRUARY.last = date(2024, 3, 1)
