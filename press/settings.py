"""Read ``conf.py`` before Sphinx does: what is wrong there is one line and not a crash report."""

from __future__ import annotations

import difflib
import importlib.util
import os
import runpy
import sys
import traceback
from pathlib import Path


class SettingsError(Exception):
    """``conf.py`` cannot be used: the text says where and why."""


def check_settings(conf: Path, environment: dict[str, str]) -> list[str]:
    """Return the names of the extensions of ``conf.py``.

    Raises :class:`SettingsError` if it fails or names an extension that is not there.
    ``environment`` is what it will find when Sphinx reads it.
    """
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        found = runpy.run_path(str(conf))
    except SyntaxError as error:
        place = Path(error.filename or conf).name
        raise SettingsError(f"{place}:{error.lineno}: {error.msg}: mend the line") from None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == str(conf)]
        where = f"{conf.name}:{lines[-1]}" if lines else conf.name
        raise SettingsError(f"{where}: {type(error).__name__}: {error}") from None
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value
    extensions = list(found.get("extensions", ()))
    for name in extensions:
        if not _exists(name):
            raise SettingsError(f"{conf.name}: there is no extension {name!r}; {_mend(name)}")
    return extensions


def _exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _mend(name: str) -> str:
    package, _, last = name.rpartition(".")
    folder = Path(getattr(sys.modules.get(package), "__file__", None) or "").parent
    known = [file.stem for file in folder.glob("*.py")] if package else []
    close = difflib.get_close_matches(last, known, 1)
    return f"did you mean {package}.{close[0]}?" if close else "correct the name, or install it"
