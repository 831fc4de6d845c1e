import asyncio
from abc import ABC, abstractmethod

from desk import tool, tools_of
from parlance import ToolCall
from parlance.domain.tools import Risk


class Desk(ABC):
    def __init__(self, place: str) -> None:
        self.place = place

    @tool(risk=Risk.READ)
    def hours(self) -> str:
        """Say when this desk is open."""
        return f"{self.place}: 9 to 5"

    @tool(risk=Risk.MONEY, name="waive_fee")
    async def waive(self) -> str:
        """Waive a fee."""
        return f"{self.place}: waived"

    def lock(self) -> None:
        """Lock the doors. Not for a model."""

    @abstractmethod
    def phone(self) -> str: ...


class Harbour(Desk):
    def phone(self) -> str:
        return "17"


def said(desk: Desk, name: str) -> str:
    result = asyncio.run(tools_of(desk).run(ToolCall("c-1", name)))
    return result.text


def test_marked_methods_are_tools() -> None:
    tools = tools_of(Harbour("harbour"))
    assert {spec.name for spec in tools.specs} == {"hours", "waive_fee"}
    assert tools["waive_fee"].risk is Risk.MONEY


def test_a_tool_calls_the_method() -> None:
    assert said(Harbour("harbour"), "hours") == "harbour: 9 to 5"
    assert said(Harbour("harbour"), "waive_fee") == "harbour: waived"


def test_a_method_is_called_as_ever() -> None:
    assert Harbour("school").hours() == "school: 9 to 5"


def test_a_mark_leaves_the_function_as_it_is() -> None:
    def close() -> None:
        """Close."""

    assert tool(risk=Risk.WRITE)(close) is close
