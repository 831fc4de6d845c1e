"""A small project to prove, and a runner that all tests of this folder share."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from press.examples import fences, verdict
from press.examples.model import Page
from press.examples.runner import Runner

CONF = """
extensions = ["myst_parser", "sphinx_revealjs", "press.examples.gate", "press.examples.show"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
project = "Test"
highlight_language = "text"
numfig = True
exclude_patterns = ["_*"]
"""


def plain(text: str) -> str:
    """Return an indented text block without its indentation."""
    return textwrap.dedent(text).lstrip("\n")


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """One runner, for a project that holds next to nothing."""
    root = tmp_path_factory.mktemp("project")
    (root / "code" / "core" / "purse").mkdir(parents=True)
    (root / "code" / "core" / "purse" / "money.py").write_text("cents = 1\n", encoding="utf-8")
    running = Runner(root, workers=1)
    yield running
    running.close()


@pytest.fixture
def page() -> Callable[[str], Page]:
    """Parse a page."""
    return lambda text: fences.parse(plain(text))


@pytest.fixture
def faults() -> Callable[..., list[str]]:
    """Parse a page and return what is wrong with it, as text."""
    return lambda text, **rest: [str(fault) for fault in fences.parse(plain(text), **rest).faults]


@pytest.fixture
def prove(runner: Runner) -> Callable[[str], list[str]]:
    """Run the examples of a page and return every finding: first line and details."""

    def prove(text: str) -> list[str]:
        page = fences.parse(plain(text))
        assert not page.faults, [str(fault) for fault in page.faults]
        found = []
        for chain in page.chains:
            result = runner.run(chain)
            for number in range(len(chain.steps)):
                finding = verdict.judge(page, chain, number, result)
                if finding is not None:
                    head = f"{page.path}:{finding.line}: {finding.summary}"
                    found.append(f"{head}\n{finding.detail}".rstrip())
        return found

    return prove


@pytest.fixture
def printed(runner: Runner) -> Callable[[str], str]:
    """Run code as one example that must not fail, and return what it printed."""

    def printed(code: str) -> str:
        page = fences.parse(f"```python\n{plain(code)}```\n")
        result = runner.run(page.chains[0])
        assert not result.steps[-1].problems, result.steps[-1].problems
        return result.steps[-1].output

    return printed


@dataclass
class Done:
    """What a command did."""

    code: int
    text: str


@dataclass
class Project:
    """A book of a few pages in a folder of its own."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(plain(text), encoding="utf-8")
        return file

    def read(self, path: str) -> str:
        """Return a file's text."""
        return (self.root / path).read_text(encoding="utf-8")

    def pytest(self, *options: str, pages: tuple[str, ...] = ("book",)) -> Done:
        """Run ``pytest --codeblocks``."""
        return self._run("-m", "pytest", "--codeblocks", "--color=no", *options, *pages)

    def build(self, source: str = "book", builder: str = "html") -> Done:
        """Run Sphinx with warnings as errors."""
        doctrees = self.root / "build" / f"doctrees-{source}"
        target = self.root / "build" / f"{source}-{builder}"
        options = ["-q", "-W", "--keep-going", "-b", builder, "-d", str(doctrees), "-c", "."]
        return self._run("-m", "sphinx", *options, source, str(target))

    def built(self, path: str) -> str:
        """Return a built file's text."""
        return self.read(f"build/{path}")

    def _run(self, *command: str) -> Done:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "code" / "core")},
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout + done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project with its configuration."""
    made = Project(tmp_path)
    made.write("conf.py", CONF)
    made.write("pytest.ini", "[pytest]\naddopts = -ra --strict-markers -p no:cacheprovider\n")
    made.write("requirements.txt", "nothing==1\n")
    made.write("book/index.md", "# Book\n\n```{toctree}\n:glob:\npage*\n```\n")
    return made
