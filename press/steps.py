"""Run the steps of a build, each in a process that begins with everything loaded.

To load Sphinx and all extensions takes longer than to write a changed page, and every edition needs
them. One process loads them, while examples are proven, and forks for each step. What a step
does, or leaves in memory, no other step sees.

``PRESS_STEPS`` names a file that gets a line of JSON for each step: what it took, with all that it
started.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

#: The libraries of macOS do not bear a fork: there each step is a command of its own.
FORKS = hasattr(os, "fork") and sys.platform != "darwin"
_LOADED: set[str] = set()
_SPHINX = (
    "sphinx.cmd.build",
    "sphinx.application",
    "sphinx.builders.html",
    "pygments.lexers.python",
)
Group = Sequence[str]


def load(extensions: Iterable[str]) -> None:
    """Import Sphinx and ``extensions``; what cannot be imported is reported by who needs it."""
    from sphinx.application import builtin_extensions  # noqa: PLC0415 -- only where it is needed

    for name in (*_SPHINX, *builtin_extensions, *extensions):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
            _LOADED.add(name)
    gc.collect()
    gc.freeze()  # a look for garbage would copy all of it into each process


def loaded() -> bool:
    """Whether this process may be forked to run Sphinx."""
    return bool(_LOADED)


def fork(act: Callable[[], int]) -> int:
    """Begin a process that does ``act`` and ends with its code; return its number."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = act()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


class Steps:
    """Runs steps by name; ``act`` does one and returns its exit code.

    ``load`` is called while the first step runs.
    """

    def __init__(self, act: Callable[[str], int], load: Callable[[], None]) -> None:
        self._act = act
        self._load = load
        self._most = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        self._running: dict[int, tuple[str, float]] = {}

    def run(self, groups: Iterable[Group]) -> int:
        """Run groups one after the other, and the steps of a group side by side.

        Returns the first exit code that is not 0; then nothing more is begun.
        """
        if not FORKS:
            names = [name for group in groups for name in group]
            return next(filter(None, map(_command, names)), 0)
        code = 0
        try:
            for group in groups:
                code = code or self._group(group)
        finally:
            self._end()
        return code

    def _end(self) -> None:
        """Wait for what still runs: Ctrl-C has reached it too."""
        while self._running:
            try:
                self._wait()
            except ChildProcessError:  # it was waited for, and then came Ctrl-C
                self._running.clear()
            except KeyboardInterrupt:
                continue

    def _group(self, group: Group) -> int:
        code, most = 0, min(self._most, len(group))
        if most > 1:
            os.environ["PRESS_PROGRESS"] = "plain"  # two bars cannot share a line
        for name in group:
            if len(self._running) >= most:
                code = code or self._wait()
            if code:
                break
            self._running[fork(partial(self._act, name))] = (name, time.monotonic())
            self._load()
            self._load = _nothing
        while self._running:
            code = self._wait() or code
        return code

    def _wait(self) -> int:
        child, status, used = os.wait4(-1, 0)
        name, began = self._running.pop(child, ("", 0.0))
        if log := os.environ.get("PRESS_STEPS"):
            cost = {
                "step": name,
                "wall": time.monotonic() - began,
                "cpu": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss / 1024,  # MB, of its largest process
            }
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(json.dumps(cost) + "\n")
        return os.waitstatus_to_exitcode(status)


def _nothing() -> None:
    """Load nothing more."""


def _command(name: str) -> int:
    return subprocess.run([sys.executable, "-m", "press", name], check=False).returncode
