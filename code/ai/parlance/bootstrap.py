"""Where a vendor is chosen: the one place that knows them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from parlance.ports.chat_model import ChatModel
from parlance.secret import Secret

Environ = Mapping[str, str]

# Each imports its SDK when it is called: they take seconds, and a program
# asks one of them.
# ruff: noqa: PLC0415
# pylint: disable=import-outside-toplevel


def _openai(model: str, environ: Environ) -> ChatModel:
    from parlance.adapters.llm.openai_responses import OpenAIResponses

    key = Secret.from_environment("OPENAI_API_KEY", environ)
    return OpenAIResponses(key, model, base_url=environ.get("OPENAI_BASE_URL"))


def _openai_chat(model: str, environ: Environ) -> ChatModel:
    from parlance.adapters.llm.openai_chat import OpenAIChat

    key = Secret.from_environment("OPENAI_API_KEY", environ)
    return OpenAIChat(key, model, base_url=environ.get("OPENAI_BASE_URL"))


def _anthropic(model: str, environ: Environ) -> ChatModel:
    from parlance.adapters.llm.anthropic_messages import AnthropicMessages

    key = Secret.from_environment("ANTHROPIC_API_KEY", environ)
    url = environ.get("ANTHROPIC_BASE_URL")
    return AnthropicMessages(key, model, base_url=url)


def _ollama(model: str, environ: Environ) -> ChatModel:
    from parlance.adapters.llm.ollama_chat import OllamaChat

    name = "OLLAMA_API_KEY"
    key = Secret.from_environment(name, environ) if environ.get(name) else None
    return OllamaChat(model, key=key, host=environ.get("OLLAMA_HOST"))


_VENDORS: dict[str, Callable[[str, Environ], ChatModel]] = {
    "openai": _openai,
    "openai-chat": _openai_chat,
    "anthropic": _anthropic,
    "ollama": _ollama,
}


def chat_model(name: str, environ: Environ = os.environ) -> ChatModel:
    """Make the model of "vendor:model", with the vendor's own variables.

    :raises ValueError: if no such vendor is known.
    :raises KeyError: if the variable with its key is not set.
    """
    vendor, _, model = name.partition(":")
    if vendor not in _VENDORS or not model:
        known = ", ".join(_VENDORS)
        raise ValueError(f"no vendor:model, {known} are known: {name!r:.60}")
    return _VENDORS[vendor](model, environ)
