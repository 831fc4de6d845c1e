"""Which tools there are: an object that somebody builds and passes on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, Self, TypeVar

from parlance.domain.errors import DeclarationError
from parlance.domain.messages import ToolCall, ToolResult
from parlance.domain.tools import Risk, ToolSpec
from parlance.kernel.tools import declare
from parlance.ports.tool import Tool

F = TypeVar("F", bound=Callable[..., Any])


class ToolRegistry:
    """Tools by name. One for each conversation costs a dict, so have one."""

    def __init__(
        self, tools: Iterable[Tool[ToolCall, ToolResult]] = ()
    ) -> None:
        self._tools: dict[str, Tool[ToolCall, ToolResult]] = {}
        for tool in tools:
            self.add(tool)

    def add(self, tool: Tool[ToolCall, ToolResult]) -> None:
        """Take a tool in, or raise DeclarationError: its name is taken."""
        name = tool.spec.name
        if name in self._tools:
            raise DeclarationError(f"two tools are called {name}")
        self._tools[name] = tool

    def tool(self, *, risk: Risk, name: str = "") -> Callable[[F], F]:
        """Declare and add the function below; it stays the function it is."""

        def register(function: F) -> F:
            self.add(declare(function, risk=risk, name=name))
            return function

        return register

    def view(self, risks: Container[Risk]) -> Self:
        """Give a registry of the tools with these risks, and of no others."""
        return type(self)(tool for tool in self if tool.risk in risks)

    async def run(self, call: ToolCall) -> ToolResult:
        """Answer a call, also one of a tool that the model has made up."""
        tool = self._tools.get(call.name)
        if tool is None:
            known = ", ".join(self._tools) or "none"
            said = f"no tool {call.name!r:.80}, there are: {known}"
            return ToolResult(call.id, said, failed=True)
        return await tool.run(call)

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """What a model is shown: the `tools` of a request."""
        return tuple(tool.spec for tool in self)

    def __getitem__(self, name: str) -> Tool[ToolCall, ToolResult]:
        return self._tools[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tools

    def __iter__(self) -> Iterator[Tool[ToolCall, ToolResult]]:
        return iter(tuple(self._tools.values()))

    def __len__(self) -> int:
        return len(self._tools)
