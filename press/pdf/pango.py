"""Pango, the library that WeasyPrint sets text with, cannot be installed by pip.

Where it is missing, the person at the terminal gets one line with the command to type, before any
page is read, instead of the traceback of an import deep inside.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings

_COMMANDS = {
    "darwin": "brew install pango",
    "linux": "apt-get install libpango-1.0-0 libpangoft2-1.0-0",
}


def missing_pango(platform: str = sys.platform) -> str:
    """Return the line to print when WeasyPrint finds no Pango on ``platform``, else ``""``."""
    # WeasyPrint prints a banner of its own and warns about optional libraries as it is imported.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            importlib.import_module("weasyprint")
        except OSError:
            command = _COMMANDS.get(platform, _COMMANDS["linux"])
            return f"Pango is missing, and WeasyPrint sets the PDF's text with it: {command}"
    return ""
