"""From a request to an answer: the script decides, the protocol puts it into words."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from labkit.exchange import Exchange
from labkit.faults import (
    OF_STREAMS,
    EndEarly,
    FailInStream,
    Failure,
    Fault,
    NoUsage,
    Rechunk,
    RepeatEnd,
)
from labkit.protocols import PROTOCOLS, WireProtocol
from labkit.replies import Reply
from labkit.request import BadRequestError, ModelRequest
from labkit.script import Script, ScriptError

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: status, headers, body in chunks, and what spoils it."""

    status: int
    content_type: str
    chunks: Sequence[bytes]
    streams: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None


def answer(exchange: Exchange, script: Script) -> Answer:
    """Decide the answer to a request, and note in the exchange what it was."""
    protocol = PROTOCOLS.get(exchange.path)
    if protocol is None:
        paths = ", ".join(PROTOCOLS)
        why = f"there is no {exchange.path} here, only {paths}"
        return _refused(exchange, {"error": {"message": why}}, 404, why)
    made = _answered(exchange, protocol, script)
    named = {protocol.id_header: f"req_{exchange.number}"} if protocol.id_header else {}
    return replace(made, headers={**named, **made.headers})


def _answered(exchange: Exchange, protocol: WireProtocol, script: Script) -> Answer:
    """Play the next step if the request is one that the provider would take."""
    if not protocol.allowed(exchange.headers):
        failure = Failure(401, "No API key provided.")
        return _failed(failure, protocol.error(failure, exchange.number))
    try:
        return _played(exchange, protocol, script)
    except BadRequestError as error:
        status, why = 400, str(error)
    except ScriptError as error:
        status, why = 422, str(error)
    body = protocol.error(Failure(status, why), exchange.number)
    return _refused(exchange, body, status, why)


def _played(exchange: Exchange, protocol: WireProtocol, script: Script) -> Answer:
    """Play the next step. Raises `BadRequestError`, `ScriptError`."""
    if not isinstance(exchange.body, dict):
        raise BadRequestError("the body is not the JSON of an object")
    exchange.request = request = protocol.read(exchange.body)
    step = script.play(request)
    if isinstance(step.answer, Failure):
        body = protocol.error(step.answer, exchange.number)
        return replace(_failed(step.answer, body), fault=step.fault)
    if isinstance(step.fault, OF_STREAMS) and not request.stream:
        name = type(step.fault).__name__
        raise ScriptError(f"{name} is a fault of streams, and this request does not ask for one")
    reply = replace(step.answer, usage=None) if isinstance(step.fault, NoUsage) else step.answer
    try:
        return _worded(reply, request, exchange.number, protocol, step.fault)
    except ValueError as error:
        raise ScriptError(str(error)) from error


def _worded(
    reply: Reply, request: ModelRequest, number: int, protocol: WireProtocol, fault: Fault | None
) -> Answer:
    """Put a reply into words. Raises `ValueError` where the protocol has none for it."""
    if request.stream:
        chunks = _streamed(reply, request, number, protocol, fault)
        return Answer(200, protocol.stream_type, chunks, streams=True, fault=fault)
    whole = json.dumps(protocol.whole(reply, request, number), ensure_ascii=False)
    return Answer(200, _JSON, [whole.encode()], fault=fault)


def _streamed(
    reply: Reply, request: ModelRequest, number: int, protocol: WireProtocol, fault: Fault | None
) -> list[bytes]:
    """Give the chunks of a stream, with what a fault changes in them."""
    chunks = list(protocol.chunks(reply, request, number))
    if isinstance(fault, FailInStream):
        begun = chunks[: fault.chunks]
        return [*begun, protocol.error_chunk(fault.failure, number, len(begun))]
    if isinstance(fault, RepeatEnd):
        last = max(position for position, chunk in enumerate(chunks) if b"{" in chunk)
        chunks.insert(last, chunks[last])
    if isinstance(fault, EndEarly):
        return chunks[: fault.chunks]
    if isinstance(fault, Rechunk):
        body = b"".join(chunks)
        return [body[at : at + fault.size] for at in range(0, len(body), fault.size)]
    return chunks


def _refused(exchange: Exchange, body: object, status: int, why: str) -> Answer:
    """Refuse what no step expects, so that no SDK tries it again."""
    exchange.refusal = f"request {exchange.number} (POST {exchange.path}): {why}"
    return _failed(Failure(status, headers={"x-should-retry": "false"}), body)


def _failed(failure: Failure, body: object) -> Answer:
    headers = dict(failure.headers)
    if failure.retry_after is not None:
        # RFC 9110, 10.2.3: whole seconds. The SDKs look at the milliseconds first.
        headers.setdefault("retry-after", str(math.ceil(failure.retry_after)))
        if failure.retry_after % 1:
            headers.setdefault("retry-after-ms", str(round(failure.retry_after * 1000)))
    data = json.dumps(body, ensure_ascii=False).encode()
    return Answer(failure.status, _JSON, [data], headers=headers)
