"""Progress of a long step: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

_WIDTH = 28


class Progress:
    """Show how far ``total`` pieces of work have come.

    On a terminal one line is redrawn; elsewhere a line is printed at each tenth, so that a log
    stays short. Use it as a context manager and call :meth:`advance` once a piece.
    """

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.count = 0
        self._stream = stream if stream is not None else sys.stderr
        self._live = self._stream.isatty()
        self._started = time.monotonic()
        self._tenth = 0

    def advance(self, name: str = "", pieces: int = 1) -> None:
        """Count ``pieces`` as done; ``name`` says what was just finished."""
        self.count += pieces
        if self._live:
            done = round(_WIDTH * self.count / self.total) if self.total else _WIDTH
            bar = "█" * done + "░" * (_WIDTH - done)
            line = f"{self.label} {bar} {self.count}/{self.total} {name}"
            self._stream.write("\r\x1b[2K" + line[:110])
            self._stream.flush()
            return
        tenth = 10 * self.count // self.total if self.total else 10
        if tenth > self._tenth:
            self._tenth = tenth
            self._stream.write(f"{self.label}: {self.count}/{self.total}\n")
            self._stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live:
            self._stream.write("\r\x1b[2K")
        if kind is None and self.total:
            seconds = time.monotonic() - self._started
            self._stream.write(f"{self.label}: {self.count} in {seconds:.1f} s\n")
        self._stream.flush()
