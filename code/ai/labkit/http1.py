"""As much of HTTP/1.1 as a client of one of the providers needs.

Requests with a `Content-Length`; answers in one piece, or in chunks; many
requests on a connection, one after the other. RFC 9112 has the rest.
"""

from __future__ import annotations

import asyncio
import http
from collections.abc import Mapping
from dataclasses import dataclass


class NotHttpError(Exception):
    """What came is no request that this server understands."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came: the names of its headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_last(self) -> bool:
        """Whether the client wants the connection closed after the answer."""
        return self.headers.get("connection", "").lower() == "close"


class Connection:
    """One connection of a client, with its requests one after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._begun = b""

    async def request(self) -> HttpRequest | None:
        """Read a request, None where the client has left.

        Raises `NotHttpError`.
        """
        try:
            head = self._begun + await self._reader.readuntil(b"\r\n\r\n")
            self._begun = b""
            first, headers = _parse(head)
            body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        except (asyncio.LimitOverrunError, ValueError) as error:
            raise NotHttpError(str(error)) from error
        return HttpRequest(first[0], first[1], headers, body)

    async def gone(self) -> None:
        """Return when the client has left, never if its next request begins instead."""
        try:
            self._begun = await self._reader.read(1)
        except ConnectionError:
            return
        if self._begun:
            await asyncio.Event().wait()

    async def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the head of an answer."""
        lines = [f"HTTP/1.1 {status} {_phrase(status)}", *(f"{k}: {v}" for k, v in headers.items())]
        await self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def chunk(self, data: bytes) -> None:
        """Send a chunk of the body; an empty one ends it."""
        await self.raw(b"%x\r\n%b\r\n" % (len(data), data))

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(data)
        await self._writer.drain()

    def close(self) -> None:
        """Close the connection; what was sent still arrives."""
        self._writer.close()


def _parse(head: bytes) -> tuple[list[str], dict[str, str]]:
    first, *lines = head.decode("latin-1").splitlines()
    words = first.split(" ")
    if len(words) != 3 or words[2] != "HTTP/1.1":
        raise ValueError(f"no request of HTTP/1.1: {first[:40]!r}")
    pairs = (line.partition(":") for line in lines if line)
    return words, {name.lower(): value.strip() for name, _, value in pairs}


def _phrase(status: int) -> str:
    """Name a status; a provider may have one of its own, like Anthropic's 529."""
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
