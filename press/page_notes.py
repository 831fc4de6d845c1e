"""What was read out of a finished page, kept as long as the page is the same. A plain module.

The website's search and its mock interview are made of all pages, and one change leaves most pages
as they were. A note is kept beside the doctrees, by the page's name and a digest of its bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from press.whole import write_whole


class PageNotes:
    """Notes on the pages of one build, in ``file``; ``by`` is all else that they depend on."""

    def __init__(self, file: Path, *by: str | bytes) -> None:
        self._file = file
        self._by = by
        self._now: dict[str, list[Any]] = {}
        try:
            self._before: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._before = {}

    def take(self, name: str, page: bytes, make: Callable[[], Any]) -> Any:
        """Return the note on ``page``, from ``make`` if there is none; JSON must hold it."""
        whole = hashlib.sha256(page)
        for part in self._by:
            data = part if isinstance(part, bytes) else part.encode()
            whole.update(hashlib.sha256(data).digest())
        digest = whole.hexdigest()
        known = self._before.get(name)
        self._now[name] = known if known and known[0] == digest else [digest, make()]
        return self._now[name][1]

    def save(self) -> None:
        """Keep the notes that were taken, and no others."""
        if self._now == self._before:
            return
        write_whole(self._file, json.dumps(self._now))
