import pytest
from fields import Integer


class Gauge:
    depth = Integer(minimum=0)
    offset = Integer()

    def __init__(self, depth: int, offset: int = 0) -> None:
        self.depth = depth
        self.offset = offset


def test_1_too_little_is_refused_by_name() -> None:
    with pytest.raises(
        ValueError, match=r"^Gauge\.depth: -3 is less than 0$"
    ):
        Gauge(-3)
    assert Gauge(12, -3).offset == -3


def test_1_each_gauge_keeps_its_own_numbers() -> None:
    brest, ominato = Gauge(12, -4), Gauge(0)
    assert (brest.depth, brest.offset) == (12, -4)
    assert (ominato.depth, ominato.offset) == (0, 0)


def test_2_what_is_no_whole_number_is_refused_by_name() -> None:
    with pytest.raises(
        TypeError, match=r"^Gauge\.depth: '12' is not an int$"
    ):
        Gauge("12")


def test_3_a_gauge_without_a_value_has_no_attribute() -> None:
    gauge = Gauge.__new__(Gauge)
    assert not hasattr(gauge, "depth")
    with pytest.raises(AttributeError, match=r"^Gauge\.depth has no value$"):
        gauge.depth


def test_3_on_the_class_you_get_the_field_itself() -> None:
    assert isinstance(Gauge.depth, Integer)
    assert Gauge.depth.minimum == 0
