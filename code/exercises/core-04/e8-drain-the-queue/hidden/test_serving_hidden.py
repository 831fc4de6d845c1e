import asyncio

import pytest
from serving import Report, serve
from virtual import now, run


async def begin(
    handle, *urls: str, workers: int = 1, grace: float = 10.0
) -> tuple[asyncio.Task[Report], asyncio.Event]:
    jobs: asyncio.Queue[str] = asyncio.Queue()
    stop = asyncio.Event()
    for url in urls:
        jobs.put_nowait(url)
    serving = asyncio.create_task(serve(jobs, handle, workers=workers, stop=stop, grace=grace))
    return serving, stop


def test_a_job_that_is_cut_off_has_cleaned_up_and_is_reported() -> None:
    closed: list[str] = []

    async def handle(url: str) -> None:
        try:
            await asyncio.sleep(3600.0)
        finally:
            await asyncio.sleep(1.0)
            closed.append(url)

    async def main() -> Report:
        serving, stop = await begin(handle, "/slow", "/next")
        await asyncio.sleep(1.0)
        stop.set()
        report = await serving
        assert closed == ["/slow"]
        return report

    assert run(main()) == Report(abandoned=["/slow", "/next"])


def test_a_worker_ends_though_the_cleanup_of_its_job_fails() -> None:
    started: list[str] = []

    async def handle(url: str) -> None:
        started.append(url)
        try:
            await asyncio.sleep(60.0)
        finally:
            raise ConnectionError(url)

    async def main() -> Report:
        serving, stop = await begin(handle, "/slow", "/next")
        stop.set()
        return await serving

    assert run(main()) == Report(abandoned=["/slow", "/next"])
    assert started == ["/slow"]


def test_a_failure_in_a_group_of_the_handler_is_a_failure() -> None:
    async def fail() -> None:
        await asyncio.sleep(1.0)
        raise ValueError("no host")

    async def handle(url: str) -> None:
        if url == "/bad":
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())

    async def main() -> Report:
        serving, stop = await begin(handle, "/bad", "/good")
        stop.set()
        return await serving

    assert run(main()) == Report(done=["/good"], failed=["/bad"])


def test_a_failure_does_not_use_up_the_grace() -> None:
    async def handle(url: str) -> None:
        await asyncio.sleep(1.0)
        raise ConnectionError(url)

    async def main() -> float:
        serving, stop = await begin(handle, "/a", "/b")
        stop.set()
        assert await serving == Report(failed=["/a", "/b"])
        return now()

    assert run(main()) == 2.0


def test_a_cancelled_caller_leaves_no_worker_behind() -> None:
    async def handle(url: str) -> None:
        await asyncio.sleep(3600.0)

    async def main() -> int:
        serving, _ = await begin(handle, "/a", "/b", "/c", workers=2)
        await asyncio.sleep(1.0)
        serving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await serving
        return len(asyncio.all_tasks())

    assert run(main()) == 1


def test_there_are_never_more_jobs_at_once_than_workers() -> None:
    at_once: list[int] = []
    busy = 0

    async def handle(url: str) -> None:
        nonlocal busy
        busy += 1
        at_once.append(busy)
        await asyncio.sleep(1.0)
        busy -= 1

    async def main() -> None:
        serving, stop = await begin(handle, *"abcdefg", workers=3)
        stop.set()
        await serving

    run(main())
    assert max(at_once) == 3
