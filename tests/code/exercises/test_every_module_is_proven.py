"""No module's exercises are left out."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ROOT = next(path for path in HERE.parents if (path / "conf.py").exists())


def test_each_module_with_exercises_has_a_folder_of_tests() -> None:
    modules = {path.parents[1].name for path in (ROOT / "code/exercises").glob("*/*/starter")}
    assert modules
    proven = {
        path.parent.name
        for path in HERE.glob("*/test_*.py")
        if "from exercise_proof import" in path.read_text(encoding="utf-8")
    }
    assert modules == proven
