"""The timing plan of a deck, as its speaker notes state it.

The notes of a slide begin with what it takes and where the clock then stands::

    **2 min** (until 0:05). File: …

Notes without such a beginning are fine as long as no notes of the deck have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TIME = re.compile(r"\s*(\d+) min\b\s*\(until (\d+):([0-5]\d)\)")


def read_time(notes: str) -> tuple[int, int] | None:
    """Return the minutes that a slide takes and the minutes gone after it, from its notes."""
    found = _TIME.match(notes)
    return (int(found[1]), 60 * int(found[2]) + int(found[3])) if found else None


def clock(minutes: int) -> str:
    """Write minutes the way the notes do: ``1:05``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def time_faults(notes: Sequence[str], minutes: int) -> Iterator[tuple[int, str]]:
    """Yield the number of each note that does not add up, counted from 0, and what is wrong.

    ``minutes`` is how long the deck says that it takes, 0 where it does not say.
    """
    times = [read_time(text) for text in notes]
    if not any(times):
        return
    gone = 0
    for number, time in enumerate(times):
        if time is None:
            yield (
                number,
                "these notes give no time and others do: begin with **2 min** (until 0:05)",
            )
            continue
        takes, until = time
        if until != gone + takes:
            yield (
                number,
                f"{clock(gone)} and {takes} min are {clock(gone + takes)}, not {clock(until)}: "
                "mend the minutes or the time",
            )
        gone = until
    if minutes and gone != minutes:
        yield (
            len(notes) - 1,
            f"the notes end at {clock(gone)} and the front matter promises {minutes} minutes: "
            "mend one of them",
        )
