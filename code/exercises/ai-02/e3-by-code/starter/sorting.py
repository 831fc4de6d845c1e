"""The errors of a vendor, sorted by status."""

from __future__ import annotations

import json
from collections.abc import Mapping

from parlance.adapters.llm.failing import by_status
from parlance.domain.errors import ModelError


def error_of(
    status: int, body: str, headers: Mapping[str, str]
) -> ModelError:
    """Give our error for an answer with this status."""
    return by_status(status, json.loads(body)["error"]["message"])
