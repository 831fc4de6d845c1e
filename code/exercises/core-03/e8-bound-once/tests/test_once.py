import pytest
from once import Once


def make(source: str, **names: object) -> dict[str, object]:
    """Run the source of a class; its first line is line 1."""
    namespace: dict[str, object] = {
        "Once": Once,
        "__name__": "tides",
        **names,
    }
    exec(compile(source, "tides.py", "exec"), namespace)
    return namespace


def test_a_name_bound_once_is_fine() -> None:
    source = """
class Gauge(metaclass=Once):
    port = "Brest"
    def read(self):
        return 312
"""
    gauge = make(source)["Gauge"]
    assert gauge().read() == 312
    assert gauge.port == "Brest"


def test_a_name_bound_twice_is_an_error_with_both_lines() -> None:
    source = """
class Gauge(metaclass=Once):
    port = "Brest"
    level = 312

    port = "Saint-Malo"
"""
    message = r"Gauge\.port is bound twice, in lines 3 and 6"
    with pytest.raises(TypeError, match=message):
        make(source)


def test_a_method_over_a_field_is_an_error_too() -> None:
    source = """
class Gauge(metaclass=Once):
    level: int = 312

    def level(self):
        return 0
"""
    message = r"Gauge\.level is bound twice, in lines 3 and 5"
    with pytest.raises(TypeError, match=message):
        make(source)


def test_subclasses_are_checked_and_may_override() -> None:
    base = "class Gauge(metaclass=Once):\n    port = 'Brest'\n"
    fine = "class Radar(Gauge):\n    port = 'Ōminato'\n"
    assert make(base + fine)["Radar"].port == "Ōminato"
    with pytest.raises(TypeError, match=r"Radar\.port .* lines 4 and 5"):
        make(base + fine + "    port = 'Brest'\n")


def test_after_the_body_the_class_is_like_any_other() -> None:
    source = "class Gauge(metaclass=Once):\n    port = 'Brest'\n"
    gauge = make(source)["Gauge"]
    gauge.port = "Saint-Malo"
    gauge.port = "Ōminato"
    assert gauge.port == "Ōminato"
