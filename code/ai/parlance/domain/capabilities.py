"""What a model can do: data that is asked, not a type that is tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parlance.domain.errors import UnsupportedRequest
from parlance.domain.messages import ImageReference
from parlance.domain.requests import ChatRequest


@dataclass(frozen=True, slots=True)
class ModelCapabilities:
    """What one model at one provider can do; None is not known.

    `image_urls`: it fetches an image by its address; without, the image has
    to come along as `data:`. `reasoning`: it may tell what it thinks.
    """

    tools: bool = True
    images: bool = True
    image_urls: bool = True
    streaming: bool = True
    reasoning: bool = False
    temperature: bool = True
    max_output: int | None = None

    def check(self, request: ChatRequest, *, stream: bool = False) -> None:
        """Raise UnsupportedRequest with all that the request asks in vain."""
        missing = list(self._missing(request, stream))
        if missing:
            raise UnsupportedRequest(
                "this model cannot: " + ", ".join(missing)
            )

    def _missing(self, request: ChatRequest, stream: bool) -> Iterator[str]:
        images = [
            part
            for message in request.messages
            for part in message.parts
            if isinstance(part, ImageReference)
        ]
        fetched = [one for one in images if not one.url.startswith("data:")]
        if images and not self.images:
            yield "read images"
        elif fetched and not self.image_urls:
            yield "fetch images"
        if request.tools and not self.tools:
            yield "call tools"
        if request.temperature is not None and not self.temperature:
            yield "take a temperature"
        if stream and not self.streaming:
            yield "stream"
        if self.max_output and request.max_output_tokens > self.max_output:
            yield f"write more than {self.max_output} tokens"


ANYTHING = ModelCapabilities()  # nothing is known that it could not do
