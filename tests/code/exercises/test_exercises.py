"""Every exercise that is found: its starter fails, right answers pass, wrong answers fail."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from press.exercise import lay_out, run_tests
from press.exercise_files import ExerciseFiles, all_exercises
from press.layout import Layout

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
EXERCISES = list(all_exercises(Layout(ROOT).code))
RIGHT = [(files, answer) for files in EXERCISES for answer in files.right]
WRONG = [(files, answer) for files in EXERCISES for answer in files.wrong]


def name(value: ExerciseFiles | Path) -> str:
    return value.id if isinstance(value, ExerciseFiles) else value.name


def stated(answer: Path) -> tuple[str, str]:
    """Read why a wrong answer is wrong, and which test must find it."""
    for source in sorted(answer.glob("*.py")):
        text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
        if found := re.fullmatch(r"Wrong: (.+)\n\nFails: (test_\w+)", text, flags=re.DOTALL):
            return found[1], found[2]
    pytest.fail(f"{answer}: no docstring 'Wrong: …', empty line, 'Fails: test_…'")


def all_tests(files: ExerciseFiles, work: Path) -> list[Path]:
    return [*sorted(work.glob("test_*.py")), *sorted(files.hidden.glob("test_*.py"))]


def test_there_are_exercises() -> None:
    assert EXERCISES


@pytest.mark.parametrize("files", EXERCISES, ids=name)
def test_an_exercise_has_all_it_needs(files: ExerciseFiles) -> None:
    assert files.missing() == []


@pytest.mark.parametrize("files", EXERCISES, ids=name)
def test_the_starter_can_be_run_and_fails(files: ExerciseFiles, tmp_path: Path) -> None:
    lay_out(files, tmp_path)
    outcome = run_tests(tmp_path, sorted(tmp_path.glob("test_*.py")))
    assert not outcome.broken, outcome.broken
    assert outcome.failed, "the starter passes its visible tests"


@pytest.mark.parametrize(("files", "answer"), RIGHT, ids=name)
def test_a_right_answer_passes_every_test(
    files: ExerciseFiles, answer: Path, tmp_path: Path
) -> None:
    lay_out(files, tmp_path, answer)
    outcome = run_tests(tmp_path, all_tests(files, tmp_path))
    assert outcome.right, outcome.text


@pytest.mark.parametrize(("files", "answer"), WRONG, ids=name)
def test_a_wrong_answer_runs_and_fails_the_test_it_names(
    files: ExerciseFiles, answer: Path, tmp_path: Path
) -> None:
    reason, test = stated(answer)
    lay_out(files, tmp_path, answer)
    outcome = run_tests(tmp_path, all_tests(files, tmp_path), "--tb=no")
    assert not outcome.broken, outcome.broken
    assert test in outcome.failed, f"{reason} Failed instead: {sorted(outcome.failed)}"
    assert outcome.passed, "passes nothing, so it is not a plausible answer"


@pytest.mark.parametrize("files", EXERCISES, ids=name)
def test_the_hidden_tests_find_something_that_the_visible_ones_miss(
    files: ExerciseFiles,
) -> None:
    hidden = "".join(path.read_text(encoding="utf-8") for path in files.hidden.glob("*.py"))
    assert any(f"def {stated(answer)[1]}(" in hidden for answer in files.wrong)
