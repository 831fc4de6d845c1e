"""Find a Python new enough for an example that this one is too old for."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from dataclasses import dataclass

from press.examples.wasm import wasm_digest, wasm_version

_AHEAD = 6  # minor versions to look ahead
_PATIENCE = 10  # seconds


@dataclass(frozen=True)
class Interpreter:
    """A Python: its program and its version, "3.13.1".

    One in WebAssembly has no program of its own, and ``wasm`` is the digest of how it runs.
    """

    program: str
    version: str
    wasm: str = ""

    @property
    def title(self) -> str:
        """What readers see: "Python 3.14 (WebAssembly)"."""
        name = "Python " + ".".join(self.version.split(".")[:2])
        return f"{name} (WebAssembly)" if self.wasm else name

    @property
    def key(self) -> str:
        """What a record depends on."""
        return f"{self.version} {self.wasm}".strip()


OWN = Interpreter(sys.executable, ".".join(map(str, sys.version_info[:3])))


def interpreter_for(wanted: tuple[int, int] | None) -> Interpreter | None:
    """Return the Python that runs code for version ``wanted``, or ``None`` if there is none.

    That is this Python if it is new enough, else the oldest on the path that is, else the one in
    WebAssembly; a newer one has the standard library only.
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
        if program and _minor(version) >= wanted:
            return Interpreter(program, version)
    version = wasm_version()
    if version and _minor(version) >= wanted:
        return Interpreter("", version, wasm_digest())
    return None


@functools.cache
def newer_pythons() -> str:
    """Say which newer interpreters there seem to be: what a page says of itself depends on it."""
    found = _newer()
    if wasm_version():
        found.append(wasm_digest())
    return " ".join(found)


def ask_newer_pythons() -> None:
    """Ask each of them for its version, once for all processes that this one forks."""
    for program in filter(None, _newer()):
        _version(program)


def _newer() -> list[str]:
    """The program of each newer Python, or "" where the path has none."""
    major, minor = sys.version_info[:2]
    names = [f"python{major}.{candidate}" for candidate in range(minor + 1, minor + _AHEAD)]
    return [shutil.which(name) or "" for name in names]


def _minor(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")[:2] or ["0"]))


@functools.cache
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
