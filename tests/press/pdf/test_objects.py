"""Objects taken out of one PDF and written into another, under other numbers."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from press.pdf.objects import Block, Packer, write_file
from press.pdf.shared import Elsewhere

LONG = b"0 0 m 100 100 l S\n" * 500


def source(about: Any) -> tuple[Pdf, Any]:
    """Return a file, and an object in it that holds ``about``."""
    pdf = Pdf.new()
    return pdf, pdf.make_indirect(Dictionary(About=about))


def block(about: Any, first: int) -> tuple[Block, int]:
    pdf, obj = source(about)
    packer = Packer(pdf, {}, count(first))
    return packer.pack([obj]), packer.number(obj)


def catalog(first: int) -> tuple[Block, int]:
    pdf = Pdf.new()
    pdf.add_blank_page()
    packer = Packer(pdf, {}, count(first))
    return packer.pack([pdf.Root]), packer.number(pdf.Root)


def written(path: Path, *blocks: Block) -> Pdf:
    rest, root = catalog(90)
    write_file(path, [*blocks, rest], root, root)
    return pikepdf.open(path)


@pytest.mark.parametrize("text", [b"4 0 R", b"an open ( 4 0 R", b"a ) 4 0 R \\", b"\xff\x00 4 0 R"])
def test_a_string_that_looks_like_a_reference_is_left_alone(tmp_path: Path, text: bytes) -> None:
    made, number = block(pikepdf.String(text), 40)
    with written(tmp_path / "a.pdf", made) as file:
        assert bytes(file.get_object(number, 0).About) == text


def test_what_an_object_refers_to_comes_with_it_once(tmp_path: Path) -> None:
    pdf, obj = source(None)
    obj.Self = obj
    other = pdf.make_indirect(Array([1, 2.5, Name.Here]))
    obj.Others = Array([other, other, 7, 0])
    made = Packer(pdf, {}, count(40)).pack([obj])
    assert len(made.numbers) == 3  # the two, and the stream that holds them
    with written(tmp_path / "a.pdf", made) as file:
        there = file.get_object(40, 0)
        assert there.Self.objgen == (40, 0)
        assert there.Others[0].objgen == there.Others[1].objgen == (41, 0)
        assert [str(one) for one in there.Others[0]] == ["1", "2.5", "/Here"]
        assert list(there.Others)[2:] == [7, 0]


def test_what_lies_elsewhere_gets_its_number_and_does_not_come(tmp_path: Path) -> None:
    pdf, obj = source(None)
    elsewhere = Elsewhere(pdf)
    obj.Other = elsewhere(60)
    made = Packer(pdf, elsewhere.known, count(40)).pack([obj])
    other, _ = block(Name.There, 60)
    with written(tmp_path / "a.pdf", made, other) as file:
        assert file.get_object(40, 0).Other.objgen == (60, 0)
        assert file.get_object(40, 0).Other.About == "/There"


def test_streams_are_compressed_but_metadata_can_be_read_without_a_library(tmp_path: Path) -> None:
    pdf, obj = source(None)
    obj.Long = pdf.make_stream(LONG)
    obj.Facts = pdf.make_stream(LONG, Type=Name.Metadata)
    made = Packer(pdf, {}, count(40)).pack([obj])
    assert made.body.count(LONG) == 1
    with written(tmp_path / "a.pdf", made) as file:
        there = file.get_object(40, 0)
        assert there.Long.read_bytes() == there.Facts.read_bytes() == LONG
        assert there.Long.get("/Filter") == "/FlateDecode"
        assert "/Filter" not in there.Facts


def test_more_objects_than_one_stream_of_objects_holds(tmp_path: Path) -> None:
    pdf, obj = source(None)
    obj.Many = Array([pdf.make_indirect(Dictionary(Nth=n)) for n in range(250)])
    made = Packer(pdf, {}, count(140)).pack([obj])
    assert made.body.count(b"/ObjStm") == 3
    with written(tmp_path / "a.pdf", made) as file:
        assert [int(one.Nth) for one in file.get_object(140, 0).Many] == list(range(250))


def test_a_block_is_the_same_wherever_in_the_file_it_stands(tmp_path: Path) -> None:
    blocks = [block(pikepdf.String(text), first)[0] for text, first in (("a", 40), ("b", 60))]
    for order in (blocks, blocks[::-1]):
        with written(tmp_path / "a.pdf", *order) as file:
            assert str(file.get_object(40, 0).About) == "a"
            assert str(file.get_object(60, 0).About) == "b"
            assert file.get_object(50, 0) is None  # free


def test_a_file_is_sound_and_equal_blocks_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with written(tmp_path / f"{name}.pdf", block(Name.Here, 40)[0]) as file:
            assert file.check_pdf_syntax() == []
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
