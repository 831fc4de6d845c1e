"""An image with words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, init=False)
class DescribedImage:
    """Where an image lies, and what can be seen on it."""

    url: str
    description: str

    def __init__(self, url: str, description: str) -> None:
        words = description.strip()
        if not url.startswith("https://"):
            raise ValueError(f"an image is at https://, not {url!r}")
        if not words:
            raise ValueError("an image needs a description")
        object.__setattr__(self, "url", url)
        object.__setattr__(self, "description", words)
