"""The contract of `parlance.ports.chat_model.ChatModel`.

Subclass a suite, give it a fixture `rig`, and pytest runs it:

    class TestMine(ChatModelContract):
        @pytest.fixture
        def rig(self) -> Iterator[Rig]:
            ...

`ChatModelBasics` holds for whatever a model may say, so it also runs against a
real provider. `ChatModelContract` adds what only a scripted provider can be
made to do.
"""
# ruff: noqa: D102 - the name of a test is a sentence
# pylint: disable=missing-function-docstring,too-many-public-methods

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Any, Protocol

import pytest
from parlance import ChatMessage, ToolCall, ToolResult
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import (
    AuthFailed,
    ConnectionFailed,
    ContentRefused,
    ContextTooLong,
    InvalidRequest,
    MalformedOutput,
    ModelError,
    Overloaded,
    ProviderTimeout,
    QuotaExhausted,
    RateLimited,
    UnsupportedRequest,
)
from parlance.domain.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageReport,
)
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec
from parlance.domain.usage import Usage
from parlance.ports.chat_model import ChatModel

from labkit.faults import (
    BadJson,
    CutStream,
    DropConnection,
    EndEarly,
    FailInStream,
    Failure,
    NoUsage,
    Rechunk,
    RepeatEnd,
    StallBeforeHeaders,
    StallBetweenChunks,
)
from labkit.replies import Reply
from labkit.replies import ToolCall as WireCall
from labkit.replies import Usage as WireUsage
from labkit.request import ModelRequest
from labkit.script import Step

FIND_TOOL = ToolSpec(
    "find_tool",
    "Look for a tool of the library by its kind.",
    {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "required": ["kind"],
    },
)
QUESTION = ChatRequest.of([ChatMessage.user("Is a ladder free?")])
TOOL_QUESTION = ChatRequest.of(
    [ChatMessage.user("Use the tool to find a ladder.")], tools=(FIND_TOOL,)
)
PATIENCE = 30.0  # seconds after which a test gives up on a real provider


class Rig(Protocol):
    """What a suite needs to know of the model under test.

    `requests` is what the provider got. `lacks` names what the dialect has no
    word for, of WORDS: the tests of that are skipped.
    """

    lacks: frozenset[str]

    @property
    def requests(self) -> Sequence[ModelRequest]:
        """What has been asked so far, in neutral words."""

    def model(
        self,
        *steps: Step | Reply | Failure,
        capabilities: ModelCapabilities | None = None,
    ) -> AbstractAsyncContextManager[ChatModel]:
        """Give a model whose provider answers so; close it at the end."""

    def refused(self) -> AbstractAsyncContextManager[ChatModel]:
        """Give a model with a key that the provider does not take."""

    def failure(self, kind: type[ModelError]) -> Failure | None:
        """Say how the provider tells of this, None if it has no word for it."""

    async def left(self) -> bool:
        """Tell whether the last reader has gone before its stream was over."""


WORDS = frozenset({"key", "refusal", "cached usage", "codes in a stream", "wire"})


async def gathered(
    model: ChatModel, request: ChatRequest, begun: asyncio.Event | None = None, **more: Any
) -> list[StreamEvent]:
    """Give all events of a stream; say when the first has come."""
    found = []
    async with model.stream(request, **more) as events:
        async for event in events:
            found.append(event)
            if begun:
                begun.set()
    return found


def text_of(events: Sequence[StreamEvent]) -> str:
    """Join the words of a stream."""
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def reply_of(events: Sequence[StreamEvent]) -> ChatReply:
    """Take the reply at the end, which is once and last."""
    ends = [event for event in events if isinstance(event, Finished)]
    assert len(ends) == 1
    assert events[-1] is ends[0]
    return ends[0].reply


async def answered(model: ChatModel, request: ChatRequest, way: str) -> ChatReply:
    """Ask in one of two ways that have to come to the same."""
    if way == "complete":
        return await model.complete(request, deadline=Deadline.after(PATIENCE))
    return reply_of(await gathered(model, request, deadline=Deadline.after(PATIENCE)))


async def failed(model: ChatModel, request: ChatRequest, way: str, **more: Any) -> ModelError:
    """Ask, and give the error that has to come."""
    with pytest.raises(ModelError) as caught:
        if way == "complete":
            await model.complete(request, **more)
        else:
            await gathered(model, request, **more)
    return caught.value


both_ways = pytest.mark.parametrize("way", ["complete", "stream"])


@pytest.mark.anyio
class ChatModelBasics:
    """What holds whatever the model may say."""

    @pytest.fixture
    def anyio_backend(self) -> str:
        """Run on asyncio alone: the clients of the vendors do."""
        return "asyncio"

    @both_ways
    async def test_a_question_is_answered_and_counted(self, rig: Rig, way: str) -> None:
        async with rig.model(Reply("Yes, two of them.")) as model:
            reply = await answered(model, QUESTION, way)
        assert reply.text.strip()
        assert reply.message == ChatMessage.assistant(reply.text)
        assert reply.finish is FinishReason.STOP
        assert reply.model
        assert (reply.usage.total or 0) > 0

    async def test_a_stream_comes_in_pieces_that_add_up(self, rig: Rig) -> None:
        async with rig.model(Reply("Yes, two of them are.")) as model:
            events = await gathered(model, QUESTION)
        reply = reply_of(events)
        assert text_of(events) == reply.text
        assert sum(isinstance(event, TextDelta) for event in events) > 1
        reports = [event.usage for event in events if isinstance(event, UsageReport)]
        assert reports[-1] == reply.usage

    @both_ways
    async def test_a_tool_is_called_with_what_its_schema_asks(self, rig: Rig, way: str) -> None:
        asks = Reply(tool_calls=(WireCall("find_tool", {"kind": "ladder"}),))
        async with rig.model(asks) as model:
            reply = await answered(model, TOOL_QUESTION, way)
        (call,) = reply.tool_calls
        assert call.name == "find_tool"
        assert isinstance(call.parsed()["kind"], str)
        assert reply.finish is FinishReason.TOOL_CALLS

    async def test_the_pieces_of_a_call_add_up_to_its_arguments(self, rig: Rig) -> None:
        asks = Reply(tool_calls=(WireCall("find_tool", {"kind": "Leiter, 3 m — große Größe"}),))
        async with rig.model(asks) as model:
            events = await gathered(model, TOOL_QUESTION)
        (call,) = reply_of(events).tool_calls
        pieces = [event for event in events if isinstance(event, ToolCallDelta)]
        assert "".join(piece.arguments for piece in pieces) == call.arguments
        assert {(piece.call_id, piece.name) for piece in pieces} == {(call.id, call.name)}

    @both_ways
    async def test_the_bound_cuts_and_the_text_is_kept(self, rig: Rig, way: str) -> None:
        request = ChatRequest.of(
            [ChatMessage.user("Count from 1 to 300, in words.")], max_output_tokens=16
        )
        async with rig.model(Reply("one, two, three", finish="length")) as model:
            reply = await answered(model, request, way)
        assert reply.finish is FinishReason.LENGTH
        assert (reply.usage.output or 0) > 0

    async def test_what_the_tool_gave_goes_back(self, rig: Rig) -> None:
        asks = Reply(tool_calls=(WireCall("find_tool", {"kind": "ladder"}),))
        async with rig.model(asks, Reply("Two ladders.")) as model:
            said = (await answered(model, TOOL_QUESTION, "complete")).message
            assert said is not None
            results = [ToolResult(call.id, "2 ladders are free") for call in said.tool_calls]
            messages = [*TOOL_QUESTION.messages, said, ChatMessage.tool(*results)]
            follow_up = ChatRequest.of(messages, tools=(FIND_TOOL,))
            reply = await answered(model, follow_up, "complete")
        assert reply.text.strip()

    async def test_after_a_stream_that_was_left_the_model_answers(self, rig: Rig) -> None:
        async with rig.model(Reply("one two three four"), Reply("Yes.")) as model:
            async with model.stream(QUESTION) as events:
                async for _ in events:
                    break
            assert (await answered(model, QUESTION, "complete")).text.strip()

    async def test_a_wrong_key_is_refused(self, rig: Rig) -> None:
        if "key" in rig.lacks:
            pytest.skip("this provider asks for no key")
        async with rig.refused() as model:
            assert isinstance(await failed(model, QUESTION, "complete"), AuthFailed)

    @both_ways
    async def test_after_the_deadline_nothing_is_sent(self, rig: Rig, way: str) -> None:
        async with rig.model() as model:
            error = await failed(model, QUESTION, way, deadline=Deadline.after(0))
        assert isinstance(error, ProviderTimeout)
        assert error.phase == "total"
        assert not rig.requests

    @both_ways
    async def test_a_closed_model_is_not_asked(self, rig: Rig, way: str) -> None:
        async with rig.model() as model:
            await model.aclose()
            with pytest.raises(RuntimeError, match="closed"):
                await answered(model, QUESTION, way)
        assert not rig.requests


class ChatModelContract(ChatModelBasics):
    """What holds for what a script makes a provider say."""

    async def test_the_system_prompt_has_its_place(self, rig: Rig) -> None:
        messages = [ChatMessage.system("Be brief."), *QUESTION.messages]
        async with rig.model(Reply("Yes.")) as model:
            await model.complete(ChatRequest.of(messages))
        assert rig.requests[0].system == "Be brief."
        assert rig.requests[0].last_user == "Is a ladder free?"

    async def test_a_whole_round_with_a_tool_arrives(self, rig: Rig) -> None:
        call = ToolCall("c-7", "find_tool", '{"kind": "ladder"}')
        messages = [
            *QUESTION.messages,
            ChatMessage.assistant("I look.", call),
            ChatMessage.tool(ToolResult("c-7", "the shed is locked", failed=True)),
        ]
        async with rig.model(Reply("No.")) as model:
            await model.complete(ChatRequest.of(messages, tools=(FIND_TOOL,)))
        sent = rig.requests[0]
        assert sent.tools == ("find_tool",)
        assert [turn.text for turn in sent.turns if turn.text][:2] == [
            "Is a ladder free?",
            "I look.",
        ]
        (told,) = sent.tool_results.values()
        assert told.endswith("the shed is locked")

    @both_ways
    async def test_text_and_calls_come_together(self, rig: Rig, way: str) -> None:
        calls = (WireCall("find_tool", {"kind": "ladder"}), WireCall("find_tool", {"kind": "saw"}))
        async with rig.model(Reply("I look.", tool_calls=calls)) as model:
            reply = await answered(model, TOOL_QUESTION, way)
        assert reply.text == "I look."
        assert [call.parsed() for call in reply.tool_calls] == [
            {"kind": "ladder"},
            {"kind": "saw"},
        ]
        assert len({call.id for call in reply.tool_calls}) == 2

    @both_ways
    async def test_an_empty_answer_is_no_message_and_no_error(self, rig: Rig, way: str) -> None:
        async with rig.model(Reply("")) as model:
            reply = await answered(model, QUESTION, way)
        assert (reply.message, reply.text, reply.tool_calls) == (None, "", ())
        assert reply.usage.total == 20

    @both_ways
    async def test_a_refusal_is_told_and_counted(self, rig: Rig, way: str) -> None:
        if "refusal" in rig.lacks:
            pytest.skip("here a refusal is a text like any other")
        async with rig.model(Reply("I will not.", finish="refusal")) as model:
            reply = await answered(model, QUESTION, way)
        assert (reply.finish, reply.text) == (FinishReason.REFUSAL, "I will not.")
        assert reply.usage.total == 20

    @both_ways
    async def test_a_cut_answer_keeps_its_text(self, rig: Rig, way: str) -> None:
        async with rig.model(Reply("one, two", finish="length")) as model:
            reply = await answered(model, QUESTION, way)
        assert (reply.finish, reply.text) == (FinishReason.LENGTH, "one, two")

    @both_ways
    async def test_a_reason_that_nobody_knows_is_kept(self, rig: Rig, way: str) -> None:
        async with rig.model(Reply("Well,", finish_word="moon_phase")) as model:
            reply = await answered(model, QUESTION, way)
        assert (reply.finish, reply.finish_word) == (FinishReason.OTHER, "moon_phase")
        assert reply.text == "Well,"

    async def test_a_character_may_be_split_on_the_way(self, rig: Rig) -> None:
        text = "Größe 3 m – 👩🏽‍🔧 hilft."
        step = Step(Reply(text, pieces=tuple(text)), fault=Rechunk(1))
        async with rig.model(step) as model:
            events = await gathered(model, QUESTION)
        assert text_of(events) == reply_of(events).text == text

    @both_ways
    async def test_all_that_is_counted_is_told(self, rig: Rig, way: str) -> None:
        if "cached usage" in rig.lacks:
            pytest.skip("this provider counts no more than input and output")
        wire = WireUsage(input=100, output=40, cached_input=60, cache_write=10, reasoning=25)
        async with rig.model(Reply("Yes.", usage=wire)) as model:
            reply = await answered(model, QUESTION, way)
        assert reply.usage == Usage(100, 40, 60, 10, 25)

    @both_ways
    async def test_a_cost_that_nobody_tells_is_unknown(self, rig: Rig, way: str) -> None:
        async with rig.model(Step(Reply("Yes."), fault=NoUsage())) as model:
            reply = await answered(model, QUESTION, way)
        assert reply.text == "Yes."
        assert reply.usage == Usage()

    async def test_what_it_thinks_is_no_part_of_the_answer(self, rig: Rig) -> None:
        async with rig.model(Reply("Yes.", reasoning="Two are free.")) as model:
            events = await gathered(model, QUESTION)
        thought = [event.text for event in events if isinstance(event, ReasoningDelta)]
        assert "".join(thought) in {"Two are free.", ""}  # some keep it to themselves
        assert reply_of(events).text == "Yes."

    async def test_a_stream_comes_to_what_an_answer_comes_to(self, rig: Rig) -> None:
        call = WireCall("find_tool", {"kind": "ladder"}, id="c-1")
        step = Step(Reply("I look.", tool_calls=(call,), finish="tool_calls"), times=2)
        async with rig.model(step) as model:
            whole = await answered(model, TOOL_QUESTION, "complete")
            pieces = await answered(model, TOOL_QUESTION, "stream")
        assert replace(pieces, message=None) == replace(whole, message=None)
        assert pieces.text == whole.text
        assert [call.parsed() for call in pieces.tool_calls] == [
            call.parsed() for call in whole.tool_calls
        ]

    async def test_an_end_that_comes_twice_ends_once(self, rig: Rig) -> None:
        async with rig.model(Step(Reply("Yes."), fault=RepeatEnd())) as model:
            events = await gathered(model, QUESTION)
        assert reply_of(events).text == text_of(events) == "Yes."

    @pytest.mark.parametrize(
        "kind",
        [
            RateLimited,
            Overloaded,
            InvalidRequest,
            AuthFailed,
            QuotaExhausted,
            ContextTooLong,
            ContentRefused,
        ],
    )
    @both_ways
    async def test_each_error_is_ours(self, rig: Rig, way: str, kind: type[ModelError]) -> None:
        failure = rig.failure(kind)
        if failure is None:
            pytest.skip(f"this provider has no word for {kind.__name__}")
        async with rig.model(failure) as model:
            error = await failed(model, QUESTION, way)
        assert type(error) is kind
        assert error.status == failure.status
        assert failure.message in str(error)

    @pytest.mark.parametrize("kind", [RateLimited, Overloaded])
    @pytest.mark.parametrize("seconds", [None, 2.0, 0.25])
    @both_ways
    async def test_the_hint_when_to_come_back_is_kept(
        self, rig: Rig, way: str, kind: type[RateLimited | Overloaded], seconds: float | None
    ) -> None:
        failure = rig.failure(kind)
        assert failure is not None
        async with rig.model(replace(failure, retry_after=seconds)) as model:
            error = await failed(model, QUESTION, way)
        assert isinstance(error, kind)
        assert error.retry_after == seconds

    @both_ways
    async def test_nothing_is_tried_again(self, rig: Rig, way: str) -> None:
        async with rig.model(Failure(429), Reply("Yes.")) as model:
            assert isinstance(await failed(model, QUESTION, way), RateLimited)
            assert len(rig.requests) == 1
            assert (await answered(model, QUESTION, way)).text == "Yes."

    @both_ways
    async def test_a_connection_that_breaks_says_that_it_was_sent(self, rig: Rig, way: str) -> None:
        async with rig.model(Step(Reply("Yes."), fault=DropConnection())) as model:
            error = await failed(model, QUESTION, way)
        assert isinstance(error, ConnectionFailed)
        assert error.sent
        assert error.billed_maybe

    @pytest.mark.parametrize("fault", [CutStream(2), EndEarly(2)], ids=["cut", "ended"])
    async def test_half_a_stream_is_no_answer(self, rig: Rig, fault: Any) -> None:
        async with rig.model(Step(Reply("one two three four"), fault=fault)) as model:
            error = await failed(model, QUESTION, "stream")
        assert isinstance(error, ConnectionFailed)
        assert error.sent

    async def test_an_error_in_a_stream_is_ours(self, rig: Rig) -> None:
        failure = rig.failure(Overloaded)
        assert failure is not None
        step = Step(Reply("one two three"), fault=FailInStream(failure, 2))
        async with rig.model(step) as model:
            error = await failed(model, QUESTION, "stream")
        assert error.status is None
        if "codes in a stream" not in rig.lacks:
            assert isinstance(error, Overloaded)

    @both_ways
    async def test_what_cannot_be_read_is_malformed(self, rig: Rig, way: str) -> None:
        async with rig.model(Step(Reply("one two"), fault=BadJson())) as model:
            error = await failed(model, QUESTION, way)
        assert isinstance(error, MalformedOutput)

    @both_ways
    async def test_nobody_waits_past_the_deadline(self, rig: Rig, way: str) -> None:
        late = Step(Reply("late"), fault=StallBeforeHeaders())
        async with rig.model(Reply("Yes."), late) as model:
            await answered(model, QUESTION, way)  # the first call of an SDK imports a lot
            error = await failed(model, QUESTION, way, deadline=Deadline.after(0.5))
            assert await rig.left()
        assert isinstance(error, ProviderTimeout)
        assert error.phase == "total"

    async def test_the_deadline_holds_between_two_pieces(self, rig: Rig) -> None:
        step = Step(Reply("one two three"), fault=StallBetweenChunks(chunks=3))
        async with rig.model(Reply("Yes."), step) as model:
            await answered(model, QUESTION, "stream")
            error = await failed(model, QUESTION, "stream", deadline=Deadline.after(0.5))
            assert await rig.left()
        assert isinstance(error, ProviderTimeout)

    async def test_the_deadline_cuts_no_work_of_the_reader(self, rig: Rig) -> None:
        async with rig.model(Reply("Yes."), Reply("one two three")) as model:
            await answered(model, QUESTION, "stream")
            stored = []
            with pytest.raises(ProviderTimeout):
                async with model.stream(QUESTION, deadline=Deadline.after(0.5)) as events:
                    async for event in events:
                        await asyncio.sleep(0.6)  # a slow database
                        stored.append(event)
        assert len(stored) == 1

    async def test_two_may_ask_at_once(self, rig: Rig) -> None:
        async with rig.model(Step(Reply("one two three"), times=4)) as model:
            asked = [answered(model, QUESTION, way) for way in ("complete", "stream") * 2]
            replies = await asyncio.gather(*asked)
        assert [reply.text for reply in replies] == ["one two three"] * 4

    async def test_a_stream_that_is_left_is_closed(self, rig: Rig) -> None:
        step = Step(
            Reply("one two three four five six seven eight"), fault=StallBetweenChunks(chunks=6)
        )
        async with rig.model(step) as model:
            async with model.stream(QUESTION) as events:
                async for _ in events:
                    break
            assert await rig.left()

    async def test_an_error_of_the_reader_passes_and_closes(self, rig: Rig) -> None:
        step = Step(
            Reply("one two three four five six seven eight"), fault=StallBetweenChunks(chunks=6)
        )
        async with rig.model(step) as model:
            with pytest.raises(KeyError, match="mine"):
                async with model.stream(QUESTION) as events:
                    async for _ in events:
                        raise KeyError("mine")
            assert await rig.left()

    async def test_a_task_that_is_cancelled_closes_its_stream(self, rig: Rig) -> None:
        step = Step(
            Reply("one two three four five six seven eight"), fault=StallBetweenChunks(chunks=6)
        )
        async with rig.model(step) as model:
            begun = asyncio.Event()
            reading = asyncio.create_task(gathered(model, QUESTION, begun))
            await begun.wait()
            await asyncio.sleep(0.05)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            assert await rig.left()

    @both_ways
    async def test_what_it_cannot_do_is_not_sent(self, rig: Rig, way: str) -> None:
        modest = ModelCapabilities(tools=False, temperature=False)
        request = replace(TOOL_QUESTION, temperature=0.2)
        async with rig.model(capabilities=modest) as model:
            assert model.capabilities == modest
            error = await failed(model, request, way)
        assert isinstance(error, UnsupportedRequest)
        assert "call tools, take a temperature" in str(error)
        assert not error.billed_maybe
        assert not rig.requests

    @both_ways
    async def test_the_key_stands_in_no_text(self, rig: Rig, way: str) -> None:
        if "key" in rig.lacks:
            pytest.skip("this provider asks for no key")
        failure = Failure(401, f"Incorrect API key provided: {KEY}.")
        async with rig.model(failure) as model:
            error = await failed(model, QUESTION, way)
            shown = [*traceback.format_exception(error), repr(error), str(error), repr(model)]
        assert KEY not in "".join(shown)


KEY = "sk-harbourside-4711"  # what the scripted providers get for a key
