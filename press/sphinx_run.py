"""Run sphinx-build in its own process and show how far it has come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from press.progress import Progress
from press.steps import fork, loaded

_STATUS = re.compile(r"^(?P<what>[^\[]+?)\.\.\. \[ *(?P<percent>\d+)%\] ?(?P<name>.*)$")


def run_sphinx(
    label: str,
    root: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
) -> int:
    """Run ``python -m sphinx`` with ``-W --keep-going`` and return its exit code.

    Warnings and errors go to standard error as they come, since each is a fault with file and
    line that the writer must see; Sphinx's own status lines become one bar per phase.
    """
    color = "--color" if sys.stderr.isatty() else "--no-color"
    start = _fork if loaded() else _start
    said, wait = start(root, ["-W", "--keep-going", color, *arguments], environment)
    bar: Progress | None = None
    phase = ""
    try:
        for line in said:
            match = _STATUS.match(re.sub(r"\x1b\[[0-9;]*m", "", line.rstrip()))
            if match is None:
                continue
            if bar is None or match["what"] != phase:
                if bar is not None:
                    bar.close(f"{bar.count} %")
                phase = match["what"]
                bar = Progress(f"{label}: {phase}", 100)
            bar.advance(match["name"], int(match["percent"]) - bar.count)
        if bar is not None:
            bar.close(f"{bar.count} %")
    finally:
        # Ctrl-C reaches the child too; wait so that it is gone before the next build begins.
        code = wait()
    return code


_Started = tuple[IO[str], Callable[[], int]]


def _start(root: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> _Started:
    """Start Sphinx as a command; return what it says, and how to wait for its exit code."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sphinx", *arguments],
        cwd=root,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    return process.stdout, process.wait


def _fork(root: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> _Started:
    """Do the same in a copy of this process, in which Sphinx is loaded."""
    reading, writing = os.pipe()

    def run() -> int:
        from sphinx.cmd.build import main  # noqa: PLC0415 -- loaded before

        from press.garbage import collect_seldom  # noqa: PLC0415 -- as above

        os.close(reading)
        os.dup2(writing, 1)
        os.close(writing)
        sys.stdout = open(1, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
        os.environ.update(environment)
        os.chdir(root)
        collect_seldom()
        return main(list(arguments))

    child = fork(run)
    os.close(writing)
    said = open(reading, encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115

    def wait() -> int:
        said.close()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return said, wait
