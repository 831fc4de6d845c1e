"""ZIP files that are the same bytes whenever their contents are."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can name


def write_zip(target: Path | IO[bytes], entries: Mapping[str, bytes | Path]) -> None:
    """Pack ``entries`` (name in the archive: contents, or the file that holds them), by name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries):
            contents = entries[name]
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = contents.read_bytes() if isinstance(contents, Path) else contents
            archive.writestr(entry, data)
