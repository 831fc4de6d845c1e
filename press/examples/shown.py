"""Files that a page shows: which lines. Sphinx's own code selects them."""

from __future__ import annotations

import ast
import difflib
import re
from pathlib import Path
from typing import Any

from sphinx.config import Config
from sphinx.directives.code import LiteralIncludeReader
from sphinx.errors import PycodeError
from sphinx.pycode import ModuleAnalyzer

from press.examples.model import ShownError

_SELECTORS = ("pyobject", "lines", "start-at", "start-after", "end-at", "end-before")


class _Line(str):
    """A line of a file that knows its number."""

    number: int


class _Reader(LiteralIncludeReader):
    """Sphinx's own selection of lines, applied to lines that know where they come from."""

    def read_file(self, filename: Any, location: Any = None) -> list[str]:
        lines: list[str] = []
        for number, text in enumerate(super().read_file(filename, location), 1):
            line = _Line(text)
            line.number = number
            lines.append(line)
        return lines

    def select(self) -> list[tuple[int, str]]:
        lines = self.read_file(self.filename)
        for step in (self.pyobject_filter, self.start_filter, self.end_filter, self.lines_filter):
            lines = step(lines)
        return [(line.number, str(line)) for line in lines if isinstance(line, _Line)]


def select_lines(path: Path, options: dict[str, Any], name: str) -> list[tuple[int, str]]:
    """Return the lines of ``path`` that ``options`` of ``literalinclude`` select, with numbers.

    ``name`` is what the page calls the file. Raises :class:`ShownError` if the file or the lines
    are not there.
    """
    if not path.is_file():
        raise ShownError(f"there is no file {name}", "correct its path")
    chosen = {key: options[key] for key in _SELECTORS if options.get(key)}
    try:
        length = len(path.read_text(encoding="utf-8").splitlines())
        if "pyobject" in chosen:
            _find_object(path, chosen["pyobject"], name)
    except UnicodeDecodeError as error:
        raise ShownError(f"{name} is not UTF-8: {error.reason}", "save it as UTF-8") from None
    numbers = [int(one) for one in re.findall(r"\d+", str(chosen.get("lines", "")))]
    if numbers and "pyobject" not in chosen and max(numbers) > length:
        raise ShownError(
            f"lines {chosen['lines']} of {name}, which has {length}", "correct the lines"
        )
    try:
        found = _Reader(str(path), chosen, Config()).select()
    except (ValueError, OSError) as error:
        raise ShownError(str(error), f"look into {name}") from None
    if not found:
        raise ShownError(f"{name} has no such lines", "correct the lines")
    return found


def _find_object(path: Path, wanted: str, name: str) -> None:
    """Raise :class:`ShownError` unless the file defines what ``wanted`` names."""
    try:
        known = ModuleAnalyzer.for_file(path, "").find_tags()
    except PycodeError:
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError) as error:
            line = f":{error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
            raise ShownError(f"{name}{line} is not Python: {error.args[0]}", "mend it") from None
        raise
    if wanted not in known:
        close = difflib.get_close_matches(wanted, known, n=1)
        raise ShownError(
            f"{name} defines no {wanted}",
            f"did you mean {close[0]}?" if close else "name a class, a function or a method",
        )
