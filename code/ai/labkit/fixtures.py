"""For pytest: a factory of servers. `from labkit.fixtures import wire` in a conftest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from labkit.faults import Failure
from labkit.replies import Reply
from labkit.script import Step
from labkit.server import WireServer

Wire = Callable[..., WireServer]


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Give a function that starts a server with the steps it gets.

    Each server is checked and stopped when the test is over.
    """
    with ExitStack() as servers:

        def start(*steps: Step | Reply | Failure, strict: bool = True) -> WireServer:
            return servers.enter_context(WireServer(steps, strict=strict))

        yield start
