"""What a model can do, as a table of rules."""

from __future__ import annotations

from collections.abc import Callable
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
        missing = [said for said, asked in RULES.items() if asked(self, request)]
        if missing:
            words = ", ".join(missing).format(self.max_messages)
            raise UnsupportedRequest(f"cannot: {words}")


def _images(request: ChatRequest) -> bool:
    return any(
        isinstance(part, ImageReference)
        for message in request.messages
        for part in message.parts
    )


def _both(limits: Limits, request: ChatRequest) -> bool:
    able = limits.tools and limits.images and not limits.together
    return able and bool(request.tools) and _images(request)


def _long(limits: Limits, request: ChatRequest) -> bool:
    most = limits.max_messages
    return most is not None and len(request.messages) > most


RULES: dict[str, Callable[[Limits, ChatRequest], bool]] = {
    "call tools": lambda can, asked: bool(asked.tools) and not can.tools,
    "read images": lambda can, asked: _images(asked) and not can.images,
    "call tools about images": _both,
    "read more than {} messages": _long,
}
