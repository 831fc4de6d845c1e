"""A bounded crew of workers: never more than so many things at a time."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Awaitable,
    Callable,
    Hashable,
)
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
H = TypeVar("H", bound=Hashable)


async def run_pool(
    items: AsyncIterable[T],
    work: Callable[[T], Awaitable[R]],
    sink: Callable[[R], object],
    *,
    workers: int,
) -> None:
    """Do `work` for each item and hand each result to `sink` as it comes.

    At most `workers` items are in work and as many are waiting; further
    ones are not taken from `items` until there is room. The first error,
    of the items, the work or the sink, stops all of it.
    """
    if workers < 1:
        raise ValueError(f"{workers} workers do nothing")
    queue: asyncio.Queue[T] = asyncio.Queue(maxsize=workers)

    async def worker() -> None:
        while True:
            item = await queue.get()
            sink(await work(item))
            queue.task_done()

    async with asyncio.TaskGroup() as group:
        crew = [group.create_task(worker()) for _ in range(workers)]
        async for item in items:
            await queue.put(item)
        await queue.join()
        for task in crew:
            task.cancel()


async def unique(items: AsyncIterable[H]) -> AsyncIterator[H]:
    """Pass each item on the first time it comes."""
    seen = set[H]()
    async for item in items:
        if item not in seen:
            seen.add(item)
            yield item
