"""The middle of a turn: what a model asked for, and what came of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable

from parlance.domain.messages import ToolCall, ToolResult
from parlance.domain.tools import Verdict
from parlance.kernel.registry import ToolRegistry
from parlance.ports.tool import AgentPolicy

_NOT_DONE = {
    Verdict.ASK: "not done: a person has to approve it first",
    Verdict.REFUSE: "not done: it is not allowed here",
}


async def answers(
    calls: Iterable[ToolCall], tools: ToolRegistry, policy: AgentPolicy
) -> AsyncGenerator[ToolResult, None]:
    """Answer the calls one after the other, and give each result at once.

    Whoever stops early closes it: `aclosing`, or `Scope.closing`.
    """
    for call in calls:
        verdict = Verdict.ALLOW  # a tool that is not there says so itself
        if call.name in tools:
            verdict = policy.judge(tools[call.name].risk, call)
        if verdict is Verdict.ALLOW:
            yield await tools.run(call)
        else:
            yield ToolResult(call.id, _NOT_DONE[verdict], failed=True)
