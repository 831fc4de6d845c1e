"""Nothing but the loopback address is reached, and tests of real services say what they need."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import openai
import pytest
from labkit import Reply
from labkit.guards import NetworkRefusedError, loopback_only
from labkit.live import LIVE_PROVIDERS, LiveProvider


@pytest.mark.parametrize(
    "host", ["93.184.215.14", "2606:2800::1", "api.example.com", b"api.example"]
)
def test_no_connection_leaves_the_machine(host: Any) -> None:
    with loopback_only(), pytest.raises(NetworkRefusedError, match="no connection to"):
        socket.create_connection((host, 443))


def test_no_socket_is_connected_by_hand() -> None:
    with socket.socket() as made:
        with pytest.raises(NetworkRefusedError):
            made.connect(("93.184.215.14", 443))
        with pytest.raises(NetworkRefusedError):
            made.connect_ex(("93.184.215.14", 443))


def test_a_client_that_was_given_no_address_is_stopped() -> None:
    with pytest.raises(NetworkRefusedError, match=r"api\.openai\.com"):
        openai.OpenAI(api_key="k").responses.create(model="m", input="Hi")


def test_a_coroutine_is_stopped_too() -> None:
    with pytest.raises(NetworkRefusedError):
        asyncio.run(asyncio.open_connection("api.example.com", 443))


def test_the_loopback_address_is_reached(wire: Any) -> None:
    port = int(wire(Reply(), strict=False).url.rpartition(":")[2])
    for host in ("127.0.0.1", "localhost"):
        socket.create_connection((host, port)).close()
    with socket.socket() as made:
        assert made.connect_ex(("127.0.0.1", port)) == 0


def test_a_socket_with_a_path_is_none_of_its_business(tmp_path: Any) -> None:
    with socket.socket(socket.AF_UNIX) as made, pytest.raises(FileNotFoundError):
        made.connect(str(tmp_path / "none"))


def test_the_guard_ends_with_its_block() -> None:
    before = socket.socket.connect, socket.getaddrinfo
    with loopback_only():
        assert socket.socket.connect is not before[0]
    assert (socket.socket.connect, socket.getaddrinfo) == before


def test_a_real_service_needs_its_variables() -> None:
    provider = LiveProvider("openai-chat", "OPENAI_API_KEY", "LABKIT_OPENAI_MODEL")
    assert provider.skip_reason({}) == (
        "set OPENAI_API_KEY and LABKIT_OPENAI_MODEL to run this against openai-chat"
    )
    assert provider.skip_reason({"OPENAI_API_KEY": "k"}) == (
        "set LABKIT_OPENAI_MODEL to run this against openai-chat"
    )
    assert not provider.skip_reason({"OPENAI_API_KEY": "k", "LABKIT_OPENAI_MODEL": "m"})


def test_each_protocol_has_a_real_service(talker: Any) -> None:
    assert [one.protocol for one in LIVE_PROVIDERS].count(talker.protocol) == 1
