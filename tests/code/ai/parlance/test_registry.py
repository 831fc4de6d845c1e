"""A registry is an object: two of them know nothing of each other."""

from __future__ import annotations

import asyncio

import pytest
from parlance.domain.errors import DeclarationError
from parlance.domain.messages import ToolCall, ToolResult
from parlance.domain.tools import Risk, ToolSpec
from parlance.kernel.registry import ToolRegistry


def registry() -> ToolRegistry:
    tools = ToolRegistry()

    @tools.tool(risk=Risk.READ)
    def find_tool() -> str:
        """Find tools."""
        return "found"

    @tools.tool(risk=Risk.MONEY, name="waive_fee")
    def waive() -> str:
        """Waive the fee."""
        return "waived"

    assert waive() == "waived"  # the function is what it was
    return tools


class Clock:
    """A tool that is no function: the protocol asks for no base class."""

    spec = ToolSpec("hour", "Say the hour.")
    risk = Risk.READ

    async def run(self, given: ToolCall, /) -> ToolResult:
        return ToolResult(given.id, "noon")


def test_it_has_the_tools_in_the_order_in_which_they_came() -> None:
    tools = registry()
    assert [spec.name for spec in tools.specs] == ["find_tool", "waive_fee"]
    assert len(tools) == 2
    assert "waive_fee" in tools
    assert "waive" not in tools
    assert tools["waive_fee"].risk is Risk.MONEY


def test_two_registries_are_two() -> None:
    one, other = registry(), registry()
    one.add(Clock())
    assert (len(one), len(other)) == (3, 2)


def test_a_name_is_given_once() -> None:
    tools = registry()
    with pytest.raises(DeclarationError, match="two tools are called find_tool"):

        @tools.tool(risk=Risk.READ)
        def find_tool() -> None:
            """Find more."""

    assert tools["find_tool"].spec.description == "Find tools."


def test_a_view_is_without_the_others() -> None:
    tools = registry()
    view = tools.view({Risk.READ})
    assert [tool.spec.name for tool in view] == ["find_tool"]
    result = asyncio.run(view.run(ToolCall("c-1", "waive_fee")))
    assert result.text == "no tool 'waive_fee', there are: find_tool"
    assert len(tools) == 2


def test_a_call_goes_to_its_tool() -> None:
    tools = registry()
    tools.add(Clock())
    assert asyncio.run(tools.run(ToolCall("c-1", "hour"))) == ToolResult("c-1", "noon")
    assert asyncio.run(tools.run(ToolCall("c-2", "find_tool"))) == ToolResult("c-2", "found")


def test_a_tool_that_a_model_made_up_is_a_failed_result() -> None:
    result = asyncio.run(ToolRegistry().run(ToolCall("c-1", "x" * 500)))
    assert result.failed
    assert result.text.endswith(", there are: none")
    assert len(result.text) < 120
