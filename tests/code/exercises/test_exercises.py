"""Every exercise that is found: its starter fails, right answers pass, wrong answers fail."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

from press.exercise_files import ExerciseFiles, all_exercises
from press.exercise_grade import STARTER, Graded, answers_of, grade
from press.layout import Layout

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
EXERCISES = list(all_exercises(Layout(ROOT).code))
ANSWERS = [(files, name) for files in EXERCISES for name in answers_of(files)]
RIGHT = [pair for pair in ANSWERS if not pair[1].startswith((STARTER, "wrong/"))]
WRONG = [pair for pair in ANSWERS if pair[1].startswith("wrong/")]


def label(value: ExerciseFiles | str) -> str:
    return value.id if isinstance(value, ExerciseFiles) else value


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


def test_there_are_exercises() -> None:
    assert EXERCISES


@pytest.mark.parametrize("files", EXERCISES, ids=label)
def test_an_exercise_has_all_it_needs(files: ExerciseFiles) -> None:
    assert files.missing() == []


@pytest.mark.parametrize("files", EXERCISES, ids=label)
def test_the_starter_can_be_run_and_fails(files: ExerciseFiles) -> None:
    outcome = graded(files)[STARTER]
    assert not outcome.broken, outcome.broken
    assert outcome.failed, "the starter passes its visible tests"


@pytest.mark.parametrize(("files", "answer"), RIGHT, ids=label)
def test_a_right_answer_passes_every_test(files: ExerciseFiles, answer: str) -> None:
    outcome = graded(files)[answer]
    assert not outcome.broken, outcome.broken
    assert not outcome.failed, outcome.reports
    assert outcome.passed


@pytest.mark.parametrize(("files", "answer"), WRONG, ids=label)
def test_a_wrong_answer_runs_and_fails_the_test_it_names(files: ExerciseFiles, answer: str) -> None:
    reason, test = stated(files.folder / answer)
    outcome = graded(files)[answer]
    assert not outcome.broken, outcome.broken
    assert test in outcome.failed, f"{reason} Failed instead: {outcome.failed}"
    assert outcome.passed, "passes nothing, so it is not a plausible answer"


@pytest.mark.parametrize("files", EXERCISES, ids=label)
def test_the_hidden_tests_find_something_that_the_visible_ones_miss(
    files: ExerciseFiles,
) -> None:
    hidden = "".join(path.read_text(encoding="utf-8") for path in files.hidden.glob("*.py"))
    assert any(f"def {stated(answer)[1]}(" in hidden for answer in files.wrong)
