"""The fork server: a bare interpreter that forks a fresh process for each chain.

Started as ``python -P -s server.py SETTINGS`` with a socket as standard input. Standard library
only. Messages both ways are JSON objects with their length, 4 bytes, in front.

A job is ``{"id", "language", "units": [{"code", "step", "raises"}], "limits": [seconds]}``; the
answer is ``{"id", "frames", "outputs", "ended", "stack"}``: what the child reported, the output
of each step, how the process ended, and where it was when its time was up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

# This file runs as a script in interpreters that do not have the project installed. What it
# imports must not be there for examples to find.
_ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, _ROOT)
from press.examples import child, sandbox  # noqa: E402

sys.path.remove(_ROOT)
for _name in [name for name in sys.modules if name == "press" or name.startswith("press.")]:
    del sys.modules[_name]

_OUTPUT_CAP = 4 << 20
_TICK = 0.1  # seconds between two looks at a child's output
_LAST_WORDS = 0.3  # seconds a child has to say where it is before it is killed
_WIND_UP = 5.0  # seconds for what runs at exit
_LEFT_GRACE = 0.2  # seconds for a child process on its way out

_SHELL = r"""set -Eeuo pipefail
trap 'printf "{\"line\": %s}\n" "$((LINENO - __OFFSET__))" >&__PIPE__' ERR
"""


class Running:
    """One child and what is known of it."""

    def __init__(self, job: dict[str, Any], pid: int, pipe: int, output: int, base: str) -> None:
        self.job = job
        self.pid = pid
        self.pipe = pipe
        self.output = output
        self.base = base
        self.rest = b""
        self.frames: list[dict[str, Any]] = []
        self.stack: list[str] = []
        self.ended = ""
        self.killing = False
        self.status: int | None = None
        self.deadline = time.monotonic() + job["limits"][0]

    def read(self, data: bytes) -> None:
        """Take in what the child wrote: JSON, or the stack that faulthandler prints."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            if not line.startswith(b"{"):
                self.stack.append(line.decode("utf-8", "replace"))
                continue
            frame = json.loads(line)
            self.frames.append(frame)
            if "done" in frame and not self.killing:
                limits = self.job["limits"]
                following = frame["done"] + 1
                seconds = limits[following] if following < len(limits) else _WIND_UP
                self.deadline = time.monotonic() + seconds


class Server:
    """Accept jobs from one client, run up to ``workers`` of them at a time."""

    def __init__(self, client: socket.socket, settings: dict[str, Any]) -> None:
        self.client = client
        self.workers: int = settings["workers"]
        self.base = settings["base"]
        self.shell: str = settings["shell"]
        self.reporter = child.Reporter()
        self.watch = sandbox.Watch(settings["root"], settings["apart"])
        self.queue: deque[dict[str, Any]] = deque()
        self.running: dict[int, Running] = {}
        self.inbox = b""
        self.count = 0
        # Where Python and the project lie differs from machine to machine.
        library = Path(os.__file__).parent
        self.places = [
            (f"{settings['site']}/", f"/usr/lib/{library.name}/site-packages/"),
            (f"{library}/", f"/usr/lib/{library.name}/"),
            (self.watch.root, ""),
        ]
        self.nowhere = os.open(os.devnull, os.O_RDONLY)
        os.set_inheritable(self.nowhere, False)

    # -- Talking ---------------------------------------------------------------
    def send(self, message: dict[str, Any]) -> None:
        """Write ``message`` to the client."""
        data = json.dumps(message).encode()
        self.client.sendall(struct.pack(">I", len(data)) + data)

    def receive(self) -> bool:
        """Read jobs; False once the client has gone."""
        data = self.client.recv(1 << 16)
        if not data:
            return False
        self.inbox += data
        while len(self.inbox) >= 4:
            (length,) = struct.unpack(">I", self.inbox[:4])
            if len(self.inbox) < 4 + length:
                break
            self.queue.append(json.loads(self.inbox[4 : 4 + length]))
            self.inbox = self.inbox[4 + length :]
        return True

    def serve(self) -> None:
        """Run until the client goes away, then leave nothing behind."""
        try:
            while True:
                while self.queue and len(self.running) < self.workers:
                    self.start(self.queue.popleft())
                sources = [self.client.fileno(), *self.running]
                for source in select.select(sources, [], [], self.pause())[0]:
                    if source in self.running:
                        self.read(self.running[source])
                    elif not self.receive():
                        return
                self.look()
        finally:
            for run in list(self.running.values()):
                self.kill(run)

    def pause(self) -> float | None:
        """Return how long nothing needs a look."""
        return _TICK if self.running else None

    # -- Children --------------------------------------------------------------
    def start(self, job: dict[str, Any]) -> None:
        """Fork a child for ``job``."""
        self.count += 1
        base = f"{self.base}/{self.count}"
        Path(base, "here").mkdir(parents=True)
        output = os.memfd_create("output") if hasattr(os, "memfd_create") else _temporary()
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            self.become(job, base, output, writer)
        os.close(writer)
        self.running[reader] = Running(job, pid, reader, output, base)

    def become(self, job: dict[str, Any], base: str, output: int, pipe: int) -> None:
        """Turn this process, just forked, into the example."""
        try:
            os.setsid()
            os.dup2(self.nowhere, 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            self.client.close()
            sandbox.limit_resources()
            os.environ["PRESS_TRACE"] = "\t".join(
                [f"{base}/trace", self.watch.root, *self.watch.apart]
            )
            if job["language"] == "python":
                self.reporter.handle = pipe
                child.run(job, base, self.reporter, self.watch)
            self.become_shell(job, base, pipe)
        except BaseException as error:  # nothing may return into the server's loop
            os.write(2, f"the press failed to start the example: {error!r}\n".encode())
        finally:
            os._exit(70)

    def become_shell(self, job: dict[str, Any], base: str, pipe: int) -> None:
        """Replace this process by the shell."""
        os.set_inheritable(pipe, True)
        head = _SHELL.replace("__PIPE__", str(pipe))
        head = head.replace("__OFFSET__", str(head.count("\n")))
        script = f"{base}/example.sh"
        Path(script).write_text(head + job["units"][0]["code"], encoding="utf-8")
        os.chdir(f"{base}/here")
        os.environ["HOME"] = os.environ["TMPDIR"] = base
        os.execv(self.shell, [self.shell, script])

    def read(self, run: Running) -> None:
        """Read what a child says; at the end of it, answer the job."""
        data = os.read(run.pipe, 1 << 16)
        if data:
            run.read(data)
        else:
            self.finish(run)

    def look(self) -> None:
        """Stop children whose time is up or that print without end."""
        now = time.monotonic()
        for run in list(self.running.values()):
            if os.fstat(run.output).st_size > _OUTPUT_CAP and not run.ended:
                run.ended = "output"
                self.kill(run)
            elif run.job["language"] != "python" and self.gone(run):
                self.finish(run)  # something it left running holds its pipe open
            elif now > run.deadline:
                if run.killing or run.job["language"] != "python":
                    run.ended = run.ended or "time"
                    self.kill(run)
                else:
                    run.ended, run.killing = "time", True
                    run.deadline = now + _LAST_WORDS
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(run.pid, signal.SIGUSR1)

    def gone(self, run: Running) -> bool:
        """True if the child has ended, whoever still holds its pipe."""
        pid, status = os.waitpid(run.pid, os.WNOHANG)
        if pid:
            run.status = status
        return run.status is not None

    def kill(self, run: Running) -> None:
        """Kill a child with all that it started; the answer follows when its pipe closes."""
        run.killing = True
        run.deadline = time.monotonic() + 3600
        for target in (-run.pid, run.pid):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(target, signal.SIGKILL)

    def finish(self, run: Running) -> None:
        """Collect a child that has closed its pipe, and send the answer."""
        del self.running[run.pipe]
        os.close(run.pipe)
        status = self.wait(run)
        left = self.left_behind(run.pid) if not run.ended else False
        self.kill(run)
        answer = {
            "id": run.job["id"],
            "frames": run.frames,
            "outputs": self.outputs(run),
            "ended": run.ended or _ending(status),
            "left": left,
            "stack": run.stack,
            "traced": self.traced(run),
        }
        os.close(run.output)
        self.sweep(run.base)
        self.send(answer)

    def wait(self, run: Running) -> int:
        """Reap the child, which may have closed its pipe long before it ends."""
        deadline = run.deadline
        while run.status is None:
            pid, status = os.waitpid(run.pid, os.WNOHANG)
            if pid:
                return status
            if not run.frames or "end" not in run.frames[-1]:
                if time.monotonic() > deadline:
                    run.ended = run.ended or "time"
                    self.kill(run)
                time.sleep(0.002)
                continue
            return os.waitpid(run.pid, 0)[1]
        return run.status

    def left_behind(self, group: int) -> bool:
        """True if a process of the example's group is still alive."""
        deadline = time.monotonic() + _LEFT_GRACE
        while True:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-group, os.WNOHANG)[0]:
                    pass
            try:
                os.killpg(group, 0)
            except (ProcessLookupError, PermissionError):
                return False
            if time.monotonic() > deadline:
                return True
            time.sleep(0.005)

    def outputs(self, run: Running) -> list[str]:
        """Return the output of each step; what came after the last belongs to it."""
        size = min(os.fstat(run.output).st_size, _OUTPUT_CAP)
        os.lseek(run.output, 0, os.SEEK_SET)
        data = b""
        while len(data) < size and (more := os.read(run.output, size - len(data))):
            data += more
        sizes = [frame["size"] for frame in run.frames if "size" in frame]
        ends = [*sizes[:-1], size] if "end" in (run.frames or [{}])[-1] else [*sizes, size]
        pairs = zip([0, *ends[:-1]], ends, strict=True)
        texts = [data[start:end].decode("utf-8", "replace") for start, end in pairs]
        return [self.neutral(text, run.base) for text in texts]

    def neutral(self, text: str, base: str) -> str:
        """Take folders that differ from run to run and between machines out of an output."""
        if "/" not in text:
            return text
        places = [(f"{base}/here/", ""), (f"{base}/here", "."), (f"{base}/", ""), *self.places]
        for place, short in places:
            text = text.replace(place, short)
        return text

    def traced(self, run: Running) -> list[list[str]]:
        """Return what the Python processes that the example started have read."""
        try:
            lines = Path(run.base, "trace").read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
        return [line.split("\t", 1) for line in lines if "\t" in line]

    def sweep(self, base: str) -> None:
        """Remove a child's temporary folder."""
        shutil.rmtree(base, ignore_errors=True)


def _ending(status: int) -> str:
    """Say how a process ended: "" for success."""
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code else ""


def _temporary() -> int:
    handle, name = tempfile.mkstemp()
    Path(name).unlink()
    return handle


def _become_subreaper() -> None:
    """Make orphans of an example children of this process, so that it can reap them."""
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def main() -> None:
    """Serve the socket that is standard input."""
    settings = json.loads(sys.argv[1])
    client = socket.socket(fileno=os.dup(0))
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    isolated = sandbox.isolate_network()
    _become_subreaper()
    loaded = []
    for name in settings["preload"]:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
            loaded.append(name)
    server = Server(client, settings)
    server.watch.install()
    server.send({"isolated": isolated, "loaded": loaded, "version": list(sys.version_info[:3])})
    sys.argv[:] = [""]
    gc.collect()
    gc.freeze()
    gc.disable()
    server.serve()


if __name__ == "__main__":
    main()
