import asyncio

from serving import Report, serve
from virtual import now, run


async def served(
    *urls: str, workers: int = 2, stop_after: float, grace: float
) -> tuple[Report, float]:
    """Put all URLs into the queue; stop so many seconds later."""
    jobs: asyncio.Queue[str] = asyncio.Queue()
    stop = asyncio.Event()
    for url in urls:
        jobs.put_nowait(url)
    asyncio.get_running_loop().call_later(stop_after, stop.set)
    report = await serve(jobs, handle, workers=workers, stop=stop, grace=grace)
    assert jobs.empty()
    assert len(asyncio.all_tasks()) == 1
    return report, now()


async def handle(url: str) -> None:
    """Take one second; a bad URL fails, and a slow one takes an hour."""
    await asyncio.sleep(3600.0 if "slow" in url else 1.0)
    if "bad" in url:
        raise ValueError(url)


def test_it_goes_on_until_it_is_told_to_stop() -> None:
    report, ended = run(served("/a", "/b", stop_after=30.0, grace=5.0))
    assert sorted(report.done) == ["/a", "/b"]
    assert ended == 30.0


def test_what_is_queued_is_finished_after_the_stop() -> None:
    urls = ["/a", "/b", "/c", "/d", "/e", "/f"]
    report, ended = run(served(*urls, stop_after=0.5, grace=60.0))
    assert sorted(report.done) == urls
    assert ended == 3.0


def test_a_job_that_fails_stops_nobody() -> None:
    urls = ["/bad", "/a", "/b"]
    report, _ = run(served(*urls, workers=1, stop_after=30.0, grace=5.0))
    assert report == Report(done=["/a", "/b"], failed=["/bad"])


def test_when_the_grace_is_over_the_rest_is_abandoned() -> None:
    urls = ["/a", "/b", "/c", "/d"]
    report, ended = run(served(*urls, stop_after=0.5, grace=1.0))
    assert sorted(report.done) == ["/a", "/b"]
    assert sorted(report.abandoned) == ["/c", "/d"]
    assert ended == 1.5
