import asyncio
import inspect

import pytest
from timed import timed


class Stopwatch:
    """A clock that only runs when told, and a list of what was reported."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reports: list[tuple[str, float]] = []

    def clock(self) -> float:
        return self.now

    def report(self, name: str, seconds: float) -> None:
        self.reports.append((name, seconds))


watch = Stopwatch()


@pytest.fixture(autouse=True)
def start_at_zero() -> None:
    watch.__init__()


@timed(watch.report, clock=watch.clock)
def predict(port: str, *, days: int = 1) -> str:
    """Predict the tides of a port."""
    watch.now += days
    return f"{port}: {days}"


@timed(watch.report, clock=watch.clock)
async def fetch(port: str) -> str:
    """Fetch the level of a port."""
    await asyncio.sleep(0)
    watch.now += 3
    return port


class Gauge:
    port = "Saint-Malo"

    @timed(watch.report, clock=watch.clock)
    def read(self, times: int) -> str:
        watch.now += times
        return self.port * times


def test_a_function_works_as_before_and_is_reported() -> None:
    assert predict("Brest", days=2) == "Brest: 2"
    assert watch.reports == [("predict", 2)]


def test_a_method_keeps_its_instance() -> None:
    assert Gauge().read(1) == "Saint-Malo"
    assert watch.reports == [("Gauge.read", 1)]


def test_a_coroutine_is_reported_when_it_is_done() -> None:
    assert asyncio.run(fetch("Brest")) == "Brest"
    assert watch.reports == [("fetch", 3)]


def test_a_coroutine_function_stays_one() -> None:
    assert inspect.iscoroutinefunction(fetch)
    assert not inspect.iscoroutinefunction(predict)


def test_name_docstring_and_signature_stay() -> None:
    assert predict.__name__ == "predict"
    assert fetch.__doc__ == "Fetch the level of a port."
    assert (
        str(inspect.signature(predict))
        == "(port: str, *, days: int = 1) -> str"
    )


def test_a_call_that_fails_is_reported_too() -> None:
    with pytest.raises(TypeError):
        predict("Brest", days="two")
    assert watch.reports == [("predict", 0)]
