"""A client for services that speak the Chat Completions protocol, written by hand."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx2

from parlance.domain.conversation import Conversation
from parlance.domain.errors import MessageError, ModelError, TurnError
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Role,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.secret import Secret


class HttpChatClient:
    """Asks one model at one address, over connections that it keeps open.

    Close it, or use it in a `with` block. A `client` that is handed in stays
    open: whoever made it closes it.
    """

    def __init__(
        self,
        base_url: str,
        key: Secret,
        model: str,
        *,
        timeout: float = 30.0,
        client: httpx2.Client | None = None,
    ) -> None:
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._key = key
        self._model = model
        self._timeout = timeout
        self._owned = httpx2.Client() if client is None else None
        self._client = client if client is not None else self._owned

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Send the conversation and give the answer; ModelError if there is none."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        if self._client is None:
            raise RuntimeError("the client is closed")
        try:
            response = self._client.post(
                self._url,
                json={
                    "model": self._model,
                    "messages": to_chat(conversation),
                },
                headers={"authorization": f"Bearer {self._key.reveal()}"},
                timeout=self._timeout,
            )
        except httpx2.RequestError as error:
            raise ModelError(
                f"no answer from {self._url}: {type(error).__name__}"
            ) from error
        if response.is_error:
            reason = _reason(response).replace(self._key.reveal(), "…")
            raise ModelError(reason, response.status_code)
        try:
            return from_chat(response.json()["choices"][0]["message"])
        except (LookupError, TypeError, ValueError) as error:
            raise ModelError(
                f"an answer that is none: {error}", response.status_code
            ) from error

    def close(self) -> None:
        """Close the connections, unless they were handed in; a second time does nothing."""
        if self._owned is not None:
            self._owned.close()
        self._client = self._owned = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._url!r}, {self._key!r}, {self._model!r})"


def to_chat(conversation: Conversation) -> list[dict[str, Any]]:
    """Put a conversation into the words of the protocol."""
    return [entry for message in conversation for entry in _entries(message)]


def from_chat(message: object) -> ChatMessage:
    """Read the message of an answer, or raise LookupError, TypeError or ValueError."""
    if not isinstance(message, dict):
        raise MessageError(f"no message: {message!r:.60}")
    calls = [
        ToolCall(
            call["id"],
            call["function"]["name"],
            call["function"]["arguments"],
        )
        for call in message.get("tool_calls") or ()
    ]
    texts = [message["content"]] if message.get("content") else []
    if not texts and not calls:
        raise MessageError(
            message.get("refusal") or "neither a text nor a call"
        )
    return ChatMessage.assistant(*texts, *calls)


def _entries(message: ChatMessage) -> list[dict[str, Any]]:
    if message.role is Role.TOOL:
        results = (
            part for part in message.parts if isinstance(part, ToolResult)
        )
        return [
            {
                "role": "tool",
                "tool_call_id": result.call_id,
                "content": result.text,
            }
            for result in results
        ]
    entry: dict[str, Any] = {
        "role": str(message.role),
        "content": _content(message),
    }
    if message.tool_calls:
        entry["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in message.tool_calls
        ]
    return [entry]


def _content(message: ChatMessage) -> str | list[dict[str, Any]] | None:
    if not any(isinstance(part, ImageReference) for part in message.parts):
        return message.text or None
    return [
        {"type": "text", "text": part.text}
        if isinstance(part, Text)
        else {"type": "image_url", "image_url": {"url": part.url}}
        for part in message.parts
        if isinstance(part, Text | ImageReference)
    ]


def _reason(response: httpx2.Response) -> str:
    try:
        return (
            f"{response.status_code}: {response.json()['error']['message']}"
        )
    except (LookupError, TypeError, ValueError):
        return f"{response.status_code}: {response.reason_phrase}"
