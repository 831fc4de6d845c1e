"""Drafts are proven and in no edition."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.drafts import draft_modules, in_draft
from press.examples.ledger import Ledger

ROOT = Path(__file__).parents[2]
FINISHED = """\
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

# First Things

```python
assert 1 + 1 == 2
```
"""
DRAFT = (
    FINISHED.replace("core-01", "core-02")
    .replace("First", "Second")
    .replace("requires: []", "requires: [core-01]\n  draft: true")
)
DECK = "---\ndeck:\n  minutes: 5\n---\n\n# {}\n\nWords.\n\n## One thing is said here\n\nWords.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A book of one finished module and one draft, under the configuration of this book."""
    for name in ("conf.py", "pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "press").symlink_to(ROOT / "press")
    pages = {
        "book/index.md": "# A book\n\n```{toctree}\n:glob:\n\ncore/*/index\n```\n",
        "book/curriculum.yml": "[]\n",
        "book/checked.md": "# How it is checked\n\nWords.\n",
        "book/core/01-first/index.md": FINISHED,
        "book/core/02-second/index.md": DRAFT,
        "slides/index.md": "# Decks\n\n```{toctree}\n:glob:\n\ncore/*\n```\n",
        "slides/core/01-first.md": DECK.format("First Things"),
        "slides/core/02-second.md": DECK.format("Second Things"),
    }
    pages["book/index.md"] += "\n```{toctree}\nchecked\n```\n"
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def press(project: Path, *words: str, only: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "press", *words],
        cwd=project,
        env={"PATH": "/usr/bin:/bin", "PRESS_ONLY": only, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pages(project: Path, edition: str) -> set[str]:
    folder = project / "build" / edition
    return {path.relative_to(folder).as_posix() for path in folder.glob("core/**/*.html")}


def test_a_draft_is_proven_and_in_no_edition_until_it_is_finished(project: Path) -> None:
    said = press(project, "prove")
    assert "2 passed" in said
    press(project, "web")
    press(project, "slides")
    assert pages(project, "web") == {"core/01-first/index.html"}
    assert pages(project, "slides") == {"core/01-first.html"}
    assert "In no edition yet, proven only: core/02-second" in press(project, "summary")
    assert Ledger(project).counts().examples == 1

    page = project / "book/core/02-second/index.md"
    page.write_text(page.read_text().replace("  draft: true\n", ""))
    press(project, "prove")
    press(project, "web")
    press(project, "slides")
    assert pages(project, "web") == {"core/01-first/index.html", "core/02-second/index.html"}
    assert pages(project, "slides") == {"core/01-first.html", "core/02-second.html"}
    assert "In no edition" not in press(project, "summary")


def test_a_draft_can_be_built_alone_and_says_what_it_is(project: Path) -> None:
    press(project, "prove")
    press(project, "web", only="core/02-second")
    page = next((project / "build").glob("[!.]*/**/02-second/index.html"))
    assert re.search(r"State.{0,60}draft", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_a_draft_that_is_built_alone_lists_its_outcomes(project: Path) -> None:
    page = project / "book/core/02-second/index.md"
    outcome = "  draft: true\n  outcomes:\n    build kiln: fire a kiln\n"
    text = page.read_text().replace("  draft: true\n", outcome)
    page.write_text(text + "\n```{outcomes}\n```\n")
    press(project, "prove")
    press(project, "web", only="core/02-second")
    built = next((project / "build").glob("[!.]*/**/02-second/index.html"))
    assert "fire a kiln" in built.read_text(encoding="utf-8")


@pytest.mark.parametrize("value", ["false", "maybe", "[true]"])
def test_anything_but_true_is_no_draft(tmp_path: Path, value: str) -> None:
    index = tmp_path / "core/01-first/index.md"
    index.parent.mkdir(parents=True)
    index.write_text(DRAFT.replace("draft: true", f"draft: {value}"))
    assert draft_modules(tmp_path) == []


def test_front_matter_that_is_no_yaml_is_no_draft(tmp_path: Path) -> None:
    index = tmp_path / "core/01-first/index.md"
    index.parent.mkdir(parents=True)
    index.write_text("---\nmodule: [\n---\n\n# X\n")
    assert draft_modules(tmp_path) == []


def test_a_page_is_in_the_draft_whose_folder_holds_it(tmp_path: Path) -> None:
    drafts = ["core/02-second"]
    assert in_draft(tmp_path / "core/02-second/chapter.md", tmp_path, drafts)
    assert not in_draft(tmp_path / "core/02-second-edition/chapter.md", tmp_path, drafts)


def test_the_mark_that_editors_of_windows_put_first_hides_no_draft(tmp_path: Path) -> None:
    index = tmp_path / "core/01-first/index.md"
    index.parent.mkdir(parents=True)
    index.write_text("\ufeff" + DRAFT, encoding="utf-8")
    assert draft_modules(tmp_path) == ["core/01-first"]
