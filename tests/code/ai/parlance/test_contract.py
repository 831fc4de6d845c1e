"""Each adapter, and the fake, through the one contract that they share."""

from __future__ import annotations

from collections.abc import Iterator

import openai
import pytest
from labkit import Failure
from labkit.contracts.chat_model import ChatModelContract, Rig
from labkit.contracts.rigs import FakeRig, WireRig
from parlance import ModelCapabilities, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain import errors
from parlance.domain.capabilities import ANYTHING

OPENAI_FAILURES = {
    errors.QuotaExhausted: Failure(429, "You have no quota.", code="insufficient_quota"),
    errors.ContextTooLong: Failure(400, "Too long.", code="context_length_exceeded"),
    errors.ContentRefused: Failure(400, "Not that.", code="content_policy_violation"),
}


def unverified() -> openai.DefaultAsyncHttpxClient:
    """Give a transport without certificates, which take longer to read than a test runs."""
    return openai.DefaultAsyncHttpxClient(verify=False)


def openai_chat(url: str, key: str, capabilities: ModelCapabilities | None) -> OpenAIChat:
    client = openai.AsyncOpenAI(
        api_key=key, base_url=f"{url}/v1", http_client=unverified(), max_retries=2
    )
    return OpenAIChat(
        Secret(key), "any-model", capabilities=capabilities or ANYTHING, client=client
    )


class TestFake(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return FakeRig()


class TestOpenAIChat(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        yield WireRig(openai_chat, OPENAI_FAILURES)
