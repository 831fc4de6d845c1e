"""Write a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import IO


class atomic_write:
    """Opens `path` for writing; its old content stands until the end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> IO[str]:
        self._file = NamedTemporaryFile(
            "w", encoding="utf-8", dir=self.path.parent, delete=False
        )
        return self._file

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        draft = Path(self._file.name)
        try:
            with self._file:
                if error is None:
                    self._file.flush()
                    os.fsync(self._file.fileno())
            if error is None:
                if self.path.exists():
                    shutil.copymode(self.path, draft)
                draft.replace(self.path)
        finally:
            draft.unlink(missing_ok=True)
