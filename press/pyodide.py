"""Fetch Pyodide, CPython in WebAssembly: ``python -m press.pyodide`` (``make pyodide``).

With it and Node.js, examples for a Python newer than the one that builds the book are executed
where no such Python is installed. Nothing needs it: without it they are shown as not run.

The package comes through npm from whatever registry npm is set up for; what arrives must be, byte
for byte, what :data:`DIGEST` says.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from press.examples.wasm import FILES, FOLDER, SCRIPT, SNAPSHOT, node

PACKAGE = "pyodide@314.0.7"
DIGEST = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"


class FetchError(Exception):
    """Pyodide could not be fetched: the text says why and what mends it."""


def fetch(folder: Path = FOLDER) -> str:
    """Fetch Pyodide into ``folder`` unless it is there; return what was done."""
    if is_whole(folder):
        return f"{PACKAGE} is there"
    program = node()
    if program is None:
        raise FetchError("Node.js 18 or later is needed: install Debian's nodejs, or brew's node")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".pyodide-") as scratch:
        fresh = Path(scratch, "fresh")
        _unpack(_download(Path(scratch)), fresh)
        _run([program, str(SCRIPT), "snapshot", str(fresh)], "the interpreter does not start")
        (fresh / "stamp").write_text(_state(fresh), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    return f"{PACKAGE} fetched"


def is_whole(folder: Path = FOLDER) -> bool:
    """True if ``folder`` holds what was fetched, byte for byte."""
    stamp = folder / "stamp"
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _state(folder)


def _state(folder: Path) -> str:
    """Digest what was fetched and the files that came of it, to notice one that is damaged."""
    whole = hashlib.sha256(DIGEST.encode())
    for name in (*FILES, SNAPSHOT):
        file = folder / name
        whole.update(file.read_bytes() if file.is_file() else b"missing")
    return whole.hexdigest()


def _download(scratch: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm is needed to fetch it: install Debian's npm, or brew's node")
    _run([npm, "pack", "--silent", "--pack-destination", str(scratch), PACKAGE], "npm pack failed")
    archive = next(scratch.glob("*.tgz"))
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != DIGEST:
        raise FetchError(f"{PACKAGE} arrived with SHA-256 {found}, not {DIGEST}: do not use it")
    return archive


def _unpack(archive: Path, fresh: Path) -> None:
    fresh.mkdir()
    with tarfile.open(archive) as packed:
        for name in FILES:
            member = packed.extractfile(f"package/{name}")
            assert member is not None, "the digest says that it is there"
            (fresh / name).write_bytes(member.read())


def _run(command: list[str], failed: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise FetchError(f"{failed}: {said[-1] if said else f'exit {done.returncode}'}")


def main() -> int:
    """Fetch it and say so; 1 with one line if that fails."""
    try:
        print(f"pyodide: {fetch()}")
    except FetchError as error:
        print(f"pyodide: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
