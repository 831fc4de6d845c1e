"""Imports go one way: each program of the track states its contracts, import-linter checks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

AI = Path(__file__).parents[3] / "code" / "ai"
CONTRACTS = sorted(AI.glob("*/importlinter.ini"))
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, str(config), "--no-cache"]
    return subprocess.run(command, cwd=AI, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("config", CONTRACTS, ids=lambda path: path.parent.name)
def test_a_program_keeps_its_contracts(config: Path) -> None:
    done = lint(config)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("program", sorted(p.parent.name for p in AI.glob("*/__init__.py")))
def test_a_program_has_contracts(program: str) -> None:
    assert (AI / program / "importlinter.ini").exists()


def test_a_contract_that_is_broken_is_reported(tmp_path: Path) -> None:
    text = (AI / "labkit/importlinter.ini").read_text(encoding="utf-8")
    config = tmp_path / "importlinter.ini"
    config.write_text(text.replace("    httpx\n", "    socket\n"), encoding="utf-8")
    done = lint(config)
    assert done.returncode == 1
    assert "labkit is not allowed to import socket" in done.stdout
