"""What the page of exercises shows of the answers of AI 02 runs, and does what it says."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from labkit import Reply, WireServer
from parlance import ChatMessage, ImageReference, Secret
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/ai-02"
PICTURE = ImageReference("https://harbour.example/ladder.png")
TOOLS = (ToolSpec("find_tool", "Find tools."),)
SHOWN = ChatRequest.of([ChatMessage.user("This one?", PICTURE)])
BOTH = ChatRequest.of(SHOWN.messages, tools=TOOLS)
TEXT = ChatRequest.of([ChatMessage.user("Ladders?")])

Load = Callable[[str, str], ModuleType]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Import a module of an answer: answer("e1-all-at-once/starter", "limits")."""
    before = set(sys.modules)

    def load(place: str, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(FOLDER / place)
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    yield load
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("lacks", "request_", "said"),
    [
        ({"tools": False, "images": False}, BOTH, "cannot: call tools"),
        ({"images": False}, SHOWN, "cannot: read images"),
        ({"together": False}, BOTH, "cannot: call tools about images"),
        ({"max_messages": 1}, None, "cannot: read more than 1 messages"),
    ],
)
def test_the_starter_of_e1_stops_at_the_first_thing(
    answer: Load, lacks: dict[str, object], request_: ChatRequest | None, said: str
) -> None:
    limits = answer("e1-all-at-once/starter", "limits").Limits(**lacks)
    earlier = [*SHOWN.messages, ChatMessage.assistant("Yes."), ChatMessage.user("Till?")]
    with pytest.raises(UnsupportedRequest) as caught:
        limits.check(request_ or ChatRequest.of(earlier))
    assert str(caught.value) == said


def test_the_starter_of_e2_knows_two_capabilities_by_name(answer: Load) -> None:
    first_able = answer("e2-first-able/starter", "choosing").first_able
    without = [
        FakeChatModel(capabilities=ModelCapabilities(**{name: False}))
        for name in ("tools", "streaming", "images")
    ]
    assert first_able(without, BOTH) is without[1]
    assert first_able(without[:2][::-1], TEXT, stream=True) is without[0]
    assert first_able(without[2:], SHOWN) is without[2]  # which it cannot do
    with pytest.raises(UnsupportedRequest, match="no model can do this"):
        first_able(without[:1], BOTH)


def test_the_starter_of_e4_takes_what_was_free_for_unknown(answer: Load) -> None:
    counts = answer("e4-counts/starter", "counts")
    free = counts.usage_of(dict.fromkeys(("fresh", "written"), 0))
    assert counts.report([free]) == counts.Report(tokens=0, answers=1, unknown=1)


def test_the_starter_of_e5_notes_what_its_fake_says_and_no_stream(answer: Load) -> None:
    model = answer("e5-from-mixins/starter", "around").NotedFake("Two.", "Two.")

    async def main() -> None:
        await model.complete(TEXT)
        async with model.stream(TEXT) as events:
            assert [event async for event in events]

    asyncio.run(main())
    assert (model.notes, model.asked, model.answered) == (["stop"], 1, 1)


def test_the_starter_of_e6_opens_a_connection_for_each_answer(answer: Load) -> None:
    desk = answer("e6-one-connection/starter", "desk")

    async def main() -> None:
        asked = desk.open_desk(server.openai_url, Secret("test-key"))
        assert [await asked.answer("?") for _ in range(2)] == ["Two.", "Two."]
        assert await asked.begins("?") == "Two "
        assert await asked.begins("?") == ""

    with WireServer([Reply("Two."), Reply("Two."), Reply("Two of them."), Reply("")]) as server:
        asyncio.run(main())
    assert server.connections == 4


def test_a_desk_of_e6_has_no_beginning_where_nothing_was_said(answer: Load) -> None:
    desk = answer("e6-one-connection/solution", "desk").Desk(FakeChatModel(""))
    assert asyncio.run(desk.begins("?")) == ""


@pytest.mark.parametrize("place", ["starter", "solution"])
def test_the_model_of_e8_says_what_it_can_do(answer: Load, place: str) -> None:
    near_by = answer(f"e8-near-by/{place}", "near_by").NearBy
    model = near_by("http://127.0.0.1:1", Secret("k"), "m")
    assert not model.capabilities.tools
    asyncio.run(model.aclose())
