"""What is made once and kept: a picture, a font cut to its letters. A plain module.

The name of a kept file is a digest of all that it is made from, so that a change of any of it has
it made anew, and deleting ``build/.cache`` costs nothing but time.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

from press.whole import write_whole


def kept(folder: Path, made_from: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` gives, from ``folder`` if it was made from the same before."""
    file = folder / _digest(made_from).hex()[:32]
    if not file.is_file():
        write_whole(file, make())
    return file.read_bytes()


def _digest(made_from: Iterable[str | bytes]) -> bytes:
    whole = hashlib.sha256()
    for part in made_from:
        whole.update(hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest())
    return whole.digest()


class Shelf:
    """Many small things in one file, for a build that asks for all of them each time.

    ``by`` is what all of them are made from, beside what is said when one is taken.
    """

    def __init__(self, file: Path, *by: str | bytes) -> None:
        self._file = file
        self._by = by
        self._now: dict[bytes, bytes] = {}
        try:
            found = pickle.loads(file.read_bytes())
        except Exception:  # whatever cannot be read was written by another version, or in part
            found = {}
        self._before: dict[bytes, bytes] = found if isinstance(found, dict) else {}

    def take(self, made_from: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` gives, or gave for the same before."""
        key = _digest([*self._by, *made_from])
        if key not in self._now:
            self._now[key] = self._before[key] if key in self._before else make()
        return self._now[key]

    def save(self) -> None:
        """Keep what was taken, and nothing else."""
        if self._now.keys() == self._before.keys():
            return
        write_whole(self._file, pickle.dumps(self._now))
        self._before = dict(self._now)
