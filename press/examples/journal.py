"""A file of records that many runs add to: one line each, the last for a key counts.

A line is written at once, and a half line, which a crash may leave, is skipped. A file that is
mostly old lines is written anew beside the old one and renamed. Two runs at once may lose a
record to each other, and then an example runs once more than it must.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from press.whole import write_whole

_BATCH = 50
_KEEP = 10_000  # records that are worth keeping, and old lines that are not worth removing


class Journal:
    """Records by key, in the file ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._name = str(path)
        self._known: dict[str, str] = {}
        self._stamp = (0, 0)
        self._count = 0
        self._fresh: list[str] = []

    def lines(self) -> dict[str, str]:
        """Return the record of each key, as it was written."""
        stamp = self._now()
        if stamp != self._stamp and not self._fresh:
            self._read()
            self._stamp = stamp
        return self._known

    def append(self, key: str, record: str) -> None:
        """Add a record; ``key`` has no blank, ``record`` is one line.

        It reaches the file with the next :meth:`flush`, which comes by itself now and then.
        """
        self.lines()[key] = record
        self._fresh.append(f"{key} {record}\n")
        if len(self._fresh) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what has been added."""
        if not self._fresh:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            size = os.fstat(handle).st_size
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            os.write(handle, ("\n" * torn + "".join(self._fresh)).encode())
            status = os.fstat(handle)
        finally:
            os.close(handle)
        self._count += len(self._fresh)
        self._fresh.clear()
        self._stamp = (status.st_mtime_ns, status.st_size)

    def compact(self) -> None:
        """Drop the oldest records and those that later ones have replaced, if they are many."""
        self.flush()
        known = self.lines()
        if self._count > 2 * min(len(known), _KEEP) + _KEEP:
            kept = list(known.items())[-_KEEP:]
            write_whole(self.path, "".join(f"{key} {line}\n" for key, line in kept))

    def _now(self) -> tuple[int, int]:
        try:
            status = os.stat(self._name)  # noqa: PTH116 - asked for every example
        except OSError:
            return 0, 0
        return status.st_mtime_ns, status.st_size

    def _read(self) -> None:
        self._known, self._count = {}, 0
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        for line in text.split("\n"):
            key, _, record = line.partition(" ")
            if record.endswith("}"):
                self._known.pop(key, None)  # the newest last
                self._known[key] = record
                self._count += 1


@functools.cache
def journal_of(path: Path) -> Journal:
    """Return the one journal of this process for ``path``."""
    return Journal(path)
