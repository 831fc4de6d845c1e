"""Which Python runs an example that is too new for this one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from press.examples import interpreters
from press.examples.interpreters import ask_newer_pythons, interpreter_for

MAJOR, MINOR = sys.version_info[:2]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two newer Pythons alone on the path; the file they write a line into when they are run."""
    log = tmp_path / "asked"
    log.touch()
    for ahead, answer in ((1, "exit 127"), (2, f"echo {MAJOR}.{MINOR + 2}.7")):
        program = tmp_path / f"python{MAJOR}.{MINOR + ahead}"
        program.write_text(f"#!/bin/sh\necho {ahead} >>'{log}'\n{answer}\n", "utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(interpreters, "wasm_version", lambda: "")
    caches = (interpreters._search, interpreters._version)
    for cache in caches:
        cache.cache_clear()
    yield log
    for cache in caches:
        cache.cache_clear()


def test_a_program_that_cannot_run_is_passed_by(asked: Path) -> None:
    found = interpreter_for((MAJOR, MINOR + 1))
    assert found is not None
    assert found.version == f"{MAJOR}.{MINOR + 2}.7"
    assert interpreter_for((MAJOR, MINOR + 3)) is None


def test_each_python_is_asked_once_whatever_is_wanted(asked: Path) -> None:
    ask_newer_pythons()
    assert asked.read_text("utf-8").split() == ["1", "2"]
    for ahead in (1, 2, 1):
        assert interpreter_for((MAJOR, MINOR + ahead)) is not None
    assert asked.read_text("utf-8").split() == ["1", "2"]
