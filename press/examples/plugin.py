"""pytest plugin: the examples of a page as tests, on top of pytest-codeblocks.

pytest-codeblocks says which files are read (``--codeblocks``) and what the comments mean; this
plugin puts its own collector in the place of the one that reads lines and runs ``exec``. Nothing
else in pytest changes: ``-k``, ``-x``, ``--lf`` and the exit code mean what they mean.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from press.examples.items import Proof

_PROOF: pytest.StashKey[Proof] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that go with ``--codeblocks``."""
    group = parser.getgroup("general")
    group.addoption(
        "--update-outputs",
        action="store_true",
        help="rewrite the captured outputs of the pages in place (with --codeblocks)",
    )
    group.addoption(
        "--rerun-recorded",
        action="store_true",
        help="run examples although their record is fresh (with --codeblocks)",
    )
    group.addoption(
        "--skip-proven",
        action="store_true",
        help="collect nothing of a page on which nothing is to be proven (with --codeblocks)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known, also to plain pytest-codeblocks."""
    for mark in ("raises(error, match)", "timeout(seconds)", "python(version)"):
        config.addinivalue_line("markers", f"{mark}: for examples in pages, see press.examples")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """In quiet mode leave out pytest's percentages: the progress bar says how far it is."""
    config = session.config
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if _active(config) and config.option.verbose < 0 and reporter is not None:
        reporter._show_progress_info = False


def _active(config: pytest.Config) -> bool:
    return bool(config.getoption("codeblocks", False))


def proof_of(config: pytest.Config) -> Proof:
    """Return the state that the examples of this session share."""
    if _PROOF not in config.stash:
        from press.examples.items import Proof  # noqa: PLC0415 - imported only with --codeblocks

        config.stash[_PROOF] = Proof(config)
    return config.stash[_PROOF]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Put the page's own collector in the place of pytest-codeblocks' one."""
    found = yield
    if not _active(parent.config) or file_path.suffix != ".md":
        return found
    from press.examples.items import PageFile  # noqa: PLC0415

    rest = [one for one in found if type(one).__module__ != "pytest_codeblocks.plugin"]
    if len(rest) == len(found):
        return found
    page: pytest.Collector = PageFile.from_parent(parent, path=file_path)
    return [*rest, page]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run an item of a page: it has no fixtures to set up, and its process is not this one.

    pytest's own protocol makes three reports of each item and captures output and logging around
    them, which costs more than the example does.
    """
    if not _active(item.config):
        return None
    from press.examples.items import PageItem  # noqa: PLC0415

    if not isinstance(item, PageItem):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    stop = (pytest.exit.Exception, KeyboardInterrupt)
    call = pytest.CallInfo.from_call(item.runtest, when="call", reraise=stop)
    report = pytest.TestReport.from_item_and_call(item, call)
    item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run examples first: what fails at once is told before what takes minutes.

    Tests of programs then have all workers for themselves.
    """
    if not _active(config):
        return
    from press.examples.items import ShownItem  # noqa: PLC0415

    items.sort(key=lambda item: isinstance(item, ShownItem))


def pytest_runtestloop(session: pytest.Session) -> None:
    """Queue every chain that must run, so that workers stay busy ahead of the reports."""
    if _PROOF in session.config.stash and not session.config.option.collectonly:
        if session.testsfailed and not session.config.option.continue_on_collection_errors:
            return
        proof_of(session.config).queue(session.items)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write outputs and totals; end the fork servers."""
    if _PROOF in session.config.stash:
        proof = proof_of(session.config)
        proof.finish()
        if proof.complaints:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_report_teststatus(report: Any, config: pytest.Config) -> tuple[str, str, str] | None:
    """In quiet mode a progress bar takes the place of pytest's dots."""
    if _PROOF in config.stash and config.option.verbose < 0:
        return proof_of(config).status(report)
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count what was proven, and how."""
    config = terminalreporter.config
    if _PROOF in config.stash:
        for line in proof_of(config).summary():
            terminalreporter.write_line(line)
