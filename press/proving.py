"""The first step of every build: run the examples that have no passing record."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from press.editions import alone
from press.examples.interpreters import newer_pythons
from press.fingerprint import fingerprint
from press.layout import Layout

_NO_TESTS = 5
# What other plugins of pytest bring is for tests: an example runs in a process of its own.
_PLUGINS = ("hypothesispytest", "anyio", "pytest_cov", "platformdirs")


def _inputs(layout: Layout) -> list[Path]:
    names = ("book", "slides", "code", "press", "tests/code", "conf.py", "pyproject.toml")
    return [layout.root / name for name in names] + [layout.lock]


def _marker(layout: Layout, only: str) -> Path:
    return layout.work / f"proved{'-' + only.replace('/', '-') if only else ''}.json"


def is_proven(layout: Layout, only: str = "") -> bool:
    """Whether no input has changed since the last run that passed, and the ledger is there."""
    if not layout.ledger.is_dir():
        return False
    try:
        proven = json.loads(_marker(layout, only).read_text())["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    state = fingerprint(layout.root, _inputs(layout), only, newer_pythons())
    return bool(proven == state)


def prove(layout: Layout, only: str = "", update: bool = False) -> int:
    """Run ``pytest --codeblocks`` over the book and the decks and return its exit code.

    Nothing is started when no input has changed since the last run that passed and the ledger is
    still there; which examples run otherwise is decided for each one by its record.

    :param only: a module's folder, to prove that module and its deck alone.
    :param update: rewrite the captured outputs in the pages instead of comparing them.
    """
    with alone(layout.work / "prove.lock"):
        if not update and is_proven(layout, only):
            print("prove: up to date")
            return 0
        return _prove(layout, only, update)


def _prove(layout: Layout, only: str, update: bool) -> int:
    paths = [f"book/{only}", f"slides/{only}.md"] if only else ["book", "slides"]
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "--no-header"]
    command += [word for name in _PLUGINS for word in ("-p", f"no:{name}")]
    command += ["--update-outputs"] if update else ["--skip-proven"]
    command += [path for path in paths if (layout.root / path).exists()]
    code = subprocess.run(command, cwd=layout.root, check=False).returncode
    if code == _NO_TESTS:
        code = 0
    if code == 0:
        marker = _marker(layout, only)
        # `update` may have rewritten pages: what stands now is what was proven.
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text(
            json.dumps(
                {"fingerprint": fingerprint(layout.root, _inputs(layout), only, newer_pythons())}
            )
        )
    return code
