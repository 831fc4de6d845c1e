from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from learned import refuses
from parlance import ToolSpec
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare
from pydantic import BaseModel, Field

Said = Field(description="What it is.")


def spec(hint: Any, description: str = "What it is.") -> ToolSpec:
    """A tool with one argument, `given`, of this type."""

    def tool(given: object) -> str:
        return str(given)

    said = Field(description=description)
    tool.__annotations__["given"] = Annotated[hint, said]
    tool.__doc__ = description
    return declare(tool, risk=Risk.READ).spec


def paths(old: Any, new: Any) -> list[str]:
    return refuses(spec(old), spec(new))


class Two(StrEnum):
    DRILL = "drill"
    LADDER = "ladder"


class Three(StrEnum):
    DRILL = "drill"
    LADDER = "ladder"
    WASHER = "pressure washer"


class Place(BaseModel):
    street: str
    floor: int


class Road(BaseModel):
    road: str
    floor: int


class Flat(BaseModel):
    street: str
    floor: int
    door: Two


class House(BaseModel):
    street: str
    floor: float


class Stop(BaseModel):
    place: Place
    kinds: list[Three]


class Halt(BaseModel):
    place: Flat
    kinds: list[Two]


def test_what_takes_more_refuses_nothing() -> None:
    assert paths(Two, Three) == []
    assert paths(Two, str) == []
    assert paths(Literal["drill"], Two) == []
    assert paths(int, float) == []
    assert paths(int, int | None) == []
    assert paths(Place, House) == []
    assert paths(date, str) == []
    assert paths(Two, Three | int | None) == []
    assert paths(Literal[1, "a"], Literal[1, "a", "b"]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Three, Two),
        (Two, Literal["drill"]),
        (float, int),
        (int, str),
        (str, date),
        (list[int], int),
        (int | None, str | None),
    ],
)
def test_what_takes_less_is_refused(old: Any, new: Any) -> None:
    assert paths(old, new) == ["given"]


def test_values_that_are_listed_now_were_not_before() -> None:
    assert paths(str, Two) == ["given"]


def test_null_that_is_gone_is_refused() -> None:
    assert paths(int | None, int) == ["given"]
    assert paths(Place | None, Place) == ["given"]


def test_fields_of_a_model_in_the_arguments_count() -> None:
    assert paths(Place, Road) == ["given.street", "given.road"]
    assert paths(Stop, Halt) == ["given.place.door", "given.kinds[]"]
    assert paths(list[Stop], list[Halt]) == [
        "given[].place.door",
        "given[].kinds[]",
    ]
    assert paths(list[list[float]], list[list[int]]) == ["given[][]"]


def test_a_new_property_is_one_that_old_calls_lack() -> None:
    assert paths(Place, Flat) == ["given.door"]


def test_at_a_union_the_path_ends() -> None:
    assert paths(Place | None, Flat | None) == ["given"]
    assert paths(Place | None, House | None) == []


def test_options_may_change_their_places() -> None:
    assert paths(int | str, str | int) == []
    assert paths(Place | Road, Road | Two | House) == []
    assert paths(int | str, None | str | float) == []


def test_what_a_model_reads_does_not_count() -> None:
    old, new = spec(Two, "A kind."), spec(Two, "What is wanted.")
    assert old.version != new.version
    assert refuses(old, new) == []


def test_the_order_does_not_count() -> None:
    def one(a: int, b: int) -> str:
        """A tool."""
        return f"{a}{b}"

    def other(b: int, a: int) -> str:
        """A tool."""
        return f"{a}{b}"

    for each in (one, other):
        each.__annotations__.update(
            a=Annotated[int, Said], b=Annotated[int, Said]
        )
    specs = [declare(each, risk=Risk.READ).spec for each in (one, other)]
    assert refuses(*specs) == []


def test_a_tool_without_arguments() -> None:
    empty = ToolSpec("hours", "Say when we are open.")
    assert refuses(empty, empty) == []
    assert refuses(spec(int), empty) == ["given"]
    assert refuses(empty, spec(int)) == ["given"]
