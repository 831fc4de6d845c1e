from typing import Protocol, runtime_checkable

from complaints import complaints


@runtime_checkable
class Source(Protocol):
    """Where levels come from."""

    @property
    def unit(self) -> str: ...

    def read(self, port: str, *, days: int) -> list[int]: ...

    def close(self) -> None: ...


class Gauge:
    unit = "cm"

    def read(self, port: str, *, days: int) -> list[int]:
        return [312] * days

    def close(self) -> None:
        """Nothing to do."""


class Boat:
    unit = "oars"
    read = "the sea"

    def close(self, firmly: bool) -> None:
        """Close the hatch."""


class Postcard:
    def read(self) -> list[int]:
        return [0]


def test_what_has_everything_has_no_complaint() -> None:
    assert complaints(Gauge(), Source) == []


def test_every_missing_member_is_named() -> None:
    assert complaints(object(), Source) == [
        "unit: missing",
        "read: missing",
        "close: missing",
    ]


def test_a_text_is_no_method_and_a_method_has_parameters() -> None:
    assert isinstance(Boat(), Source)  # as far as isinstance looks
    assert complaints(Boat(), Source) == [
        "read: not callable",
        "close: does not accept ()",
    ]


def test_parameters_are_named_as_the_protocol_has_them() -> None:
    assert complaints(Postcard(), Source) == [
        "unit: missing",
        "read: does not accept (port, *, days)",
        "close: missing",
    ]


def test_a_class_is_not_its_instance() -> None:
    assert complaints(Gauge, Source) == ["a class, not an instance"]
