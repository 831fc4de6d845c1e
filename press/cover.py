"""The cover: title, subtitle and author in the book's fonts over one geometric device.

Letters are drawn as outlines, so the picture looks the same in every program that shows it, with
no font at hand. The device is the smallest diamond of inheritance: four classes, one base.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import PIL
import resvg_py
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from PIL import Image

from press.kept import kept

_FONTS = Path(__file__).parents[1] / "theme" / "fonts"
_SERIF, _SANS = "BookSerif-SemiBold.ttf", "BookSans-Regular.ttf"
_TIGHT = -0.012  # of the size: large letters need less room between them


@dataclass(frozen=True)
class _Face:
    """One font file, as far as drawing words needs it."""

    font: TTFont

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in units of ``size``."""
        units = self.font["head"].unitsPerEm
        advances = sum(self.font["hmtx"][name][0] for name in self._names(text))
        return float(advances / units + _TIGHT * len(text)) * size

    def draw(self, text: str, size: float, x: float, y: float) -> str:
        """Return path data of ``text`` with its baseline at ``y``, starting at ``x``."""
        glyphs = self.font.getGlyphSet()
        scale = size / self.font["head"].unitsPerEm
        pen = SVGPathPen(glyphs, lambda number: f"{number:.1f}".removesuffix(".0"))
        for name in self._names(text):
            glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, x, y)))
            x += self.font["hmtx"][name][0] * scale + _TIGHT * size
        return str(pen.getCommands())

    def _names(self, text: str) -> Iterator[str]:
        known = self.font.getBestCmap()
        for letter in text:
            yield known.get(ord(letter), ".notdef")


@lru_cache(maxsize=8)
def _face(fonts: Path, name: str) -> _Face:
    return _Face(TTFont(fonts / name))


def _partitions(words: list[str]) -> Iterator[list[str]]:
    """Yield every way to set ``words`` in lines."""
    if not words:
        yield []
    for cut in range(1, len(words) + 1):
        for rest in _partitions(words[cut:]):
            yield [" ".join(words[:cut]), *rest]


def _fit(
    face: _Face, text: str, width: float, height: float, largest: float
) -> tuple[list[str], float]:
    """Return lines and the greatest size at which ``text`` fills no more than the given box."""
    best: tuple[list[str], float] = ([text], 0.0)
    words = text.split()
    ways = _partitions(words) if len(words) <= 10 else iter([words])
    for lines in ways:
        size = min(
            width / max(face.width(line, 1.0) for line in lines),
            height / (len(lines) * 1.08),
            largest,
        )
        if size > best[1] + 0.01:
            best = (lines, size)
    return best


def _wrap(face: _Face, text: str, size: float, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and face.width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _mix(ground: str, ink: str, share: float) -> str:
    """Return the color between two: ``share`` of ``ink`` on ``ground``, with no transparency."""
    pairs = [(int(ground[i : i + 2], 16), int(ink[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


@dataclass(frozen=True)
class _Lattice:
    """Nodes in ``rows`` rows, every second place taken, joined along the diagonals.

    ``x`` and ``y`` are the place of the first node of the first row, ``arm`` the distance between
    rows and between columns, and columns run beyond both edges of a page ``width`` wide.
    """

    x: float
    y: float
    arm: float
    rows: int
    width: float

    def _place(self, column: int, row: int) -> tuple[float, float]:
        return self.x + column * self.arm, self.y + row * self.arm

    def draw(self, column: int, row: int, palette: Mapping[str, str]) -> str:
        """Return the lattice with one diamond brought out, its top at ``column``, ``row``."""
        ground, paper = palette["accent"], palette["paper"]
        first, last = -int(self.x // self.arm) - 2, int(self.width / self.arm) + 2
        nodes = [(c, r) for r in range(self.rows) for c in range(first, last) if (c + r) % 2 == 0]
        lines = []
        for c, r in nodes:
            for side in (-1, 1):
                if r + 1 < self.rows:
                    (x1, y1), (x2, y2) = self._place(c, r), self._place(c + side, r + 1)
                    lines.append(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}")
        faint = _mix(ground, paper, 0.2)
        out = [
            f'<path d="{"".join(lines)}" fill="none" stroke="{faint}" '
            f'stroke-width="{self.arm * 0.014:.1f}"/>'
        ]
        out += [self._node(c, r, 0.055, _mix(ground, paper, 0.34)) for c, r in nodes]
        corners = [(column, row), (column + 1, row + 1), (column, row + 2), (column - 1, row + 1)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self._place(*place) for place in corners))
        out.append(
            f'<polygon points="{points}" fill="{ground}" stroke="{paper}" '
            f'stroke-width="{self.arm * 0.05:.1f}"/>'
        )
        base, *heirs = corners
        out.append(self._node(*base, 0.2, palette.get("dark-gold", palette["gold"])))
        out += [self._node(*heir, 0.2, paper) for heir in heirs]
        return "".join(out)

    def _node(self, column: int, row: int, radius: float, color: str) -> str:
        x, y = self._place(column, row)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius * self.arm:.1f}" fill="{color}"/>'


def _page(width: int, height: int, label: str, palette: Mapping[str, str], body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>"
        f'<rect width="{width}" height="{height}" fill="{palette["accent"]}"/>{body}</svg>\n'
    )


def cover_svg(
    title: str,
    subtitle: str,
    author: str,
    palette: Mapping[str, str],
    *,
    width: int = 1600,
    height: int = 2560,
    fonts: Path = _FONTS,
) -> str:
    """Return the cover as SVG of ``width`` times ``height`` pixels.

    ``palette`` maps the names of ``theme/tokens.css`` to colors; ``accent``, ``paper``,
    ``accent-soft`` and ``gold`` must be there.
    """
    serif, sans = _face(fonts, _SERIF), _face(fonts, _SANS)
    margin = width * 0.09
    room = width - 2 * margin
    lines, size = _fit(serif, title, room, height * 0.36, width * 0.16)
    y = margin + size * 0.86
    paths = []
    for line in lines:
        paths.append((serif.draw(line, size, margin - size * 0.03, y), palette["paper"]))
        y += size * 1.08
    small = width * 0.044
    y += small * 0.55
    for line in _wrap(sans, subtitle, small, room):
        paths.append((sans.draw(line, small, margin, y), palette["accent-soft"]))
        y += small * 1.3
    foot = width * 0.032
    for line in reversed(_wrap(sans, author, foot, room)):
        paths.append((sans.draw(line, foot, margin, height - margin), palette["accent-soft"]))
    top, bottom = y + small, height - margin - foot * 3.2
    lattice = _Lattice(margin, top, (bottom - top) / 4, 5, width)
    column = round(room * 0.6 / lattice.arm)
    body = lattice.draw(column - (column + 1) % 2, 1, palette)
    body += "".join(f'<path d="{data}" fill="{color}"/>' for data, color in paths)
    return _page(width, height, f"Cover: {title}. {subtitle}", palette, body)


def card_svg(
    title: str,
    subtitle: str,
    author: str,
    palette: Mapping[str, str],
    *,
    fonts: Path = _FONTS,
) -> str:
    """Return a picture of 1200 x 630 pixels for links on other sites."""
    serif, sans = _face(fonts, _SERIF), _face(fonts, _SANS)
    margin, room = 80.0, 680.0
    lines, size = _fit(serif, title, room, 300.0, 120.0)
    y = margin + size * 0.86
    body = _Lattice(780.0, 15.0, 150.0, 5, 420.0).draw(1, 1, palette)
    body += f'<rect width="740" height="630" fill="{palette["accent"]}"/>'
    for line in lines:
        body += f'<path d="{serif.draw(line, size, margin - 3, y)}" fill="{palette["paper"]}"/>'
        y += size * 1.08
    for line in _wrap(sans, subtitle, 36.0, room):
        y += 12.0
        body += f'<path d="{sans.draw(line, 36.0, margin, y)}" fill="{palette["accent-soft"]}"/>'
        y += 36.0
    body += f'<path d="{sans.draw(author, 26.0, margin, 560.0)}" fill="{palette["accent-soft"]}"/>'
    return _page(1200, 630, f"{title}. {subtitle}", palette, body)


def to_png(svg: str, width: int) -> bytes:
    """Return ``svg`` as PNG of ``width`` pixels, in a few colors, without a date in it."""
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    picture = Image.open(io.BytesIO(bytes(data))).convert("RGB").quantize(64)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def kept_png(svg: str, width: int, folder: Path) -> bytes:
    """Return ``svg`` as PNG like :func:`to_png`, drawn once and kept in ``folder``."""
    versions = f"{resvg_py.__version__} {PIL.__version__} {width}"
    made_from = (svg, versions, Path(__file__).read_bytes())
    return kept(folder, made_from, lambda: to_png(svg, width))
