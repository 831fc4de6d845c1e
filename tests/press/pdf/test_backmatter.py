"""The index: which entries, in which order, with which numbers."""

from __future__ import annotations

from press.index import entry_of
from press.pdf.backmatter import Entry, by_letter, entries, numbers, within

MODULES = ("dataclasses", "collections")


def test_names_of_the_language_are_entries_and_names_of_the_book_are_none() -> None:
    assert entry_of("__hash__()") == "__hash__"
    assert entry_of("object.__setattr__") == "__setattr__"
    assert entry_of("@dataclass(frozen=True)", MODULES) == "dataclass (dataclasses)"
    assert entry_of("dataclasses.replace(x)", MODULES) == "replace (dataclasses)"
    assert entry_of("functools.partial", MODULES) == "functools.partial"
    assert entry_of("LookupError") == "LookupError"
    for text in ("list", "entry.payee", "queue.put", "queue", "a b", "", "this.x", "dataclass"):
        assert entry_of(text) == "", text


def test_entries_are_in_the_order_of_their_letters_whatever_stands_before_them() -> None:
    created = [
        ("_", [("__hash__", ([("main", "book:a#1"), ("", "book:b#1")], [], None))]),
        ("H", [("hash table", ([("", "book:a#2")], [], None))]),
        ("É", [("état", ([], [("later", [("", "book:c#1")])], None))]),
        ("Symbols", [("1 + 1", ([("", "book:c#2")], [], None))]),
    ]
    found = entries(created)
    assert [entry.text for entry in found] == ["1 + 1", "état", "__hash__", "hash table"]
    assert [letter for letter, _ in by_letter(found)] == ["#", "E", "H"]
    assert found[2].places == (("a#1", True), ("b#1", False))
    assert found[1].below == (Entry("later", (("c#1", False),)),)


def test_what_is_not_printed_is_not_in_the_index() -> None:
    one = Entry("one", (("a", False), ("gone", False)))
    see = Entry("two", (), (Entry("see one"),))
    assert list(within([one, Entry("no", (("gone", True),)), see], {"a": 0})) == [
        Entry("one", (("a", False),)),
        see,
    ]


def test_a_page_is_named_once_and_a_run_of_pages_as_one() -> None:
    names = {"a": 4, "b": 4, "c": 5, "d": 6, "e": 9}
    labels = [str(number - 2) for number in range(12)]
    entry = Entry("x", tuple((name, False) for name in names))
    assert [(one.text, one.target) for one in numbers(entry, names, labels)] == [
        ("2–4", "a"),
        ("7", "e"),
    ]
    main = Entry("x", (("a", False), ("b", True), ("c", False)))
    assert [(one.text, one.main) for one in numbers(main, names, labels)] == [
        ("2", True),
        ("3", False),
    ]
