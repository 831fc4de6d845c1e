"""Progress of a long step: a bar on a terminal, plain lines in a log."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TextIO

_WIDTH = 28


class Progress:
    """Show how far ``total`` pieces of work have come.

    On a terminal one line is redrawn; elsewhere a line is printed at each quarter, so that a log
    stays short. ``PRESS_PROGRESS=plain`` asks for lines on a terminal too (two bars at once, as
    under ``make -j2``, cannot share one line). Use it as a context manager and call
    :meth:`advance` once a piece.
    """

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.count = 0
        self._stream = stream if stream is not None else sys.stderr
        self._live = self._stream.isatty() and os.environ.get("PRESS_PROGRESS") != "plain"
        self._started = time.monotonic()
        self._quarter = 0

    def advance(self, name: str = "", pieces: int = 1) -> None:
        """Count ``pieces`` as done; ``name`` says what was just finished."""
        self.count += pieces
        if self._live:
            done = round(_WIDTH * self.count / self.total) if self.total else _WIDTH
            bar = "█" * done + "░" * (_WIDTH - done)
            line = f"{self.label} {bar} {self.count}/{self.total} {name}"
            self._stream.write("\r\x1b[2K" + line[:100])
            self._stream.flush()
            return
        quarter = 4 * self.count // self.total if self.total else 4
        if self._quarter < quarter < 4:
            self._stream.write(f"{self.label}: {self.count}/{self.total}\n")
            self._stream.flush()
        self._quarter = max(quarter, self._quarter)

    def close(self, note: str = "") -> None:
        """End the display; ``note`` is said in place of the count and the time."""
        if self._live:
            self._stream.write("\r\x1b[2K")
        seconds = time.monotonic() - self._started
        said = note or (f"{self.count} in {seconds:.1f} s" if self.total else "")
        if said:
            self._stream.write(f"{self.label}: {said}\n")
        self._stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        elif self._live:
            self._stream.write("\n")
