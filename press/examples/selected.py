"""Which lines of a file a page shows, kept as long as the file is the same.

Proving asks for every file that is shown, and so does the gate of each edition; to find a class in
a file Sphinx parses its whole source. What was found is in ``build/.cache/selected.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from press.examples.ledger import Ledger
from press.whole import write_whole

_HERE = Path(__file__).parent


class Selected:
    """The numbers of selected lines, by what was asked for; ``ledger`` digests the files."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._file = ledger.layout.build / ".cache" / "selected.json"
        lock = ledger.digest(ledger.layout.lock.name, "file")
        how = (_HERE / "shown.py").read_bytes() + lock.encode()
        self._by = hashlib.sha256(how).hexdigest()[:24]
        try:
            known = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, list[Any]] = known if isinstance(known, dict) else {}
        self._changed = False

    def numbers(self, path: Path, options: dict[str, Any], name: str) -> list[int]:
        """Return the lines of ``path`` that ``options`` of ``literalinclude`` select.

        ``name`` is what the page calls the file. Raises :class:`press.examples.shown.ShownError`
        if the file or the lines are not there.
        """
        place = os.path.relpath(path, self._ledger.root)
        wanted = json.dumps([place, name, options], sort_keys=True, default=str)
        digest = f"{self._by} {self._ledger.digest(place, 'file')}"
        known = self._known.get(wanted)
        if known is not None and known[0] == digest:
            return list(known[1])
        from press.examples.shown import select_lines  # noqa: PLC0415 - brings Sphinx

        found = [number for number, _ in select_lines(path, options, name)]
        self._known[wanted] = [digest, found]
        self._changed = True
        return found

    def save(self) -> None:
        """Keep what was found; what is of no file any more goes."""
        if not self._changed:
            return
        root = self._ledger.root
        kept = {
            wanted: found
            for wanted, found in self._known.items()
            if (root / json.loads(wanted)[0]).is_file()
        }
        write_whole(self._file, json.dumps(kept))
        self._changed = False
