"""What is made once and kept: a picture, a font cut to its letters. A plain module.

The name of a kept file is a digest of all that it is made from, so that a change of any of it has
it made anew, and deleting ``build/.cache`` costs nothing but time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path


def kept(folder: Path, made_from: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` gives, from ``folder`` if it was made from the same before."""
    whole = hashlib.sha256()
    for part in made_from:
        whole.update(hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest())
    file = folder / whole.hexdigest()[:32]
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}.part")
        fresh.write_bytes(make())
        fresh.replace(file)
    return file.read_bytes()
