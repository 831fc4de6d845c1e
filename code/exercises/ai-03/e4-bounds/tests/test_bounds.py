from typing import Annotated

from bounds import report, softened
from parlance import ToolSpec
from parlance.agents.toolset.lending import TOOLS
from parlance.kernel.strict import Strict
from pydantic import Field, TypeAdapter


def extend(
    loan: Annotated[str, Field(description="Its id.", pattern="^L-")],
    days: Annotated[int, Field(description="Days more.", ge=1, le=14)],
) -> str:
    """Extend a loan."""
    return f"{loan} {days}"


def test_bounds_are_said_in_words() -> None:
    found = softened({"type": "integer", "minimum": 1, "maximum": 14})
    assert found == {
        "type": "integer",
        "description": "(minimum 1, maximum 14)",
    }


def test_every_strict_mode_takes_what_comes_out() -> None:
    schema = TypeAdapter(extend).json_schema()
    assert len(Strict(schema).problems) == 3
    assert Strict(softened(schema)).problems == []


def test_the_report_has_a_line_for_each_tool_and_one_for_all() -> None:
    assert report(tool.spec for tool in TOOLS) == [
        "find_tool: characters 375, unions 1",
        "loan_status: characters 149, unions 0",
        "extend_loan: characters 336, unions 1",
        "waive_fee: characters 352, unions 0",
        "total: characters 1212, unions 2 of 16",
    ]


def test_no_tools_cost_nothing() -> None:
    assert report([]) == ["total: characters 0, unions 0 of 16"]


def test_one_union_more_than_are_taken() -> None:
    loan = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    parameters = {"type": "object", "properties": {"loan": loan}}
    specs = [ToolSpec(f"t{n}", "", parameters) for n in range(3)]
    assert report(specs, most=2)[-1].endswith("unions 3 of 2: too many")
    assert report(specs, most=3)[-1].endswith("unions 3 of 3")
