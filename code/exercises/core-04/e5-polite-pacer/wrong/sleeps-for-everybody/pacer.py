"""Wrong: sleeps the whole interval, also for a caller that comes late enough.

Fails: test_time_that_the_caller_spends_counts
"""

from __future__ import annotations

import asyncio


class Pacer:
    """Lets one request to a host through every ``interval`` seconds."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._free_at: dict[str, float] = {}

    async def turn(self, host: str) -> None:
        """Wait until it is this caller's turn to ask the host."""
        host = host.lower()
        now = asyncio.get_running_loop().time()
        start = max(now, self._free_at.get(host, now))
        # Taken before the wait: whoever comes meanwhile gets the next turn.
        self._free_at[host] = start + self.interval
        await asyncio.sleep(self.interval if start > now else 0)
