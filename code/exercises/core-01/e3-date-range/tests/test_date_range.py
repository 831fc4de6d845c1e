import datetime
from datetime import date, timedelta

import pytest
from date_range import DateRange
from hypothesis import given
from hypothesis import strategies as st

FEBRUARY = DateRange(date(2024, 2, 1), date(2024, 2, 29))


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number)


@st.composite
def ranges(draw: st.DrawFn) -> DateRange:
    first = draw(st.integers(0, 60))
    return DateRange(day(first), day(first + draw(st.integers(0, 60))))


def test_the_first_and_the_last_day_belong_to_the_range() -> None:
    assert date(2024, 2, 1) in FEBRUARY
    assert date(2024, 2, 29) in FEBRUARY
    assert date(2024, 1, 31) not in FEBRUARY
    assert date(2024, 3, 1) not in FEBRUARY


def test_a_range_of_one_day_is_a_range() -> None:
    assert day(5) in DateRange(day(5), day(5))


def test_a_range_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError):
        DateRange(day(5), day(4))


def test_the_common_days_are_a_range() -> None:
    assert DateRange(day(0), day(9)) & DateRange(day(5), day(14)) == (
        DateRange(day(5), day(9))
    )


def test_ranges_without_a_common_day_have_none() -> None:
    assert DateRange(day(0), day(4)) & DateRange(day(5), day(9)) is None


def test_equal_ranges_count_once_in_a_set() -> None:
    again = DateRange(date(2024, 2, 1), date(2024, 2, 29))
    assert again == FEBRUARY
    assert len({again, FEBRUARY}) == 1


def test_the_repr_builds_an_equal_range() -> None:
    names = {"DateRange": DateRange, "date": date, "datetime": datetime}
    assert eval(repr(FEBRUARY), names) == FEBRUARY


def test_ranges_are_ordered_by_the_first_day_then_by_the_last() -> None:
    early, short, long = (
        DateRange(day(a), day(b)) for a, b in [(0, 9), (1, 3), (1, 8)]
    )
    assert sorted([long, early, short]) == [early, short, long]


@given(ranges(), ranges())
def test_intersection_is_commutative(a: DateRange, b: DateRange) -> None:
    assert a & b == b & a


@given(ranges(), ranges(), st.integers(0, 120).map(day))
def test_a_common_day_is_in_both(
    a: DateRange, b: DateRange, candidate: date
) -> None:
    common = a & b
    in_common = common is not None and candidate in common
    assert in_common == (candidate in a and candidate in b)
