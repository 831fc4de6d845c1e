"""Names that every vendor takes, labels that are no grades, a version of what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance.domain.errors import DeclarationError
from parlance.domain.tools import Risk, ToolSpec
from parlance.kernel.tools import FunctionTool, declare


def find() -> None:
    """Find tools."""


def declared(name: str, function: Callable[..., object] = find) -> FunctionTool:
    return declare(function, risk=Risk.READ, name=name)


@pytest.mark.parametrize(
    "name",
    [
        "Find_tool",
        "find-tool",
        "find tool",
        "find.tool",
        "7_days",
        "_find",
        "réserver",
        "find_tool\n",
        "a" * 65,
    ],
)
def test_a_name_that_some_vendor_refuses_is_refused(name: str) -> None:
    with pytest.raises(DeclarationError, match="no name for a tool"):
        declared(name)


VENDORS = {
    "openai": r"[a-zA-Z0-9_-]{1,64}",
    "anthropic": r"[a-zA-Z0-9_-]{1,64}",
    "bedrock converse": r"[a-zA-Z0-9_-]{1,64}",
    "bedrock agents": r"[a-zA-Z][a-zA-Z0-9_]{0,63}",
    "gemini": r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}",
    "mcp": r"[a-zA-Z0-9_.-]{1,128}",
}


@given(st.text("abzAZ09_-. é\n", min_size=1, max_size=70))
def test_a_name_that_is_taken_is_taken_by_all(name: str) -> None:
    try:
        declared(name)
    except DeclarationError:
        return
    assert all(re.fullmatch(rule, name) for rule in VENDORS.values())


def test_the_longest_name_is_taken() -> None:
    assert declared("a" * 64).spec.name == "a" * 64


def test_risks_are_labels_and_not_grades() -> None:
    low: Any = Risk.READ
    with pytest.raises(TypeError):
        assert low < Risk.MONEY


def test_a_version_follows_what_the_model_sees() -> None:
    first = ToolSpec("find_tool", "Find tools.")
    versions = {
        first.version,
        ToolSpec("find_tools", "Find tools.").version,
        ToolSpec("find_tool", "Find any tool.").version,
        ToolSpec("find_tool", "Find tools.", {"type": "object"}).version,
    }
    assert len(versions) == 4
    assert first.version == ToolSpec("find_tool", "Find tools.").version
    assert re.fullmatch("[0-9a-f]{12}", first.version)


def test_a_version_does_not_follow_what_the_model_does_not_see() -> None:
    cheap, dear = declared("find_tool"), declare(find, risk=Risk.MONEY, name="find_tool")
    assert cheap.spec.version == dear.spec.version
