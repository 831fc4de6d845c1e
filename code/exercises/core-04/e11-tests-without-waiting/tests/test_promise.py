import asyncio
from collections.abc import Callable
from pathlib import Path

import promise
import pytest
import runners
from runners import Runner


def tests() -> list[Callable[[Runner], None]]:
    names = [name for name in vars(promise) if name.startswith("test_")]
    return [getattr(promise, name) for name in names]


def notice(runner: Runner) -> bool:
    """Tell whether one of the tests fails for this runner."""
    for test in tests():
        try:
            test(runner)
        except Exception:
            return True
    return False


@pytest.fixture(autouse=True)
def no_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("real time: use run from virtual")

    monkeypatch.setattr(asyncio, "run", refuse)
    monkeypatch.setattr("time.sleep", refuse)


def test_the_right_runner_passes() -> None:
    assert tests()
    for test in tests():
        test(runners.workers)


@pytest.mark.parametrize("runner", runners.WRONG)
def test_a_wrong_runner_is_noticed(runner: Runner) -> None:
    assert notice(runner), f"{runner.__name__} passes all your tests"


def test_no_runner_is_called_by_its_name() -> None:
    code = Path(promise.__file__).read_text(encoding="utf-8")
    named = [one.__name__ for one in runners.WRONG if one.__name__ in code]
    assert named == []
