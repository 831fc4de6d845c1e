"""Each adapter, and the fake, through the one contract that they share."""

from __future__ import annotations

from typing import Any

import anthropic
import ollama
import openai
import pytest
from labkit import Failure
from labkit.contracts.chat_model import ChatModelContract, Rig
from labkit.contracts.rigs import FakeRig, WireRig
from parlance import ModelCapabilities, Secret
from parlance.adapters.llm.anthropic_messages import CLAUDE, AnthropicMessages
from parlance.adapters.llm.ollama_chat import LOCAL, OllamaChat
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.adapters.llm.openai_responses import OpenAIResponses
from parlance.domain import errors
from parlance.domain.capabilities import ANYTHING

OPENAI_FAILURES = {
    errors.QuotaExhausted: Failure(429, "You have no quota.", code="insufficient_quota"),
    errors.ContextTooLong: Failure(400, "Too long.", code="context_length_exceeded"),
    errors.ContentRefused: Failure(400, "Not that.", code="content_policy_violation"),
}


ANTHROPIC_FAILURES = {
    errors.Overloaded: Failure(529, "Overloaded."),
    errors.QuotaExhausted: Failure(402, "Pay first."),
    errors.ContextTooLong: Failure(400, "prompt is too long: 9 tokens > 8 maximum"),
    errors.ContentRefused: None,  # it refuses in a reply
}
OLLAMA_FAILURES = dict.fromkeys(
    (errors.QuotaExhausted, errors.ContextTooLong, errors.ContentRefused)
)


def unverified() -> openai.DefaultAsyncHttpxClient:
    """Give a transport without certificates, which take longer to read than a test runs."""
    return openai.DefaultAsyncHttpxClient(verify=False)


def of_openai(url: str, key: str) -> dict[str, Any]:
    client = openai.AsyncOpenAI(api_key=key, base_url=f"{url}/v1", http_client=unverified())
    return {"key": Secret(key), "model": "any-model", "client": client}


def openai_chat(url: str, key: str, able: ModelCapabilities | None) -> OpenAIChat:
    return OpenAIChat(**of_openai(url, key), capabilities=able or ANYTHING)


def openai_responses(url: str, key: str, able: ModelCapabilities | None) -> OpenAIResponses:
    return OpenAIResponses(**of_openai(url, key), capabilities=able or ANYTHING)


def claude(url: str, key: str, able: ModelCapabilities | None) -> AnthropicMessages:
    transport = anthropic.DefaultAsyncHttpxClient(verify=False)
    client = anthropic.AsyncAnthropic(api_key=key, base_url=url, http_client=transport)
    return AnthropicMessages(Secret(key), "any-model", capabilities=able or CLAUDE, client=client)


def local(url: str, _key: str, able: ModelCapabilities | None) -> OllamaChat:
    client = ollama.AsyncClient(host=url, verify=False)
    return OllamaChat("any-model", capabilities=able or LOCAL, client=client)


class TestFake(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return FakeRig()


class TestOpenAIChat(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return WireRig(openai_chat, OPENAI_FAILURES)


class TestOpenAIResponses(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return WireRig(openai_responses, OPENAI_FAILURES)


class TestAnthropicMessages(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return WireRig(claude, ANTHROPIC_FAILURES)


class TestOllamaChat(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        lacks = {"key", "refusal", "cached usage", "codes in a stream"}
        return WireRig(local, OLLAMA_FAILURES, frozenset(lacks))
