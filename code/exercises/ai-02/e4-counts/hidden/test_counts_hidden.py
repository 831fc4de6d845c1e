import pytest
from counts import Report, report, usage_of
from parlance.domain.usage import Usage

WHOLE = {
    "fresh": 20,
    "from_cache": 100,
    "to_cache": 5,
    "written": 30,
    "thought": 12,
}


@pytest.mark.parametrize("lost", ["fresh", "from_cache", "to_cache"])
def test_a_sum_with_an_unknown_part_is_unknown(lost: str) -> None:
    found = usage_of({**WHOLE, lost: None})
    assert found.input is None
    assert found.output == 42


@pytest.mark.parametrize("lost", ["written", "thought"])
def test_what_was_written_is_a_sum_as_well(lost: str) -> None:
    rest = {name: count for name, count in WHOLE.items() if name != lost}
    found = usage_of(rest)
    assert (found.input, found.output) == (125, None)
    assert report([found]) == Report(tokens=0, answers=1, unknown=1)


def test_a_known_part_stays_known_where_the_sum_is_not() -> None:
    found = usage_of({"from_cache": 100, "written": 30})
    assert found == Usage(None, None, 100, None, None)


def test_zero_is_known() -> None:
    nothing = usage_of(dict.fromkeys(WHOLE, 0))
    assert nothing == Usage.zero()
    assert report([nothing]) == Report(tokens=0, answers=1, unknown=0)


def test_a_generator_will_do() -> None:
    usages = (usage_of(counts) for counts in (WHOLE, {}, WHOLE))
    assert report(usages) == Report(tokens=334, answers=3, unknown=1)


def test_no_answer_at_all_costs_nothing() -> None:
    assert report([]) == Report(tokens=0, answers=0, unknown=0)
