import pytest
from where import Found, where


class Height:
    """A field: reads and writes."""

    def __get__(self, instance, owner=None):
        return self if instance is None else vars(instance)["height"]

    def __set__(self, instance, value):
        vars(instance)["height"] = value


class Once:
    """A value computed on the first read: only reads."""

    def __get__(self, instance, owner=None):
        raise AssertionError("the attribute was read")


class Gauge:
    unit = "cm"
    height = Height()
    mean = Once()

    def __init__(self, port: str) -> None:
        self.port = port
        self.height = 312

    def read(self) -> int:
        return self.height


class Radar(Gauge):
    unit = "mm"

    @property
    def range(self) -> int:
        raise AssertionError("the property ran")


class Remote(Gauge):
    def __getattr__(self, name: str) -> str:
        raise AssertionError("__getattr__ was called")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("port", Found("instance")),
        ("height", Found("data descriptor", Gauge)),
        ("range", Found("data descriptor", Radar)),
        ("mean", Found("descriptor", Gauge)),
        ("read", Found("descriptor", Gauge)),
        ("unit", Found("class attribute", Radar)),
        ("depth", Found("nowhere")),
    ],
)
def test_each_name_is_answered_from_one_place(
    name: str, expected: Found
) -> None:
    assert where(Radar("Brest"), name) == expected


def test_an_instance_can_hide_what_only_reads() -> None:
    gauge = Gauge("Brest")
    vars(gauge).update(mean=300, read=None, unit="ft")
    assert where(gauge, "mean") == Found("instance")
    assert where(gauge, "read") == Found("instance")
    assert where(gauge, "unit") == Found("instance")


def test_an_instance_cannot_hide_what_also_writes() -> None:
    radar = Radar("Brest")
    vars(radar).update(height=0, range=0)
    assert where(radar, "height") == Found("data descriptor", Gauge)
    assert where(radar, "range") == Found("data descriptor", Radar)


def test_what_is_found_nowhere_goes_to_getattr() -> None:
    remote = Remote("Brest")
    assert where(remote, "depth") == Found("__getattr__", Remote)
    assert where(remote, "port") == Found("instance")


def test_what_every_object_has_comes_from_object() -> None:
    assert where(Gauge("Brest"), "__repr__") == Found("descriptor", object)
