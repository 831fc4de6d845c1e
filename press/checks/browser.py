"""A real browser, a server on the loopback address, and what a page did while it was open."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from press.checks.outcome import UnavailableError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_BUNDLES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--hide-scrollbars",
    # Names do not resolve, so nothing can leave the machine even if a page asks for it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_HERE = ("http://127.0.0.1", "file://", "data:", "blob:", "about:", "chrome-error:")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def find_chromium() -> str:
    """Return the browser's path: ``CHROMIUM``, or what is installed.

    :raises UnavailableError: there is none.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found:
            return found
        raise UnavailableError(f"CHROMIUM={named} is no program: name the browser's file")
    for name in (*_NAMES, *_BUNDLES):
        found = shutil.which(name)
        if found:
            return found
    raise UnavailableError(
        "no Chromium is installed: sudo apt-get install chromium (macOS: brew install --cask"
        " chromium), or set CHROMIUM=/path/to/chrome"
    )


class _Shared:
    """The one browser of this process: Playwright can run once, and starting it takes a second."""

    users = 0
    browser: Browser | None = None
    closing = contextlib.ExitStack()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run headless Chromium, or share the one that runs; the last user closes it.

    :raises UnavailableError: no browser is installed.
    """
    if _Shared.browser is None:
        path = find_chromium()
        with contextlib.ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
            stack.callback(browser.close)
            _Shared.browser, _Shared.closing = browser, stack.pop_all()
    _Shared.users += 1
    try:
        yield _Shared.browser
    finally:
        _Shared.users -= 1
        if _Shared.users == 0:
            _Shared.browser = None
            _Shared.closing.close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port of the loopback address and yield its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Visit:
    """One tab; ``events`` holds what went wrong since it was last emptied, as (what, mend)."""

    page: Page
    events: list[tuple[str, str]] = field(default_factory=list)

    def take(self) -> list[tuple[str, str]]:
        """Return the events and forget them."""
        events, self.events[:] = list(dict.fromkeys(self.events)), []
        return events

    def listen(self) -> None:
        """Collect console errors, exceptions, failed requests and requests that leave the host."""
        page = self.page
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._add(f"script error: {error}", "mend the script"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def _add(self, what: str, mend: str) -> None:
        self.events.append((" ".join(what.split())[:300], mend))

    def _console(self, message: ConsoleMessage) -> None:
        # A failed request has a finding of its own, with the address.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._add(f"console error: {message.text}", "mend the script")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(_HERE):
            self._add(f"a request leaves the host: {request.url}", "ship the file")

    def _failed(self, request: Request) -> None:
        if request.url.startswith(_HERE) and "ERR_ABORTED" not in (request.failure or ""):
            self._add(f"{request.url} did not load ({request.failure})", "ship the file")

    def _response(self, response: Response) -> None:
        if response.status >= http.HTTPStatus.BAD_REQUEST:
            self._add(f"{response.url} answers {response.status}", "ship the file")


@contextlib.contextmanager
def tab(browser: Browser, *, dark: bool = False, phone: bool = False) -> Iterator[Visit]:
    """Open a tab in a context of its own, without motion."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(30_000)
    try:
        visit = Visit(context.new_page())
        visit.listen()
        yield visit
    finally:
        context.close()
