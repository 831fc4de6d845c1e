"""What is lost in print, said so that the author of the page can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from press.pdf.pool import SetUnit

_PICTURE = re.compile(r"image:(?P<name>[^\"' ]+)")
_MISSING = re.compile(r"notdef glyph.*U\+(?P<code>[0-9A-F]{4,6})")
_FOREIGN = re.compile(r"no font of the book has '(?P<shown>.)")


@dataclass(frozen=True)
class Problem:
    """Something that is lost in print; ``location`` is ``file:line`` or a document."""

    location: str
    message: str


def explain(unit: SetUnit) -> Iterator[Problem]:
    """Turn what WeasyPrint said about a unit into something its author can act on."""
    for message in unit.facts.messages:
        if picture := _PICTURE.search(message):
            yield _picture(unit, picture["name"].rstrip(":,"), message)
        elif missing := _MISSING.search(message):
            shown = chr(int(missing["code"], 16))
            yield Problem(
                _line_of(unit.unit.source, shown),
                f"no font of the book has {shown!r} (U+{missing['code']}), it would print as an "
                "empty box: use another character, or add a font to theme/fonts",
            )
        elif foreign := _FOREIGN.search(message):
            yield Problem(_line_of(unit.unit.source, foreign["shown"]), message)
        else:
            yield Problem(unit.unit.source, message)


def _picture(unit: SetUnit, name: str, message: str) -> Problem:
    location = unit.unit.lines.get(name, unit.unit.source)
    if "no required alt" in message:
        return Problem(
            location,
            f"the picture {Path(name).name} has no text for those who cannot see it: "
            "say what it shows in its alt text",
        )
    _, _, reason = message.partition(f"{name}': ")
    file = unit.unit.images.get(name, name)
    return Problem(location, f"the picture {file} cannot be printed: {reason or message}")


def _line_of(source: str, text: str) -> str:
    """Return ``file:line`` of the first line with ``text``; the file alone where there is none."""
    try:
        lines = Path(source).read_text(encoding="utf-8").splitlines()
    except OSError:
        return source
    for number, line in enumerate(lines, 1):
        if text in line:
            return f"{source}:{number}"
    return source
