"""Slow modules are imported once for all chains that need them, and for no other chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.examples import fences
from press.examples.preload import preload


@pytest.fixture
def root(tmp_path: Path) -> Path:
    adapters = tmp_path / "code" / "ai" / "program" / "adapters"
    adapters.mkdir(parents=True)
    (adapters.parent / "__init__.py").write_text("from program.values import V\n", "utf-8")
    (adapters.parent / "values.py").write_text("import dataclasses\n", "utf-8")
    (adapters / "asking.py").write_text("import openai\n", "utf-8")
    (adapters / "chat.py").write_text("from program.adapters.asking import ask\n", "utf-8")
    return tmp_path


def preloaded(code: str, root: Path) -> tuple[str, ...]:
    return preload(fences.parse(f"```python\n{code}\n```\n").chains[0], root)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("print(1)", ()),
        ("import asyncio\nimport json", ("asyncio",)),
        ("if True:\n    import sqlite3", ("sqlite3",)),
        ("import openai", ("asyncio", "anthropic", "httpx2", "ollama", "openai")),
        (
            "import logging\nfrom program.adapters.chat import ask",
            ("asyncio", "anthropic", "httpx2", "ollama", "openai"),
        ),
        ("from program import V", ()),
    ],
)
def test_what_is_slow_and_needed_is_there_before(
    code: str, wanted: tuple[str, ...], root: Path
) -> None:
    assert preloaded(code, root) == wanted


def test_modules_that_import_each_other_end(root: Path) -> None:
    (root / "code" / "ai" / "a.py").write_text("import b\n", "utf-8")
    (root / "code" / "ai" / "b.py").write_text("import a\n", "utf-8")
    assert preloaded("import a", root) == ()


def test_a_shell_needs_nothing(root: Path) -> None:
    chain = fences.parse("```bash\nimport openai\n```\n").chains[0]
    assert preload(chain, root) == ()
