from functools import lru_cache, partial
from typing import Protocol

from complaints import complaints


class Source(Protocol):
    @property
    def unit(self) -> str: ...

    def read(self, port: str, *, days: int) -> list[int]: ...


class Closable(Protocol):
    def close(self) -> None: ...


class Line(Source, Closable, Protocol):
    """What both have."""


def read(port: str, *, days: int) -> list[int]:
    return [312] * days


def test_no_code_of_the_object_runs() -> None:
    class Remote:
        @property
        def unit(self) -> str:
            raise AssertionError("the property ran")

        @property
        def read(self) -> object:
            raise AssertionError("the property ran")

        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"__getattr__ was asked for {name}")

    assert complaints(Remote(), Line) == [
        "read: not callable",
        "close: missing",
    ]


def test_parameters_with_defaults_and_stars_do_no_harm() -> None:
    class Generous:
        unit = "cm"

        def read(self, port, zone="UTC", *, days, **options):
            return []

    class Indifferent:
        unit = "cm"

        def read(self, *args, **kwargs):
            return []

    assert complaints(Generous(), Source) == []
    assert complaints(Indifferent(), Source) == []


def test_a_parameter_of_another_name_is_fine_by_position_only() -> None:
    class Renamed:
        unit = "cm"

        def read(self, harbor, *, days):
            return []

    class Counted:
        unit = "cm"

        def read(self, port, *, hours):
            return []

    assert complaints(Renamed(), Source) == []
    assert complaints(Counted(), Source) == [
        "read: does not accept (port, *, days)"
    ]


def test_methods_of_every_kind_are_methods() -> None:
    class Static:
        unit = "cm"
        read = staticmethod(read)

    class OfTheClass:
        unit = "cm"

        @classmethod
        def read(cls, port, *, days):
            return []

    class Partial:
        unit = "cm"

        def __init__(self) -> None:
            self.read = partial(read, days=1)

    class Planted:
        unit = "cm"

        def __init__(self) -> None:
            self.read = read

    for kind in (Static, OfTheClass, Partial, Planted):
        assert complaints(kind(), Source) == [], kind


def test_what_does_not_tell_its_parameters_gets_the_benefit_of_the_doubt() -> (
    None
):
    class OfC:
        unit = "cm"

        def __init__(self) -> None:
            self.read = max

    class Cached:
        unit = "cm"

        @lru_cache
        def read(self, port, *, days):
            return []

    assert complaints(OfC(), Source) == []
    assert complaints(Cached(), Source) == []


def test_members_are_inherited_on_both_sides() -> None:
    class Base:
        unit = "cm"
        read = staticmethod(read)

    class Gauge(Base):
        def close(self) -> None:
            """Nothing to do."""

    assert complaints(Gauge(), Line) == []
    assert complaints(Base(), Line) == ["close: missing"]
