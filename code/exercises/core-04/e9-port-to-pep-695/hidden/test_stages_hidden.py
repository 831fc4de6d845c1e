import importlib.util
from pathlib import Path

from mypy_says import complaints

spec = importlib.util.find_spec("stages")
assert spec is not None and spec.origin is not None
SOURCE = Path(spec.origin).read_text(encoding="utf-8")
NEW = "--python-version=3.12"
WIDER = """
from stages import BrokenLink, Finding, Latest, Sink, Source

def read(source: Source[Finding]) -> None: ...
def write(sink: Sink[BrokenLink]) -> None: ...
def look(latest: Latest[Finding]) -> str:
    return latest.value.url

def callers(
    broken: Source[BrokenLink],
    any_finding: Sink[Finding],
    newest: Latest[BrokenLink],
) -> None:
    read(broken)
    write(any_finding)
    look(newest)
"""
NARROWER = """
from stages import BrokenLink, Finding, Source, counted, worst

def read(source: Source[BrokenLink]) -> None: ...

@counted
def status(url: str) -> int:
    return 200

def callers(findings: Source[Finding]) -> None:
    read(findings)
    worst([200, 404])
    status(404)
"""


def test_what_could_stand_in_for_another_still_can() -> None:
    assert complaints(NEW, stages=SOURCE, wider=WIDER) == []


def test_what_was_refused_still_is() -> None:
    told = complaints(NEW, stages=SOURCE, narrower=NARROWER)
    lines = sorted({int(one.split(":")[1]) for one in told})
    assert lines == [11, 12, 13], told
