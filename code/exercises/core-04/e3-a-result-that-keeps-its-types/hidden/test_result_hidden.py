import inspect

import pytest
import result
from mypy_says import complaints
from result import Err, Ok

SOURCE = inspect.getsource(result)
WIDER = """
from result import Result

class Slow(TimeoutError): ...

def told(found: Result[object, Exception]) -> str:
    return str(found)

def check(found: Result[bool, Slow]) -> str:
    return told(found)
"""
NARROWER = """
from result import Err, Ok, Result

def wrong_value() -> Result[int, str]:
    return Ok("404")

def wrong_error() -> Result[int, str]:
    return Err(404)

def wrong_function(found: Ok[int]) -> object:
    return found.map(str.upper)
"""


@pytest.mark.parametrize("value", [0, "", None, False, []])
def test_an_empty_value_is_a_value(value: object) -> None:
    assert Ok(value).value_or("default") == value
    assert Ok(value).map(lambda one: one) == Ok(value)


def test_a_value_is_not_an_error() -> None:
    assert Ok("silent") != Err("silent")


def test_a_result_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Ok(1).value = 2
    with pytest.raises(AttributeError):
        Err(1).error = 2


def test_a_result_of_a_subclass_is_a_result_of_its_base() -> None:
    assert complaints(result=SOURCE, wider=WIDER) == []


def test_mypy_finds_each_wrong_use() -> None:
    told = complaints(result=SOURCE, narrower=NARROWER)
    lines = [int(one.split(":")[1]) for one in told]
    assert lines == [5, 8, 11], told
