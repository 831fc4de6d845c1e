"""A client for the model in the shed, which speaks Ollama's chat."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx2

from parlance import ChatMessage, Conversation, Secret


class ShedClient:
    """Asks one model at one address."""

    def __init__(
        self,
        base_url: str,
        key: Secret,
        model: str,
        *,
        timeout: float = 30.0,
        client: httpx2.Client | None = None,
    ) -> None:
        self._url = base_url.rstrip("/") + "/api/chat"
        self._model = model
        self._client = client or httpx2.Client(timeout=timeout)
        self._client.headers["authorization"] = f"Bearer {key.reveal()}"

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Send the conversation and give the answer."""
        messages = [
            {"role": str(message.role), "content": message.text}
            for message in conversation
        ]
        body = {"model": self._model, "messages": messages, "stream": False}
        response = self._client.post(self._url, json=body)
        response.raise_for_status()
        return ChatMessage.assistant(response.json()["message"]["content"])

    def close(self) -> None:
        """End what it began."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
