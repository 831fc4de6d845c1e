"""The part of the contract that holds whatever a model says, against the vendors' own services."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from labkit.contracts.chat_model import ChatModelBasics, Rig
from labkit.contracts.rigs import LiveRig
from labkit.live import LIVE_PROVIDERS, LiveProvider
from parlance import ChatModel, ModelCapabilities, Secret
from parlance.adapters.llm.anthropic_messages import CLAUDE, AnthropicMessages
from parlance.adapters.llm.ollama_chat import LOCAL, OllamaChat
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.adapters.llm.openai_responses import OpenAIResponses
from parlance.domain.capabilities import ANYTHING

# For each protocol: the model that has this key (Ollama: that lives at this address).
Make = Callable[[str, str, ModelCapabilities | None], ChatModel]
ADAPTERS: dict[str, Make] = {
    "openai-responses": lambda key, model, able: OpenAIResponses(
        Secret(key), model, capabilities=able or ANYTHING
    ),
    "openai-chat": lambda key, model, able: OpenAIChat(
        Secret(key), model, capabilities=able or ANYTHING
    ),
    "anthropic": lambda key, model, able: AnthropicMessages(
        Secret(key), model, capabilities=able or CLAUDE
    ),
    "ollama": lambda host, model, able: OllamaChat(model, host=host, capabilities=able or LOCAL),
}


class TestLive(ChatModelBasics):
    @pytest.fixture(params=LIVE_PROVIDERS, ids=lambda provider: provider.protocol)
    def rig(self, request: pytest.FixtureRequest) -> Rig:
        provider: LiveProvider = request.param
        if reason := provider.skip_reason():
            pytest.skip(reason)
        adapter = ADAPTERS[provider.protocol]
        lacks = {"key"} if provider.protocol == "ollama" else set()
        return LiveRig(
            lambda _url, access, able: adapter(access, os.environ[provider.model], able),
            provider,
            frozenset(lacks),
        )
