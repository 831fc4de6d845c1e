"""The port to a language model: what each adapter has to do.

What a type cannot say is in labkit.contracts.chat_model, as tests.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import StreamEvent
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest

EventStream = AbstractAsyncContextManager[AsyncIterator[StreamEvent]]


class ChatModel(Protocol):
    """A model that answers. Errors are ModelError, and nothing is retried.

    What the model cannot do raises UnsupportedRequest before anything is
    sent. After the deadline nobody waits: ProviderTimeout, phase "total".
    """

    @property
    def capabilities(self) -> ModelCapabilities:
        """What this model can do."""

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the whole answer."""

    def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> EventStream:
        """Give the answer in pieces, for the length of an `async with` block.

        Finished comes once and last. At the end of the block the connection
        is closed or free again, also after a `break`.
        """

    async def aclose(self) -> None:
        """Give back what it holds; a second time does nothing.

        To ask a closed model is a mistake of the program: RuntimeError.
        """
