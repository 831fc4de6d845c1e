from __future__ import annotations

import asyncio
import inspect
import logging

import pytest
from recordkit import retry


class Link:
    """A line to a gauge that is down for the first calls."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def _call(self) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise ConnectionError(f"call {self.calls}")
        return self.calls

    @retry(times=3, on=ConnectionError, pause=0)
    def level(self, station: str) -> int:
        """Ask a station."""
        assert station == "DE-001"
        return self._call()

    @retry(times=3, on=ConnectionError, pause=0)
    async def level_async(self, station: str) -> int:
        assert station == "DE-001"
        return self._call()


def test_a_method_is_bound_and_called_until_it_answers() -> None:
    link = Link(failures=2)
    assert link.level("DE-001") == 3
    assert link.calls == 3


def test_the_last_error_goes_to_the_caller() -> None:
    link = Link(failures=9)
    with pytest.raises(ConnectionError, match="call 3"):
        link.level("DE-001")
    assert link.calls == 3


def test_another_error_is_not_tried_again() -> None:
    link = Link(failures=0)
    with pytest.raises(AssertionError):
        link.level("elsewhere")
    assert link.calls == 0


def test_an_async_method_is_awaited_and_stays_one() -> None:
    link = Link(failures=2)
    assert inspect.iscoroutinefunction(Link.level_async)
    assert asyncio.run(link.level_async("DE-001")) == 3


def test_the_last_error_of_an_async_method_goes_to_the_caller() -> None:
    link = Link(failures=9)
    with pytest.raises(ConnectionError, match="call 3"):
        asyncio.run(link.level_async("DE-001"))
    assert link.calls == 3


def test_name_docstring_and_signature_stay() -> None:
    assert Link.level.__name__ == "level"
    assert Link.level.__doc__ == "Ask a station."
    assert list(inspect.signature(Link.level).parameters) == ["self", "station"]


def test_pauses_double_and_none_follows_the_last_attempt() -> None:
    waited: list[float] = []

    @retry(times=4, on=OSError, pause=0.5, sleep=waited.append)
    def down() -> None:
        raise OSError("no carrier")

    with pytest.raises(OSError, match="no carrier"):
        down()
    assert waited == [0.5, 1.0, 2.0]


def test_each_retry_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        Link(failures=1).level("DE-001")
    assert "Link.level: call 1, trying again" in caplog.text


def test_no_times_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        retry(times=0, on=OSError)
