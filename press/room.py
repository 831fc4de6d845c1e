"""Can the build folder be written to? What stands in the way is one line, not a traceback."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

_PROBE = 1 << 20  # bytes: less than this is no room for an edition
_FULL = (errno.ENOSPC, errno.EDQUOT)


def obstacle(build: Path) -> str:
    """Say what keeps files from being written into ``build`` and how to mend it, or ""."""
    try:
        build.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=build) as probe:
            probe.write(os.urandom(_PROBE))
            probe.flush()
    except OSError as error:
        if error.errno in _FULL:
            return f"the disk that holds {build.name}/ is full: free some space and run this again"
        why = error.strerror or type(error).__name__
        return f"{build.name}/ cannot be written ({why}): make it a folder of yours"
    return ""
