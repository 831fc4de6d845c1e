"""OpenAI's Chat Completions API: `POST /v1/chat/completions`.

The shapes are those of `openai.types.chat` in the locked `openai`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labkit.faults import Failure
from labkit.protocols import base, openai_errors
from labkit.protocols.base import Json
from labkit.replies import Reply, ToolCall, Usage
from labkit.request import BadRequestError, ModelRequest, ProtocolName, Turn

_FINISH = {
    "stop": "stop",
    "length": "length",
    "tool_calls": "tool_calls",
    "refusal": "stop",  # the text then stands in `refusal`, not in `content`
}


class OpenAIChat:
    """Answers as `client.chat.completions` of the OpenAI SDK wants it."""

    name: ProtocolName = "openai-chat"
    path = "/v1/chat/completions"
    stream_type = "text/event-stream; charset=utf-8"
    id_header = "x-request-id"

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """Tell whether there is a bearer token."""
        return base.has_bearer(headers)

    def read(self, body: Json) -> ModelRequest:
        """Read a request. Raises `BadRequestError` where the API would refuse it."""
        turns, results = [], {}
        for message in base.messages(body):
            text = base.text_of(message.get("content"), "text")
            if message["role"] == "tool":
                results[str(message.get("tool_call_id"))] = text
            else:
                turns.append(Turn(message["role"], text))
        if not turns:
            raise BadRequestError("messages: empty")
        system = (turn.text for turn in turns if turn.role in ("system", "developer"))
        return ModelRequest(
            protocol=self.name,
            model=base.field(body, "model", str),
            turns=tuple(turn for turn in turns if turn.role in ("user", "assistant")),
            system="\n".join(system),
            tools=base.function_names(body),
            tool_results=results,
            stream=bool(body.get("stream")),
            body=body,
        )

    def whole(self, reply: Reply, request: ModelRequest, number: int) -> Json:
        """Give a completion in one piece."""
        refused = reply.reason == "refusal"
        message: Json = {
            "role": "assistant",
            "content": None if refused or (reply.tool_calls and not reply.text) else reply.text,
            "refusal": reply.text if refused else None,
            "annotations": [],
        }
        if reply.tool_calls:
            message["tool_calls"] = _calls(reply, number)
        finish = reply.finish_word or _FINISH[reply.reason]
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
        whole = {**_head(request, number, "chat.completion"), "choices": [choice]}
        return whole if reply.usage is None else {**whole, "usage": _usage(reply.usage)}

    def chunks(self, reply: Reply, request: ModelRequest, number: int) -> Iterator[bytes]:
        """Give the chunks of a completion that streams, `[DONE]` at the end.

        The usage comes in a chunk without a choice, if it was asked for with
        `stream_options={"include_usage": True}`.
        """
        head = _head(request, number, "chat.completion.chunk")
        options = request.body.get("stream_options") or {}
        asked = bool(options.get("include_usage")) and reply.usage is not None
        if asked:
            head["usage"] = None
        for delta, finish in _deltas(reply, number):
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
            yield base.event({**head, "choices": [choice]})
        if asked and reply.usage is not None:
            yield base.event({**head, "choices": [], "usage": _usage(reply.usage)})
        yield base.event("[DONE]")

    def error(self, failure: Failure, number: int) -> Json:
        """Give the body of an error."""
        return openai_errors.body(failure, number)

    def error_chunk(self, failure: Failure, number: int, _position: int) -> bytes:
        """Give the chunk of an error after the stream has begun."""
        return base.event(self.error(failure, number))


def _head(request: ModelRequest, number: int, kind: str) -> Json:
    return {
        "id": f"chatcmpl-{number}",
        "object": kind,
        "created": base.CREATED,
        "model": request.model,
    }


def _calls(reply: Reply, number: int) -> list[Json]:
    return [
        {"id": _id(call, number, index), "type": "function", "function": _function(call)}
        for index, call in enumerate(reply.tool_calls, 1)
    ]


def _id(call: ToolCall, number: int, index: int) -> str:
    return call.id or base.call_id("call", number, index)


def _function(call: ToolCall) -> Json:
    return {"name": call.name, "arguments": base.arguments_of(call)}


def _deltas(reply: Reply, number: int) -> Iterator[tuple[Json, str | None]]:
    """Give what each chunk adds, and why the model stopped with the last."""
    yield {"role": "assistant", "content": None if reply.tool_calls else "", "refusal": None}, None
    key = "refusal" if reply.reason == "refusal" else "content"
    for text in reply.parts:
        yield {key: text}, None
    for index, call in enumerate(_calls(reply, number)):
        function = {**call["function"], "arguments": ""}
        yield {"tool_calls": [{"index": index, **call, "function": function}]}, None
        for text in base.halves(call["function"]["arguments"]):
            yield {"tool_calls": [{"index": index, "function": {"arguments": text}}]}, None
    yield {}, reply.finish_word or _FINISH[reply.reason]


def _usage(usage: Usage) -> Json:
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {
            "cached_tokens": usage.cached_input,
            "cache_write_tokens": usage.cache_write,
        },
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }
