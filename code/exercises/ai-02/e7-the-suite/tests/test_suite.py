import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from suite import check
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.errors import RateLimited
from parlance.domain.events import Finished
from parlance.domain.usage import Usage


class Retrying(FakeChatModel):
    async def complete(self, request, *, deadline=None):
        try:
            return await super().complete(request, deadline=deadline)
        except RateLimited:
            return await super().complete(request, deadline=deadline)


class Guessing(FakeChatModel):
    async def complete(self, request, *, deadline=None):
        reply = await super().complete(request, deadline=deadline)
        if reply.usage == Usage():
            reply = replace(reply, usage=Usage.zero())
        return reply


class Endless(FakeChatModel):
    @asynccontextmanager
    async def stream(self, request, *, deadline=None):
        async def endless(events):
            async for event in events:
                if not isinstance(event, Finished):
                    yield event

        async with super().stream(request, deadline=deadline) as events:
            yield endless(events)


def test_a_model_that_keeps_its_promises_passes() -> None:
    asyncio.run(check(FakeChatModel))


@pytest.mark.parametrize("kind", [Retrying, Guessing, Endless])
def test_a_broken_model_is_found_out(kind: type[FakeChatModel]) -> None:
    with pytest.raises(AssertionError):
        asyncio.run(check(kind))
