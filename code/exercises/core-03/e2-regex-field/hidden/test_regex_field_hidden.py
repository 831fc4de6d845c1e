import pytest
from regex_field import Regex


class Gauge:
    code = Regex(r"[A-Z]{2}-\d{4}|TEST", example="FR-0042")


class TideGauge(Gauge):
    pass


@pytest.mark.parametrize(
    "code", ["FR-0042\n", "FR-00421", "xFR-0042", "TESTS", "", "FR-0042 "]
)
def test_the_pattern_has_to_match_the_whole_text(code: str) -> None:
    with pytest.raises(ValueError):
        Gauge().code = code


def test_both_sides_of_a_bar_are_whole_patterns() -> None:
    gauge = Gauge()
    gauge.code = "TEST"
    assert gauge.code == "TEST"


def test_a_field_that_was_not_filled_is_an_attribute_error() -> None:
    gauge = Gauge()
    assert not hasattr(gauge, "code")
    with pytest.raises(AttributeError, match=r"Gauge\.code"):
        gauge.code


def test_after_a_refusal_the_old_text_stands() -> None:
    gauge = Gauge()
    gauge.code = "FR-0042"
    for bad in ("fr-0042", 42):
        with pytest.raises((ValueError, TypeError)):
            gauge.code = bad
    assert gauge.code == "FR-0042"


def test_in_a_subclass_the_message_names_the_class_with_the_field() -> None:
    with pytest.raises(ValueError, match=r"^Gauge\.code: "):
        TideGauge().code = "brest"


def test_the_class_of_the_field_can_be_asked_before_any_gauge_exists() -> (
    None
):
    class Empty:
        code = Regex("x", example="x")

    assert Empty.code.example == "x"
    assert TideGauge.code is Gauge.code
