"""A client for the model in the shed, which speaks Ollama's chat."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import httpx2

from parlance import (
    ChatMessage,
    Conversation,
    MessageError,
    ModelError,
    Role,
    Secret,
    Text,
    TurnError,
)


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
        self._key = key
        self._model = model
        self._timeout = timeout
        self._opened = ExitStack()
        self._client: httpx2.Client | None = client
        if client is None:
            self._client = self._opened.enter_context(httpx2.Client())

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Send the conversation and give the answer, or raise ModelError."""
        if self._client is None:
            raise RuntimeError("the client is closed")
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        messages = [_entry(message) for message in conversation]
        response = self._post(self._client, messages)
        found = _json(response)
        if response.is_error:
            raise self._error(_reason(found, response), response)
        if (answer := _answer(found)) is None:
            raise self._error("no usable answer", response)
        return answer

    def _post(
        self, client: httpx2.Client, messages: list[dict[str, str]]
    ) -> httpx2.Response:
        try:
            return client.post(
                self._url,
                json={
                    "model": self._model,
                    "messages": messages,
                    "stream": False,
                },
                headers={"authorization": f"Bearer {self._key.reveal()}"},
                timeout=self._timeout,
            )
        except httpx2.TimeoutException as error:
            raise ModelError(
                f"no answer from {self._url} within {self._timeout:g} s"
            ) from error
        except (
            httpx2.RequestError,
            httpx2.InvalidURL,
            UnicodeError,
        ) as error:
            raise ModelError(
                f"no answer from {self._url}: {type(error).__name__}"
            ) from error

    def _error(self, said: str, response: httpx2.Response) -> ModelError:
        """Take the key out, then cut: half a key is not found any more."""
        clean = said.replace(self._key.reveal(), "…")
        clean = clean.encode(errors="backslashreplace").decode()
        return ModelError(clean[:120], response.status_code)

    def close(self) -> None:
        """End what it opened; a second time there is nothing left to end."""
        self._client = None
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _entry(message: ChatMessage) -> dict[str, str]:
    if not all(isinstance(part, Text) for part in message.parts):
        raise MessageError(f"the shed is sent texts alone: {message!r:.60}")
    return {"role": str(message.role), "content": message.text}


def _json(response: httpx2.Response) -> Any:
    """Read the body, None where it cannot be read."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _reason(found: Any, response: httpx2.Response) -> str:
    match found:
        case {"error": str(reason)}:
            return f"{response.status_code}: {reason}"
        case _:
            return f"{response.status_code}: {response.reason_phrase}"


def _answer(found: Any) -> ChatMessage | None:
    """Find the message in what was answered, None where there is none."""
    match found:
        case {"message": {"content": str(text)}}:
            try:
                return ChatMessage.assistant(text)
            except MessageError:  # empty, or half a character
                return None
        case _:
            return None
