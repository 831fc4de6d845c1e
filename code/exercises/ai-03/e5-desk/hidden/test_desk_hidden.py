import asyncio
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from desk import tool, tools_of
from parlance import ToolCall
from parlance.domain.errors import DeclarationError
from parlance.domain.tools import Risk


def logged(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: Any, **rest: Any) -> Any:
        return f"logged: {method(*args, **rest)}"

    return call


class Desk:
    def __init__(self, place: str) -> None:
        self.place = place

    @property
    def guests(self) -> int:
        raise AssertionError("somebody has counted the guests")

    @tool(risk=Risk.READ)
    def place_of(self) -> str:
        """Say where it is."""
        return self.place

    @logged
    @tool(risk=Risk.READ)
    def hours(self) -> str:
        """Say when it is open."""
        return "9 to 5"

    @tool(risk=Risk.WRITE)
    @logged
    def book(self) -> str:
        """Book an hour."""
        return "booked"


class School(Desk):
    __slots__ = ()

    @tool(risk=Risk.READ)
    def classes(self) -> str:
        """List the classes."""
        return "one"

    @tool(risk=Risk.MONEY)
    def book(self) -> str:
        """Book an hour, which the school pays."""
        return "paid"

    def hours(self) -> str:
        """Say when it is open, to staff."""
        return "8 to 2"


def names(desk: object) -> list[str]:
    return [spec.name for spec in tools_of(desk).specs]


def said(desk: object, name: str) -> str:
    return asyncio.run(tools_of(desk).run(ToolCall("c-1", name))).text


def test_a_property_is_not_run() -> None:
    assert len(tools_of(Desk("harbour"))) == 3


def test_the_tools_come_in_the_order_of_the_bodies() -> None:
    assert names(Desk("harbour")) == ["place_of", "hours", "book"]
    assert names(School("school")) == ["place_of", "book", "classes"]


def test_a_tool_is_inherited() -> None:
    assert said(School("school"), "place_of") == "school"


def test_a_method_that_is_replaced_without_a_mark_is_no_tool() -> None:
    assert "hours" not in names(School("school"))


def test_a_method_that_is_replaced_has_its_own_risk() -> None:
    assert tools_of(School("school"))["book"].risk is Risk.MONEY
    assert tools_of(Desk("harbour"))["book"].risk is Risk.WRITE
    assert said(School("school"), "book") == "paid"


def test_each_desk_answers_for_itself() -> None:
    one, other = tools_of(Desk("harbour")), tools_of(Desk("hill"))
    call = ToolCall("c-1", "place_of")
    assert asyncio.run(one.run(call)).text == "harbour"
    assert asyncio.run(other.run(call)).text == "hill"


def test_a_registry_that_is_added_to_is_one_of_its_own() -> None:
    desk = Desk("harbour")
    one, other = tools_of(desk), tools_of(desk)
    one.add(tools_of(School("school"))["classes"])
    assert (len(one), len(other), len(tools_of(desk))) == (4, 3, 3)


def test_a_decorator_may_stand_above_the_mark() -> None:
    assert said(Desk("harbour"), "hours") == "logged: 9 to 5"
    assert said(Desk("harbour"), "book") == "logged: booked"


def test_a_name_is_given_once_on_a_desk() -> None:
    class Twice:
        @tool(risk=Risk.READ)
        def hours(self) -> str:
            """Say when it is open."""
            return "9 to 5"

        @tool(risk=Risk.READ, name="hours")
        def times(self) -> str:
            """Say when it is open."""
            return "8 to 2"

    with pytest.raises(DeclarationError, match="two tools are called hours"):
        tools_of(Twice())


def test_with_several_bases_the_last_comes_first() -> None:
    class Phone:
        @tool(risk=Risk.READ)
        def number(self) -> str:
            """Say the number."""
            return "17"

    class Both(School, Phone):
        pass

    assert names(Both("hill")) == ["number", "place_of", "book", "classes"]
