"""Files that a page shows: whether the tests cover the lines.

``code/a/b.py`` is proven by ``tests/code/a``, or the nearest folder above it that exists; a file
in ``tests/`` by the tests of its own folder. They run once, under coverage, in a process of their
own, and the record of that run depends on every project file they read.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from press.examples.ledger import Ledger
from press.examples.model import Fault, Shown
from press.examples.slots import apart

_TIMEOUT = 600
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


class Coverage:
    """What the tests of the mirrored folders execute."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.root = ledger.root
        self.runs: dict[Path, dict[str, Any]] = {}
        self.executed = 0
        self._told: set[str] = set()
        self._folders: dict[Path, Path | None] = {}

    def check(self, path: Path, numbers: list[int], *, run: bool) -> str:
        """Return what is wrong with showing lines ``numbers`` of ``path``, or "".

        Without ``run`` only the record is asked.
        """
        if path not in self._folders:
            self._folders[path] = mirror(path, self.root)
        folder = self._folders[path]
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
            key = self.ledger.key_of(["tests", folder.relative_to(self.root).as_posix()])
            record = self.ledger.load(key)
            if record is None:
                if not run:
                    return None
                record = self.measure(folder, key)
            self.runs[folder] = record
        return self.runs[folder]

    def measure(self, folder: Path, key: str) -> dict[str, Any]:
        """Run the tests in ``folder`` and record which lines they miss, if they pass."""
        self.executed += 1
        started = time.time()
        with tempfile.TemporaryDirectory(prefix="press-") as scratch:
            config, log = Path(scratch, "coveragerc"), Path(scratch, "trace")
            data = Path(scratch, "coverage")
            omit = "".join(f"    {_all_below(folder)}\n" for folder in apart(self.root))
            settings = _RC.format(data=data, include=_all_below(self.root), omit=omit)
            config.write_text(settings, encoding="utf-8")
            report = self.run_tests(folder, config, log)
            record: dict[str, Any] = {
                "passed": report is None,
                "report": report or "",
                "files": _missing_lines(config, self.root) if report is None else {},
            }
            touched = _touched(log)
        touched[folder.relative_to(self.root).as_posix()] = "tree"
        if record["passed"]:
            self.ledger.save(key, record, touched, started)
        return record

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
        try:
            done = subprocess.run(
                command,
                cwd=self.root,
                env=environment,
                capture_output=True,
                text=True,
                timeout=_TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"still running after {_TIMEOUT} s"
        if done.returncode == 0:
            return None
        return "\n".join((done.stdout + done.stderr).splitlines()[-30:])


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
