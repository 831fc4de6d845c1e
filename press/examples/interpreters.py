"""Find a Python new enough for an example that this one is too old for."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from dataclasses import dataclass

_AHEAD = 6  # minor versions to look ahead
_PATIENCE = 10  # seconds


@dataclass(frozen=True)
class Interpreter:
    """A Python: its program and its version, "3.13.1"."""

    program: str
    version: str


OWN = Interpreter(sys.executable, ".".join(map(str, sys.version_info[:3])))


def interpreter_for(wanted: tuple[int, int] | None) -> Interpreter | None:
    """Return the Python that runs code for version ``wanted``, or ``None`` if there is none.

    That is this Python if it is new enough, else the oldest on the path that is; a newer one has
    the standard library only.
    """
    if wanted is None or sys.version_info >= wanted:
        return OWN
    return _search(wanted)


@functools.cache
def _search(wanted: tuple[int, int]) -> Interpreter | None:
    major, minor = wanted
    for candidate in range(minor, minor + _AHEAD):
        program = shutil.which(f"python{major}.{candidate}")
        version = _version(program) if program else ""
        if program and tuple(map(int, version.split(".")[:2] or ["0"])) >= wanted:
            return Interpreter(program, version)
    return None


def _version(program: str) -> str:
    """Ask ``program`` for its version; a stub that cannot run answers "0"."""
    ask = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
    try:
        done = subprocess.run(
            [program, "-I", "-c", ask],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return "0"
    return done.stdout.strip()
