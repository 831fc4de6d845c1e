"""What is said twice is found, in whichever two pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.checks.repetition import repetitions, run
from press.layout import Layout
from press.prose_text import read_prose

SENTENCE = (
    "A transaction that fails moves nothing on either side, and the balance of last week stays."
)


def twice(one: str, other: str, names: tuple[str, str] = ("a.md", "b.md")) -> list[str]:
    pages = {names[0]: read_prose(one), names[1]: read_prose(other)}
    return [
        f"{found.page}:{found.line} {found.first_page}:{found.first_line} {len(found.words)}"
        for found in repetitions(pages)
    ]


def test_a_sentence_on_two_pages_is_found_with_both_places() -> None:
    assert twice(f"# One\n\n{SENTENCE}\n", f"# Two\n\nBefore.\n\nThen: {SENTENCE}\n") == [
        "b.md:5 a.md:3 16"
    ]


def test_words_are_compared_and_neither_case_nor_line_ends() -> None:
    shouted = SENTENCE.upper().replace(" MOVES ", "\nmoves ").replace(",", ";")
    assert twice(f"# One\n\n{SENTENCE}\n", f"# Two\n\n{shouted}\n") == ["b.md:3 a.md:3 16"]


def test_a_run_is_told_once_and_as_long_as_it_goes() -> None:
    found = twice(f"# One\n\n{SENTENCE}\n", f"# Two\n\n{SENTENCE} And more.\n")
    assert found == ["b.md:3 a.md:3 16"]


def test_eleven_words_may_come_back() -> None:
    eleven = " ".join(SENTENCE.split()[:11])
    assert twice(f"# One\n\n{eleven}\n", f"# Two\n\n{eleven}\n") == []


def test_a_page_may_not_repeat_itself() -> None:
    page = read_prose(f"# One\n\n{SENTENCE}\n\nBetween.\n\n{SENTENCE}\n")
    assert [found.line for found in repetitions({"a.md": page})] == [7]


@pytest.mark.parametrize(
    "page",
    [
        f"# Two\n\n> {SENTENCE}\n",
        f"# Two\n\n```python\n# {SENTENCE}\n```\n",
        "# Two\n\n" + " ".join(f"`{word}`" for word in SENTENCE.split()) + "\n",
    ],
    ids=["quotation", "code", "code spans"],
)
def test_code_and_quotations_are_not_compared(page: str) -> None:
    assert twice(f"# One\n\n{SENTENCE}\n", page) == []


def test_pages_of_one_kind_share_their_frame_and_not_their_content() -> None:
    names = "core/01/exercises.md", "core/02/exercises.md"
    frame = f"# Exercises\n\n{SENTENCE}\n"
    inside = f"# Exercises\n\n:::{{admonition}} Box\n{SENTENCE}\n:::\n"
    assert twice(frame, frame, names) == []
    assert twice(inside, inside, names) == [f"{names[1]}:4 {names[0]}:4 16"]


def test_the_check_names_file_line_and_mend(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "book" / name).write_text(f"# Page\n\n{SENTENCE}\n")
    (outcome,) = run(Layout(tmp_path))
    assert outcome.subject == "2 pages, 12 words or more"
    assert [str(finding) for finding in outcome.findings] == [
        "book/b.md:3: 16 words stand at book/a.md:3 too: “a transaction that fails moves nothing "
        "on either side and the balance …”; say it once and link to it [repetition]"
    ]
