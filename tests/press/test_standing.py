"""``make`` with nothing to do: asked once, answered by one process, and never wrongly with yes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STEPS = ("prove", "web", "epub", "pdf", "slides", "anki", "landing")
FACTS = """\
---
module:
  id: core-01
  title: First Things
  track: core
  phase: Foundation
  weeks: []
  level: Beginner
  hours: [1, 2]
  requires: []
  skills: {oop: 1, patterns: 0, architecture: 0, testing: 0, production: 0}
---
"""
QUESTION = """\
::::{interview} core-01-q01
:level: L3
:topic: words

What is a word?

:::{strong}
- One.
- Two.
- Three.
:::

:::{weak}
None.
:::

:::{follow-up}
Why?
:::
::::
"""
PAGES = {
    "book/index.md": "# A book\n\n```{toctree}\n:glob:\n\ncore/*/index\nchecked\n```\n",
    "book/curriculum.yml": "[]\n",
    "book/misconceptions.yml": "[]\n",
    "book/checked.md": "# How it is checked\n\nWords.\n",
    "book/core/01-first/index.md": f"{FACTS}\n# First Things\n\n```python\nassert 1 + 1 == 2\n```\n"
    "\n```{toctree}\ninterview\n```\n",
    "book/core/01-first/interview.md": f"# Questions\n\n{QUESTION}",
    "slides/index.md": "# Decks\n\n```{toctree}\n:glob:\n\ncore/*\n```\n",
    "slides/core/01-first.md": "---\ndeck:\n  minutes: 5\n---\n\n# First Things\n\nWords.\n",
}


def press(project: Path, step: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "press", step],
        cwd=project,
        env={"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if step != "current":
        assert done.returncode == 0, done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small book, all editions of which are made."""
    project = tmp_path_factory.mktemp("standing")
    for name in ("conf.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, project)
    shutil.copytree(ROOT / "theme", project / "theme")
    (project / "press").symlink_to(ROOT / "press")
    for name, text in PAGES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text, encoding="utf-8")
    assert press(project, "current") == (1, "")
    for step in STEPS:
        press(project, step)
    yield project


def test_what_stands_is_said_as_each_step_would_say_it(made: Path) -> None:
    code, said = press(made, "current")
    assert code == 0
    lines = said.splitlines()
    assert lines[:6] == [
        "prove: up to date",
        "web: up to date, build/web/index.html",
        "epub: up to date, build/epub/python-oop-masterclass.epub",
        "pdf: up to date, build/pdf/python-oop-masterclass.pdf",
        "slides: up to date, build/slides/index.html",
        "anki: build/anki/python-oop-masterclass.apkg, up to date",
    ]
    assert "1 example" in said
    for step in STEPS[:-1]:
        assert press(made, step)[1].strip() in said
    assert press(made, "summary")[1].strip() in said


@pytest.mark.parametrize(
    "name",
    [
        "book/core/01-first/index.md",
        "slides/core/01-first.md",
        "theme/landing/landing.css",
        "conf.py",
        "build/index.html",
        "build/web/index.html",
        "build/pdf/python-oop-masterclass.pdf",
        "build/anki/python-oop-masterclass.apkg",
    ],
)
def test_whatever_changes_or_is_gone_there_is_something_to_do(made: Path, name: str) -> None:
    file = made / name
    before = file.read_bytes()
    try:
        file.unlink() if name.startswith("build") else file.write_bytes(before + b"\n")
        assert press(made, "current") == (1, "")
    finally:
        file.write_bytes(before)
    assert press(made, "current")[0] == 0
