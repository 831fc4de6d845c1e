"""What each wire protocol has to offer, and what several of them share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from labkit.faults import Failure
from labkit.replies import Reply, ToolCall
from labkit.request import BadRequestError, ModelRequest, ProtocolName

Json = dict[str, Any]
CREATED = 1_767_225_600  # 2026-01-01T00:00:00Z: a clock that stands makes the same bytes each time


class WireProtocol(Protocol):
    """One provider's way to put a request and a reply into HTTP.

    `id_header` is the header in which the provider names the request, empty
    where it does not.
    """

    name: ProtocolName
    path: str
    stream_type: str
    id_header: str

    def allowed(self, headers: Mapping[str, str]) -> bool:
        """Tell whether the request names a key, where the provider asks for one."""

    def read(self, body: Json) -> ModelRequest:
        """Read a request. Raises `BadRequestError` where the provider would refuse it."""

    def whole(self, reply: Reply, request: ModelRequest, number: int) -> Json:
        """Give the body of an answer in one piece; `number` makes its ids."""

    def chunks(self, reply: Reply, request: ModelRequest, number: int) -> Iterator[bytes]:
        """Give the chunks of an answer that streams."""

    def error(self, failure: Failure, number: int) -> Json:
        """Give the body of an error."""

    def error_chunk(self, failure: Failure, number: int, position: int) -> bytes:
        """Give the chunk of an error after so many chunks of a stream."""


def has_bearer(headers: Mapping[str, str]) -> bool:
    """Tell whether a request carries a bearer token."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and bool(token.strip())


def field(body: Json, name: str, kind: type | tuple[type, ...]) -> Any:
    """Take what a request must have. Raises `BadRequestError` without it."""
    if name not in body:
        raise BadRequestError(f"{name}: field required")
    if not isinstance(body[name], kind):
        raise BadRequestError(f"{name}: has the wrong type")
    return body[name]


def text_of(content: object, *types: str) -> str:
    """Join the text of a message: a string, or parts of one of `types`."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise BadRequestError("content: neither a text nor a list of parts")
    return "".join(str(part.get("text", "")) for part in content if part.get("type") in types)


def arguments_of(call: ToolCall) -> str:
    """Give the arguments of a call as the text that the model wrote."""
    if isinstance(call.arguments, str):
        return call.arguments
    return json.dumps(call.arguments, ensure_ascii=False)


def object_of(call: ToolCall) -> Json:
    """Give the arguments of a call where the protocol wants an object.

    Raises `ValueError` where the script has a text that is none.
    """
    if not isinstance(call.arguments, str):
        return dict(call.arguments)
    try:
        found = json.loads(call.arguments)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"{call.name}: this protocol cannot send arguments that are no object")
    return found


def compact(value: object) -> str:
    """Give a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def event(data: Json | str, name: str = "") -> bytes:
    """Give one server-sent event."""
    text = data if isinstance(data, str) else compact(data)
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {text}\n\n".encode()


def halves(text: str) -> Iterator[str]:
    """Cut a text in the middle: a stream breaks JSON wherever it likes."""
    middle = len(text) // 2
    yield from filter(None, (text[:middle], text[middle:]))


def call_id(prefix: str, number: int, index: int) -> str:
    """Give the id of a call to which the script gives none."""
    return f"{prefix}_{number}_{index}"


def messages(body: Json) -> list[Json]:
    """Take the messages. Raises `BadRequestError` if one is none."""
    found: list[Json] = field(body, "messages", list)
    if not all(isinstance(one, dict) and isinstance(one.get("role"), str) for one in found):
        raise BadRequestError("messages: each needs a role")
    return found


def function_names(body: Json) -> tuple[str, ...]:
    """Name the tools of a request that describes them as functions."""
    return tuple(str(tool.get("function", {}).get("name")) for tool in body.get("tools") or ())


def line(data: Json) -> bytes:
    """Give one line of newline-delimited JSON."""
    return f"{compact(data)}\n".encode()
