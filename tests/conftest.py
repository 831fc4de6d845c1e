"""What tests in several rooms share: the project's own layout and one browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press.examples.proven_tests import proven
from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# What the tests start is read as plain text. Where CI is set Sphinx colors its messages, terminal
# or not: https://github.com/sphinx-doc/sphinx/blob/master/sphinx/_cli/util/colour.py
os.environ["NO_COLOR"] = "1"


# What takes longest begins first, so that no process is left with a long file at the end.
_LONG = (
    "editions/test_web.py",
    "editions/test_decks.py",
    "code/test_gates.py",
    "editions/test_pdf.py",
    "pdf/test_incremental.py",
    "editions/test_run_in_page.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test`, which has built the book, pass over what that has run."""
    parser.addoption(
        "--pass-proven",
        action="store_true",
        help="leave out tests that ran, as they stand, when the examples were proven",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of long files first, in the order of the list."""
    if config.getoption("--pass-proven"):
        ran = proven(config.rootpath, (item.path for item in items))
        config.hook.pytest_deselected(items=[item for item in items if item.path in ran])
        items[:] = [item for item in items if item.path not in ran]
    items.sort(
        key=lambda item: next(
            (at for at, name in enumerate(_LONG) if item.path.as_posix().endswith(name)), len(_LONG)
        )
    )


@pytest.fixture(scope="session")
def layout() -> Layout:
    """The project that these tests belong to."""
    return Layout(Path(__file__).resolve().parents[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, started once for a file of tests.

    While Playwright runs, its event loop runs in this thread, and tests of coroutines cannot.
    """
    from press.checks.browser import chromium

    with chromium() as running:
        yield running
