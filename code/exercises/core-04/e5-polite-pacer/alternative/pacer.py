"""Be polite: leave a while between two requests to one host."""

from __future__ import annotations

import asyncio
from collections import defaultdict


class Pacer:
    """Lets one request to a host through every ``interval`` seconds."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str, float] = {}

    async def turn(self, host: str) -> None:
        """Wait until it is this caller's turn to ask the host."""
        host = host.lower()
        loop = asyncio.get_running_loop()
        # Held while sleeping, on purpose: the lock is the queue.
        async with self._locks[host]:
            if host in self._last:
                due = self._last[host] + self.interval
                await asyncio.sleep(due - loop.time())
            self._last[host] = loop.time()
