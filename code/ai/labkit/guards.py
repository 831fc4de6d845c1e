"""No test calls a provider by accident: sockets reach the loopback address only."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any
from unittest import mock


class NetworkRefusedError(RuntimeError):
    """Something wanted to leave this machine.

    No `OSError`: no client takes it for a connection that failed, and tries again.
    """


@contextmanager
def loopback_only() -> Iterator[None]:
    """Refuse connections and name look-ups that leave the machine.

    Holds for the whole process, for Python's own sockets: what an extension
    written in C opens by itself is not seen. Raises `NetworkRefusedError`
    where the connection would have been made.
    """
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    look_up = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        _check((host,))
        return look_up(host, *rest, **named)

    with (
        mock.patch.object(socket.socket, "connect", guarded_connect),
        mock.patch.object(socket.socket, "connect_ex", guarded_connect_ex),
        mock.patch.object(socket, "getaddrinfo", guarded_look_up),
    ):
        yield


def _check(address: Any) -> None:
    """Let the loopback address pass, and the sockets of Unix, which have a path for one."""
    if not isinstance(address, tuple) or address[0] in (None, "localhost", b"localhost"):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0])
    try:
        stays = ip_address(host).is_loopback
    except ValueError:
        stays = False
    if not stays:
        raise NetworkRefusedError(f"no connection to {host} from a test")
