"""One HTTP request over asyncio's streams: the least that a checker needs.

It speaks HTTP/1.0, so that no server may answer in chunks or keep the
connection open. A checker that needs more than that should use a library.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urlsplit

from linkwatch.urls import PORTS, Url, root_of

CHUNK = 16 * 1024
TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1


class ResponseError(Exception):
    """The server answered with something that is not HTTP."""


class Body(Protocol):
    """Where the bytes of an answer come from: `asyncio.StreamReader` fits."""

    async def read(self, n: int, /) -> bytes:
        """Give up to n bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Response:
    """The head of an answer, and the body for whoever asks for it."""

    status: int
    headers: Mapping[str, str]
    body: Body

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Give the body in pieces, as they arrive."""
        while chunk := await self.body.read(CHUNK):
            yield chunk

    async def text(self, limit: int) -> str:
        """Give the body as text, at most `limit` bytes of it."""
        data = bytearray()
        async with aclosing(self.chunks()) as chunks:
            async for chunk in chunks:
                data += chunk
                if len(data) >= limit:
                    break
        return data[:limit].decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Login:
    """A token, and the only sites that get to see it."""

    token: str = field(repr=False)
    sites: frozenset[Url]

    def __post_init__(self) -> None:
        if not TOKEN.fullmatch(self.token):
            raise ValueError("no token: a character that a header cannot carry")
        for site in self.sites:
            if site != root_of(site):
                raise ValueError(f"{site}: a token is for a whole site")
            if not _is_private(site):
                raise ValueError(f"{site}: a token would go there in the clear")

    def opens(self, url: Url) -> bool:
        """Tell whether a request for this address carries the token."""
        return root_of(url) in self.sites


@asynccontextmanager
async def get(
    url: Url,
    login: Login | None = None,
) -> AsyncIterator[Response]:
    """Ask for a page; the connection lives as long as the block."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        ssl=True if parts.scheme == "https" else None,
    )
    try:
        writer.write(_request(url, login))
        await writer.drain()
        status, headers = await _read_head(reader)
        yield Response(status, headers, reader)
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _is_private(site: Url) -> bool:
    """Tell whether nobody between here and there can read along."""
    parts = urlsplit(site)
    try:
        # A number, because the name localhost is whatever a resolver says.
        loopback = ip_address(parts.hostname or "").is_loopback
    except ValueError:
        loopback = False
    return parts.scheme == "https" or loopback


def _request(url: Url, login: Login | None) -> bytes:
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    head = f"GET {path} HTTP/1.0\r\nHost: {parts.netloc}\r\n"
    head += "User-Agent: linkwatch\r\n"
    if login is not None and login.opens(url):
        head += f"Authorization: Bearer {login.token}\r\n"
    return (head + "\r\n").encode("utf-8")


async def _read_head(
    reader: asyncio.StreamReader,
) -> tuple[int, dict[str, str]]:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        raise ResponseError("no complete head") from error
    first, *lines = head.decode("latin-1").splitlines()
    match first.split(maxsplit=2):
        case ["HTTP/1.0" | "HTTP/1.1", code, *_] if code.isdecimal():
            status = int(code)
        case _:
            raise ResponseError(f"not HTTP: {first[:40]!r}")
    pairs = (line.partition(":") for line in lines if line)
    return status, {name.lower(): value.strip() for name, _, value in pairs}
