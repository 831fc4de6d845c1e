"""Where the files of an exercise are: one folder each, found by looking, listed nowhere.

The exercise ``core-01-e3`` lives in ``code/exercises/core-01/e3-<slug>/``. An exercise without a
number, such as one done together in a talk, is called by its folder: ``core-01-live-money``.

=============== ==================================================================================
``starter/``    what the reader begins with; fails its tests
``tests/``      the tests the reader sees
``hidden/``     the tests for the trap, run once the others pass
``solution/``   passes all tests
``alternative/`` optional: another answer that passes all tests
``wrong/*/``    plausible wrong answers; the docstring of one of their files says why and, on a line
                ``Fails: test_name``, which test must find it
=============== ==================================================================================
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NUMBER = re.compile(r"(e\d+)-")
EXERCISE_ID = re.compile(r"([a-z][a-z0-9]*-\d+[a-z]?)-(e\d+)")


@dataclass(frozen=True)
class ExerciseFiles:
    """The folder of one exercise."""

    id: str
    folder: Path

    @property
    def starter(self) -> Path:
        """What the reader begins with."""
        return self.folder / "starter"

    @property
    def tests(self) -> Path:
        """The tests the reader sees."""
        return self.folder / "tests"

    @property
    def hidden(self) -> Path:
        """The tests for the trap."""
        return self.folder / "hidden"

    @property
    def solution(self) -> Path:
        """The answer of the book."""
        return self.folder / "solution"

    @property
    def right(self) -> list[Path]:
        """All answers that must pass: the solution and the alternative, if there is one."""
        return [path for path in (self.solution, self.folder / "alternative") if path.is_dir()]

    @property
    def wrong(self) -> list[Path]:
        """The plausible wrong answers."""
        return sorted(path for path in (self.folder / "wrong").glob("*") if path.is_dir())

    def missing(self) -> list[str]:
        """Name what the folder lacks before it can be given to a reader."""
        wanted = {
            "starter/*.py": self.starter.glob("*.py"),
            "tests/test_*.py": self.tests.glob("test_*.py"),
            "hidden/test_*.py": self.hidden.glob("test_*.py"),
            "solution/*.py": self.solution.glob("*.py"),
        }
        lacking = [name for name, found in wanted.items() if not any(found)]
        if len(self.wrong) < 2:
            lacking.append("wrong/*/ (two at least)")
        return lacking


def all_exercises(code: Path, module: str = "*") -> Iterator[ExerciseFiles]:
    """Find every exercise below the folder ``code``, or of one module, by module and number."""
    found = (code / "exercises").glob(f"{module}/*/starter")
    folders = [path.parent for path in found if path.is_dir()]
    for folder in sorted(folders, key=_order):
        number = _NUMBER.match(folder.name)
        yield ExerciseFiles(f"{folder.parent.name}-{number[1] if number else folder.name}", folder)


def _order(folder: Path) -> tuple[str, float, str]:
    number = _NUMBER.match(folder.name)
    return folder.parent.name, int(number[1][1:]) if number else math.inf, folder.name


def exercises_by_id(code: Path) -> dict[str, ExerciseFiles]:
    """Find the first folder of each exercise below the folder ``code``."""
    found: dict[str, ExerciseFiles] = {}
    for exercise in all_exercises(code):
        found.setdefault(exercise.id, exercise)
    return found


def find_exercise(code: Path, wanted: str) -> ExerciseFiles | None:
    """Find the folder of the exercise with the id ``wanted``; None when there is none."""
    return exercises_by_id(code).get(wanted)
