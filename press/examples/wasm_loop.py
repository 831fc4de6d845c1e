"""Give asyncio, inside Pyodide, an event loop of its own: for timers, tasks and futures.

Pyodide brings the browser's loop, on which ``asyncio.run`` cannot wait. What a loop needs of
sockets is left out: there are none. Standard library only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any


class _Clock:
    """What is left of a selector: wait until the next timer is due."""

    def select(self, timeout: float | None) -> tuple[()]:
        """Sleep; without a timer nothing would ever happen again."""
        if timeout is None:
            raise RuntimeError("the event loop waits for what cannot come in WebAssembly")
        time.sleep(timeout)
        return ()


class _Loop(asyncio.BaseEventLoop):
    """An event loop for timers, tasks and futures."""

    _selector = _Clock()

    def _process_events(self, event_list: Sequence[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """No other thread could wake it."""


def plain_asyncio() -> None:
    """Give asyncio a loop of its own in the place of the browser's."""
    from pyodide import webloop  # type: ignore[import-not-found]  # noqa: PLC0415

    asyncio.run = webloop._orig_run
    time.sleep = webloop._orig_sleep
    events: Any = asyncio.events
    events._set_running_loop(None)
    policy = events._BaseDefaultEventLoopPolicy()
    policy._loop_factory = _Loop
    events._event_loop_policy = policy
