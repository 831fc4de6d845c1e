"""What a strict mode would refuse or forget is said, not dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Literal, NamedTuple

import pytest
from parlance.kernel.strict import Strict
from pydantic import BaseModel, Field, TypeAdapter
from typing_extensions import TypedDict


class Kind(StrEnum):
    DRILL = "drill"
    LADDER = "ladder"


class Floor(IntEnum):
    GROUND = 0
    FIRST = 1


class Period(BaseModel):
    start: date
    end: date | None = None


@dataclass
class Shelf:
    row: int
    floor: Floor


class Place(TypedDict):
    branch: str
    shelf: Shelf


class Two(BaseModel):
    first: Period
    second: Period


class Tree(BaseModel):
    name: str
    parts: list[Tree]


class Counted(BaseModel):
    number: int = 3


class Open(BaseModel, extra="allow"):
    name: str


class Point(NamedTuple):
    x: int
    y: int


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


def closed(hint: Any) -> Strict:
    return Strict(TypeAdapter(hint).json_schema())


def objects(node: Any) -> list[dict[str, Any]]:
    """All schemas of objects, however deep."""
    inner = [o for one in node.values() for o in objects(one)] if isinstance(node, dict) else []
    if isinstance(node, list):
        inner = [o for one in node for o in objects(one)]
    own = [node] if isinstance(node, dict) and node.get("type") == "object" else []
    return own + inner


@pytest.mark.parametrize(
    "hint",
    [
        *(str, int, bool, float, date, datetime, list[int]),
        *(Kind, Floor, Literal["a", 1], Period, Shelf, Place, Two),
        *(Cat | Dog, Period | None, list[Place | None]),
    ],
    ids=str,
)
def test_what_the_vendors_share_is_kept(hint: Any) -> None:
    strict = closed(hint)
    assert strict.problems == []
    assert "$ref" not in str(strict.schema)
    assert "title" not in str(strict.schema)
    for one in objects(strict.schema):
        assert one["required"] == list(one["properties"])
        assert one["additionalProperties"] is False


@pytest.mark.parametrize(
    ("hint", "problem"),
    [
        (Annotated[int, Field(ge=1)], "not every strict mode takes 'minimum'"),
        (Annotated[str, Field(pattern="L-")], "not every strict mode takes 'pattern'"),
        (Annotated[list[int], Field(max_length=3)], "not every strict mode takes 'maxItems'"),
        (set[int], "not every strict mode takes 'uniqueItems'"),
        (tuple[int, str], "not every strict mode takes 'prefixItems'"),
        (Point, "not every strict mode takes 'prefixItems'"),
        (dict[str, int], "not every strict mode takes 'additionalProperties'"),
        (Open, "not every strict mode takes 'additionalProperties'"),
        (Annotated[str, Field(json_schema_extra={"format": "uri"})], "takes 'format'"),
        (Annotated[Cat | Dog, Field(discriminator="kind")], "not every strict mode takes 'oneOf'"),
        (Counted, "number: not every strict mode takes 'default'"),
        (Tree, "parts[]: Tree contains itself"),
        (Any, "anything at all would be right"),
        (list[Any], "[]: anything at all would be right"),
        (Annotated[int, Field(examples=[3])], "not every strict mode takes 'examples'"),
    ],
    ids=str,
)
def test_what_they_do_not_share_is_said(hint: Any, problem: str) -> None:
    assert problem in "; ".join(closed(hint).problems)


def test_all_problems_are_said_with_their_place() -> None:
    class Fee(BaseModel):
        pence: Annotated[int, Field(ge=0, le=5000)]

    class Order(BaseModel):
        fees: list[Fee]
        note: Annotated[str, Field(max_length=80)]

    assert closed(Order).problems == [
        "fees[].pence: not every strict mode takes 'maximum'",
        "fees[].pence: not every strict mode takes 'minimum'",
        "note: not every strict mode takes 'maxLength'",
    ]


def test_a_word_beside_a_reference_wins() -> None:
    class Days(BaseModel):
        """A part of a year."""

        number: int

    class Kept(BaseModel):
        days: Annotated[Days, Field(description="So long it is kept.")]
        shut: Days

    fields = closed(Kept).schema["properties"]
    assert fields["days"]["description"] == "So long it is kept."
    assert fields["shut"]["description"] == "A part of a year."


def test_a_mixed_enum_has_no_type_and_is_taken() -> None:
    class Mixed(Enum):
        ONE = 1
        TWO = "two"

    assert closed(Mixed).schema == {"enum": [1, "two"]}
    assert closed(Mixed).problems == []


def test_the_schema_that_came_in_is_left_alone() -> None:
    before = TypeAdapter(Two).json_schema()
    Strict(before)
    assert before == TypeAdapter(Two).json_schema()
