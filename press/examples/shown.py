"""Files that a page shows: which lines, and whether the tests cover them.

``code/a/b.py`` is proven by ``tests/code/a``, or the nearest folder above it that exists; a file
in ``tests/`` by the tests of its own folder. They run once, under coverage, in a process of their
own, and the record of that run depends on every project file they read.
"""

from __future__ import annotations

import ast
import difflib
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import coverage
from sphinx.config import Config
from sphinx.directives.code import LiteralIncludeReader
from sphinx.errors import PycodeError
from sphinx.pycode import ModuleAnalyzer

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
_SELECTORS = ("pyobject", "lines", "start-at", "start-after", "end-at", "end-before")


class ShownError(ValueError):
    """A file cannot be shown: ``args`` are what is wrong and the mend."""


class _Line(str):
    """A line of a file that knows its number."""

    number: int


class _Reader(LiteralIncludeReader):
    """Sphinx's own selection of lines, applied to lines that know where they come from."""

    def read_file(self, filename: Any, location: Any = None) -> list[str]:
        lines: list[str] = []
        for number, text in enumerate(super().read_file(filename, location), 1):
            line = _Line(text)
            line.number = number
            lines.append(line)
        return lines

    def select(self) -> list[tuple[int, str]]:
        lines = self.read_file(self.filename)
        for step in (self.pyobject_filter, self.start_filter, self.end_filter, self.lines_filter):
            lines = step(lines)
        return [(line.number, str(line)) for line in lines if isinstance(line, _Line)]


def select_lines(path: Path, options: dict[str, Any], name: str) -> list[tuple[int, str]]:
    """Return the lines of ``path`` that ``options`` of ``literalinclude`` select, with numbers.

    ``name`` is what the page calls the file. Raises :class:`ShownError` if the file or the lines
    are not there.
    """
    if not path.is_file():
        raise ShownError(f"there is no file {name}", "correct its path")
    chosen = {key: options[key] for key in _SELECTORS if options.get(key)}
    try:
        length = len(path.read_text(encoding="utf-8").splitlines())
        if "pyobject" in chosen:
            _find_object(path, chosen["pyobject"], name)
    except UnicodeDecodeError as error:
        raise ShownError(f"{name} is not UTF-8: {error.reason}", "save it as UTF-8") from None
    numbers = [int(one) for one in re.findall(r"\d+", str(chosen.get("lines", "")))]
    if numbers and "pyobject" not in chosen and max(numbers) > length:
        raise ShownError(
            f"lines {chosen['lines']} of {name}, which has {length}", "correct the lines"
        )
    try:
        found = _Reader(str(path), chosen, Config()).select()
    except (ValueError, OSError) as error:
        raise ShownError(str(error), f"look into {name}") from None
    if not found:
        raise ShownError(f"{name} has no such lines", "correct the lines")
    return found


def _find_object(path: Path, wanted: str, name: str) -> None:
    """Raise :class:`ShownError` unless the file defines what ``wanted`` names."""
    try:
        known = ModuleAnalyzer.for_file(path, "").find_tags()
    except PycodeError:
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError) as error:
            line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise ShownError(f"{name}{line} is not Python: {error.args[0]}", "mend it") from None
        raise
    if wanted not in known:
        close = difflib.get_close_matches(wanted, known, n=1)
        raise ShownError(
            f"{name} defines no {wanted}",
            f"did you mean {close[0]}?" if close else "name a class, a function or a method",
        )


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

    def check(self, path: Path, numbers: list[int], *, run: bool) -> str:
        """Return what is wrong with showing lines ``numbers`` of ``path``, or "".

        Without ``run`` only the record is asked.
        """
        folder = mirror(path, self.root)
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
    measured = coverage.Coverage(config_file=str(config))
    measured.combine(data_paths=[str(config.parent)])
    files: dict[str, list[int]] = {}
    for name in measured.get_data().measured_files():
        path = Path(name)
        if path.is_file() and path.is_relative_to(root):
            _, _, excluded, missing, _ = measured.analysis2(name)
            text = path.read_text(encoding="utf-8").splitlines()
            hidden = [line for line in excluded if "pragma: no cover" in text[line - 1]]
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
