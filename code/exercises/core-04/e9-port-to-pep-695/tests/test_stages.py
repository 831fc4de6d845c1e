import importlib.util
import re
from pathlib import Path

from mypy_says import complaints

# The file is read and not imported: this Python may be 3.11.
spec = importlib.util.find_spec("stages")
assert spec is not None and spec.origin is not None
SOURCE = Path(spec.origin).read_text(encoding="utf-8")
NEW = "--python-version=3.12"
TYPED = """
from typing import assert_type
from stages import BrokenLink, Finding, Latest, counted, pair, pump, worst

class Log:
    def write(self, item: object) -> None: ...

@counted
def status(url: str, *, again: bool = False) -> int:
    return 200

broken = BrokenLink("/a", 404)
assert_type(worst([broken]), BrokenLink | None)
assert_type(pair(["/a"], [broken]), list[tuple[str, BrokenLink]])
assert_type(status("/a", again=True), tuple[int, int])
assert_type(Latest(broken).then(lambda one: one.url), Latest[str])
assert_type(Latest(broken).value, BrokenLink)
pump(Latest(broken), Log())
"""


def test_nothing_of_the_old_spelling_is_left() -> None:
    old = r"\b(TypeVar|ParamSpec|Generic|TypeAlias|Union|Optional|Any)\b"
    assert re.findall(old, SOURCE) == []


def test_mypy_strict_has_no_complaints_for_3_12() -> None:
    assert complaints(NEW, stages=SOURCE) == []


def test_what_callers_write_has_the_types_it_had() -> None:
    assert complaints(NEW, stages=SOURCE, typed=TYPED) == []
