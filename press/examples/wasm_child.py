"""Run one chain in the Python that Pyodide is, with the stage that every chain has.

This runs inside WebAssembly, where there are no processes, no threads and no sockets: an example
that asks for one gets Python's own error. What an event loop needs of sockets is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import os
import sys
import time
from collections.abc import Sequence
from typing import Any, NoReturn

from press.examples import child, sandbox
from press.examples.trouble import watch_loops

BASE = "/tmp/press"
REPORT = f"{BASE}/report"
OUTPUT = f"{BASE}/output"


NO_SOCKETS = "WebAssembly has no sockets"


class _Finished(BaseException):
    """The chain is over."""


class _Stage(child.Stage):
    """A stage in a process that cannot fork, be signaled or end itself."""

    def listen(self) -> None:
        """There is nothing to listen to."""

    def leave(self) -> NoReturn:
        """Go back to the driver."""
        raise _Finished


class _Watch(sandbox.Watch):
    """Refuses sockets by an error: the system ends the interpreter where it has none."""

    def __init__(self) -> None:
        super().__init__("/nowhere", [])
        self._handlers["socket.bind"] = self._connect

    def _connect(self, args: tuple[Any, ...]) -> None:
        super()._connect(args)
        raise OSError(errno.ENOSYS, NO_SOCKETS)


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


def _plain_asyncio() -> None:
    """Give asyncio a loop of its own in the place of the browser's."""
    from pyodide import webloop  # type: ignore[import-not-found]  # noqa: PLC0415

    asyncio.run = webloop._orig_run
    time.sleep = webloop._orig_sleep
    events: Any = asyncio.events
    events._set_running_loop(None)
    policy = events._BaseDefaultEventLoopPolicy()
    policy._loop_factory = _Loop
    events._event_loop_policy = policy


def run(pieces: Sequence[str]) -> None:
    """Run a chain; what it prints and reports is in the two files afterwards."""
    os.makedirs(f"{BASE}/here", exist_ok=True)  # noqa: PTH103
    report = os.open(REPORT, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    output = os.open(OUTPUT, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    os.dup2(output, 1)
    os.dup2(output, 2)
    _plain_asyncio()
    stage = _Stage(report, _Watch(), BASE)
    stage.set()
    watch_loops(stage.trouble)
    gc.collect()
    with contextlib.suppress(_Finished):
        stage.run(list(pieces))
