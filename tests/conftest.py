"""What tests in several rooms share: the project's own layout and one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def layout() -> Layout:
    """The project that these tests belong to."""
    return Layout(Path(__file__).resolve().parents[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, started once."""
    from press.checks.browser import chromium

    with chromium() as running:
        yield running
