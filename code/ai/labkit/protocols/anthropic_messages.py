"""Anthropic's Messages API: `POST /v1/messages`.

The shapes are those of `anthropic.types` in the locked `anthropic`, the order
of the events that of https://platform.claude.com/docs/en/build-with-claude/streaming.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from labkit.faults import Failure
from labkit.protocols import base
from labkit.protocols.base import Json
from labkit.replies import Reply, Usage
from labkit.request import BadRequestError, ModelRequest, ProtocolName, Turn

_STOP = {
    "stop": "end_turn",
    "length": "max_tokens",
    "tool_calls": "tool_use",
    "refusal": "refusal",
}

# https://platform.claude.com/docs/en/api/errors
_KINDS = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class AnthropicMessages:
    """Answers as `client.messages` of the Anthropic SDK wants it."""

    name: ProtocolName = "anthropic"
    path = "/v1/messages"
    stream_type = "text/event-stream; charset=utf-8"
    id_header = "request-id"

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """Tell whether there is a key, or a bearer token."""
        return bool(headers.get("x-api-key")) or base.has_bearer(headers)

    def read(self, body: Json) -> ModelRequest:
        """Read a request. Raises `BadRequestError` where the API would refuse it."""
        base.field(body, "max_tokens", int)
        turns: list[Turn] = []
        results: dict[str, str] = {}
        for message in base.messages(body):
            if message["role"] not in ("user", "assistant", "system"):
                raise BadRequestError(f"messages: no role {message['role']!r}")
            if message["role"] == "system" and (not turns or turns[-1].role != "user"):
                raise BadRequestError(
                    "messages: role 'system' follows a user's turn; at the head, system is a field"
                )
            turns.append(Turn(message["role"], base.text_of(message.get("content"), "text")))
            results.update(_results(message.get("content")))
        return ModelRequest(
            protocol=self.name,
            model=base.field(body, "model", str),
            turns=tuple(turns),
            system=base.text_of(body.get("system"), "text"),
            tools=tuple(str(tool.get("name")) for tool in body.get("tools") or ()),
            tool_results=results,
            stream=bool(body.get("stream")),
            body=body,
        )

    def whole(self, reply: Reply, request: ModelRequest, number: int) -> Json:
        """Give a message in one piece."""
        message = _message(request, number)
        message["content"] = _blocks(reply, number)
        message["stop_reason"] = reply.finish_word or _STOP[reply.reason]
        if reply.usage is not None:
            message["usage"] = {**_input(reply.usage), **_output(reply.usage)}
        return message

    def chunks(self, reply: Reply, request: ModelRequest, number: int) -> Iterator[bytes]:
        """Give the events of a message that streams."""
        for data in _events(reply, request, number):
            yield base.event(data, data["type"])

    def error(self, failure: Failure, number: int) -> Json:
        """Give the body of an error."""
        other = "api_error" if failure.status >= 500 else "invalid_request_error"
        kind = failure.kind or _KINDS.get(failure.status, other)
        error = {"type": kind, "message": failure.message or f"Error {failure.status}."}
        return {"type": "error", "error": error, "request_id": f"req_{number}"}

    def error_chunk(self, failure: Failure, number: int, _position: int) -> bytes:
        """Give the event of an error after the stream has begun."""
        return base.event(self.error(failure, number), "error")


def _results(content: object) -> Iterator[tuple[str, str]]:
    blocks = content if isinstance(content, list) else []
    for block in blocks:
        if block.get("type") == "tool_result":
            yield str(block.get("tool_use_id")), base.text_of(block.get("content"), "text")


def _message(request: ModelRequest, number: int) -> Json:
    return {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "model": request.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
    }


def _blocks(reply: Reply, number: int) -> list[Json]:
    blocks: list[Json] = []
    if reply.reasoning:
        signed = {"thinking": reply.reasoning, "signature": f"sig_{number}"}
        blocks.append({"type": "thinking", **signed})
    if reply.text:
        blocks.append({"type": "text", "text": reply.text})
    for index, call in enumerate(reply.tool_calls, 1):
        blocks.append(
            {
                "type": "tool_use",
                "id": call.id or base.call_id("toolu", number, index),
                "name": call.name,
                "input": base.object_of(call),
            }
        )
    return blocks


def _events(reply: Reply, request: ModelRequest, number: int) -> Iterator[Json]:
    begun = _message(request, number)
    if reply.usage is not None:
        begun["usage"] = {**_input(reply.usage), "output_tokens": 1}
    yield {"type": "message_start", "message": begun}
    yield {"type": "ping"}
    for index, block in enumerate(_blocks(reply, number)):
        yield {"type": "content_block_start", "index": index, "content_block": _empty(block)}
        for delta in _deltas(block, reply):
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    word = reply.finish_word or _STOP[reply.reason]
    delta = {"stop_reason": word, "stop_sequence": None}
    usage = {} if reply.usage is None else {"usage": _output(reply.usage)}
    yield {"type": "message_delta", "delta": delta, **usage}
    yield {"type": "message_stop"}


def _empty(block: Json) -> Json:
    """Give a block as it begins."""
    match block["type"]:
        case "text":
            return {**block, "text": ""}
        case "thinking":
            return {**block, "thinking": "", "signature": ""}
        case _:
            return {**block, "input": {}}


def _deltas(block: Json, reply: Reply) -> Iterator[Json]:
    match block["type"]:
        case "text":
            for text in reply.parts:
                yield {"type": "text_delta", "text": text}
        case "thinking":
            yield {"type": "thinking_delta", "thinking": block["thinking"]}
            yield {"type": "signature_delta", "signature": block["signature"]}
        case _:
            for text in ("", *base.halves(json.dumps(block["input"], ensure_ascii=False))):
                yield {"type": "input_json_delta", "partial_json": text}


def _input(usage: Usage) -> Json:
    """Count the input: here, unlike with OpenAI, without what a cache held or got."""
    return {
        "input_tokens": usage.input - usage.cached_input - usage.cache_write,
        "cache_read_input_tokens": usage.cached_input,
        "cache_creation_input_tokens": usage.cache_write,
    }


def _output(usage: Usage) -> Json:
    details = {"output_tokens_details": {"thinking_tokens": usage.reasoning}}
    return {"output_tokens": usage.output, **(details if usage.reasoning else {})}
