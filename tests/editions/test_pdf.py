"""The PDF: sound, its links land, its page numbers are true."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from press.checks.pdf import Document, check_pdf, said_numbers


def test_structure_links_outline_labels_fonts_and_metadata_are_sound(pdf: Path) -> None:
    found = check_pdf(pdf)
    assert not found, "\n".join(map(str, found))


def test_the_contents_name_every_module_and_the_pages_they_name_are_right(
    pdf: Path, modules: list[str]
) -> None:
    document = Document(pdf, pdf.name)
    try:
        entries = [one for one in said_numbers(document) if one.title.strip()]
        wrong = [one for one in entries if document.labels[one.target] != one.said]
    finally:
        document.close()
    assert wrong == []
    assert len(entries) > 4 * len(modules)


def test_cross_references_say_the_page_they_lead_to(pdf: Path) -> None:
    document = Document(pdf, pdf.name)
    try:
        references = [one for one in said_numbers(document) if not one.title.strip()]
        wrong = [one for one in references if document.labels[one.target] != one.said]
    finally:
        document.close()
    assert references
    assert wrong == []


def test_the_outline_has_every_module_and_opens_on_its_first_page(
    pdf: Path, modules: list[str]
) -> None:
    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        below = [child.title for entry in outline.root for child in entry.children]
    assert len(titles) + len(below) > len(modules)


def test_the_first_pages_have_roman_numbers_and_the_text_starts_with_1(pdf: Path) -> None:
    with pikepdf.open(pdf) as file:
        labels = [page.label for page in file.pages]
    assert "1" in labels
    assert labels.index("1") > 1
    assert "ii" in labels[: labels.index("1")] or "iii" in labels[: labels.index("1")]
    assert labels[-1] == str(len(labels) - labels.index("1"))


def test_each_module_has_a_file_whose_pages_have_the_numbers_of_the_book(
    pdf: Path, modules: list[str]
) -> None:
    files = {file.stem: file for file in (pdf.parent / "modules").glob("*.pdf")}
    assert sorted(files) == [module.replace("/", "-") for module in modules]
    for file in files.values():
        with pikepdf.open(file) as module:
            labels = [page.label for page in module.pages]
        numbers = [int(label) for label in labels if label.isdigit()]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert numbers[0] % 2 == 1
        assert labels[0] == "i"


def test_the_book_ends_with_an_index_and_lists_its_figures(pdf: Path) -> None:
    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
    assert titles[:2] == ["Contents", "Figures"]
    assert titles[-1] == "Index"
