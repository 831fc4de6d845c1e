"""What mypy says about modules that are given as text."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from mypy import api

CACHE = "MYPY_SAYS_CACHE"


def complaints(*options: str, **modules: str) -> list[str]:
    """Write each module to a file of its name; give mypy's error lines."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in modules.items():
            file = Path(folder, f"{name}.py")
            file.write_text(text, encoding="utf-8")
            files.append(str(file))
        told, failed, _ = api.run(
            ["--strict", "--config-file=", "--no-error-summary", *options]
            + ["--cache-dir", _cache(), *files]
        )
    if failed:
        raise RuntimeError(failed)
    lines = [line for line in told.splitlines() if ": error:" in line]
    return [line.rpartition(f"{folder}/")[2] for line in lines]


def _cache() -> str:
    # One for the whole process: mypy then reads the standard library once.
    if CACHE not in os.environ:
        os.environ[CACHE] = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, os.environ[CACHE], ignore_errors=True)
    return os.environ[CACHE]
