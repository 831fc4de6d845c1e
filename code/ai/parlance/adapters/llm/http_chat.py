"""A client for services that speak the Chat Completions protocol, written by hand."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self, assert_never

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

# What reading an answer may raise; JSON that nests too deep is the third.
_UNREADABLE = (LookupError, TypeError, RecursionError, ValueError)


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
        except (httpx2.RequestError, httpx2.InvalidURL, UnicodeError) as error:
            raise ModelError(
                f"no answer from {self._url}: {type(error).__name__}"
            ) from error
        if response.is_error:
            raise self._error(self._reason(response), response)
        try:
            return from_chat(self._read(response)["choices"][0]["message"])
        except _UNREADABLE as error:
            said = f"no usable answer: {error}"
            raise self._error(said, response) from error

    def _read(self, response: httpx2.Response) -> Any:
        """Read the body, without the key: before a message cuts it, or quotes it."""
        return _without(self._key.reveal(), response.json())

    def _reason(self, response: httpx2.Response) -> str:
        status = response.status_code
        try:
            return f"{status}: {self._read(response)['error']['message']}"
        except _UNREADABLE:
            return f"{status}: {response.reason_phrase}"

    def _error(self, said: str, response: httpx2.Response) -> ModelError:
        """Make the error, without the key if the service has quoted it."""
        clean = said.replace(self._key.reveal(), "…")
        clean = clean.encode(errors="backslashreplace").decode()
        return ModelError(clean, response.status_code)

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
    if len({call.id for call in calls}) < len(calls):
        raise MessageError("two calls have the same id")
    texts = [message["content"]] if message.get("content") else []
    if not texts and not calls:
        raise MessageError(
            message.get("refusal") or "neither a text nor a call"
        )
    return ChatMessage.assistant(*texts, *calls)


def _without(key: str, found: Any) -> Any:
    """Take the key out of every text in a body."""
    match found:
        case str():
            return found.replace(key, "…")
        case list():
            return [_without(key, one) for one in found]
        case dict():
            return {
                _without(key, name): _without(key, one)
                for name, one in found.items()
            }
    return found


def _entries(message: ChatMessage) -> list[dict[str, Any]]:
    """Sort the parts by where the protocol has them; a new kind has to say."""
    texts: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for part in message.parts:
        match part:
            case Text(text):
                texts.append({"type": "text", "text": text})
            case ImageReference(url):
                source = {"url": url}
                texts.append({"type": "image_url", "image_url": source})
            case ToolCall(id=call_id, name=name, arguments=arguments):
                function = {"name": name, "arguments": arguments}
                calls.append(
                    {"id": call_id, "type": "function", "function": function}
                )
            case ToolResult(call_id=call_id, text=text):
                answer = {"tool_call_id": call_id, "content": text}
                results.append({"role": "tool", **answer})
            case _:
                assert_never(part)
    if results:
        return results
    plain = len(texts) == 1 and texts[0]["type"] == "text"
    content = texts[0]["text"] if plain else texts or None
    entry = {"role": str(message.role), "content": content}
    return [entry | ({"tool_calls": calls} if calls else {})]
