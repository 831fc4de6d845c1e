"""Run chains in Pyodide, CPython in WebAssembly, where no Python is new enough.

The files lie in ``.pyodide/`` beside the press (``make pyodide`` fetches them) and run in Node.js.
Where either is missing there is simply one interpreter less. An example that asks for what
WebAssembly does not have (threads, processes, sockets, a package) is not judged by what happens
there: it waits, as it would without Pyodide.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from press.examples.job import TIMEOUT, Job, units

if TYPE_CHECKING:
    from press.examples.model import Chain
    from press.examples.runner import ChainResult, Problem

_HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("PRESS_PYODIDE") or _HERE.parents[1] / ".pyodide")
FILES = (
    *("package.json", "pyodide-lock.json", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"),
    "python_stdlib.zip",
)
SNAPSHOT = "snapshot.bin"
SCRIPT = _HERE / "wasm.mjs"
_CHILD = ("child.py", "sandbox.py", "trouble.py", "wasm_child.py", "wasm_loop.py")
_BASE = "/tmp/press"
_DRIVER = """
import sys
sys.path.insert(0, "/press")
from press.examples import wasm_child
sys.path.remove("/press")
wasm_child.run(PIECES.copy())
"""
_START = 60.0  # seconds
_SLOWER = 3  # times that WebAssembly takes
_OLDEST_NODE = 18
_LIBRARY = re.compile(r"/lib/python3(\d+)\.zip/")
NO_SOCKETS = "WebAssembly has no sockets"  # as press/examples/wasm_child.py says it
_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_ATTRIBUTE = re.compile(r"module '([\w.]+)' has no attribute '(\w+)'")
_BEYOND = (
    "can't start new thread",
    "does not support processes",
    "waits for what cannot come in WebAssembly",
    "WebAssembly stack switching",
    "Function not implemented",
    NO_SOCKETS,
)


@functools.cache
def node() -> str | None:
    """Return the program Node.js if there is one that is new enough."""
    program = shutil.which("node")
    if program is None:
        return None
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        major = int(done.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return program if major >= _OLDEST_NODE else None


@functools.cache
def wasm_version() -> str:
    """Return the version of the Python in ``.pyodide/``, "3.14.2", or "" where it cannot run."""
    if not all((FOLDER / name).is_file() for name in FILES) or node() is None:
        return ""
    lock = json.loads((FOLDER / "pyodide-lock.json").read_text(encoding="utf-8"))
    return str(lock["info"]["python"])


@functools.cache
def wasm_digest() -> str:
    """Digest what decides how chains run there, beyond what all records depend on."""
    whole = hashlib.sha256((FOLDER / "pyodide-lock.json").read_bytes())
    for name in ("wasm.mjs", "wasm_child.py", "wasm_loop.py", "wasm.py"):
        whole.update((_HERE / name).read_bytes())
    return whole.hexdigest()[:16]


def run_in_wasm(chain: Chain) -> ChainResult:
    """Run ``chain`` in a fresh Pyodide and return what it did."""
    from press.examples.runner import Problem, result_of  # noqa: PLC0415 - which imports this module

    said, ended = _node(chain)
    lines = said.split(b"\n")
    with tempfile.TemporaryFile() as output:
        for line in lines:
            if line.startswith(b"output "):
                output.write(base64.b64decode(line[7:]))
        output.flush()
        job = Job(0, chain, output.fileno())
        for line in lines:
            if line and line != b"ready" and not line.startswith((b"output ", b"ended ")):
                job.line(line)
        job.ended = ended
        result = result_of(job, [(step, _neutral(text)) for step, text in job.split_output()], {})
    result.touched.clear()
    result.beyond = _beyond([problem for step in result.steps for problem in step.problems])
    if ended.startswith("Pyodide does not run"):
        result.steps[-1].problems[:] = [Problem("ended", ended)]
    return result


def _node(chain: Chain) -> tuple[bytes, str]:
    """Return what Node.js printed, and how it ended unless as it should."""
    files = {f"/press/press/examples/{name}": (_HERE / name).read_text("utf-8") for name in _CHILD}
    files |= {"/press/press/__init__.py": "", "/press/press/examples/__init__.py": ""}
    job = {
        "files": files,
        "pieces": [f"{number} {int(raises)}\n{code}" for code, number, raises in units(chain)],
        "driver": _DRIVER,
        "report": f"{_BASE}/report",
        "output": f"{_BASE}/output",
    }
    limit = _START + _SLOWER * sum(step.timeout or TIMEOUT for step in chain.steps)
    command = [node() or "node", str(SCRIPT), "run", str(FOLDER)]
    try:
        done = subprocess.run(
            command, input=json.dumps(job).encode(), capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", "time"
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it just ended"]
        return b"", f"Pyodide does not run ({words[-1][:200]}); make pyodide mends it"
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return done.stdout, next((line[6:] for line in lines if line.startswith("ended ")), "")


def _neutral(text: str) -> str:
    for place, short in ((f"{_BASE}/here/", ""), (f"{_BASE}/here", "."), (f"{_BASE}/", "")):
        text = text.replace(place, short)
    return _LIBRARY.sub(r"/usr/lib/python3.\1/", text)


def _beyond(problems: list[Problem]) -> str:
    """Return the first problem that speaks of what WebAssembly does not have, or ""."""
    for problem in problems:
        for text in _BEYOND:
            if text in problem.message:
                return text
        if _missing(problem.message):
            return problem.message
    return ""


def _missing(message: str) -> bool:
    """True if ``message`` misses a module or a part of one that other Pythons have."""
    found = _NO_MODULE.match(message)
    if found:
        name = found.group(1).partition(".")[0]
        known = name in sys.stdlib_module_names or importlib.util.find_spec(name) is not None
        return known or name.startswith("_")  # what a module of the library is made of
    found = _NO_ATTRIBUTE.match(message)
    if found and found.group(1) in sys.stdlib_module_names:
        return hasattr(importlib.import_module(found.group(1)), found.group(2))
    return False
