"""For tests: a web site that does what it is told, and a clock that jumps."""

from __future__ import annotations

import asyncio
import functools
import selectors
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from linkwatch.urls import Url

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 20.0  # seconds after which a test hangs, by its wall clock
STUCK = "every task waits, and for nothing"
NOT_FOUND = b"HTTP/1.0 404 Not Found\r\n\r\n"


def page(body: str, status: str = "200 OK") -> bytes:
    """Give the answer that shows a text."""
    return f"HTTP/1.0 {status}\r\n\r\n{body}".encode()


def moved(location: str, status: str = "301 Moved Permanently") -> bytes:
    """Give the answer that sends the client elsewhere."""
    return f"HTTP/1.0 {status}\r\nLocation: {location}\r\n\r\n".encode()


class Site:
    """Answers for each path with the bytes it was given.

    A path in `held` is answered when the test sets its event, or never. What
    was asked is in `asked`, how many were asked at once at most in `peak`.
    """

    def __init__(
        self,
        answers: Mapping[str, bytes] | None = None,
        held: Mapping[str, asyncio.Event] | None = None,
    ) -> None:
        self.answers = dict(answers or {})
        self.held = held or {}
        self.asked = Counter[str]()
        self.heads = list[str]()
        self.arrived = asyncio.Condition()
        self.open = 0
        self.peak = 0
        self._tasks = set[asyncio.Task[None]]()

    async def __aenter__(self) -> Self:
        listening = asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._server = await listening
        host, port = self._server.sockets[0].getsockname()
        self.base = Url(f"http://{host}:{port}")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def url(self, path: str) -> Url:
        """Give the address of a path."""
        return Url(f"{self.base}{path}")

    async def until_open(self, count: int) -> None:
        """Wait until so many requests are here and not yet answered."""
        async with self.arrived:
            await self.arrived.wait_for(lambda: self.open >= count)

    def _accept(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        task = asyncio.create_task(self._answer(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split()[1]
            await self._count(path, head)
            if path in self.held:
                await self.held[path].wait()
            writer.write(self.answers.get(path, NOT_FOUND))
            self.open -= 1
            await writer.drain()
        finally:
            writer.close()

    async def _count(self, path: str, head: str) -> None:
        self.asked[path] += 1
        self.heads.append(head)
        self.open += 1
        self.peak = max(self.peak, self.open)
        async with self.arrived:
            self.arrived.notify_all()


def on_loop(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Make a coroutine function a test that any runner can call."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        async def limited() -> None:
            async with asyncio.timeout(PATIENCE):
                await test(*args, **kwargs)

        asyncio.run(limited())

    return run


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: its clock jumps to the next timer."""

    def __init__(self) -> None:
        self._now = 0.0
        self.stuck = False
        super().__init__(_NoWait(self._jump))

    def time(self) -> float:
        """Give the virtual seconds since the start."""
        return self._now

    def _jump(self, seconds: float | None) -> None:
        if seconds is not None:
            self._now += seconds
        elif not self.stuck:
            self.stuck = True  # no timer, no event: nobody will ever run
            for task in asyncio.all_tasks(self):
                task.cancel()
        else:
            raise RuntimeError(STUCK)


class _NoWait(selectors.SelectSelector):
    """Looks for events; where it would wait, it tells for how long."""

    def __init__(self, jump: Callable[[float | None], None]) -> None:
        super().__init__()
        self._jump = jump

    def select(
        self,
        timeout: float | None = None,
    ) -> list[tuple[selectors.SelectorKey, int]]:
        """Give what is ready now."""
        ready = super().select(0)
        if not ready:
            self._jump(timeout)
        return ready


def run_virtual(work: Coroutine[Any, Any, R]) -> R:
    """Run on a virtual clock: an hour of sleep takes no time."""
    loop = VirtualLoop()
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(work)
    except asyncio.CancelledError:
        if loop.stuck:
            raise RuntimeError(STUCK) from None
        raise
