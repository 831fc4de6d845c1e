"""Look for garbage seldom.

A book in memory is millions of small objects that stay to the end. Python looks through them again
and again for what could be freed, a fifth of the time of a build in which little has changed.
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 100_000, 50, 100


def collect_seldom() -> None:
    """Let this process look for garbage after many more new objects than Python does by itself."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
