import pytest
from bounded import Bounded, Reading


def test_a_level_is_kept() -> None:
    assert Reading(312).cm == 312
    assert Reading(0).cm == 0


def test_a_level_out_of_bounds_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"cm: 1501 not in -500..1500"):
        Reading(1501)


def test_two_readings_have_two_levels() -> None:
    low, high = Reading(-40), Reading(690)
    assert (low.cm, high.cm) == (-40, 690)


def test_on_the_class_you_get_the_field() -> None:
    assert isinstance(Reading.cm, Bounded)
    assert Reading.cm.highest == 1500
