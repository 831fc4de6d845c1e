"""Run one chain in the Python that Pyodide is, with the stage that every chain has.

This runs inside WebAssembly, where there are no processes, no threads and no sockets: an example
that asks for one gets Python's own error.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from press.examples import child, sandbox
from press.examples.trouble import watch_loops
from press.examples.wasm_loop import plain_asyncio

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
    plain_asyncio()
    stage = _Stage(report, _Watch(), BASE)
    stage.set()
    watch_loops(stage.trouble)
    gc.collect()
    with contextlib.suppress(_Finished):
        stage.run(list(pieces))
