"""Run one chain in a process that was forked for it, and report step by step.

Standard library only. The process has a real ``__main__`` module, so that pickle, type hints,
``inspect.getsource`` and the main guard behave as in a script.

Every page of memory that a child touches is copied for it, and that is most of what a short
example costs. So the server sets the :class:`Stage` before it forks, the way that every child
takes is short, and modules that run code at each fork (``threading``, ``random``) are left alone
until an example imports them.
"""

from __future__ import annotations
import __future__

import _thread
import atexit
import builtins
import faulthandler
import gc
import json
import os
import signal
import sys
import types
from typing import Any, NoReturn

from press.examples import sandbox
from press.examples.trouble import Trouble, describe, task_name, watch_loops

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
_GRACE = 0.1  # seconds that a thread on its way out gets


class Stage:
    """What a chain finds when it starts: hooks, an empty ``__main__``, a place to report to.

    ``pipe`` is a file descriptor, ``base`` the folder in which children work, one at a time.
    """

    def __init__(self, pipe: int, watch: sandbox.Watch, base: str) -> None:
        self.pipe = pipe
        self.base = base
        self.watch = watch
        self.trouble = Trouble()
        self.module = types.ModuleType("__main__")
        self.name = f"{base}/example.py"
        self.module.__dict__.update(__file__=self.name, __builtins__=builtins, __cached__=None)
        self.child = False
        self.file = -1
        self.lines = 0
        self.size = 0
        self.flags = 0
        self.last = ""

    def set(self) -> None:
        """Install the hooks and become ``__main__``; once, when everything is imported."""
        self.listen()
        self.trouble.main = self.name
        self.trouble.install()
        os.environ["HOME"] = os.environ["TMPDIR"] = self.base
        os.environ["PRESS_TRACE"] = self.watch.places
        os.chdir(f"{self.base}/here")
        # The last thing that the package imports: all of it is there, nobody has used it yet.
        self.watch.on_import["asyncio.unix_events"] = lambda: watch_loops(self.trouble)
        if "asyncio" in sys.modules:
            watch_loops(self.trouble)
        sys.modules["__main__"] = self.module
        sys.argv[:] = [self.name]
        # For the processes of an example only; they find it through the environment.
        sys.path[:] = [path for path in sys.path if not path.endswith("/press/examples/trace")]
        sys.path.insert(0, f"{self.base}/here")
        self.last = next(reversed(sys.modules))

    def listen(self) -> None:
        """Be told of forks and of the signal that asks where the chain is."""
        os.register_at_fork(after_in_child=self.forget)
        faulthandler.register(signal.SIGUSR1, file=self.pipe, all_threads=False)

    def leave(self) -> NoReturn:
        """End the process."""
        os._exit(0)

    def forget(self) -> None:
        """Close the pipe in a process that the example forked: only the example reports."""
        if self.child:
            os.close(self.pipe)

    def send(self, message: dict[str, Any]) -> None:
        """Write ``message`` to the server in full."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            data = data[os.write(self.pipe, data) :]

    def execute(self, code: str) -> BaseException | None:
        """Execute ``code`` in ``__main__``; return the error it ended with."""
        source = "\n" * self.lines + code
        count = code.count("\n")
        size = os.write(self.file, code.encode())
        try:
            compiled = compile(source, self.name, "exec", self.flags, dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            # What cannot be parsed must not hide the rest from inspect.getsource.
            os.ftruncate(self.file, self.size)
            size = os.write(self.file, b"\n" * count)
            return error
        finally:
            self.lines += count
            self.size += size
        self.flags |= compiled.co_flags & _FUTURE
        try:
            exec(compiled, self.module.__dict__)
        except BaseException as error:  # an exit is a result like any other
            return error
        return None

    def run(self, pieces: list[str]) -> NoReturn:
        """Run a chain in this process, a fresh child; never returns.

        Each piece is a line, ``STEP RAISES``, and the code below it.
        """
        own = os.getpid()
        watch, trouble = self.watch, self.trouble
        self.child = True
        self.file = os.open(self.name, _NEW_FILE)
        gc.enable()
        watch.install()
        watch.active = True
        left = len(pieces)
        step = b"0"
        for piece in pieces:
            left -= 1
            head, _, code = piece.partition("\n")
            error = self.execute(code)
            if os.getpid() != own:
                _leave(error)
            _flush()
            step = head[:-2].encode()
            if error is None and not trouble.found and not watch.refused:
                if left:
                    os.write(self.pipe, b"done %s %d\n" % (step, os.lseek(1, 0, os.SEEK_END)))
                continue
            problems = trouble.take() + watch.take_refused()
            if error is not None:
                problems.insert(0, describe(error, self.name, "raised", ""))
                error.__traceback__ = None
            size = os.lseek(1, 0, os.SEEK_END)
            self.send({"done": int(step), "size": size, "problems": problems})
            if error is not None and head[-1] == "0":
                break
            error = None
        self.finish(step)

    def finish(self, step: bytes) -> NoReturn:
        """Do what the interpreter does at exit, and report the rest; ``step`` was the last."""
        watch, trouble = self.watch, self.trouble
        _look_for_leftovers(trouble)
        if "threading" in sys.modules and not _thread._count():
            sys.modules["threading"]._shutdown()
        atexit._run_exitfuncs()
        names = self.module.__dict__
        for name in list(names):
            if name != "__builtins__":
                names[name] = None
        gc.collect()
        _flush()
        watch.active = False
        files = self.new_files()
        if trouble.found or watch.refused or watch.touched or watch.started or files:
            self.send(
                {
                    "end": int(step),
                    "problems": trouble.take() + watch.take_refused(),
                    "touched": watch.touched | dict.fromkeys(files, "file"),
                    "opaque": watch.started,
                }
            )
        else:
            os.write(self.pipe, b"end %s\n" % step)
        self.leave()

    def new_files(self) -> list[str]:
        """Return the project files behind the modules that the chain imported."""
        found = []
        for name in reversed(sys.modules):
            if name == self.last:
                break
            path = self.watch.inside(getattr(sys.modules[name], "__file__", None))
            if path:
                found.append(path)
        return found


def _look_for_leftovers(trouble: Trouble) -> None:
    """Note what the chain left running."""
    if _thread._count():
        _look_for_threads(trouble)
    if "asyncio" in sys.modules:
        for task in _pending_tasks():
            trouble.add("left", f"left the task {task_name(task)} pending")


def _look_for_threads(trouble: Trouble) -> None:
    """Note the threads that do not end by themselves."""
    import threading  # noqa: PLC0415 - see above

    known = [one for one in threading.enumerate() if one is not threading.main_thread()]
    for thread in known:
        if type(thread).__name__ != "_DummyThread":
            thread.join(_GRACE)
    for thread in known:
        if thread.is_alive():
            trouble.add("left", f"left the thread {thread.name} running")
    if _thread._count() and not trouble.found:
        trouble.add("left", "left a thread running")


def _pending_tasks() -> list[Any]:
    """Return the tasks that nothing finished or cancelled."""
    task_type = sys.modules["asyncio"].Task
    return [one for one in gc.get_objects() if isinstance(one, task_type) and not one.done()]


def _leave(error: BaseException | None) -> NoReturn:
    """End a process that the example forked and that ran off the end of the example."""
    if error is not None and not isinstance(error, SystemExit):
        sys.excepthook(type(error), error, error.__traceback__)
    _flush()
    os._exit(0 if error is None else 1)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
