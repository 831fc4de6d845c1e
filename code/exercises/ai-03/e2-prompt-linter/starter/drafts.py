"""Prompts before they are prompts, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """A prompt that nobody has checked yet."""

    text: str
    trusted: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


def lint(owner: type, outside: Collection[str] = ()) -> list[str]:
    """Say what is wrong with the drafts of a class."""
    found = []
    for name, draft in vars(owner).items():
        if isinstance(draft, Draft):
            used = set(re.findall(r"\$(\w+)", draft.text))
            if missing := used - {*draft.trusted, *draft.data}:
                found.append(f"{name}: not declared: {', '.join(missing)}")
    return found
