"""The zygote: a bare interpreter that forks a fresh process for each chain, and reaps it.

Started as ``python -P -s zygote.py SETTINGS`` with a socket as standard input. Standard library
only. It does nothing else, because whatever it touches between two forks is copied at each of
them; what a child does and how long is for the other side, :mod:`press.examples.runner`, to watch.

Requests are a letter, a job's number and a length, then a body: ``F`` forks for the job in the
body (``marshal``; output and pipe come along as file descriptors) and answers nothing, because
most children say all there is to say through their pipe; ``W`` waits until the job's child has
ended, ``P`` only looks; both answer with its process id, its status, or -1 if it still runs, and
whether it has left processes behind.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import marshal
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any, NoReturn

# This file runs as a script, also in interpreters that do not have the project installed. What it
# imports must not be there for examples to find.
_ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, _ROOT)
from press.examples import child, sandbox  # noqa: E402

sys.path.remove(_ROOT)
for _name in [name for name in sys.modules if name == "press" or name.startswith("press.")]:
    del sys.modules[_name]

REQUEST = struct.Struct(">cII")
ANSWER = struct.Struct(">cIii?")

_SHELL = r"""set -Eeuo pipefail
trap 'printf "{\"line\": %s}\n" "$((LINENO - 2))" >&__PIPE__' ERR
"""


class Zygote:
    """Fork for one client until it goes away."""

    def __init__(self, client: socket.socket, settings: dict[str, Any]) -> None:
        self.client = client
        self.shell: str = settings["shell"]
        self.nowhere = os.open(os.devnull, os.O_RDWR)
        self.pipe = os.dup(self.nowhere)
        self.stage = child.Stage(self.pipe, sandbox.Watch(settings["root"], settings["apart"]))
        self.children: dict[int, int] = {}  # job: its process
        self.statuses: dict[int, int] = {}  # process that has ended: how

    def serve(self) -> None:
        """Answer requests; kill what still runs when the client has gone."""
        try:
            while True:
                head, files, _, _ = socket.recv_fds(self.client, REQUEST.size, 2)
                if len(head) < REQUEST.size:
                    return
                what, number, length = REQUEST.unpack(head)
                if what == b"F":
                    self.fork(number, self.body(length), files)
                else:
                    self.report(number, wait=what == b"W")
        finally:
            self.reap()
            for pid in set(self.children.values()) - self.statuses.keys():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)

    def body(self, length: int) -> bytes:
        """Read ``length`` bytes."""
        data = self.client.recv(length)
        while len(data) < length:
            data += self.client.recv(length - len(data))
        return data

    def fork(self, number: int, job: bytes, files: list[int]) -> None:
        """Fork a child for ``job``."""
        output, pipe = files
        pid = os.fork()
        if pid == 0:
            self.become(job, output, pipe)
        os.close(output)
        os.close(pipe)
        self.children[number] = pid
        self.reap()

    def reap(self) -> None:
        """Collect the children that have ended, and orphans of theirs."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                self.statuses[pid] = status

    def report(self, number: int, *, wait: bool) -> None:
        """Say what has become of a job's child."""
        pid = self.children[number]
        if wait and pid not in self.statuses:
            self.statuses[pid] = os.waitpid(pid, 0)[1]
        self.reap()
        status = self.statuses.get(pid, -1)
        try:
            os.killpg(pid, 0)
            left = status >= 0
        except (ProcessLookupError, PermissionError):
            left = False
        self.client.sendall(ANSWER.pack(b"W", number, pid, status, left))

    def become(self, job: bytes, output: int, pipe: int) -> NoReturn:
        """Turn this process, just forked, into the example."""
        try:
            os.setsid()
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.dup2(pipe, self.pipe, inheritable=False)
            os.close(output)
            os.close(pipe)
            work = marshal.loads(job)
            self.stage.aim(work["base"])
            if work["language"] == "python":
                self.stage.run(work["units"])
            self.become_shell(work)
        except BaseException as error:  # nothing may return into the zygote's loop
            os.write(2, f"the press failed to start the example: {error!r}\n".encode())
        finally:
            os._exit(70)

    def become_shell(self, work: dict[str, Any]) -> None:
        """Replace this process by the shell."""
        os.set_inheritable(self.pipe, True)
        script = f"{work['base']}/example.sh"
        head = _SHELL.replace("__PIPE__", str(self.pipe))
        Path(script).write_text(head + work["units"][0]["code"], encoding="utf-8")
        os.execv(self.shell, [self.shell, script])


def _become_subreaper() -> None:
    """Make orphans of an example children of this process, so that it can reap them."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def main() -> None:
    """Serve the socket that is standard input."""
    settings = json.loads(sys.argv[1])
    client = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    isolated = sandbox.isolate_network()
    _become_subreaper()
    sandbox.limit_resources()
    for name in settings["preload"]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    zygote = Zygote(client, settings)
    client.sendall(ANSWER.pack(b"H", 0, 0, 0, isolated))
    zygote.stage.set()
    gc.collect()
    gc.freeze()
    gc.disable()
    zygote.serve()


if __name__ == "__main__":
    main()
