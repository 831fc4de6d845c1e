"""The settings of a nightly run, from the environment."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass

from pydantic import SecretStr


@dataclass(frozen=True)
class Settings:
    """What a run needs to know before it begins."""

    api_token: SecretStr
    workers: int = 8
    timeout: float = 10.0
    skip_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.api_token.get_secret_value()) < 8:
            raise ValueError("api_token: missing, or under 8 characters")
        if not 1 <= self.workers <= 64:
            raise ValueError(f"workers: {self.workers} is not in 1 to 64")
        if not 0 < self.timeout < math.inf:
            raise ValueError(f"timeout: {self.timeout} is not a time")


def load() -> Settings:
    """Read the variables LINKWATCH_…; ValueError if one is wrong."""
    return Settings(
        SecretStr(_read("api_token", "")),
        _number("workers", int, 8),
        _number("timeout", float, 10.0),
        tuple(
            host for piece in _read("skip_hosts", "").split(",") if (host := piece.strip().lower())
        ),
    )


def _read(name: str, default: str) -> str:
    return os.environ.get(f"LINKWATCH_{name.upper()}", default)


def _number(name: str, kind: type, default: float) -> float:
    try:
        return kind(_read(name, str(default)))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
