"""The order of the book and the guesses that layout needs."""

from __future__ import annotations

import pytest

from press.pdf.fragments import Fragment, Heading, Words, write_fragment
from press.pdf.plan import Digits, entries, order


def page(docname: str, characters: int = 1000, number: str = "") -> Fragment:
    made = Fragment(docname, "")
    made.headings = [
        Heading(1, f"{docname}#t", number, docname.title(), docname.title()),
        Heading(2, f"{docname}#u", "", "Under", "Under"),
    ]
    made.characters = made.length = characters
    made.offsets = {f"{docname}#t": 0, f"{docname}#u": characters}
    return made


BOOK = {
    "index": ["core", "last"],
    "core": ["one", "two"],
    "one": ["a", "b"],
    "two": ["c"],
}
NAMES = ["index", "core", "one", "a", "b", "two", "c", "last"]


def test_documents_come_in_the_order_of_the_contents_as_parts_modules_and_chapters() -> None:
    found = order("index", BOOK, {name: page(name) for name in NAMES})
    assert [(chapter.docname, chapter.kind, chapter.depth) for chapter in found] == [
        ("index", "front", 1),
        ("core", "part", 1),
        ("one", "module", 2),
        ("a", "chapter", 3),
        ("b", "chapter", 3),
        ("two", "module", 2),
        ("c", "chapter", 3),
        ("last", "chapter", 1),
    ]
    assert [chapter.head for chapter in found][2:5] == ["One", "One", "One"]


def test_a_root_without_text_of_its_own_is_not_printed() -> None:
    found = order("index", {"index": ["a"]}, {"index": page("index", 5), "a": page("a")})
    assert [chapter.docname for chapter in found] == ["a"]


def test_a_root_that_is_a_module_opens_the_book_on_page_one() -> None:
    pages = {"one": page("one", number="Core 01"), "a": page("a")}
    assert [chapter.kind for chapter in order("one", BOOK, pages)] == ["module", "chapter"]


def test_a_document_that_is_listed_twice_is_printed_once() -> None:
    includes = {"index": ["a", "a", "index"]}
    found = order("index", includes, {"index": page("index"), "a": page("a")})
    assert [chapter.docname for chapter in found] == ["index", "a"]


def test_contents_list_sections_of_chapters_only() -> None:
    found = order("index", BOOK, {name: page(name) for name in NAMES})
    assert [(line.kind, line.target) for line in entries(found)][1:5] == [
        ("part", "core#t"),
        ("module", "one#t"),
        ("chapter", "a#t"),
        ("section", "a#u"),
    ]


@pytest.mark.parametrize(("target", "digits"), [("a#t", 1), ("b#u", 3), ("unknown", 3)])
def test_digits_are_guessed_from_the_length_of_the_text(target: str, digits: int) -> None:
    pages = {"a": page("a"), "b": page("b", 300_000), "index": page("index", 0)}
    guess = Digits(order("index", {"index": ["a", "b"]}, pages))
    assert guess.of(target) == digits


def test_a_wrong_guess_is_learned_and_a_right_one_is_not() -> None:
    guess = Digits(order("index", {"index": ["a"]}, {"index": page("index"), "a": page("a")}))
    assert not guess.learn("a#t", "7")
    assert guess.learn("a#t", "12")
    assert guess.of("a#t") == 2
    assert not guess.learn("a#t", "12")


def test_zeros_stand_where_the_number_will_be() -> None:
    guess = Digits(order("index", {"index": ["a"]}, {"index": page("index"), "a": page("a")}))
    box = '<a class="page-number" href="page:a#t"></a>'
    assert guess.fill(box) == '<a class="page-number" href="page:a#t">0</a>'


def test_code_and_pictures_take_more_room_than_their_characters() -> None:
    def length(body: str) -> int:
        made = Fragment("a", "a.md")
        write_fragment(
            made, f"<section id='t'><h1>A</h1>{body}</section>", Words("page", "Addresses")
        )
        return made.length

    text = length("<p>Some words.</p>")
    assert length("<p>Some words.</p><pre>x\ny\nz\n</pre>") - text > 3 * 30
    assert length("<p>Some words.</p><p><img src='data:,' alt=''></p>") - text > 1000
