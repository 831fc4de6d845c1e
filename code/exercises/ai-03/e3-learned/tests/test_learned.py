from enum import StrEnum
from typing import Annotated

from learned import refuses
from parlance import ToolSpec
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare
from pydantic import BaseModel, Field


class Kind(StrEnum):
    DRILL = "drill"
    LADDER = "ladder"


class Period(BaseModel):
    first: str
    days: int


class Pickup(BaseModel):
    when: Period
    kinds: list[Kind]


def reserve(
    kind: Annotated[Kind, Field(description="What.")],
    pickup: Annotated[Pickup, Field(description="When and of what.")],
) -> str:
    """Reserve a tool."""
    return f"{kind} {pickup}"


OLD = declare(reserve, risk=Risk.WRITE).spec


def changed(**properties: object) -> ToolSpec:
    """The same tool with other properties; None takes one away."""
    both = {**OLD.parameters["properties"], **properties}
    kept = {name: one for name, one in both.items() if one is not None}
    return ToolSpec(
        OLD.name, OLD.description, {**OLD.parameters, "properties": kept}
    )


def test_nothing_changed() -> None:
    assert refuses(OLD, changed()) == []


def test_a_property_that_is_gone_is_refused() -> None:
    assert refuses(OLD, changed(kind=None)) == ["kind"]


def test_one_kind_more_refuses_nothing() -> None:
    kind = {**OLD.parameters["properties"]["kind"]}
    kind["enum"] = [*kind["enum"], "pressure washer"]
    assert refuses(OLD, changed(kind=kind)) == []


def test_one_kind_less_is_refused() -> None:
    kind = {**OLD.parameters["properties"]["kind"], "enum": ["drill"]}
    assert refuses(OLD, changed(kind=kind)) == ["kind"]
