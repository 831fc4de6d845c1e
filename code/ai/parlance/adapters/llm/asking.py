"""How any adapter waits for its vendor: in time, with our errors alone."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Iterator,
)
from contextlib import (
    AbstractAsyncContextManager,
    aclosing,
    asynccontextmanager,
    contextmanager,
)

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import (
    ConnectionFailed,
    ModelError,
    ProviderTimeout,
)
from parlance.domain.events import Finished, StreamEvent
from parlance.domain.requests import ChatRequest
from parlance.secret import Secret

_log = logging.getLogger(__name__)

# An answer that nobody can read may be a page of a gateway's.
_LONGEST = 1_000  # characters of an error's text

Translate = Callable[[Exception], ModelError | None]
Events = AsyncGenerator[StreamEvent, None]
Wait = Callable[[], AbstractAsyncContextManager[None]]


def admit(
    request: ChatRequest,
    capabilities: ModelCapabilities,
    *,
    stream: bool = False,
    closed: bool = False,
) -> None:
    """Let a request pass that the model can answer; note what is special."""
    if closed:
        raise RuntimeError("the model is closed")
    capabilities.check(request, stream=stream)
    if request.extra:
        _log.info("beside the port: %s", ", ".join(sorted(request.extra)))


@asynccontextmanager
async def asking(
    translate: Translate,
    deadline: Deadline | None = None,
    key: Secret | None = None,
) -> AsyncIterator[None]:
    """Wait for a vendor: until the deadline, and for no error of its own."""
    with translated(translate, key):
        async with within(deadline):
            yield


@asynccontextmanager
async def within(deadline: Deadline | None) -> AsyncIterator[None]:
    """Wait no longer than until the deadline."""
    left = None if deadline is None else deadline.remaining
    if left == 0:
        raise ProviderTimeout("the deadline has passed", phase="total")
    limit = asyncio.timeout(left)
    try:
        async with limit:
            yield
    except TimeoutError as error:
        if not limit.expired():
            raise
        late = ProviderTimeout("the deadline has passed", phase="total")
        raise late from error


@contextmanager
def translated(
    translate: Translate, key: Secret | None = None
) -> Iterator[None]:
    """Make our errors of a vendor's, with the key in none of their texts."""
    try:
        yield
    except ModelError as error:
        _clean(error, key)
        raise
    except Exception as error:
        found = translate(error)
        if found is None:
            raise
        _clean(found, key)
        raise found from (None if _quotes(error, key) else error)


def _clean(error: ModelError, key: Secret | None) -> None:
    """Take the key out of the text, then cut it: half a key is one, too."""
    text = str(error)
    if key is not None:
        text = text.replace(key.reveal(), "…")
    error.args = (text[:_LONGEST],)


def _quotes(error: Exception, key: Secret | None) -> bool:
    """Tell whether a traceback with this error would show the key."""
    shown = "".join(traceback.format_exception(error))
    return key is not None and key.reveal() in shown


@asynccontextmanager
async def handed_out(events: Events, wait: Wait) -> AsyncIterator[Events]:
    """Hand out the events of a vendor; stop reading at the block's end."""
    async with aclosing(events), aclosing(_each(events, wait)) as guarded:
        yield guarded


async def _each(events: Events, wait: Wait) -> Events:
    """Give the events; each wait for one of them is a wait for the vendor."""
    while True:
        async with wait():
            event = await anext(events, None)
        if event is None:
            raise ConnectionFailed("the stream ended before the answer did")
        yield event
        if isinstance(event, Finished):
            return
