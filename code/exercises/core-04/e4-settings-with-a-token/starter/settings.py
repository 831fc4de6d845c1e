"""The settings of a nightly run, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass
class Settings:
    """What a run needs to know before it begins."""

    api_token: str
    workers: int
    timeout: float
    skip_hosts: list[str]


def load() -> Settings:
    """Read the variables LINKWATCH_…; ValueError if one is wrong."""
    return Settings(
        os.environ["LINKWATCH_API_TOKEN"],
        int(os.environ.get("LINKWATCH_WORKERS", "8")),
        float(os.environ.get("LINKWATCH_TIMEOUT", "10")),
        os.environ.get("LINKWATCH_SKIP_HOSTS", "").split(","),
    )
