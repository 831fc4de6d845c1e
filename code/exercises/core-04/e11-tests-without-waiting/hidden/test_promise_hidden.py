import asyncio
from collections.abc import Awaitable, Callable, Sequence

import promise
import pytest

Job = Callable[[], Awaitable[str]]
Runner = Callable[[Sequence[Job], int], Awaitable[list[str]]]


def tests() -> list[Callable[[Runner], None]]:
    names = [name for name in vars(promise) if name.startswith("test_")]
    return [getattr(promise, name) for name in names]


@pytest.fixture(autouse=True)
def no_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("real time: use run from virtual")

    monkeypatch.setattr(asyncio, "run", refuse)
    monkeypatch.setattr("time.sleep", refuse)


async def semaphore(jobs: Sequence[Job], at_once: int) -> list[str]:
    places = asyncio.Semaphore(at_once)

    async def work(job: Job) -> str:
        async with places:
            return await job()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(job)) for job in jobs]
    return [task.result() for task in tasks]


async def plain_error(jobs: Sequence[Job], at_once: int) -> list[str]:
    """A right one that raises the error itself and not a group."""
    try:
        return await semaphore(jobs, at_once)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None


async def batches(jobs: Sequence[Job], at_once: int) -> list[str]:
    results: list[str] = []
    for start in range(0, len(jobs), at_once):
        results += await semaphore(jobs[start : start + at_once], at_once)
    return results


async def drops_errors(jobs: Sequence[Job], at_once: int) -> list[str]:
    def careful(job: Job) -> Job:
        async def attempt() -> str:
            try:
                return await job()
            except Exception:
                return ""

        return attempt

    return await semaphore([careful(job) for job in jobs], at_once)


async def one_too_many(jobs: Sequence[Job], at_once: int) -> list[str]:
    return await semaphore(jobs, at_once + 1)


async def goes_on_first(jobs: Sequence[Job], at_once: int) -> list[str]:
    """Waits for all the others before it tells of an error."""
    places = asyncio.Semaphore(at_once)

    async def work(job: Job) -> str:
        async with places:
            return await job()

    ended = await asyncio.gather(*map(work, jobs), return_exceptions=True)
    for one in ended:
        if isinstance(one, BaseException):
            raise one
    return [one for one in ended if isinstance(one, str)]


@pytest.mark.parametrize("runner", [semaphore, plain_error])
def test_another_right_runner_passes(runner: Runner) -> None:
    for test in tests():
        test(runner)


@pytest.mark.parametrize("runner", [batches, drops_errors, one_too_many, goes_on_first])
def test_a_runner_you_have_not_seen_is_noticed(runner: Runner) -> None:
    failed = 0
    for test in tests():
        try:
            test(runner)
        except Exception:
            failed += 1
    assert failed, f"{runner.__name__} passes all your tests"
