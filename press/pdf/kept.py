"""Which files of a cache stay: what this build used, and what the last few used."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

_KEEP = 3  # builds' worth
_ABANDONED = 3600  # seconds


def keep_recent(cache: Path, suffix: str, used: Iterable[str], *beside: str) -> None:
    """Drop the oldest files of ``cache`` that are not among ``used``, the names of their stems.

    ``beside`` are the suffixes of files that go with one.
    """
    kept = set(used)
    for name in kept:
        os.utime(cache / f"{name}{suffix}")
    others = sorted(
        (path for path in cache.glob(f"*{suffix}") if path.stem not in kept),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in others[(_KEEP - 1) * len(kept) :]:
        for one in beside:
            path.with_suffix(one).unlink(missing_ok=True)
        path.unlink()
    for path in cache.glob(".*.new"):  # left by a process that was killed
        if path.stat().st_mtime < time.time() - _ABANDONED:
            path.unlink(missing_ok=True)
