import ast
import inspect

import lines
import outcomes
import pytest
from lines import line
from mypy_says import complaints
from outcomes import Broken, Ok, Outcome, Redirected, TimedOut

CODE = inspect.getsource(lines)


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Ok("/a", 90), "ok      /a"),
        (Ok("/a", 1001), "slow    /a (1001 ms)"),
        (Redirected("/a", "/b", permanent=True), "update  /a to /b"),
        (Redirected("/a", "/b", permanent=False), "ok      /a"),
        (Broken("/a", 503), "retry   /a (503)"),
        (Broken("/a", 404), "broken  /a (404)"),
        (Broken("/a", 410), "remove  /a"),
        (TimedOut("/a", 2.5), "retry   /a (no answer in 2.5 s)"),
    ],
)
def test_each_outcome_has_its_line(outcome: Outcome, text: str) -> None:
    assert line(outcome) == text


def test_it_matches_and_asks_no_isinstance() -> None:
    names = [type(node).__name__ for node in ast.walk(ast.parse(CODE))]
    assert "Match" in names
    assert "isinstance" not in CODE


def test_mypy_strict_has_no_complaints() -> None:
    modules = {"lines": CODE, "outcomes": inspect.getsource(outcomes)}
    assert complaints(**modules) == []
