"""Broken on purpose: whoever says done is believed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    payload TEXT NOT NULL,
    ready REAL NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
)
"""
# A lease that ended is a failure that nobody reported; the last one is the end.
_BURY = "UPDATE task SET state = 'dead' WHERE state = 'taken' AND ready <= ? AND attempt >= ?"
_TAKE = """
UPDATE task SET state = 'taken', attempt = attempt + 1, ready = ?
WHERE id = (
    SELECT id FROM task WHERE state IN ('waiting', 'taken') AND ready <= ? ORDER BY id LIMIT 1
)
RETURNING id, payload, attempt
"""


class StaleLeaseError(Exception):
    """The task was given to somebody else, or is finished."""


@dataclass(frozen=True)
class Task:
    """A task in somebody's hands; id and attempt together name the lease."""

    id: int
    payload: str
    attempt: int


class TaskQueue:
    """Tasks in a file. Each is given out at least once, and again when its lease ends."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.time,
        lease: float = 30,
        attempts: int = 3,
        backoff: float = 5,
    ) -> None:
        self._clock, self._lease = clock, lease
        self._attempts, self._backoff = attempts, backoff
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute(_TABLE)

    def put(self, payload: str, delay: float = 0) -> int:
        """Add a task that is ready in ``delay`` seconds."""
        ready = self._clock() + delay
        found = self._db.execute(
            "INSERT INTO task (payload, ready) VALUES (?, ?)", (payload, ready)
        )
        return int(found.lastrowid or 0)

    def take(self) -> Task | None:
        """Give out the oldest task that is ready."""
        now = self._clock()
        self._db.execute(_BURY, (now, self._attempts))
        row = self._db.execute(_TAKE, (now + self._lease, now)).fetchone()
        return Task(*row) if row else None

    def done(self, task: Task) -> None:
        """Finish a task, if it is still in the hands of the one who says so."""
        self._settle(task, "done", self._clock())

    def failed(self, task: Task) -> None:
        """Try a task again after a pause that doubles, or put it aside."""
        pause = self._backoff * 2 ** (task.attempt - 1)
        state = "waiting" if task.attempt < self._attempts else "dead"
        self._settle(task, state, self._clock() + pause)

    def dead(self) -> list[Task]:
        """List the tasks that were put aside."""
        found = self._db.execute(
            "SELECT id, payload, attempt FROM task WHERE state = 'dead' ORDER BY id"
        )
        return [Task(*row) for row in found]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _settle(self, task: Task, state: str, ready: float) -> None:
        changed = self._db.execute(
            "UPDATE task SET state = ?, ready = ? WHERE id = ?",
            (state, ready, task.id),
        )
        if changed.rowcount != 1:
            raise StaleLeaseError(f"task {task.id}: attempt {task.attempt} is no longer yours")
