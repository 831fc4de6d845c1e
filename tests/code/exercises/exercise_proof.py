"""What must hold for every exercise: its starter fails, right answers pass, wrong answers fail.

A folder beside this file, named by a module's id, imports these tests to prove the exercises of
that module.
"""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from press.exercise_files import ExerciseFiles
from press.exercise_grade import STARTER, Graded, grade

__all__ = [
    "test_a_right_answer_passes_every_test",
    "test_a_wrong_answer_runs_and_fails_the_test_it_names",
    "test_an_exercise_has_all_it_needs",
    "test_the_hidden_tests_find_something_that_the_visible_ones_miss",
    "test_the_starter_can_be_run_and_fails",
]


@functools.cache
def graded(files: ExerciseFiles) -> dict[str, Graded]:
    return grade(files)


def stated(answer: Path) -> tuple[str, str]:
    """Read why a wrong answer is wrong, and which test must find it."""
    for source in sorted(answer.glob("*.py")):
        text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
        if found := re.fullmatch(r"Wrong: (.+)\n\nFails: (test_\w+)", text, flags=re.DOTALL):
            return found[1], found[2]
    pytest.fail(f"{answer}: no docstring 'Wrong: …', empty line, 'Fails: test_…'")


def test_an_exercise_has_all_it_needs(files: ExerciseFiles) -> None:
    assert files.missing() == []


def test_the_starter_can_be_run_and_fails(files: ExerciseFiles) -> None:
    outcome = graded(files)[STARTER]
    assert not outcome.broken, outcome.broken
    assert outcome.failed, "the starter passes its visible tests"


def test_a_right_answer_passes_every_test(files: ExerciseFiles, right: str) -> None:
    outcome = graded(files)[right]
    assert not outcome.broken, outcome.broken
    assert not outcome.failed, outcome.reports
    assert outcome.passed


def test_a_wrong_answer_runs_and_fails_the_test_it_names(files: ExerciseFiles, wrong: str) -> None:
    reason, test = stated(files.folder / wrong)
    outcome = graded(files)[wrong]
    assert not outcome.broken, outcome.broken
    assert test in outcome.failed, f"{reason} Failed instead: {outcome.failed}"
    assert outcome.passed, "passes nothing, so it is not a plausible answer"


def test_the_hidden_tests_find_something_that_the_visible_ones_miss(
    files: ExerciseFiles,
) -> None:
    hidden = "".join(path.read_text(encoding="utf-8") for path in files.hidden.glob("*.py"))
    assert any(f"def {stated(answer)[1]}(" in hidden for answer in files.wrong)
