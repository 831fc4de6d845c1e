"""From an answer to the bytes on the wire, late, cut or broken as its step says."""

from __future__ import annotations

import asyncio

from labkit.answering import Answer
from labkit.exchange import Exchange
from labkit.faults import (
    BadJson,
    CutStream,
    DropConnection,
    Fault,
    StallBeforeHeaders,
    StallBetweenChunks,
)
from labkit.http1 import Connection


class CutError(Exception):
    """The connection is to end here, as the step says."""


async def send(made: Answer, exchange: Exchange, connection: Connection) -> None:
    """Send an answer.

    Raises `CutError`, and `ConnectionError` where the client has left.
    """
    fault = made.fault
    if isinstance(fault, StallBeforeHeaders):
        await _stall(fault.seconds)
    if isinstance(fault, DropConnection):
        raise CutError
    chunks = list(made.chunks)
    if isinstance(fault, BadJson):
        broken = min(fault.chunk, len(chunks)) - 1
        chunks[broken] = _half(chunks[broken])
    exchange.status = made.status
    headers = {"content-type": made.content_type, **made.headers}
    if made.streams:
        await connection.head(made.status, {**headers, "transfer-encoding": "chunked"})
        await _stream(chunks, fault, connection)
    else:
        data = b"".join(chunks)
        await connection.head(made.status, {**headers, "content-length": str(len(data))})
        if isinstance(fault, CutStream):
            limit = len(data) // 2 if fault.after_bytes is None else fault.after_bytes
            await connection.raw(data[: min(limit, len(data) - 1)])
            raise CutError
        await connection.raw(data)


async def _stream(chunks: list[bytes], fault: Fault | None, connection: Connection) -> None:
    if isinstance(fault, CutStream):
        for chunk in _until_cut(chunks, fault):
            await connection.chunk(chunk)
        raise CutError
    for number, chunk in enumerate(chunks):
        if isinstance(fault, StallBetweenChunks) and number == fault.chunks:
            await _stall(fault.seconds)
        await connection.chunk(chunk)
    await connection.chunk(b"")


def _until_cut(chunks: list[bytes], fault: CutStream) -> list[bytes]:
    """Give what is sent before the cut, without an empty chunk, which would end the body."""
    if fault.after_bytes is None:
        return chunks[: fault.chunks]
    kept, left = [], fault.after_bytes
    for chunk in chunks:
        kept.append(chunk[:left])
        left = max(left - len(chunk), 0)
    return [chunk for chunk in kept if chunk]


async def _stall(seconds: float | None) -> None:
    """Wait; None is until the client has left or the server stops."""
    if seconds is None:
        await asyncio.Event().wait()
    else:
        await asyncio.sleep(seconds)


def _half(chunk: bytes) -> bytes:
    """Keep half of the JSON in a chunk, and the line ends behind it."""
    text = chunk.rstrip(b"\n")
    start = max(text.find(b"{"), 0)
    return text[: start + (len(text) - start) // 2] + chunk[len(text) :]
