"""The command that lays out an exercise and runs its tests, on an exercise made for the purpose."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from press.exercise import main
from press.exercise_files import ExerciseFiles, all_exercises, find_exercise
from press.exercise_grade import grade
from press.layout import Layout

FILES = {
    "starter/rank.py": "def best(marks):\n    return marks[0]\n",
    "starter/given.py": "LIMIT = 3\n",
    "tests/test_rank.py": "import rank\n\ndef test_best():\n    assert rank.best([1, 2]) == 2\n",
    "hidden/test_trap.py": "import rank\n\ndef test_none():\n    assert rank.best([]) is None\n",
    "solution/rank.py": "def best(marks):\n    return max(marks, default=None)\n",
}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "code/exercises/core-01/e3-rank" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_run_lays_out_starter_and_visible_tests_and_fails(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["core-01-e3"]) == 1
    work = book / "practice/core-01-e3"
    assert sorted(path.name for path in work.glob("*.py")) == [
        "given.py",
        "rank.py",
        "test_rank.py",
    ]
    shown = capsys.readouterr().out
    assert f"core-01-e3: your files are in {work}" in shown
    assert "1 failed" in shown
    assert "Edit the files there, then run this again." in shown


def test_a_property_that_fails_says_so_in_a_line_and_nothing_for_machines(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = book / "code/exercises/core-01/e3-rank/tests/test_law.py"
    tests.write_text(
        "from hypothesis import given, strategies as st\n\n@given(st.integers())\n"
        "def test_law(number):\n    assert number < 7\n"
    )
    main(["core-01-e3"])
    shown = capsys.readouterr().out
    _, summary = shown.split("short test summary info")
    assert "number=7" in shown
    assert "reproduce" not in shown
    assert [line[:11] for line in summary.splitlines()[1:3]] == ["FAILED test"] * 2
    assert summary.splitlines()[3].startswith("2 failed in ")


def test_what_the_reader_wrote_stays_and_the_tests_are_fresh(book: Path) -> None:
    main(["core-01-e3"])
    work = book / "practice/core-01-e3"
    (work / "rank.py").write_text("def best(marks):\n    return 0\n")
    (work / "test_rank.py").write_text("def test_nothing():\n    pass\n")
    assert main(["core-01-e3"]) == 1
    assert "return 0" in (work / "rank.py").read_text()
    assert "test_best" in (work / "test_rank.py").read_text()


def test_a_trap_is_found_once_the_visible_tests_pass(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["core-01-e3"])
    answer = book / "practice/core-01-e3/rank.py"
    answer.write_text("def best(marks):\n    return max(marks)\n")
    assert main(["core-01-e3"]) == 1
    assert "a hidden one found the trap" in capsys.readouterr().out
    answer.write_text(FILES["solution/rank.py"])
    assert main(["core-01-e3"]) == 0
    assert "All tests pass, the hidden ones too" in capsys.readouterr().out


def test_code_that_cannot_be_imported_is_shown_and_fails(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["core-01-e3"])
    (book / "practice/core-01-e3/rank.py").write_text("def best(:\n")
    assert main(["core-01-e3"]) == 1
    assert "SyntaxError" in capsys.readouterr().out


def test_code_that_never_ends_is_stopped_and_fails(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["core-01-e3"])
    (book / "practice/core-01-e3/rank.py").write_text("while True:\n    pass\n")
    monkeypatch.setattr("press.exercise.LONGEST", 2.0)
    assert main(["core-01-e3"]) == 1
    assert "did not end within 2.0 s: look for a loop" in capsys.readouterr().out


def test_the_reader_may_choose_the_folder_and_stand_deeper(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book / "code")
    assert main(["core-01-e3", "--into", str(book / "mine")]) == 1
    assert (book / "mine/rank.py").exists()


def test_a_folder_may_be_named_from_where_the_reader_stands(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["core-01-e3", "--into", "mine"]) == 1
    shown = capsys.readouterr().out
    assert "your files are in mine" in shown
    assert "1 failed" in shown
    (book / "mine/rank.py").write_text(FILES["solution/rank.py"])
    assert main(["core-01-e3", "--into", "mine"]) == 0


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("core-01-e9", "no exercise 'core-01-e9': did you mean core-01-e3?"),
        ("core-1-e3", "did you mean core-01-e3?"),
        ("CORE-01-E3", "did you mean core-01-e3?"),
        ("e3", "did you mean core-01-e3?"),
        ("SLUG", "did you mean core-01-e3?"),
        ("quiche", "no exercise 'quiche': those of core-01 are listed by make exercise"),
    ],
)
def test_an_unknown_exercise_is_told_what_there_is(
    book: Path, capsys: pytest.CaptureFixture[str], wanted: str, said: str
) -> None:
    (folder,) = (book / "code/exercises/core-01").glob("e3-*")
    assert main([wanted.replace("SLUG", folder.name.partition("-")[2])]) == 2
    assert said.replace("SLUG", wanted) in capsys.readouterr().err
    assert not (book / "practice").exists()


def test_make_exercise_hands_its_name_on_as_one_word(layout: Layout) -> None:
    command = ["make", "--dry-run", "--no-print-directory", "exercise", "N=core-01-e3 or so"]
    done = subprocess.run(command, cwd=layout.root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].endswith("-m press.exercise 'core-01-e3 or so'")


def test_without_an_id_all_are_listed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("e12-later/starter", "live-round/starter", "notes"):
        (book / "code/exercises/core-01" / name).mkdir(parents=True)
    assert main([]) == 0
    assert capsys.readouterr().out == "core-01-e3\ncore-01-e12\ncore-01-live-round\n"


def test_what_a_folder_lacks_is_named(book: Path) -> None:
    files = find_exercise(book / "code", "core-01-e3")
    assert files is not None
    assert files.missing() == ["wrong/*/ (two at least)"]
    assert [found.id for found in all_exercises(book / "nowhere")] == []


def test_an_exercise_without_tests_is_graded_by_none_and_not_by_those_of_the_project(
    tmp_path: Path,
) -> None:
    for name in ("starter", "solution"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "task.py").write_text("x = 1\n", encoding="utf-8")
    graded = grade(ExerciseFiles("core-01-e1", tmp_path))
    assert {one.broken for one in graded.values()} == {
        "core-01-e1 has no tests: add tests/test_*.py"
    }
