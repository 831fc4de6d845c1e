import inspect

import result
from mypy_says import complaints
from result import Err, Ok

SOURCE = inspect.getsource(result)
TYPED = """
from typing import assert_type
from result import Err, Ok, Result

def status(text: str) -> Result[int, str]:
    return Ok(int(text)) if text.isdigit() else Err(f"no number: {text}")

def broken(status: int) -> Result[bool, str]:
    return Ok(status >= 400) if status < 600 else Err("no such status")

found = status("404")
assert_type(found.map(lambda one: one / 100), Ok[float] | Err[str])
assert_type(found.and_then(broken), Ok[bool] | Err[str])
assert_type(found.value_or(0), int)
assert_type(found.value_or(None), int | None)
match found:
    case Ok(value):
        assert_type(value, int)
    case Err(error):
        assert_type(error, str)
"""


def test_a_value_is_mapped_and_an_error_is_not() -> None:
    assert Ok("404").map(int) == Ok(404)
    assert Err("silent").map(int) == Err("silent")


def test_a_step_that_can_fail_gives_its_own_result() -> None:
    assert Ok("404").and_then(lambda text: Err(f"old {text}")) == Err("old 404")
    assert Err("silent").and_then(Ok) == Err("silent")


def test_a_default_stands_in_for_an_error() -> None:
    assert Ok(404).value_or(0) == 404
    assert Err("silent").value_or(0) == 0


def test_mypy_knows_every_type_on_the_way() -> None:
    assert "Any" not in SOURCE
    assert complaints(result=SOURCE, typed=TYPED) == []
