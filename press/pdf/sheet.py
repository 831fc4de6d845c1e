"""The style of the printed book: its style sheets, its fonts and the measures the merge needs.

Everything a designer changes is CSS in ``theme/print`` (and the tokens every edition shares). Page
numbers and running heads are set by the merge, after layout; their measures stand in the same style
sheets as custom properties, so that nothing has to be changed in two places.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from press.css import flatten, theme_folder
from press.tokens import read_tokens

_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "in": 72.0, "px": 0.75}
_LENGTH = re.compile(r"(-?[\d.]+)(pt|mm|in|px)")
_FACE = re.compile(r"@font-face\s*{([^}]*)}")
_PICTURE = re.compile(r'url\("([\w-]+\.svg)"\)')
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SHEETS = ("fonts.css", "text.css", "code.css", "boxes.css", "front.css")


@dataclass(frozen=True)
class Face:
    """One font file, as one ``@font-face`` rule declares it; ``sha`` is that of the file."""

    family: str
    weight: int
    italic: bool
    path: Path
    sha: str


@dataclass(frozen=True)
class Sheet:
    """The joined style sheet of one page format.

    ``css`` is what WeasyPrint gets, ``base`` the folder its relative addresses start from.
    """

    css: str
    base: Path
    values: dict[str, str]
    faces: tuple[Face, ...]

    @classmethod
    def load(cls, root: Path, page_format: str, highlighting: str) -> Sheet:
        """Join the style sheets of the project at ``root``, or of the press where it has none.

        ``page_format`` picks ``page-<format>.css``, ``highlighting`` is the CSS of the code.

        :raises ValueError: there is no such format, or a font file is missing.
        """
        theme = theme_folder(root)
        base = theme / "print"
        if not base.is_dir():
            base = Path(__file__).parents[2] / "theme" / "print"
        page = base / f"page-{page_format}.css"
        if not page.is_file():
            known = sorted(path.stem.removeprefix("page-") for path in base.glob("page-*.css"))
            raise ValueError(
                f"pdf_format = {page_format!r}: there is no {page.name} in theme/print: "
                f"choose one of {', '.join(known)}"
            )
        tokens = theme / "tokens.css"
        paths = [tokens, page, *(base / name for name in _SHEETS)]
        texts = [path.read_text(encoding="utf-8") for path in paths]
        values = {**read_tokens(tokens), **read_tokens(base / "code.css"), **read_tokens(page)}
        faces = tuple(_faces(base, texts[paths.index(base / "fonts.css")]))
        css = _PICTURE.sub(
            lambda match: _inline(base / match[1], values), "\n".join([*texts, highlighting])
        )
        return cls(css, base, values, faces)

    def length(self, name: str) -> float:
        """Return the custom property ``name`` in points."""
        match = _LENGTH.fullmatch(self.values[name])
        if match is None:
            raise ValueError(f"theme/print: --{name} is {self.values[name]!r}: give a length in pt")
        return float(match[1]) * _POINTS[match[2]]

    def color(self, name: str) -> tuple[float, float, float]:
        """Return the token ``name`` as red, green and blue from 0 to 1."""
        text = self.values[name].removeprefix("#")
        red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (0, 2, 4))
        return red, green, blue

    def count(self, name: str) -> int:
        """Return the custom property ``name`` as a whole number."""
        return int(self.values[name])

    def words(self, name: str) -> str:
        """Return the custom property ``name``, a string in quotes."""
        return self.values[name].strip("\"'")

    def face(self, family: str, weight: int = 400, italic: bool = False) -> Face:
        """Return the font file nearest to what is asked for."""
        found = [face for face in self.faces if face.family == family] or list(self.faces)
        return min(found, key=lambda face: (face.italic != italic, abs(face.weight - weight)))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The hashes of the font files, each once."""
        return tuple(dict.fromkeys(face.sha for face in self.faces))

    @cached_property
    def digest(self) -> str:
        """Hash of everything in the style that can change a page."""
        digest = hashlib.sha256(self.css.encode())
        for face in self.faces:
            digest.update(face.sha.encode())
        return digest.hexdigest()


def _inline(path: Path, values: dict[str, str]) -> str:
    """Put a picture of the style sheet into it, with the tokens it names filled in."""
    text = _COMMENT.sub("", flatten(path.read_text(encoding="utf-8"), values)).strip()
    return f'url("data:image/svg+xml,{quote(text)}")'


def _faces(base: Path, css: str) -> Iterator[Face]:
    for rule in _FACE.findall(css):
        parts = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+);", rule))
        source = re.search(r'url\("([^"]+)"\)', parts["src"])
        path = (base / source[1]).resolve() if source else base
        if not path.is_file():
            raise ValueError(f"theme/print/fonts.css: the font file {path.name} is missing")
        yield Face(
            parts["font-family"].strip("\"' "),
            int(parts.get("font-weight", "400")),
            parts.get("font-style", "normal").strip() == "italic",
            path,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
