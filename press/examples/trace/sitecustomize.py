"""Loaded by every Python that an example starts: note the project files it reads.

``PRESS_TRACE`` holds the project's root and the folders in it that do not count, separated by
tabs; what is read is appended to the file ``trace`` in the folder ``TMPDIR``. With
``PRESS_TRACE_ONLY`` nothing is refused.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path


def _trace(setting: str) -> None:
    root, *apart = setting.split("\t")
    log = os.environ["TMPDIR"] + "/trace"
    found = importlib.util.spec_from_file_location(
        "_press_sandbox", Path(__file__).parent.parent / "sandbox.py"
    )
    if found is None or found.loader is None:
        return
    sandbox = importlib.util.module_from_spec(found)
    found.loader.exec_module(sandbox)
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    class Watch(sandbox.Watch):  # type: ignore[misc, name-defined]
        """Write down at once what is read: this process may end without notice."""

        def note(self, path: str, kind: str) -> None:
            if path not in self.touched:
                self.touched[path] = kind
                os.write(handle, f"{kind}\t{path}\n".encode())

    watch = Watch(root, apart)
    watch.strict = not os.environ.get("PRESS_TRACE_ONLY")
    watch.install()
    watch.active = True


if os.environ.get("PRESS_TRACE"):
    try:
        _trace(os.environ["PRESS_TRACE"])
    except OSError as error:
        print(f"the press cannot trace this process: {error}", file=sys.stderr)
