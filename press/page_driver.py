"""Python's side of the Run button: this runs inside Pyodide. Standard library only.

``theme/web/run/python.mjs`` loads it, in the reader's browser and in the proof that the press
makes (``press/page_proof.py``); ``press/run_in_page.py`` ships it. One interpreter runs many
examples, one after the other, so each starts on an empty stage: :func:`begin` takes away what the
one before it left behind.
"""

from __future__ import annotations
import __future__

import atexit
import builtins
import contextlib
import contextvars
import errno
import gc
import json
import os
import re
import shutil
import sys
import traceback
import types
import warnings
from collections.abc import Callable
from typing import Any

BASE = "/tmp/press"
HERE = f"{BASE}/here"
BOOK = "/book"
NAME = f"{BASE}/example.py"
_HIDE = re.compile(r"\s*#\s*hide\s*$")  # as press/examples/model.py reads it
_DEEP = 23  # frames that an error may show
_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag


class _Stage:
    """One run: its ``__main__``, the lines that were executed, what it wants to do at exit."""

    def __init__(self) -> None:
        self.module = types.ModuleType("__main__")
        self.module.__dict__.update(__file__=NAME, __builtins__=builtins, __cached__=None)
        self.context = contextvars.copy_context()
        self.flags = 0
        self.source = ""
        self.numbers: list[int] = []  # for each line, its number among the lines that readers see
        self.at_exit: list[Callable[[], object]] = []

    def execute(self, code: str, hidden: bool) -> BaseException | None:
        """Execute ``code`` below what came before; return the error it ended with."""
        code += "" if code.endswith("\n") else "\n"
        ahead = "\n" * len(self.numbers)
        seen = self.numbers[-1] if self.numbers else 0
        for line in code.splitlines():
            seen += not (hidden or _HIDE.search(line))
            self.numbers.append(seen)
        try:
            compiled = compile(ahead + code, NAME, "exec", self.flags, dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            self.source += "\n" * code.count("\n")  # inspect.getsource still reads the rest
            return error
        self.source += code
        with open(NAME, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is the example's
            file.write(self.source)
        self.flags |= compiled.co_flags & _FUTURE
        try:
            self.context.run(exec, compiled, self.module.__dict__)
        except BaseException as error:  # an exit is a result like any other
            return error
        return None


class _Fresh:
    """What the interpreter looked like before the first example, to bring it back."""

    def __init__(self) -> None:
        self.modules = set(sys.modules)
        self.environment = dict(os.environ)
        self.builtins = dict(vars(builtins))
        self.filters = list(warnings.filters)
        self.path = [f"{BOOK}/{place}" for place in ("code/core", "code/ai", "site")] + sys.path
        self.limit = sys.getrecursionlimit()
        self.hooks = (sys.excepthook, sys.displayhook, sys.unraisablehook, sys.stdout, sys.stderr)

    def restore(self) -> None:
        """Take away what an example left behind."""
        for name in set(sys.modules) - self.modules:
            file = str(getattr(sys.modules[name], "__file__", None) or "")
            if file.startswith((BOOK, BASE)) or name.partition(".")[0] not in _LIBRARY:
                del sys.modules[name]
        os.environ.clear()
        os.environ.update(self.environment)
        names = vars(builtins)
        names.update(self.builtins)
        for name in set(names) - set(self.builtins):
            del names[name]
        warnings.resetwarnings()
        warnings.filters[:] = self.filters  # type: ignore[index]
        sys.path[:] = [HERE, *self.path]
        sys.argv[:] = [NAME]
        sys.setrecursionlimit(self.limit)
        sys.excepthook, sys.displayhook, sys.unraisablehook, sys.stdout, sys.stderr = self.hooks
        sys.settrace(None)
        sys.setprofile(None)
        gc.enable()
        self._logging()
        self._finalizers()
        sys.path_importer_cache.clear()
        linecache = sys.modules.get("linecache")
        if linecache is not None:
            linecache.clearcache()

    def _logging(self) -> None:
        logging: Any = sys.modules.get("logging")
        if logging is not None:
            for handler in list(logging.root.handlers):
                logging.root.removeHandler(handler)
            logging.root.setLevel(logging.WARNING)
            logging.root.manager.loggerDict.clear()
            logging.disable(logging.NOTSET)

    def _finalizers(self) -> None:
        weakref: Any = sys.modules.get("weakref")
        if weakref is not None:
            weakref.finalize._registered_with_atexit = False


_LIBRARY = frozenset(sys.stdlib_module_names)
_now: list[_Stage] = []
_start: list[_Fresh] = []


def start() -> None:
    """Prepare the interpreter, once."""
    from wasm_loop import plain_asyncio  # type: ignore[import-not-found]  # noqa: PLC0415

    plain_asyncio()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    sys.addaudithook(_no_sockets)
    atexit.register = _at_exit  # type: ignore[assignment]
    os.environ["HOME"] = os.environ["TMPDIR"] = BASE
    import asyncio  # noqa: F401, PLC0415 - so that its modules are part of every start

    _start.append(_Fresh())


def begin(files: str) -> None:
    """Set an empty stage; ``files`` are the project's files that the example reads, as JSON."""
    _now.clear()
    gc.collect()
    os.chdir("/")
    for folder in (BASE, BOOK):
        shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(HERE)  # noqa: PTH103
    for path, text in json.loads(files).items():
        target = f"{BOOK}/{path}"
        os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103
        with open(target, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
    os.chdir(HERE)
    _start[0].restore()
    _now.append(_Stage())
    sys.modules["__main__"] = _now[0].module


def step(code: str, hidden: bool) -> str:
    """Execute one step; return the error it ended with as JSON, or "" if there is none."""
    error = _now[0].execute(code, hidden)
    _flush()
    if error is None:
        return ""
    told = json.dumps(_describe(error, _now[0].numbers))
    error.__traceback__ = None
    return told


def end() -> None:
    """Do what the interpreter does at exit."""
    stage = _now[0]
    while stage.at_exit:
        try:
            stage.at_exit.pop()()
        except Exception:  # which Python, too, only prints
            traceback.print_exc()
    names = stage.module.__dict__
    for name in list(names):
        if name != "__builtins__":
            names[name] = None
    gc.collect()
    _flush()


def _at_exit(function: Callable[..., object], *args: Any, **named: Any) -> Callable[..., object]:
    if _now:
        _now[0].at_exit.append(lambda: function(*args, **named))
    return function


def _no_sockets(event: str, args: tuple[Any, ...]) -> None:
    """Refuse sockets by an error: the system would end the interpreter."""
    del args
    if event in {"socket.bind", "socket.connect", "socket.getaddrinfo"}:
        raise OSError(errno.ENOSYS, "there are no sockets in a page")


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()


def _describe(error: BaseException, numbers: list[int]) -> dict[str, Any]:
    """Return the error as press/examples/trouble.py does, and as the page shows it."""
    printed = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
    frames: list[list[Any]] = [
        [frame.filename, frame.lineno or 0, frame.name, frame.line or ""]
        for frame in printed.stack
        if frame.filename != __file__
    ]
    broken = isinstance(error, SyntaxError) and error.filename == NAME
    if isinstance(error, SyntaxError) and broken:
        frames.append([NAME, error.lineno or 0, "<module>", (error.text or "").strip()])
    names = []
    for ancestor in type(error).__mro__:
        names += [ancestor.__name__, ancestor.__qualname__]
        names.append(f"{ancestor.__module__}.{ancestor.__qualname__}")
    last = list(printed.format_exception_only())
    summary = (last[-1] if isinstance(error, SyntaxError) else "".join(last)).rstrip("\n")
    if len(frames) > _DEEP:
        frames = frames[:3] + frames[-20:]
    shown = ["Traceback (most recent call last):"]
    for file, line, function, source in frames:
        if file == NAME:
            number = max(numbers[min(line, len(numbers)) - 1], 1) if numbers else 1
            place = "" if broken and function == "<module>" else f", in {function}"
            shown.append(f'  File "example.py", line {number}{place}')
            if source:
                shown.append(f"    {source}")
    return {
        "types": list(dict.fromkeys(names)),
        "message": str(error),
        "summary": summary,
        "frames": frames,
        "shown": "\n".join([*(shown[1:] if broken else shown), summary]) + "\n",
    }
