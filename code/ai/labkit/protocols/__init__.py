"""The wire protocols, by the path that a client posts to."""

from __future__ import annotations

from labkit.protocols.anthropic_messages import AnthropicMessages
from labkit.protocols.base import WireProtocol
from labkit.protocols.ollama_chat import OllamaChat
from labkit.protocols.openai_chat import OpenAIChat
from labkit.protocols.openai_responses import OpenAIResponses

PROTOCOLS: dict[str, WireProtocol] = {
    protocol.path: protocol
    for protocol in (OpenAIResponses(), OpenAIChat(), AnthropicMessages(), OllamaChat())
}

__all__ = ["PROTOCOLS", "WireProtocol"]
