"""The vendors' own clients understand the server: all protocols, all ways to ask."""

from __future__ import annotations

from typing import Any

import pytest
from labkit import Expect, Failure, Reply, Step, ToolCall, Usage

CALL = ToolCall("look_up", {"title": "Güterzug"})


def test_a_text_arrives_in_one_piece_or_in_several(talker: Any, way: Any, wire: Any) -> None:
    server = wire(Step(Reply("Grüße an alle 👋"), Expect(talker.protocol, last_user="Hallo")))
    assert way(talker(server.url), "Hallo").text == "Grüße an alle 👋"


def test_a_stream_is_split_where_the_script_says(talker: Any, streaming: Any, wire: Any) -> None:
    server = wire(Reply("one two", pieces=("on", "e t", "wo")))
    assert streaming(talker(server.url), "Hi").pieces == ["on", "e t", "wo"]


def test_a_stream_without_pieces_is_split_after_spaces(talker: Any, wire: Any) -> None:
    server = wire(Reply(" one  two"))
    assert talker(server.url).stream("Hi").pieces == [" ", "one ", " ", "two"]


@pytest.mark.parametrize("method", ["ask", "stream"])
def test_calls_of_tools_arrive_with_their_arguments(talker: Any, method: str, wire: Any) -> None:
    reply = Reply("Let me see.", (CALL, ToolCall("look_up", {"title": ""})))
    server = wire(Step(reply, Expect(tools=("look_up",))))
    said = getattr(talker(server.url), method)("Hi", tool=True)
    assert said.text == "Let me see."
    assert said.calls == [("look_up", {"title": "Güterzug"}), ("look_up", {"title": ""})]
    assert said.stop == talker.stops["tool_calls"]


@pytest.mark.parametrize("method", ["ask", "stream"])
def test_a_call_needs_no_text_beside_it(talker: Any, method: str, wire: Any) -> None:
    said = getattr(talker(wire(Reply(tool_calls=(CALL,))).url), method)("Hi", tool=True)
    assert (said.text, len(said.calls)) == ("", 1)


def test_usage_arrives(talker: Any, way: Any, wire: Any) -> None:
    said = way(talker(wire(Reply("x", usage=Usage(input=31, output=7))).url), "Hi")
    assert said.usage == (31, 7)


@pytest.mark.parametrize("finish", ["stop", "length"])
def test_the_reason_to_stop_arrives(talker: Any, asking: Any, finish: Any, wire: Any) -> None:
    said = asking(talker(wire(Reply("x", finish=finish)).url), "Hi")
    assert said.stop == talker.stops[finish]


ERRORS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
    503: "InternalServerError",
}


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_becomes_the_exception_that_the_client_has_for_it(
    talker: Any, status: int, wire: Any
) -> None:
    server = wire(Failure(status, "No luck today."))
    kind = getattr(talker.errors, ERRORS[status], None) or talker.errors.ResponseError
    with pytest.raises(kind, match=r"No luck today\.") as caught:
        talker(server.url).ask("Hi")
    assert caught.value.status_code == status


def test_an_error_is_raised_in_each_way_to_ask(talker: Any, way: Any, wire: Any) -> None:
    kind = getattr(talker.errors, "RateLimitError", None) or talker.errors.ResponseError
    with pytest.raises(kind):
        way(talker(wire(Failure(429)).url), "Hi")


def test_one_server_speaks_all_protocols(wire: Any, talker: Any) -> None:
    server = wire(*(Reply(word) for word in ("one", "two", "three")))
    assert [talker(server.url).ask("Hi").text for _ in range(3)] == ["one", "two", "three"]
    assert [one.status for one in server.exchanges] == [200, 200, 200]
