"""Files that a page shows: whether the tests cover the lines.

``code/a/b.py`` is proven by ``tests/code/a``, or the nearest folder above it that exists; a file
in ``tests/`` by the tests of its own folder. They run once, under coverage, in a process of their
own, a few folders at a time, and the record of that run depends on every project file they read.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.examples.ledger import Ledger
from press.examples.model import Fault, Shown
from press.examples.slots import apart

# The exercises of a module take minutes, and several times that on a machine with other work: this
# is for tests that never end.
_TIMEOUT = 1800
_TRACE = Path(__file__).parent / "trace"
_RC = """[run]
branch = false
parallel = true
patch = subprocess
data_file = {data}
include = {include}
omit =
{omit}
"""
# pytest lists the whole root while it collects. What it finds in caches and in what is generated
# changes with every build and says nothing about the tests.
_APART = re.compile(r"(?:\.[^/]*|build|.*__pycache__)(?:/|$)")


def resolve(shown: Shown, page: Path, root: Path) -> Path | None:
    """Return the Python file that ``shown`` shows, or ``None`` if it shows something else.

    ``{show}`` counts from the project's root, ``literalinclude`` from the page.
    """
    if not shown.target.endswith((".py", ".pyi")):
        return None
    if shown.directive == "show":
        return root / shown.target
    base = root / "book" if shown.target.startswith("/") else page.parent
    return Path(os.path.normpath(base / shown.target.lstrip("/")))


def mirror(path: Path, root: Path) -> Path | None:
    """Return the folder whose tests prove ``path``."""
    try:
        parts = path.resolve().relative_to(root.resolve()).parts[:-1]
    except ValueError:
        return None
    if parts[:1] == ("tests",):
        return root.joinpath(*parts)
    while parts:
        folder = root.joinpath("tests", *parts)
        if folder.is_dir():
            return folder
        parts = parts[:-1]
    return None


@dataclass(frozen=True)
class _Run:
    """Tests that have run: what they left in ``scratch``, and the end of a failing report."""

    scratch: tempfile.TemporaryDirectory[str]
    config: Path
    log: Path
    started: float
    report: str | None


class Coverage:
    """What the tests of the mirrored folders execute. ``workers`` folders are tested at a time."""

    def __init__(self, ledger: Ledger, workers: int = 1) -> None:
        self.ledger = ledger
        self.root = ledger.root
        self.workers = workers
        self.runs: dict[Path, dict[str, Any]] = {}
        self.executed = 0
        self._told: set[str] = set()
        self._folders: dict[Path, Path | None] = {}
        self._started: dict[Path, Future[_Run]] = {}
        self._processes: set[subprocess.Popen[str]] = set()
        self._closed = threading.Event()

    def folder_of(self, path: Path) -> Path | None:
        """Return the folder whose tests prove ``path``."""
        if path not in self._folders:
            self._folders[path] = mirror(path, self.root)
        return self._folders[path]

    def check(self, path: Path, numbers: list[int], *, run: bool) -> str:
        """Return what is wrong with showing lines ``numbers`` of ``path``, or "".

        Without ``run`` only the record is asked.
        """
        folder = self.folder_of(path)
        name = path.resolve().relative_to(self.root).as_posix() if folder else path.name
        if folder is None:
            return f"{name} is shown and has no tests; add tests/{name.rpartition('/')[0]}"
        record = self.record(folder, run=run)
        tests = folder.relative_to(self.root).as_posix()
        if record is None:
            return f"{name} is shown and {tests} has no passing record; run: make prove"
        if not record["passed"]:
            report = "(see above)" if tests in self._told else record["report"]
            self._told.add(tests)
            return f"{name} is shown and {tests} fails; mend it\n{report}"
        missing = record["files"].get(name)
        if missing is None:
            return f"{name} is shown and {tests} never runs it; test it"
        untouched = sorted(set(numbers) & set(missing))
        if untouched:
            lines = ", ".join(map(str, untouched))
            return f"{name} is shown and {tests} does not execute lines {lines}; test them"
        return ""

    def record(self, folder: Path, *, run: bool) -> dict[str, Any] | None:
        """Return the record of the tests in ``folder``, running them if asked and needed."""
        if folder not in self.runs:
            key = self._key(folder)
            record = self.ledger.load(key)
            if record is None:
                if not run:
                    return None
                record = self.measure(folder, key)
            self.runs[folder] = record
        return self.runs[folder]

    def start(self, paths: Iterable[Path]) -> None:
        """Run the tests of ``paths`` that have no record from now on, a few at a time.

        :meth:`record` waits for the one it is asked for.
        """
        found = dict.fromkeys(folder for path in paths if (folder := self.folder_of(path)))
        todo = [one for one in found if self.ledger.load(self._key(one)) is None]
        pool = ThreadPoolExecutor(self.workers)
        self._started |= {folder: pool.submit(self._run, folder) for folder in todo}
        pool.shutdown(wait=False)

    def close(self) -> None:
        """End the tests that still run: nobody asks for them any more."""
        self._closed.set()
        for future in self._started.values():
            future.cancel()
        for process in list(self._processes):
            _kill(process)

    def measure(self, folder: Path, key: str) -> dict[str, Any]:
        """Run the tests in ``folder`` and record which lines they miss, if they pass."""
        self.executed += 1
        future = self._started.pop(folder, None)
        run = self._run(folder) if future is None else future.result()
        with run.scratch:
            record: dict[str, Any] = {
                "passed": run.report is None,
                "report": run.report or "",
                "files": _missing_lines(run.config, self.root) if run.report is None else {},
            }
            touched = _touched(run.log)
        touched[folder.relative_to(self.root).as_posix()] = "tree"
        if record["passed"]:
            self.ledger.save(key, record, touched, run.started)
        return record

    def _key(self, folder: Path) -> str:
        return self.ledger.key_of(["tests", folder.relative_to(self.root).as_posix()])

    def _run(self, folder: Path) -> _Run:
        """Run pytest on ``folder``."""
        scratch = tempfile.TemporaryDirectory(prefix="press-")
        config, log = Path(scratch.name, "coveragerc"), Path(scratch.name, "trace")
        data = Path(scratch.name, "coverage")
        omit = "".join(f"    {_all_below(folder)}\n" for folder in apart(self.root))
        settings = _RC.format(data=data, include=_all_below(self.root), omit=omit)
        config.write_text(settings, encoding="utf-8")
        started = time.time()
        return _Run(scratch, config, log, started, self.run_tests(folder, config, log))

    def run_tests(self, folder: Path, config: Path, log: Path) -> str | None:
        """Run pytest on ``folder``; return the end of its report if it fails."""
        environment = {
            **os.environ,
            "PYTHONPATH": str(_TRACE),
            "PYTHONHASHSEED": "0",
            "TMPDIR": str(log.parent),
            "PRESS_TRACE": "\t".join([str(self.root), *apart(self.root)]),
            "PRESS_TRACE_ONLY": "1",
        }
        command = [sys.executable, "-m", "coverage", "run", f"--rcfile={config}", "-m", "pytest"]
        command += [
            str(folder.relative_to(self.root)),
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:cov",
            "--color=no",
        ]
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            self._processes.add(process)
            try:
                if self._closed.is_set():
                    _kill(process)
                said = process.communicate(timeout=_TIMEOUT)
            except subprocess.TimeoutExpired:
                return f"still running after {_TIMEOUT} s"
            finally:
                _kill(process)
                self._processes.discard(process)
        if process.returncode == 0:
            return None
        return "\n".join("".join(said).splitlines()[-30:])


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill what still runs of a process in a session of its own, and all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _all_below(folder: str | Path) -> str:
    """Return coverage's pattern for a folder; a comma or a bracket in its name is not syntax."""
    return re.sub(r"[^\w/. -]", "?", str(folder)) + "/*"


def _missing_lines(config: Path, root: Path) -> dict[str, list[int]]:
    """Return, for each measured file, the lines with code that nothing executed."""
    import coverage  # noqa: PLC0415 - most runs measure nothing

    measured = coverage.Coverage(config_file=str(config))
    measured.combine(data_paths=[str(config.parent)])
    files: dict[str, list[int]] = {}
    for name in measured.get_data().measured_files():
        path = Path(name)
        if path.is_file() and path.is_relative_to(root):
            _, _, excluded, missing, _ = measured.analysis2(name)
            text = path.read_text(encoding="utf-8").splitlines()
            # Of an empty file coverage excludes the first line, which is not there.
            hidden = [
                line for line in excluded if "pragma: no cover" in "".join(text[line - 1 : line])
            ]
            files[path.relative_to(root).as_posix()] = sorted({*missing, *hidden})
    return files


def _touched(log: Path) -> dict[str, str]:
    try:
        lines = log.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    pairs = [line.split("\t", 1) for line in lines if "\t" in line]
    return {path: kind for kind, path in pairs if not _APART.match(path)}


def fault_of(page: str, line: int, what: str) -> Fault:
    """Turn the answer of :meth:`Coverage.check` into a fault."""
    head, _, mend = what.partition("; ")
    return Fault(page, line, head, mend)
