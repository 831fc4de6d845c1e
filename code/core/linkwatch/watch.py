"""One run: read the targets, check their links, report as results come."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing

from linkwatch.checker import Checker
from linkwatch.client import ResponseError
from linkwatch.outcomes import Link, Outcome
from linkwatch.pool import run_pool
from linkwatch.targets import Target, links_in

log = logging.getLogger(__name__)

ROOT = "the watch file"
FIRST = asyncio.FIRST_COMPLETED


async def discover(
    targets: Iterable[Target],
    checker: Checker,
) -> AsyncGenerator[Link, None]:
    """Give each address once: each target, then what it points to.

    At most as many targets are read at a time as there are workers.
    """
    seen = set[str]()

    def unseen(links: Iterable[Link]) -> Iterator[Link]:
        for link in links:
            if link.url not in seen:
                seen.add(link.url)
                yield link

    unread = deque(targets)
    reading = set[asyncio.Task[list[Link]]]()
    # No task group: around a `yield` it may cancel others' code (PEP 789).
    try:
        while unread or reading:
            if unread and len(reading) < checker.limits.workers:
                target = unread.popleft()
                for link in unseen([Link(target.url, found_on=ROOT)]):
                    yield link
                reading.add(asyncio.create_task(_links_of(target, checker)))
                continue
            done, reading = await asyncio.wait(reading, return_when=FIRST)
            for task in done:
                for link in unseen(task.result()):
                    yield link
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)


async def _links_of(target: Target, checker: Checker) -> list[Link]:
    try:
        return links_in(target, await checker.read(target.url))
    except (OSError, ResponseError) as error:
        # The check of the target itself will say what is wrong.
        log.info("no links from %s: %s", target.url, error)
        return []


async def watch(
    targets: Iterable[Target],
    checker: Checker,
    sink: Callable[[Outcome], object],
) -> None:
    """Check everything; `sink` gets each outcome as soon as it is known."""
    async with aclosing(discover(targets, checker)) as links:
        workers = checker.limits.workers
        await run_pool(links, checker.check, sink, workers=workers)
