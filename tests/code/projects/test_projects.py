"""The acceptance tests of the projects: they pass on the solution and fail on wrong answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROJECTS = sorted(path.parent for path in (ROOT / "code/projects").glob("*/test_*.py"))
WRONG = sorted(path for project in PROJECTS for path in (project / "wrong").iterdir())


def accept(project: Path, answer: Path) -> subprocess.CompletedProcess[str]:
    """Run the acceptance tests as a reader does: from the folder of the answer."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(project)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=answer, env=environment, capture_output=True, text=True, check=False
    )


def name(path: Path) -> str:
    return "-".join(path.relative_to(ROOT / "code/projects").parts)


def test_there_are_projects() -> None:
    assert PROJECTS


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_the_solution_is_accepted_and_typed(project: Path) -> None:
    done = accept(project, project / "solution")
    assert done.returncode == 0, done.stdout + done.stderr
    file = project / "solution" / f"{project.name}.py"
    command = [sys.executable, "-m", "mypy", "--strict", str(file)]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("answer", WRONG, ids=name)
def test_a_wrong_answer_fails_and_not_by_a_crash(answer: Path) -> None:
    done = accept(answer.parents[1], answer)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(r"^FAILED ", done.stdout, flags=re.MULTILINE)
    assert "errors during collection" not in done.stdout


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_without_an_answer_the_name_of_the_file_is_said(project: Path, tmp_path: Path) -> None:
    done = accept(project, tmp_path)
    assert done.returncode != 0
    assert f"No module named '{project.name}'" in done.stdout


@pytest.mark.parametrize("project", PROJECTS, ids=name)
def test_the_page_describes_every_name_that_the_tests_use(project: Path) -> None:
    page = (ROOT / "book/projects.md").read_text(encoding="utf-8")
    tests = (project / f"test_{project.name}.py").read_text(encoding="utf-8")
    (imported,) = re.findall(rf"^from {project.name} import (.+)$", tests, flags=re.MULTILINE)
    assert [one for one in imported.split(", ") if one not in page] == []
    assert f"`code/projects/{project.name}/`" in page
    assert f"(project-{project.name})=" in page
