"""What is set again, what is not, and that the bytes do not depend on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from press.layout import Layout
from press.pdf.pool import Setter, SettingError, Unit
from press.pdf.sheet import Sheet

if TYPE_CHECKING:
    from .conftest import Project

Make = Callable[..., "Project"]


def test_nothing_is_set_and_nothing_written_when_nothing_has_changed(project: Make) -> None:
    book = project().run()
    stamp = book.pdf.stat().st_mtime_ns
    book.run()
    assert book.code == 0, book.log
    assert book.made == []
    assert book.pdf.stat().st_mtime_ns == stamp


def test_a_changed_page_has_only_its_own_unit_set_again(project: Make) -> None:
    book = project().run()
    book.change("one/equality.md", "Another note.", "A changed note.")
    book.run()
    assert book.code == 0, book.log
    assert set(book.made) == {"one/equality"}


def test_a_page_that_shows_the_title_of_a_changed_page_is_set_again_with_it(
    project: Make,
) -> None:
    book = project().run()
    book.change("one/equality.md", "# Equality", "# Equality and hash")
    book.run()
    assert set(book.made) == {
        "one/equality",
        "one/lookup",  # refers to it
        "one/index",  # lists it
        "index",  # lists what is below, too
    }


def test_a_changed_picture_has_the_unit_that_shows_it_set_again(project: Make) -> None:
    book = project().run()
    book.change("one/lookup.svg", "asks the class", "asks its class")
    book.run()
    assert set(book.made) == {"one/lookup"}


def pieces(book: Project) -> set[str]:
    return {path.name for path in (book.root / "fresh" / "pieces").iterdir()}


def test_a_changed_page_is_one_new_piece_of_the_book_and_one_of_its_module(project: Make) -> None:
    book = project()
    fresh = ("-D", f"pdf_cache={book.root / 'fresh'}")
    assert book.run(*fresh).code == 0, book.log
    before = pieces(book)
    book.change("one/equality.md", "Another note.", "A changed note.")
    assert book.run(*fresh).code == 0, book.log
    assert len(pieces(book) - before) == 2


def test_a_page_more_moves_the_numbers_in_the_pieces_behind_it(project: Make) -> None:
    book = project()
    fresh = ("-D", f"pdf_cache={book.root / 'fresh'}")
    assert book.run(*fresh).code == 0, book.log
    book.change("one/lookup.md", "## Tables", "More text. " * 900 + "\n\n## Tables")
    assert book.run(*fresh).code == 0, book.log
    grown = book.pdf.read_bytes()
    book.pdf.unlink()
    assert book.run("-D", f"pdf_cache={book.root / 'other'}").code == 0, book.log
    assert book.pdf.read_bytes() == grown


def test_contents_have_room_for_numbers_and_are_not_set_again_when_pages_move(
    project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from press.pdf import pool

    made: list[str] = []
    original = pool._render_into

    def note(renderer: Any, one: Unit, path: Path) -> None:
        made.append(one.name)
        original(renderer, one, path)

    book = project().run()
    monkeypatch.setattr(pool, "_render_into", note)
    book.change("two/index.md", "# The second module", "# The second module\n\n" + "More. " * 900)
    assert book.run().code == 0, book.log
    assert made == ["two/index"]  # and not the contents, of the book or of the module


def test_the_same_sources_give_the_same_bytes_whatever_was_built_before(
    project: Make, printed: Project
) -> None:
    book = project()
    book.change("one/equality.md", "Another note.", "Something else, to be taken back.")
    book.run()
    assert book.pdf.read_bytes() != printed.pdf.read_bytes()
    book.change("one/equality.md", "Something else, to be taken back.", "Another note.")
    book.run("-D", "pdf_jobs=2", "-D", f"pdf_cache={book.root / 'fresh'}")
    assert book.code == 0, book.log
    assert book.pdf.read_bytes() == printed.pdf.read_bytes()


def test_fragments_do_not_depend_on_the_run(project: Make, printed: Project) -> None:
    other = project().run()
    for path in sorted((printed.root / "out" / "fragments").rglob("*.json")):
        again = (other.root / path.relative_to(printed.root)).read_text()
        assert again.replace(str(other.root), str(printed.root)) == path.read_text()


def test_documents_written_in_parallel_give_the_same_book(project: Make, printed: Project) -> None:
    book = project().run("-j", "2")
    assert book.code == 0, book.log
    assert book.pdf.read_bytes() == printed.pdf.read_bytes()


# -- The cache ----------------------------------------------------------------


@pytest.fixture
def setter(layout: Layout, tmp_path: Path) -> Setter:
    def show(what: str, names: Any, total: int) -> None:
        assert len(list(names)) == total

    return Setter(Sheet.load(layout.root, "book", ""), tmp_path / "cache", 1, show)


def unit(name: str) -> Unit:
    return Unit(name, f'<html lang="en"><title>t</title><p>The text of {name}.</p></html>')


def test_a_build_that_was_stopped_goes_on_from_the_units_that_are_whole(
    setter: Setter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from press.pdf import pool

    done: list[str] = []
    original = pool._render_into

    def stop_at_b(renderer: Any, one: Unit, path: Path) -> None:
        if one.name == "b" and "b" not in done:
            done.append("b")
            raise KeyboardInterrupt
        done.append(one.name)
        original(renderer, one, path)

    monkeypatch.setattr(pool, "_render_into", stop_at_b)
    with pytest.raises(KeyboardInterrupt):
        setter.set([unit("a"), unit("b"), unit("c")])
    setter.set([unit("a"), unit("b"), unit("c")])
    assert done == ["a", "b", "b", "c"]


def test_a_half_written_unit_is_no_unit(setter: Setter) -> None:
    (made,) = setter.set([unit("a")])
    made.path.unlink()  # its facts were written first
    assert [path.suffix for path in setter.cache.iterdir()] == [".json"]
    (again,) = setter.set([unit("a")])
    assert again.path.is_file()


def test_units_that_no_recent_build_used_leave_the_cache(setter: Setter) -> None:
    old = setter.set([unit(f"old-{number}") for number in range(5)])
    for age, one in enumerate(old):
        os.utime(one.path, (age, age))
    new = setter.set([unit("new")])
    setter.forget(one.key for one in new)
    left = {path.stem for path in setter.cache.glob("*.pdf")}
    assert left == {new[0].key, old[4].key, old[3].key}
    assert left == {path.stem for path in setter.cache.glob("*.json")}


def test_the_key_of_a_unit_depends_on_what_its_pictures_hold(
    setter: Setter, tmp_path: Path
) -> None:
    picture = tmp_path / "a.svg"
    picture.write_text("one")
    one = Unit("a", "x", {"a.svg": str(picture)})
    before = setter.key(one)
    picture.write_text("two")
    assert setter.key(one) != before


def test_a_page_that_weasyprint_fails_on_is_named(
    setter: Setter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from press.pdf import pool

    def fail(*_: object) -> None:
        raise ZeroDivisionError("in layout")

    monkeypatch.setattr(pool, "_render_into", fail)
    with pytest.raises(SettingError, match="cannot set one/page: ZeroDivisionError: in layout"):
        setter.set([unit("one/page")])


def test_a_unit_to_be_set_without_pango_is_one_line_with_the_command(
    setter: Setter, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = setter.set([unit("a")])
    monkeypatch.setattr("press.pdf.pool.missing_pango", lambda: "Pango is missing: install it")
    assert setter.set([unit("a")]) == [made]  # from the cache: nothing is missed
    with pytest.raises(SettingError, match=r"^Pango is missing: install it$"):
        setter.set([unit("a"), unit("b")])


def test_a_renderer_gives_the_same_bytes_whatever_it_has_set_before(setter: Setter) -> None:
    def pages(names: str) -> Iterator[bytes]:
        for made in setter.set([unit(name) for name in names]):
            yield made.path.read_bytes()
            made.path.unlink()

    first = dict(zip("ab", pages("ab"), strict=True))
    second = dict(zip("ba", pages("ba"), strict=True))
    assert first == second
