"""Run one chain in this process, which was forked for it, and report step by step.

Standard library only. The process has a real ``__main__`` module, so that pickle, type hints,
``inspect.getsource`` and the main guard behave as in a script.
"""

from __future__ import annotations
import __future__

import atexit
import builtins
import faulthandler
import gc
import json
import linecache
import os
import signal
import sys
import threading
import traceback
import types
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from press.examples import sandbox
from press.examples.trouble import Trouble, describe, task_name, watch_loops

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag

_GRACE = 0.1  # seconds that a thread on its way out gets


class Reporter:
    """The pipe to the fork server: one JSON object a line."""

    def __init__(self) -> None:
        self.handle = -1
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        """Close the pipe in a process that the example forked: only the example reports."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    def send(self, message: dict[str, Any]) -> None:
        """Write ``message`` in full."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            data = data[os.write(self.handle, data) :]


class Chain:
    """A chain on its way: the module it fills, the lines it has so far."""

    def __init__(self, job: dict[str, Any], base: str) -> None:
        self.units: list[dict[str, Any]] = job["units"]
        self.file = f"{base}/example.py"
        self.lines: list[str] = []
        self.flags = 0
        self.module = types.ModuleType("__main__")
        self.module.__dict__.update(__file__=self.file, __builtins__=builtins, __cached__=None)

    def prepare(self, home: str) -> None:
        """Become ``__main__``."""
        Path(self.file).write_text("".join(unit["code"] for unit in self.units), encoding="utf-8")
        sys.modules["__main__"] = self.module
        sys.argv[:] = [self.file]
        sys.path.insert(0, home)

    def run(self, unit: dict[str, Any]) -> BaseException | None:
        """Execute one unit; return the error it ended with."""
        start = len(self.lines)
        self.lines += unit["code"].splitlines(keepends=True)
        if self.lines and not self.lines[-1].endswith("\n"):
            self.lines[-1] += "\n"
        # No modification time: linecache keeps the entry, whatever the file holds.
        linecache.cache[self.file] = (len(self.lines), None, list(self.lines), self.file)
        try:
            code = compile(
                "\n" * start + unit["code"], self.file, "exec", self.flags, dont_inherit=True
            )
        except (SyntaxError, ValueError) as error:
            # What cannot be parsed must not hide the rest from inspect.getsource.
            self.lines[start:] = ["\n"] * (len(self.lines) - start)
            return error
        self.flags |= code.co_flags & _FUTURE
        try:
            exec(code, self.module.__dict__)
        except BaseException as error:  # an exit is a result like any other
            return error
        return None


def run(job: dict[str, Any], base: str, reporter: Reporter, watch: sandbox.Watch) -> NoReturn:
    """Run the chain ``job`` with ``base`` as its temporary folder; never returns."""
    own = os.getpid()
    home = f"{base}/here"
    os.chdir(home)
    os.environ["HOME"] = os.environ["TMPDIR"] = base
    faulthandler.register(signal.SIGUSR1, file=reporter.handle, all_threads=False)
    chain = Chain(job, base)
    trouble = Trouble(chain.file)
    trouble.install()
    # The last thing that the package imports: all of it is there, nobody has used it yet.
    watch.on_import["asyncio.unix_events"] = lambda: watch_loops(trouble)
    if "asyncio" in sys.modules:
        watch_loops(trouble)
    chain.prepare(home)
    gc.enable()
    watch.active = True
    for unit in chain.units:
        error = chain.run(unit)
        if os.getpid() != own:
            _leave(error)
        _flush()
        problems = trouble.take()
        if error is not None:
            problems.append(describe(error, chain.file, "raised", ""))
            error.__traceback__ = None
        problems += [{"kind": "refused", "text": text} for text in watch.refused]
        watch.refused.clear()
        reporter.send(
            {"done": unit["step"], "size": os.lseek(1, 0, os.SEEK_END), "problems": problems}
        )
        if error is not None and not unit["raises"]:
            break
        error = None
    _finish(chain, trouble)
    _flush()
    watch.active = False
    reporter.send(
        {
            "end": True,
            "problems": trouble.take()
            + [{"kind": "refused", "text": text} for text in watch.refused],
            "touched": watch.touched,
            "modules": _module_files(watch),
            "opaque": watch.started,
        }
    )
    os._exit(0)


def _finish(chain: Chain, trouble: Trouble) -> None:
    """Do what the interpreter does at exit, and note what the chain left running."""
    left = [one for one in threading.enumerate() if one is not threading.current_thread()]
    for thread in left:
        if type(thread).__name__ != "_DummyThread":
            thread.join(_GRACE)
    left = [thread for thread in left if thread.is_alive()]
    for thread in left:
        trouble.add("left", f"left the thread {thread.name} running")
    if "asyncio" in sys.modules:
        for task in _pending_tasks():
            trouble.add("left", f"left the task {task_name(task)} pending")
    if not left:
        threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    names = chain.module.__dict__
    for name in list(names):
        if name != "__builtins__":
            names[name] = None
    gc.collect()


def _pending_tasks() -> Iterable[Any]:
    """Return the tasks that nothing finished or cancelled."""
    task_type = sys.modules["asyncio"].Task
    return [one for one in gc.get_objects() if isinstance(one, task_type) and not one.done()]


def _module_files(watch: sandbox.Watch) -> list[str]:
    """Return the project files that imported modules come from."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return sorted({path for path in map(watch.inside, files) if path})


def _leave(error: BaseException | None) -> NoReturn:
    """End a process that the example forked and that ran off the end of the example."""
    if error is not None and not isinstance(error, SystemExit):
        traceback.print_exception(error)
    _flush()
    os._exit(0 if error is None else 1)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
