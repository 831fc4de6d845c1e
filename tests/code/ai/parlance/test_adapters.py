"""What each adapter makes of its vendor beside the contract: bodies, words, connections."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

import anthropic
import httpx
import httpx2
import ollama
import openai
import pytest
from labkit import FailInStream, Failure, Reply, StallBetweenChunks, Step, WireServer
from labkit import ToolCall as WireCall
from labkit.contracts.chat_model import FIND_TOOL, KEY, QUESTION, failed, gathered, reply_of
from parlance import (
    ChatMessage,
    ChatModel,
    ChatRequest,
    Deadline,
    FinishReason,
    ImageReference,
    ModelError,
    Secret,
    ToolCall,
    ToolResult,
    ToolSpec,
    Usage,
)
from parlance.adapters.llm.anthropic_messages import AnthropicMessages
from parlance.adapters.llm.asking import asking, translated, within
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.failing import by_reading, by_status, by_transport, retry_hint
from parlance.adapters.llm.ollama_chat import OllamaChat
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.adapters.llm.openai_responses import OpenAIResponses
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.errors import (
    AuthFailed,
    ConnectionFailed,
    ContentRefused,
    InvalidRequest,
    MessageError,
    Overloaded,
    ProviderTimeout,
    QuotaExhausted,
    RateLimited,
    UnsupportedRequest,
)
from parlance.domain.events import UsageReport

Wire = Callable[..., WireServer]
SECRET = Secret(KEY)
PNG = "data:image/png;base64,aGFsbG8="
ANY = ModelCapabilities()


def of_openai(server: WireServer, **options: Any) -> openai.AsyncOpenAI:
    return openai.AsyncOpenAI(
        api_key="another-key",
        base_url=server.openai_url,
        http_client=openai.DefaultAsyncHttpxClient(verify=False),
        **options,
    )


def chat(server: WireServer) -> ChatModel:
    return OpenAIChat(SECRET, "any-model", client=of_openai(server))


def responses(server: WireServer) -> ChatModel:
    return OpenAIResponses(SECRET, "any-model", client=of_openai(server))


def of_anthropic(server: WireServer) -> anthropic.AsyncAnthropic:
    transport = anthropic.DefaultAsyncHttpxClient(verify=False)
    return anthropic.AsyncAnthropic(api_key="k", base_url=server.url, http_client=transport)


def claude(server: WireServer) -> ChatModel:
    return AnthropicMessages(SECRET, "any-model", client=of_anthropic(server), capabilities=ANY)


def local(server: WireServer) -> ChatModel:
    return OllamaChat("any-model", client=ollama.AsyncClient(server.url, verify=False))


EACH = [chat, responses, claude, local]
Make = Callable[[WireServer], ChatModel]
each = pytest.mark.parametrize("make", EACH, ids=lambda make: make.__name__)
by_key = pytest.mark.parametrize("make", EACH[:3], ids=lambda make: make.__name__)


def ask(model: ChatModel, request: ChatRequest = QUESTION) -> Any:
    return asyncio.run(model.complete(request))


def error_of(model: ChatModel, request: ChatRequest = QUESTION) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(model, request)
    return caught.value


def test_the_system_prompt_stands_where_each_dialect_wants_it(wire: Wire) -> None:
    server = wire(*(Reply("Yes."),) * 4)
    request = ChatRequest.of([ChatMessage.system("Be brief."), *QUESTION.messages])
    for make in EACH:
        ask(make(server), request)
    chats, items, turns, lines = (exchange.body for exchange in server.exchanges)
    text = {"type": "text", "text": "Be brief."}
    assert chats["messages"][0] == {"role": "system", "content": [text]}
    assert items["instructions"] == turns["system"] == "Be brief."
    assert lines["messages"][0] == {"role": "system", "content": "Be brief."}
    assert [len(body.get("messages", body.get("input"))) for body in (chats, items, turns)] == [
        2,
        1,
        1,
    ]


def test_a_result_has_the_shape_of_each_dialect(wire: Wire) -> None:
    server = wire(*(Reply("No."),) * 4)
    call = ToolCall("c-7", "find_tool", '{"kind": "saw"}')
    result = ToolResult("c-7", "locked", failed=True)
    request = ChatRequest.of(
        [*QUESTION.messages, ChatMessage.assistant("Hm.", call), ChatMessage.tool(result)]
    )
    for make in EACH:
        ask(make(server), request)
    chats, items, turns, lines = (exchange.body for exchange in server.exchanges)
    assert chats["messages"][2] == {
        "role": "tool",
        "tool_call_id": "c-7",
        "content": "failed: locked",
    }
    assert items["input"][2:] == [
        {
            "type": "function_call",
            "call_id": "c-7",
            "name": "find_tool",
            "arguments": '{"kind": "saw"}',
        },
        {"type": "function_call_output", "call_id": "c-7", "output": "failed: locked"},
    ]
    assert turns["messages"][1:] == [
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "Hm."},
                {"type": "tool_use", "id": "c-7", "name": "find_tool", "input": {"kind": "saw"}},
            ],
        },
        {
            "role": "user",
            "content": [
                {
                    "type": "tool_result",
                    "tool_use_id": "c-7",
                    "is_error": True,
                    "content": "locked",
                }
            ],
        },
    ]
    assert lines["messages"][1:] == [
        {
            "role": "assistant",
            "content": "Hm.",
            "tool_calls": [{"function": {"name": "find_tool", "arguments": {"kind": "saw"}}}],
        },
        {"role": "tool", "content": "failed: locked", "tool_name": "find_tool"},
    ]


def test_an_image_that_comes_along_is_sent_in_each_dialect(wire: Wire) -> None:
    server = wire(*(Reply("A saw."),) * 4)
    request = ChatRequest.of([ChatMessage.user("What is it?", ImageReference(PNG))])
    for make in EACH:
        ask(make(server), request)
    chats, items, turns, lines = (exchange.body for exchange in server.exchanges)
    assert chats["messages"][0]["content"][1] == {"type": "image_url", "image_url": {"url": PNG}}
    assert items["input"][0]["content"][1] == {"type": "input_image", "image_url": PNG}
    source = {"type": "base64", "media_type": "image/png", "data": "aGFsbG8="}
    assert turns["messages"][0]["content"][1] == {"type": "image", "source": source}
    assert lines["messages"][0]["images"] == ["aGFsbG8="]


def test_an_image_that_lies_elsewhere_is_fetched_or_refused(wire: Wire) -> None:
    url = "https://harbourside.example/saw.jpg"
    request = ChatRequest.of([ChatMessage.user(ImageReference(url))])
    server = wire(Reply("A saw."))
    ask(claude(server), request)
    sent = server.exchanges[0].body["messages"][0]["content"]
    assert sent == [{"type": "image", "source": {"type": "url", "url": url}}]
    assert isinstance(error_of(local(server), request), UnsupportedRequest)
    assert len(server.exchanges) == 1


@each
def test_what_is_beside_the_port_is_sent_and_noted_by_name(
    wire: Wire, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    server = wire(Reply("Yes."))
    request = ChatRequest(QUESTION.messages, temperature=0.5, extra={"seed": 4711})
    with caplog.at_level(logging.INFO, logger="parlance"):
        ask(make(server), request)
    body = server.exchanges[0].body
    sent = body["options"] if make is local else body
    assert (sent["seed"], sent["temperature"]) == (4711, 0.5)
    assert [record.message for record in caplog.records] == ["beside the port: seed"]


@each
def test_an_answer_is_bounded_in_each_dialect(wire: Wire, make: Make) -> None:
    server = wire(Reply("Yes."))
    ask(make(server), ChatRequest(QUESTION.messages, max_output_tokens=77))
    assert "77" in json.dumps(server.exchanges[0].body)


def test_claude_may_be_asked_for_a_long_answer_in_one_piece(wire: Wire) -> None:
    server = wire(Reply("Yes."))
    ask(claude(server), ChatRequest(QUESTION.messages, max_output_tokens=64_000))
    assert server.exchanges[0].body["max_tokens"] == 64_000


@pytest.mark.parametrize("make", [claude, local], ids=["claude", "local"])
def test_arguments_that_are_no_object_are_not_sent_as_one(wire: Wire, make: Make) -> None:
    call = ToolCall("c-7", "find_tool", '{"kind": ')
    request = ChatRequest.of(
        [
            *QUESTION.messages,
            ChatMessage.assistant(call),
            ChatMessage.tool(ToolResult("c-7", "no JSON", failed=True)),
        ]
    )
    server = wire()
    assert isinstance(error_of(make(server), request), UnsupportedRequest)
    assert server.exchanges == []


@pytest.mark.parametrize("make", [chat, responses], ids=["chat", "responses"])
def test_arguments_that_were_cut_off_are_kept_as_they_came(wire: Wire, make: Make) -> None:
    cut = Reply(tool_calls=(WireCall("find_tool", '{"kind": "lad'),), finish="length")
    server = wire(cut, cut)
    whole = ask(make(server), ChatRequest(QUESTION.messages, tools=(FIND_TOOL,)))
    pieces = reply_of(asyncio.run(gathered(make(server), QUESTION)))
    for reply in (whole, pieces):
        assert reply.finish is FinishReason.LENGTH
        with pytest.raises(MessageError):
            reply.tool_calls[0].parsed()


@by_key
def test_the_client_that_is_lent_stays_open_and_keeps_its_key(wire: Wire, make: Make) -> None:
    async def talk() -> None:
        lent = of_anthropic(server) if make is claude else of_openai(server, max_retries=2)
        kinds: dict[Any, Any] = {chat: OpenAIChat, responses: OpenAIResponses}
        model = kinds.get(make, AnthropicMessages)(SECRET, "any-model", client=lent)
        with pytest.raises(RateLimited):
            await model.complete(QUESTION)
        assert (await model.complete(QUESTION)).text == "Yes."
        await model.aclose()
        assert not lent.is_closed()
        assert lent.max_retries == 2
        await lent.close()

    server = wire(Failure(429), Reply("Yes."))
    asyncio.run(talk())
    sent = [dict(one.headers) for one in server.exchanges]
    assert all(KEY in (one.get("authorization", "") + one.get("x-api-key", "")) for one in sent)
    assert [one.retry_count for one in server.exchanges] == [0, 0]


def test_the_client_that_it_made_is_closed(wire: Wire) -> None:
    server = wire(*(Failure(429), Reply("Yes.")) * 4)

    async def talk(model: Any, closed: Callable[[], bool]) -> None:
        with pytest.raises(RateLimited):
            await model.complete(QUESTION)
        assert (await model.complete(QUESTION)).text == "Yes."
        assert not closed()
        await model.aclose()
        await model.aclose()
        assert closed()

    async def all_of_them() -> None:
        for made in (
            OpenAIChat(SECRET, "m", base_url=server.openai_url),
            OpenAIResponses(SECRET, "m", base_url=server.openai_url),
            AnthropicMessages(SECRET, "m", base_url=server.url),
        ):
            await talk(made, made._client.is_closed)
        ours = OllamaChat("m", host=server.url)
        await talk(ours, lambda: bool(ours._client._client.is_closed))
        assert repr(ours) == "OllamaChat('m')"

    asyncio.run(all_of_them())


@each
def test_answers_and_streams_share_one_connection(wire: Wire, make: Make) -> None:
    async def talk() -> None:
        model = make(server)
        for _ in range(2):
            await model.complete(QUESTION)
            await gathered(model, QUESTION)

    server = wire(*(Reply("Yes."),) * 4)
    asyncio.run(talk())
    assert server.connections == 1


@each
def test_a_provider_that_is_not_there_was_sent_nothing(make: Make) -> None:
    with WireServer() as server:
        pass
    for way in (lambda model: model.complete(QUESTION), lambda model: gathered(model, QUESTION)):
        with pytest.raises(ConnectionFailed) as caught:
            asyncio.run(way(make(server)))
        assert not caught.value.sent
        assert not caught.value.billed_maybe


def test_a_limit_of_the_client_is_a_timeout_with_its_phase(wire: Wire) -> None:
    async def talk(server: WireServer) -> ModelError:
        model = OpenAIChat(SECRET, "m", client=of_openai(server, timeout=0.3))
        with pytest.raises(ProviderTimeout) as caught:
            await gathered(model, QUESTION)
        return caught.value

    step = Step(Reply("one two three"), fault=StallBetweenChunks(chunks=2))
    error = asyncio.run(talk(wire(step)))
    assert isinstance(error, ProviderTimeout)
    assert error.phase == "read"


@pytest.mark.parametrize(
    ("make", "failure", "kind"),
    [
        (chat, Failure(429, kind="insufficient_quota", code="credit_spent"), QuotaExhausted),
        (responses, Failure(429, code="insufficient_quota"), QuotaExhausted),
        (chat, Failure(400, code="invalid_prompt"), ContentRefused),
        (claude, Failure(400, "Your credit balance is too low."), QuotaExhausted),
        (claude, Failure(400, "You have reached your specified API usage limits."), QuotaExhausted),
        (claude, Failure(403), AuthFailed),
        (claude, Failure(504), ProviderTimeout),
        (claude, Failure(500), Overloaded),
        (local, Failure(404, "model 'x' not found"), InvalidRequest),
        (local, Failure(500), Overloaded),
    ],
)
def test_what_a_vendor_means_by_an_error(
    wire: Wire, make: Make, failure: Failure, kind: type[ModelError]
) -> None:
    assert type(error_of(make(wire(failure)))) is kind


@pytest.mark.parametrize(
    ("make", "failure", "kind"),
    [
        (chat, Failure(429), RateLimited),
        (responses, Failure(429), RateLimited),
        (responses, Failure(500, kind="x", code="server_error"), Overloaded),
        (claude, Failure(429), RateLimited),
        (claude, Failure(500), Overloaded),
        (claude, Failure(500, kind="new_error"), ModelError),
        (local, Failure(500), ModelError),
    ],
)
def test_what_a_vendor_means_by_an_error_in_a_stream(
    wire: Wire, make: Make, failure: Failure, kind: type[ModelError]
) -> None:
    server = wire(Step(Reply("one two three"), fault=FailInStream(failure, 4)))
    with pytest.raises(ModelError) as caught:
        asyncio.run(gathered(make(server), QUESTION))
    assert type(caught.value) is kind
    assert caught.value.status is None


@by_key
def test_an_error_in_a_stream_that_quotes_the_key_is_told_without_it(
    wire: Wire, make: Make
) -> None:
    failure = Failure(500, f"bad key {KEY}")
    server = wire(Step(Reply("one two three"), fault=FailInStream(failure, 4)))
    with pytest.raises(ModelError, match="bad key …") as caught:
        asyncio.run(gathered(make(server), QUESTION))
    assert KEY not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_the_error_of_the_vendor_is_the_cause_if_it_is_clean(wire: Wire) -> None:
    error = error_of(chat(wire(Failure(400, "messages: wrong"))))
    assert isinstance(error.__cause__, openai.BadRequestError)


@pytest.mark.parametrize(
    ("make", "word", "reason"),
    [
        (chat, "content_filter", FinishReason.FILTERED),
        (responses, "content_filter", FinishReason.FILTERED),
        (claude, "pause_turn", FinishReason.PAUSED),
        (claude, "model_context_window_exceeded", FinishReason.CONTEXT_FULL),
        (claude, "stop_sequence", FinishReason.STOP),
        (claude, "refusal", FinishReason.REFUSAL),
    ],
)
def test_a_reason_to_stop_is_ours(wire: Wire, make: Make, word: str, reason: FinishReason) -> None:
    server = wire(*(Reply("Well,", finish_word=word),) * 2)
    whole, pieces = ask(make(server)), reply_of(asyncio.run(gathered(make(server), QUESTION)))
    assert (whole.finish, whole.finish_word) == (reason, word)
    assert (pieces.finish, pieces.finish_word) == (reason, word)


def test_claude_tells_what_it_has_read_before_it_speaks(wire: Wire) -> None:
    events = asyncio.run(gathered(claude(wire(Reply("Yes."))), QUESTION))
    reports = [event.usage for event in events if isinstance(event, UsageReport)]
    assert reports == [Usage(12, None, 0, 0), Usage(12, 8, 0, 0)]


def test_a_local_call_gets_an_id_that_is_new_in_its_conversation(wire: Wire) -> None:
    asks = Reply(tool_calls=(WireCall("find_tool", {}), WireCall("find_tool", {})))
    server = wire(asks, asks)
    first = ask(local(server))
    results = [ToolResult(call.id, "no") for call in first.tool_calls]
    messages = [*QUESTION.messages, first.message, ChatMessage.tool(*results)]
    second = ask(local(server), ChatRequest.of(messages))
    ids = [call.id for reply in (first, second) for call in reply.tool_calls]
    assert ids == ["call_1_1", "call_1_2", "call_3_1", "call_3_2"]


def test_what_the_client_of_ollama_drops_of_a_schema_is_noted(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    days = {"type": "integer", "minimum": 1, "description": "how long"}
    place = {"type": "object", "properties": {"shed": {"type": "string"}}}
    schema = {"type": "object", "properties": {"days": days, "place": place}}
    server = wire(Reply("Yes."), Reply("Yes."))
    ask(local(server), ChatRequest(QUESTION.messages, tools=(FIND_TOOL,)))
    assert not caplog.records
    ask(local(server), ChatRequest(QUESTION.messages, tools=(ToolSpec("lend", "Lend.", schema),)))
    where = "function.parameters.properties"
    assert [record.message for record in caplog.records] == [
        f"lost on the way to Ollama: {where}.days.minimum, {where}.place.properties"
    ]


def test_definitions_of_a_schema_are_sent_to_ollama_and_references_are_not(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    kind = {"$ref": "#/$defs/Kind"}
    schema = {"type": "object", "properties": {"kind": kind}, "$defs": {"Kind": {"type": "string"}}}
    server = wire(Reply("Yes."))
    ask(local(server), ChatRequest(QUESTION.messages, tools=(ToolSpec("lend", "Lend.", schema),)))
    sent = server.exchanges[0].body["tools"][0]["function"]["parameters"]
    assert sent["$defs"] == schema["$defs"]
    (record,) = caplog.records
    assert record.message == "lost on the way to Ollama: function.parameters.properties.kind.$ref"


@pytest.mark.parametrize(
    "url", ["data:image/png,plain", "data:image/png;base64,a", "data:image/svg+xml;utf8,<svg/>"]
)
def test_an_image_that_ollama_cannot_be_sent_is_refused(wire: Wire, url: str) -> None:
    server = wire()
    asks = ChatRequest.of([ChatMessage.user(ImageReference(url))])
    with pytest.raises(UnsupportedRequest, match="an image that cannot be read: 'data:image"):
        ask(local(server), asks)
    assert not server.exchanges


def test_a_schema_that_the_client_of_ollama_does_not_take_is_refused(wire: Wire) -> None:
    anything = ToolSpec("note", "Note.", {"type": "object", "properties": {"what": True}})
    server = wire()
    with pytest.raises(UnsupportedRequest, match=r"tool note: .*parameters\.properties\.what$"):
        ask(local(server), ChatRequest(QUESTION.messages, tools=(anything,)))
    assert not server.exchanges


def test_an_event_that_nobody_knows_is_passed_over() -> None:
    done = {**FAILED, "status": "completed", "error": None, "output": [UNKNOWN, SAID]}
    events = [
        {"type": "response.moon_phase", "delta": "full", "sequence_number": 0},
        {"type": "response.completed", "response": done, "sequence_number": 1},
    ]
    text = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)

    async def talk() -> Any:
        def handle(_request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, text=text, headers={"content-type": "text/event-stream"})

        transport = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
        client = openai.AsyncOpenAI(api_key="k", http_client=transport)
        return await gathered(OpenAIResponses(SECRET, "m", client=client), QUESTION)

    (finished,) = asyncio.run(talk())
    assert finished.reply.text == "Yes."


UNKNOWN = {"type": "moon_phase", "id": "x", "content": [{"type": "light", "lux": 1}]}
SAID = {
    "type": "message",
    "id": "y",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "smile"}, {"type": "output_text", "text": "Yes.", "annotations": []}],
}
FAILED = {
    "id": "resp_1",
    "object": "response",
    "created_at": 0,
    "status": "failed",
    "model": "m",
    "output": [],
    "error": {"code": "rate_limit_exceeded", "message": "later"},
}


@pytest.mark.parametrize("streams", [False, True])
def test_a_response_that_failed_is_an_error(streams: bool) -> None:
    async def talk() -> None:
        def handle(_request: httpx2.Request) -> httpx2.Response:
            if not streams:
                return httpx2.Response(200, json=FAILED)
            event = {"type": "response.failed", "response": FAILED, "sequence_number": 0}
            text = f"event: response.failed\ndata: {json.dumps(event)}\n\n"
            return httpx2.Response(200, text=text, headers={"content-type": "text/event-stream"})

        transport = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
        client = openai.AsyncOpenAI(api_key="k", http_client=transport)
        model = OpenAIResponses(SECRET, "m", client=client)
        with pytest.raises(RateLimited, match="later"):
            await (gathered(model, QUESTION) if streams else model.complete(QUESTION))

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, AuthFailed),
        (402, QuotaExhausted),
        (403, AuthFailed),
        (404, InvalidRequest),
        (408, ProviderTimeout),
        (409, Overloaded),
        (413, InvalidRequest),
        (422, InvalidRequest),
        (429, RateLimited),
        (500, Overloaded),
        (503, Overloaded),
        (504, ProviderTimeout),
        (529, Overloaded),
        (302, ModelError),
    ],
)
def test_a_status_says_what_it_says_in_http(status: int, kind: type[ModelError]) -> None:
    error = by_status(status, "no", 2.0)
    assert (type(error), error.status) == (kind, status)
    assert getattr(error, "retry_after", 2.0) == 2.0
    assert getattr(error, "phase", "server") == "server"


@pytest.mark.parametrize("http", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize(
    ("name", "phase"),
    [
        ("ConnectTimeout", "connect"),
        ("WriteTimeout", "write"),
        ("ReadTimeout", "read"),
        ("PoolTimeout", "pool"),
    ],
)
def test_a_timeout_says_where_the_time_went(http: Any, name: str, phase: str) -> None:
    error = by_transport(getattr(http, name)("slow"))
    assert isinstance(error, ProviderTimeout)
    assert error.phase == phase


@pytest.mark.parametrize("http", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize(
    ("name", "sent"), [("ConnectError", False), ("ReadError", True), ("RemoteProtocolError", True)]
)
def test_a_broken_connection_says_whether_it_was_sent(http: Any, name: str, sent: bool) -> None:
    error = by_transport(getattr(http, name)("broken"))
    assert isinstance(error, ConnectionFailed)
    assert error.sent is sent
    assert by_transport(KeyError("other")) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "3", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_a_hint_is_seconds_from_now_or_none(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_hint(headers) == seconds


def test_a_hint_may_be_a_date_to_come() -> None:
    found = retry_hint({"retry-after": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert found is not None
    assert found > 1_000_000


@pytest.mark.parametrize("given", [True, False], ids=["given", "in the environment"])
@pytest.mark.parametrize("way", ["complete", "stream"])
def test_a_key_of_ollamas_is_sent_and_stands_in_no_text(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, given: bool, way: str
) -> None:
    """The client looks for one in the environment by itself."""
    monkeypatch.setenv("OLLAMA_API_KEY", "sk-of-nobody" if given else KEY)
    server = wire(Failure(401, f"no such key: {KEY}"))
    ours = OllamaChat("m", host=server.url, key=SECRET if given else None)

    async def talk() -> ModelError:
        async with aclosing(ours) as model:
            return await failed(model, QUESTION, way)

    error = asyncio.run(talk())
    shown = [*traceback.format_exception(error), repr(error), repr(ours)]
    assert KEY not in "".join(shown)
    assert server.exchanges[0].headers["authorization"] == f"Bearer {KEY}"


def test_an_error_that_is_nobodys_passes() -> None:
    async def talk() -> None:
        async with asking(lambda error: None, key=SECRET):
            raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        asyncio.run(talk())


@pytest.mark.parametrize("before", [0, 180, 190, 990, 5_000])
def test_no_part_of_a_key_is_left_by_cutting_a_long_text(before: int) -> None:
    with pytest.raises(ModelError) as raised, translated(by_reading, SECRET):
        raise ValueError("<" * before + KEY + ">" * 5_000)
    assert KEY[:4] not in str(raised.value)
    assert len(str(raised.value)) <= 1_000


def test_a_timeout_of_somebody_else_is_not_the_deadline() -> None:
    async def talk() -> None:
        async with within(Deadline.after(60)):
            raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine"):
        asyncio.run(talk())


def test_two_calls_with_one_id_are_no_answer() -> None:
    built = ReplyBuilder({})
    built.call(0, "c-1", "find_tool")
    built.call(0, "c-2", "ignored: the first has begun")
    built.arguments(0, "{}")
    assert [call.id for call in built.reply().tool_calls] == ["c-1"]
    built.call(1, "c-1", "find_tool")
    with pytest.raises(MessageError, match="same id"):
        built.reply()


def test_a_call_without_arguments_has_an_empty_object() -> None:
    built = ReplyBuilder({})
    built.call(0, "c-1", "find_tool")
    assert built.reply().tool_calls[0].parsed() == {}
