"""Mermaid text to an SVG picture that looks the same in a browser, an e-reader and print.

``mermaid-render`` lays the diagram out; this module gives it the palette and the sans of the
project and makes the file stand alone:

* every color is a literal value, because WeasyPrint and a picture in ``<img>`` know no variables
  of the page;
* the letters that occur are embedded as WOFF2 subsets, because a picture sees no page fonts
  (WeasyPrint in turn ignores these and takes the family of the same name from the document);
* it stands on its own ground, so that it stays legible on a dark page;
* the classes ``mark``, ``gold`` and ``soft`` (``A:::mark``) color a node in both palettes.

The module knows neither Sphinx nor where pictures are kept.
"""

from __future__ import annotations

import base64
import io
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml import etree
from mermaid_render import convert, renderer
from mermaid_render import fonts as renderer_fonts

SVG = "{http://www.w3.org/2000/svg}"
DRAWS_BY = f"mermaid-render {version('mermaid-render')}"
"""Name and version of what lays diagrams out."""

# fontTools tells every table it drops; Sphinx would print it all.
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)

_LABEL_PX = 16.0
_RADIUS = "4"
_FAILURE = re.compile(r"(?P<code>\S+) at (?P<line>\d+):(?P<column>\d+): (?P<text>.*)", re.DOTALL)
# What the renderer takes out before it counts lines: comments, and directives in %%{ }%%.
_COMMENT = re.compile(r"^\s*%%(?!\{)[^\n]+\n?", re.MULTILINE)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_FRONT_MATTER = re.compile(r"\A[ \t]*---[ \t]*\n.*?\n[ \t]*---[ \t]*\n", re.DOTALL)
_EMPHASIS = {
    "mark": ("mark-soft", "mark"),
    "gold": ("gold-soft", "gold"),
    "soft": ("paper", "ink-soft"),
}
# A class without members is one box with its name, not three.
_SETTINGS = '\n%%{init: {"class": {"hideEmptyMembersBox": true}}}%%'
_BOLD = {"bold", "bolder", "600", "700", "800", "900"}
# The outline of a label that a line may cross: its ground, which the renderer leaves to be mixed.
_MIX = re.compile(r"color-mix\(in srgb, ?(#[0-9a-f]{6}) ([\d.]+)%, ?(#[0-9a-f]{6})\)")


class DiagramError(ValueError):
    """The text is no diagram: what is wrong, and where (line and column count from 1)."""

    def __init__(self, problem: str, line: int, column: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Face:
    """One cut of the sans: the family's name, CSS weight and style, and its TrueType file."""

    family: str
    weight: int
    style: str
    file: Path


@dataclass(frozen=True)
class Size:
    """Width and height of a picture and of its smallest letters, in CSS pixels."""

    width: float
    height: float
    smallest: float


def find_faces(family: str, folder: Path) -> list[Face]:
    """Return the cuts of ``family`` in ``folder``, or the renderer's own where there are none."""
    stem = family.replace(" ", "")
    cuts = [("Regular", 400, "normal"), ("SemiBold", 600, "normal"), ("Italic", 400, "italic")]
    own = [Face(family, weight, style, folder / f"{stem}-{cut}.ttf") for cut, weight, style in cuts]
    if all(face.file.is_file() for face in own):
        return own
    files = renderer_fonts.ROOT
    name = renderer_fonts.FONT_FAMILY
    cuts[1] = ("Bold", 600, "normal")
    return [Face(name, weight, style, files / f"NotoSans-{cut}.ttf") for cut, weight, style in cuts]


def draw(source: str, tokens: Mapping[str, str], faces: list[Face]) -> str:
    """Return the picture of ``source`` in the colors of ``tokens`` and the letters of ``faces``.

    Raises:
        DiagramError: the text is not valid Mermaid, or draws nothing.
    """
    root = _layout(source, _theme(tokens))
    _restyle(root, tokens)
    _frame(root, tokens, faces[0].family)
    texts = list(_texts(root))
    if not texts:
        raise DiagramError("this draws nothing: name at least one node", 1, 1)
    style = etree.Element(f"{SVG}style")
    style.text = "".join(_font_rules(texts, faces))
    root.insert(0, style)
    return str(etree.tostring(root, encoding="unicode")) + "\n"


def measure(svg: str) -> Size:
    """Return the size of a picture that :func:`draw` made."""
    root = etree.fromstring(svg.encode())
    smallest = min((size for _, _, _, size in _texts(root)), default=_LABEL_PX)
    return Size(float(root.get("width", 0)), float(root.get("height", 0)), smallest)


def missing_letters(svg: str, faces: list[Face]) -> str:
    """Return the letters of a picture that the fonts do not have, in order of appearance."""
    root = etree.fromstring(svg.encode())
    rare = dict.fromkeys(c for text, *_ in _texts(root) for c in text if not c.isascii())
    known = _letters(faces[0].file) if rare else frozenset()
    return "".join(c for c in rare if c not in known)


def locate(source: str, line: int, column: int) -> tuple[int, int]:
    """Return the place in ``source`` of a place that the renderer names.

    The renderer counts lines after front matter, directives, comments and leading space are gone.
    A place past the end is moved to the last character that is not space.
    """
    keep = list(range(len(source)))
    text = source
    for pattern in (_FRONT_MATTER, _DIRECTIVE, _COMMENT, re.compile(r"\A\s+")):
        for match in reversed(list(pattern.finditer(text))):
            del keep[match.start() : match.end()]
            text = text[: match.start()] + text[match.end() :]
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    end = len(text.rstrip())
    index = starts[line - 1] + column - 1 if 0 < line <= len(starts) else end
    if line < 1 or not keep:
        index = 0
    index = min(index, end)
    offset = keep[index] if index < len(keep) else len(source.rstrip())
    start = source.rfind("\n", 0, offset) + 1
    return source.count("\n", 0, offset) + 1, offset - start + 1


# -- laying out ---------------------------------------------------------------


def _theme(tokens: Mapping[str, str]) -> dict[str, str]:
    """The renderer's color slots, filled from the palette."""
    series = [tokens[name] for name in ("accent", "mark", "gold", "ink-soft")]
    return {
        "bg": tokens["paper"],
        "fg": tokens["ink"],
        "muted": tokens["ink-soft"],
        "line": tokens["ink-soft"],
        "surface": tokens["accent-soft"],
        "surface-alt": tokens["paper-code"],
        "border": tokens["accent"],
        "accent": tokens["accent"],
        "heading-weight": "600",
        "title-weight": "600",
        "bold-weight": "600",
        **{f"series-{n + 1}": series[n % len(series)] for n in range(8)},
    }


def _layout(source: str, theme: dict[str, str]) -> Any:
    """Let the renderer lay ``source`` out; returns the root element of its SVG."""
    renderer.THEMES["press"] = theme
    try:
        svg = convert(source + _SETTINGS, format="svg", theme="press")
    except renderer.RenderError as error:
        raise _explain(source, str(error)) from error
    return etree.fromstring(_MIX.sub(_mixed, svg.decode()).encode())


def _mixed(found: re.Match[str]) -> str:
    """Give the color that a browser makes of two; WeasyPrint paints black in its place."""
    share = float(found[2]) / 100
    pairs = zip(bytes.fromhex(found[1][1:]), bytes.fromhex(found[3][1:]), strict=True)
    return "#" + bytes(round(share * one + (1 - share) * other) for one, other in pairs).hex()


def _explain(source: str, message: str) -> DiagramError:
    """Turn the renderer's message into a problem and its place in ``source``."""
    match = _FAILURE.fullmatch(message)
    if match is None:
        return DiagramError(message, 1, 1)
    text = match["text"].strip()
    if match["code"] == "unsupported-diagram":
        first, rest = next(iter(source.split(maxsplit=1)), ""), "as the first word"
        text = f"{first!r} is no kind of diagram: write classDiagram, sequenceDiagram, flowchart, "
        text += f"stateDiagram-v2 or erDiagram {rest}"
    expecting = re.search(r"Expecting (.*), got ('[^']*')", text)
    if expecting:
        wanted = expecting[1].split(", ")
        text = f"expected {', '.join(wanted[:4])}{' …' * (len(wanted) > 4)}, got {expecting[2]}"
    elif text.startswith("Lexical error"):
        text = "unrecognized text"
    line, column = locate(source, int(match["line"]), int(match["column"]))
    return DiagramError(text, line, column)


# -- looks --------------------------------------------------------------------


def _restyle(root: Any, tokens: Mapping[str, str]) -> None:
    """Make lines a little stronger, lifelines quieter, notes and emphasized nodes colored."""
    for element in root.iter():
        classes = set(element.get("class", "").split())
        if "pele-note" in classes:
            _paint(element, tokens["gold-soft"], tokens["gold"], "1")
        for name in classes & _EMPHASIS.keys():
            fill, stroke = (tokens[token] for token in _EMPHASIS[name])
            _paint(element, fill, stroke, "2" if name != "soft" else "1.25")
        if "pele-lifelines" in classes:
            element.set("stroke", tokens["ink-soft"])
            element.set("stroke-width", "1")
            element.set("stroke-dasharray", "2 4")
        if "soft" in classes:
            element.set("stroke-dasharray", "4 3")
        if "pele-edge" in classes or "pele-node" in classes:
            element.set("stroke-width", element.get("stroke-width", "1.25"))
    for element in root.iter():
        style = element.attrib.pop("style", "")
        for declaration in filter(None, style.split(";")):
            name, value = (part.strip() for part in declaration.split(":", 1))
            if not name.startswith("--"):
                # WeasyPrint takes rx only as an attribute, and as a plain number.
                element.set(name, _RADIUS if name == "rx" else value)
        if element.get("font-weight") in _BOLD:
            element.set("font-weight", "600")
        for name in list(element.attrib):
            if name == "class" or name.startswith("data-"):
                del element.attrib[name]


def _paint(group: Any, fill: str, stroke: str, width: str) -> None:
    """Color the shapes of one node; text and outlines keep what they have."""
    for shape in group.iter(*(f"{SVG}{tag}" for tag in ("rect", "path", "polygon", "circle"))):
        shape.attrib.pop("style", None)
        if shape.tag == f"{SVG}rect" and "rx" not in shape.attrib:
            shape.set("rx", _RADIUS)
        if shape.get("fill") not in {None, "none"}:
            shape.set("fill", fill)
        shape.set("stroke", stroke)
        shape.set("stroke-width", width)


def _frame(root: Any, tokens: Mapping[str, str], family: str) -> None:
    """Reduce the root to plain attributes, and put the picture on its own ground."""
    width, height = root.get("width"), root.get("height")
    view_box = root.get("viewBox")
    named = {"title": root.find(f"{SVG}title"), "desc": root.find(f"{SVG}desc")}
    for element in named.values():
        if element is not None:  # the alternative text of the page says it; fixed ids would clash
            root.remove(element)
    root.attrib.clear()
    stack = dict.fromkeys([family, renderer_fonts.FONT_FAMILY])
    root.attrib.update(
        {
            "viewBox": view_box,
            "width": width,
            "height": height,
            "role": "img",
            "fill": tokens["ink"],
            "font-size": f"{_LABEL_PX:g}",
            "font-family": ", ".join([*(f"'{name}'" for name in stack), "sans-serif"]),
        }
    )
    ground = etree.Element(f"{SVG}rect")
    ground.attrib.update({"width": width, "height": height, "rx": "6", "fill": tokens["paper"]})
    root.insert(0, ground)


# -- letters ------------------------------------------------------------------


def _texts(root: Any) -> Iterator[tuple[str, bool, bool, float]]:
    """Yield each piece of text with boldness, slant and size in pixels."""

    def walk(element: Any, bold: bool, italic: bool, size: float) -> Iterator[Any]:
        if not isinstance(element.tag, str) or element.tag == f"{SVG}style":
            return
        weight = element.get("font-weight")
        bold = weight in _BOLD if weight else bold
        slant = element.get("font-style")
        italic = slant in {"italic", "oblique"} if slant else italic
        size = float(str(element.get("font-size", size)).removesuffix("px"))
        if element.text and element.text.strip():
            yield element.text, bold, italic, size
        for child in element:
            yield from walk(child, bold, italic, size)
            if child.tail and child.tail.strip():
                yield child.tail, bold, italic, size

    yield from walk(root, False, False, _LABEL_PX)


def _font_rules(texts: list[tuple[str, bool, bool, float]], faces: list[Face]) -> Iterator[str]:
    """Yield an ``@font-face`` rule for each cut that occurs, with only the letters that occur."""
    for face in faces:
        cut = face.weight >= 600, face.style == "italic"
        # Bold italic has no cut of its own: a browser slants the bold one.
        letters = "".join(
            text for text, bold, italic, _ in texts if (bold, italic and not bold) == cut
        )
        if letters:
            # The same picture in other colors has the same letters.
            data = base64.b64encode(_subset(face.file, "".join(sorted(set(letters))))).decode()
            yield (
                f"@font-face{{font-family:'{face.family}';font-weight:{face.weight};"
                f"font-style:{face.style};src:url(data:font/woff2;base64,{data})format('woff2')}}"
            )


@lru_cache(maxsize=64)
def _subset(file: Path, letters: str) -> bytes:
    """Return a WOFF2 with the glyphs of ``letters``, without hints, kerning and ligatures.

    The renderer measures plain advance widths, so kerning would only move text off center.
    """
    from fontTools import subset  # noqa: PLC0415 -- slow to load, and most pictures are cached

    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=[], notdef_outline=True, name_IDs=[1, 2]
    )
    font = subset.load_font(str(file), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


@lru_cache(maxsize=8)
def _letters(file: Path) -> frozenset[str]:
    """The characters that a font file has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow to load, and seldom needed

    with TTFont(file) as font:
        return frozenset(map(chr, font.getBestCmap()))
