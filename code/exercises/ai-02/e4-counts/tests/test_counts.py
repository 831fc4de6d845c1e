from counts import Report, report, usage_of
from parlance.domain.usage import Usage

WHOLE = {
    "fresh": 20,
    "from_cache": 100,
    "to_cache": 0,
    "written": 30,
    "thought": 12,
}


def test_the_parts_are_parts_of_the_whole() -> None:
    assert usage_of(WHOLE) == Usage(120, 42, 100, 0, 12)
    assert usage_of(WHOLE).total == 162


def test_what_was_not_counted_is_unknown() -> None:
    assert usage_of({}) == Usage()


def test_a_report_adds_and_counts() -> None:
    usages = [usage_of(WHOLE), usage_of({}), usage_of(WHOLE)]
    assert report(usages) == Report(tokens=324, answers=3, unknown=1)
