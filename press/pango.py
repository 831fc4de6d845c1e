"""Pango, the library that WeasyPrint sets text with, cannot be installed by pip.

Where it is missing, the person at the terminal gets one line with the command to type, before any
page is read, instead of the traceback of an import deep inside.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import io
import sys
import warnings

_COMMANDS = {
    "darwin": "brew install pango",
    "linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0",
}


def load_weasyprint() -> None:
    """Import WeasyPrint without a word. Raises ``OSError`` where a library is missing.

    It tries several names for each library. For one that the loader of Linux does not know, cffi
    asks ``ctypes.util.find_library``, which starts a compiler and a linker to find out:
    https://docs.python.org/3.11/library/ctypes.html#finding-shared-libraries. The last name that
    it tries is the one that Linux knows.
    """
    with contextlib.ExitStack() as stack:
        # It prints a banner of its own and warns about libraries that this book does not need.
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        if sys.platform == "linux":
            stack.callback(setattr, ctypes.util, "find_library", ctypes.util.find_library)
            setattr(ctypes.util, "find_library", lambda _name: None)  # noqa: B010
        importlib.import_module("weasyprint")


def missing_pango(platform: str = sys.platform) -> str:
    """Return the line to print when WeasyPrint finds no Pango on ``platform``, else ``""``."""
    try:
        load_weasyprint()
    except OSError:
        command = _COMMANDS.get(platform, _COMMANDS["linux"])
        return f"Pango is missing, and WeasyPrint sets the PDF's text with it: {command}"
    return ""
