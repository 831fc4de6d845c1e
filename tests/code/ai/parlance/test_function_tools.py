"""A call of a model becomes a call of a function, or a result that says why not."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance.domain.errors import DeclarationError, ToolError
from parlance.domain.messages import ToolCall, ToolResult
from parlance.domain.tools import Risk
from parlance.kernel.schema import Injected
from parlance.kernel.tools import FunctionTool, declare
from parlance.ports.tool import Tool
from pydantic import Field, TypeAdapter, ValidationError

Days = Annotated[int, Field(description="Days.")]


def run(tool: Tool[ToolCall, ToolResult], **arguments: object) -> ToolResult:
    return asyncio.run(tool.run(ToolCall("c-1", tool.spec.name, json.dumps(arguments))))


def extend(days: Days = 7, *, member: Injected[str]) -> str:
    """Extend the loan.

    Possible once.
    """
    return f"{member}: {days}"


def tool_of(function: Callable[..., object]) -> FunctionTool:
    function.__doc__ = "Do it."
    return declare(function, risk=Risk.READ)


def test_a_declaration_is_name_docstring_schema_and_risk() -> None:
    tool = declare(extend, risk=Risk.WRITE)
    spec = tool.spec
    assert (spec.name, tool.risk, tool.function) == ("extend", Risk.WRITE, extend)
    assert spec.description == "Extend the loan.\n\nPossible once."
    assert list(spec.parameters["properties"]) == ["days"]


def test_another_name_may_be_given() -> None:
    assert declare(extend, risk=Risk.WRITE, name="extend_loan").spec.name == "extend_loan"


def test_a_function_without_a_name_or_words_is_refused() -> None:
    with pytest.raises(DeclarationError, match="no name for a tool: '<lambda>'"):
        tool_of(lambda: None)

    def silent() -> None: ...

    with pytest.raises(DeclarationError, match="silent: nothing is said of it"):
        declare(silent, risk=Risk.READ)


def test_the_default_is_that_of_the_function() -> None:
    tool = declare(extend, risk=Risk.WRITE).bound(member="m-1")
    assert run(tool) == ToolResult("c-1", "m-1: 7")
    assert run(tool, days=None) == ToolResult("c-1", "m-1: 7")
    assert run(tool, days=3) == ToolResult("c-1", "m-1: 3")


def test_a_model_cannot_fill_what_is_injected() -> None:
    tool = declare(extend, risk=Risk.WRITE).bound(member="m-1")
    said = "wrong arguments: member: Unexpected keyword argument"
    assert run(tool, days=3, member="m-2") == ToolResult("c-1", said, failed=True)


def test_binding_says_what_is_missing_and_leaves_the_rest() -> None:
    tool = declare(extend, risk=Risk.WRITE)
    with pytest.raises(DeclarationError, match="extend needs member"):
        tool.bound(membre="m-1")
    assert tool.bound(member="m-1", library=object()).injected == {"member": "m-1"}
    assert tool.injected == {}


def test_what_was_not_bound_is_a_bug_of_ours() -> None:
    with pytest.raises(TypeError, match="member"):
        run(declare(extend, risk=Risk.WRITE))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"days": "7"}', "wrong arguments: days: Input should be a valid integer"),
        ("{", "wrong arguments: Invalid JSON: EOF while parsing an object at line 1 column 1"),
        ("7", "wrong arguments: Arguments must be an array or an object"),
    ],
)
def test_a_mistake_is_told_with_its_place(written: str, said: str) -> None:
    tool = declare(extend, risk=Risk.WRITE).bound(member="m-1")
    result = asyncio.run(tool.run(ToolCall("c-1", "extend", written)))
    assert result == ToolResult("c-1", said, failed=True)


def test_many_mistakes_are_told_in_short() -> None:
    @tool_of
    def pack(weights: Annotated[list[int], Field(description="Grams.")]) -> None: ...

    said = run(pack, weights=["x"] * 10_000).text
    assert said.startswith("wrong arguments: weights.0: Input should be a valid integer; ")
    assert said.endswith("; and 9995 more")
    assert len(said) < 400


def test_what_a_tool_refuses_is_told_to_the_model() -> None:
    @tool_of
    async def refuse() -> None:
        raise ToolError("it is on loan")

    assert run(refuse) == ToolResult("c-1", "it is on loan", failed=True)


def test_a_bug_is_not_told_to_the_model() -> None:
    @tool_of
    async def crash() -> None:
        raise KeyError("/srv/library.db")

    with pytest.raises(KeyError):
        run(crash)


def test_what_fails_to_validate_inside_is_no_mistake_of_the_model() -> None:
    @tool_of
    def crash() -> None:
        TypeAdapter(int).validate_python("/srv/library.db")

    with pytest.raises(ValidationError):
        run(crash)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ("as it is", "as it is"),
        ({"due": date(2028, 2, 29)}, '{"due":"2028-02-29"}'),
        ([1, None], "[1,null]"),
        (None, "null"),
    ],
)
def test_what_it_gives_is_text(found: Any, text: str) -> None:
    @tool_of
    def give() -> Any:
        return found

    assert run(give).text == text


def test_an_async_function_behind_a_wrapper_is_awaited() -> None:
    async def find() -> str:
        await asyncio.sleep(0)
        return "found"

    @functools.wraps(find)
    def logged() -> Any:
        return find()

    assert not asyncio.iscoroutinefunction(logged)
    assert run(tool_of(logged)).text == "found"


def test_a_method_is_a_tool() -> None:
    class Desk:
        def __init__(self, name: str) -> None:
            self.name = name

        def hours(self) -> str:
            """Say when it is open."""
            return f"{self.name}: 9 to 5"

    assert run(declare(Desk("Harbourside").hours, risk=Risk.READ)).text == "Harbourside: 9 to 5"


@given(st.text())
def test_whatever_a_model_writes_there_is_a_result(written: str) -> None:
    try:
        call = ToolCall("c-1", "extend", written)
    except ValueError:  # half a character: no message to begin with
        return
    tool = declare(extend, risk=Risk.WRITE).bound(member="m-1")
    assert asyncio.run(tool.run(call)).call_id == "c-1"


def test_two_declarations_of_a_function_are_equal() -> None:
    assert declare(extend, risk=Risk.READ) == declare(extend, risk=Risk.READ)
    assert declare(extend, risk=Risk.READ) != declare(extend, risk=Risk.MONEY)
