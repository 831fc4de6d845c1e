"""A function as a tool: declared, bound to what it needs, run by calls."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import getdoc, isawaitable
from typing import Self

from pydantic import ValidationError
from pydantic_core import to_json

from parlance.domain.errors import DeclarationError, ToolError
from parlance.domain.messages import ToolCall, ToolResult
from parlance.domain.tools import Risk, ToolSpec
from parlance.kernel.schema import Arguments, arguments_of

# Stricter than ToolSpec, which names other people's tools too: this is what
# every vendor takes, and what nobody writes in two ways.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_MOST = 5  # so many mistakes are told to a model at once


@dataclass(frozen=True, slots=True)
class FunctionTool:
    """A function with its specification: a `Tool[ToolCall, ToolResult]`."""

    spec: ToolSpec
    risk: Risk
    function: Callable[..., object]
    arguments: Arguments = field(repr=False, compare=False)
    injected: Mapping[str, object] = field(default_factory=dict)

    def bound(self, **services: object) -> Self:
        """Give it what it needs of these; what it does not need is left.

        :raises DeclarationError: if something is missing.
        """
        wanted = self.arguments.injected
        if missing := sorted(wanted - services.keys()):
            raise DeclarationError(
                f"{self.spec.name} needs {', '.join(missing)}"
            )
        given = {name: services[name] for name in wanted}
        return replace(self, injected=given)

    async def run(self, given: ToolCall, /) -> ToolResult:
        """Answer the call.

        What the model did wrong, and what a ToolError says, is a failed
        result; any other exception is a bug and goes up.
        """
        try:
            arguments = self.arguments.read(given.arguments)
        except ValidationError as error:
            return ToolResult(given.id, _mistakes(error), failed=True)
        try:
            found = self.function(**arguments, **self.injected)
            if isawaitable(found):  # whatever wraps it, and whatever it says
                found = await found
        except ToolError as error:
            return ToolResult(given.id, str(error), failed=True)
        return ToolResult(given.id, _text(found))


def declare(
    function: Callable[..., object], *, risk: Risk, name: str = ""
) -> FunctionTool:
    """Make a tool of a function, or raise DeclarationError with its faults.

    Its docstring is what a model reads. So is what `Field` says of each
    parameter; parameters that are `Injected` are not shown.
    """
    name = name or getattr(function, "__name__", repr(function))
    if not _NAME.fullmatch(name):
        raise DeclarationError(
            f"no name for a tool: {name!r:.80}: a small letter, then at"
            " most 63 small letters, digits and underscores"
        )
    arguments = arguments_of(function, name)
    if not (said := getdoc(function)):
        raise DeclarationError(f"{name}: nothing is said of it")
    spec = ToolSpec(name, said, arguments.schema)
    return FunctionTool(spec, risk, function, arguments)


def _mistakes(error: ValidationError) -> str:
    """Say what is wrong and where, without the address of a manual."""
    found = []
    for one in error.errors(include_url=False):
        where = ".".join(map(str, one["loc"]))
        found.append(f"{where}: {one['msg']}" if where else one["msg"])
    more = [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return "wrong arguments: " + "; ".join(found[:_MOST] + more)


def _text(found: object) -> str:
    return found if isinstance(found, str) else to_json(found).decode()
