"""Each misconception is disproved once in the whole book, in a section that exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import yaml

from press.curriculum_facts import ids_on_disk, module_id

BOOK = Path(__file__).resolve().parents[2] / "book"
REGISTER: list[dict[str, str]] = yaml.safe_load(
    (BOOK / "misconceptions.yml").read_text(encoding="utf-8")
)


def labels(module: str) -> set[str]:
    """Labels of sections in the pages of a module."""
    found: set[str] = set()
    for index in BOOK.glob("*/*/index.md"):
        if module_id(index.relative_to(BOOK).with_suffix("").as_posix()) == module:
            for page in index.parent.glob("*.md"):
                text = page.read_text(encoding="utf-8")
                found |= set(re.findall(r"^\(([\w-]+)\)=\n+#", text, flags=re.MULTILINE))
    return found


def test_each_has_id_belief_module_and_section() -> None:
    keys = {"id", "belief", "module", "section"}
    assert [one for one in REGISTER if set(one) != keys] == []


def test_none_stands_twice() -> None:
    for key in ("id", "belief"):
        assert [word for word, n in Counter(one[key] for one in REGISTER).items() if n > 1] == []


def test_each_names_a_module_and_a_section_that_exist() -> None:
    known = ids_on_disk(BOOK)
    assert [one["id"] for one in REGISTER if one["module"] not in known] == []
    assert [one["id"] for one in REGISTER if one["section"] not in labels(one["module"])] == []
