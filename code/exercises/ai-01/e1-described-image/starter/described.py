"""An image with words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class DescribedImage:
    """Where an image lies, and what can be seen on it."""

    url: str
    description: str = ""
