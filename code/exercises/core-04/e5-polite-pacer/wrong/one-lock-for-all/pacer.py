"""Wrong: holds one lock while it sleeps, so that every host waits for the slowest.

Fails: test_hosts_do_not_wait_for_each_other
"""

from __future__ import annotations

import asyncio


class Pacer:
    """Lets one request to a host through every ``interval`` seconds."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._lock = asyncio.Lock()
        self._last: dict[str, float] = {}

    async def turn(self, host: str) -> None:
        """Wait until it is this caller's turn to ask the host."""
        host = host.lower()
        loop = asyncio.get_running_loop()
        async with self._lock:
            if host in self._last:
                due = self._last[host] + self.interval
                await asyncio.sleep(due - loop.time())
            self._last[host] = loop.time()
