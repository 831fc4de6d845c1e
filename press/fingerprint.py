"""Fingerprints of source folders: has anything changed since the last whole build?"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_IGNORED_FOLDERS = {"__pycache__", ".git", ".venv", "build", ".mypy_cache", ".ruff_cache"}


def files_below(path: Path) -> Iterator[Path]:
    """Every file below ``path`` (or ``path`` itself), in a fixed order, caches left out.

    A link that leads nowhere is no file: some editors leave one beside each page they have open.
    """
    if path.is_file():
        yield path
        return
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if name not in _IGNORED_FOLDERS)
        for name in sorted(files):
            file = Path(folder, name)
            if not name.endswith(".pyc") and file.is_file():
                yield file


def fingerprint(root: Path, paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over the names (relative to ``root``) and contents of files, plus ``words``.

    Contents and not times are read: a fresh clone or a touched file changes nothing. The version
    of Python is part of it, because a page states on which version its examples ran.
    """
    digest = hashlib.sha256(sys.version.encode())
    for word in words:
        digest.update(b"\0word\0" + word.encode())
    for path in paths:
        for file in files_below(path):
            digest.update(b"\0file\0" + file.relative_to(root).as_posix().encode() + b"\0")
            digest.update(_digest(file))
    return digest.hexdigest()


def _digest(file: Path) -> bytes:
    status = file.stat()
    return _digest_of(file, status.st_mtime_ns, status.st_size, status.st_ino)


@cache
def _digest_of(file: Path, *_state: int) -> bytes:
    """Digest a file once in a process: several editions are made from the same files."""
    return hashlib.sha256(file.read_bytes()).digest()
