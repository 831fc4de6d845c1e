"""What an interpreter imports before its first chain: slow modules that chains of a kind need."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from press.examples.model import Chain

# What takes longer to import than a child takes to run; only what a chain imports is loaded.
_HEAVY = {
    *("asyncio", "concurrent", "ctypes", "doctest", "email", "http", "importlib", "logging"),
    *("multiprocessing", "sqlite3", "ssl", "unittest", "urllib", "xml"),
    *("anyio", "attr", "coverage", "fastapi", "httpx", "hypothesis", "jinja2", "mypy", "numpy"),
    *("pydantic", "pytest", "requests", "sqlalchemy", "starlette", "tomlkit", "uvicorn"),
    *("websockets", "yaml"),
}
# Seconds each, and whoever needs one of them often needs the next: one interpreter has them all.
_CLIENTS = {"anthropic", "httpx2", "ollama", "openai"}
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]*)", re.M)


def preload(chain: Chain, root: Path) -> tuple[str, ...]:
    """Return the modules to import before ``chain`` runs, in the order of their names."""
    if chain.language != "python":
        return ()
    names = {name for step in chain.steps for name in _IMPORT.findall(step.code)}
    found = {name.partition(".")[0] for name in names}
    if found & _CLIENTS or any(_reaches_a_client(name, root) for name in sorted(names)):
        return ("asyncio", *sorted(_CLIENTS))
    return tuple(sorted(found & _HEAVY))


@functools.cache
def _reaches_a_client(module: str, root: Path, depth: int = 4) -> bool:
    """True if a module of the project imports one of the clients, itself or through others."""
    for file in _files(module, root) if depth else ():
        for name in _IMPORT.findall(file.read_text(encoding="utf-8", errors="replace")):
            if name.partition(".")[0] in _CLIENTS or _reaches_a_client(name, root, depth - 1):
                return True
    return False


def _files(module: str, root: Path) -> Iterator[Path]:
    """The file of a module in one of the rooms of ``code``; none for what is not the project's."""
    inside = module.replace(".", "/")
    for pattern in (f"code/*/{inside}.py", f"code/*/{inside}/__init__.py"):
        yield from root.glob(pattern)
