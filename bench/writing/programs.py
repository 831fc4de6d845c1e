"""Programs and exercises of the book, with their tests: what pages show lines of."""

from __future__ import annotations

from pathlib import Path
from string import Template

from bench.writing.listings import Program

_PROGRAM = '''"""What module $number builds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One amount and what was said about it."""

    amount: int
    note: str

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"{self.note}: negative")


class $Class:
    """Rows under one name; the $number of them is kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._rows: list[Row] = []

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def add(self, amount: int, note: str) -> Row:
        """Keep a row."""
        row = Row(amount, note)
        self._rows.append(row)
        return row

    def largest(self) -> int:
        """Give the largest amount, 0 where there is none."""
        return max((row.amount for row in self), default=0)

    def total(self) -> int:
        """Add up all rows."""
        return sum(row.amount for row in self)


def total_of(groups: Iterable[$Class]) -> int:
    """Add up several groups."""
    return sum(group.total() for group in groups)
'''
OBJECTS = ("Row", "{Class}.add", "{Class}.largest", "{Class}.total", "total_of")
"""What a page shows of a program."""

_TESTS = """from __future__ import annotations

import pytest

from $program import $Class, Row, total_of


def test_what_was_added_is_there() -> None:
    group = $Class("one")
    assert group.largest() == 0
    assert [group.add(3, "a"), group.add(5, "b")] == list(group)
    assert (group.largest(), group.total(), total_of([group, group])) == (5, 8, 16)


def test_a_negative_amount_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Row(-1, "c")
"""

_SOLUTION = '''"""Exercise $number of $module."""

from __future__ import annotations


def shared(first: list[int], second: list[int]) -> list[int]:
    """Give what stands in both, in the order of the first, each once."""
    known = set(second)
    found: list[int] = []
    for one in first:
        if one in known and one not in found:
            found.append(one)
    return found[:$limit]
'''
_STARTER = '''"""Exercise $number of $module."""

from __future__ import annotations


def shared(first: list[int], second: list[int]) -> list[int]:
    """Give what stands in both, in the order of the first, each once."""
    return []
'''
_VISIBLE = """from answer import shared


def test_shared() -> None:
    assert shared([1, 2, 3], [3, 1]) == [1, 3]
"""
_HIDDEN = """from answer import shared


def test_each_once() -> None:
    assert shared([1, 1], [1]) == [1]
"""
_WRONG = '''"""Forgets something.

Fails: $test
"""


def shared(first: list[int], second: list[int]) -> list[int]:
    return $answer
'''
_GRADED = """from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parents[4] / "code" / "exercises" / "$module"


def load(folder: Path, kind: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("answer", folder / kind / "answer.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", sorted(HERE.iterdir()), ids=lambda folder: folder.name)
def test_exercise(folder: Path) -> None:
    assert load(folder, "starter").shared([1], [1]) == []
    assert load(folder, "solution").shared([1, 2, 2, 3], [3, 2]) == [2, 3]
"""


def write(path: Path, text: str) -> None:
    """Write a file, and its folder where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_program(root: Path, program: Program) -> None:
    """Write a program and its tests."""
    words = {
        "program": program.name,
        "Class": program.class_name,
        "number": program.name.lstrip("abcdefghijklmnopqrstuvwxyz"),
    }
    package = root / "code" / program.track / program.name
    tests = root / "tests" / "code" / program.track / program.name
    write(package / "core.py", Template(_PROGRAM).substitute(words))
    names = f"{program.class_name}, Row, total_of"
    head = f'"""The program {program.name}."""\n\nfrom {program.name}.core import {names}\n\n'
    names = ", ".join(f'"{name}"' for name in names.split(", "))
    write(package / "__init__.py", f"{head}__all__ = [{names}]\n")
    write(tests / f"test_{program.name}.py", Template(_TESTS).substitute(words))


def write_exercise(root: Path, module: str, number: int, slug: str) -> str:
    """Write the files of an exercise and return its folder, seen from the root."""
    folder = Path("code", "exercises", module, f"e{number}-{slug}")
    words = {"module": module, "number": str(number), "limit": str(number + 9)}
    write(root / folder / "solution" / "answer.py", Template(_SOLUTION).substitute(words))
    write(root / folder / "starter" / "answer.py", Template(_STARTER).substitute(words))
    write(root / folder / "tests" / "test_answer.py", _VISIBLE)
    write(root / folder / "hidden" / "test_answer_hidden.py", _HIDDEN)
    for name, test, answer in (
        ("takes-all", "test_shared", "first"),
        ("keeps-both", "test_each_once", "[one for one in first if one in second]"),
    ):
        text = Template(_WRONG).substitute(test=test, answer=answer)
        write(root / folder / "wrong" / name / "answer.py", text)
    tests = root / "tests" / "code" / "exercises" / module
    name = f"test_exercises_{module.replace('-', '_')}.py"
    write(tests / name, Template(_GRADED).substitute(words))
    return folder.as_posix()
