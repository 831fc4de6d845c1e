import pytest
from regex_field import Regex


class Gauge:
    code = Regex(r"[A-Z]{2}-\d{4}", example="FR-0042")
    port = Regex(r"\w[\w \-]*", example="Saint-Malo")

    def __init__(self, code: str, port: str) -> None:
        self.code = code
        self.port = port


def test_a_text_that_matches_is_kept() -> None:
    gauge = Gauge("JP-0007", "Ōminato")
    assert (gauge.code, gauge.port) == ("JP-0007", "Ōminato")


def test_two_gauges_keep_their_own_texts() -> None:
    brest, ominato = Gauge("FR-0001", "Brest"), Gauge("JP-0007", "Ōminato")
    assert (brest.code, ominato.code) == ("FR-0001", "JP-0007")


def test_the_message_names_the_field_the_value_and_the_example() -> None:
    with pytest.raises(ValueError) as error:
        Gauge("brest", "Brest")
    assert (
        str(error.value) == "Gauge.code: 'brest' does not look like 'FR-0042'"
    )


def test_only_text_is_accepted() -> None:
    with pytest.raises(TypeError, match=r"Gauge\.code: .* int"):
        Gauge(42, "Brest")


def test_on_the_class_you_get_the_field() -> None:
    assert isinstance(Gauge.code, Regex)
    assert Gauge.port.example == "Saint-Malo"
