"""Wrong: the blanks around the words make two values of one.

Fails: test_words_are_kept_without_the_blanks_around_them
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
        words = self.description.strip()
        if not words:
            raise ValueError("an image needs a description")
