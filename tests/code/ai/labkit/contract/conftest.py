"""Each client twice: with the server that plays a script, and with the real service."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from typing import Any

import pytest
from labkit import Failure, Reply, WireServer
from labkit.guards import loopback_only
from labkit.live import LIVE_PROVIDERS, LiveProvider


@dataclass
class Service:
    """A place to ask; `prepare` says what the scripted one is going to answer."""

    make: Callable[..., Any]
    prepare: Callable[[Reply | Failure], None]


@pytest.fixture(params=["wire", "live"])
def kind(request: pytest.FixtureRequest) -> str:
    """The scripted server, or the vendor's."""
    found: str = request.param
    return found


@pytest.fixture(autouse=True)
def loopback(kind: str) -> Iterator[None]:
    """Let only the tests of a real service leave the machine."""
    with loopback_only() if kind == "wire" else nullcontext():
        yield


@pytest.fixture
def service(talker: Any, kind: str) -> Iterator[Service]:
    """Give the service, or skip with the variables that turn it on."""
    if kind == "live":
        yield live(talker)
        return
    with ExitStack() as servers:
        answers: list[Reply | Failure] = []

        def make(**options: Any) -> Any:
            server = servers.enter_context(WireServer(answers))
            return talker(server.url, **options)

        yield Service(make, answers.append)


def live(talker: Any) -> Service:
    provider: LiveProvider = next(p for p in LIVE_PROVIDERS if p.protocol == talker.protocol)
    if reason := provider.skip_reason():
        pytest.skip(reason)
    access, model = os.environ[provider.access], os.environ[provider.model]
    with_key = {"url": access} if talker.protocol == "ollama" else {"url": None, "key": access}

    def make(**options: Any) -> Any:
        return talker(**{**with_key, "model": model, "timeout": 60.0, **options})

    return Service(make, lambda _: None)
