import asyncio
import inspect
import sys

import pytest
from mypy_says import complaints
from timed import timed

CALLER = """
from timed import timed


def report(name: str, seconds: float) -> None:
    pass


@timed(report)
def predict(port: str, *, days: int = 1) -> str:
    return port * days


@timed(report)
async def fetch(port: str) -> int:
    return len(port)


class Gauge:
    @timed(report)
    def read(self, times: int) -> str:
        return "312 " * times


async def right() -> None:
    tide: str = predict("Brest", days=2)
    cm: int = await fetch("Brest")
    line: str = Gauge().read(2)


async def wrong() -> None:
    predict(312)  # a number for a port
    predict("Brest", day=2)  # no such keyword
    days: int = predict("Brest")  # a string for a number
    tide: str = await fetch("Brest")  # a number for a string
    await fetch()  # no port
    Gauge().read("twice")  # a string for times
"""


class Stopwatch:
    def __init__(self) -> None:
        self.now = 0.0
        self.reports: list[tuple[str, float]] = []

    def clock(self) -> float:
        return self.now

    def report(self, name: str, seconds: float) -> None:
        self.reports.append((name.rpartition(".")[2], seconds))


@pytest.fixture
def watch() -> Stopwatch:
    return Stopwatch()


def test_a_call_inside_a_call_has_a_time_of_its_own(watch: Stopwatch) -> None:
    @timed(watch.report, clock=watch.clock)
    def harmonics(depth: int) -> None:
        watch.now += 1
        if depth:
            harmonics(depth - 1)

    harmonics(2)
    assert [seconds for _, seconds in watch.reports] == [1, 2, 3]


def test_coroutines_that_overlap_have_times_of_their_own(
    watch: Stopwatch,
) -> None:
    @timed(watch.report, clock=watch.clock)
    async def poll(gate: asyncio.Event) -> None:
        await gate.wait()

    async def overlap() -> None:
        first, second = asyncio.Event(), asyncio.Event()
        early = asyncio.create_task(poll(first))
        await asyncio.sleep(0)
        watch.now = 10
        late = asyncio.create_task(poll(second))
        await asyncio.sleep(0)
        watch.now = 15
        first.set()
        await early
        second.set()
        await late

    asyncio.run(overlap())
    assert [seconds for _, seconds in watch.reports] == [15, 5]


def test_a_coroutine_that_fails_or_is_cancelled_is_reported(
    watch: Stopwatch,
) -> None:
    @timed(watch.report, clock=watch.clock)
    async def poll(port: str) -> None:
        watch.now += 2
        if not port:
            raise ValueError("no port")
        await asyncio.Event().wait()

    async def cancel() -> None:
        task = asyncio.create_task(poll("Brest"))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(ValueError, match="no port"):
        asyncio.run(poll(""))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel())
    assert watch.reports == [("poll", 2), ("poll", 2)]


def test_nothing_is_reported_before_the_first_call(watch: Stopwatch) -> None:
    @timed(watch.report, clock=watch.clock)
    async def poll() -> None:
        raise AssertionError("never awaited")

    poll().close()
    assert watch.reports == []


def test_it_stacks_under_classmethod_and_staticmethod(
    watch: Stopwatch,
) -> None:
    class Gauge:
        @classmethod
        @timed(watch.report, clock=watch.clock)
        def named(cls, port: str) -> str:
            return f"{cls.__name__} {port}"

        @staticmethod
        @timed(watch.report, clock=watch.clock)
        def to_meters(cm: int) -> float:
            return cm / 100

    assert Gauge.named("Brest") == "Gauge Brest"
    assert Gauge().to_meters(312) == 3.12
    assert [name for name, _ in watch.reports] == ["named", "to_meters"]


def test_the_decorator_can_be_used_again(watch: Stopwatch) -> None:
    quick = timed(watch.report, clock=watch.clock)
    low, high = quick(min), quick(max)
    assert (low(3, 1), high(3, 1)) == (1, 3)
    assert [name for name, _ in watch.reports] == ["min", "max"]


def test_mypy_knows_what_the_decorated_function_takes_and_gives() -> None:
    answer = inspect.getsource(sys.modules[timed.__module__])
    told = complaints(timed=answer, caller=CALLER)
    places = [
        int(line.split(":")[1])
        for line in told
        if line.startswith("caller.py")
    ]
    lines = CALLER.splitlines()
    found = [lines[place - 1].partition("  # ")[2] for place in places]
    assert found == [
        "a number for a port",
        "no such keyword",
        "a string for a number",
        "a number for a string",
        "no port",
        "a string for times",
    ]


def test_mypy_finds_nothing_in_the_answer() -> None:
    answer = inspect.getsource(sys.modules[timed.__module__])
    assert complaints(timed=answer) == []
