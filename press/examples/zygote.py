"""The zygote: a bare interpreter that forks a fresh process for each chain.

Started as ``python -P -s zygote.py SETTINGS`` with a socket as standard input. Standard library
only. Each request on the socket is the path of a folder and brings three file descriptors; it
makes a :class:`Slot`, a process forked from here that runs jobs in that folder, one at a time.

Whatever a slot touches between two forks is copied at the next one, and that is most of what a
short example costs. So a slot does nothing but fork and wait; how long a child may run, and what
its output means, is for the other side, :mod:`press.examples.runner`, to judge.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import contextlib
import gc
import importlib
import io
import json
import os
import signal
import socket
import sys
import time
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

_LEFT_GRACE = 0.2  # seconds for a process that an example left and that is on its way out
_SHELL = r"""set -Eeuo pipefail
trap 'printf "{\"line\": %s}\n" "$((LINENO - 2))" >&__PIPE__' ERR
"""


class Slot:
    """Run jobs one after the other, each in a child.

    A job comes through the pipe ``jobs`` as its length in eight bytes and a text: the language,
    then the pieces to run, separated by NUL, each with a line of its step and whether it is to
    raise. On the pipe ``report`` the slot says ``pid N`` before and ``exit STATUS LEFT`` after
    what the child says; ``LEFT`` is 1 if it left a process running, which is then killed.
    """

    def __init__(self, stage: child.Stage, shell: str, base: str, jobs: int) -> None:
        self.stage = stage
        self.shell = shell
        self.base = base
        self.jobs = jobs
        self.report = stage.pipe
        self.running = 0

    def serve(self) -> NoReturn:
        """Run jobs until there are no more."""
        signal.signal(signal.SIGTERM, self.stop)
        while True:
            head = os.read(self.jobs, 8)
            if not head:
                self.leave()
            job = self.body(int.from_bytes(head, "big"))
            # A stop between the fork and the note of it would leave the child behind.
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
            pid = os.fork()
            if pid == 0:
                self.become(job)
            self.running = pid
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            os.write(self.report, b"pid %d\n" % pid)
            status = os.waitpid(pid, 0)[1]
            left = self.left(pid)
            self.running = 0
            os.write(self.report, b"exit %d %d\n" % (status, left))

    def body(self, length: int) -> bytes:
        """Read ``length`` bytes."""
        data = os.read(self.jobs, length)
        while len(data) < length:
            data += os.read(self.jobs, length - len(data))
        return data

    def stop(self, number: int, frame: object) -> None:
        """The client has gone: take the child along."""
        del number, frame
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running, signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.running, signal.SIGKILL)  # it may have no group of its own yet
        self.leave()

    def leave(self) -> NoReturn:
        """Remove the folder, in case the client was killed, and end."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        import shutil  # noqa: PLC0415 - not in the memory of every child

        shutil.rmtree(self.base, ignore_errors=True)
        os._exit(0)

    def left(self, group: int) -> bool:
        """Kill what is left of a child's group; True if something ran on."""
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        until = time.monotonic() + _LEFT_GRACE
        while time.monotonic() < until:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-group, os.WNOHANG)  # an orphan that has ended
            try:
                os.killpg(group, 0)
            except (ProcessLookupError, PermissionError):
                return False
            time.sleep(0.005)
        os.killpg(group, signal.SIGKILL)
        return True

    def become(self, job: bytes) -> NoReturn:
        """Turn this process, just forked, into the example."""
        try:
            _signal.signal(signal.SIGTERM, _signal.SIG_DFL)
            _signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            os.setsid()
            language, *pieces = job.decode().split("\0")
            if language == "python":
                self.stage.run(pieces)
            self.become_shell(pieces[0].partition("\n")[2])
        except BaseException as error:  # nothing may return into the loop
            os.write(2, f"the press failed to start the example: {error!r}\n".encode())
        finally:
            os._exit(70)

    def become_shell(self, code: str) -> None:
        """Replace this process by the shell."""
        os.set_inheritable(self.report, True)
        script = f"{self.base}/example.sh"
        head = _SHELL.replace("__PIPE__", str(self.report))
        Path(script).write_text(head + code, encoding="utf-8")
        os.execv(self.shell, [self.shell, script])


def _become_subreaper() -> None:
    """Make orphans of an example children of this process, so that it can reap them."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def make_slots(client: socket.socket, settings: dict[str, Any], hello: bytes) -> None:
    """Fork a slot for each request of the client; stop them all when it has gone."""
    slots: list[int] = []
    while True:
        request, files, _, _ = socket.recv_fds(client, 4096, 3)
        if not request:
            break
        jobs, report, output = files
        pid = os.fork()
        if pid == 0:
            client.close()
            os.dup2(output, 1)
            os.dup2(output, 2)
            os.set_inheritable(report, False)
            os.write(report, hello)
            watch = sandbox.Watch(settings["root"], settings["apart"])
            stage = child.Stage(report, watch, request.decode())
            stage.set()
            _become_subreaper()
            gc.collect()
            gc.freeze()
            gc.disable()
            Slot(stage, settings["shell"], request.decode(), jobs).serve()
        slots.append(pid)
        for handle in files:
            os.close(handle)
    for pid in slots:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


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
    sandbox.limit_resources()
    for name in settings["preload"]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    make_slots(client, settings, b"hello %d\n" % isolated)


if __name__ == "__main__":
    main()
