"""Wrong: all who come at once read the same moment, sleep as long and start together.

Fails: test_tasks_that_ask_at_once_are_spaced_out
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
        await asyncio.sleep(start - now)
        self._free_at[host] = start + self.interval
