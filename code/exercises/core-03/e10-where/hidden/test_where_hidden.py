import pytest
from where import Found, where


class DeleteOnly:
    """Has no __set__, and is a data descriptor all the same."""

    def __get__(self, instance, owner=None):
        raise AssertionError("the attribute was read")

    def __delete__(self, instance):
        """Nothing to do."""


class WriteOnly:
    """Checks what is written and leaves the reading to Python."""

    def __set__(self, instance, value):
        vars(instance)["level"] = value


class Impostor:
    """Has a __get__ and a __set__ on the instance, where nobody looks."""

    def __init__(self) -> None:
        self.__get__ = lambda *args: 1 / 0
        self.__set__ = lambda *args: 1 / 0


class Gauge:
    closing = DeleteOnly()
    level = WriteOnly()
    impostor = Impostor()


class Slotted:
    __slots__ = ("port", "level")

    def __init__(self) -> None:
        self.port = "Brest"

    def __getattr__(self, name: str) -> str:
        raise AssertionError(f"__getattr__ was asked for {name}")


class Left:
    pass


class Right:
    unit = "cm"


class Both(Left, Right):
    pass


def test_a_descriptor_that_only_deletes_is_a_data_descriptor() -> None:
    gauge = Gauge()
    vars(gauge)["closing"] = 0
    assert where(gauge, "closing") == Found("data descriptor", Gauge)


def test_a_descriptor_that_only_writes_leaves_reading_to_the_instance() -> (
    None
):
    gauge = Gauge()
    assert where(gauge, "level") == Found("class attribute", Gauge)
    gauge.level = 312
    assert where(gauge, "level") == Found("instance")


def test_a_descriptor_has_its_methods_on_its_class() -> None:
    gauge = Gauge()
    assert where(gauge, "impostor") == Found("class attribute", Gauge)
    vars(gauge)["impostor"] = 0
    assert where(gauge, "impostor") == Found("instance")


@pytest.mark.parametrize("name", ["port", "level"])
def test_a_slot_is_a_data_descriptor_filled_or_not(name: str) -> None:
    assert where(Slotted(), name) == Found("data descriptor", Slotted)


def test_a_slotted_object_is_not_asked_for_its_dict() -> None:
    assert where(Slotted(), "depth") == Found("__getattr__", Slotted)


def test_the_owner_is_found_in_the_order_of_the_bases() -> None:
    assert where(Both(), "unit") == Found("class attribute", Right)


def test_numbers_and_texts_can_be_asked_too() -> None:
    assert where(3, "real") == Found("data descriptor", int)
    assert where("Brest", "upper") == Found("descriptor", str)


class Empty(type):
    """Its classes are containers, and there is nothing in them."""

    def __len__(cls) -> int:
        return 0


class Station(metaclass=Empty):
    port = "Brest"


def test_a_class_that_counts_as_false_is_a_class() -> None:
    assert where(Station(), "port") == Found("class attribute", Station)
