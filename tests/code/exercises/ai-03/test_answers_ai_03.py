"""What the page of exercises says about the answers of AI 03 is so."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import AsyncGenerator, Iterator
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest
from anthropic import transform_schema
from parlance import ToolCall
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare
from pydantic import Field

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/ai-03"


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Import a module of an answer: answer("e5-desk/alternative", "desk")."""

    def load(place: str, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(FOLDER / place)
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    return load


def extend(days: Annotated[int, Field(description="Days.")]) -> str:
    """Extend a loan."""
    return f"{days} days more"


def extend_by(
    days: Annotated[int, Field(description="Days.")],
    why: Annotated[str, Field(description="A reason.")] = "none",
) -> str:
    """Extend a loan."""
    return f"{days} days more, {why}"


def test_an_old_call_is_refused_by_the_schema_and_forgiven_by_the_reader(answer) -> None:
    learned = answer("e3-learned/solution", "learned")
    old, new = (declare(f, risk=Risk.WRITE, name="extend") for f in (extend, extend_by))
    assert learned.refuses(old.spec, new.spec) == ["why"]
    call = ToolCall("c-1", "extend", '{"days": 7}')
    assert asyncio.run(new.run(call)).text == "7 days more, none"


def test_a_vendor_moves_the_bounds_by_itself() -> None:
    days = {"type": "integer", "description": "Days.", "minimum": 1, "maximum": 14}
    schema = {"type": "object", "properties": {"days": days}, "required": ["days"]}
    found = transform_schema(schema)["properties"]["days"]
    assert found == {"type": "integer", "description": "Days.\n\n{minimum: 1, maximum: 14}"}


@pytest.mark.parametrize(("place", "times"), [("solution", 2), ("alternative", 1)])
def test_a_second_desk_is_declared_again_or_not(
    answer, monkeypatch: pytest.MonkeyPatch, place: str, times: int
) -> None:
    desk = answer(f"e5-desk/{place}", "desk")
    declared = []

    def watched(function, **rest):
        declared.append(function)
        return declare(function, **rest)

    monkeypatch.setattr(desk, "declare", watched)

    class Counter:
        @desk.tool(risk=Risk.READ)
        def hours(self) -> str:
            """Say when it is open."""
            return "9 to 5"

    for _ in range(2):
        assert len(desk.tools_of(Counter())) == 1
    assert len(declared) == times


def test_a_mark_of_somebody_else_is_none(answer) -> None:
    desk = answer("e5-desk/solution", "desk")

    class Counter:
        def hours(self) -> str:
            """Say when it is open."""
            return "9 to 5"

        hours.mark = "slow"

    assert len(desk.tools_of(Counter())) == 0


OTHER: ContextVar[str] = ContextVar("other", default="nobody's")


async def sets_another(seen: list[str]) -> AsyncGenerator[int, None]:
    for number in range(3):
        seen.append(OTHER.get())
        OTHER.set("the events'")
        yield number


@pytest.mark.parametrize(
    ("place", "outside", "inside"),
    [("solution", "the events'", "the reader's"), ("alternative", "nobody's", "the events'")],
)
def test_another_variable_is_guarded_by_a_context_alone(
    answer, place: str, outside: str, inside: str
) -> None:
    labeled = answer(f"e6-leak/{place}", "labeled").labeled

    async def main() -> None:
        seen: list[str] = []
        events = labeled(sets_another(seen), "r-1")
        await anext(events)
        assert OTHER.get() == outside
        OTHER.set("the reader's")
        await anext(events)
        assert seen == ["nobody's", inside]
        await events.aclose()

    asyncio.run(main())


class Deaf:
    """Takes its time, and no notice of being cancelled."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        until = asyncio.get_running_loop().time() + 2
        while asyncio.get_running_loop().time() < until:
            try:
                await asyncio.sleep(0.5)
            except asyncio.CancelledError:
                continue


@pytest.mark.parametrize(("place", "seconds"), [("solution", 1.05), ("alternative", 0.05)])
def test_one_that_will_not_be_cancelled_is_waited_for_a_second_more_or_not(
    answer, place: str, seconds: float
) -> None:
    at_once = answer(f"e8-at-once/{place}", "at_once").at_once
    took = []

    async def main() -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with at_once(Deaf(), patience=0.05):
                pass
        finally:
            took.append(clock() - began)

    with pytest.raises((ExceptionGroup, TimeoutError)):
        asyncio.run(main())
    assert seconds <= took[0] + 0.01 and took[0] < seconds + 0.9
