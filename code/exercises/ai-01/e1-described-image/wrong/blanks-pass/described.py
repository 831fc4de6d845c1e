"""Wrong: blanks are taken for words.

Fails: test_blanks_describe_nothing
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DescribedImage:
    """Where an image lies, and what can be seen on it."""

    url: str
    description: str

    def __post_init__(self) -> None:
        if not self.url.startswith("https://"):
            raise ValueError(f"an image is at https://, not {self.url!r}")
        words = self.description
        if not words:
            raise ValueError("an image needs a description")
        object.__setattr__(self, "description", words)
