"""Wrong: the second thing is heard of after the first is mended.

Fails: test_all_that_is_missing_is_named_at_once
"""

from __future__ import annotations

from collections.abc import Iterator
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
        """Raise UnsupportedRequest with all that is missing, or nothing."""
        for missing in self._missing(request):
            raise UnsupportedRequest("cannot: " + missing)

    def _missing(self, request: ChatRequest) -> Iterator[str]:
        images = any(
            isinstance(part, ImageReference)
            for message in request.messages
            for part in message.parts
        )
        if request.tools and not self.tools:
            yield "call tools"
        if images and not self.images:
            yield "read images"
        able = self.tools and self.images
        if images and request.tools and able and not self.together:
            yield "call tools about images"
        most = self.max_messages
        if most is not None and len(request.messages) > most:
            yield f"read more than {most} messages"
