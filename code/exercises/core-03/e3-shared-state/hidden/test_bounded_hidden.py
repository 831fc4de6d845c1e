import copy
import gc
import pickle
import weakref

import pytest
from bounded import Bounded, Reading


class Forecast:
    """Has two fields, and can be made without a value."""

    low = Bounded(-500, 1500)
    high = Bounded(-500, 1500)

    def __hash__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Forecast)


def test_a_reading_has_no_hash_and_a_level_of_its_own() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Reading(1))
    assert [Reading(cm).cm for cm in (1, 2, 3)] == [1, 2, 3]


def test_equal_owners_keep_their_values_apart() -> None:
    morning, evening = Forecast(), Forecast()
    morning.low, evening.low = 10, 20
    assert morning == evening
    assert (morning.low, evening.low) == (10, 20)


def test_two_fields_of_one_owner_keep_their_values_apart() -> None:
    forecast = Forecast()
    forecast.low, forecast.high = 10, 410
    assert (forecast.low, forecast.high) == (10, 410)


def test_a_new_owner_never_finds_the_value_of_one_that_is_gone() -> None:
    for _ in range(50):
        forecast = Forecast()
        assert not hasattr(forecast, "low")
        forecast.low = 10
        del forecast


def test_the_field_keeps_no_owner_alive() -> None:
    forecast = Forecast()
    forecast.low = 10
    gone = weakref.ref(forecast)
    del forecast
    gc.collect()
    assert gone() is None


def test_a_copy_takes_the_value_along() -> None:
    reading = Reading(312)
    again = copy.copy(reading)
    again.cm = 313
    assert (reading.cm, again.cm) == (312, 313)
    assert vars(pickle.loads(pickle.dumps(reading))) == vars(reading)
    assert pickle.loads(pickle.dumps(reading)).cm == 312
