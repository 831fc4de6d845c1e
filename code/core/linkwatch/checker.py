"""Check one link: ask, follow redirects, turn what happens into a record."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeAlias

from linkwatch import client
from linkwatch.client import Response, ResponseError
from linkwatch.outcomes import (
    Blocked,
    Broken,
    Link,
    Ok,
    Outcome,
    Reason,
    Redirected,
    TimedOut,
)
from linkwatch.urls import Url, UrlError, host_of, name_of, parse_url

Get: TypeAlias = Callable[[Url], AbstractAsyncContextManager[Response]]

MAX_HOPS = 5
PERMANENT = {301, 308}
REDIRECT = {301, 302, 303, 307, 308}
REFUSED = {
    401: Reason.LOGIN,
    403: Reason.FORBIDDEN,
    429: Reason.TOO_MANY_REQUESTS,
}

log = logging.getLogger(__name__)
checking: ContextVar[str] = ContextVar("checking", default="-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one run may ask of the network and of each server."""

    timeout: float = 10.0
    workers: int = 20
    per_host: int = 2
    max_bytes: int = 2_000_000


@dataclass(slots=True)
class Checker:
    """Checks links within limits; one for each run."""

    limits: Limits = field(default_factory=Limits)
    denied: Collection[str] = ()
    get: Get = client.get
    clock: Callable[[], float] = time.monotonic
    _slots: dict[str, asyncio.Semaphore] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        width = self.limits.per_host
        self._slots = defaultdict(lambda: asyncio.Semaphore(width))

    async def check(self, link: Link) -> Outcome:
        """Give the one outcome of a link. Raises only for our own bugs."""
        checking.set(link.url)
        try:
            outcome = await self._follow(link)
        except TimeoutError:
            outcome = TimedOut(link, self.limits.timeout)
        except (OSError, ResponseError, UrlError) as error:
            outcome = Broken(link, str(error) or type(error).__name__)
        log.debug("%s", type(outcome).__name__)
        return outcome

    async def read(self, url: Url) -> str:
        """Give the text of a page, or raise what made it impossible."""
        if name_of(url) in self.denied:
            raise PermissionError(Reason.DENIED_HOST)
        async with self._slots[host_of(url)]:
            async with asyncio.timeout(self.limits.timeout):
                async with self.get(url) as response:
                    if response.status != 200:
                        raise ResponseError(f"status {response.status}")
                    return await response.text(self.limits.max_bytes)

    async def _follow(self, link: Link) -> Outcome:
        started = self.clock()
        url, permanent = link.url, True
        for _ in range(1 + MAX_HOPS):
            if name_of(url) in self.denied:
                return Blocked(link, Reason.DENIED_HOST)
            status, location = await self._ask(url)
            match status:
                case code if code in REDIRECT and location is not None:
                    url = parse_url(location, base=url)
                    permanent = permanent and code in PERMANENT
                case code if code in REFUSED:
                    return Blocked(link, REFUSED[code])
                case code if not 200 <= code < 300:
                    return Broken(link, f"status {code}")
                case _ if url != link.url:
                    return Redirected(link, url, permanent)
                case code:
                    millis = round((self.clock() - started) * 1000)
                    return Ok(link, code, millis)
        return Broken(link, f"more than {MAX_HOPS} redirects")

    async def _ask(self, url: Url) -> tuple[int, str | None]:
        # The place is taken first: time spent waiting for it is ours, and
        # must not count against the server.
        async with self._slots[host_of(url)]:
            async with asyncio.timeout(self.limits.timeout):
                async with self.get(url) as response:
                    return response.status, response.headers.get("location")
