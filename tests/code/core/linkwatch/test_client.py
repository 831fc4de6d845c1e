"""The HTTP that the checker speaks, against a server on the loopback address."""

from __future__ import annotations

import asyncio

import pytest
from linkwatch import client, parse_url
from linkwatch.client import ResponseError
from linkwatch.testing import Site, on_loop, page


@on_loop
async def test_an_answer_has_status_headers_and_text() -> None:
    raw = b"HTTP/1.1 203 Fine\r\nX-Long-Name:  a: b \r\n\r\nCaf\xc3\xa9"
    async with Site({"/": raw}) as site, client.get(site.url("/")) as response:
        assert response.status == 203
        assert response.headers == {"x-long-name": "a: b"}
        assert await response.text(limit=100) == "Café"


@on_loop
async def test_a_body_is_read_no_further_than_the_limit() -> None:
    async with (
        Site({"/": page("x" * 100_000)}) as site,
        client.get(site.url("/")) as response,
    ):
        assert await response.text(limit=10) == "x" * 10


@on_loop
async def test_bytes_that_are_not_utf8_are_shown_as_such() -> None:
    raw = b"HTTP/1.0 200 OK\r\n\r\nCaf\xe9"
    async with Site({"/": raw}) as site, client.get(site.url("/")) as response:
        assert await response.text(limit=100) == "Caf\ufffd"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.0 200 OK\r\n",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.0 ok\r\n\r\n",
        b"\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
)
@on_loop
async def test_what_is_not_http_is_an_error_of_its_own(raw: bytes) -> None:
    async with Site({"/": raw}) as site:
        with pytest.raises(ResponseError):
            async with client.get(site.url("/")):
                pass


@on_loop
async def test_the_request_names_host_path_and_query() -> None:
    async with Site() as site:
        async with client.get(site.url("/a?q=1")):
            pass
        host = site.base.removeprefix("http://")
        assert site.heads[0].startswith(f"GET /a?q=1 HTTP/1.0\r\nHost: {host}\r\n")
        assert "Authorization" not in site.heads[0]


@on_loop
async def test_a_token_is_sent_when_there_is_one() -> None:
    async with Site() as site:
        async with client.get(site.url("/"), token="not-for-the-log"):
            pass
        assert "Authorization: Bearer not-for-the-log\r\n" in site.heads[0]


@on_loop
async def test_an_error_in_the_block_closes_the_connection() -> None:
    closed = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(page("x"))
        await writer.drain()
        await reader.readuntil(b"\r\n\r\n")
        await reader.read()  # ends when the client has closed
        closed.set()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ZeroDivisionError):
            async with client.get(parse_url(f"http://127.0.0.1:{port}/")):
                raise ZeroDivisionError
        await closed.wait()
