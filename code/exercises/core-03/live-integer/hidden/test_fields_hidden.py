import pytest
from fields import Integer


class Gauge:
    depth = Integer(minimum=0)


class Radar(Gauge):
    pass


class Forecast:
    low = Integer()
    high = Integer()


def test_two_fields_of_one_object_do_not_mix() -> None:
    forecast = Forecast()
    forecast.low, forecast.high = -40, 690
    assert (forecast.low, forecast.high) == (-40, 690)


def test_true_is_not_a_number() -> None:
    with pytest.raises(TypeError, match="True is not an int"):
        Gauge().depth = True


def test_after_a_refusal_the_old_value_stands() -> None:
    gauge = Gauge()
    gauge.depth = 12
    for bad in (-1, "12", 1.5, None):
        with pytest.raises((ValueError, TypeError)):
            gauge.depth = bad
    assert gauge.depth == 12


def test_nobody_gets_past_the_field_by_writing_to_the_instance() -> None:
    gauge = Gauge()
    gauge.depth = 12
    gauge.depth += 1
    assert gauge.depth == 13
    with pytest.raises(ValueError):
        gauge.depth -= 14


def test_a_subclass_uses_the_field_of_its_base() -> None:
    radar, gauge = Radar(), Gauge()
    radar.depth, gauge.depth = 3, 4
    assert (radar.depth, gauge.depth) == (3, 4)
