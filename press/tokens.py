"""The design tokens of ``theme/tokens.css``, for editions that cannot use CSS variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;{}]+);")


def read_tokens(path: Path) -> dict[str, str]:
    """Return the custom properties that ``path`` declares, without their leading dashes."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return {name: value.strip() for name, value in _TOKEN.findall(text)}


def dark(tokens: Mapping[str, str]) -> dict[str, str]:
    """Return ``tokens`` with each value replaced by the one named ``dark-…``, where it exists."""
    return {name: tokens.get(f"dark-{name}", value) for name, value in tokens.items()}


def first_family(stack: str) -> str:
    """Return the first name of a CSS font stack: ``"Book Sans", serif`` gives ``Book Sans``."""
    return stack.partition(",")[0].strip().strip("\"'")
