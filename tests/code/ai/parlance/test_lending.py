"""The library's four tools, and what a model sees of them."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from inspect import iscoroutinefunction
from typing import Any

import pytest
from parlance.agents.toolset import lending
from parlance.agents.toolset.lending import TOOLS, toolset
from parlance.agents.toolset.library import Item, Kind, Library, Loan
from parlance.domain.messages import ToolCall
from parlance.domain.tools import Risk

SHORT = Item("i-1", Kind.LADDER, "Ladder 3 m")
LONG = Item("i-2", Kind.LADDER, "Ladder 5 m, Müller")
WASHER = Item("i-3", Kind.WASHER, "Pressure washer")
LEAP_DAY = date(2028, 2, 29)


def library(today: date = LEAP_DAY) -> Library:
    loans = [
        Loan("L-2", WASHER, "m-1", date(2028, 3, 4), extended=True),
        Loan("L-1", LONG, "m-1", LEAP_DAY, fee=120),
    ]
    return Library([SHORT, LONG, WASHER], loans, today=lambda: today)


def call(name: str, member: str = "m-1", *, on: Library | None = None, **given: object) -> Any:
    tools = toolset(on or library(), member)
    result = asyncio.run(tools.run(ToolCall("c-1", name, json.dumps(given))))
    return result.text if result.failed or result.text[0] not in "[{" else json.loads(result.text)


def test_the_schemas_are_what_they_were() -> None:
    """Change these numbers on purpose: each of these words is read by a model."""
    assert {tool.spec.name: tool.spec.version for tool in TOOLS} == {
        "find_tool": "7f01c35ca56a",
        "loan_status": "cac5d8133da8",
        "extend_loan": "bec2665620f7",
        "waive_fee": "3269ae107562",
    }


def test_each_tool_says_what_it_can_do_to_the_world() -> None:
    assert [tool.risk for tool in TOOLS] == [Risk.READ, Risk.READ, Risk.WRITE, Risk.MONEY]


def test_no_schema_speaks_of_the_library_or_the_member() -> None:
    for tool in TOOLS:
        assert not {"library", "member"} & tool.spec.parameters["properties"].keys()


def test_together_they_stay_within_what_a_strict_mode_takes() -> None:
    """Anthropic: 20 strict tools and 16 parameters with a union, in one request."""
    fields = [f for tool in TOOLS for f in tool.spec.parameters["properties"].values()]
    assert len(TOOLS) <= 20
    assert len([field for field in fields if "anyOf" in field]) <= 16


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("", None, {"Ladder 3 m", "Ladder 5 m, Müller", "Pressure washer"}),
        ("LADDER", None, {"Ladder 3 m", "Ladder 5 m, Müller"}),
        ("müller ladder", "ladder", {"Ladder 5 m, Müller"}),
        ("ladder", "drill", set()),
    ],
)
def test_tools_are_found_by_words_and_kind(words: str, kind: Any, found: set[str]) -> None:
    assert {one["name"] for one in call("find_tool", words=words, kind=kind)} == found


def test_what_is_on_loan_is_not_free() -> None:
    free = {one["name"]: one["free"] for one in call("find_tool", words="ladder", kind=None)}
    assert free == {"Ladder 3 m": True, "Ladder 5 m, Müller": False}


def test_a_member_sees_their_own_loans() -> None:
    assert call("loan_status") == [
        {"loan": "L-1", "tool": "Ladder 5 m, Müller", "due": "2028-02-29", "fee": 120},
        {"loan": "L-2", "tool": "Pressure washer", "due": "2028-03-04", "fee": 0},
    ]
    assert call("loan_status", "m-2") == []


def test_a_loan_is_extended_once() -> None:
    desk = library()
    assert call("extend_loan", on=desk, loan="L-1", days=None) == "due on 2028-03-07"
    again = call("extend_loan", on=desk, loan="L-1", days=1)
    assert again == "it has been extended once already"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"loan": "L-1", "days": 0}, "a loan is extended by 1 to 14 days, not 0"),
        ({"loan": "L-1", "days": 15}, "a loan is extended by 1 to 14 days, not 15"),
        ({"loan": "L-2", "days": 1}, "it has been extended once already"),
        ({"loan": "L-9", "days": 1}, "no loan 'L-9' of this member"),
    ],
)
def test_what_the_rules_forbid_is_said(given: dict[str, object], said: str) -> None:
    assert call("extend_loan", **given) == said


def test_a_late_loan_is_not_extended() -> None:
    late = library(today=date(2028, 3, 1))
    assert call("extend_loan", on=late, loan="L-1", days=1).startswith("it was due on 2028-02-29")


def test_the_loan_of_another_is_not_there() -> None:
    assert call("extend_loan", "m-2", loan="L-1", days=1) == "no loan 'L-1' of this member"


def test_a_fee_is_waived_once() -> None:
    desk = library()
    assert call("waive_fee", on=desk, loan="L-1", reason="hardship") == "waived 120 pence: hardship"
    assert call("waive_fee", on=desk, loan="L-1", reason="hardship") == "there is no fee on it"


def test_a_reason_is_one_of_the_list() -> None:
    said = call("waive_fee", loan="L-1", reason="asked nicely")
    assert said.startswith("wrong arguments: reason: Input should be 'library was closed'")


def test_no_tool_of_the_module_is_left_out() -> None:
    """What a registry with hooks would give: a function that is written is declared."""
    written = [
        value
        for name, value in vars(lending).items()
        if iscoroutinefunction(value) and value.__module__ == lending.__name__ and name[0] != "_"
    ]
    assert [tool.function for tool in TOOLS] == written
