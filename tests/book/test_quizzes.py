"""A module's quiz tests beliefs that the module disproves, each once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from press.curriculum_facts import module_id

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGES = sorted(BOOK.glob("*/*/quiz.md"))
BELIEFS: dict[str, str] = {
    one["id"]: one["module"]
    for one in yaml.safe_load((BOOK / "misconceptions.yml").read_text(encoding="utf-8"))
}


def quizzes(page: Path) -> list[tuple[str, str]]:
    """Id and belief of each question of a page."""
    text = page.read_text(encoding="utf-8")
    return re.findall(r"^::::\{quiz\} (\S+)\n:belief: (\S+)$", text, flags=re.MULTILINE)


def test_there_are_quizzes() -> None:
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_quiz_asks_five_to_nine_questions_about_beliefs_of_its_module(page: Path) -> None:
    module = module_id((page.parent / "index").relative_to(BOOK).as_posix())
    found = quizzes(page)
    assert 5 <= len(found) <= 9
    assert [own for own, _ in found] == [
        f"{module}-quiz-{number}" for number in range(1, len(found) + 1)
    ]
    assert page.read_text(encoding="utf-8").count("::::{quiz}") == len(found)
    assert [belief for _, belief in found if BELIEFS.get(belief) != module] == []
    assert max(Counter(belief for _, belief in found).values()) == 1
