"""Run sphinx-build in its own process and show how far it has come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from press.progress import Progress

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
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "--color", *arguments]
    if not sys.stderr.isatty():
        command.remove("--color")
        command.append("--no-color")
    process = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    bar: Progress | None = None
    phase = ""
    try:
        for line in process.stdout:
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
        process.wait()
    return process.returncode
