"""Sizes of pictures, so that a page keeps room for one that is still on its way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from sphinx.util.images import get_image_size

_IMG = re.compile(r'<img (?P<before>[^>]*?)src="(?P<src>[^"]+)"(?P<after>[^>]*?)/?>')
_VIEW_BOX = re.compile(r'<svg\b[^>]*?\bviewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')


@lru_cache(maxsize=1024)
def measure(file: Path) -> tuple[int, int] | None:
    """Return width and height of a picture in pixels, or nothing if the file does not tell."""
    if file.suffix == ".svg":
        head = file.read_text(encoding="utf-8", errors="replace")[:4000]
        match = _VIEW_BOX.search(head)
        return (round(float(match[1])), round(float(match[2]))) if match else None
    return get_image_size(file)


def state_sizes(body: str, files: Mapping[str, Path]) -> str:
    """Return ``body`` with width and height on each picture; ``files`` maps names to files.

    A style sheet with ``height: auto`` then knows the shape of a picture before it has come.
    """

    def state(match: re.Match[str]) -> str:
        tag = match[0]
        file = files.get(match["src"].rpartition("/")[2])
        if file is None or re.search(r'\b(?:width|height)="', tag):
            return tag
        size = measure(file)
        if size is None:
            return tag
        shape = f'width="{size[0]}" height="{size[1]}"'
        return f'<img {match["before"]}src="{match["src"]}"{match["after"].rstrip()} {shape}>'

    return _IMG.sub(state, body)
