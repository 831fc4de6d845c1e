"""The client: what it sends, what it makes of what comes, whose connections it closes."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from labkit import (
    BadJson,
    DropConnection,
    Failure,
    Reply,
    StallBeforeHeaders,
    Step,
    WireServer,
    rate_limited,
)
from labkit import ToolCall as WireCall
from parlance import (
    ChatMessage,
    Conversation,
    ImageReference,
    ModelError,
    Role,
    Secret,
    ToolCall,
    ToolResult,
    TurnError,
)
from parlance.adapters.llm.http_chat import HttpChatClient

URL = "http://model.example/v1"
KEY = Secret("sk-harbourside-4711")
Wire = Callable[..., WireServer]
FIELDS = st.sampled_from(
    ["content", "refusal", "tool_calls", "id", "function", "name", "arguments"]
)


def asked(*messages: ChatMessage) -> Conversation:
    return Conversation("c-17", messages or [ChatMessage.user("Is the ladder free?")])


def client_of(server: WireServer, **options: Any) -> HttpChatClient:
    return HttpChatClient(server.openai_url, KEY, "any-model", **options)


def test_it_asks_and_answers(wire: Wire) -> None:
    server = wire(Reply("It is."))
    with client_of(server) as client:
        assert client.reply(asked()) == ChatMessage.assistant("It is.")
    exchange = server.exchanges[0]
    assert exchange.path == "/v1/chat/completions"
    assert exchange.headers["authorization"] == "Bearer sk-harbourside-4711"
    assert exchange.body == {
        "model": "any-model",
        "messages": [{"role": "user", "content": "Is the ladder free?"}],
    }


def test_each_kind_of_message_has_its_words_on_the_wire(wire: Wire) -> None:
    server = wire(Reply("Yes."))
    image = ImageReference("https://harbourside.example/ladder.jpg")
    conversation = asked(
        ChatMessage.system("Be brief."),
        ChatMessage.user("Is this ", image, "safe?"),
        ChatMessage.assistant(ToolCall("c-1", "manual", '{"of": "ladder"}')),
        ChatMessage.tool(ToolResult("c-1", "page 4")),
    )
    with client_of(server) as client:
        client.reply(conversation)
    assert server.exchanges[0].body["messages"] == [
        {"role": "system", "content": "Be brief."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Is this "},
                {"type": "image_url", "image_url": {"url": image.url}},
                {"type": "text", "text": "safe?"},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "c-1",
                    "type": "function",
                    "function": {"name": "manual", "arguments": '{"of": "ladder"}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "c-1", "content": "page 4"},
    ]


def test_a_call_of_the_model_is_a_part(wire: Wire) -> None:
    server = wire(Reply("", tool_calls=(WireCall("find_tool", {"kind": "ladder"}),)))
    with client_of(server) as client:
        answer = client.reply(asked())
    (call,) = answer.tool_calls
    assert (call.name, call.parsed()) == ("find_tool", {"kind": "ladder"})


@pytest.mark.parametrize(
    ("step", "status", "said"),
    [
        (Failure(500, "on fire"), 500, "500: on fire"),
        (rate_limited(), 429, "429: "),
        (Step(Reply("Hi"), fault=DropConnection()), None, "no answer from http://"),
        (Step(Reply("Hi"), fault=BadJson()), 200, "no usable answer: "),
    ],
    ids=["error", "rate limit", "dropped", "bad JSON"],
)
def test_no_answer_is_one_error(wire: Wire, step: Any, status: int | None, said: str) -> None:
    with client_of(wire(step)) as client, pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert caught.value.status == status
    assert str(caught.value).startswith(said)


def test_a_model_that_does_not_answer_is_left(wire: Wire) -> None:
    server = wire(Step(Reply("Hi"), fault=StallBeforeHeaders()))
    with client_of(server, timeout=0.3) as client, pytest.raises(ModelError, match="ReadTimeout"):
        client.reply(asked())


def answering(answer: Any) -> httpx2.Client:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        content = answer if isinstance(answer, str) else json.dumps(answer)
        return httpx2.Response(200, text=content)

    return httpx2.Client(transport=httpx2.MockTransport(handle))


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"choices": []},
        {"choices": [{"message": {"content": None}}]},
        {"choices": [{"message": {"content": 7}}]},
        {"choices": [{"message": {"tool_calls": [{"id": "", "function": {}}]}}]},
        {"choices": [{"message": "Hi"}]},
        {"choices": [{"message": None}]},
        {
            "choices": [
                {
                    "message": {
                        "tool_calls": [{"id": "c", "function": {"name": "n", "arguments": {}}}]
                    }
                }
            ]
        },
        {"choices": [None]},
        [],
        "<html>",
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(answer: Any) -> None:
    client = HttpChatClient("http://model.example/v1/", KEY, "m", client=answering(answer))
    with pytest.raises(ModelError, match="no usable answer") as caught:
        client.reply(asked())
    assert caught.value.status == 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(FIELDS | st.text(), some, max_size=4),
)


@given(json_values)
def test_whatever_comes_there_is_a_message_or_one_error(said: Any) -> None:
    provider = answering({"choices": [{"message": said}]})
    client = HttpChatClient(URL, KEY, "any-model", client=provider)
    try:
        assert client.reply(asked()).role is Role.ASSISTANT
    except ModelError as error:
        assert error.status == 200


def test_a_body_that_cannot_be_decoded_is_the_one_error_too() -> None:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        stream = httpx2.ByteStream(b"no gzip")
        return httpx2.Response(200, headers={"content-encoding": "gzip"}, stream=stream)

    transport = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = HttpChatClient(URL, KEY, "m", client=transport)
    with pytest.raises(ModelError, match="DecodingError"):
        client.reply(asked())


def test_an_error_that_quotes_the_key_is_passed_on_without_it(wire: Wire) -> None:
    step = Failure(401, "no such key: sk-harbourside-4711")
    with client_of(wire(step)) as client, pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert str(caught.value) == "401: no such key: …"


def test_a_refusal_says_why() -> None:
    said = {"choices": [{"message": {"content": None, "refusal": "I do not do that."}}]}
    client = HttpChatClient(URL, KEY, "m", client=answering(said))
    with pytest.raises(ModelError, match="I do not do that"):
        client.reply(asked())


def test_an_error_page_that_is_no_json_has_its_status() -> None:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(502, text="<html>")

    transport = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = HttpChatClient(URL, KEY, "m", client=transport)
    with pytest.raises(ModelError, match="502: Bad Gateway"):
        client.reply(asked())


def test_it_keeps_its_connection(wire: Wire) -> None:
    server = wire(Reply("1"), Reply("2"), Reply("3"))
    with client_of(server) as client:
        for _ in range(3):
            client.reply(asked())
    assert server.connections == 1


def test_what_it_made_it_closes_and_what_it_was_given_it_leaves(wire: Wire) -> None:
    server = wire(Reply("1"), Reply("2"))
    with httpx2.Client() as transport:
        client = client_of(server, client=transport)
        client.reply(asked())
        client.close()
        client.close()
        assert not transport.is_closed
        with pytest.raises(RuntimeError, match="closed"):
            client.reply(asked())
        client_of(server, client=transport).reply(asked())


def test_it_is_not_asked_out_of_turn(wire: Wire) -> None:
    with client_of(wire()) as client, pytest.raises(TurnError):
        client.reply(asked(ChatMessage.system("Be brief.")))


def test_no_text_of_the_client_or_of_its_error_holds_the_key(wire: Wire) -> None:
    with client_of(wire(Failure(401, "no such key"))) as client:
        try:
            client.reply(asked())
        except ModelError:
            shown = traceback.format_exc()
        shown += repr(client)
    assert "4711" not in shown
    assert "Secret('…')" in shown


def test_a_key_that_an_answer_quotes_is_taken_out() -> None:
    said = {"choices": [{"message": {"refusal": "not for sk-harbourside-4711"}}]}
    client = HttpChatClient("http://model.example/v1", KEY, "m", client=answering(said))
    with pytest.raises(ModelError, match="not for …") as caught:
        client.reply(asked())
    assert "4711" not in "".join(traceback.format_exception(caught.value))


def test_not_even_half_a_key_is_left_where_a_text_is_cut() -> None:
    said = {"choices": [{"message": "x" * 45 + KEY.reveal()}]}
    client = HttpChatClient(URL, KEY, "m", client=answering(said))
    with pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert KEY.reveal()[:8] not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("key", ['sk-"quoted"-4711', "sk-back\\slash-4711"])
def test_a_key_that_json_writes_otherwise_is_taken_out(key: str) -> None:
    said = {"choices": [{"message": {"refusal": [key], key: 1}}], "for": {"a": key}}
    client = HttpChatClient(URL, Secret(key), "m", client=answering(said))
    with pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert "4711" not in "".join(traceback.format_exception(caught.value))


def test_a_reason_with_half_a_character_can_be_printed() -> None:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(500, text=r'{"error": {"message": "\ud83d"}}')

    transport = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = HttpChatClient(URL, KEY, "m", client=transport)
    with pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert str(caught.value).encode() == rb"500: \ud83d"


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_that_nests_too_deep_is_none(status: int) -> None:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(status, text="[" * 100_000)

    transport = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = HttpChatClient("http://model.example/v1", KEY, "m", client=transport)
    with pytest.raises(ModelError) as caught:
        client.reply(asked())
    assert caught.value.status == status


def test_an_address_that_is_none_is_no_answer() -> None:
    with HttpChatClient("http://model.example:port", KEY, "m") as client, pytest.raises(ModelError):
        client.reply(asked())


def test_a_host_that_cannot_be_looked_up_is_no_answer() -> None:
    def handle(request: httpx2.Request) -> httpx2.Response:
        request.url.host.encode("idna")  # what the socket does first
        raise AssertionError("it could be looked up")

    transport = httpx2.Client(transport=httpx2.MockTransport(handle))
    client = HttpChatClient("http://model..example", KEY, "m", client=transport)
    with pytest.raises(ModelError, match="UnicodeError"):
        client.reply(asked())


def test_calls_that_a_conversation_would_refuse_are_no_answer() -> None:
    call = {"id": "c-1", "function": {"name": "find", "arguments": "{}"}}
    said = {"choices": [{"message": {"tool_calls": [call, call]}}]}
    client = HttpChatClient("http://model.example/v1", KEY, "m", client=answering(said))
    with pytest.raises(ModelError, match="same id"):
        client.reply(asked())


def test_texts_stay_apart_on_the_wire(wire: Wire) -> None:
    server = wire(Reply("Yes."))
    joined = ChatMessage.user("Is it free?") + ChatMessage.user("Hello?")
    with client_of(server) as client:
        client.reply(asked(joined))
    sent = server.exchanges[0].body["messages"][0]["content"]
    assert [part["text"] for part in sent] == ["Is it free?", "Hello?"]
