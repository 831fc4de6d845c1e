from __future__ import annotations

from pathlib import Path

import pytest

from press.layout import Layout
from press.prose import lint, main, sources
from press.prose_rules import RulesError, load_rules
from press.prose_text import read_prose

RULES = r"""
limits: {em_dashes: 2, question_headings: 1, words: [20, 60], listing_lines: 4, listing_columns: 40}
phrases:
  - {rule: filler, match: [simply, "delv(e|es|ed|ing)", "keep in mind"], say: cut it}
  - {rule: small, match: just, unless: ["just (as|before)"], say: cut the word}
  - {rule: undated, match: [modern], unless_sentence: ['3\.\d+'], say: name the version}
  - {rule: hood, match: ["under the hood"], at_most: 1, say: once a module}
  - {rule: reflex, match: ["why\\? because"], not_inside: [check], say: state it}
  - {rule: it-is, match: ["it's worth"], say: cut it}
openers:
  - {rule: opener, match: [moreover], say: join the thoughts}
headings:
  - {rule: heading, match: ["the power of"], say: name what it shows}
listings:
  - {rule: toy-name, match: [foo], say: take a name from the domain}
"""


@pytest.fixture
def book(tmp_path: Path) -> Layout:
    (tmp_path / "conf.py").touch()
    (tmp_path / "book" / "core").mkdir(parents=True)
    (tmp_path / "slides").mkdir()
    (tmp_path / "book" / "prose.yml").write_text(RULES)
    return Layout(tmp_path)


def found(book: Layout, text: str, name: str = "book/core/page.md") -> list[str]:
    """Lint one page; each finding as ``line rule``."""
    page = book.root / name
    page.write_text(text, encoding="utf-8")
    return [f"{one.line} {one.rule}" for one in lint(book, [page]).findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.\n\nYou simply call it.\n", ["3 filler"]),
        ("A first line\nof a paragraph that\ndelves deep.\n", ["3 filler"]),
        ("Keep\nin mind that it ends.\n", ["1 filler"]),
        ("- one\n- two simply\n\n1. three\n2. simply four\n", ["2 filler", "5 filler"]),
        ("| a | b |\n|---|---|\n| x | simply y |\n", ["3 filler"]),
        (":::{admonition} Title\n:class: trap\n\nText.\nIt is simply so.\n:::\n", ["5 filler"]),
        ("::::{check}\nOne?\n:::{answer}\nSimply one.\n:::\n::::\n", ["4 filler"]),
        (":::{admonition} Simply a title\nText.\n:::\n", ["1 filler"]),
        ("```{note}\nSimply a note.\n```\n", ["2 filler"]),
        ("```{figure} a.svg\n:alt: simply a picture\n\nThe caption.\n```\n", ["2 filler"]),
        ("Text[^a].\n\n[^a]: Simply a footnote.\n", ["3 filler"]),
        ("Term\n: simply a definition\n", ["2 filler"]),
        ("# Simply put\n", ["1 filler"]),
        ("Before `code\nover two lines` it is\nsimply here.\n", ["3 filler"]),
        ("It is **simply** bold and *simply* not a title.\n", ["1 filler", "1 filler"]),
        ("See [simply the next page](next.md).\n", ["1 filler"]),
        ("---\nmodule:\n  id: x\n---\n\n# Title\n\nSimply here.\n", ["8 filler"]),
        ("It’s worth a look. It's worth it.\n", ["1 it-is", "1 it-is"]),
    ],
)
def test_a_banned_word_is_found_on_its_own_line_wherever_prose_stands(
    book: Layout, text: str, expected: list[str]
) -> None:
    assert found(book, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```python\nsimply = 1\n```\n",
        "Call `simply()` now, or ``simply\nthat``.\n",
        "<!-- simply a comment -->\n",
        "% simply a comment\n\nText.\n",
        "> Somebody else wrote: it is simply so.\n",
        'They say "it is simply so" in the log, and “simply” again.\n',
        "See [Simply Typed Lambda](https://example.org/simply).\n",
        "The book *Simply Python* says it.\n",
        "```{toctree}\nsimply\n```\n",
        "```{mermaid}\n:alt: A box.\n:caption: One box stands for one object.\n\n"
        "flowchart LR\n  simply\n```\n",
        "<!--\n```python\nsimply = 1\n```\n-->\n",
        "Oversimply and simplyfied are other words.\n",
        "{#simply}\n```python\nx = 1\n```\n",
    ],
)
def test_code_comments_quotations_and_titles_of_others_are_not_prose(
    book: Layout, text: str
) -> None:
    assert found(book, text) == []


def test_a_phrase_is_excused_only_where_the_excuse_overlaps_it(book: Layout) -> None:
    assert found(book, "It ran just before noon, just as planned.\n") == []
    assert found(book, "It ran just as planned.\n\nYou just call it.\n") == ["3 small"]


def test_a_version_in_the_same_sentence_dates_a_word_and_one_elsewhere_does_not(
    book: Layout,
) -> None:
    assert found(book, "In modern Python, since 3.12, it works.\n") == []
    assert found(book, "Since 3.12 it works. In modern Python too.\n") == ["1 undated"]


def test_an_opener_is_banned_where_a_sentence_begins_only(book: Layout) -> None:
    assert found(book, "It is late; moreover it rains.\n") == []
    assert found(book, "It rains. Moreover, it is\nlate.\n\n- Moreover so.\n") == [
        "1 opener",
        "4 opener",
    ]


def test_a_heading_pattern_is_banned_in_headings_only(book: Layout) -> None:
    text = "# The power of sets\n\nThe power of a set is its size.\n"
    assert found(book, text) == ["1 heading"]


def test_a_rule_can_leave_out_a_directive(book: Layout) -> None:
    assert found(book, ":::{check}\nWhy? Because?\n:::\n") == []
    assert found(book, "It fails. Why? Because.\n") == ["1 reflex"]


def test_a_phrase_with_a_budget_may_stand_that_often_in_a_folder(book: Layout) -> None:
    for name in ("a.md", "b.md"):
        (book.book / "core" / name).write_text("It works under the hood.\n")
    pages = sorted(book.book.glob("core/*.md"))
    assert [one.path for one in lint(book, pages).findings] == ["book/core/b.md"]


def test_em_dashes_are_counted_against_the_words_of_the_page(book: Layout) -> None:
    assert found(book, "One — two.\n") == []
    assert found(book, "One — two.\n\nThree — four --- five – six.\n") == ["3 em-dash"]
    assert found(book, "word " * 1001 + "— a — b — c.\n") == []


def test_a_second_question_heading_is_one_too_many(book: Layout) -> None:
    assert found(book, "# What is a set?\n\n## Why `hash`?\n\n## Cost\n") == ["3 question-heading"]


def test_a_listing_is_neither_long_nor_wide_and_hidden_lines_do_not_count(book: Layout) -> None:
    five = "```python\n" + "a = 1\n" * 5 + "```\n"
    assert found(book, five) == ["1 listing-length"]
    assert found(book, five.replace("a = 1\n", "a = 1  # hide\n", 2)) == []
    assert found(book, five.replace("python", "text")) == []
    wide = "Text.\n\n```text\nok\n" + "x" * 41 + "\n```\n"
    assert found(book, wide) == ["5 listing-width"]
    hidden = "```python\nb = 2  # hide\n" + "x" * 41 + "\n```\n"
    assert found(book, hidden) == ["3 listing-width"]
    fragment = "```{fragment} python\n:reason: needs a network\n\n" + "x" * 41 + "\n```\n"
    assert found(book, fragment) == ["4 listing-width"]


def test_listings_without_prose_between_them_are_found_and_outputs_are_no_listings(
    book: Layout,
) -> None:
    python = "```python\na = 1\n```\n\n"
    output = "<!--pytest-codeblocks:expected-output-->\n```text\n1\n```\n\n"
    tilde = "~~~text\n1\n~~~\n\n"
    assert found(book, python + output + "Text.\n\n" + python) == []
    assert found(book, python + output + python) == ["10 listing-pair"]
    assert found(book, python + tilde + "## Heading\n\n" + python) == ["11 listing-pair"]
    assert found(book, python + "```bash\nls\n```\n") == ["5 listing-pair"]
    assert found(book, python + "```{literalinclude} a.py\n```\n") == ["5 listing-pair"]
    assert found(book, python + ":::{note}\nText.\n\n" + python + ":::\n\n" + python) == []


def test_names_that_say_nothing_are_found_in_shown_code(book: Layout) -> None:
    assert found(book, "Text.\n\n```python\nx = 1\nfoo = 2\nfoot = 3\n```\n") == ["5 toy-name"]


def test_a_diagram_has_a_caption_that_is_a_sentence_and_alternative_text(book: Layout) -> None:
    assert found(book, "```{mermaid}\nflowchart LR\n```\n") == ["1 diagram", "1 diagram"]
    assert found(book, "```{mermaid}\n:alt: A box\n:caption: Boxes\n\nx\n```\n") == ["1 diagram"]
    text = "```{mermaid}\n---\nalt: A box\ncaption: One box is enough here.\n---\nx\n```\n"
    assert found(book, text) == []


def test_lists_with_bold_on_every_item_and_lists_in_lists_are_found(book: Layout) -> None:
    assert found(book, "- **a** x\n- **b** y\n- **c** z\n") == ["1 bold-list"]
    assert found(book, "- **a** x\n- b y\n- **c** z\n") == []
    assert found(book, "- a\n- b\n  - c\n") == ["3 nested-list"]


def test_an_emoji_is_found_and_a_star_is_not(book: Layout) -> None:
    assert found(book, "Well done 🎉\n\n★ one ✓ → two\n") == ["1 emoji"]


def test_a_stated_exception_covers_the_lines_up_to_the_next_blank_one(book: Layout) -> None:
    allow = '<!-- prose: allow "simply" because the message says it -->\n'
    assert found(book, allow + "It is\nsimply so.\n") == []
    assert found(book, allow + "It is simply so.\n\nSimply.\n") == ["4 filler"]
    assert found(book, '% prose: allow "filler" because of x\nIt is simply so.\n') == []
    long = '<!-- prose: allow "listing-length" because it is whole -->\n```python\n'
    assert found(book, long + "a = 1\n" * 5 + "```\n") == []


def test_an_exception_without_a_reason_or_without_a_use_is_a_finding(book: Layout) -> None:
    assert found(book, '<!-- prose: allow "simply" -->\nSimply.\n') == ["1 exception", "2 filler"]
    assert found(book, '<!-- prose: allow "simply" because x -->\nGone.\n') == ["1 exception"]


def test_decks_and_pages_beside_the_book_keep_the_rules_about_words_alone(book: Layout) -> None:
    text = "- **a** simply\n- **b** y\n- **c** z\n\n```bash\nls\n```\n\n```bash\nls\n```\n"
    assert found(book, text, "slides/deck.md") == ["1 filler"]
    assert found(book, text, "README.md") == ["1 filler"]
    assert len(found(book, text)) == 3


def test_every_page_is_looked_at_and_files_that_no_edition_shows_are_not(book: Layout) -> None:
    for name in ("README.md", "book/core/a.md", "book/core/_draft.md", "slides/d.md"):
        (book.root / name).touch()
    names = [path.relative_to(book.root).as_posix() for path in sources(book)]
    assert names == ["README.md", "book/core/a.md", "slides/d.md"]


def test_a_page_too_short_or_too_long_is_noted_and_not_refused(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    page = book.book / "core" / "page.md"
    page.write_text("word " * 61 + "\n\n```python\nx = 1\n```\n")
    assert main([str(page)]) == 0
    assert "61 words, a page above 60 is split" in capsys.readouterr().out
    page.write_text("Short.\n")
    assert main([str(page)]) == 0
    assert "1 words, a page has at least 20" in capsys.readouterr().out


def test_the_command_prints_file_line_fault_and_mend_and_ends_with_1(
    book: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    page = book.book / "core" / "page.md"
    page.write_text("Fine.\n\nSimply not.\n")
    assert main(["-q", str(page)]) == 1
    out = capsys.readouterr().out
    assert out == 'book/core/page.md:3: "Simply"; cut it [filler]\nprose: 1 finding\n'
    assert main([str(book.root / "nothing.md")]) == 1
    assert "does not exist: name a page" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ("phrase: []\n", "book/prose.yml:1: unknown key 'phrase': write 'phrases'"),
        ("phrases:\n  - {match: a}\n", "book/prose.yml:2: this entry has no 'say': add one"),
        ("phrases:\n  - {match: 'a(', say: b}\n", "book/prose.yml:2: not a regular expression"),
        ("phrases: {match: a, say: b}\n", "book/prose.yml:1: phrases is a list of entries"),
        ("limits:\n  em_dashes: many\n", "book/prose.yml:2: 'many' is not a number"),
        ("limits:\n  words: [5, 1]\n", "book/prose.yml:2: two numbers are expected"),
        ("limits: [1]\n", "book/prose.yml:1: a mapping is expected"),
        ("phrases:\n  - {match: [1], say: b}\n", "book/prose.yml:2: text or a list of texts"),
        ("a: [\n", "book/prose.yml:2: not YAML"),
    ],
)
def test_a_wrong_rule_file_is_refused_with_its_line_and_the_mend(
    book: Layout, rules: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (book.book / "prose.yml").write_text(rules)
    with pytest.raises(RulesError) as error:
        load_rules(book.book / "prose.yml")
    assert str(error.value).startswith(message)
    (book.book / "page.md").write_text("Text.\n")
    assert main([str(book.book / "page.md")]) == 1
    assert message in capsys.readouterr().err


def test_a_rule_file_in_another_encoding_is_refused(book: Layout) -> None:
    (book.book / "prose.yml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(RulesError, match=r"^book/prose.yml:1: not UTF-8: save the file as UTF-8$"):
        load_rules(book.book / "prose.yml")


def test_a_book_without_a_rule_file_keeps_the_limits_alone(book: Layout) -> None:
    (book.book / "prose.yml").unlink()
    assert found(book, "It is simply so.\n\n```python\n" + "a = 1\n" * 31 + "```\n") == [
        "3 listing-length"
    ]
    (book.book / "prose.yml").write_text("")
    assert found(book, "It is simply so.\n") == []


def test_words_of_tables_of_contents_and_code_blocks_are_not_counted() -> None:
    text = (
        "# One two\n\nThree `four` five.\n\n```python\nsix = 7\n```\n\n```{toctree}\neight\n```\n"
    )
    assert read_prose(text).words == 5
