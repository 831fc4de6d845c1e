"""The calls of a turn are judged and answered, each once, and the rest is closed."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import pytest
from parlance import ChatMessage, Conversation, Role, ToolCall, ToolResult
from parlance.adapters.llm.fake import FakeChatModel, said
from parlance.agents.memory import NoteList
from parlance.agents.policy import ByRisk
from parlance.agents.turn import answers
from parlance.domain.errors import ToolError
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import Risk, Verdict
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.scopes import conversation_scope
from parlance.ports.tool import AgentPolicy, Memory


def desk(log: list[str]) -> ToolRegistry:
    tools = ToolRegistry()

    @tools.tool(risk=Risk.READ)
    async def find_tool() -> str:
        """Find tools."""
        log.append("find_tool")
        return "a ladder"

    @tools.tool(risk=Risk.WRITE)
    async def extend_loan() -> str:
        """Extend a loan."""
        raise ToolError("it is late")

    @tools.tool(risk=Risk.MONEY)
    async def waive_fee() -> str:
        """Waive a fee."""
        log.append("waive_fee")
        return "waived"

    return tools


NAMES = ("find_tool", "waive_fee", "extend_loan", "open_door")
CALLS = [ToolCall(f"c-{number}", name) for number, name in enumerate(NAMES)]


async def taken(policy: AgentPolicy, log: list[str], most: int = 9) -> list[ToolResult]:
    found = []
    async with aclosing(answers(CALLS, desk(log), policy)) as stream:
        async for result in stream:
            found.append(result)
            if len(found) == most:
                break
    return found


def test_each_call_has_its_result() -> None:
    log: list[str] = []
    assert asyncio.run(taken(ByRisk(), log)) == [
        ToolResult("c-0", "a ladder"),
        ToolResult("c-1", "not done: a person has to approve it first", failed=True),
        ToolResult("c-2", "it is late", failed=True),
        ToolResult(
            "c-3",
            "no tool 'open_door', there are: find_tool, extend_loan, waive_fee",
            failed=True,
        ),
    ]
    assert log == ["find_tool"]


def test_what_the_policy_does_not_list_is_refused() -> None:
    log: list[str] = []
    results = asyncio.run(taken(ByRisk({Risk.MONEY: Verdict.ALLOW}), log))
    assert [result.failed for result in results] == [True, False, True, True]
    assert results[0].text == "not done: it is not allowed here"
    assert log == ["waive_fee"]


def test_whoever_stops_early_pays_for_no_more() -> None:
    log: list[str] = []
    allowed = ByRisk(dict.fromkeys(Risk, Verdict.ALLOW))
    assert len(asyncio.run(taken(allowed, log, most=1))) == 1
    assert log == ["find_tool"]


def test_the_results_are_what_the_conversation_waits_for() -> None:
    said = [ChatMessage.user("?"), ChatMessage.assistant(*CALLS)]
    conversation = Conversation("c-17", said)
    conversation.append(ChatMessage.tool(*asyncio.run(taken(ByRisk(), []))))
    assert conversation.expects == {Role.ASSISTANT}


def test_a_model_asks_and_is_told() -> None:
    """A whole turn: the request shows the tools, the second one has what they gave."""
    tools = desk([])
    model = FakeChatModel(said(ToolCall("c-0", "find_tool")), "There is a ladder.")

    async def main() -> Conversation:
        conversation = Conversation("c-17", [ChatMessage.user("What do you have?")])
        async with conversation_scope("c-17", "m-1") as scope:
            while Role.ASSISTANT in conversation.expects:
                request = ChatRequest.of(conversation, tools=tools.specs)
                reply = await model.complete(request)
                assert reply.message is not None
                conversation.append(reply.message)
                stream = scope.closing(answers(reply.tool_calls, tools, ByRisk()))
                if results := [result async for result in stream]:
                    conversation.append(ChatMessage.tool(*results))
        return conversation

    conversation = asyncio.run(main())
    assert [message.text for message in conversation][-1] == "There is a ladder."
    assert [spec.name for spec in model.requests[0].tools] == [tool.spec.name for tool in tools]
    assert model.requests[1].messages[-1].parts == (ToolResult("c-0", "a ladder"),)


def test_a_bug_in_a_tool_ends_the_turn() -> None:
    tools = ToolRegistry()

    @tools.tool(risk=Risk.READ)
    def find_tool() -> str:
        """Find tools."""
        raise ZeroDivisionError

    async def main() -> None:
        async with aclosing(answers(CALLS, tools, ByRisk())) as stream:
            await anext(stream)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(main())


def test_a_memory_gives_the_notes_that_fit_best() -> None:
    async def main() -> list[list[str]]:
        memory: Memory = NoteList()
        for note in ("Owns a ladder", "Is afraid of ladders", "Has a dog", "Has a dog"):
            await memory.remember(note)
        asked = ("does she own a ladder", "has she a dog", "saw")
        return [list(await memory.recall(about, limit=2)) for about in asked]

    assert asyncio.run(main()) == [
        ["Owns a ladder", "Has a dog"],
        ["Has a dog", "Owns a ladder"],
        [],
    ]
