import asyncio

import pytest
from retrying import DeadlineExceeded, TransientError, retry
from virtual import now, run


def test_an_attempts_own_timeout_is_not_the_deadline() -> None:
    begun: list[float] = []

    async def attempt() -> str:
        begun.append(now())
        async with asyncio.timeout(1.0):
            await asyncio.sleep(5.0)
        return "the feed"

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await retry(attempt, pauses=[2.0], within=60.0)
        assert begun == [0.0, 3.0]

    run(main())


def test_a_pause_that_cannot_help_is_not_waited_for() -> None:
    async def attempt() -> str:
        raise TransientError("503")

    async def main() -> float:
        with pytest.raises(DeadlineExceeded):
            await retry(attempt, pauses=[2.0, 30.0], within=20.0)
        return now()

    assert run(main()) == 2.0


def test_the_attempt_that_is_cut_off_has_cleaned_up() -> None:
    closed: list[float] = []

    async def attempt() -> str:
        try:
            await asyncio.sleep(3600.0)
        finally:
            closed.append(now())
        return "never"

    async def main() -> None:
        with pytest.raises(DeadlineExceeded) as caught:
            await retry(attempt, pauses=[1.0], within=10.0)
        assert caught.value.__cause__ is None
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0

    run(main())
    assert closed == [10.0]


@pytest.mark.parametrize("moment", [0.5, 2.0])  # in an attempt, in a pause
def test_a_cancelled_caller_stops_at_once(moment: float) -> None:
    begun: list[float] = []

    async def attempt() -> str:
        begun.append(now())
        await asyncio.sleep(1.0)
        raise TransientError("503")

    async def main() -> float:
        tries = asyncio.create_task(retry(attempt, pauses=[4.0, 4.0], within=60.0))
        await asyncio.sleep(moment)
        tries.cancel()
        with pytest.raises(asyncio.CancelledError):
            await tries
        assert tries.cancelled()
        return now()

    assert run(main()) == moment
    assert begun == [0.0]
