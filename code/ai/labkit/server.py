"""A server on the loopback address that answers as the script says."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from labkit.answering import answer
from labkit.exchange import Exchange
from labkit.faults import Failure
from labkit.http1 import Connection, HttpRequest, NotHttpError
from labkit.replies import Reply
from labkit.script import Script, ScriptError, Step
from labkit.sending import CutError, send

HOST = "127.0.0.1"


class WireServer:
    """Speaks the protocols of all providers, in a thread of its own.

    Use it in a `with` block, from synchronous code or from a coroutine. At
    the end of the block the thread has ended and the port is free. The block
    raises `ScriptError` if a request was refused, or a step not asked for;
    with `strict=False` it does not. An error that is on its way out gets the
    same as a note.
    """

    def __init__(
        self, script: Script | Iterable[Step | Reply | Failure] = (), *, strict: bool = True
    ) -> None:
        self.script = script if isinstance(script, Script) else Script(script)
        self.strict = strict
        self.exchanges: list[Exchange] = []
        self.connections = 0
        self._broken: list[Exception] = []
        self._port: int | None = None
        self._began = 0.0

    @property
    def url(self) -> str:
        """The address, as the clients of Anthropic and Ollama want it.

        Raises `RuntimeError` before the `with` block.
        """
        if self._port is None:
            raise RuntimeError("the server has no address yet: use it in a with block")
        return f"http://{HOST}:{self._port}"

    @property
    def openai_url(self) -> str:
        """The address, as the client of OpenAI wants it."""
        return f"{self.url}/v1"

    @property
    def refusals(self) -> list[str]:
        """Why requests were refused, one text for each."""
        return [one.refusal for one in self.exchanges if one.refusal]

    def __enter__(self) -> Self:
        # The socket listens from here on: who comes before the loop runs waits in its queue.
        self._socket = socket.create_server((HOST, 0))
        # Head and body are two packets, and the second would wait 40 ms for a receipt of the
        # first. Connections inherit this; asyncio sets it for sockets with an explicit protocol.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stopping = asyncio.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="labkit", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        if self._broken:
            raise ExceptionGroup("the server itself failed", self._broken)
        found = "\n".join([*self.refusals, *self.script.unplayed()])
        if error is None and self.strict and found:
            raise ScriptError(found)
        untold = [one for one in self.refusals if one.partition(": ")[2] not in str(error)]
        if error is not None and untold:
            error.add_note("\n".join(untold))

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        tasks = set[asyncio.Task[None]]()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            task = asyncio.create_task(self._talk(Connection(reader, writer), self.connections))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        listening = await asyncio.start_server(accept, sock=self._socket)
        await self._stopping.wait()
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _talk(self, connection: Connection, number: int) -> None:
        try:
            while request := await connection.request():
                if not await self._exchange(request, connection, number):
                    break
        except (CutError, NotHttpError):
            pass
        except Exception as error:  # ours: it must not get lost in this thread
            self._broken.append(error)
        finally:
            connection.close()

    async def _exchange(self, came: HttpRequest, connection: Connection, number: int) -> bool:
        """Answer a request; tell whether the client is still there."""
        exchange = Exchange(
            number=len(self.exchanges) + 1,
            connection=number,
            path=came.path.partition("?")[0],
            headers=came.headers,
            body=_json(came.body),
            came_at=self._now(),
        )
        self.exchanges.append(exchange)
        sending = asyncio.create_task(send(answer(exchange, self.script), exchange, connection))
        leaving = asyncio.create_task(connection.gone())
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
                return not came.is_last
            exchange.left_at = self._now()
            return False
        except ConnectionError:  # it left in the middle of a chunk
            exchange.left_at = self._now()
            return False
        finally:
            exchange.ended_at = self._now()  # before a wait that the server's stop may end
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    def _now(self) -> float:
        return time.monotonic() - self._began


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
