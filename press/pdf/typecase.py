"""The fonts of the joined book: each theme font once, and text that is set after layout.

Units come without font files. All of them number glyphs as the whole font does, so one subset with
the glyphs of every unit serves them all, instead of one subset for each font in each unit.
"""

from __future__ import annotations

import hashlib
import io
import logging
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf

from press.pdf import shared
from press.pdf.facts import FontUse
from press.pdf.shared import Elsewhere
from press.pdf.sheet import Face, Sheet

# These glyphs are embedded always, so that a new word seldom needs a new subset.
_BASIC = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D]
_ELLIPSIS = "…"
_ZEROS = re.compile(
    rb"(?P<before>.*BT\n)1 0 0 -1 (?P<x>\S+) (?P<y>\S+) Tm\n/\S+ (?P<size>\S+) Tf\n"
    rb"\[(?P<shown>[^\]]*)\] TJ\n(?P<after>ET\n)",
    re.DOTALL,
)
_CODES = re.compile(rb"<([0-9a-f]*)>")


class Font:
    """One font file: its measures, and its subsets."""

    def __init__(self, face: Face) -> None:
        self.face = face

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(self.face.path, lazy=True, recalcTimestamp=False)

    @cached_property
    def _order(self) -> dict[int, int]:
        cmap: Mapping[int, str] = self._font.getBestCmap()
        return {code: self._font.getGlyphID(name) for code, name in cmap.items()}

    @cached_property
    def units(self) -> int:
        """Font units in one em."""
        units: int = self._font["head"].unitsPerEm
        return units

    def has(self, character: str) -> bool:
        """Whether the font draws ``character``."""
        return ord(character) in self._order

    def glyph(self, character: str) -> int:
        """Return the glyph of ``character``, 0 where the font has none."""
        return self._order.get(ord(character), 0)

    def advance(self, glyph: int) -> float:
        """Return the width of a glyph in thousandths of the type size."""
        name = self._font.getGlyphName(glyph)
        width: int = self._font["hmtx"][name][0]
        return width * 1000 / self.units

    def width(self, text: str) -> float:
        """Return the width of ``text`` in thousandths of the type size."""
        return sum(self.advance(self.glyph(character)) for character in text)

    def subset(self, shown: Collection[int], cache: Path) -> tuple[bytes, int]:
        """Return a TrueType file with the glyphs ``shown``, compressed, and its whole length.

        Glyphs are numbered as in the whole font.
        """
        said = f"{self.face.sha} {sorted(shown)} {_BASIC}"
        digest = hashlib.sha256(said.encode()).hexdigest()[:32]
        path = cache / f"{digest}.ttf.z"
        if not path.is_file():
            cache.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(".new")
            glyphs = sorted({0, *shown, *(self._order.get(code, 0) for code in _BASIC)})
            fresh.write_bytes(zlib.compress(_cut(self.face.path, glyphs), 9))
            fresh.replace(path)
        packed = path.read_bytes()
        return packed, len(zlib.decompress(packed))

    def measures(self) -> Dictionary:
        """Return the font descriptor, still without its file."""
        head, hhea = self._font["head"], self._font["hhea"]
        scale = 1000 / self.units
        italic = 64 if self.face.italic else 0
        return Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + self.name),
            FontFamily=pikepdf.String(self.face.family),
            Flags=4 + italic,
            FontBBox=Array(
                [round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
            ),
            ItalicAngle=-12 if italic else 0,
            Ascent=round(hhea.ascent * scale),
            Descent=round(hhea.descent * scale),
            CapHeight=round(self._font["OS/2"].sCapHeight * scale),
            StemV=80,
        )

    @cached_property
    def name(self) -> str:
        """The name of the subset in the PDF."""
        letters = "".join(chr(65 + int(digit, 16)) for digit in self.face.sha[:6])
        return f"{letters}+{self.face.path.stem}"


def _cut(path: Path, glyphs: list[int]) -> bytes:
    options = subset.Options(
        retain_gids=True,
        hinting=False,
        layout_features=[],
        notdef_outline=True,
        glyph_names=False,
        recalc_timestamp=False,
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "STAT", "gasp", "meta"]
    # Fonts contradict themselves in ways that matter to no reader; fontTools says each on stderr.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(gids=glyphs)
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Style:
    """How a piece of text is set: ``size`` in points, ``color`` from 0 to 1."""

    family: str
    weight: int = 400
    italic: bool = False
    size: float = 0
    color: tuple[float, float, float] = (0, 0, 0)


#: Characters by glyph, by the hash of their font: what was set after layout.
Shown = dict[str, dict[int, str]]


class TypeCase:
    """The fonts of the book, to set text with after layout; ``shown`` notes what was set."""

    def __init__(self, sheet: Sheet) -> None:
        self.shown: Shown = {}
        self.sheet = sheet
        self._fonts: dict[str, Font] = {}

    def font(self, face: Face) -> Font:
        """Return the font of a face; faces with the same file share one."""
        if face.sha not in self._fonts:
            self._fonts[face.sha] = Font(face)
        return self._fonts[face.sha]

    def text(self, text: str, style: Style, x: float, y: float, to_right: bool = False) -> bytes:
        """Return operators that show ``text`` at ``x``, ``y``, or ending at ``x``."""
        font = self._cut(style)
        if to_right:
            x -= font.width(text) * style.size / 1000
        red, green, blue = (f"{part:.4f}" for part in style.color)
        return (
            f"BT {red} {green} {blue} rg 1 0 0 1 {x:.3f} {y:.3f} Tm "
            f"/{self._entry(font)} {style.size:.3f} Tf <{self._codes(font, text)}> Tj ET\n"
        ).encode()

    def replace(self, block: bytes, text: str, style: Style) -> bytes:
        """Show ``text`` in the place of the zeros that ``block`` shows, ending where they end.

        ``block`` is what WeasyPrint writes for one piece of text. Longer text is set narrower.
        """
        found = _ZEROS.fullmatch(block)
        if found is None:
            raise ValueError(f"no zeros to replace in {block!r}: WeasyPrint writes text otherwise")
        font = self._cut(style)
        size = float(found["size"])
        zeros = len(b"".join(_CODES.findall(found["shown"]))) // 4
        room = zeros * font.width("0") * size / 1000
        width = font.width(text) * size / 1000
        narrow = min(1.0, room / width)
        x = float(found["x"]) + room - width * narrow
        shown = (
            f"{narrow:.4g} 0 0 -1 {x:.4f} {found['y'].decode()} Tm\n"
            f"/{self._entry(font)} {size:.4f} Tf\n<{self._codes(font, text)}> Tj\n"
        )
        return found["before"] + shown.encode() + found["after"]

    def _cut(self, style: Style) -> Font:
        return self.font(self.sheet.face(style.family, style.weight, style.italic))

    def _codes(self, font: Font, text: str) -> str:
        codes = []
        shown = self.shown.setdefault(font.face.sha, {})
        for character in text:
            glyph = font.glyph(character)
            shown.setdefault(glyph, character)
            codes.append(f"{glyph:04x}")
        return "".join(codes)

    def width(self, text: str, style: Style) -> float:
        """Return the width of ``text`` in points."""
        return self._cut(style).width(text) * style.size / 1000

    def fit(self, text: str, style: Style, room: float) -> str:
        """Shorten ``text`` at a word until it fits ``room`` points."""
        if self.width(text, style) <= room:
            return text
        words = text.split()
        while len(words) > 1 and self.width(" ".join(words) + _ELLIPSIS, style) > room:
            words.pop()
        return " ".join(words).rstrip(",;:") + _ELLIPSIS

    def _entry(self, font: Font) -> str:
        return f"Book{self.sheet.files.index(font.face.sha)}"

    def lend(self, page: Any, elsewhere: Elsewhere) -> None:
        """Make the fonts of what was set known to the pages that share ``page``'s resources."""
        for sha in sorted(self.shown):
            number = self.sheet.files.index(sha)
            page.Resources.Font[Name(f"/Book{number}")] = elsewhere(shared.font(number))


class Fonts:
    """Embeds what the units of a book show: in ``uses`` and, set after layout, in ``shown``."""

    def __init__(self, pdf: Pdf, case: TypeCase, cache: Path) -> None:
        self._pdf = pdf
        self._case = case
        self._cache = cache

    def embed(self, uses: Iterable[FontUse], shown: Iterable[Shown]) -> Iterator[tuple[int, Any]]:
        """Yield the files and the fonts with the numbers that units know them by."""
        glyphs: dict[str, set[int]] = {}
        for use in uses:
            glyphs.setdefault(use.sha, set()).update(use.glyphs)
        texts: Shown = {}
        for one in shown:
            for sha, known in one.items():
                glyphs.setdefault(sha, set()).update(known)
                texts.setdefault(sha, {}).update(known)
        sheet = self._case.sheet
        faces = {face.sha: face for face in reversed(sheet.faces)}
        for number, sha in enumerate(sheet.files):
            if sha not in glyphs:
                continue
            font = self._case.font(faces[sha])
            packed, size = font.subset(glyphs[sha], self._cache)
            file = self._pdf.make_stream(packed, Filter=Name.FlateDecode, Length1=size)
            yield shared.font_file(number), file
            if sha in texts:
                yield shared.font(number), self._described(font, texts[sha], file)

    def _described(self, font: Font, shown: Mapping[int, str], file: Any) -> Any:
        """Return the PDF font of the text that was set here."""
        descriptor = font.measures()
        descriptor.FontFile2 = file
        widths = Array()
        for glyph in sorted(shown):
            widths.append(glyph)
            widths.append(Array([round(font.advance(glyph), 2)]))
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name("/" + font.name),
            CIDSystemInfo=Dictionary(
                Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
            ),
            CIDToGIDMap=Name.Identity,
            W=widths,
            FontDescriptor=self._pdf.make_indirect(descriptor),
        )
        entry = Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/" + font.name),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([self._pdf.make_indirect(below)]),
            ToUnicode=self._pdf.make_stream(_to_unicode(shown)),
        )
        return self._pdf.make_indirect(entry)


def _to_unicode(shown: Mapping[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <ffff> endcodespacerange",
    ]
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in shown.items()]
    for start in range(0, len(pairs), 100):
        batch = sorted(pairs)[start : start + 100]
        lines += [f"{len(batch)} beginbfchar", *batch, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
