"""Errors that Python would only print, turned into problems of the example.

Standard library only: this runs in the child that runs the chain.
"""

from __future__ import annotations

import _thread
import sys
import traceback
import warnings
from collections.abc import Callable
from typing import Any

from press.examples import sandbox

_OWN_FILES = (str(sandbox.__file__).replace("sandbox.py", "child.py"), __file__, sandbox.__file__)


class Trouble:
    """Errors that Python would only print: in threads, in ``__del__``, in lost coroutines."""

    def __init__(self) -> None:
        self.main = ""  # the file of the example
        self.found: list[dict[str, Any]] = []

    def install(self) -> None:
        """Listen where Python reports them, and print what it would print."""
        _thread._excepthook = self._thread
        threading: Any = sys.modules.get("threading")
        if threading is not None:
            threading.excepthook = self._thread
        sys.unraisablehook = self._unraisable
        warnings._warn_unawaited_coroutine = self._coroutine  # type: ignore[attr-defined]

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

    def _thread(self, args: Any) -> None:
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


_ORIGINAL_THREAD_HOOK: Callable[[Any], object] = _thread._excepthook


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


def watch_loops(trouble: Trouble) -> None:
    """Listen to what event loops would only log, and to the tasks that ``run`` cancels."""
    loop_type: Any = sys.modules["asyncio.base_events"].BaseEventLoop
    runners: Any = sys.modules["asyncio.runners"]
    call, cancel = loop_type.call_exception_handler, runners._cancel_all_tasks

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
                trouble.add("left", f"left the task {task_name(task)} running")
        cancel(loop)

    loop_type.call_exception_handler = call_exception_handler
    runners._cancel_all_tasks = cancel_all_tasks


def task_name(task: Any) -> str:
    """Return the name of the coroutine function that the task runs."""
    coroutine = task.get_coro()
    return str(getattr(coroutine, "__qualname__", None) or task.get_name())
