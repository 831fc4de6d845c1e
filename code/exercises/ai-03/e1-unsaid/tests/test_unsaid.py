from datetime import date
from typing import Annotated

from parlance import ToolSpec
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare
from pydantic import BaseModel, Field
from unsaid import unsaid


class Period(BaseModel):
    """From when to when."""

    first: Annotated[date, Field(description="The first day.")]
    days: Annotated[int, "how many"]


def reserve(
    tool: Annotated[str, Field(description="Its name.")],
    when: Annotated[Period, Field(description="For how long.")],
) -> str:
    """Reserve a tool."""
    return f"{tool} {when}"


def test_a_field_of_a_model_in_the_arguments_is_found() -> None:
    assert unsaid(declare(reserve, risk=Risk.WRITE).spec) == ["when.days"]


def test_a_property_of_a_hand_written_schema_is_found() -> None:
    properties = {"tool": {"type": "string"}, "days": {"type": "integer"}}
    properties["tool"]["description"] = "Its name."
    parameters = {"type": "object", "properties": properties}
    assert unsaid(ToolSpec("reserve", "Reserve.", parameters)) == ["days"]


def test_a_tool_without_arguments_has_nothing_to_say() -> None:
    assert unsaid(ToolSpec("hours", "Say when we are open.")) == []
