"""What came out of the press: the small book, opened with two independent libraries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from press.checks.pdf import check_pdf
from press.checks.pdf_tags import second_opinion

if TYPE_CHECKING:
    from .conftest import Project

MILLIMETER = 72 / 25.4


def destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {str(name): target for name, target in pikepdf.NameTree(pdf.Root.Names.Dests).items()}


def page_of(pdf: pikepdf.Pdf, target: Any) -> int:
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return numbers[target[0].objgen]


def links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(pdf.pages):
        for note in page.obj.get("/Annots", ()):
            yield number, note


def words(text: pypdfium2.PdfDocument, number: int) -> str:
    return " ".join(text[number].get_textpage().get_text_range().split())


def inside(text: pypdfium2.PdfDocument, number: int, rect: Any) -> str:
    left, low, right, high = (float(side) for side in rect)
    return str(text[number].get_textpage().get_text_bounded(left, low, right, high)).strip(
        "() \r\n"
    )


def find(text: pypdfium2.PdfDocument, phrase: str) -> list[int]:
    return [number for number in range(len(text)) if phrase in words(text, number)]


# -- Links and numbers --------------------------------------------------------


def test_every_link_inside_the_book_leads_to_a_page_of_it(pdf: pikepdf.Pdf) -> None:
    known = destinations(pdf)
    inner = [note for _, note in links(pdf) if "/A" not in note]
    assert len(inner) > 20
    for note in inner:
        assert page_of(pdf, known[str(note.Dest)]) >= 0


def test_a_link_that_leaves_the_book_keeps_its_address(pdf: pikepdf.Pdf) -> None:
    outer = {str(note.A.URI) for _, note in links(pdf) if "/A" in note}
    assert outer == {
        "https://example.org/",
        "https://example.org/c",
        "https://docs.example.org/a/b.html",
    }


def test_the_number_behind_a_cross_reference_is_the_label_of_the_page_it_leads_to(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    known = destinations(pdf)
    seen = 0
    for number, note in links(pdf):
        shown = inside(text, number, note.Rect) if "/Dest" in note else ""
        if re.fullmatch(r"\d+|[ivx]+", shown) and float(note.Rect[2] - note.Rect[0]) < 20:
            target = page_of(pdf, known[str(note.Dest)])
            assert shown == pdf.pages[target].label, str(note.Dest)
            seen += 1
    # In the text: figure, chapter, module and section, inside one unit and across units.
    assert seen >= 8


def test_a_reference_inside_its_own_document_has_a_page_number_too(
    text: pypdfium2.PdfDocument,
) -> None:
    (number,) = find(text, "See The first module")
    assert re.search(r"and Tables \(page \d+\)", words(text, number))


def test_contents_show_the_number_of_the_page_where_the_heading_stands(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    (contents,) = [n for n in find(text, "Contents") if "Deep in the chapter" in words(text, n)]
    lines = text[contents].get_textpage().get_text_range().splitlines()
    entries = dict(
        found.groups() for line in lines if (found := re.match(r"(.+?)[ .]{6,}(\w+)$", line))
    )
    assert len(entries) == 11
    for title, shown in entries.items():
        heading = next(
            number
            for number in find(text, title)
            if number > contents and pdf.pages[number].label == shown
        )
        assert heading, title


def test_contents_have_dots_up_to_the_number(text: pypdfium2.PdfDocument) -> None:
    (contents,) = [n for n in find(text, "Contents") if "Deep in the chapter" in words(text, n)]
    assert re.search(r"Equality( \.){10,}", words(text, contents))


def test_the_list_of_figures_says_the_page_of_each(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    (listed,) = find(text, "Figures Fig. 1 The instance asks its class.")
    (figure,) = find(text, "asks the class")
    assert words(text, listed).partition("Fig. 1")[2].split()[-2] == pdf.pages[figure].label


def test_the_index_has_what_authors_wrote_and_what_the_text_says_in_code(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    (listed,) = find(text, "Index A number in bold")
    said = words(text, listed)
    (here,) = find(text, "read in 12–14 weeks")
    label = pdf.pages[here].label
    for entry in ("__eq__", "of numbers", "a set that forgets", "KeyError"):
        assert f"{entry}, {label}" in said, entry
    assert "E __eq__" in said  # under E, not under a sign
    assert pdf.pages[listed].label.isdigit()
    assert listed % 2 == 0
    inner = [note for number, note in links(pdf) if number == listed]
    known = destinations(pdf)
    assert {page_of(pdf, known[str(note.Dest)]) for note in inner} == {here}


def test_the_address_of_a_link_stands_at_the_end_of_its_document_once(
    text: pypdfium2.PdfDocument,
) -> None:
    (end,) = find(text, "Addresses of links [1] docs.example.org/a/b.html")
    assert "[2]" not in words(text, end)
    (call,) = find(text, "The manual has a page")
    flat = words(text, call).replace("\N{WORD JOINER}", "")
    assert "a page[1]. See it again[1] and https://example.org/c" in flat


def test_a_listing_over_the_end_of_a_page_says_so_on_both_pages(
    text: pypdfium2.PdfDocument,
) -> None:
    (first,) = find(text, "line_0 = 0")
    (last,) = find(text, "line_29 = 29")
    assert last == first + 1, "the listing of the small book must be cut by a page"
    assert "continues on the next page" in words(text, first)
    assert " continued" in f" {words(text, last)}".replace("continues", "")
    everywhere = " ".join(words(text, number) for number in range(len(text)))
    assert everywhere.count("continues on the next page") == everywhere.count(" continued ")


# -- Pages --------------------------------------------------------------------


def test_the_cover_has_a_label_front_matter_roman_numbers_and_the_text_arabic_ones(
    pdf: pikepdf.Pdf,
) -> None:
    labels = [page.label for page in pdf.pages]
    first = labels.index("1")
    assert labels[0].startswith("Cover")
    assert labels[2:first] == ["i", "ii", "iii", "iv", "v", "vi"][: first - 2]
    assert labels[first:] == [str(number) for number in range(1, len(labels) - first + 1)]


def test_modules_begin_on_a_right_hand_page(pdf: pikepdf.Pdf) -> None:
    known = destinations(pdf)
    for name in ("one/index#module-one", "two/index#the-second-module"):
        number = page_of(pdf, known[name])
        assert number % 2 == 0, name  # the first page, a right-hand one, is number 0
        assert int(pdf.pages[number].label) % 2 == 1


def test_a_blank_page_fills_the_side_before_a_module(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    blank = [n for n in range(len(text)) if not words(text, n)]
    assert 1 in blank  # inside of the cover
    assert any(pdf.pages[n].label.isdigit() for n in blank)
    for number in blank:
        assert pdf.pages[number].mediabox == pdf.pages[2].mediabox


def test_left_hand_pages_have_the_wide_margin_on_the_right(pdf: pikepdf.Pdf) -> None:
    first = next(n for n, page in enumerate(pdf.pages) if page.label == "3")
    right, left = pdf.pages[first].mediabox, pdf.pages[first + 1].mediabox
    assert float(right[0]) == 0
    assert round(float(left[0]) / MILLIMETER, 2) == 4
    assert round(float(left[2]) - float(left[0]), 3) == round(float(right[2]), 3)


def test_the_page_is_176_by_250_millimeters(pdf: pikepdf.Pdf) -> None:
    _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
    assert (round(width / MILLIMETER), round(height / MILLIMETER)) == (176, 250)


def test_running_heads_show_the_module_on_the_left_and_the_section_on_the_right(
    text: pypdfium2.PdfDocument, pdf: pikepdf.Pdf
) -> None:
    heads = {}
    for number in range(len(text)):
        page = text[number]
        low, high = page.get_height() - 20 * MILLIMETER, page.get_height()
        heads[pdf.pages[number].label] = page.get_textpage().get_text_bounded(
            -20, low, page.get_width() + 20, high
        )
    chapter = int(pdf.pages[find(text, "Something comes first.")[0]].label)
    following = [heads[str(chapter + offset)] for offset in (1, 2)]
    left, right = following if chapter % 2 else following[::-1]
    assert "The first module" in left
    assert "Deep in the chapter" in right or "Lookup" in right
    assert heads[str(chapter)].strip() == ""  # a chapter's first page has its number at the foot


def test_the_words_of_the_cover_can_be_found_and_read_aloud(
    text: pypdfium2.PdfDocument,
) -> None:
    assert words(text, 0) == "A Small Book With two modules A. Author"


def test_the_number_on_a_page_is_its_label(text: pypdfium2.PdfDocument, pdf: pikepdf.Pdf) -> None:
    checked = 0
    for number in range(4, len(text)):
        page = text[number]
        if not words(text, number):
            continue
        margin = 20 * MILLIMETER
        band = page.get_textpage()
        top = band.get_text_bounded(-20, page.get_height() - margin, 600, page.get_height())
        foot = band.get_text_bounded(-20, 0, 600, margin)
        assert pdf.pages[number].label in f"{top} {foot}".split()
        checked += 1
    assert checked > 8


def test_a_footnote_stands_at_the_foot_of_the_page_of_its_call(
    text: pypdfium2.PdfDocument,
) -> None:
    (number,) = find(text, "Something comes first.")
    assert "The note at the foot, with a link" in words(text, number)
    page = text[number]
    lower = page.get_textpage().get_text_bounded(0, 0, page.get_width(), page.get_height() / 4)
    assert "The note at the foot" in lower
    assert "Something comes first." not in lower


def test_a_caption_is_on_the_page_of_its_figure(text: pypdfium2.PdfDocument) -> None:
    _listed, number = find(text, "Fig. 1 The instance asks its class.")
    assert "asks the class" in words(text, number)


def test_a_line_of_code_that_does_not_fit_is_printed_whole(
    text: pypdfium2.PdfDocument,
) -> None:
    joined = " ".join(words(text, number) for number in range(len(text)))
    assert joined.count("a line that is longer than the page is wide") == 3


# -- The file -----------------------------------------------------------------


def test_the_outline_follows_the_contents_and_leads_to_the_headings(
    pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    found: list[tuple[int, str]] = []

    def walk(items: list[Any], depth: int) -> None:
        for item in items:
            found.append((depth, item.title))
            number = page_of(pdf, item.destination)
            assert item.title in words(text, number), item.title
            walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        walk(list(outline.root), 1)
    assert found == [
        (1, "Contents"),
        (1, "Figures"),
        (1, "Before you read"),
        (1, "The first module"),
        (2, "Lookup"),
        (3, "Deep in the chapter"),
        (3, "Tables"),
        (2, "Equality"),
        (3, "Two numbers: __eq__"),
        (1, "The second module"),
        (2, "Copies"),
        (1, "The last page"),
        (1, "Index"),
    ]


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor":
            yield obj


def test_all_fonts_are_the_themes_and_embedded(pdf: pikepdf.Pdf) -> None:
    names = {str(font.FontName).partition("+")[2] for font in fonts(pdf)}
    assert all(name.startswith(("Book", "Noto-Sans")) for name in names), names
    for font in fonts(pdf):
        data = font.FontFile2.read_bytes()
        assert data[:4] == b"\x00\x01\x00\x00"
        assert len(data) > 1000


def test_each_font_file_is_embedded_once_however_many_units_use_it(pdf: pikepdf.Pdf) -> None:
    files: dict[bytes, set[tuple[int, int]]] = {}
    for font in fonts(pdf):
        files.setdefault(font.FontFile2.read_bytes(), set()).add(font.FontFile2.objgen)
    assert all(len(objects) == 1 for objects in files.values())
    assert len(list(fonts(pdf))) > len(files)


def test_title_author_and_language_are_in_the_metadata(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "A Small Book: With two modules"
    assert str(pdf.docinfo.Author) == "A. Author"
    assert str(pdf.Root.Lang) == "en"
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == "A Small Book: With two modules"
        assert meta["xmp:CreateDate"].startswith("2023-11-14")


def test_the_file_is_sound(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []


# -- Tags ---------------------------------------------------------------------


def parent_tree(node: Any) -> Iterator[tuple[int, Any]]:
    for kid in node.get("/Kids", ()):
        yield from parent_tree(kid)
    pairs = list(node.get("/Nums", ()))
    yield from ((int(key), value) for key, value in zip(pairs[::2], pairs[1::2], strict=True))


def test_every_piece_of_content_has_one_place_in_the_joined_structure(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root.StructTreeRoot
    pairs = list(parent_tree(root.ParentTree))
    leaves = dict(pairs)
    assert len(leaves) == len(pairs), "two units share a key"
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    seen: Counter[tuple[int, int]] = Counter()

    def walk(element: Any, parent: Any) -> None:
        assert element.P.objgen == parent.objgen
        for kid in element.get("/K", ()):
            if isinstance(kid, int):
                seen[pages[element.Pg.objgen], kid] += 1
            elif kid.get("/Type") == "/OBJR":
                assert leaves[int(kid.Obj.StructParent)].objgen == element.objgen
            else:
                walk(kid, element)

    assert [str(kid.S) for kid in root.K] == ["/Document"]
    assert {str(part.S) for part in root.K[0].K} == {"/Part"}
    walk(root.K[0], root)
    marked = Counter[tuple[int, int]]()
    for number, page in enumerate(pdf.pages):
        for operands, _ in pikepdf.parse_content_stream(page, "BDC"):
            if len(operands) > 1 and "/MCID" in operands[1]:
                marked[number, int(operands[1].MCID)] += 1
    assert marked == seen
    assert set(marked.values()) == {1}
    assert pdf.Root.MarkInfo.Marked


def test_a_page_number_set_after_layout_belongs_to_its_link(pdf: pikepdf.Pdf) -> None:
    leaves = dict(parent_tree(pdf.Root.StructTreeRoot.ParentTree))
    numbers = 0
    for _, note in links(pdf):
        element = leaves[int(note.StructParent)]
        assert element.S == "/Link"
        numbers += any(isinstance(kid, int) for kid in element.K)
    assert numbers > 8


def test_header_cells_say_what_they_head_and_every_picture_has_its_text(pdf: pikepdf.Pdf) -> None:
    elements = [
        obj
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/StructElem"
    ]
    heads = [obj for obj in elements if obj.S == "/TH"]
    assert heads
    assert all(head.A.Scope == "/Column" for head in heads)
    figures = [obj for obj in elements if obj.S == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["The instance asks its class"]
    known = {str(key) for key in pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)}
    notes = [obj for obj in elements if obj.S == "/Note"]
    assert {str(one.ID) for one in [*heads, *notes]} == known


def test_code_notes_and_items_are_tagged_as_what_they_are(
    pdf: pikepdf.Pdf,
) -> None:
    kinds = Counter(
        str(obj.S) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/S" in obj
    )
    assert kinds["/Note"] == 2  # both footnotes, each once
    assert kinds["/Code"] >= 4  # two listings and two names in a table
    assert kinds["/LI"] == kinds["/LBody"] > 1


def test_every_check_of_a_pdf_passes_on_the_small_book(printed: Project) -> None:
    assert check_pdf(printed.pdf) == []
    assert second_opinion(printed.pdf) == []


def test_running_heads_and_page_numbers_of_pages_are_no_part_of_the_text(
    pdf: pikepdf.Pdf,
) -> None:
    kinds = Counter(
        str(operands[1].get("/Subtype"))
        for page in pdf.pages
        for operands, _ in pikepdf.parse_content_stream(page, "BDC")
        if str(operands[0]) == "/Artifact" and len(operands) > 1
    )
    assert kinds["/Header"] > 3
    assert kinds["/Footer"] > 3
