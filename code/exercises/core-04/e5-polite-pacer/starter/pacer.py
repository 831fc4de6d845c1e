"""Be polite: leave a while between two requests to one host."""

from __future__ import annotations

import asyncio


class Pacer:
    """Lets one request through every ``interval`` seconds."""

    def __init__(self, interval: float) -> None:
        self.interval = interval
        self._last: float | None = None

    async def turn(self, host: str) -> None:
        """Wait until it is this caller's turn to ask the host."""
        loop = asyncio.get_running_loop()
        if self._last is not None:
            await asyncio.sleep(self._last + self.interval - loop.time())
        self._last = loop.time()
