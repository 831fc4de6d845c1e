"""Run every answer of an exercise against its tests, where the files are.

``grade`` starts one process for an exercise, in which pytest runs once for each answer: an answer's
modules are imported anew each time. Nothing is copied, so that a run under coverage measures the
very files that the book shows.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from press.exercise_files import ExerciseFiles

STARTER = "starter"
LONGEST = 300.0  # seconds, for all answers of one exercise


@dataclass(frozen=True)
class Graded:
    """What the tests said to one answer, by name of the test function.

    ``broken`` holds what went wrong before a test could run, ``reports`` what failing tests said.
    """

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    broken: str = ""
    reports: str = ""


def answers_of(files: ExerciseFiles) -> dict[str, Path]:
    """Name every answer of an exercise by its folder: starter, solution, wrong/half-open …"""
    folders = [files.starter, *files.right, *files.wrong]
    return {folder.relative_to(files.folder).as_posix(): folder for folder in folders}


def grade(files: ExerciseFiles) -> dict[str, Graded]:
    """Run the starter against the visible tests, all other answers against all tests."""
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, "-m", "press.exercise_grade", files.id, str(files.folder)]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True, timeout=LONGEST
    )
    found = json.loads(done.stdout)
    return {name: Graded(**outcome) for name, outcome in found.items()}


class _Collector:
    """Pytest plugin: notes how each test ended."""

    def __init__(self) -> None:
        self.outcome = Graded()
        self.broken: list[str] = []
        self.reports: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file that cannot be imported."""
        if report.failed:
            self.broken.append(report.longreprtext)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test by its function's name; of several cases one failing is enough."""
        name = report.nodeid.rpartition("::")[2].partition("[")[0]
        if report.failed:
            self.outcome.failed.append(name)
            self.reports.append(f"{name}: {report.longreprtext}")
        elif report.when == "call" and report.passed:
            self.outcome.passed.append(name)

    def graded(self) -> Graded:
        """Sum up the run."""
        failed = sorted(set(self.outcome.failed))
        passed = sorted(set(self.outcome.passed) - set(failed))
        return Graded(passed, failed, "\n".join(self.broken), "\n\n".join(self.reports))


@contextlib.contextmanager
def _imports_from(folder: Path, places: Sequence[Path]) -> Iterator[None]:
    """Import from ``places`` first, and forget afterwards what came from ``folder``."""
    before = list(sys.path)
    sys.path[:0] = map(str, places)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = before
        for name, module in list(sys.modules.items()):
            origin = getattr(module, "__file__", None)
            if origin and Path(origin).is_relative_to(folder):
                del sys.modules[name]


def _run(files: ExerciseFiles, answer: Path) -> Graded:
    tests = sorted(files.tests.glob("test_*.py"))
    if answer != files.starter:
        tests += sorted(files.hidden.glob("test_*.py"))
    if not tests:  # pytest would run those of the project
        return Graded(broken=f"{files.id} has no tests: add {files.tests.name}/test_*.py")
    collector = _Collector()
    options = ["-c", os.devnull, f"--rootdir={files.folder}", "--import-mode=importlib"]
    options += ["-q", "-p", "no:cacheprovider", *map(str, tests)]
    shown = io.StringIO()
    # What an answer does not hold, such as code that calls it, comes from the starter.
    with _imports_from(files.folder, [answer, files.starter]), contextlib.redirect_stdout(shown):
        pytest.main(options, plugins=[collector])
    return collector.graded()


def _draw_the_same_cases() -> None:
    """Have Hypothesis draw few cases, the same every time, and shrink none: time is all it buys."""
    settings.register_profile(
        "grade",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=20,
        phases=[Phase.explicit, Phase.generate],
    )
    settings.load_profile("grade")


def main(arguments: Sequence[str]) -> int:
    """Grade the exercise whose id and folder are given; print the outcomes as JSON."""
    _draw_the_same_cases()
    files = ExerciseFiles(arguments[0], Path(arguments[1]).resolve())
    outcomes = {name: asdict(_run(files, folder)) for name, folder in answers_of(files).items()}
    print(json.dumps(outcomes))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
