"""What the scripted server and the real services have to have in common.

A real service is asked if its variables are set; they are in the reason of a skipped test. Only
what holds for whatever a model may say is asserted: never its words.
"""

from __future__ import annotations

from typing import Any

import pytest
from labkit import Failure, Reply, ToolCall

PROMPT = "Name three towns by the sea."
TOOL_PROMPT = "Use the tool to look up the title 'Momo'."


@pytest.mark.parametrize("method", ["ask", "stream"])
def test_an_answer_has_a_text_and_its_cost(service: Any, method: str) -> None:
    service.prepare(Reply("Whitby, Cromer, Deal."))
    said = getattr(service.make(), method)(PROMPT)
    assert said.text.strip()
    assert said.usage is not None
    assert min(said.usage) > 0


def test_a_stream_comes_in_pieces(service: Any) -> None:
    service.prepare(Reply("Whitby, Cromer, Deal."))
    assert len(service.make().stream(PROMPT).pieces) > 1


@pytest.mark.parametrize("method", ["ask", "stream"])
def test_a_tool_is_called_with_what_its_schema_requires(service: Any, method: str) -> None:
    service.prepare(Reply(tool_calls=(ToolCall("look_up", {"title": "Momo"}),)))
    made = service.make()
    said = getattr(made, method)(TOOL_PROMPT, tool=True)
    assert [name for name, _ in said.calls] == ["look_up"]
    assert isinstance(said.calls[0][1]["title"], str)
    assert said.stop == made.stops["tool_calls"]


def test_a_wrong_key_is_refused(service: Any, talker: Any) -> None:
    if talker.protocol == "ollama":
        pytest.skip("a local Ollama asks for no key")
    service.prepare(Failure(401, "Incorrect API key provided."))
    with pytest.raises(talker.unauthorized):
        service.make(key="wrong-key").ask(PROMPT)
