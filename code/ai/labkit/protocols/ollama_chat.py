"""Ollama's chat: `POST /api/chat`.

The shapes are those of `ollama._types` in the locked `ollama` and of
https://github.com/ollama/ollama/blob/main/docs/api.md. Ollama has no word for
a refusal: one is a text like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from labkit.faults import Failure
from labkit.protocols import base
from labkit.protocols.base import Json
from labkit.replies import Reply
from labkit.request import ModelRequest, ProtocolName, Turn

_CREATED = "2026-01-01T00:00:00Z"
_NANOSECONDS = 1_000_000  # each duration: a millisecond


class OllamaChat:
    """Answers as `client.chat` of the Ollama client wants it."""

    name: ProtocolName = "ollama"
    path = "/api/chat"
    stream_type = "application/x-ndjson"
    id_header = ""

    def allowed(self, _headers: Mapping[str, str]) -> bool:
        """A local Ollama asks for no key."""
        return True

    def read(self, body: Json) -> ModelRequest:
        """Read a request. Raises `BadRequestError` where Ollama would refuse it."""
        turns, results, system = [], {}, []
        for message in base.messages(body):
            text = base.text_of(message.get("content"))
            if message["role"] == "tool":
                results[str(message.get("tool_name"))] = text
            elif message["role"] == "system":
                system.append(text)
            else:
                turns.append(Turn(message["role"], text))
        return ModelRequest(
            protocol=self.name,
            model=base.field(body, "model", str),
            turns=tuple(turns),
            system="\n".join(system),
            tools=base.function_names(body),
            tool_results=results,
            stream=body.get("stream", True) is not False,
            body=body,
        )

    def whole(self, reply: Reply, request: ModelRequest, _number: int) -> Json:
        """Give an answer in one piece."""
        message: Json = {"role": "assistant", "content": reply.text}
        if reply.reasoning:
            message["thinking"] = reply.reasoning
        if reply.tool_calls:
            message["tool_calls"] = _calls(reply)
        return {**_line(request, message), **_end(reply)}

    def chunks(self, reply: Reply, request: ModelRequest, _number: int) -> Iterator[bytes]:
        """Give the lines of an answer that streams, the counts in the last."""
        messages: list[Json] = []
        if reply.reasoning:
            messages.append({"content": "", "thinking": reply.reasoning})
        messages += [{"content": text} for text in reply.parts]
        if reply.tool_calls:
            messages.append({"content": "", "tool_calls": _calls(reply)})
        for message in messages:
            yield base.line(_line(request, {"role": "assistant", **message}))
        last = _line(request, {"role": "assistant", "content": ""})
        yield base.line({**last, **_end(reply)})

    def error(self, failure: Failure, _number: int) -> Json:
        """Give the body of an error."""
        return {"error": failure.message or f"error {failure.status}"}

    def error_chunk(self, failure: Failure, number: int, _position: int) -> bytes:
        """Give the line of an error after the stream has begun."""
        return base.line(self.error(failure, number))


def _line(request: ModelRequest, message: Json) -> Json:
    return {"model": request.model, "created_at": _CREATED, "message": message, "done": False}


def _calls(reply: Reply) -> list[Json]:
    """Give the calls; the arguments are an object here, not a text."""
    return [
        {"function": {"name": call.name, "arguments": base.object_of(call)}}
        for call in reply.tool_calls
    ]


def _end(reply: Reply) -> Json:
    word = reply.finish_word or ("length" if reply.reason == "length" else "stop")
    end: Json = {"done": True, "done_reason": word}
    if reply.usage is None:
        return end
    return {
        **end,
        "total_duration": 3 * _NANOSECONDS,
        "load_duration": _NANOSECONDS,
        "prompt_eval_count": reply.usage.input,
        "prompt_eval_duration": _NANOSECONDS,
        "eval_count": reply.usage.output,
        "eval_duration": _NANOSECONDS,
    }
