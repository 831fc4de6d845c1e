"""Ace by DAISY, the accessibility checker for EPUB, finds no violation.

It runs on Node.js and looks at every page in Chromium. ``press/setup.sh check`` installs it into
``.ace/`` from the lock in ``press/ace/``; nothing else needs it.
https://daisy.github.io/ace/
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press.checks.browser import find_chromium
from press.checks.outcome import Outcome, UnavailableError, missing_edition, plural, relative
from press.finding import Finding
from press.layout import Layout

FOLDER = Path(__file__).parents[2] / ".ace"
_PROGRAM = "node_modules/@daisy/ace-cli/bin/ace.js"
_MISSING = (
    "Ace by DAISY is not installed: type make check, which brings it with Node.js 20 or later"
    " and npm (sudo apt-get install nodejs npm; macOS: brew install node)"
)
_SECONDS = 1200


def _report(path: Path, folder: Path) -> dict[str, Any]:
    """Run Ace on one file and return what it reports.

    :raises UnavailableError: Ace, Node.js or Chromium is missing, or Ace ended without a report.
    """
    node, program = shutil.which("node"), folder / _PROGRAM
    if node is None or not program.is_file():
        raise UnavailableError(_MISSING)
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": find_chromium(),
        "ACE_TIMEOUT_INITIAL": "60000",  # ms for the browser to start: five seconds are few
    }
    with tempfile.TemporaryDirectory(prefix="press-ace-") as scratch:
        command = [node, str(program), "--force", "--silent"]
        command += [
            "--outdir",
            f"{scratch}/out",
            "--tempdir",
            f"{scratch}/temp",
            str(path.resolve()),
        ]
        done = subprocess.run(
            command,
            env=environment,
            cwd=scratch,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
        try:
            report: dict[str, Any] = json.loads(Path(scratch, "out/report.json").read_bytes())
        except (OSError, ValueError):
            said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["it said nothing"]
            raise UnavailableError(f"Ace ended without a report: {said[0]}") from None
    return report


def findings(report: dict[str, Any], pages: frozenset[str], name: str) -> list[Finding]:
    """Return each violation at its page, and each of ``pages`` that Ace did not look at."""
    found, seen = [], set()
    for subject in report["assertions"]:
        page = subject["earl:testSubject"]["url"].removeprefix("/")
        seen.add(page)
        for one in subject["assertions"]:
            test, result = one["earl:test"], one["earl:result"]
            said = " ".join(result["dct:description"].split())
            where = ", ".join(result.get("earl:pointer", {}).get("css", ())[:1])
            what = f"{test['dct:title']}: {said[:300]}" + (f" ({where})" if where else "")
            mend = test["help"]["dct:description"] or "mend what writes it"
            found.append(Finding(f"{name}/{page}", 0, what, f"{mend[:1].lower()}{mend[1:]}", "ace"))
    for page in pages - seen:
        found.append(Finding(f"{name}/{page}", 0, "Ace did not look at it", "name it in the spine"))
    return sorted(found)


def check_ace(path: Path, name: str = "", folder: Path = FOLDER) -> tuple[list[Finding], int]:
    """Run Ace on one EPUB; return the findings and how many pages were looked at."""
    with zipfile.ZipFile(path) as book:
        pages = frozenset(one for one in book.namelist() if one.endswith(".xhtml"))
    return findings(_report(path, folder), pages, name or path.name), len(pages)


def run(layout: Layout) -> Iterator[Outcome]:
    """Check every EPUB that is built."""
    files = sorted((layout.build / "epub").rglob("*.epub"))
    if not files:
        yield missing_edition("ace", layout.build / "epub", "epub")
    for file in files:
        name = relative(file, layout)
        found, pages = check_ace(file, name)
        yield Outcome("ace", f"{name}, {plural(pages, 'page')}", found)
