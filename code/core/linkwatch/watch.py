"""One run: read the targets, check their links, report as results come."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing

from linkwatch.checker import Checker
from linkwatch.client import ResponseError
from linkwatch.outcomes import Link, Outcome
from linkwatch.pool import run_pool
from linkwatch.targets import Target, links_in

log = logging.getLogger(__name__)

ROOT = "the watch file"


async def discover(
    targets: Iterable[Target],
    checker: Checker,
) -> AsyncGenerator[Link, None]:
    """Give each address once: the targets, then what they point to."""
    seen = set[str]()
    for target in targets:
        links = [Link(target.url, found_on=ROOT)]
        try:
            links += links_in(target, await checker.read(target.url))
        except (OSError, ResponseError) as error:
            # The check of the target itself will say what is wrong.
            log.info("no links from %s: %s", target.url, error)
        for link in links:
            if link.url not in seen:
                seen.add(link.url)
                yield link


async def watch(
    targets: Iterable[Target],
    checker: Checker,
    sink: Callable[[Outcome], object],
) -> None:
    """Check everything; `sink` gets each outcome as soon as it is known."""
    async with aclosing(discover(targets, checker)) as links:
        workers = checker.limits.workers
        await run_pool(links, checker.check, sink, workers=workers)
