"""OpenAI's Responses API: `POST /v1/responses`.

The shapes are those of `openai.types.responses` in the locked `openai`, the
order of the events that of
https://developers.openai.com/api/docs/guides/streaming-responses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from labkit.faults import Failure
from labkit.protocols import base, openai_errors
from labkit.protocols.base import Json
from labkit.replies import Reply, ToolCall, Usage
from labkit.request import BadRequestError, ModelRequest, ProtocolName, Turn

_TEXTS = ("input_text", "output_text", "text")


class OpenAIResponses:
    """Answers as `client.responses` of the OpenAI SDK wants it."""

    name: ProtocolName = "openai-responses"
    path = "/v1/responses"
    stream_type = "text/event-stream; charset=utf-8"
    id_header = "x-request-id"

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """Tell whether there is a bearer token."""
        return base.has_bearer(headers)

    def read(self, body: Json) -> ModelRequest:
        """Read a request. Raises `BadRequestError` where the API would refuse it."""
        items = base.field(body, "input", (str, list))
        if isinstance(items, str):
            items = [{"role": "user", "content": items}]
        turns, results = [], {}
        for item in items:
            if not isinstance(item, dict):
                raise BadRequestError("input: an item is no object")
            if item.get("type") == "function_call_output":
                results[str(item.get("call_id"))] = base.text_of(item.get("output"), *_TEXTS)
            elif "role" in item:
                turns.append(Turn(item["role"], base.text_of(item.get("content"), *_TEXTS)))
        system = [turn.text for turn in turns if turn.role in ("system", "developer")]
        return ModelRequest(
            protocol=self.name,
            model=base.field(body, "model", str),
            turns=tuple(turn for turn in turns if turn.role in ("user", "assistant")),
            system="\n".join([*filter(None, [body.get("instructions")]), *system]),
            tools=tuple(str(tool.get("name")) for tool in body.get("tools") or ()),
            tool_results=results,
            stream=bool(body.get("stream")),
            body=body,
        )

    def whole(self, reply: Reply, request: ModelRequest, number: int) -> Json:
        """Give a response in one piece."""
        finished = _response(request, number)
        finished["output"] = _items(reply, number)
        word = reply.finish_word or ("max_output_tokens" if reply.reason == "length" else "")
        finished["status"] = "incomplete" if word else "completed"
        if word:
            finished["incomplete_details"] = {"reason": word}
        if reply.usage is not None:
            finished["usage"] = _usage(reply.usage)
        return finished

    def chunks(self, reply: Reply, request: ModelRequest, number: int) -> Iterator[bytes]:
        """Give the events of a response that streams, numbered from 0."""
        for position, data in enumerate(self._events(reply, request, number)):
            yield base.event({**data, "sequence_number": position}, data["type"])

    def error(self, failure: Failure, number: int) -> Json:
        """Give the body of an error."""
        return openai_errors.body(failure, number)

    def error_chunk(self, failure: Failure, number: int, position: int) -> bytes:
        """Give the event of an error after the stream has begun."""
        error = self.error(failure, number)["error"]
        data = {name: error[name] for name in ("code", "message", "param")}
        return base.event({"type": "error", **data, "sequence_number": position}, "error")

    def _events(self, reply: Reply, request: ModelRequest, number: int) -> Iterator[Json]:
        # An item in the first event would be one too many for the SDK's accumulator.
        begun = _response(request, number)
        yield {"type": "response.created", "response": begun}
        yield {"type": "response.in_progress", "response": begun}
        for index, item in enumerate(_items(reply, number)):
            yield from _item_events(item, index, reply)
        finished = self.whole(reply, request, number)
        yield {"type": f"response.{finished['status']}", "response": finished}


def _response(request: ModelRequest, number: int) -> Json:
    """Give what a response has from its beginning."""
    return {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": base.CREATED,
        "status": "in_progress",
        "error": None,
        "incomplete_details": None,
        "instructions": request.body.get("instructions"),
        "max_output_tokens": request.body.get("max_output_tokens"),
        "metadata": request.body.get("metadata") or {},
        "model": request.model,
        "output": [],
        "parallel_tool_calls": request.body.get("parallel_tool_calls", True),
        "previous_response_id": request.body.get("previous_response_id"),
        "temperature": request.body.get("temperature", 1.0),
        "text": request.body.get("text") or {"format": {"type": "text"}},
        "tool_choice": request.body.get("tool_choice", "auto"),
        "tools": request.body.get("tools") or [],
        "top_p": request.body.get("top_p", 1.0),
        "usage": None,
    }


def _items(reply: Reply, number: int) -> list[Json]:
    items: list[Json] = []
    if reply.reasoning:
        summary = [{"type": "summary_text", "text": reply.reasoning}]
        items.append({"id": f"rs_{number}", "type": "reasoning", "summary": summary})
    if reply.text or not reply.tool_calls:
        items.append(_message(reply, number))
    for index, call in enumerate(reply.tool_calls, 1):
        items.append(_call(call, number, index))
    return items


def _message(reply: Reply, number: int) -> Json:
    if reply.reason == "refusal":
        part: Json = {"type": "refusal", "refusal": reply.text}
    else:
        part = {"type": "output_text", "text": reply.text, "annotations": []}
    return {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "status": "incomplete" if reply.reason == "length" else "completed",
        "content": [part],
    }


def _call(call: ToolCall, number: int, index: int) -> Json:
    return {
        "id": f"fc_{number}_{index}",
        "type": "function_call",
        "call_id": call.id or base.call_id("call", number, index),
        "name": call.name,
        "arguments": base.arguments_of(call),
        "status": "completed",
    }


def _item_events(item: Json, index: int, reply: Reply) -> Iterator[Json]:
    begun = {**item, "status": "in_progress"}
    place: Json = {"item_id": item["id"], "output_index": index}
    if item["type"] == "message":
        middle = _message_events(item, place, reply.parts)
        begun["content"] = []
    elif item["type"] == "function_call":
        middle = _call_events(item, place)
        begun["arguments"] = ""
    else:
        middle = _reasoning_events(item, place)
        begun = {**item, "summary": []}
    yield {"type": "response.output_item.added", "output_index": index, "item": begun}
    yield from middle
    yield {"type": "response.output_item.done", "output_index": index, "item": item}


def _message_events(item: Json, place: Json, texts: tuple[str, ...]) -> Iterator[Json]:
    part = item["content"][0]
    place = {**place, "content_index": 0}
    refused = part["type"] == "refusal"
    name, key = ("refusal", "refusal") if refused else ("output_text", "text")
    more: Json = {} if refused else {"logprobs": []}
    yield {"type": "response.content_part.added", **place, "part": {**part, key: ""}}
    for text in texts:
        yield {"type": f"response.{name}.delta", **place, "delta": text, **more}
    yield {"type": f"response.{name}.done", **place, key: part[key], **more}
    yield {"type": "response.content_part.done", **place, "part": part}


def _call_events(item: Json, place: Json) -> Iterator[Json]:
    name = "response.function_call_arguments"
    for text in base.halves(item["arguments"]):
        yield {"type": f"{name}.delta", **place, "delta": text}
    yield {"type": f"{name}.done", **place, "arguments": item["arguments"]}


def _reasoning_events(item: Json, place: Json) -> Iterator[Json]:
    part = item["summary"][0]
    place = {**place, "summary_index": 0}
    name = "response.reasoning_summary"
    yield {"type": f"{name}_part.added", **place, "part": {**part, "text": ""}}
    yield {"type": f"{name}_text.delta", **place, "delta": part["text"]}
    yield {"type": f"{name}_text.done", **place, "text": part["text"]}
    yield {"type": f"{name}_part.done", **place, "part": part}


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "input_tokens": usage.input,
        "input_tokens_details": {
            "cached_tokens": usage.cached_input,
            "cache_write_tokens": usage.cache_write,
        },
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + usage.output,
    }
