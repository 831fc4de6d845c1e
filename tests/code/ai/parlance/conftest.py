"""No network but the loopback address, and a provider on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from labkit.fixtures import wire  # noqa: F401 - a fixture
from labkit.guards import loopback_only


@pytest.fixture(autouse=True)
def loopback() -> Iterator[None]:
    with loopback_only():
        yield
