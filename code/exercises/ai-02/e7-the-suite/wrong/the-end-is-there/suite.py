"""Wrong: that there is an end is enough.

Fails: test_one_that_ends_twice
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from parlance import ChatMessage, ImageReference
from parlance.adapters.llm.fake import FakeChatModel, FakeStep, said
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.errors import (
    ConnectionFailed,
    InvalidRequest,
    ModelError,
    RateLimited,
    UnsupportedRequest,
)
from parlance.domain.events import Finished, TextDelta
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage

Kind = type[FakeChatModel]
ASK = ChatRequest.of([ChatMessage.user("Ladders?")])
PICTURE = ImageReference("https://harbour.example/ladder.png")
SHOWN = ChatRequest.of([ChatMessage.user("This one?", PICTURE)])
REPLIES = (
    said("Two of them.", usage=Usage(30, 4)),
    said("Two of them."),
    replace(said("Two of"), finish=FinishReason.LENGTH),
)
ERRORS = (
    RateLimited("Slow down.", 429, 7.0),
    InvalidRequest("No.", 400),
)


async def check(kind: Kind) -> None:
    """Raise AssertionError if models of this kind break a promise."""
    for promise in (whole, failing, pieces, left, broken, unable, closed):
        await promise(kind)


async def whole(kind: Kind) -> None:
    """An answer is given as it came, and what is unknown stays unknown."""
    for reply in REPLIES:
        assert await kind(reply).complete(ASK) == reply


async def failing(kind: Kind) -> None:
    """An error comes out as it is, with its hint, after one request."""
    for error in ERRORS:
        model = kind(error, error)
        found = await _raised(lambda model=model: model.complete(ASK))
        assert type(found) is type(error)
        assert vars(found) == vars(error)
        assert len(model.requests) == 1


async def pieces(kind: Kind) -> None:
    """The pieces add up to the whole answer, which comes once and last."""
    for reply in REPLIES:
        async with kind(reply).stream(ASK) as events:
            found = [event async for event in events]
        texts = [one.text for one in found if isinstance(one, TextDelta)]
        assert "".join(texts) == reply.text
        ends = [one for one in found if isinstance(one, Finished)]
        assert Finished(reply) in ends


async def left(kind: Kind) -> None:
    """A stream that is left is closed at the end of its block."""
    model = kind("Two of them.")
    async with model.stream(ASK) as events:
        async for _ in events:
            break
    assert model.open_streams == 0


async def broken(kind: Kind) -> None:
    """A stream that breaks raises, and does not finish."""
    cut = ConnectionFailed("The line is cut.")
    model = kind(FakeStep(said("Two of them."), error=cut, after=2))
    seen: list[object] = []

    async def read() -> None:
        async with model.stream(ASK) as events:
            async for event in events:
                seen.append(event)

    assert await _raised(read) is cut
    assert not [one for one in seen if isinstance(one, Finished)]


async def unable(kind: Kind) -> None:
    """What it cannot do is refused before anything is asked."""
    model = kind("Two.", capabilities=ModelCapabilities(images=False))

    async def stream() -> None:
        async with model.stream(SHOWN):
            pass

    for asking in (lambda: model.complete(SHOWN), stream):
        assert isinstance(await _raised(asking), UnsupportedRequest)
    assert model.requests == []


async def closed(kind: Kind) -> None:
    """A closed model is not asked: RuntimeError."""
    model = kind("Two.", "Two.")
    await model.aclose()

    async def stream() -> None:
        async with model.stream(ASK):
            pass

    for asking in (lambda: model.complete(ASK), stream):
        try:
            await asking()
        except RuntimeError:
            assert model.requests == []
        else:
            raise AssertionError("a closed model has answered")


async def _raised(
    asking: Callable[[], Awaitable[ChatReply | None]],
) -> ModelError:
    try:
        await asking()
    except ModelError as error:
        return error
    except Exception as error:
        raise AssertionError("an error that is none of ours") from error
    raise AssertionError("nothing was raised")
