import inspect

import lines
import outcomes
import pytest
from lines import line
from mypy_says import complaints
from outcomes import Broken, Ok

SIXTH = """
@dataclass(frozen=True)
class Blocked:
    url: str


Outcome = Blocked | Ok"""


def test_an_outcome_that_is_added_later_is_found_by_mypy() -> None:
    added = inspect.getsource(outcomes).replace("Outcome = Ok", SIXTH)
    told = complaints(lines=inspect.getsource(lines), outcomes=added)
    assert any(one.startswith("lines.py:") for one in told), told


@pytest.mark.parametrize("status", [400, 404, 409, 411, 499])
def test_what_is_not_gone_is_not_to_be_removed(status: int) -> None:
    assert line(Broken("/a", status)) == f"broken  /a ({status})"


def test_the_limits_belong_to_the_lower_side() -> None:
    assert line(Ok("/a", 1000)) == "ok      /a"
    assert line(Broken("/a", 500)) == "retry   /a (500)"
