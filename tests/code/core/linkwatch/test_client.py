"""The HTTP that the checker speaks, against a server on the loopback address."""

from __future__ import annotations

import asyncio

import pytest
from linkwatch import client, parse_url
from linkwatch.client import Login, ResponseError
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
async def test_a_token_goes_to_its_sites_and_to_no_other() -> None:
    async with Site() as members, Site() as other:
        login = Login("not-for-the-log", frozenset({members.url("/")}))
        for site in (members, other):
            async with client.get(site.url("/a?q=1"), login):
                pass
        assert "Authorization: Bearer not-for-the-log\r\n" in members.heads[0]
        assert "not-for-the-log" not in other.heads[0]


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://docs.example/", True),
        ("https://docs.example/members?page=2", True),
        ("HTTPS://Docs.Example:443/#top", True),
        ("http://docs.example/", False),  # in the clear
        ("https://docs.example:8443/", False),  # another server on that machine
        ("https://evil.docs.example/", False),
        ("https://docs.example.evil.example/", False),
        ("https://docs.example@evil.example/", False),
        ("https://docs.example./", False),
    ],
)
def test_scheme_host_and_port_decide_who_sees_a_token(url: str, opens: bool) -> None:
    login = Login("not-for-the-log", frozenset({parse_url("https://docs.example")}))
    assert login.opens(parse_url(url)) is opens


@pytest.mark.parametrize("site", ["http://127.0.0.1:8000/", "http://[::1]:8000/"])
def test_a_token_may_go_in_the_clear_where_it_leaves_no_machine(site: str) -> None:
    assert Login("t-17", frozenset({parse_url(site)})).opens(parse_url(f"{site}a"))


@pytest.mark.parametrize(
    ("site", "why"),
    [
        ("http://docs.example/", "in the clear"),
        ("http://localhost/", "in the clear"),  # a name, and names are looked up
        ("http://127.0.0.1.evil.example/", "in the clear"),
        ("https://docs.example/members", "whole site"),
        ("https://docs.example/?page=2", "whole site"),
    ],
)
def test_a_site_that_would_not_keep_the_token_is_refused(site: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        Login("not-for-the-log", frozenset({parse_url(site)}))
    assert "not-for-the-log" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "a b", "t-17\n", "t-17\r\nX-Admin: yes", "tökén"])
def test_a_token_that_no_header_can_carry_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(ValueError, match="no token") as caught:
        Login(token, frozenset({parse_url("https://docs.example")}))
    assert not token or token not in str(caught.value)


def test_a_login_does_not_show_its_token() -> None:
    assert "not-for-the-log" not in repr(Login("not-for-the-log", frozenset()))


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
