"""Notes on pages are taken once for the same bytes, and anew for others."""

from __future__ import annotations

from pathlib import Path

from press.page_notes import PageNotes


def taken(file: Path, pages: dict[str, bytes], by: str = "") -> tuple[dict[str, object], list[str]]:
    """Take a note on each page; return the notes, and the pages that were read for it."""
    notes, read = PageNotes(file, by), []

    def note(name: str) -> list[object]:
        read.append(name)
        return [name, pages[name].decode().upper()]

    found = {name: notes.take(name, page, lambda n=name: note(n)) for name, page in pages.items()}
    notes.save()
    return found, read


def test_only_pages_that_differ_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    first, read = taken(file, {"a": b"one", "b": b"two"})
    assert read == ["a", "b"]
    assert first == {"a": ["a", "ONE"], "b": ["b", "TWO"]}
    assert taken(file, {"a": b"one", "b": b"two"}) == (first, [])
    second, read = taken(file, {"a": b"other", "b": b"two"})
    assert read == ["a"]
    assert second == {"a": ["a", "OTHER"], "b": ["b", "TWO"]}


def test_all_are_read_again_when_what_reads_them_changes(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    taken(file, {"a": b"one"}, "first")
    assert taken(file, {"a": b"one"}, "second")[1] == ["a"]


def test_a_page_that_is_gone_is_not_kept_and_damage_is_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    taken(file, {"a": b"one", "b": b"two"})
    taken(file, {"b": b"two"})
    assert '"a"' not in file.read_text()
    file.write_text(file.read_text()[:10])
    assert taken(file, {"b": b"two"})[1] == ["b"]
