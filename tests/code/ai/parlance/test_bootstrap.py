"""A vendor is chosen by name, and its SDK is imported by nobody else."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable

import pytest
from labkit import Expect, Reply, Step, WireServer
from labkit.contracts.chat_model import QUESTION
from labkit.request import ProtocolName
from parlance.bootstrap import chat_model


@pytest.mark.parametrize(
    ("vendor", "protocol"),
    [
        ("openai", "openai-responses"),
        ("openai-chat", "openai-chat"),
        ("anthropic", "anthropic"),
        ("ollama", "ollama"),
    ],
)
def test_a_name_says_whom_to_ask(
    wire: Callable[..., WireServer], vendor: str, protocol: ProtocolName
) -> None:
    server = wire(Step(Reply("Yes."), expect=Expect(protocol=protocol, model="big:8b")))
    environ = {
        "OPENAI_API_KEY": "sk-1",
        "OPENAI_BASE_URL": server.openai_url,
        "ANTHROPIC_API_KEY": "sk-2",
        "ANTHROPIC_BASE_URL": server.url,
        "OLLAMA_API_KEY": "sk-3",
        "OLLAMA_HOST": server.url,
    }

    async def talk() -> str:
        model = chat_model(f"{vendor}:big:8b", environ)
        try:
            return (await model.complete(QUESTION)).text
        finally:
            await model.aclose()

    assert asyncio.run(talk()) == "Yes."
    assert " ".join(server.exchanges[0].headers.values()).count("sk-") == 1


@pytest.mark.parametrize("name", ["", "openai", "openai:", "moon:phase", ":m"])
def test_a_vendor_that_is_not_known_is_said_to_be_none(name: str) -> None:
    with pytest.raises(ValueError, match="openai, openai-chat, anthropic, ollama are known"):
        chat_model(name, {})


@pytest.mark.parametrize(
    ("name", "variable"), [("openai:m", "OPENAI_API_KEY"), ("anthropic:m", "ANTHROPIC_API_KEY")]
)
def test_a_key_that_is_not_set_is_named(name: str, variable: str) -> None:
    with pytest.raises(KeyError, match=variable):
        chat_model(name, {})


def test_no_sdk_is_imported_before_one_is_asked_for() -> None:
    code = (
        "import sys, parlance.bootstrap, parlance.kernel.metered;"
        "print(sorted({'openai', 'anthropic', 'ollama', 'httpx2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
