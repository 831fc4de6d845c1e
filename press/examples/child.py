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
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from press.examples import sandbox

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag

_OWN_FILES = (__file__, sandbox.__file__)
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


class Trouble:
    """Errors that Python would only print: in threads, in ``__del__``, in lost coroutines."""

    def __init__(self, main: str) -> None:
        self.main = main
        self.found: list[dict[str, Any]] = []

    def install(self) -> None:
        """Listen where Python reports them, and print what it would print."""
        threading.excepthook = self._thread
        sys.unraisablehook = self._unraisable
        setattr(warnings, "_warn_unawaited_coroutine", self._coroutine)

    def take(self) -> list[dict[str, Any]]:
        """Return what was found since the last call."""
        found = []
        while self.found:  # a thread may add to the list meanwhile
            found.append(self.found.pop(0))
        return found

    def add(self, kind: str, text: str, error: BaseException | None = None) -> None:
        """Note one problem."""
        problem = describe(error, self.main, kind, text)
        self.found.append(problem)

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is SystemExit:
            return
        name = args.thread.name if args.thread is not None else "a thread"
        self.add("thread", f"error in thread {name}", args.exc_value)
        _ORIGINAL_THREAD_HOOK(args)

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        self.add("ignored", f"error ignored by Python in {_name_of(args.object)}", args.exc_value)
        sys.__unraisablehook__(args)

    def _coroutine(self, coroutine: Any) -> None:
        name = getattr(coroutine, "__qualname__", "?")
        text = f"coroutine '{name}' was never awaited"
        self.add("coroutine", text, RuntimeWarning(text))
        warnings.warn(text, RuntimeWarning, stacklevel=2, source=coroutine)


_ORIGINAL_THREAD_HOOK: Callable[[Any], None] = threading.excepthook


def _name_of(thing: object) -> str:
    return str(getattr(thing, "__qualname__", None) or type(thing).__qualname__)


def describe(error: BaseException | None, main: str, kind: str, text: str) -> dict[str, Any]:
    """Return ``error`` as plain data: class names, message, frames, the printed traceback."""
    if error is None:
        return {"kind": kind, "text": text, "types": [], "message": text, "frames": []}
    printed = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
    printed.stack[:] = [frame for frame in printed.stack if frame.filename not in _OWN_FILES]
    frames = [
        [frame.filename, frame.lineno, frame.name, frame.line or ""] for frame in printed.stack
    ]
    frames = frames[:3] + frames[-20:] if len(frames) > 23 else frames
    if isinstance(error, SyntaxError) and error.filename == main and kind == "raised":
        frames.append([error.filename, error.lineno, "<module>", (error.text or "").strip()])
    names = []
    for ancestor in type(error).__mro__:
        names += [ancestor.__name__, ancestor.__qualname__]
        names.append(f"{ancestor.__module__}.{ancestor.__qualname__}")
    last = list(printed.format_exception_only())
    return {
        "kind": kind,
        "text": text,
        "types": list(dict.fromkeys(names)),
        "message": str(error),
        "summary": (last[-1] if isinstance(error, SyntaxError) else "".join(last)).rstrip("\n"),
        "frames": frames,
        "trace": "".join(printed.format()),
    }


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
        with open(self.file, "w", encoding="utf-8") as handle:
            handle.write("".join(unit["code"] for unit in self.units))
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
    watch.on_import["asyncio.unix_events"] = lambda: _watch_loops(trouble)
    if "asyncio" in sys.modules:
        _watch_loops(trouble)
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
            trouble.add("left", f"left the task {_task_name(task)} pending")
    if not left:
        getattr(threading, "_shutdown")()
    getattr(atexit, "_run_exitfuncs")()
    names = chain.module.__dict__
    for name in list(names):
        if name != "__builtins__":
            names[name] = None
    gc.collect()


def _pending_tasks() -> Iterable[Any]:
    """Return the tasks that nothing finished or cancelled."""
    task_type = sys.modules["asyncio"].Task
    return [one for one in gc.get_objects() if isinstance(one, task_type) and not one.done()]


def _task_name(task: Any) -> str:
    coroutine = task.get_coro()
    return str(getattr(coroutine, "__qualname__", None) or task.get_name())


def _watch_loops(trouble: Trouble) -> None:
    """Listen to what event loops would only log, and to the tasks that ``run`` cancels."""
    loop_type: Any = getattr(sys.modules["asyncio.base_events"], "BaseEventLoop")
    runners = sys.modules["asyncio.runners"]
    call, cancel = loop_type.call_exception_handler, getattr(runners, "_cancel_all_tasks")

    def call_exception_handler(loop: Any, context: dict[str, Any]) -> None:
        if getattr(loop, "_exception_handler", None) is None:
            text = str(context.get("message", "error in the event loop"))
            error = context.get("exception")
            if "pending" not in text or not any(one["kind"] == "left" for one in trouble.found):
                trouble.add("loop", text, error if isinstance(error, BaseException) else None)
        call(loop, context)

    def cancel_all_tasks(loop: Any) -> None:
        for task in sys.modules["asyncio"].all_tasks(loop):
            if not getattr(task, "cancelling", int)():
                trouble.add("left", f"left the task {_task_name(task)} running")
        cancel(loop)

    loop_type.call_exception_handler = call_exception_handler
    setattr(runners, "_cancel_all_tasks", cancel_all_tasks)


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
