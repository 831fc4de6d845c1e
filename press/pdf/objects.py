"""PDF objects as bytes: taken out of one file with the numbers they get in another, and written.

A :class:`Block` is to the book what an object file is to a program: it has been given its numbers,
and nothing in it depends on where in the file it will stand. A file is written by putting blocks
one after the other and adding the table that tells where each object is.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Name, Pdf, Stream

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
#: A string, which may look like anything, or the number of a reference.
_REFERENCE = re.compile(rb"\((?:[^\\()]+|\\.)*\)|\b(\d+) 0 R\b", re.DOTALL)
_TOGETHER = 100  # objects in a stream of objects: a reader unpacks all to have one
# A row of the table: how it is written (2: less the row above), what it is (a free number, a place
# in the file, an object in a stream), where.
_LESS_ABOVE = b"\2"
_KIND, _WHERE, _NTH = 1, 4, 2
_ROW = 1 + _KIND + _WHERE + _NTH
_FREE = _LESS_ABOVE + b"\0" + bytes(_WHERE) + b"\xff" * _NTH


@dataclass(frozen=True)
class Block:
    """Objects with their numbers. ``numbers`` are in the order of the rows of ``table``.

    ``loose`` are the rows that tell a place in ``body``, counted from its start.
    """

    numbers: Sequence[int]
    body: bytes
    table: bytes
    loose: Sequence[int]

    def placed(self, at: int) -> bytes:
        """Return the table of the block when its body begins at ``at``."""
        table = bytearray(self.table)
        for row in self.loose:
            start = row * _ROW + 1 + _KIND
            where = slice(start, start + _WHERE)
            table[where] = (int.from_bytes(table[where]) + at).to_bytes(_WHERE)
        return bytes(table)


def number(obj: Any) -> int:
    """Return the number of an object in the file that it is in."""
    return int(obj.objgen[0])


class Packer:
    """Packs objects of ``pdf``; ``known`` tells the new numbers of those that lie elsewhere.

    ``supply`` gives the numbers of the others, in the order in which they are found.
    """

    def __init__(self, pdf: Pdf, known: Mapping[int, int], supply: Iterator[int]) -> None:
        self._pdf = pdf
        self._supply = supply
        self._numbers = dict(known)
        self._order: list[int] = []

    def number(self, obj: Any) -> int:
        """Return the new number of an object, packed or to be packed."""
        return self._number(number(obj))

    def _number(self, source: int) -> int:
        if source not in self._numbers:
            self._numbers[source] = next(self._supply)
            self._order.append(source)
        return self._numbers[source]

    def pack(self, roots: Iterable[Any]) -> Block:
        """Return ``roots`` and all that can be reached from them."""
        for root in roots:
            self.number(root)
        body, table = bytearray(), bytearray()
        loose: list[int] = []
        together: list[tuple[int, int, bytes]] = []
        for row, source in enumerate(self._order):  # grows
            obj = self._pdf.get_object(source, 0)
            table += _FREE
            if isinstance(obj, Stream):
                loose.append(row)
                _set(table, row, 1, len(body), 0)
                body += self._stream(self._numbers[source], obj)
            else:
                together.append((row, self._numbers[source], self._text(obj)))
        numbers = [self._numbers[source] for source in self._order]
        for start in range(0, len(together), _TOGETHER):
            batch = together[start : start + _TOGETHER]
            numbers.append(next(self._supply))
            for nth, (row, _, _) in enumerate(batch):
                _set(table, row, 2, numbers[-1], nth)
            loose.append(len(table) // _ROW)
            table += _row(1, len(body), 0)
            body += _joined(numbers[-1], [(one, text) for _, one, text in batch])
        return Block(numbers, bytes(body), bytes(table), loose)

    def _text(self, obj: Any) -> bytes:
        def renumbered(match: re.Match[bytes]) -> bytes:
            return match[0] if match[1] is None else b"%d 0 R" % self._number(int(match[1]))

        return _REFERENCE.sub(renumbered, obj.unparse(resolved=True))

    def _stream(self, new: int, obj: Any) -> bytes:
        data, about = obj.read_raw_bytes(), obj.stream_dict
        if "/Filter" not in about and about.get("/Type") != Name.Metadata:
            # Metadata are for programs that do not read PDF.
            data, about.Filter = zlib.compress(data), Name.FlateDecode
        if "/Length" in about:
            del about.Length
        return _stream(new, self._text(about), data)


def _stream(new: int, about: bytes, data: bytes) -> bytes:
    head = b"%d 0 obj\n%s /Length %d >>\nstream\n" % (new, about.removesuffix(b" >>"), len(data))
    return head + data + b"\nendstream\nendobj\n"


def _joined(new: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Return a stream of objects."""
    heads, at = [], 0
    for one, text in objects:
        heads.append(b"%d %d" % (one, at))
        at += len(text) + 1
    head = b" ".join(heads) + b"\n"
    about = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode >>" % (len(objects), len(head))
    return _stream(new, about, zlib.compress(head + b"\n".join(text for _, text in objects)))


def _row(kind: int, where: int, nth: int) -> bytes:
    return _LESS_ABOVE + kind.to_bytes(_KIND) + where.to_bytes(_WHERE) + nth.to_bytes(_NTH)


def _set(table: bytearray, row: int, kind: int, where: int, nth: int) -> None:
    table[row * _ROW : (row + 1) * _ROW] = _row(kind, where, nth)


def write_file(target: Path, blocks: Sequence[Block], root: int, info: int) -> None:
    """Write a file of ``blocks``; ``root`` and ``info`` are the numbers of catalog and facts."""
    last = 1 + max(max(block.numbers) for block in blocks)
    table = bytearray(_FREE * (last + 1))
    name = hashlib.sha256()
    with target.open("wb") as file:
        file.write(_HEAD)
        for block in blocks:
            _enter(table, block, file.tell())
            file.write(block.body)
            name.update(block.body)
        at = file.tell()
        _set(table, last, 1, at, 0)
        ident = b"<%s>" % name.hexdigest()[:32].encode()
        about = (
            b"<< /Type /XRef /Size %d /W [ %d %d %d ] /Root %d 0 R /Info %d 0 R"
            % (last + 1, _KIND, _WHERE, _NTH, root, info)
            + b" /ID [ %s %s ]" % (ident, ident)
            + b" /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns %d >> >>" % (_ROW - 1)
        )
        file.write(_stream(last, about, zlib.compress(_differences(table))))
        file.write(b"startxref\n%d\n%%%%EOF\n" % at)


def _enter(table: bytearray, block: Block, at: int) -> None:
    """Copy the rows of a block, run by run of numbers, into the table of the file."""
    rows, numbers = block.placed(at), block.numbers
    start = 0
    while start < len(numbers):
        stop = start + 1
        while stop < len(numbers) and numbers[stop] == numbers[stop - 1] + 1:
            stop += 1
        first = numbers[start]
        table[first * _ROW : (first + stop - start) * _ROW] = rows[start * _ROW : stop * _ROW]
        start = stop


def _differences(table: bytearray) -> bytes:
    """Return each row less the one above, byte by byte: most rows are then the same.

    All bytes at once: the highest bit of each is kept out of the subtraction and set afterwards.
    """
    here, above = int.from_bytes(table), int.from_bytes(bytes(_ROW) + table[:-_ROW])
    high, low = (int.from_bytes(bit * len(table)) for bit in (b"\x80", b"\x7f"))
    less = ((here | high) - (above & low)) ^ ((here ^ ~above) & high)
    rows = (less & ~_kinds(0xFF, table)) | _kinds(_LESS_ABOVE[0], table)
    return rows.to_bytes(len(table))


def _kinds(value: int, table: bytearray) -> int:
    """Return ``value`` at the head of each row of a table like ``table``, as one number."""
    return int.from_bytes((bytes([value]) + bytes(_ROW - 1)) * (len(table) // _ROW))
