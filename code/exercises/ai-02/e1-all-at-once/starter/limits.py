"""What a model can do, as data: says the first thing that is missing."""

from __future__ import annotations

from dataclasses import dataclass

from parlance.domain.errors import UnsupportedRequest
from parlance.domain.messages import ImageReference
from parlance.domain.requests import ChatRequest


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model can do; without `together` no tools about images."""

    tools: bool = True
    images: bool = True
    together: bool = True
    max_messages: int | None = None

    def check(self, request: ChatRequest) -> None:
        """Raise UnsupportedRequest, or do nothing."""
        images = any(
            isinstance(part, ImageReference)
            for part in request.messages[-1].parts
        )
        if request.tools and not self.tools:
            raise UnsupportedRequest("cannot: call tools")
        if images and not self.images:
            raise UnsupportedRequest("cannot: read images")
        if images and request.tools and not self.together:
            raise UnsupportedRequest("cannot: call tools about images")
        most = self.max_messages
        if most and len(request.messages) > most:
            raise UnsupportedRequest(f"cannot: read more than {most} messages")
