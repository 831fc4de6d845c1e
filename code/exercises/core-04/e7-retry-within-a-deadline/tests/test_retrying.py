import asyncio
from collections.abc import Callable, Coroutine

import pytest
from retrying import DeadlineExceeded, TransientError, retry
from virtual import now, run

Answer = str | Exception
Attempt = Callable[[], Coroutine[object, object, str]]


def server(seconds: float, *answers: Answer) -> tuple[Attempt, list[float]]:
    """Make an attempt that takes so long; note when each one begins."""
    begun: list[float] = []
    coming = iter(answers)

    async def attempt() -> str:
        begun.append(now())
        await asyncio.sleep(seconds)
        answer = next(coming)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return attempt, begun


def test_a_failure_that_passes_is_tried_again_after_its_pause() -> None:
    busy = TransientError("503")
    attempt, begun = server(1.0, busy, busy, "the feed")
    result = run(retry(attempt, pauses=[2.0, 4.0, 8.0], within=60.0))
    assert result == "the feed"
    assert begun == [0.0, 3.0, 8.0]


def test_without_pauses_left_the_last_failure_is_raised() -> None:
    second = TransientError("second")
    attempt, begun = server(1.0, TransientError("first"), second)
    with pytest.raises(TransientError, match="second"):
        run(retry(attempt, pauses=[2.0], within=60.0))
    assert begun == [0.0, 3.0]


def test_another_error_is_not_tried_again() -> None:
    attempt, begun = server(1.0, ValueError("no such URL"), "the feed")
    with pytest.raises(ValueError, match="no such URL"):
        run(retry(attempt, pauses=[2.0], within=60.0))
    assert begun == [0.0]


def test_attempts_and_pauses_together_end_at_the_deadline() -> None:
    async def main() -> float:
        first = TransientError("503")
        attempt, _ = server(6.0, first, "too late")
        with pytest.raises(DeadlineExceeded) as caught:
            await retry(attempt, pauses=[2.0], within=10.0)
        assert caught.value.__cause__ is first
        return now()

    assert run(main()) == 10.0
