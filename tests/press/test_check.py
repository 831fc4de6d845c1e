"""``make check``: one table, findings with their lines, 1 at the end if there is any."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import check as driver
from press.check import check
from press.checks import spelling
from press.checks.outcome import Outcome, UnavailableError
from press.finding import Finding
from press.layout import Layout
from press.prose_rules import Spelling


@pytest.fixture
def book(tmp_path: Path) -> Layout:
    for folder in ("book", "slides", "code"):
        (tmp_path / folder).mkdir()
    (tmp_path / "book" / "prose.yml").write_text(
        "phrases: [{match: simply, say: cut it}]\n"
        "spelling: {dictionaries: [clear], ignore: [teh]}\n"
    )
    (tmp_path / "book" / "page.md").write_text("# Money\n\nAn amount.\n")
    return Layout(tmp_path)


def test_nothing_found_ends_with_0_and_a_table_of_what_was_looked_at(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(book, ["prose", "spelling"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split()[:2] == ["all", "0"]
    head = next(line for line in lines if line.startswith("check  "))
    assert head.split() == ["check", "subject", "findings", "seconds"]
    assert any(line.startswith("prose") and "1 page, 3 words" in line for line in lines)


def test_a_finding_is_printed_with_file_line_fault_and_mend_and_ends_with_1(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.book / "page.md").write_text("# Money\n\nIt is simply an adress.\n")
    assert check(book, ["prose", "spelling"]) == 1
    out = capsys.readouterr().out
    assert '  book/page.md:3: "simply"; cut it [phrase]\n' in out
    assert '  book/page.md:3: "adress"; write address [spelling]\n' in out
    assert out.splitlines()[-1].split()[:2] == ["all", "2"]


def test_a_validator_that_cannot_run_is_one_line_and_does_not_stop_the_others(
    book: Layout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(_layout: Layout) -> list[Outcome]:
        raise UnavailableError("epubcheck needs Java: apt-get install default-jre-headless")

    monkeypatch.setattr("press.checks.epub.run", unavailable)
    assert check(book, ["epub", "prose", "no_such_validator"]) == 1
    out = capsys.readouterr().out
    assert "could not run; epubcheck needs Java: apt-get install default-jre-headless" in out
    assert "type make check, which installs what it needs" in out
    assert any(line.startswith("prose") for line in out.splitlines())


def test_wrong_rules_are_a_finding_of_the_checks_that_read_them(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.book / "prose.yml").write_text("phrase: []\n")
    assert check(book, ["prose"]) == 1
    assert "book/prose.yml:1: unknown key 'phrase'; write 'phrases'" in capsys.readouterr().out


def test_a_flood_of_findings_is_cut_short_and_counted(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.book / "page.md").write_text("Simply.\n\n" * 60)
    assert check(book, ["prose"]) == 1
    out = capsys.readouterr().out
    assert out.count("cut it") == 50
    assert "  and 10 more\n" in out


def test_every_validator_of_the_table_has_a_module_of_its_own(book: Layout) -> None:
    modules = Path(driver.__file__).parent / "checks"
    for name in driver.CHECKS:
        assert (modules / f"{name}.py").is_file()


def test_spelling_reads_what_a_reader_sees_and_knows_words_that_are_right_here(
    book: Layout,
) -> None:
    (book.root / "README.md").write_text("An adress.\n")
    (book.code / "tally").mkdir()
    (book.code / "tally" / "money.py").write_text("x = 1\n# An adress, teh one.\n")
    (book.slides / "deck.md").write_text("See https://example.org/adress now.\n")
    (outcome,) = spelling.run(book)
    assert outcome.findings == [
        Finding("README.md", 1, '"adress"', "write address", "spelling"),
        Finding("code/tally/money.py", 2, '"adress"', "write address", "spelling"),
    ]
    british = spelling.check_spelling(
        [book.book / "page.md"], Spelling(("clear", "en-GB_to_en-US")), book
    )
    assert british == []
    (book.book / "page.md").write_text("The colour.\n")
    british = spelling.check_spelling(
        [book.book / "page.md"], Spelling(("clear", "en-GB_to_en-US")), book
    )
    assert [one.mend for one in british] == ["write color"]
    with pytest.raises(RuntimeError, match="codespell"):
        spelling.check_spelling([book.book / "page.md"], Spelling(("no-such",)), book)
