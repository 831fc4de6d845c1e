"""The named diagrams in the sources of a book, found without building it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<mark>`{3,}|:{3,})\{mermaid\}[ \t]*\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.M | re.S
)
_OPTION = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_DIRECTION = re.compile(r"\A(\s*(?:flowchart|graph)[ \t]+)(?:TB|TD|BT|LR|RL)\b")


@dataclass(frozen=True)
class Drawing:
    """One diagram: its options and its text, and the ``line`` of ``path`` where the text begins."""

    path: Path
    line: int
    options: dict[str, str]
    text: str

    def turned(self, direction: str) -> str:
        """Return the text of a flowchart that runs in ``direction``, such as ``LR``.

        :raises ValueError: if the diagram is no flowchart.
        """
        text, count = _DIRECTION.subn(rf"\g<1>{direction}", self.text)
        if not count:
            raise ValueError(self.text.strip().partition("\n")[0])
        return text


class UnknownDrawingError(LookupError):
    """No diagram has the name; the message names the nearest one."""


def find_drawing(folder: Path, name: str) -> Drawing:
    """Return the diagram with ``:name: name`` on a page below ``folder``.

    :raises UnknownDrawingError: if there is none.
    """
    place = _PLACES.get((folder, name))
    if place and (found := _named(place).get(name)):
        return found
    known: dict[str, Drawing] = {}
    for path in sorted(folder.rglob("*.md")):
        known = _named(path) | known
    _PLACES.update({(folder, one): drawing.path for one, drawing in known.items()})
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    mend = f'did you mean "{close[0]}"?' if close else f'write ":name: {name}" into a diagram'
    raise UnknownDrawingError(f'no diagram of the book is called "{name}": {mend}')


#: On which page a name was found: a deck shows many diagrams, and a look at each page for each of
#: them costs with the square of the book. The page is asked again, so a name may move away.
_PLACES: dict[tuple[Path, str], Path] = {}


def _named(path: Path) -> dict[str, Drawing]:
    """Give the diagrams of a page by name; of two with one name the first."""
    found: dict[str, Drawing] = {}
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for drawing in _drawings(path, text):
        if name := drawing.options.get("name"):
            found.setdefault(name, drawing)
    return found


def _drawings(path: Path, text: str) -> Iterator[Drawing]:
    for fence in _FENCE.finditer(text):
        lines = fence["body"].split("\n")
        options: dict[str, str] = {}
        while lines and (option := _OPTION.fullmatch(lines[0])):
            options[option["key"]] = option["value"].strip()
            del lines[0]
        while lines and not lines[0].strip():
            del lines[0]
        end = text.count("\n", 0, fence.end("body"))
        yield Drawing(path, end - len(lines) + 2, options, "\n".join(lines).rstrip("\n"))
