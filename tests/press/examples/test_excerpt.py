"""What may be cut out of a program and shown alone."""

from __future__ import annotations

import pytest

from press.examples.excerpt import excerpt_fault

PROGRAM = '''\
import json

class Account:
    """Keeps a limit."""

    def __init__(
        self,
        limit: int,
    ) -> None:
        self.limit = limit  # 10

    @property
    def text(self) -> str:
        return json.dumps(
            {
                "limit": self.limit,
            }
        )  # 18


account = Account(1)  # 21
print(account.text)
'''.splitlines()


def said(*parts: range) -> str:
    """Return the fault of the lines in ``parts``; their ends count."""
    shown = [number for part in parts for number in range(part.start, part.stop + 1)]
    fault = excerpt_fault(PROGRAM, shown)
    return "; ".join(fault) if fault else ""


@pytest.mark.parametrize(
    "parts",
    [
        [range(1, 22)],
        [range(10, 10)],
        [range(12, 18)],
        [range(6, 18)],
        [range(3, 3), range(12, 18), range(21, 22)],
        [range(1, 2), range(21, 22)],
        [range(3, 4), range(11, 18)],
        [range(16, 16)],
        [range(14, 14), range(18, 18)],
        [range(13, 13)],
        [range(1, 1), range(20, 22)],
    ],
    ids=[
        *("whole", "a-line-of-a-body", "a-method", "methods-of-one-class", "with-the-head"),
        *("blank-between", "blank-before-a-method", "inside-a-literal", "left-out-in-the-middle"),
        *("a-head-alone", "blank-lines-before-a-part"),
    ],
)
def test_a_fair_excerpt_has_no_fault(parts: list[range]) -> None:
    assert said(*parts) == ""


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        (
            [range(2, 4)],
            "the lines shown begin with a blank one, 2; begin with line 3, “class Account:”",
        ),
        (
            [range(10, 11)],
            "the lines shown end with a blank one, 11; "
            "end with line 10, “self.limit = limit  # 10”",
        ),
        (
            [range(12, 18), range(21, 22)],
            "line 12 stands in “class Account:”, which is not shown; "
            "show line 3 as well, or lines of that body alone",
        ),
        (
            [range(3, 3), range(10, 10), range(21, 21)],
            "line 10 stands in “def __init__(”, which is not shown; "
            "show line 6 as well, or lines of that body alone",
        ),
        (
            [range(3, 3), range(12, 17)],
            "“return json.dumps(” in line 14 is shown without its end; show line 18 as well",
        ),
        (
            [range(3, 8), range(10, 10)],
            "“def __init__(” in line 6 is shown without its end; show line 9 as well",
        ),
    ],
    ids=["begins-blank", "ends-blank", "no-class", "no-function", "cut", "half-a-head"],
)
def test_an_unfair_one_is_told_with_the_mend(parts: list[range], fault: str) -> None:
    assert said(*parts) == fault


def test_what_is_no_python_is_looked_at_for_blank_lines_alone() -> None:
    assert excerpt_fault(["if :", "", "x"], [1]) is None
    assert excerpt_fault(["if :", "", "x"], [1, 2]) is not None
    assert excerpt_fault(["x"], []) is None
