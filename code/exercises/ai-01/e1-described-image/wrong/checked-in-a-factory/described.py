"""Wrong: the check stands in a factory, and a copy does not pass through it.

Fails: test_a_changed_copy_is_checked
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DescribedImage:
    """Where an image lies, and what can be seen on it."""

    url: str
    description: str

    @classmethod
    def checked(cls, url: str, description: str) -> DescribedImage:
        image = cls(url, description)
        image._check()
        return image

    def _check(self) -> None:
        if not self.url.startswith("https://"):
            raise ValueError(f"an image is at https://, not {self.url!r}")
        words = self.description.strip()
        if not words:
            raise ValueError("an image needs a description")
        object.__setattr__(self, "description", words)
