"""Each module's exercises are proven in a folder of their own, which bears the module's id.

So a change to one of them proves that module anew and no other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from press.exercise_files import ExerciseFiles, all_exercises
from press.exercise_grade import STARTER, answers_of
from press.layout import Layout

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test of :mod:`exercise_proof` the exercises and answers it is about."""
    if metafunc.function.__module__ != "exercise_proof":
        return
    files = list(all_exercises(Layout(ROOT).code, metafunc.definition.path.parent.name))
    pairs = [(one, name) for one in files for name in answers_of(one)]
    if "right" in metafunc.fixturenames:
        right = [pair for pair in pairs if not pair[1].startswith((STARTER, "wrong/"))]
        metafunc.parametrize(("files", "right"), right, ids=label)
    elif "wrong" in metafunc.fixturenames:
        wrong = [pair for pair in pairs if pair[1].startswith("wrong/")]
        metafunc.parametrize(("files", "wrong"), wrong, ids=label)
    else:
        metafunc.parametrize("files", files, ids=label)


def label(value: ExerciseFiles | str) -> str:
    """Name an exercise and an answer in the names of tests."""
    return value.id if isinstance(value, ExerciseFiles) else value
