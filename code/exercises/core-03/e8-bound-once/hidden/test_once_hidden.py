import pytest
from once import Once


def make(source: str, **names: object) -> dict[str, object]:
    namespace: dict[str, object] = {
        "Once": Once,
        "__name__": "tides",
        **names,
    }
    exec(compile(source, "tides.py", "exec"), namespace)
    return namespace


def test_a_property_may_get_its_setter_and_its_deleter() -> None:
    source = """
class Gauge(metaclass=Once):
    @property
    def level(self):
        return self._level
    @level.setter
    def level(self, cm):
        self._level = cm
    @level.deleter
    def level(self):
        del self._level
"""
    gauge = make(source)["Gauge"]()
    gauge.level = 312
    assert gauge.level == 312


def test_a_second_property_is_a_second_binding() -> None:
    source = """
class Gauge(metaclass=Once):
    level = property(lambda self: 312)
    level = property(lambda self: 0)
"""
    with pytest.raises(TypeError, match=r"Gauge\.level .* lines 3 and 4"):
        make(source)


def test_a_name_that_was_deleted_may_be_bound_again() -> None:
    source = """
class Gauge(metaclass=Once):
    port = "Brest"
    del port
    port = "Saint-Malo"
"""
    assert make(source)["Gauge"].port == "Saint-Malo"


def test_deleting_a_name_that_is_not_there_is_a_name_error() -> None:
    source = "class Gauge(metaclass=Once):\n    del port\n"
    with pytest.raises(NameError):
        make(source)


def test_names_with_two_underscores_are_names_too() -> None:
    source = """
class Gauge(metaclass=Once):
    __slots__ = ("level",)
    __slots__ = ("level", "port")
"""
    with pytest.raises(TypeError, match=r"__slots__ .* lines 3 and 4"):
        make(source)


def test_an_annotation_alone_binds_nothing() -> None:
    source = """
class Gauge(metaclass=Once):
    level: int
    port: str
    level = 312
"""
    assert make(source)["Gauge"].level == 312


def test_keywords_reach_the_hook_of_the_class() -> None:
    source = """
class Gauge(metaclass=Once):
    def __init_subclass__(cls, *, unit):
        cls.unit = unit
class Radar(Gauge, unit="cm"):
    pass
"""
    assert make(source)["Radar"].unit == "cm"


def test_a_class_inside_a_body_has_names_of_its_own() -> None:
    source = """
class Gauge(metaclass=Once):
    port = "Brest"
    class Datum:
        port = "Brest"
        port = "Saint-Malo"
"""
    assert make(source)["Gauge"].Datum.port == "Saint-Malo"


def test_an_error_of_the_body_stays_what_it_is() -> None:
    source = "class Gauge(metaclass=Once):\n    port = 'Brest'\n    1 / 0\n"
    with pytest.raises(ZeroDivisionError):
        make(source)
