"""Until when an answer is of use."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Deadline:
    """A point in time, in the seconds of `time.monotonic`.

    A timeout handed to three calls in a row is three times as long; a
    deadline is the same for all of them. On another machine it
    means nothing, nor on this one after a restart.
    """

    at: float

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Give the one that is so many seconds away."""
        return cls(time.monotonic() + seconds)

    @property
    def remaining(self) -> float:
        """How many seconds are left, none at the least."""
        return max(self.at - time.monotonic(), 0.0)
